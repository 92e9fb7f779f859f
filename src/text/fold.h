// Folding: the form of a word under which it is looked up. Lower case, no accents, straight
// apostrophes, composed and decomposed forms alike (José = JOSÉ = jose + U+0301 = jose), so that
// names match however they are typed. Full Unicode case folding and decomposition come from ICU;
// ASCII needs no library. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace laurel::text {

// FNV-1a over the folded bytes, the key words are looked up by.
inline constexpr std::uint64_t kHashSeed = 0xCBF29CE484222325ULL;
constexpr std::uint64_t hash_step(std::uint64_t hash, unsigned char byte) {
  return (hash ^ byte) * 0x100000001B3ULL;
}
constexpr std::uint64_t hash_folded(std::string_view folded) {
  std::uint64_t hash = kHashSeed;
  for (const char c : folded) hash = hash_step(hash, static_cast<unsigned char>(c));
  return hash;
}

void fold(std::string_view word, std::string& out);
std::string fold(std::string_view word);

}  // namespace laurel::text
