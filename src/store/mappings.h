// Column mappings that an organization keeps under a name. Each works inside the transaction it is
// given.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/ids.h"
#include "store/database.h"

namespace laurel::store {

struct SavedMapping {
  std::vector<std::string> requests;  // as after --map: "comment=Q5"
  std::string dates;                  // "dmy", "mdy" or empty

  bool operator==(const SavedMapping&) const = default;
};

base::Result<std::optional<SavedMapping>> find_mapping(Transaction& tx,
                                                       model::OrganizationId organization,
                                                       std::string_view name);
// Replaces one of the same name.
base::Status save_mapping(Transaction& tx, model::OrganizationId organization,
                          std::string_view name, const SavedMapping& mapping);
// In alphabetical order.
base::Result<std::vector<std::string>> list_mappings(Transaction& tx,
                                                     model::OrganizationId organization);

}  // namespace laurel::store
