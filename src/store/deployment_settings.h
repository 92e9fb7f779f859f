// What the whole deployment keeps about itself, by name. Both work inside the transaction they are
// given.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/database.h"

namespace laurel::store {

// The fingerprint of the key that secrets are sealed with (base/secret_box.h).
inline constexpr std::string_view kSecretKeyFingerprint = "secret_key_fingerprint";

base::Result<std::optional<std::string>> read_deployment_setting(Transaction& tx,
                                                                 std::string_view name);
// kConflict when it has a value already.
base::Status add_deployment_setting(Transaction& tx, std::string_view name, std::string_view value);

}  // namespace laurel::store
