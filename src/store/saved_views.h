// Filters of the list of responses that people keep under a name. Each works inside the transaction
// it is given.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/ids.h"
#include "store/database.h"

namespace laurel::store {

using SavedViewId = model::UuidId<struct SavedViewTag>;

struct SavedView {
  SavedViewId id;
  model::UserId user;  // who keeps it
  std::string name;
  std::string query;    // as in an address, without "?"
  bool shared = false;  // with everybody of the organization
};

// Those of the user and shared ones, by name.
base::Result<std::vector<SavedView>> list_saved_views(Transaction& tx,
                                                      model::OrganizationId organization,
                                                      model::UserId user);
// Replaces the user's one of the same name. kConflict beyond kMostSavedViews of one user.
base::Status save_view(Transaction& tx, model::OrganizationId organization, const SavedView& view);
inline constexpr std::int64_t kMostSavedViews = 100;
// kNotFound when there is none that this user may delete.
enum class Whose : std::uint8_t { kOwn, kOwnAndShared };
base::Status delete_view(Transaction& tx, model::OrganizationId organization, SavedViewId id,
                         model::UserId user, Whose whose);

}  // namespace laurel::store
