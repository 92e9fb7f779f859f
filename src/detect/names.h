// Names: whether a word of a text is somebody's name, by the word itself, its case, the words
// around it and the roster, and where the name ends. Deliberately generous. Not thread-safe: it
// uses the Reading's buffers.
#pragma once

#include <cstdint>

#include "detect/reading.h"

namespace laurel::detect {

enum class Likely : std::uint8_t { kNo, kUnlisted, kListed };

class Names {
 public:
  // REQUIRES: read_words() was called; mentions before the word asked for are in `reading`.
  Names(const RosterIndex& roster, Reading& reading)
      : roster_(roster),
        reading_(reading),
        tokens_(reading.document.tokens),
        words_(reading.words),
        count_(static_cast<std::uint32_t>(reading.words.size())) {}

  // Whether a name begins at token `i`, a word.
  Likely at(std::uint32_t i) {
    const WordView& word = words_[i];
    if (word.info->has(kCueNoSmallName) && word.roster == RosterIndex::kAbsent && !capital(i) &&
        tokens_[i].first != 'x')  // which may mask a name
      return Likely::kNo;
    return judge(i);
  }
  // Whether token `j` goes on the name that began at `first`.
  bool goes_on(std::uint32_t first, std::uint32_t j, Likely likely) const;
  // The first token of a title right before `i` ("Mr", "Dr."), or `i`.
  std::uint32_t title_before(std::uint32_t i) const;

  // Written with a capital in a text where that says something.
  bool capital(std::uint32_t i) const {
    return tokens_[i].has(text::kCapital) && !reading_.shouting;
  }
  bool sentence_start(std::uint32_t i) const;

 private:
  Likely judge(std::uint32_t i);
  Likely unlisted(std::uint32_t i);
  bool listed_here(std::uint32_t i, bool cap, bool start, bool common, bool titled) const;
  bool cue_before(std::uint32_t i, WordCue cue) const;
  bool after_name_and(std::uint32_t i) const;
  bool strong_cue_before(std::uint32_t i) const;
  bool name_cue_before(std::uint32_t i) const;
  bool introduced(std::uint32_t i) const;
  bool acts(std::uint32_t i) const;
  bool place_after(std::uint32_t i) const;
  bool inside_place(std::uint32_t i) const;
  bool name_goes_on(std::uint32_t i) const;
  bool has_digit(std::uint32_t i) const;
  bool masked(std::uint32_t i) const;
  bool is(std::uint32_t i, WordClass c) const { return i < count_ && words_[i].info->is(c); }
  bool is_word(std::uint32_t i, std::uint64_t hash) const {
    return i < count_ && tokens_[i].hash == hash;
  }

  const RosterIndex& roster_;
  Reading& reading_;
  const std::vector<text::Token>& tokens_;
  const std::vector<WordView>& words_;
  std::uint32_t count_;
};

}  // namespace laurel::detect
