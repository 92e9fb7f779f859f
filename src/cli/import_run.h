// What `laurel import` and `laurel outcomes` have in common: the options, showing the mapping and
// the first problems, running the import with its progress.
#pragma once

#include "app/import_responses.h"
#include "base/result.h"
#include "cli/arguments.h"
#include "cli/command.h"

namespace laurel::cli {

inline constexpr Option kMapOption{"map", "FIELD=COLUMN", "what a column means; may be repeated"};
inline constexpr Option kMappingOption{
    "mapping", "NAME", "use what is kept under this name, and keep what --map adds to it"};
inline constexpr Option kRejectsOption{
    "rejects", "FILE", "where rows that can't be used go (default: beside the file)"};
inline constexpr Option kDryImportOption{"dry-run", "",
                                         "only show the mapping and the first problems"};

// From --source, --map, --dates, --encoding and --rejects.
base::Result<app::ImportOptions> import_options(const Arguments& arguments);

// Looks at the file and imports it, or with --dry-run only looks; --mapping adds to the options.
// The exit code: 1 when rows were rejected.
base::Result<int> run_import(Session& session, app::ImportOptions options);

}  // namespace laurel::cli
