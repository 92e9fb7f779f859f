// Channels: the two loops in which the network spends its time, over kChannels numbers side by
// side. They are compiled from one definition (channel_loops.h) for every processor, with AVX2 and
// with AVX-512 for those that have it; which is taken is decided once, when first asked. Channels
// are whole numbers, the same from all; weighed sums differ by rounding alone. Pure functions;
// thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>

namespace laurel::detect {

inline constexpr std::size_t kChannels = 32;
inline constexpr std::size_t kReach = 3;  // the word after a channel's own, itself, the one before
inline constexpr std::size_t kReachChannels = kReach * kChannels;

// Far above what channels reach, low enough for a sum over kLongestSum tokens to fit 16 bits.
inline constexpr std::int16_t kLargestChannel = 1000;
inline constexpr std::size_t kLongestSum = 32;

// What a word adds to channels, kReachChannels each, and where its own start from, kChannels.
struct WordChannels {
  const std::int8_t* row;
  const std::int16_t* sense;
  const std::int16_t* turn;
};

struct ChannelLoops {
  // Reads the words of one sentence. `sums` is kChannels wide: row 0 is what the sums were before
  // (modulo 2^16), row i becomes what they are with the first i words. `largest` is kChannels wide
  // and raised where a channel is larger. REQUIRES: no result before bounding leaves 16 bits.
  void (*add_up)(const WordChannels* words, std::size_t count, std::int16_t* sums,
                 std::int16_t* largest);
  // Σ weights·(high − low), for the sums after and before at most kLongestSum tokens.
  float (*weigh)(const std::int16_t* high, const std::int16_t* low, const float* weights);
};

const ChannelLoops& portable_channel_loops();
// Null where this build or this processor has none.
const ChannelLoops* avx2_channel_loops();
const ChannelLoops* avx512_channel_loops();
const ChannelLoops& channel_loops();

}  // namespace laurel::detect
