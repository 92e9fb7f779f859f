#include "detect/network.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace laurel::detect {

namespace {

constexpr std::uint32_t kRight = 28;
constexpr std::uint32_t kLeft = 24;
constexpr std::uint32_t kNeighbour = 30;
constexpr std::uint32_t kLongestMention = 32;
static_assert(std::max({kRight, kLeft, kNeighbour, kLongestMention}) <= kLongestSum);

Stretch cut(std::uint32_t from, std::uint32_t to) { return {from, std::max(from, to)}; }

std::uint32_t before(std::uint32_t token, std::uint32_t steps) {
  return token > steps ? token - steps : 0;
}

// What sums over so many tokens are multiplied by.
const std::array<float, kLongestSum + 1> kRoots = [] {
  std::array<float, kLongestSum + 1> roots{};
  for (std::size_t n = 1; n < roots.size(); ++n) roots[n] = 1 / std::sqrt(static_cast<float>(n));
  return roots;
}();

// For words without a row.
constexpr std::array<std::int8_t, kReachChannels> kNoRow{};

}  // namespace

Segments segments_of(const Reading& reading, const Mention& mention) {
  const auto& sentences = reading.document.sentences;
  const text::Sentence sentence = sentences[mention.sentence];
  const text::Clause clause = reading.document.clauses[mention.clause];
  const std::uint32_t begin = mention.begin;
  const std::uint32_t end = mention.end;
  std::uint32_t stop = sentence.end;  // the nearest mention of another on each side
  std::uint32_t start = sentence.begin;
  for (const Mention& other : reading.mentions) {
    if (other.entity == mention.entity) continue;
    if (other.begin >= end) stop = std::min(stop, other.begin);
    if (other.end <= begin) start = std::max(start, other.end);
  }
  const std::uint32_t right = std::max(end, std::min(sentence.end, end + kRight));
  const std::uint32_t left = std::min(begin, std::max(sentence.begin, before(begin, kLeft)));
  const std::uint32_t clause_end = std::clamp(clause.end, end, right);
  const std::uint32_t clause_begin = std::clamp(clause.begin, left, begin);
  const std::uint32_t free_end = std::clamp(stop, end, clause_end);
  const std::uint32_t free_begin = std::clamp(start, clause_begin, begin);
  const auto on = [&](std::uint32_t steps) { return std::min(end + steps, free_end); };
  const auto back = [&](std::uint32_t steps) { return std::max(free_begin, before(begin, steps)); };
  Segments out{};
  out[0] = {begin, std::min(end, begin + kLongestMention)};
  out[1] = cut(end, on(2));
  out[2] = cut(on(2), on(5));
  out[3] = cut(on(5), free_end);
  out[4] = cut(free_end, clause_end);
  out[5] = cut(clause_end, right);
  out[6] = cut(back(2), begin);
  out[7] = cut(back(5), back(2));
  out[8] = cut(free_begin, back(5));
  out[9] = cut(clause_begin, free_begin);
  out[10] = cut(left, clause_begin);
  if (mention.sentence + 1 < sentences.size()) {
    const text::Sentence next = sentences[mention.sentence + 1];
    out[11] = cut(next.begin, std::min(next.end, next.begin + kNeighbour));
  }
  if (mention.sentence > 0) {
    const text::Sentence last = sentences[mention.sentence - 1];
    out[12] = cut(std::max(last.begin, before(last.end, kNeighbour)), last.end);
  }
  return out;
}

std::size_t network_form(const Mention& mention) {
  return (static_cast<std::size_t>(mention.form) * 12 +
          static_cast<std::size_t>(mention.determiner)) *
             2 +
         static_cast<std::size_t>(mention.lower || mention.opens);
}

std::size_t network_row(const WordView& word, std::size_t vectors) {
  if (word.sense == Sense::kName) return 0;
  if (word.info->vector != 0) return word.info->vector;
  return word.info->cluster != 0 ? vectors + word.info->cluster : 0;
}

void Network::add_scores(const Reading& reading, Channels& channels, std::vector<float>& mentions,
                         float& text) const {
  if (empty()) return;
  const ChannelLoops& loops = channel_loops();
  const std::size_t count = reading.words.size();
  channels.words.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const WordView& word = reading.words[i];
    const std::size_t row = network_row(word, vectors);
    const std::size_t turn =
        static_cast<std::size_t>(word.negated) + 2 * static_cast<std::size_t>(word.modal);
    channels.words[i] = {row != 0 ? &rows[row * kReachChannels] : kNoRow.data(),
                         &senses[static_cast<std::size_t>(word.sense) * kReachChannels],
                         &turns[turn * kChannels]};
  }
  channels.sums.resize((count + 1) * kChannels);
  std::fill_n(channels.sums.begin(), kChannels, std::int16_t{0});
  const std::int16_t* const sums = channels.sums.data();
  std::array<std::int16_t, kChannels> largest{};
  for (const text::Sentence& sentence : reading.document.sentences)
    loops.add_up(&channels.words[sentence.begin], sentence.end - sentence.begin,
                 &channels.sums[sentence.begin * kChannels], largest.data());

  std::array<std::int32_t, kChannels> whole{};  // not modulo anything
  for (std::size_t from = 0; from < count; from += kLongestSum) {
    const std::int16_t* low = sums + from * kChannels;
    const std::int16_t* high = sums + std::min(from + kLongestSum, count) * kChannels;
    for (std::size_t c = 0; c < kChannels; ++c)
      whole[c] += static_cast<std::int16_t>(high[c] - low[c]);
  }
  const float whole_scale = scale / std::sqrt(static_cast<float>(std::max(count, std::size_t{1})));
  std::array<float, kTargetKinds> start{};  // what the whole text says, for each kind of mention
  float of_text = 0;
  for (std::size_t c = 0; c < kChannels; ++c) {
    const float value = static_cast<float>(whole[c]) * whole_scale;
    of_text += value * text_sum[c] + static_cast<float>(largest[c]) * scale * text_largest[c];
    for (std::size_t k = 0; k < kTargetKinds; ++k)
      start[k] += value * gates[(k * (kSegments + 1) + kSegments) * kChannels + c];
  }
  text += of_text + text_start;
  for (std::size_t m = 0; m < reading.mentions.size(); ++m) {
    const Mention& mention = reading.mentions[m];
    const auto kind = static_cast<std::size_t>(reading.entities[mention.entity].kind);
    const Segments segments = segments_of(reading, mention);
    float sum = 0;
    for (std::size_t s = 0; s < kSegments; ++s) {
      const auto [from, to] = segments[s];
      if (to <= from) continue;
      sum += kRoots[to - from] * loops.weigh(sums + to * kChannels, sums + from * kChannels,
                                             &gates[(kind * (kSegments + 1) + s) * kChannels]);
    }
    mentions[m] += start[kind] + forms[network_form(mention)] + sum * scale;
  }
}

}  // namespace laurel::detect
