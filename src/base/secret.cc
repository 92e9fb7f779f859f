#include "base/secret.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/check.h"

namespace laurel::base {
namespace {

// Chooses how random bytes are had and which instructions are used; safe to call from many threads.
void start_sodium() {
  static const bool started = sodium_init() >= 0;
  CHECK(started);
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bool is_base64url(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

}  // namespace

Secret::Secret(std::string_view text)
    : data_(text.empty() ? nullptr : new char[text.size()]), size_(text.size()) {
  if (!text.empty()) std::memcpy(data_.get(), text.data(), text.size());
}

Secret::Secret(Secret&& other) noexcept
    : data_(std::move(other.data_)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

Secret::~Secret() {
  if (data_ != nullptr) sodium_memzero(data_.get(), size_);
}

Secret new_secret() {
  start_sodium();
  std::array<unsigned char, 32> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, kSecretLength + 1> text;
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  Secret secret(std::string_view(text.data(), kSecretLength));
  sodium_memzero(bytes.data(), bytes.size());
  sodium_memzero(text.data(), text.size());
  return secret;
}

bool is_shaped_like_secret(std::string_view text) {
  return text.size() == kSecretLength && std::all_of(text.begin(), text.end(), is_base64url);
}

std::uint64_t unguessable_number() {
  start_sodium();
  std::uint64_t number = 0;
  randombytes_buf(&number, sizeof number);
  return number;
}

Digest digest_of(std::string_view text) {
  start_sodium();
  Digest digest;
  CHECK(crypto_generichash(digest.data(), digest.size(), bytes_of(text), text.size(), nullptr, 0) ==
        0);
  return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view message) {
  start_sodium();
  static_assert(crypto_auth_hmacsha256_BYTES == std::tuple_size_v<Digest>);
  crypto_auth_hmacsha256_state state;
  Digest digest;
  crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(message), message.size());
  crypto_auth_hmacsha256_final(&state, digest.data());
  sodium_memzero(&state, sizeof state);
  return digest;
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

bool same_secret(const Digest& a, const Digest& b) {
  return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string base64url(std::span<const std::uint8_t> bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kVariant);
  text.pop_back();  // the terminating zero
  return text;
}

bool from_base64url(std::string_view text, std::span<std::uint8_t> bytes) {
  // The library takes no null pointer, which is what an empty range may have.
  if (text.empty() || bytes.empty()) return text.empty() && bytes.empty();
  std::size_t length = 0;
  const char* end = nullptr;
  const int failed =
      sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &length,
                        &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return failed == 0 && length == bytes.size() && end == text.data() + text.size();
}

}  // namespace laurel::base
