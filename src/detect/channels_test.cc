// The loops against what they say in words, for every build of them that this processor can run.
#include "detect/channels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/random.h"

namespace laurel::detect {
namespace {

struct Weights {
  std::vector<std::int8_t> rows;
  std::vector<std::int16_t> senses, turns;
  std::vector<WordChannels> words;

  Weights(std::size_t count, int bound) {
    base::Random random(count + 1);
    const auto number = [&](int limit) {
      return static_cast<int>(random.below(static_cast<std::uint64_t>(2 * limit + 1))) - limit;
    };
    for (std::size_t i = 0; i < count * kReachChannels; ++i) {
      rows.push_back(static_cast<std::int8_t>(number(127)));
      senses.push_back(static_cast<std::int16_t>(number(bound)));
    }
    for (std::size_t i = 0; i < count * kChannels; ++i)
      turns.push_back(static_cast<std::int16_t>(number(bound)));
    for (std::size_t i = 0; i < count; ++i)
      words.push_back(
          {&rows[i * kReachChannels], &senses[i * kReachChannels], &turns[i * kChannels]});
  }
  // Of the channel at a word.
  int plain(std::size_t i, std::size_t c) const {
    const auto part = [&](std::size_t word, std::size_t reach) {
      const std::size_t at = word * kReachChannels + reach * kChannels + c;
      return rows[at] + senses[at];
    };
    int sum = turns[i * kChannels + c] + part(i, 1);
    if (i + 1 < words.size()) sum += part(i + 1, 0);
    if (i > 0) sum += part(i - 1, 2);
    return std::clamp<int>(sum, 0, kLargestChannel);
  }
};

std::vector<const ChannelLoops*> builds() {
  std::vector<const ChannelLoops*> all = {&portable_channel_loops()};
  if (avx2_channel_loops() != nullptr) all.push_back(avx2_channel_loops());
  if (avx512_channel_loops() != nullptr) all.push_back(avx512_channel_loops());
  return all;
}

TEST(Channels, AreAddedUpAlikeByEveryBuild) {
  for (const ChannelLoops* loops : builds()) {
    for (const std::size_t count : {0U, 1U, 2U, 3U, 7U, 90U}) {
      const Weights weights(count, 700);  // so that some are bounded above
      std::vector<std::int16_t> sums((count + 1) * kChannels);
      std::vector<std::int16_t> largest(kChannels, 40);
      std::fill_n(sums.begin(), kChannels, std::int16_t{32000});
      loops->add_up(weights.words.data(), count, sums.data(), largest.data());
      for (std::size_t c = 0; c < kChannels; ++c) {
        auto sum = std::uint16_t{32000};
        int most = 40;
        for (std::size_t i = 0; i < count; ++i) {
          sum = static_cast<std::uint16_t>(sum + weights.plain(i, c));
          most = std::max(most, weights.plain(i, c));
          ASSERT_EQ(static_cast<std::uint16_t>(sums[(i + 1) * kChannels + c]), sum);
        }
        ASSERT_EQ(largest[c], most);
      }
    }
  }
}

TEST(Channels, AreWeighedAlikeByEveryBuild) {
  std::array<std::int16_t, kChannels> high;
  std::array<std::int16_t, kChannels> low;
  std::array<float, kChannels> weights;
  double expected = 0;
  for (std::size_t c = 0; c < kChannels; ++c) {
    // Sums over as many tokens as are allowed, across the end of what 16 bits tell.
    const auto difference = static_cast<std::int16_t>(kLongestSum * 1000 - c);
    low[c] = static_cast<std::int16_t>(20000 - 100 * static_cast<int>(c));
    high[c] = static_cast<std::int16_t>(static_cast<std::uint16_t>(low[c] + difference));
    weights[c] = 0.01F * static_cast<float>(c) - 0.1F;
    expected += static_cast<double>(weights[c]) * difference;
  }
  for (const ChannelLoops* loops : builds())
    EXPECT_NEAR(loops->weigh(high.data(), low.data(), weights.data()), expected, 0.01);
}

}  // namespace
}  // namespace laurel::detect
