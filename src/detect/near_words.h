// NearWords: finds words spelt or sounding like a given one among many. Misspellings are found
// through the words with one or two letters deleted (Garbe's symmetric delete index), sound-alikes
// through a phonetic key; both are then measured. Immutable once built; safe to share between
// threads.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace laurel::detect {

struct NearWord {
  std::uint32_t word;
  float likeness;  // below 1
};

// What one look-up found, kept so that the same word need not be looked up twice. Must be
// forgotten before another index is asked.
struct NearSearch {
  std::vector<NearWord> found;  // best first
  std::uint64_t of = 0;         // hash of the word looked up; 0: none
  std::vector<std::uint32_t> hits;
  std::string sound;

  void forget() { of = 0; }
};

class NearWords {
 public:
  // `words` are folded and distinct; their numbers are their places here. The index keeps a copy.
  explicit NearWords(std::span<const std::string> words = {});

  // Words near `folded` other than itself, best first; none for words under four letters. `hash`
  // is its text::hash_folded().
  void find(std::string_view folded, std::uint64_t hash, NearSearch& search) const;

  // Calls visit(word) for the others that sound like `word` and differ from it by one edit.
  template <typename Visit>
  void for_each_sound_alike(std::uint32_t word, Visit visit) const {
    for (const std::uint32_t other : sounds_.all(sound_keys_[word]))
      if (other != word && one_edit_apart(word, other)) visit(other);
  }

 private:
  // Words under 32-bit keys, those of one key side by side.
  class Lists {
   public:
    struct Entry {
      std::uint32_t key;
      std::uint32_t word;
    };
    void build(std::vector<Entry>& entries);  // leaves `entries` without meaning
    // False for most keys that no word has.
    bool may_have(std::uint32_t key) const {
      return !filter_.empty() &&
             (filter_[key >> filter_shift_ >> 6] >> (key >> filter_shift_ & 63) & 1) != 0;
    }
    std::span<const std::uint32_t> all(std::uint32_t key) const;

   private:
    std::vector<std::uint64_t> filter_;
    std::vector<std::uint32_t> starts_;  // where the keys with these upper bits begin
    std::vector<std::uint32_t> keys_;    // sorted
    std::vector<std::uint32_t> words_;
    int filter_shift_ = 0;
    int start_shift_ = 0;
  };

  std::string_view word(std::uint32_t number) const {
    return std::string_view(letters_).substr(starts_[number],
                                             starts_[number + 1] - starts_[number]);
  }
  bool one_edit_apart(std::uint32_t a, std::uint32_t b) const;

  std::string letters_;  // all words, one after the other
  std::vector<std::uint32_t> starts_;
  std::vector<std::uint32_t> sound_keys_;  // of each word
  Lists deletions_;
  Lists sounds_;
};

}  // namespace laurel::detect
