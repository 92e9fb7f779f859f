// Which database and which organization a command works on, from --database, --organization, --new
// and the environment.
#pragma once

#include <memory>
#include <vector>

#include "cli/command.h"

namespace laurel::cli {

// The command's own options and those that come with what it needs.
std::vector<Option> options_with_database(const Command& command);

// --database, else $LAUREL_DATABASE, else laurel.db in this folder.
std::string database_url(const Arguments& arguments);

// Opens the database and chooses the organization: the one named by slug or name, without a name
// the only one there is. With kNewOrganization either may be left out of the session when it isn't
// there yet and may be made.
base::Status open_what_is_needed(Session& session, Needs needs);

// Makes the database and the organization of the session, unless they are there: the first
// organization of a database as named, later ones only with --new.
base::Status make_organization(Session& session);

}  // namespace laurel::cli
