// Numbers of an organization's members, and finding many members by their codes at once. Internal
// to the store.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"
#include "store/connection.h"

namespace laurel::store {

// Reserves `count` numbers of a dimension; the first of them. Nobody else gets these, in this
// process or another.
base::Result<std::int32_t> take_numbers(Connection& connection, model::OrganizationId organization,
                                        std::string_view dimension, std::size_t count);

// The source of that name, added if it isn't there. REQUIRES: the organization is locked.
base::Result<std::int32_t> source_named(Connection& connection, model::OrganizationId organization,
                                        std::string_view name);

// Runs `sql` for every key and calls visit(index of the key, row) for each row it gives. SQLite
// runs it once per key, with the key as $2; PostgreSQL once for all, with the list as $2. Column 0
// is the index in PostgreSQL and ignored in SQLite. `more` follow as $3 …
template <typename Visit>
base::Status for_each_match(Connection& connection, const Dialects& sql,
                            model::OrganizationId organization,
                            std::span<const std::string_view> keys, const Value& more,
                            const Visit& visit) {
  const auto bind = [&](Statement& statement, const Value& key) {
    if (more.type() == Value::Type::kNull) {
      statement.bind({organization, key});
    } else {
      statement.bind({organization, key, more});
    }
  };
  Statement statement = TRY(connection.prepare(sql.text(connection.engine())));
  if (connection.engine() == Engine::kPostgres) {
    bind(statement, keys);
    while (TRY(statement.step())) {
      TRY(visit(static_cast<std::size_t>(statement.integer(0)), statement));
    }
    return {};
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    bind(statement, keys[i]);
    while (TRY(statement.step())) TRY(visit(i, statement));
  }
  return {};
}

}  // namespace laurel::store
