#include "web/response_praise.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/known_organization.h"
#include "app/review.h"
#include "web/fields.h"
#include "web/problem.h"
#include "web/redirect.h"
#include "web/responses.h"
#include "web/words.h"

namespace laurel::web {
namespace {

using html::Html;
using html::Url;
using namespace html::tags;
using model::Permission;

// --- How it looks -------------------------------------------------------------------------------

Html finding_view(const ResponsePraiseView& view, const FindingRow& finding) {
  const auto act = [&](std::string_view verdict, std::string_view words) {
    return button(type("submit"), class_("quiet"), html::tags::name("verdict"), value(verdict),
                  words);
  };
  const Html buttons = finding.decided
                           ? act("undo", "Take back")
                           : act("accept", "It is praise") + act("reject", "It is not praise");
  return tr(td(strong(finding.target)), td(finding.who), td(finding.behaviours),
            td(finding.standing),
            td(form(method("post"), action(Url(view.address + "/praise/" + finding.id)),
                    hidden_field("form_token", view.form_token), buttons)));
}

Html behaviours_field(const ResponsePraiseView& view) {
  std::vector<Html> boxes;
  for (const Option& behaviour : view.behaviours) {
    const bool chosen =
        std::ranges::find(view.typed_behaviours, behaviour.value) != view.typed_behaviours.end();
    boxes.push_back(label(input(type("checkbox"), html::tags::name("behaviours"),
                                value(behaviour.value), checked(chosen)),
                          " ", behaviour.words));
  }
  return fieldset(class_("boxes"), legend("What for"), boxes);
}

Html missed_form(const ResponsePraiseView& view) {
  const bool wrong = !view.problem.empty();
  Html parts = hidden_field("form_token", view.form_token);
  parts += field({.name = "words",
                  .label = "The words that say who is praised",
                  .value = view.typed_words,
                  .hint = "Exactly as the customer wrote them: “Maria”, “the front desk”.",
                  .problem = view.problem,
                  .autocomplete = "off",
                  .required = true,
                  .focused = wrong});
  if (view.questions.size() > 1)
    parts += choice("question", "Said to", view.questions, view.typed_question);
  parts +=
      choice("kind", "They are", {{"person", "A person"}, {"role", "A role"}, {"team", "A team"}},
             view.typed_kind);
  parts += field({.name = "person",
                  .label = "Who on the roster (may stay empty)",
                  .value = view.typed_person,
                  .hint = "Name or employee id.",
                  .autocomplete = "off"});
  parts += choice("strength", "How strong",
                  {{"kind", "Kind words"}, {"exemplary", "Above and beyond"}}, view.typed_strength);
  parts += behaviours_field(view);
  return details(class_("controls"), open(wrong), summary("Praise was missed: add it"),
                 form(class_("missed"), method("post"), action(Url(view.address + "/praise")),
                      parts, button(type("submit"), "Add it")));
}

// --- What was sent ------------------------------------------------------------------------------

constexpr std::array kBehaviours = {
    detect::Behaviour::kExtraMile,  detect::Behaviour::kCourtesy,      detect::Behaviour::kCare,
    detect::Behaviour::kExpertise,  detect::Behaviour::kCommunication, detect::Behaviour::kSpeed,
    detect::Behaviour::kResolution, detect::Behaviour::kHonesty};

base::Result<model::ResponseId> response_id(const Visit& visit) {
  const auto id = base::Uuid::parse(visit.request.parameter("id"));
  if (!id) return base::not_found("There is no such response among what you may see.");
  return model::ResponseId{*id};
}

base::Result<app::AddedPraise> praise_of(const Visit& visit, const app::Directory& directory,
                                         const http::Form& form) {
  app::AddedPraise praise;
  praise.response = TRY(response_id(visit));
  for (const auto kind :
       {detect::TargetKind::kPerson, detect::TargetKind::kRole, detect::TargetKind::kTeam})
    if (detect::name(kind) == form.value_or("kind", "person")) praise.kind = kind;
  if (form.value_or("strength", "") == detect::name(detect::Strength::kExemplary))
    praise.strength = detect::Strength::kExemplary;
  unsigned set = 0;
  for (const std::string_view chosen : form.values("behaviours")) {
    for (const detect::Behaviour behaviour : kBehaviours)
      if (detect::name(behaviour) == chosen) set |= 1U << static_cast<unsigned>(behaviour);
  }
  praise.behaviours = static_cast<detect::BehaviourSet>(set);
  if (const std::string_view key = form.value_or("question", ""); !key.empty()) {
    const model::Question* question = directory.question_named(key);
    if (question == nullptr) return base::invalid_input("There is no such question. Choose one.");
    praise.question = question->id;
  }
  if (const std::string_view who = form.value_or("person", ""); !who.empty()) {
    const auto known = TRY(visit.services.ingest.known(visit.organization()));
    const model::Employee* person = known->detector().people.called(who);
    if (person == nullptr) {
      return base::invalid_input(
          "Nobody on the roster is called so, or several are. Type the employee id, or leave it "
          "empty.");
    }
    praise.employee = person->id;
  }
  return praise;
}

base::Status add(const Visit& visit, Lists& lists, const http::Form& form) {
  std::shared_ptr<const app::Directory> directory;
  {
    store::Transaction tx = TRY(visit.services.database.begin_read());
    directory = TRY(lists.directories.of(tx, visit.organization()));
  }
  const app::AddedPraise praise = TRY(praise_of(visit, *directory, form));
  app::Review review(visit.services.database, visit.services.access.audit(), visit.services.clock);
  const auto write = [&](store::Transaction& tx) -> base::Status {
    TRY(review.add_words(tx, visit.caller(), praise, form.value_or("words", "")));
    return {};
  };
  return visit.services.writes.write(write);
}

base::Status decide(const Visit& visit, std::string_view verdict) {
  const auto id = base::Uuid::parse(visit.request.parameter("praise"));
  if (!id) return base::not_found("There is no such praise among what you may see.");
  if (verdict != "undo" && verdict != "accept" && verdict != "reject")
    return base::invalid_input("Choose one of the buttons.");
  app::Review review(visit.services.database, visit.services.access.audit(), visit.services.clock);
  const auto write = [&](store::Transaction& tx) -> base::Status {
    if (verdict == "undo") {
      TRY(review.undo(tx, visit.caller(), model::CommendationId{*id}));
    } else {
      TRY(review.decide(
          tx, visit.caller(),
          {.commendation = model::CommendationId{*id}, .accept = verdict == "accept"}));
    }
    return {};
  };
  return visit.services.writes.write(write);
}

}  // namespace

Html response_praise_view(const ResponsePraiseView& view) {
  std::vector<Html> rows;
  for (const FindingRow& finding : view.findings) rows.push_back(finding_view(view, finding));
  Html found = rows.empty()
                   ? p(class_("lead"), "Nobody was found to be praised.")
                   : div(class_("scroll"),
                         table(thead(tr(th(scope("col"), "Said of"), th(scope("col"), "Is"),
                                        th(scope("col"), "For"), th(scope("col"), "Stands"), th())),
                               tbody(rows)));
  return section(id("praise"), h2("Praise in it"), found, missed_form(view));
}

ResponsePraiseView praise_in(const Visit& visit, const store::ResponseDetails& details,
                             const app::Directory& directory) {
  const model::ResponseRecord& record = details.record;
  ResponsePraiseView view;
  view.address = visit.at("/responses/" + record.response.id.value.to_string());
  view.form_token = visit.form_token();
  for (const model::Commendation& commendation : record.commendations) {
    FindingRow& row = view.findings.emplace_back();
    row.id = commendation.id.value.to_string();
    row.target = commendation.target;
    const model::Employee* person = directory.person(commendation.employee);
    row.who = person != nullptr                                    ? model::display_name(*person)
              : commendation.link == detect::LinkState::kAmbiguous ? "one of several"
                                                                   : "nobody on the roster";
    row.behaviours = behaviour_words(commendation.behaviours);
    row.decided = commendation.decision != model::Decision::kUndecided;
    row.standing = row.decided ? std::string(model::name(commendation.decision)) + " by a person"
                               : fmt::format("{}, {:.0f} % sure",
                                             commendation.flagged ? "praise" : "perhaps praise",
                                             100 * static_cast<double>(commendation.probability));
  }
  for (const model::Verbatim& verbatim : record.response.verbatims) {
    if (const model::Question* question = directory.question(verbatim.question))
      view.questions.push_back({question->key, question->label});
  }
  for (const detect::Behaviour behaviour : kBehaviours) {
    view.behaviours.push_back(
        {std::string(detect::name(behaviour)), behaviour_words(static_cast<detect::BehaviourSet>(
                                                   1U << static_cast<unsigned>(behaviour)))});
  }
  return view;
}

void add_response_praise(Pages& pages, Lists& lists) {
  pages.organization_form("/responses/{id}/praise", Permission::kDecide,
                          [&](const Visit& visit, const http::Form& form) -> http::Reply {
                            const auto added = add(visit, lists, form);
                            lists.standings.changed(visit.caller());
                            const std::string here = visit.at(
                                "/responses/" + std::string(visit.request.parameter("id")));
                            if (added) return done(here, "praise-added");
                            ResponsePraiseView typed;
                            typed.problem = added.error().message;
                            typed.typed_words = form.value_or("words", "");
                            typed.typed_question = form.value_or("question", "");
                            typed.typed_kind = form.value_or("kind", "");
                            typed.typed_person = form.value_or("person", "");
                            typed.typed_strength = form.value_or("strength", "");
                            for (const std::string_view behaviour : form.values("behaviours"))
                              typed.typed_behaviours.emplace_back(behaviour);
                            const int status = status_of(added.error().code);
                            if (status != 400 && status != 409)
                              return pages.trouble(visit.request, added.error());
                            return response_page(pages, lists, visit, std::move(typed), status);
                          });
  pages.organization_form(
      "/responses/{id}/praise/{praise}", Permission::kDecide,
      [&](const Visit& visit, const http::Form& form) -> http::Reply {
        const std::string_view verdict = form.value_or("verdict", "");
        const auto decided = decide(visit, verdict);
        lists.standings.changed(visit.caller());
        if (!decided) return pages.trouble(visit.request, decided.error());
        return done(visit.at("/responses/" + std::string(visit.request.parameter("id"))),
                    verdict == "undo" ? "praise-taken-back" : "praise-decided");
      });
}

}  // namespace laurel::web
