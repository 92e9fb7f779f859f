#include "store/organizations.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "store/connection.h"
#include "store/dimensions.h"
#include "store/packed.h"
#include "store/revisions.h"

namespace laurel::store {
namespace {

// A plain list with a number and a name or code, found and added by the latter.
struct Naming {
  std::string_view dimension;
  std::string_view find;
  std::string_view insert;  // organization, number, name
};

base::Result<std::int32_t> find_number(Connection& connection, model::OrganizationId organization,
                                       std::string_view sql, std::string_view name) {
  Statement row = TRY(connection.query(sql, {organization, name}));
  return TRY(row.step()) ? row.number(0) : 0;
}

base::Result<std::int32_t> number_named(Connection& connection, model::OrganizationId organization,
                                        const Naming& naming, std::string_view name) {
  if (name.empty()) return 0;
  const std::int32_t known = TRY(find_number(connection, organization, naming.find, name));
  if (known != 0) return known;
  TRY(lock_organization(connection, organization));
  const std::int32_t meanwhile = TRY(find_number(connection, organization, naming.find, name));
  if (meanwhile != 0) return meanwhile;
  const std::int32_t number = TRY(take_numbers(connection, organization, naming.dimension, 1));
  TRY(connection.execute(naming.insert, {organization, number, name}));
  return number;
}

constexpr std::string_view kInsertOrganization = R"sql(
  INSERT INTO organization (organization_id, slug, name) VALUES ($1, $2, $3)
  ON CONFLICT (slug) DO NOTHING)sql";

constexpr std::string_view kRenameOrganization =
    "UPDATE organization SET name = $2 WHERE organization_id = $1";

constexpr std::string_view kFindOrganization = R"sql(
  SELECT organization_id, slug, name FROM organization WHERE slug = $1)sql";

constexpr std::string_view kFindOrganizationById = R"sql(
  SELECT organization_id, slug, name FROM organization WHERE organization_id = $1)sql";
constexpr std::string_view kHasOrganization =
    "SELECT 1 FROM organization WHERE organization_id = $1";

constexpr std::string_view kListOrganizations = R"sql(
  SELECT organization_id, slug, name FROM organization ORDER BY name, slug)sql";

model::Organization read_organization(const Statement& row) {
  return {{row.uuid(0)}, row.string(1), row.string(2)};
}

}  // namespace

base::Status create_organization(Transaction& tx, const model::Organization& organization) {
  const std::int64_t added = TRY(tx.connection().execute(
      kInsertOrganization, {organization.id, organization.slug, organization.name}));
  if (added == 0) {
    return base::conflict(fmt::format("There is an organization {} already. Choose another name.",
                                      organization.slug));
  }
  return {};
}

base::Status rename_organization(Transaction& tx, model::OrganizationId organization,
                                 std::string_view name) {
  TRY(tx.connection().execute(kRenameOrganization, {organization, name}));
  return {};
}

base::Result<model::Organization> find_organization(Transaction& tx, std::string_view slug) {
  Statement row = TRY(tx.connection().query(kFindOrganization, {slug}));
  if (!TRY(row.step())) {
    return base::not_found(
        fmt::format("There is no organization {}. Check the name, or import something for it "
                    "first.",
                    slug));
  }
  return read_organization(row);
}

base::Result<model::Organization> find_organization(Transaction& tx, model::OrganizationId id) {
  Statement row = TRY(tx.connection().query(kFindOrganizationById, {id}));
  if (!TRY(row.step())) return base::not_found("This organization is not there any more.");
  return read_organization(row);
}

base::Result<bool> has_organization(Transaction& tx, model::OrganizationId organization) {
  Statement row = TRY(tx.connection().query(kHasOrganization, {organization}));
  return row.step();
}

base::Result<std::vector<model::Organization>> list_organizations(Transaction& tx) {
  std::vector<model::Organization> organizations;
  Statement row = TRY(tx.connection().query(kListOrganizations));
  while (TRY(row.step())) organizations.push_back(read_organization(row));
  return organizations;
}

// Units, markets, channels.
namespace {

constexpr std::string_view kListUnits = R"sql(
  SELECT unit_id, code, name, coalesce(parent_id, 0) FROM unit
  WHERE organization_id = $1 ORDER BY unit_id)sql";

constexpr std::string_view kFindUnit = R"sql(
  SELECT unit_id FROM unit WHERE organization_id = $1 AND code = $2)sql";

constexpr std::string_view kInsertUnit = R"sql(
  INSERT INTO unit (organization_id, unit_id, code, name, parent_id)
  VALUES ($1, $2, $3, $4, $5))sql";

constexpr std::string_view kUpdateUnit = R"sql(
  UPDATE unit SET name = $3, parent_id = $4 WHERE organization_id = $1 AND unit_id = $2)sql";

// A code goes before a name. Two searches, because SQLite takes no index for an OR.
constexpr Naming kUnitNaming = {"unit", R"sql(
  SELECT unit_id FROM (
    SELECT 0 AS place, unit_id FROM unit WHERE organization_id = $1 AND code = $2
    UNION ALL
    SELECT 1, unit_id FROM unit WHERE organization_id = $1 AND name = $2) AS found
  ORDER BY place, unit_id LIMIT 1)sql",
                                R"sql(
  INSERT INTO unit (organization_id, unit_id, code, name) VALUES ($1, $2, $3, $3))sql"};

constexpr std::string_view kListMarkets = R"sql(
  SELECT market_id, name FROM market WHERE organization_id = $1 ORDER BY market_id)sql";

constexpr Naming kMarketNaming = {"market", R"sql(
  SELECT market_id FROM market WHERE organization_id = $1 AND name = $2)sql",
                                  R"sql(
  INSERT INTO market (organization_id, market_id, name) VALUES ($1, $2, $3))sql"};

constexpr std::string_view kListChannels = R"sql(
  SELECT channel_id, name FROM channel WHERE organization_id = $1 ORDER BY channel_id)sql";

constexpr Naming kChannelNaming = {"channel", R"sql(
  SELECT channel_id FROM channel WHERE organization_id = $1 AND name = $2)sql",
                                   R"sql(
  INSERT INTO channel (organization_id, channel_id, name) VALUES ($1, $2, $3))sql"};

template <typename Member>
base::Result<std::vector<Member>> list_members(Connection& connection,
                                               model::OrganizationId organization,
                                               std::string_view sql) {
  std::vector<Member> members;
  Statement row = TRY(connection.query(sql, {organization}));
  while (TRY(row.step())) members.push_back({{row.number(0)}, row.string(1)});
  return members;
}

}  // namespace

base::Result<std::vector<model::Unit>> list_units(Transaction& tx,
                                                  model::OrganizationId organization) {
  std::vector<model::Unit> units;
  Statement row = TRY(tx.connection().query(kListUnits, {organization}));
  while (TRY(row.step())) {
    units.push_back({{row.number(0)}, row.string(1), row.string(2), {row.number(3)}});
  }
  return units;
}

base::Result<std::vector<model::Market>> list_markets(Transaction& tx,
                                                      model::OrganizationId organization) {
  return list_members<model::Market>(tx.connection(), organization, kListMarkets);
}

base::Result<std::vector<model::Channel>> list_channels(Transaction& tx,
                                                        model::OrganizationId organization) {
  return list_members<model::Channel>(tx.connection(), organization, kListChannels);
}

base::Status save_units(Transaction& tx, model::OrganizationId organization,
                        std::span<model::Unit> units) {
  Connection& connection = tx.connection();
  TRY(lock_organization(connection, organization));
  for (model::Unit& unit : units) {
    unit.id = {TRY(find_number(connection, organization, kFindUnit, unit.code))};
    if (unit.id.known()) {
      TRY(connection.execute(kUpdateUnit,
                             {organization, unit.id, unit.name, reference(unit.parent)}));
    } else {
      unit.id = {TRY(take_numbers(connection, organization, "unit", 1))};
      TRY(connection.execute(
          kInsertUnit, {organization, unit.id, unit.code, unit.name, reference(unit.parent)}));
    }
  }
  return count_revision(connection, organization);
}

base::Result<model::MarketId> market_named(Transaction& tx, model::OrganizationId organization,
                                           std::string_view name) {
  return model::MarketId{TRY(number_named(tx.connection(), organization, kMarketNaming, name))};
}

base::Result<model::ChannelId> channel_named(Transaction& tx, model::OrganizationId organization,
                                             std::string_view name) {
  return model::ChannelId{TRY(number_named(tx.connection(), organization, kChannelNaming, name))};
}

base::Result<model::UnitId> unit_named(Transaction& tx, model::OrganizationId organization,
                                       std::string_view name) {
  return model::UnitId{TRY(number_named(tx.connection(), organization, kUnitNaming, name))};
}

// Employees.
namespace {

constexpr std::string_view kListEmployees = R"sql(
  SELECT employee_id, code, first_name, last_name, preferred_name, aliases, email,
         coalesce(unit_id, 0), department, title, coalesce(leader_id, 0), employed_from,
         employed_until
  FROM employee WHERE organization_id = $1 ORDER BY employee_id)sql";

constexpr std::string_view kOneEmployee = R"sql(
  SELECT employee_id, code, first_name, last_name, preferred_name, aliases, email,
         coalesce(unit_id, 0), department, title, coalesce(leader_id, 0), employed_from,
         employed_until
  FROM employee WHERE organization_id = $1 AND employee_id = $2)sql";

constexpr std::string_view kFindEmployee = R"sql(
  SELECT employee_id FROM employee WHERE organization_id = $1 AND code = $2)sql";

constexpr std::string_view kSaveEmployee = R"sql(
  INSERT INTO employee (organization_id, employee_id, code, first_name, last_name, preferred_name,
                        aliases, email, unit_id, department, title, leader_id, employed_from,
                        employed_until)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
  ON CONFLICT (organization_id, employee_id) DO UPDATE SET
    first_name = excluded.first_name, last_name = excluded.last_name,
    preferred_name = excluded.preferred_name, aliases = excluded.aliases, email = excluded.email,
    unit_id = excluded.unit_id, department = excluded.department, title = excluded.title,
    leader_id = excluded.leader_id, employed_from = excluded.employed_from,
    employed_until = excluded.employed_until)sql";

model::Employee read_employee(const Statement& row) {
  model::Employee employee;
  employee.id = {row.number(0)};
  employee.code = row.string(1);
  employee.first_name = row.string(2);
  employee.last_name = row.string(3);
  employee.preferred_name = row.string(4);
  employee.aliases = unpack_lines(row.text(5));
  employee.email = row.string(6);
  employee.unit = {row.number(7)};
  employee.department = row.string(8);
  employee.title = row.string(9);
  employee.leader = {row.number(10)};
  employee.employed_from = row.date(11);
  employee.employed_until = row.date(12);
  return employee;
}

}  // namespace

base::Result<std::vector<model::Employee>> list_employees(Transaction& tx,
                                                          model::OrganizationId organization) {
  std::vector<model::Employee> employees;
  Statement row = TRY(tx.connection().query(kListEmployees, {organization}));
  while (TRY(row.step())) {
    employees.push_back(read_employee(row));
  }
  return employees;
}

base::Result<std::optional<model::Employee>> find_employee(Transaction& tx,
                                                           model::OrganizationId organization,
                                                           model::EmployeeId id) {
  Statement row = TRY(tx.connection().query(kOneEmployee, {organization, id}));
  if (!TRY(row.step())) return std::optional<model::Employee>();
  return std::optional<model::Employee>(read_employee(row));
}

base::Status save_employees(Transaction& tx, model::OrganizationId organization,
                            std::span<model::Employee> employees) {
  Connection& connection = tx.connection();
  TRY(lock_organization(connection, organization));
  for (model::Employee& e : employees) {
    e.id = {TRY(find_number(connection, organization, kFindEmployee, e.code))};
    if (!e.id.known()) e.id = {TRY(take_numbers(connection, organization, "employee", 1))};
    TRY(connection.execute(
        kSaveEmployee, {organization, e.id, e.code, e.first_name, e.last_name, e.preferred_name,
                        pack_lines(e.aliases), e.email, reference(e.unit), e.department, e.title,
                        reference(e.leader), e.employed_from, e.employed_until}));
  }
  return count_revision(connection, organization);
}

// Accounts and contacts: found many at once, since an import has one of each in every row.
namespace {

constexpr Dialects kFindAccounts = {
    "SELECT 0, account_id FROM account WHERE organization_id = $1 AND code = $2",
    R"sql(
  SELECT k.place - 1, a.account_id
  FROM unnest($2::text[]) WITH ORDINALITY AS k (code, place)
  JOIN account a ON a.organization_id = $1 AND a.code = k.code)sql"};

constexpr Dialects kFindContacts = {
    R"sql(
  SELECT 0, contact_id, name, coalesce(account_id, 0) FROM contact
  WHERE organization_id = $1 AND email = $2)sql",
    R"sql(
  SELECT k.place - 1, c.contact_id, c.name, coalesce(c.account_id, 0)
  FROM unnest($2::text[]) WITH ORDINALITY AS k (email, place)
  JOIN contact c ON c.organization_id = $1 AND c.email = k.email)sql"};

constexpr std::string_view kContactAccounts = R"sql(
  SELECT contact_id, account_id FROM contact
  WHERE organization_id = $1 AND account_id IS NOT NULL)sql";

constexpr std::string_view kCompleteContact = R"sql(
  UPDATE contact SET name = $3, account_id = $4
  WHERE organization_id = $1 AND contact_id = $2)sql";

// The distinct keys among many, and which of them each one is; kNone for an empty one.
struct Distinct {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::vector<std::string_view> keys;
  std::vector<std::size_t> places;

  void add(std::string_view key) {
    if (key.empty()) {
      places.push_back(kNone);
      return;
    }
    const auto [found, added] = known_.emplace(key, keys.size());
    if (added) {
      keys.push_back(key);
    }
    places.push_back(found->second);
  }

 private:
  std::unordered_map<std::string_view, std::size_t> known_;
};

}  // namespace

base::Result<std::vector<model::AccountId>> accounts_coded(
    Transaction& tx, model::OrganizationId organization, std::span<const std::string_view> codes) {
  Connection& connection = tx.connection();
  Distinct distinct;
  for (const std::string_view code : codes) distinct.add(code);
  std::vector<model::AccountId> ids(distinct.keys.size());
  const auto find = [&] {
    return for_each_match(connection, kFindAccounts, organization, distinct.keys, Value(),
                          [&](std::size_t i, const Statement& row) -> base::Status {
                            ids[i] = {row.number(1)};
                            return {};
                          });
  };
  const auto missing = [&] {
    return static_cast<std::size_t>(
        std::count_if(ids.begin(), ids.end(), [](auto id) { return !id.known(); }));
  };
  TRY(find());
  if (missing() > 0) {
    TRY(lock_organization(connection, organization));
    if (connection.engine() == Engine::kPostgres) TRY(find());  // added by others meanwhile
  }
  if (const std::size_t count = missing(); count > 0) {
    std::int32_t next = TRY(take_numbers(connection, organization, "account", count));
    const auto bulk =
        TRY(connection.bulk_insert("account", "organization_id, account_id, code, name"));
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (ids[i].known()) continue;
      ids[i] = {next++};
      TRY(bulk->row({organization, ids[i], distinct.keys[i], ""}));
    }
    TRY(bulk->finish());
  }
  std::vector<model::AccountId> out;
  out.reserve(codes.size());
  for (const std::size_t place : distinct.places) {
    out.push_back(place == Distinct::kNone ? model::AccountId{} : ids[place]);
  }
  return out;
}

base::Result<std::vector<model::ContactId>> save_contacts(
    Transaction& tx, model::OrganizationId organization, std::span<const model::Contact> contacts) {
  Connection& connection = tx.connection();
  TRY(lock_organization(connection, organization));
  Distinct distinct;
  for (const model::Contact& contact : contacts) distinct.add(contact.email);
  std::vector<model::Contact> known(distinct.keys.size());  // as stored; id 0 when not there
  TRY(for_each_match(connection, kFindContacts, organization, distinct.keys, Value(),
                     [&](std::size_t i, const Statement& row) -> base::Status {
                       known[i].id = {row.number(1)};
                       known[i].name = row.string(2);
                       known[i].account = {row.number(3)};
                       return {};
                     }));
  // What the rows add, in order: the first name and account that isn't empty counts.
  std::vector<bool> changed(known.size(), false);
  for (std::size_t i = 0; i < contacts.size(); ++i) {
    if (distinct.places[i] == Distinct::kNone) continue;
    model::Contact& contact = known[distinct.places[i]];
    if (contact.name.empty() && !contacts[i].name.empty()) {
      contact.name = contacts[i].name;
      changed[distinct.places[i]] = true;
    }
    if (!contact.account.known() && contacts[i].account.known()) {
      contact.account = contacts[i].account;
      changed[distinct.places[i]] = true;
    }
  }
  std::size_t missing = 0;
  for (std::size_t i = 0; i < known.size(); ++i) {
    missing += known[i].id.known() ? 0 : 1;
    if (known[i].id.known() && changed[i]) {
      TRY(connection.execute(kCompleteContact, {organization, known[i].id, known[i].name,
                                                reference(known[i].account)}));
    }
  }
  if (missing > 0) {
    std::int32_t next = TRY(take_numbers(connection, organization, "contact", missing));
    const auto bulk = TRY(
        connection.bulk_insert("contact", "organization_id, contact_id, email, name, account_id"));
    for (std::size_t i = 0; i < known.size(); ++i) {
      if (known[i].id.known()) continue;
      known[i].id = {next++};
      TRY(bulk->row({organization, known[i].id, distinct.keys[i], known[i].name,
                     reference(known[i].account)}));
    }
    TRY(bulk->finish());
  }
  std::vector<model::ContactId> out;
  out.reserve(contacts.size());
  for (const std::size_t place : distinct.places) {
    out.push_back(place == Distinct::kNone ? model::ContactId{} : known[place].id);
  }
  return out;
}

base::Status for_each_contact_account(
    Transaction& tx, model::OrganizationId organization,
    const std::function<void(model::ContactId, model::AccountId)>& visit) {
  Statement row = TRY(tx.connection().query(kContactAccounts, {organization}));
  while (TRY(row.step())) visit({row.number(0)}, {row.number(1)});
  return {};
}

}  // namespace laurel::store
