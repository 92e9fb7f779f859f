// How the review queue looks: the customer's words first, the question about them, then what one
// can do, each with its key. Pure functions from the structs of web/review.h.
#include <fmt/format.h>

#include <algorithm>

#include "base/wording.h"
#include "web/review.h"
#include "web/words.h"

namespace laurel::web {
namespace {

using html::Html;
using html::Url;
using namespace html::tags;

Html key_cap(std::string_view key) { return span(class_("key"), aria_hidden("true"), key); }

// The fields that say which part of the queue one is in.
Html place_fields(const ReviewView& view) {
  Html out = hidden_field("form_token", view.form_token);
  if (!view.reason.empty()) out += hidden_field("reason", view.reason);
  if (!view.unit.empty()) out += hidden_field("unit", view.unit);
  if (!view.after.empty()) out += hidden_field("after", view.after);
  return out;
}

Html verdict(std::string_view value_, std::string_view key, std::string_view style,
             const Html& words) {
  return button(type("submit"), name("verdict"), value(value_), html::data("data-key", key),
                html::when(!style.empty(), class_(style)), words, key_cap(key));
}

std::string question_of(const ReviewItemView& item) {
  const std::string who = "“" + item.target + "”";
  switch (item.reason) {
    case store::ReviewReason::kWho:
      return "Who is " + who + "?";
    case store::ReviewReason::kAudit:
      return "Would you send this as praise of " + who + "?";
    case store::ReviewReason::kUnsure:
      break;
  }
  return "Is " + who + " praised here?";
}

std::string quoted(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " and " : ", ";
    out += "“" + words[i] + "”";
  }
  return out;
}

// The model's judgement and its reasons, as somebody would say them.
std::string judgement(const ReviewItemView& item) {
  const bool one = item.supporting.size() == 1;
  std::string out = fmt::format("Laurel is {} % sure that it is praise", item.percent);
  if (item.supporting.empty() && item.opposing.empty()) return out + ".";
  if (!item.supporting.empty()) {
    out += ": " + quoted(item.supporting) + (one ? " speaks for it" : " speak for it");
  }
  if (!item.opposing.empty()) {
    out += item.supporting.empty() ? ": " : ", ";
    out += quoted(item.opposing);
    out += item.opposing.size() == 1 ? " speaks against it" : " speak against it";
  }
  return out + ".";
}

Html choices_of(const ReviewItemView& item) {
  if (item.choices.empty()) return {};
  std::vector<Html> rows;
  for (const ReviewChoice& choice : item.choices) {
    rows.push_back(
        li(button(type("submit"), name("verdict"), value("person:" + choice.code),
                  html::data("data-key", choice.key), class_("quiet choice"), key_cap(choice.key),
                  span(class_("who"), choice.name), span(class_("place"), choice.place),
                  span(class_("why"), choice.why))));
  }
  return section(h3("It is praise of"), ol(class_("choices"), rows));
}

std::string accept_words(const ReviewItemView& item) {
  if (!item.linked_to.empty()) return "Accept, of " + item.linked_to;
  return item.ambiguous ? "Accept, leave open who" : "Accept";
}

Html decide_form(const ReviewView& view, const ReviewItemView& item) {
  const Url here(view.address + "/" + item.id);
  const Html same = place_fields(view) + hidden_field("version", std::to_string(item.version));
  Html verdicts = verdict("accept", "a", "", accept_words(item));
  verdicts += verdict("reject", "r", "quiet", "Reject: not praise");
  if (item.is_person) verdicts += verdict("nobody", "n", "quiet", "New person, not on the roster");
  Html out = form(method("post"), action(here), html::data("data-part", "review"), same,
                  choices_of(item), div(class_("verdicts"), verdicts));
  const bool wrong = !view.problem.empty();
  out += details(
      class_("somebody"), open(wrong),
      summary(html::data("data-key", "o"), "Praise of somebody else on the roster", key_cap("o")),
      form(method("post"), action(here), html::data("data-part", "review"), same,
           hidden_field("verdict", "named"),
           field({.name = "person",
                  .label = "Name or employee id",
                  .value = view.typed_person,
                  .hint = "As the roster has it: “Maria Lopez”, an address, or the id.",
                  .problem = view.problem,
                  .autocomplete = "off",
                  .required = true,
                  .focused = wrong}),
           button(type("submit"), class_("quiet"), "It is this person")));
  return out;
}

Html facts_of(const ReviewItemView& item) {
  std::vector<Html> items;
  for (const auto& [what, fact] : item.facts) {
    items.push_back(dt(what));
    items.push_back(dd(fact));
  }
  return section(h3("About"), dl(class_("facts"), items),
                 p(a(href(Url(item.response_address)), "The whole response")));
}

Html on_the_way(const ReviewView& view) {
  Html out;
  if (!view.skip.empty()) {
    out += a(href(Url(view.skip)), html::data("data-key", "s"), html::data("data-part", "review"),
             "Leave it for later", key_cap("s"));
  }
  if (view.may_undo) {
    out += form(method("post"), action(Url(view.address + "/undo")),
                html::data("data-part", "review"), place_fields(view),
                button(type("submit"), class_("quiet"), html::data("data-key", "u"),
                       "Undo your last decision", key_cap("u")));
  }
  return div(class_("on-the-way"), out);
}

Html item_of(const ReviewView& view, const ReviewItemView& item) {
  Html tags_line;
  if (item.exemplary) tags_line += span(class_("tag gold"), "above and beyond");
  if (!item.behaviours.empty()) tags_line += span(item.behaviours);
  Html out = article(class_("card reviewed"), html::data("data-praise", "yes"),
                     item.question.empty() ? Html() : p(class_("asked"), item.question),
                     blockquote(class_("words"), reviewed_words(item.text, item.mention,
                                                                item.evidence, item.others)),
                     tags_line.empty() ? Html() : footer(tags_line));
  Html act = h2(id("review-question"), tabindex(-1), question_of(item));
  act += p(class_("judgement"), judgement(item));
  if (item.decided) {
    act += p(class_("narrowed"), item.standing);
  } else {
    act += decide_form(view, item);
  }
  return div(class_("two"), div(out, act, on_the_way(view)), aside(facts_of(item)));
}

Html standing_of(const ReviewView& view) {
  Html out = span(strong(base::grouped(view.waiting) + (view.at_least ? "+" : "")),
                  view.waiting == 1 ? " waits" : " wait");
  out += span(strong(base::grouped(view.decided_by_you)), " decided by you in the last 24 hours");
  if (view.decided_lately > view.decided_by_you)
    out += span(strong(base::grouped(view.decided_lately)), " by everybody");
  if (view.latest > 0) {
    out += span("Agreed with Laurel on ", strong(base::share_of(view.agreed, view.latest)),
                " of the last ", base::grouped(view.latest));
  }
  return p(class_("standing"), out);
}

Html narrowing(const ReviewView& view) {
  const std::vector<Option> reasons = {{"", "Everything that waits"},
                                       {"unsure", "Is it praise?"},
                                       {"who", "Praise, but of whom?"},
                                       {"audit", "To audit: would have gone out unread"}};
  std::vector<Option> units = view.units;
  units.insert(units.begin(), Option{"", "All"});
  return details(class_("narrowing"), open(!view.reason.empty() || !view.unit.empty()),
                 summary("Only a part of it"),
                 form(class_("filters"), method("get"), action(Url(view.address)),
                      choice("reason", "What is asked", reasons, view.reason),
                      choice("unit", "Unit", units, view.unit),
                      div(class_("act"), button(type("submit"), "Show"),
                          a(href(Url(view.address)), "Show all"))));
}

Html nothing_left(const ReviewView& view) {
  if (!view.after.empty() && view.waiting > 0) {
    return p(class_("empty"), "This is the end of the queue. What you left for later still waits. ",
             a(href(Url(view.address)), "Begin again"));
  }
  if (!view.reason.empty() || !view.unit.empty()) {
    return p(class_("empty"), "Nothing of this kind waits. ",
             a(href(Url(view.address)), "Show everything that waits"));
  }
  return p(class_("empty"),
           "Nothing waits for you. New words that Laurel is unsure of come here by themselves.");
}

}  // namespace

Html reviewed_words(std::string_view text, detect::Span mention, detect::Span evidence,
                    const std::vector<detect::Span>& others) {
  std::vector<std::uint32_t> cuts = {0, mention.start, mention.end, evidence.start, evidence.end};
  for (const detect::Span& other : others) {
    cuts.push_back(other.start);
    cuts.push_back(other.end);
  }
  std::ranges::sort(cuts);
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  cuts.push_back(0xFFFFFFFF);
  Html out, praise;
  const auto end_praise = [&] {
    if (!praise.empty()) out += mark(praise);
    praise = {};
  };
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    const detect::Span piece{cuts[i], cuts[i + 1]};
    const auto inside = [&](const detect::Span& span_) {
      return span_.start <= piece.start && piece.end <= span_.end;
    };
    const std::string words = words_at(text, piece);
    if (words.empty()) continue;
    Html piece_(words);
    if (inside(mention)) {
      piece_ = strong(class_("mention"), words);
    } else if (std::ranges::any_of(others, inside)) {
      piece_ = span(class_("other"), words);
    }
    if (inside(evidence)) {
      praise += piece_;
    } else {
      end_praise();
      out += piece_;
    }
  }
  end_praise();
  return out;
}

Html review_part(const ReviewView& view) {
  Html out = standing_of(view);
  out += p(id("review-said"), role("status"),
           class_(view.said.empty()   ? "said"
                  : view.said_trouble ? "said problem"
                                      : "said done"),
           view.said);
  out += view.item ? item_of(view, *view.item) : nothing_left(view) + on_the_way(view);
  return section(id("review"), out);
}

Html review_view(const ReviewView& view, std::string_view script) {
  Html out =
      page_heading("Notice",
                   "What Laurel is unsure of, the most useful first. Each decision counts at "
                   "once, and teaches it.");
  out += review_part(view);
  out += narrowing(view);
  out +=
      p(a(href(Url(view.accuracy_address)), "How accurate Laurel is, and learning from decisions"));
  return out + html::script_file(Url(script));
}

}  // namespace laurel::web
