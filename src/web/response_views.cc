// How responses look: cards with the customer's words first, what was scored and who is praised
// after them. Pure functions from the structs of web/responses.h.
#include "base/wording.h"
#include "web/responses.h"
#include "web/words.h"

namespace laurel::web {
namespace {

using html::Html;
using html::Url;
using namespace html::tags;

Html praise_tag(const PraiseView& praise) {
  Html who_is = praise.address.empty() ? span(class_("who"), praise.who)
                                       : a(class_("who"), href(Url(praise.address)), praise.who);
  Html out = span(who_is);
  if (praise.exemplary) out += span(class_("tag gold"), "above and beyond");
  if (!praise.behaviours.empty()) out += span(praise.behaviours);
  if (!praise.state.empty()) out += span(class_("tag"), praise.state);
  return out;
}

Html words_of(const ResponseCard& card) {
  std::vector<Html> out;
  for (const WordsView& words : card.words) {
    out.push_back(blockquote(class_("words"),
                             html::when(card.words.size() > 1, title_attribute(words.question)),
                             marked_words(words.text, words.praise, words.found)));
  }
  return out.empty() ? Html() : div(out);
}

Html facts_line(const ResponseCard& card, bool link_to_it) {
  std::vector<Html> items;
  if (card.words.empty()) items.push_back(span(class_("silent"), "Only scores"));
  if (card.nps)
    items.push_back(span("Would recommend: ", span(class_("score"), *card.nps), " of 10"));
  for (const std::string& place : card.where) items.push_back(span(place));
  if (card.unread) items.push_back(span(class_("tag"), "language not read"));
  const std::string day = card.day.empty() ? "no date" : card.day;
  items.push_back(link_to_it ? a(href(Url(card.address)), day) : span(day));
  return footer(items);
}

Html card_view(const ResponseCard& card, bool link_to_it) {
  std::vector<Html> praised;
  for (const PraiseView& praise : card.praised) praised.push_back(footer(praise_tag(praise)));
  return article(class_("card"), html::data("data-praise", card.praised.empty() ? "no" : "yes"),
                 html::data("data-words", card.words.empty() ? "no" : "yes"), words_of(card),
                 praised, facts_line(card, link_to_it));
}

std::vector<Option> with_any(std::string_view any, std::vector<Option> options) {
  options.insert(options.begin(), Option{"", std::string(any)});
  return options;
}

Html filters(const ResponseListView& view) {
  const ResponseQuery& query = view.query;
  const auto day = [](const std::optional<base::Date>& date) {
    return date ? date->to_string() : std::string();
  };
  const std::vector<Option> voices = {{"", "All"},
                                      {"commended", "Praise somebody"},
                                      {"exemplary", "Praise: above and beyond"},
                                      {"kind", "Praise: kind words"},
                                      {"spoke", "Words without praise"},
                                      {"read", "Words, with praise or without"},
                                      {"silent", "Scores only"},
                                      {"unread", "Language not read"},
                                      {"pending", "To be reviewed"}};
  const std::vector<Option> bands = {
      {"", "All"}, {"promoter", "9–10"}, {"passive", "7–8"}, {"detractor", "0–6"}};
  Html parts =
      div(class_("search"),
          field({.name = "q", .label = "Words they use", .value = query.q, .type = "search"}));
  parts += choice("voice", "What they say", voices, query.voice ? name(*query.voice) : "");
  parts += choice("nps", "Would recommend", bands, query.nps ? name(*query.nps) : "");
  if (!view.units.empty()) parts += choice("unit", "Unit", with_any("All", view.units), query.unit);
  Html more;
  if (!view.markets.empty())
    more += choice("market", "Market", with_any("All", view.markets), query.market);
  if (view.channels.size() > 1)
    more += choice("channel", "Channel", with_any("All", view.channels), query.channel);
  more += field({.name = "from", .label = "From", .value = day(query.from), .type = "date"});
  more += field({.name = "to", .label = "To", .value = day(query.to), .type = "date"});
  const bool more_is_used =
      !query.market.empty() || !query.channel.empty() || query.from || query.to;
  parts += details(open(more_is_used), summary("More filters"), div(class_("more"), more));
  Html kept;  // what has no field of its own
  const auto keep = [&](std::string_view name, const std::string& text) {
    if (!text.empty()) kept += hidden_field(name, text);
  };
  keep("credited", query.credited);
  keep("question", query.question);
  if (query.value) keep("value", std::to_string(*query.value));
  if (query.unit_itself) keep("unit_itself", "true");
  if (query.without) keep("without", std::string(name(*query.without)));
  return form(
      class_("filters"), method("get"), action(Url(view.address)), parts, kept,
      div(class_("act"), button(type("submit"), "Show"), a(href(Url(view.address)), "Show all")));
}

Html facts_list(const std::vector<std::pair<std::string, std::string>>& facts) {
  std::vector<Html> items;
  for (const auto& [what, value_] : facts) {
    items.push_back(dt(what));
    items.push_back(dd(value_));
  }
  return dl(class_("facts"), items);
}

}  // namespace

Html response_card_view(const ResponseCard& card) { return card_view(card, true); }

Html response_list_view(const ResponseListView& view) {
  Html out =
      page_heading("What customers say", "The newest first, with the praising words marked.");
  if (!view.import.empty())
    out += p(class_("beside-heading"),
             a(role("button"), class_("quiet"), href(Url(view.import)), "Import a file"));
  out += saved_views_view(view.views);
  out += filters(view);
  for (const std::string& sentence : view.narrowed) out += p(class_("narrowed"), sentence);
  if (view.count) out += p(class_("count"), base::count_of(*view.count, "response", "responses"));
  std::vector<Html> cards;
  for (const ResponseCard& card : view.cards) cards.push_back(response_card_view(card));
  if (cards.empty()) {
    out += p(class_("empty"), view.next.empty()
                                  ? "Nothing fits. Widen the filters, or import responses."
                                  : "Nothing so far; there is more to look through.");
  }
  out += section(cards);
  if (!view.next.empty())
    out += nav(class_("pager"), aria_label("Pages"), a(href(Url(view.next)), rel("next"), "Older"));
  return out;
}

Html response_view(const ResponseView& view) {
  std::vector<std::pair<std::string, std::string>> answers = view.answers;
  Html out = header(
      class_("heading"), p(class_("back"), a(href(Url(view.list_address)), "What customers say")),
      h1(view.card.day.empty() ? "What was said" : "What was said on " + view.card.day));
  std::vector<Html> happened;
  for (const auto& [moment, what] : view.history)
    happened.push_back(li(time(datetime(moment), moment), " · ", what));
  out += div(class_("two"),
             div(card_view(view.card, false),
                 answers.empty() ? Html() : section(h2("Answers"), facts_list(answers))),
             aside(section(h2("About"), facts_list(view.facts)),
                   section(h2("History"), ol(class_("history"), happened))));
  return out;
}

}  // namespace laurel::web
