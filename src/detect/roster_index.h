// RosterIndex: the roster compiled for lookup. Every word a person may be called by (first, last
// and preferred names, aliases, usual short forms of the first name) leads to the people called so;
// near_words.h finds misspellings and sound-alikes. Compiled once per organization; immutable; safe
// to share between threads.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "detect/detector.h"
#include "detect/near_words.h"
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

// Buffers of candidates(), kept from name to name. Must be forgotten before another roster is
// asked.
struct CandidateSearch {
  struct Found {
    std::uint32_t employee = 0;
    std::uint32_t given = 0;  // which words of the mention are given names, bit by bit
    float first = 0;          // by a first, preferred or other given name
    float last = 0;
    std::uint32_t first_at = 0;
    std::uint32_t last_at = 0;
  };
  // A word of the roster that a word of the name is, or may be meant as.
  struct Credit {
    std::uint32_t word;
    float likeness;
    std::uint32_t at;  // which word of the name
  };
  std::vector<Credit> credits;
  std::vector<Found> found;
  std::vector<std::uint32_t> slots;  // places in `found` by employee, from 1; 0: free
  NearSearch near;
  std::string location;
};

class RosterIndex {
 public:
  explicit RosterIndex(std::span<const RosterEntry> roster);

  // A word's number in the index, or kAbsent.
  static constexpr std::uint32_t kAbsent = 0xFFFFFFFF;
  std::uint32_t find(std::uint64_t hash) const {
    if ((filter_[hash >> 6 & filter_mask_] >> (hash & 63) & 1) == 0) return kAbsent;
    for (std::size_t i = hash & mask_;; i = (i + 1) & mask_) {
      if (slots_[i].word == kAbsent) return kAbsent;
      if (slots_[i].key == hash) return slots_[i].word;
    }
  }
  bool empty() const { return words_.empty(); }
  std::size_t size() const { return people_.size(); }
  std::span<const Posting> postings(std::uint32_t word) const {
    return {postings_.data() + words_[word].begin, words_[word].count};
  }
  // What parts of anybody's name the word is: NameParts together.
  std::uint8_t parts(std::uint32_t word) const { return words_[word].parts; }

  // Words spelt or sounding like `folded`, whose hash is given.
  const NearWords& near() const { return near_; }

  // Scores the people whom a name can mean, best first: name likeness × context. `names` are the
  // folded words of the fullest mention without titles; `cues` the words around it.
  void candidates(std::span<const std::string> names, bool titled, const Context& context,
                  const LinkCues& cues, CandidateSearch& search, std::vector<Candidate>& out) const;

  // Whether one candidate stands clear.
  static LinkState decide(std::span<const Candidate> candidates);

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t word = kAbsent;
  };
  struct Word {
    std::uint32_t begin = 0;
    std::uint32_t count = 0;
    std::uint8_t parts = 0;
  };
  // What scoring looks at.
  struct Person {
    base::Date from, until;
    std::uint32_t location = 0;  // number in locations_, 0: none
    std::uint32_t posts_begin = 0;
    std::uint16_t posts_count = 0;
    bool doctor = false;
    bool goes_by_another = false;  // prefers a name that is not the first name
  };
  // What only the few that are shown need.
  struct Identity {
    std::string employee_id;
    std::string last_initials;  // folded, one letter per word of the last name
  };
  struct Location {
    std::vector<std::uint64_t> place;  // hashes of its words
  };

  std::uint32_t add_location(const std::string& location);
  void index_words(std::unordered_map<std::string, std::vector<Posting>>& words);
  void find_words(std::span<const std::string> names, const LinkCues& cues,
                  CandidateSearch& search) const;
  void gather_people(CandidateSearch& search) const;
  bool belongs_elsewhere(const Context& context, const LinkCues& cues,
                         CandidateSearch& search) const;
  std::span<const std::uint64_t> posts(const Person& person) const {
    return std::span(posts_).subspan(person.posts_begin, person.posts_count);
  }

  std::vector<Person> people_;
  std::vector<Identity> identities_;
  std::vector<std::uint64_t> posts_;  // hashes of the words of departments and titles
  std::unordered_map<std::string, std::uint32_t> location_numbers_;  // by folded name
  std::vector<Location> locations_;
  std::unordered_set<std::uint64_t> place_words_;
  std::unordered_set<std::uint64_t> post_words_;  // all in posts_
  std::vector<Word> words_;
  std::vector<Posting> postings_;  // of a word by employee
  std::vector<Slot> slots_;
  std::size_t mask_ = 0;
  std::vector<std::uint64_t> filter_;  // bits of the hashes that there are
  std::size_t filter_mask_ = 0;
  NearWords near_;
};

}  // namespace laurel::detect
