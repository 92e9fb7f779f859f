#include "app/programme.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "store/organizations.h"
#include "store/questions.h"
#include "store/settings.h"

namespace laurel::app {
namespace {

using model::Permission;
using model::Question;

bool is_derived(model::QuestionRole role) {
  return role == model::QuestionRole::kPromoterReferred ||
         role == model::QuestionRole::kCaptiveReturner;
}

base::Result<std::optional<Question>> newest(store::Transaction& tx,
                                             model::OrganizationId organization,
                                             const std::string& key) {
  std::optional<Question> found;
  for (const Question& question : TRY(store::list_questions(tx, organization))) {
    if (question.key == key && (!found || question.version > found->version)) found = question;
  }
  return found;
}

bool alike(const Question& a, const Question& b) {
  return a.version == b.version && a.role == b.role && a.label == b.label && a.choices == b.choices;
}

}  // namespace

base::Result<SavedQuestion> save_question(store::Transaction& tx, AuditTrail& audit,
                                          const Caller& by, const Question& question) {
  TRY(by.require(Permission::kEditProgramme));
  TRY(model::check(question));
  const model::OrganizationId organization = by.organization.id;
  const std::optional<Question> before = TRY(newest(tx, organization, question.key));
  if (is_derived(question.role) || (before && is_derived(before->role))) {
    return base::invalid_input(
        "This question is worked out from others and can't be asked. Choose another key and "
        "meaning.");
  }
  if (question.kind == model::QuestionKind::kChoice && question.choices.empty())
    return base::invalid_input("A question with choices needs at least one. List them.");
  TRY(store::save_question(tx, organization, question));
  SavedQuestion saved;
  saved.question = TRY(newest(tx, organization, question.key)).value_or(question);
  saved.new_version = !before || saved.question.version != before->version;
  if (before && alike(*before, saved.question)) return saved;
  TRY(audit.append(tx, by,
                   {before ? "question.changed" : "question.added", "question", question.key,
                    saved.new_version && before ? fmt::format("version {}", saved.question.version)
                                                : std::string()}));
  return saved;
}

base::Status set_main_driver(store::Transaction& tx, AuditTrail& audit, const Caller& by,
                             std::optional<model::Reward> driver) {
  TRY(by.require(Permission::kEditProgramme));
  model::Settings settings = TRY(store::read_settings(tx, by.organization.id));
  if (settings.main_driver == driver) return {};
  settings.main_driver = driver;
  TRY(store::save_settings(tx, by.organization.id, settings));
  return audit.append(tx, by,
                      {"settings.changed", "organization", by.organization.slug,
                       fmt::format("main driver: {}", driver ? model::name(*driver) : "none")});
}

base::Status set_works_council(store::Transaction& tx, AuditTrail& audit, const Caller& by,
                               bool everywhere, std::vector<model::UnitId> units) {
  TRY(by.require(Permission::kManageOrganization));
  model::Settings settings = TRY(store::read_settings(tx, by.organization.id));
  std::sort(units.begin(), units.end());
  units.erase(std::unique(units.begin(), units.end()), units.end());
  if (settings.works_council == everywhere && settings.works_council_units == units) return {};
  std::vector<std::string> codes;
  for (const model::Unit& unit : TRY(store::list_units(tx, by.organization.id)))
    if (std::binary_search(units.begin(), units.end(), unit.id)) codes.push_back(unit.code);
  settings.works_council = everywhere;
  settings.works_council_units = std::move(units);
  TRY(store::save_settings(tx, by.organization.id, settings));
  return audit.append(tx, by,
                      {"settings.changed", "organization", by.organization.slug,
                       fmt::format("works council: {}",
                                   everywhere      ? "everywhere"
                                   : codes.empty() ? "off"
                                                   : fmt::format("{}", fmt::join(codes, ", ")))});
}

base::Status rename_organization(store::Transaction& tx, AuditTrail& audit, const Caller& by,
                                 const std::string& name) {
  TRY(by.require(Permission::kManageOrganization));
  if (name.empty()) return base::invalid_input("Give the organization a name.");
  if (name == by.organization.name) return {};
  TRY(store::rename_organization(tx, by.organization.id, name));
  return audit.append(tx, by,
                      {"organization.renamed", "organization", by.organization.slug,
                       fmt::format("{} → {}", by.organization.name, name)});
}

}  // namespace laurel::app
