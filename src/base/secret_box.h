// What must be read again, sealed: a secret that Laurel needs in the clear later (webhooks are
// signed with it) is stored so that the database alone gives it to nobody. XSalsa20-Poly1305 of
// libsodium (crypto_secretbox) under one random key, which is kept in a file. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace laurel::base {

class SecretBox {
 public:
  static SecretBox with_new_key();
  // kNotFound when there is no such file; kInvalidInput when it holds no key.
  static Result<SecretBox> read(const std::string& path);
  // Makes the file, readable by its owner only. kConflict when there is one already.
  Status write(const std::string& path) const;

  // Text in printable ASCII; another one each time.
  std::string seal(std::string_view clear) const;
  // kInvalidInput when it wasn't sealed with this key, or was changed.
  Result<std::string> open(std::string_view sealed) const;
  static bool is_sealed(std::string_view text);

  // Tells one key from another, and says nothing of it.
  std::string fingerprint() const;

 private:
  explicit SecretBox(Secret key) : key_(std::move(key)) {}
  Secret key_;  // 32 bytes
};

}  // namespace laurel::base
