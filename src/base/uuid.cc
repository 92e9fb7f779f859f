#include "base/uuid.h"

#include <cstring>

#include "base/check.h"

namespace laurel::base {
namespace {

constexpr char kHex[] = "0123456789abcdef";
constexpr std::uint32_t kCounterBits = 26;

bool is_hyphen_position(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string Uuid::to_string() const {
  std::string out(36, '-');
  std::size_t byte = 0;
  for (std::size_t i = 0; i < 36;) {
    if (is_hyphen_position(i)) {
      ++i;
      continue;
    }
    out[i++] = kHex[bytes[byte] >> 4];
    out[i++] = kHex[bytes[byte] & 15];
    ++byte;
  }
  return out;
}

Result<Uuid> Uuid::parse(std::string_view text) {
  Uuid id;
  const Error bad =
      invalid_input("This is not an id of the form 01234567-89ab-7cde-8f01-23456789abcd.");
  if (text.size() != 36) return bad;
  std::size_t byte = 0;
  for (std::size_t i = 0; i < 36;) {
    if (is_hyphen_position(i)) {
      if (text[i] != '-') return bad;
      ++i;
      continue;
    }
    const int high = hex_value(text[i]), low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return bad;
    id.bytes[byte++] = static_cast<std::uint8_t>(high << 4 | low);
    i += 2;
  }
  return id;
}

bool Uuid::is_nil() const { return *this == Uuid{}; }

UuidGenerator::UuidGenerator(const Clock& clock, std::uint64_t seed)
    : clock_(clock), random_(seed) {}

Uuid UuidGenerator::next() {
  const auto now_ms = static_cast<std::uint64_t>(clock_.now().micros / 1000);
  if (now_ms > last_ms_) {
    last_ms_ = now_ms;
    counter_ = static_cast<std::uint32_t>(random_.next()) & ((1U << (kCounterBits - 1)) - 1);
  } else if (++counter_ >= 1U << kCounterBits) {
    ++last_ms_;
    counter_ = 0;
  }
  const std::uint64_t tail = random_.next();
  Uuid id;
  for (std::size_t i = 0; i < 6; ++i)
    id.bytes[i] = static_cast<std::uint8_t>(last_ms_ >> (40 - 8 * i));
  const std::uint32_t high = counter_ >> 14, low = counter_ & 0x3fff;
  id.bytes[6] = static_cast<std::uint8_t>(0x70 | high >> 8);
  id.bytes[7] = static_cast<std::uint8_t>(high);
  id.bytes[8] = static_cast<std::uint8_t>(0x80 | low >> 8);
  id.bytes[9] = static_cast<std::uint8_t>(low);
  for (std::size_t i = 10; i < 16; ++i)
    id.bytes[i] = static_cast<std::uint8_t>(tail >> (8 * (i - 10)));
  return id;
}

}  // namespace laurel::base

std::size_t std::hash<laurel::base::Uuid>::operator()(const laurel::base::Uuid& id) const noexcept {
  std::uint64_t a, b;
  std::memcpy(&a, id.bytes.data(), 8);
  std::memcpy(&b, id.bytes.data() + 8, 8);
  return static_cast<std::size_t>((a ^ (b >> 29)) * 0x9e3779b97f4a7c15ULL ^ b);
}
