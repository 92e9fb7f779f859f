// The loops of channels.h, written with vectors that compilers turn into what the processor has.
// `Build` names the vectors, says how many of them at a time leave registers for what is kept from
// word to word, and keeps the copies of differently compiled files apart. No standard
// functions in here: the linker could pick the copy of one that was compiled for AVX2.
#pragma once

#include "detect/channels.h"

namespace laurel::detect {

template <typename Build>
struct LoopsOf {
  using Wide = typename Build::Wide;
  using Sums = typename Build::Sums;
  using Narrow = typename Build::Narrow;
  using HalfSums = typename Build::HalfSums;
  using Half = typename Build::Half;
  using Whole = typename Build::Whole;
  using Floats = typename Build::Floats;
  static constexpr std::size_t kLanes = sizeof(Wide) / sizeof(std::int16_t);
  static constexpr std::size_t kVectors = Build::kVectors;
  static constexpr std::size_t kStep = kLanes * kVectors;
  static_assert(kChannels % kStep == 0);

  template <typename Vector, typename Number>
  static inline __attribute__((always_inline)) void load(const Number* from, Vector& out) {
    __builtin_memcpy(&out, from, sizeof(Vector));
  }

  // Bounds the channels of a token, adds them up and writes the sums.
  static inline __attribute__((always_inline)) void finish(Wide channels, Sums& sum, Wide& most,
                                                           std::int16_t* out) {
    const Wide none = Wide{};
    const Wide bound = none + kLargestChannel;
    channels = channels > none ? channels : none;
    channels = channels < bound ? channels : bound;
    most = most > channels ? most : channels;
    sum += __builtin_convertvector(channels, Sums);
    __builtin_memcpy(out, &sum, sizeof(sum));
  }

  static void add_up(const WordChannels* words, std::size_t count, std::int16_t* sums,
                     std::int16_t* largest) {
    if (count == 0) return;
    for (std::size_t from = 0; from < kChannels; from += kStep) {
      Sums sum[kVectors];
      Wide most[kVectors];
      Wide open[kVectors];   // of the last word, still without what the next one adds
      Wide ahead[kVectors];  // what the last word adds to the next one
      for (std::size_t v = 0; v < kVectors; ++v) {
        load(sums + from + v * kLanes, sum[v]);
        load(largest + from + v * kLanes, most[v]);
        open[v] = Wide{};
        ahead[v] = Wide{};
      }
      for (std::size_t i = 0; i < count; ++i) {
        const WordChannels& word = words[i];
        for (std::size_t v = 0; v < kVectors; ++v) {
          const std::size_t at = from + v * kLanes;
          Wide parts[kReach];
          for (std::size_t r = 0; r < kReach; ++r) {
            Narrow row;
            Wide sense;
            load(word.row + r * kChannels + at, row);
            load(word.sense + r * kChannels + at, sense);
            parts[r] = __builtin_convertvector(row, Wide) + sense;
          }
          if (i > 0) finish(open[v] + parts[0], sum[v], most[v], sums + i * kChannels + at);
          Wide start;
          load(word.turn + at, start);
          open[v] = start + ahead[v] + parts[1];
          ahead[v] = parts[2];
        }
      }
      for (std::size_t v = 0; v < kVectors; ++v) {
        const std::size_t at = from + v * kLanes;
        finish(open[v], sum[v], most[v], sums + count * kChannels + at);
        __builtin_memcpy(largest + at, &most[v], sizeof(Wide));
      }
    }
  }

  static float weigh(const std::int16_t* high, const std::int16_t* low, const float* weights) {
    constexpr std::size_t kFloats = sizeof(Floats) / sizeof(float);
    Floats total = Floats{};
    for (std::size_t at = 0; at < kChannels; at += kFloats) {
      HalfSums upper;
      HalfSums lower;
      Floats weight;
      load(high + at, upper);
      load(low + at, lower);
      load(weights + at, weight);
      const HalfSums modulo = upper - lower;
      const Half difference = __builtin_convertvector(modulo, Half);
      // By way of 32 bits: not every processor goes from 16 bits to floats at once.
      const Whole sums = __builtin_convertvector(difference, Whole);
      total += __builtin_convertvector(sums, Floats) * weight;
    }
    float sum = 0;
    for (std::size_t f = 0; f < kFloats; ++f) sum += total[f];
    return sum;
  }

  static constexpr ChannelLoops kLoops = {add_up, weigh};
};

}  // namespace laurel::detect
