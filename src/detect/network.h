// Network: what the hashed features can't tell, because they know each word only by itself or by
// its cluster: a small convolution over the words of a text. Each channel looks at a word and its
// two neighbours (their vectors, their senses) and answers with a number from 0 up; a mention's
// score adds up the channels over the stretches around it, each stretch with weights of its own,
// a text's score adds up their sums and their largest values. One layer, no attention: the products
// of words with weights are known before a text is read (rows), so that reading only adds
// (channels.h).
//
// Numbers: a channel is computed in whole steps of `scale`; weights after it are floats. Learned by
// network_training.h. Immutable once made; functions are thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "detect/channels.h"
#include "detect/features.h"
#include "detect/reading.h"

namespace laurel::detect {

inline constexpr std::size_t kSenseCount = static_cast<std::size_t>(Sense::kTag) + 1;
inline constexpr std::size_t kTurns = 4;  // negated or not, modal or not
inline constexpr std::size_t kTargetKinds = 3;

// Where a channel's answer is added up for a mention: the mention; to its right the next words, the
// ones after, the rest of the clause up to another's mention, beyond that, beyond the clause; the
// same to its left; the next sentence, the one before.
inline constexpr std::size_t kSegments = 13;
using Segments = std::array<Stretch, kSegments>;
// Segments are at most 30 tokens long, a mention aside.
Segments segments_of(const Reading& reading, const Mention& mention);

// Kinds of mentions that start from different scores: form, determiner, in lower case or opening.
inline constexpr std::size_t kNetworkForms = 7 * 12 * 2;
std::size_t network_form(const Mention& mention);

// The row of a word: of its vector, or else of its cluster; 0 is none and adds nothing. Names have
// none: who somebody is says nothing about the praise.
std::size_t network_row(const WordView& word, std::size_t vectors);

// Working space: what each word adds, and the sums of each channel over the tokens before each,
// modulo 2^16: row i, kChannels wide, is for tokens 0 … i-1.
struct Channels {
  std::vector<WordChannels> words;
  std::vector<std::int16_t> sums;
};

struct Network {
  std::size_t vectors = 0;  // words with vectors; rows after theirs belong to clusters
  float scale = 0;
  // For each row, what the word adds to the channels of the token before it, its own, the next.
  std::vector<std::int8_t> rows;
  std::array<std::int16_t, kSenseCount * kReachChannels> senses{};  // laid out alike
  std::array<std::int16_t, kTurns * kChannels> turns{};             // where channels start from
  // By kind, segment and channel; the last segment is the whole text.
  std::array<float, kTargetKinds*(kSegments + 1) * kChannels> gates{};
  std::array<float, kNetworkForms> forms{};
  std::array<float, kChannels> text_sum{};
  std::array<float, kChannels> text_largest{};
  float text_start = 0;

  bool empty() const { return rows.empty(); }

  // Adds the network's logits to `mentions` (one for each mention) and `text`; an empty network
  // adds nothing. `channels` is working space. REQUIRES: the reading has its mentions and was read
  // with the table that the rows were made for.
  void add_scores(const Reading& reading, Channels& channels, std::vector<float>& mentions,
                  float& text) const;
};

}  // namespace laurel::detect
