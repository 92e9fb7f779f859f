// RosterIndex: the roster compiled for lookup. Every word a person may be called by (first, last
// and preferred names, aliases, usual short forms of the first name) leads to the people called so;
// misspellings are found through the words with one or two letters deleted (Garbe's symmetric
// delete index), sound-alikes through a phonetic key. Compiled once per organization; immutable;
// safe to share between threads.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "detect/detector.h"
#include "detect/roster.h"

namespace laurel::detect {

struct LinkCues;  // detect/link_cues.h

// What part of a name a word is.
enum NamePart : std::uint8_t {
  kFirstName = 1,
  kLastName = 2,
  kPreferredName = 4,
  kAlias = 8,
  kShortForm = 16,  // a usual nickname of the first name, or the full form of a nickname
};

struct Posting {
  std::uint32_t employee;  // index into the roster
  std::uint8_t parts;
};

class RosterIndex {
 public:
  explicit RosterIndex(std::span<const RosterEntry> roster);

  // A word's number in the index, or kAbsent.
  static constexpr std::uint32_t kAbsent = 0xFFFFFFFF;
  std::uint32_t find(std::uint64_t hash) const {
    for (std::size_t i = hash & mask_;; i = (i + 1) & mask_) {
      if (slots_[i].word == kAbsent) return kAbsent;
      if (slots_[i].key == hash) return slots_[i].word;
    }
  }
  bool empty() const { return words_.empty(); }
  std::size_t size() const { return roster_.size(); }
  std::span<const Posting> postings(std::uint32_t word) const {
    return {postings_.data() + words_[word].begin, words_[word].count};
  }

  struct Near {
    std::uint32_t word;
    float likeness;  // below 1
  };
  // Words spelt or sounding like `folded`, best first; none for words under four letters.
  void find_near(std::string_view folded, std::vector<Near>& out) const;

  // Scores the people whom a name can mean, best first: name likeness × context. `names` are the
  // folded words of the fullest mention without titles; `cues` the words around it.
  void candidates(std::span<const std::string> names, bool titled, const Context& context,
                  const LinkCues& cues, std::vector<Candidate>& out) const;

  // Whether one candidate stands clear.
  static LinkState decide(std::span<const Candidate> candidates);

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t word = kAbsent;
  };
  struct Word {
    std::string folded;
    std::uint32_t sound = 0;  // key of how it sounds
    std::uint32_t begin = 0;
    std::uint32_t count = 0;
  };
  struct Person {
    std::string employee_id;
    std::string location;  // folded
    base::Date from, until;
    std::string last_initials;         // folded, one letter per word of the last name
    std::vector<std::uint64_t> place;  // hashes of the words of the location
    std::vector<std::uint64_t> post;   // hashes of the words of department and title
    bool doctor = false;
  };
  struct Deletion {
    std::uint32_t key;
    std::uint32_t word;
  };

  float context_factor(const Person& person, const Context& context,
                       std::string_view folded_location) const;
  void index_deletions();

  std::vector<Person> roster_;
  std::unordered_set<std::string> locations_;  // folded
  std::unordered_set<std::uint64_t> place_words_;
  std::vector<Word> words_;
  std::vector<Posting> postings_;
  std::vector<Slot> slots_;
  std::size_t mask_ = 0;
  std::vector<Deletion> deletions_;             // sorted by key
  std::vector<std::uint32_t> deletion_starts_;  // where the keys with these upper 16 bits begin
  std::vector<Deletion> sounds_;                // sorted by key
};

// Words that sound alike in English have the same key: "steven" and "stephen", "kris" and "chris".
std::string sound_key(std::string_view folded);

// Damerau-Levenshtein distance (adjacent swaps count one), at most `limit` + 1.
int edit_distance(std::string_view a, std::string_view b, int limit);

}  // namespace laurel::detect
