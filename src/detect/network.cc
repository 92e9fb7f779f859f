#include "detect/network.h"

#include <algorithm>
#include <cmath>

namespace laurel::detect {

namespace {

// Far above what channels reach, low enough for a sum over a segment to fit 16 bits.
constexpr std::int16_t kLargest = 1000;

constexpr std::uint32_t kRight = 28;
constexpr std::uint32_t kLeft = 24;
constexpr std::uint32_t kNeighbour = 30;
constexpr std::uint32_t kLongestMention = 32;

Stretch cut(std::uint32_t from, std::uint32_t to) { return {from, std::max(from, to)}; }

std::uint32_t before(std::uint32_t token, std::uint32_t steps) {
  return token > steps ? token - steps : 0;
}

float root_of_length(std::uint32_t length) {
  return 1 / std::sqrt(static_cast<float>(std::max(length, 1U)));
}

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

void Network::convolve(const Reading& reading, Channels& channels) const {
  const std::size_t count = reading.words.size();
  // A spare token on each side, so that the ends need no care.
  channels.resize((count + 2) * kChannels);
  for (std::size_t i = 0; i < count; ++i) {
    const WordView& word = reading.words[i];
    const std::size_t turn =
        static_cast<std::size_t>(word.negated) + 2 * static_cast<std::size_t>(word.modal);
    std::copy_n(&turns[turn * kChannels], kChannels, &channels[(i + 1) * kChannels]);
  }
  for (const text::Sentence& sentence : reading.document.sentences) {
    // What spills over the ends of a sentence is undone: its neighbours are not its context.
    std::array<std::int16_t, kChannels> kept_before;
    std::array<std::int16_t, kChannels> kept_after;
    std::int16_t* const outside_before = &channels[std::size_t{sentence.begin} * kChannels];
    std::int16_t* const outside_after = &channels[(std::size_t{sentence.end} + 1) * kChannels];
    std::copy_n(outside_before, kChannels, kept_before.begin());
    std::copy_n(outside_after, kChannels, kept_after.begin());
    for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
      const WordView& word = reading.words[i];
      std::int16_t* out = &channels[std::size_t{i} * kChannels];  // the token before
      const std::int16_t* sense = &senses[static_cast<std::size_t>(word.sense) * kReachChannels];
      if (const std::size_t at = network_row(word, vectors); at != 0) {
        const std::int8_t* row = &rows[at * kReachChannels];
        for (std::size_t c = 0; c < kReachChannels; ++c)
          out[c] = static_cast<std::int16_t>(out[c] + row[c] + sense[c]);
      } else {
        for (std::size_t c = 0; c < kReachChannels; ++c)
          out[c] = static_cast<std::int16_t>(out[c] + sense[c]);
      }
    }
    std::copy_n(kept_before.begin(), kChannels, outside_before);
    std::copy_n(kept_after.begin(), kChannels, outside_after);
  }
  for (std::int16_t& channel : channels)
    channel = std::min(std::max(channel, std::int16_t{0}), kLargest);
}

void Network::add_scores(const Reading& reading, Channels& channels, std::vector<float>& mentions,
                         float& text) const {
  if (empty()) return;
  convolve(reading, channels);
  const auto count = static_cast<std::uint32_t>(reading.words.size());
  std::array<std::int32_t, kChannels> whole{};
  std::array<std::int16_t, kChannels> largest{};
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::int16_t* token = &channels[(std::size_t{i} + 1) * kChannels];
    for (std::size_t c = 0; c < kChannels; ++c) {
      whole[c] += token[c];
      largest[c] = std::max(largest[c], token[c]);
    }
  }
  const float whole_scale = scale * root_of_length(count);
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
    float logit = start[kind] + forms[network_form(mention)];
    const Segments segments = segments_of(reading, mention);
    for (std::size_t s = 0; s < kSegments; ++s) {
      const auto [from, to] = segments[s];
      if (to <= from) continue;
      std::array<std::int16_t, kChannels> sums{};
      for (std::uint32_t i = from; i < to; ++i) {
        const std::int16_t* token = &channels[(std::size_t{i} + 1) * kChannels];
        for (std::size_t c = 0; c < kChannels; ++c)
          sums[c] = static_cast<std::int16_t>(sums[c] + token[c]);
      }
      const float* gate = &gates[(kind * (kSegments + 1) + s) * kChannels];
      float sum = 0;
      for (std::size_t c = 0; c < kChannels; ++c) sum += static_cast<float>(sums[c]) * gate[c];
      logit += sum * scale * root_of_length(to - from);
    }
    mentions[m] += logit;
  }
}

}  // namespace laurel::detect
