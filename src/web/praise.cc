#include "web/praise.h"

#include "app/response_scope.h"
#include "store/response_list.h"
#include "web/redirect.h"
#include "web/words.h"

namespace laurel::web {
namespace {

using html::Html;
using html::Url;
using namespace html::tags;

struct PraiseCard {
  std::string words;  // the praising part only
  std::string who, behaviours, day, where;
};
struct PraisePageView {
  std::string heading, next;
  std::vector<PraiseCard> cards;
};

Html praise_view(const PraisePageView& view) {
  Html out = page_heading(view.heading, "In customers' own words, the newest first.");
  std::vector<Html> cards;
  for (const PraiseCard& card : view.cards) {
    cards.push_back(article(class_("card"), html::data("data-praise", "yes"),
                            blockquote(class_("words"), card.words),
                            footer(span(class_("who"), card.who), span(card.behaviours),
                                   span(card.where), span(card.day))));
  }
  out += cards.empty() ? p(class_("empty"),
                           "Nothing yet. It will be here as soon as a customer "
                           "says it.")
                       : section(cards);
  if (!view.next.empty())
    out += nav(class_("pager"), aria_label("Pages"), a(href(Url(view.next)), rel("next"), "Older"));
  return out;
}

base::Result<PraisePageView> read(const Visit& visit, Lists& lists) {
  store::Transaction tx = TRY(visit.services.database.begin_read());
  const auto directory = TRY(lists.directories.of(tx, visit.organization()));
  store::ResponseFilter filter;
  filter.voice = store::VoiceGroup::kCommended;
  const std::string after = visit.request.query("after").value_or("");
  const model::Scope& scope = visit.caller().scope;
  const auto page = TRY(store::list_responses(tx, visit.organization(), filter,
                                              app::response_scope(scope), after, 30));
  PraisePageView view;
  view.heading = scope.reach == model::Scope::Reach::kOwn ? "Your praise" : "Praise";
  for (const model::ResponseRecord& record : page.responses) {
    for (const model::Commendation& commendation : record.commendations) {
      // An employee sees what is said of themselves, and of nobody else.
      if (!commendation.counts() ||
          (!scope.is_everything() && !scope.includes(commendation.employee)))
        continue;
      PraiseCard& card = view.cards.emplace_back();
      for (const model::Verbatim& verbatim : record.response.verbatims) {
        if (verbatim.question == commendation.question)
          card.words = words_at(verbatim.text, commendation.evidence);
      }
      const model::Employee* person = directory->person(commendation.employee);
      card.who = person == nullptr ? commendation.target : model::display_name(*person);
      card.behaviours = behaviour_words(commendation.behaviours);
      card.where = directory->name_of(record.response.unit);
      if (record.response.occurred_on) card.day = day_words(*record.response.occurred_on);
    }
  }
  if (page.next) view.next = visit.at("/praise?after=" + encoded(*page.next));
  return view;
}

}  // namespace

void add_praise(Pages& pages, Lists& lists) {
  pages.of_organization("/praise", model::Permission::kSeePraise,
                        [&](const Visit& visit) -> http::Reply {
                          const auto view = read(visit, lists);
                          if (!view) return pages.trouble(visit.request, view.error());
                          return pages.page(visit, view->heading, "/praise", praise_view(*view));
                        });
}

}  // namespace laurel::web
