#include "app/organization_model.h"

namespace laurel::app {
namespace {

// The stored model, or the error that it can't be read; null without one.
base::Result<std::shared_ptr<const detect::Model>> stored_model(
    store::Transaction& tx, model::OrganizationId organization) {
  const auto bytes = TRY(store::model_bytes_in_use(tx, organization));
  if (!bytes) return std::shared_ptr<const detect::Model>();
  return detect::Model::parse(*bytes);
}

}  // namespace

base::Result<std::shared_ptr<const detect::Model>> model_in_use(
    store::Transaction& tx, model::OrganizationId organization) {
  auto stored = stored_model(tx, organization);
  if (!stored.ok() && stored.error().code != base::ErrorCode::kUnsupported) return stored;
  if (!stored.ok() || *stored == nullptr) return detect::Model::embedded();
  return stored;
}

base::Result<float> flag_threshold(store::Transaction& tx, model::OrganizationId organization) {
  const auto flag = TRY(store::flag_in_use(tx, organization));
  return flag ? static_cast<float>(*flag) : detect::Model::embedded()->thresholds.flag;
}

base::Result<std::string> model_note(store::Transaction& tx, model::OrganizationId organization) {
  const auto stored = stored_model(tx, organization);
  if (stored.ok()) return std::string();
  if (stored.error().code != base::ErrorCode::kUnsupported) return stored.error();
  return std::string(
      "The organization's own model was made by another version of Laurel, so the built-in one is "
      "used. `laurel train --from-decisions` makes it again.");
}

base::Status use_model(store::Transaction& tx, AuditTrail& audit, const Caller& by,
                       std::int32_t number) {
  TRY(by.require(model::Permission::kEditProgramme));
  if (number != 0) {
    const std::string bytes = TRY(store::model_bytes(tx, by.organization.id, number));
    TRY(detect::Model::parse(bytes));
  }
  TRY(store::use_model(tx, by.organization.id, number));
  return audit.append(
      tx, by, {.action = "model.used", .subject = "model", .subject_id = std::to_string(number)});
}

base::Status remove_model(store::Transaction& tx, AuditTrail& audit, const Caller& by,
                          std::int32_t number) {
  TRY(by.require(model::Permission::kEditProgramme));
  TRY(store::remove_model(tx, by.organization.id, number));
  return audit.append(
      tx, by,
      {.action = "model.removed", .subject = "model", .subject_id = std::to_string(number)});
}

}  // namespace laurel::app
