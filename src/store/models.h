// Praise models that an organization made from its own decisions, numbered from 1. At most one is
// in use; where none is, the program's own model is. Which one is in use is part of what ingest
// keeps in memory, so changing it counts the organization's revision.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/ids.h"
#include "store/database.h"

namespace laurel::store {

struct OrganizationModel {
  std::int32_t number = 0;
  std::string version;  // as the detector names it
  std::string card;     // what it was made from and how it did, for people
  base::Timestamp made_at;
  std::string made_by;
  std::int64_t texts = 0;  // decided texts it learned from
  std::uint64_t seed = 0;  // of the split
  double flag = 0;         // its flag threshold
  bool in_use = false;
};

// Adds one that is not in use yet; its number.
base::Result<std::int32_t> add_model(Transaction& tx, model::OrganizationId organization,
                                     const OrganizationModel& model, std::string_view bytes);

// By number.
base::Result<std::vector<OrganizationModel>> list_models(Transaction& tx,
                                                         model::OrganizationId organization);

// Puts one in the place of the one in use; number 0: the program's own. kNotFound.
base::Status use_model(Transaction& tx, model::OrganizationId organization, std::int32_t number);

// kConflict: it is in use. kNotFound.
base::Status remove_model(Transaction& tx, model::OrganizationId organization, std::int32_t number);

// The bytes of the one in use, checked against what was stored; nothing: the program's own.
base::Result<std::optional<std::string>> model_bytes_in_use(Transaction& tx,
                                                            model::OrganizationId organization);
// The flag threshold of the one in use; nothing: that of the program's own.
base::Result<std::optional<double>> flag_in_use(Transaction& tx,
                                                model::OrganizationId organization);
// The bytes of one. kNotFound.
base::Result<std::string> model_bytes(Transaction& tx, model::OrganizationId organization,
                                      std::int32_t number);

}  // namespace laurel::store
