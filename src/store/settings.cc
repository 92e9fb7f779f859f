#include "store/settings.h"

#include "store/connection.h"
#include "store/revisions.h"

namespace laurel::store {
namespace {

constexpr std::string_view kMainDriver = "main_driver";
constexpr std::string_view kWorksCouncil = "works_council";
constexpr std::string_view kOn = "on";

constexpr std::string_view kRead = R"sql(
  SELECT name, value FROM organization_setting WHERE organization_id = $1)sql";

constexpr std::string_view kReadUnits = R"sql(
  SELECT unit_id, name, value FROM unit_setting WHERE organization_id = $1 ORDER BY unit_id)sql";

constexpr std::string_view kClear = "DELETE FROM organization_setting WHERE organization_id = $1";
constexpr std::string_view kClearUnits = R"sql(
  DELETE FROM unit_setting WHERE organization_id = $1 AND name = 'works_council')sql";

constexpr std::string_view kInsert = R"sql(
  INSERT INTO organization_setting (organization_id, name, value) VALUES ($1, $2, $3))sql";

constexpr std::string_view kInsertUnit = R"sql(
  INSERT INTO unit_setting (organization_id, unit_id, name, value) VALUES ($1, $2, $3, $4))sql";

// Names that only a newer version knows are passed over.
void put(model::Settings& settings, std::string_view name, std::string_view value) {
  if (name == kMainDriver) settings.main_driver = model::reward_named(value);
  if (name == kWorksCouncil) settings.works_council = value == kOn;
}

}  // namespace

base::Result<model::Settings> read_settings(Transaction& tx, model::OrganizationId organization) {
  model::Settings settings;
  Connection& connection = tx.connection();
  Statement row = TRY(connection.query(kRead, {organization}));
  while (TRY(row.step())) put(settings, row.text(0), row.text(1));
  Statement unit = TRY(connection.query(kReadUnits, {organization}));
  while (TRY(unit.step())) {
    if (unit.text(1) == kWorksCouncil && unit.text(2) == kOn)
      settings.works_council_units.push_back({unit.number(0)});
  }
  return settings;
}

base::Status save_settings(Transaction& tx, model::OrganizationId organization,
                           const model::Settings& settings) {
  Connection& connection = tx.connection();
  TRY(lock_organization(connection, organization));
  TRY(connection.execute(kClear, {organization}));
  TRY(connection.execute(kClearUnits, {organization}));
  if (settings.main_driver) {
    TRY(connection.execute(kInsert,
                           {organization, kMainDriver, model::name(*settings.main_driver)}));
  }
  if (settings.works_council) {
    TRY(connection.execute(kInsert, {organization, kWorksCouncil, kOn}));
  }
  for (const model::UnitId unit : settings.works_council_units) {
    TRY(connection.execute(kInsertUnit, {organization, unit, kWorksCouncil, kOn}));
  }
  return count_revision(connection, organization);
}

}  // namespace laurel::store
