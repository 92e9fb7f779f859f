// Hashes of features: with all numbers modulo 2³²,
//
//   mix(tag, a)    = shuffle((a + tag·kTag)·kFirst)·kLast
//   mix(tag, a, b) = mix(mix(tag, a), b)
//
// written with the products drawn apart, so that what a word adds to all its features is multiplied
// once (Mixed). Pure functions; thread-safe.
#pragma once

#include <cstdint>

namespace laurel::detect {

inline constexpr std::uint32_t kMixTag = 0x9E3779B9U;
inline constexpr std::uint32_t kMixFirst = 0x85EBCA6BU;
inline constexpr std::uint32_t kMixLast = 0xC2B2AE35U;

struct Mixed {
  std::uint32_t product = 0;
  constexpr Mixed() = default;
  constexpr Mixed(std::uint32_t a) : product(a * kMixFirst) {}  // NOLINT: numbers are meant to pass
};

constexpr std::uint32_t shuffle(std::uint32_t h) { return h ^ h >> 15; }
constexpr std::uint32_t mix(std::uint32_t tag, Mixed a) {
  return shuffle(a.product + tag * (kMixTag * kMixFirst)) * kMixLast;
}
constexpr std::uint32_t mix(std::uint32_t tag, Mixed a, Mixed b) {
  const std::uint32_t inner = shuffle(a.product + tag * (kMixTag * kMixFirst));
  return shuffle(b.product + inner * (kMixLast * kMixTag * kMixFirst)) * kMixLast;
}

}  // namespace laurel::detect
