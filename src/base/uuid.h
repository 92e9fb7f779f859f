// Uuid: 128-bit identifiers. New ones are version 7 (RFC 9562): a millisecond timestamp, a counter
// that keeps ids of one process in order, and random bits, so that rows inserted later sort later.
// Values are plain data; UuidGenerator is not thread-safe (one per thread or behind a lock).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"

namespace laurel::base {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  // The canonical 36-character form, lower case.
  std::string to_string() const;
  static Result<Uuid> parse(std::string_view text);
  bool is_nil() const;

  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

class UuidGenerator {
 public:
  UuidGenerator(const Clock& clock, std::uint64_t seed);
  // Strictly increasing within one generator, even when the clock stands still or steps back.
  Uuid next();

 private:
  const Clock& clock_;
  Random random_;
  std::uint64_t last_ms_ = 0;
  std::uint32_t counter_ = 0;  // 12 + 14 bits below the timestamp
};

}  // namespace laurel::base

template <>
struct std::hash<laurel::base::Uuid> {
  std::size_t operator()(const laurel::base::Uuid& id) const noexcept;
};
