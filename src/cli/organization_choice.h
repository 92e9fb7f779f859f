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

base::Result<std::unique_ptr<store::Database>> open_database(const Arguments& arguments,
                                                             Needs needs);

// The organization named by slug or name; without a name the only one there is. Where the command
// may make one: the first organization of a database is made as named, later ones only with --new.
base::Result<model::Organization> choose_organization(store::Database& database,
                                                      const Arguments& arguments, Needs needs,
                                                      const base::Clock& clock);

}  // namespace laurel::cli
