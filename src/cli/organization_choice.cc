#include "cli/organization_choice.h"

#include <fmt/format.h>

#include <cstdlib>

#include "base/random.h"
#include "base/uuid.h"
#include "store/organizations.h"

namespace laurel::cli {
namespace {

constexpr Option kDatabaseOption = {
    "database", "URL", "a file, or postgresql://… (default: $LAUREL_DATABASE, else laurel.db)"};
constexpr Option kOrganizationOption = {"organization", "NAME",
                                        "which organization (default: the only one)"};
constexpr Option kNewOption = {"new", "", "make the organization if it isn't there"};
constexpr std::string_view kFirstName = "My company";

std::string list_of(const std::vector<model::Organization>& organizations) {
  std::string list;
  for (const auto& organization : organizations)
    list += (list.empty() ? "" : ", ") + organization.slug;
  return list;
}

base::Result<model::Organization> make_organization(store::Transaction& tx, std::string_view name,
                                                    const base::Clock& clock) {
  model::Organization made;
  made.id = {base::UuidGenerator(clock, base::Random::entropy()).next()};
  made.name = name;
  made.slug = model::slug_of(name);
  if (made.slug.empty()) {
    return base::invalid_input(fmt::format(
        "'{}' has no letters or digits to make an address of. Choose another name.", name));
  }
  TRY_STATUS(store::create_organization(tx, made));
  TRY_STATUS(tx.commit());
  return made;
}

}  // namespace

std::vector<Option> options_with_database(const Command& command) {
  std::vector<Option> options(command.options.begin(), command.options.end());
  if (command.needs != Needs::kNothing) options.push_back(kDatabaseOption);
  if (command.needs == Needs::kOrganization || command.needs == Needs::kNewOrganization)
    options.push_back(kOrganizationOption);
  if (command.needs == Needs::kNewOrganization) options.push_back(kNewOption);
  return options;
}

std::string database_url(const Arguments& arguments) {
  const char* from_environment = std::getenv("LAUREL_DATABASE");
  return arguments.value_or("database",
                            from_environment != nullptr ? from_environment : "laurel.db");
}

base::Result<std::unique_ptr<store::Database>> open_database(const Arguments& arguments,
                                                             Needs needs) {
  return store::Database::open(database_url(arguments), needs == Needs::kNewOrganization
                                                            ? store::SchemaPolicy::kCreateIfEmpty
                                                            : store::SchemaPolicy::kRequireCurrent);
}

base::Result<model::Organization> choose_organization(store::Database& database,
                                                      const Arguments& arguments, Needs needs,
                                                      const base::Clock& clock) {
  const bool may_make = needs == Needs::kNewOrganization;
  store::Transaction tx = TRY(may_make ? database.begin_write() : database.begin_read());
  const auto all = TRY(store::list_organizations(tx));
  const auto wanted = arguments.value("organization");
  if (!wanted) {
    if (all.size() == 1) return all.front();
    if (all.empty() && may_make) return make_organization(tx, kFirstName, clock);
    if (all.empty())
      return base::not_found(
          "This database has no organization yet. `laurel import` makes the first one.");
    return base::invalid_input(
        fmt::format("This database has several organizations. Say which with --organization: {}.",
                    list_of(all)));
  }
  for (const auto& organization : all) {
    if (organization.slug == *wanted || organization.name == *wanted) return organization;
  }
  if (may_make && (all.empty() || arguments.has("new")))
    return make_organization(tx, *wanted, clock);
  return base::not_found(
      fmt::format("There is no organization '{}'.{}{}", *wanted,
                  all.empty() ? "" : fmt::format(" The ones here: {}.", list_of(all)),
                  may_make ? " Add --new to make it." : ""));
}

}  // namespace laurel::cli
