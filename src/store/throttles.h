// How often somebody tried lately, shared between processes: see app/throttle.h for what the
// numbers mean. Both work inside the transaction they are given.
#pragma once

#include <chrono>
#include <optional>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "store/database.h"

namespace laurel::store {

base::Result<std::optional<base::Timestamp>> find_throttle(Transaction& tx,
                                                           const base::Digest& key);

// Moves it `by` further, from `now` on if it was empty; what it is then.
base::Result<base::Timestamp> raise_throttle(Transaction& tx, const base::Digest& key,
                                             base::Timestamp now, std::chrono::microseconds by);

}  // namespace laurel::store
