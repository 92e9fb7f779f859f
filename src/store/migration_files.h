// The migrations as they are in src/store/migrations, embedded at build, ascending by name. A
// migration is NNNN_verb_object.sql, or a pair NNNN_verb_object.sqlite.sql and .postgres.sql where
// one text can't serve both engines.
#pragma once

#include <string_view>
#include <vector>

namespace laurel::store {

struct MigrationFile {
  std::string_view name;
  std::string_view text;
};

const std::vector<MigrationFile>& migration_files();

}  // namespace laurel::store
