// How words are spelt and how they sound, to tell misspellings of a name from other names. Pure
// functions; thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace laurel::detect {

// Words that sound alike in English have the same key: "steven" and "stephen", "kris" and "chris".
// Replaces what is in `key`.
void sound_key(std::string_view folded, std::string& key);

// Damerau-Levenshtein distances (adjacent swaps count one; optimal string alignment) of one word to
// others: a column of the matrix is one machine word (Hyyrö 2003, "A bit-vector algorithm for
// computing Levenshtein and Damerau edit distances").
class SpellingDistance {
 public:
  static constexpr std::size_t kLongest = 32;  // bytes

  explicit SpellingDistance(std::string_view word);
  // The distance, or `limit` + 1 when it is larger or a word is longer than kLongest.
  int to(std::string_view other, int limit) const;

 private:
  std::size_t size_;
  std::array<std::uint32_t, 256> places_{};  // for each byte the bits where the word has it
};

// Whether the distance is exactly one.
bool one_edit_apart(std::string_view a, std::string_view b);

}  // namespace laurel::detect
