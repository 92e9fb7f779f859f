// Secrets: random ones from the operating system, what is stored in their place, and comparing
// without telling by the time it takes. Made on libsodium (https://doc.libsodium.org). Values are
// plain data; the functions are thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace laurel::base {

// Text that must not be seen: a password, a session's or token's secret. It can't be formatted or
// streamed, so that it gets into no message or log by accident, and its memory is wiped when it
// goes.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view text);
  Secret(const Secret& other) : Secret(other.reveal()) {}
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret other) noexcept;
  ~Secret();

  // Valid as long as this object, and never null. Not for a message or a log.
  std::string_view reveal() const {
    return data_ ? std::string_view(data_.get(), size_) : std::string_view("");
  }
  bool empty() const { return size_ == 0; }

 private:
  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;
};

// 32 bytes from the operating system in base64url without padding (RFC 4648, section 5): 43
// characters.
Secret new_secret();
inline constexpr std::size_t kSecretLength = 43;
// Whether a text could come from new_secret(): spares looking up what can't be there.
bool is_shaped_like_secret(std::string_view text);

// A generator's seed, or anything else that nobody may guess.
std::uint64_t unguessable_number();

// BLAKE2b-256 (RFC 7693). What is stored in place of a secret of new_secret(): whoever reads the
// database can't use it. Not for passwords, which are guessable: app/password_hasher.h.
using Digest = std::array<std::uint8_t, 32>;
Digest digest_of(std::string_view text);

// HMAC-SHA256 (RFC 2104) with a key of any length: something that only who knows the key can make.
Digest hmac_sha256(std::string_view key, std::string_view message);

// Without telling by the time it takes where two differ; lengths are no secret.
bool same_secret(std::string_view a, std::string_view b);
bool same_secret(const Digest& a, const Digest& b);

// Base64url without padding, and back; false if the text isn't exactly what the first gives for as
// many bytes as `bytes` holds.
std::string base64url(std::span<const std::uint8_t> bytes);
bool from_base64url(std::string_view text, std::span<std::uint8_t> bytes);

}  // namespace laurel::base
