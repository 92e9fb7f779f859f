#include "store/ended_units.h"

#include "store/connection.h"

namespace laurel::store {
namespace {

constexpr std::string_view kList = R"sql(
  SELECT unit_id, value FROM unit_setting WHERE organization_id = $1 AND name = 'last_day')sql";

constexpr std::string_view kClear = R"sql(
  DELETE FROM unit_setting WHERE organization_id = $1 AND unit_id = $2 AND name = 'last_day')sql";

constexpr std::string_view kInsert = R"sql(
  INSERT INTO unit_setting (organization_id, unit_id, name, value)
  VALUES ($1, $2, 'last_day', $3))sql";

}  // namespace

base::Result<EndedUnits> list_ended_units(Transaction& tx, model::OrganizationId organization) {
  EndedUnits units;
  Statement row = TRY(tx.connection().query(kList, {organization}));
  while (TRY(row.step())) {
    if (const auto day = base::Date::parse(row.text(1)))
      units.emplace(model::UnitId{row.number(0)}, *day);
  }
  return units;
}

base::Status set_last_day(Transaction& tx, model::OrganizationId organization, model::UnitId unit,
                          std::optional<base::Date> day) {
  Connection& connection = tx.connection();
  TRY(lock_organization(connection, organization));
  TRY(connection.execute(kClear, {organization, unit}));
  if (day) TRY(connection.execute(kInsert, {organization, unit, day->to_string()}));
  return {};
}

}  // namespace laurel::store
