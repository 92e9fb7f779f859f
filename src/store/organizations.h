// Tenants, and the lists an organization is made of: units, markets, channels, people, accounts.
// Every function works inside the transaction it is given and inside one organization.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/organization.h"
#include "store/database.h"

namespace laurel::store {

base::Status create_organization(Transaction& tx,
                                 const model::Organization& organization);  // kConflict on the slug
base::Status rename_organization(Transaction& tx, model::OrganizationId organization,
                                 std::string_view name);
base::Result<model::Organization> find_organization(Transaction& tx,
                                                    std::string_view slug);  // kNotFound
base::Result<model::Organization> find_organization(Transaction& tx,
                                                    model::OrganizationId id);  // kNotFound
base::Result<bool> has_organization(Transaction& tx, model::OrganizationId organization);
base::Result<std::vector<model::Organization>> list_organizations(Transaction& tx);  // by name

base::Result<std::vector<model::Unit>> list_units(Transaction& tx,
                                                  model::OrganizationId organization);
base::Result<std::vector<model::Market>> list_markets(Transaction& tx,
                                                      model::OrganizationId organization);
base::Result<std::vector<model::Channel>> list_channels(Transaction& tx,
                                                        model::OrganizationId organization);
base::Result<std::vector<model::Employee>> list_employees(Transaction& tx,
                                                          model::OrganizationId organization);
base::Result<std::optional<model::Employee>> find_employee(Transaction& tx,
                                                           model::OrganizationId organization,
                                                           model::EmployeeId id);

// Saves by code: known codes are updated, new ones added with the next free number. Ids in the
// argument are filled in; `parent` (units) and `leader` (employees) refer to those ids and are
// checked by the caller (model::check_…). A list whose members refer to each other is saved twice:
// first for the ids, then with the references.
base::Status save_units(Transaction& tx, model::OrganizationId organization,
                        std::span<model::Unit> units);
base::Status save_employees(Transaction& tx, model::OrganizationId organization,
                            std::span<model::Employee> employees);

// The member of that name (exact), added if it isn't there. An empty name is the unknown member.
base::Result<model::MarketId> market_named(Transaction& tx, model::OrganizationId organization,
                                           std::string_view name);
base::Result<model::ChannelId> channel_named(Transaction& tx, model::OrganizationId organization,
                                             std::string_view name);
// By code or name; added as a root with code = name = `name` if neither is there.
base::Result<model::UnitId> unit_named(Transaction& tx, model::OrganizationId organization,
                                       std::string_view name);

// One id per code or address, in order, adding what isn't there; an empty one gives the unknown
// member.
base::Result<std::vector<model::AccountId>> accounts_coded(Transaction& tx,
                                                           model::OrganizationId organization,
                                                           std::span<const std::string_view> codes);
// By e-mail address; name and account are filled in where they were empty. Without an address:
// unknown.
base::Result<std::vector<model::ContactId>> save_contacts(Transaction& tx,
                                                          model::OrganizationId organization,
                                                          std::span<const model::Contact> contacts);
// Every contact whose account is known, streamed.
base::Status for_each_contact_account(
    Transaction& tx, model::OrganizationId organization,
    const std::function<void(model::ContactId, model::AccountId)>& visit);

}  // namespace laurel::store
