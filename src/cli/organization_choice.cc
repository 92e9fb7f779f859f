#include "cli/organization_choice.h"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>

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

// The organization asked for; nothing when it isn't there but may be made.
using Found = std::optional<model::Organization>;
base::Result<Found> find_organization(const std::vector<model::Organization>& all,
                                      const Arguments& arguments, Needs needs) {
  const bool may_make = needs == Needs::kNewOrganization;
  const auto wanted = arguments.value("organization");
  if (!wanted) {
    if (all.size() == 1) return Found(all.front());
    if (all.empty() && may_make) return Found();
    if (all.empty())
      return base::not_found(
          "This database has no organization yet. `laurel import` makes the first one.");
    return base::invalid_input(
        fmt::format("This database has several organizations. Say which with --organization: {}.",
                    list_of(all)));
  }
  for (const auto& organization : all) {
    if (organization.slug == *wanted || organization.name == *wanted) return Found(organization);
  }
  if (may_make && (all.empty() || arguments.has("new"))) return Found();
  return base::not_found(
      fmt::format("There is no organization '{}'.{}{}", *wanted,
                  all.empty() ? "" : fmt::format(" The ones here: {}.", list_of(all)),
                  may_make ? " Add --new to make it." : ""));
}

}  // namespace

std::vector<Option> options_with_database(const Command& command) {
  std::vector<Option> options(command.options.begin(), command.options.end());
  if (command.needs != Needs::kNothing) options.push_back(kDatabaseOption);
  if (command.needs == Needs::kOrganization || command.needs == Needs::kNewOrganization ||
      command.needs == Needs::kPerhapsOrganization)
    options.push_back(kOrganizationOption);
  if (command.needs == Needs::kNewOrganization) options.push_back(kNewOption);
  return options;
}

std::string database_url(const Arguments& arguments) {
  const char* from_environment = std::getenv("LAUREL_DATABASE");
  return arguments.value_or("database",
                            from_environment != nullptr ? from_environment : "laurel.db");
}

base::Status open_what_is_needed(Session& session, Needs needs) {
  if (needs <= Needs::kDatabaseUrl) return {};
  auto opened =
      store::Database::open(database_url(session.arguments), store::SchemaPolicy::kRequireCurrent);
  if (!opened.ok() && opened.error().code == base::ErrorCode::kNotFound &&
      needs == Needs::kNewOrganization)
    return {};
  session.database = TRY(std::move(opened));
  if (needs == Needs::kDatabase) return {};
  store::Transaction tx = TRY(session.database->begin_read());
  const auto all = TRY(store::list_organizations(tx));
  if (const auto found = TRY(find_organization(all, session.arguments, needs)))
    session.organization = *found;
  return {};
}

base::Status make_organization(Session& session) {
  if (!session.organization.name.empty()) return {};
  model::Organization made;
  made.name = session.arguments.value_or("organization", kFirstName);
  TRY(check_name("organization", made.name));
  if (session.database == nullptr) {
    session.database = TRY(store::Database::open(database_url(session.arguments),
                                                 store::SchemaPolicy::kCreateIfEmpty));
  }
  store::Transaction tx = TRY(session.database->begin_write());
  const auto all = TRY(store::list_organizations(tx));
  // Another process may have made it meanwhile.
  if (const auto found = TRY(find_organization(all, session.arguments, Needs::kNewOrganization))) {
    session.organization = *found;
    return {};
  }
  made.id = {base::UuidGenerator(session.clock, base::Random::entropy()).next()};
  made.slug = model::slug_of(made.name);
  // Names in other scripts have no address of their own.
  if (made.slug.empty()) made.slug = fmt::format("organization-{}", all.size() + 1);
  TRY(store::create_organization(tx, made));
  TRY(tx.commit());
  session.organization = std::move(made);
  return {};
}

}  // namespace laurel::cli
