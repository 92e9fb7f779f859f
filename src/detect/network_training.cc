#include "detect/network_training.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/random.h"
#include "detect/linear.h"

namespace laurel::detect {

namespace {

constexpr std::size_t kGates = kSegments + 1;

// Where each kind of weight stands in one long vector.
constexpr std::size_t kShared = 0;  // dimension of the vector × kReachChannels
constexpr std::size_t kSenseFrom = kShared + kDimensions * kReachChannels;
constexpr std::size_t kTurnFrom = kSenseFrom + kSenseCount * kReachChannels;
constexpr std::size_t kGateFrom = kTurnFrom + kTurns * kChannels;
constexpr std::size_t kFormFrom = kGateFrom + kTargetKinds * kGates * kChannels;
constexpr std::size_t kTextSum = kFormFrom + kNetworkForms;
constexpr std::size_t kTextLargest = kTextSum + kChannels;
constexpr std::size_t kTextStart = kTextLargest + kChannels;
constexpr std::size_t kWeights = kTextStart + 1;

constexpr float kMomentum = 0.9F;
constexpr float kMemory = 0.99F;

void add_scaled(const float* from, float scale, float* to, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) to[i] += scale * from[i];
}

// A lesson with what the fit needs of it at hand.
struct Prepared {
  const NetworkLesson* lesson;
  std::vector<std::uint32_t> rows;  // of each token
  std::vector<std::uint8_t> turns;
  std::vector<Segments> segments;  // of each mention

  Prepared(const NetworkLesson& from, std::size_t vectors) : lesson(&from) {
    for (const WordView& word : from.reading->words) {
      rows.push_back(static_cast<std::uint32_t>(network_row(word, vectors)));
      turns.push_back(static_cast<std::uint8_t>(word.negated + 2 * word.modal));
    }
    for (const Mention& mention : from.reading->mentions)
      segments.push_back(segments_of(*from.reading, mention));
  }
};

class Fit {
 public:
  Fit(std::span<const NetworkLesson* const> lessons, const WordTable& words,
      const NetworkOptions& options)
      : options_(options), random_(options.seed) {
    const WordKnowledge& knowledge = words.knowledge();
    vector_count_ = knowledge.vectors.size() / kDimensions;
    lay_out_vectors(knowledge);
    for (const NetworkLesson* lesson : lessons)
      if (!lesson->reading->words.empty()) lessons_.emplace_back(*lesson, vector_count_);
    const std::size_t rows = vectors_.size() / kDimensions;
    own_.resize(rows * kReachChannels);
    own_mean_.resize(own_.size());
    own_square_.resize(own_.size());
    place_.resize(rows);
    weights_.resize(kWeights);
    gradient_.resize(kWeights);
    mean_.resize(kWeights);
    square_.resize(kWeights);
    const auto spread = [&](std::size_t from, std::size_t to, double width) {
      for (std::size_t i = from; i < to; ++i)
        weights_[i] = static_cast<float>(width * random_.normal());
    };
    spread(kShared, kSenseFrom, 0.5);
    spread(kSenseFrom, kTurnFrom, 0.1);
    std::fill(weights_.begin() + kTurnFrom, weights_.begin() + kGateFrom, 0.1F);
    spread(kGateFrom, kFormFrom, 0.05);
    spread(kTextSum, kTextStart, 0.05);
  }

  void run() {
    std::vector<std::size_t> order(lessons_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const std::size_t batches = (order.size() + options_.batch - 1) / options_.batch;
    const double steps = static_cast<double>(batches) * options_.epochs;
    for (int epoch = 0; epoch < options_.epochs; ++epoch) {
      random_.shuffle(order);
      for (std::size_t from = 0; from < order.size(); from += options_.batch) {
        const std::size_t to = std::min(order.size(), from + options_.batch);
        const std::span batch(order.data() + from, to - from);
        gather_rows(batch);
        std::ranges::fill(gradient_, 0.0F);
        for (const std::size_t i : batch) learn(lessons_[i]);
        ++step_;
        const double warm = std::min(1.0, step_ / 100);
        step(static_cast<float>(options_.rate * warm * (1 - 0.95 * step_ / steps)));
      }
    }
  }

  Network network() const;

 private:
  void lay_out_vectors(const WordKnowledge& knowledge) {
    std::size_t clusters = 0;
    for (const LearnedWord& word : knowledge.words)
      clusters = std::max<std::size_t>(clusters, word.cluster);
    vectors_.resize((1 + vector_count_ + clusters) * kDimensions);
    for (std::size_t i = 0; i < knowledge.vectors.size(); ++i)
      vectors_[kDimensions + i] = static_cast<float>(knowledge.vectors[i]) / kVectorOne;
    // A cluster's vector is the mean of its words'.
    std::vector<float> counts(clusters + 1);
    for (const LearnedWord& word : knowledge.words) {
      if (word.vector == 0 || word.cluster == 0) continue;
      add_scaled(&vectors_[word.vector * kDimensions], 1,
                 &vectors_[(vector_count_ + word.cluster) * kDimensions], kDimensions);
      ++counts[word.cluster];
    }
    for (std::size_t c = 1; c <= clusters; ++c)
      for (std::size_t d = 0; d < kDimensions && counts[c] > 0; ++d)
        vectors_[(vector_count_ + c) * kDimensions + d] /= counts[c];
  }

  // The rows of a batch's words, each once.
  void gather_rows(std::span<const std::size_t> batch) {
    used_.clear();
    for (const std::size_t i : batch)
      for (const std::uint32_t row : lessons_[i].rows) {
        if (row == 0 || place_[row] != 0) continue;
        used_.push_back(row);
        place_[row] = static_cast<std::uint32_t>(used_.size());
      }
    rows_.resize(used_.size() * kReachChannels);
    row_gradients_.assign(rows_.size(), 0);
    for (std::size_t u = 0; u < used_.size(); ++u)
      multiply_row(used_[u], &rows_[u * kReachChannels]);
  }
  void multiply_row(std::size_t row, float* out) const {
    std::copy_n(&own_[row * kReachChannels], kReachChannels, out);
    const float* vector = &vectors_[row * kDimensions];
    for (std::size_t d = 0; d < kDimensions; ++d)
      add_scaled(&weights_[kShared + d * kReachChannels], vector[d], out, kReachChannels);
  }

  // Calls part(row, sense, channels before, own and after) for each word, as far as its sentence
  // goes: `first` and `last` bound the part of the reach that is inside.
  template <typename Visit>
  void for_each_word(const Prepared& p, Visit visit) const {
    const Reading& reading = *p.lesson->reading;
    for (const text::Sentence& sentence : reading.document.sentences)
      for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
        const std::size_t first = i == sentence.begin ? kChannels : 0;
        const std::size_t last = i + 1 == sentence.end ? 2 * kChannels : kReachChannels;
        const bool known = p.rows[i] != 0 && !dropped_[i];
        visit(i, known ? (place_[p.rows[i]] - 1) * kReachChannels : SIZE_MAX,
              static_cast<std::size_t>(reading.words[i].sense) * kReachChannels, first, last);
      }
  }

  void convolve(const Prepared& p) {
    const std::size_t count = p.rows.size();
    channels_.resize((count + 2) * kChannels);
    for (std::size_t i = 0; i < count; ++i)
      std::copy_n(&weights_[kTurnFrom + p.turns[i] * kChannels], kChannels,
                  &channels_[(i + 1) * kChannels]);
    for_each_word(p, [&](std::size_t i, std::size_t row, std::size_t sense, std::size_t first,
                         std::size_t last) {
      float* out = &channels_[i * kChannels];
      add_scaled(&weights_[kSenseFrom + sense + first], 1, out + first, last - first);
      if (row != SIZE_MAX) add_scaled(&rows_[row + first], 1, out + first, last - first);
    });
    for (std::size_t i = 1; i <= count; ++i)
      for (std::size_t c = 0; c < kChannels; ++c)
        channels_[i * kChannels + c] = std::max(channels_[i * kChannels + c], 0.0F) * kept_[c];
  }

  // The channels' sums over tokens, by the root of how many they are.
  float sum(Stretch stretch, std::array<float, kChannels>& out) const {
    out.fill(0);
    for (std::size_t i = stretch.from; i < stretch.to; ++i)
      add_scaled(&channels_[(i + 1) * kChannels], 1, out.data(), kChannels);
    const float scale = 1 / std::sqrt(static_cast<float>(stretch.to - stretch.from));
    for (float& value : out) value *= scale;
    return scale;
  }
  // Passes a slope on to the channels of some tokens.
  void spread_back(Stretch stretch, const float* weights, float slope) {
    for (std::size_t i = stretch.from; i < stretch.to; ++i)
      add_scaled(weights, slope, &slopes_[(i + 1) * kChannels], kChannels);
  }
  static float dot(const float* a, const std::array<float, kChannels>& b) {
    float total = 0;
    for (std::size_t c = 0; c < kChannels; ++c) total += a[c] * b[c];
    return total;
  }

  void learn(const Prepared& p) {
    const std::size_t count = p.rows.size();
    for (float& kept : kept_)
      kept = random_.uniform() < options_.channel_dropout ? 0 : 1 / (1 - options_.channel_dropout);
    dropped_.assign(count, false);
    for (std::size_t i = 0; i < count; ++i) dropped_[i] = random_.uniform() < options_.word_dropout;
    convolve(p);
    slopes_.assign(channels_.size(), 0);
    const Stretch whole{0, static_cast<std::uint32_t>(count)};
    std::array<float, kChannels> whole_sum;
    const float whole_scale = sum(whole, whole_sum);
    for (std::size_t m = 0; m < p.segments.size(); ++m)
      if (p.lesson->praised[m] >= 0) learn_mention(p, m, whole, whole_sum, whole_scale);
    learn_text(p, whole, whole_sum, whole_scale);
    for (std::size_t i = 1; i <= count; ++i) {
      float* slope = &slopes_[i * kChannels];
      for (std::size_t c = 0; c < kChannels; ++c)
        slope[c] = channels_[i * kChannels + c] > 0 ? slope[c] * kept_[c] : 0;
      add_scaled(slope, 1, &gradient_[kTurnFrom + p.turns[i - 1] * kChannels], kChannels);
    }
    for_each_word(p, [&](std::size_t i, std::size_t row, std::size_t sense, std::size_t first,
                         std::size_t last) {
      const float* slope = &slopes_[i * kChannels];
      add_scaled(slope + first, 1, &gradient_[kSenseFrom + sense + first], last - first);
      if (row != SIZE_MAX) add_scaled(slope + first, 1, &row_gradients_[row + first], last - first);
    });
  }

  void learn_mention(const Prepared& p, std::size_t m, Stretch whole,
                     const std::array<float, kChannels>& whole_sum, float whole_scale) {
    const Mention& mention = p.lesson->reading->mentions[m];
    const auto kind = static_cast<std::size_t>(p.lesson->reading->entities[mention.entity].kind);
    const std::size_t form = kFormFrom + network_form(mention);
    const std::size_t gates = kGateFrom + kind * kGates * kChannels;
    const std::size_t last = gates + kSegments * kChannels;
    std::array<std::array<float, kChannels>, kSegments> sums;
    std::array<float, kSegments> scales{};
    float logit = weights_[form] + dot(&weights_[last], whole_sum);
    for (std::size_t s = 0; s < kSegments; ++s) {
      const Stretch stretch = p.segments[m][s];
      if (stretch.to <= stretch.from) continue;
      scales[s] = sum(stretch, sums[s]);
      logit += dot(&weights_[gates + s * kChannels], sums[s]);
    }
    const float slope =
        p.lesson->weight * (sigmoid(logit) - static_cast<float>(p.lesson->praised[m]));
    gradient_[form] += slope;
    for (std::size_t s = 0; s < kSegments; ++s) {
      if (scales[s] == 0) continue;
      add_scaled(sums[s].data(), slope, &gradient_[gates + s * kChannels], kChannels);
      spread_back(p.segments[m][s], &weights_[gates + s * kChannels], slope * scales[s]);
    }
    add_scaled(whole_sum.data(), slope, &gradient_[last], kChannels);
    spread_back(whole, &weights_[last], slope * whole_scale);
  }

  void learn_text(const Prepared& p, Stretch whole, const std::array<float, kChannels>& whole_sum,
                  float whole_scale) {
    std::array<std::size_t, kChannels> largest{};  // where
    float logit = weights_[kTextStart] + dot(&weights_[kTextSum], whole_sum);
    for (std::size_t c = 0; c < kChannels; ++c) {
      largest[c] = kChannels + c;
      for (std::size_t i = 2; i <= whole.to; ++i)
        if (channels_[i * kChannels + c] > channels_[largest[c]]) largest[c] = i * kChannels + c;
      logit += weights_[kTextLargest + c] * channels_[largest[c]];
    }
    const float slope = options_.text_weight * p.lesson->weight *
                        (sigmoid(logit) - (p.lesson->commendation ? 1.0F : 0.0F));
    gradient_[kTextStart] += slope;
    add_scaled(whole_sum.data(), slope, &gradient_[kTextSum], kChannels);
    spread_back(whole, &weights_[kTextSum], slope * whole_scale);
    for (std::size_t c = 0; c < kChannels; ++c) {
      gradient_[kTextLargest + c] += slope * channels_[largest[c]];
      slopes_[largest[c]] += slope * weights_[kTextLargest + c];
    }
  }

  void step(float rate) {
    for (std::size_t u = 0; u < used_.size(); ++u) {
      const std::size_t from = used_[u] * kReachChannels;
      const float* slope = &row_gradients_[u * kReachChannels];
      const float* vector = &vectors_[used_[u] * kDimensions];
      for (std::size_t d = 0; d < kDimensions; ++d)
        add_scaled(slope, vector[d], &gradient_[kShared + d * kReachChannels], kReachChannels);
      // What is learned about single words moves slower, and only when they occur.
      for (std::size_t c = 0; c < kReachChannels; ++c) {
        float& mean = own_mean_[from + c];
        float& square = own_square_[from + c];
        mean = kMomentum * mean + (1 - kMomentum) * slope[c];
        square = 0.999F * square + 0.01F * slope[c] * slope[c];
        own_[from + c] -= rate * 0.3F * mean / (std::sqrt(square) + 1e-3F);
      }
      place_[used_[u]] = 0;
    }
    const auto unbias = [&](float memory) {
      return static_cast<float>(1 / (1 - std::pow(static_cast<double>(memory), step_)));
    };
    const float mean_scale = unbias(kMomentum);
    const float square_scale = unbias(kMemory);
    for (std::size_t i = 0; i < kWeights; ++i) {
      mean_[i] = kMomentum * mean_[i] + (1 - kMomentum) * gradient_[i];
      square_[i] = kMemory * square_[i] + (1 - kMemory) * gradient_[i] * gradient_[i];
      weights_[i] -=
          rate * (mean_[i] * mean_scale / (std::sqrt(square_[i] * square_scale) + 1e-6F) +
                  options_.decay * weights_[i]);
    }
  }

  const NetworkOptions& options_;
  base::Random random_;
  std::vector<Prepared> lessons_;
  std::size_t vector_count_ = 0;
  std::vector<float> vectors_;  // of each row
  std::vector<float> weights_, gradient_, mean_, square_;
  std::vector<float> own_, own_mean_, own_square_;  // what is learned about each row's word
  double step_ = 0;
  // Of a batch: its rows, where each stands among them (from 1; 0: not used), their values.
  std::vector<std::uint32_t> used_, place_;
  std::vector<float> rows_, row_gradients_;
  // Of a text.
  std::array<float, kChannels> kept_{};
  std::vector<bool> dropped_;
  std::vector<float> channels_, slopes_;
};

Network Fit::network() const {
  Network out;
  out.vectors = vector_count_;
  std::vector<float> rows(own_.size());
  for (std::size_t row = 1; row < place_.size(); ++row)
    multiply_row(row, &rows[row * kReachChannels]);
  float largest = 0;
  for (const float value : rows) largest = std::max(largest, std::abs(value));
  out.scale = largest > 0 ? largest / 127 : 1;
  const auto whole_steps = [&](float value) { return std::lround(value / out.scale); };
  for (const float value : rows) out.rows.push_back(static_cast<std::int8_t>(whole_steps(value)));
  const auto small = [&](std::size_t from, auto& to) {
    for (std::size_t i = 0; i < to.size(); ++i)
      to[i] = static_cast<std::int16_t>(std::clamp(whole_steps(weights_[from + i]), -1000L, 1000L));
  };
  small(kSenseFrom, out.senses);
  small(kTurnFrom, out.turns);
  const auto copy = [&](std::size_t from, auto& to) {
    std::copy_n(weights_.begin() + static_cast<std::ptrdiff_t>(from), to.size(), to.begin());
  };
  copy(kGateFrom, out.gates);
  copy(kFormFrom, out.forms);
  copy(kTextSum, out.text_sum);
  copy(kTextLargest, out.text_largest);
  out.text_start = weights_[kTextStart];
  return out;
}

}  // namespace

Network fit_network(std::span<const NetworkLesson* const> lessons, const WordTable& words,
                    const NetworkOptions& options) {
  if (words.knowledge().vectors.empty() || lessons.empty()) return {};
  Fit fit(lessons, words, options);
  fit.run();
  return fit.network();
}

}  // namespace laurel::detect
