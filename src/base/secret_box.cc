#include "base/secret_box.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <vector>

#include "base/check.h"
#include "base/file.h"

namespace laurel::base {
namespace {

constexpr std::string_view kMark = "sealed1:";
constexpr std::size_t kNonce = crypto_secretbox_NONCEBYTES;
constexpr std::size_t kMac = crypto_secretbox_MACBYTES;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Error wrong_key() {
  return invalid_input("A secret was sealed with another key than this, or was changed since.");
}

// base64url of any length.
bool decode(std::string_view text, std::vector<std::uint8_t>& bytes) {
  if (text.size() % 4 == 1) return false;
  bytes.resize(text.size() / 4 * 3 + (text.size() % 4 == 0 ? 0 : text.size() % 4 - 1));
  return from_base64url(text, bytes);
}

}  // namespace

SecretBox SecretBox::with_new_key() {
  CHECK(sodium_init() >= 0);
  std::array<unsigned char, crypto_secretbox_KEYBYTES> key{};
  randombytes_buf(key.data(), key.size());
  SecretBox box{Secret({reinterpret_cast<const char*>(key.data()), key.size()})};
  sodium_memzero(key.data(), key.size());
  return box;
}

Result<SecretBox> SecretBox::read(const std::string& path) {
  CHECK(sodium_init() >= 0);
  if (::access(path.c_str(), F_OK) != 0 && errno == ENOENT)
    return not_found(fmt::format("There is no key file {}.", path));
  std::string text = TRY(read_file(path));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  std::array<std::uint8_t, crypto_secretbox_KEYBYTES> key{};
  if (!from_base64url(text, key)) {
    return invalid_input(
        fmt::format("{} holds no key of Laurel's. Name the file that it made.", path));
  }
  SecretBox box{Secret({reinterpret_cast<const char*>(key.data()), key.size()})};
  sodium_memzero(key.data(), key.size());
  sodium_memzero(text.data(), text.size());
  return box;
}

Status SecretBox::write(const std::string& path) const {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0 && errno == EEXIST) return conflict(fmt::format("{} is there already.", path));
  if (file < 0) return file_error(path, "made", errno);
  const std::string text = base64url({bytes_of(key_.reveal()), crypto_secretbox_KEYBYTES}) + "\n";
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(file) == 0;
  const int error_number = errno;
  ::close(file);
  if (written) return {};
  ::unlink(path.c_str());
  return file_error(path, "written", error_number);
}

std::string SecretBox::seal(std::string_view clear) const {
  std::vector<std::uint8_t> bytes(kNonce + kMac + clear.size());
  randombytes_buf(bytes.data(), kNonce);
  crypto_secretbox_easy(bytes.data() + kNonce, bytes_of(clear), clear.size(), bytes.data(),
                        bytes_of(key_.reveal()));
  return std::string(kMark) + base64url(bytes);
}

Result<std::string> SecretBox::open(std::string_view sealed) const {
  std::vector<std::uint8_t> bytes;
  if (!is_sealed(sealed) || !decode(sealed.substr(kMark.size()), bytes) ||
      bytes.size() < kNonce + kMac)
    return wrong_key();
  std::string clear(bytes.size() - kNonce - kMac, '\0');
  if (crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(clear.data()),
                                 bytes.data() + kNonce, bytes.size() - kNonce, bytes.data(),
                                 bytes_of(key_.reveal())) != 0)
    return wrong_key();
  return clear;
}

bool SecretBox::is_sealed(std::string_view text) { return text.starts_with(kMark); }

std::string SecretBox::fingerprint() const {
  return base64url(digest_of("laurel secret box\n" + std::string(key_.reveal())));
}

}  // namespace laurel::base
