#include "detect/explanation.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "detect/scorer.h"

namespace laurel::detect {

namespace {

constexpr float kSlight = 0.05F;  // a word that weighs less decides nothing
constexpr std::size_t kReasons = 3;

// Remembers which token each weight came through.
class ExplainingSink {
 public:
  ExplainingSink(const HashedWeights& weights, std::vector<std::int32_t>& sums)
      : weights_(weights.weights.data()), sums_(sums.data()) {}
  void add(int group, std::uint32_t hash, std::uint32_t token) {
    const auto g = static_cast<std::size_t>(group);
    sums_[token * kGroups + g] += weights_[hash >> 7 & ((1U << kMentionBits) - 1)];
    ++counts_[g];
  }
  const std::array<std::uint32_t, kGroups>& counts() const { return counts_; }

 private:
  const std::int8_t* weights_;
  std::int32_t* sums_;
  std::array<std::uint32_t, kGroups> counts_{};
};

bool says_nothing_alone(Sense sense) {
  switch (sense) {
    case Sense::kBe:
    case Sense::kHave:
    case Sense::kAnd:
    case Sense::kWho:
    case Sense::kFirstPerson:
    case Sense::kYour:
    case Sense::kPronoun:
    case Sense::kPreposition:
    case Sense::kArticle:
    case Sense::kName:
    case Sense::kContrast:
    case Sense::kIntense:
    case Sense::kTeam:
    case Sense::kPerson:
      return true;
    default:
      return false;
  }
}

}  // namespace

void Explainer::weigh_words(const Model& model, const Reading& reading, const Mention& mention) {
  const std::size_t count = reading.words.size();
  sums_.assign(count * kGroups, 0);
  ExplainingSink sink(model.mention, sums_);
  mention_features(reading, mention, sink);
  std::array<float, kGroups> values{};
  for (std::size_t g = 0; g < kGroups; ++g)
    if (sink.counts()[g] > 0)
      values[g] = group_value(kMentionScales[g], sink.counts()[g]) * model.mention.scale;
  weights_.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    float weight = 0;
    for (std::size_t g = 0; g < kGroups; ++g)
      weight += values[g] * static_cast<float>(sums_[i * kGroups + g]);
    weights_[i] = weight;
  }
}

void Explainer::explain(const Model& model, const Reading& reading, const Mention& mention,
                        Side side, std::vector<std::string>& reasons) {
  weigh_words(model, reading, mention);
  if (side == Side::kAgainst)
    for (float& weight : weights_) weight = -weight;
  const auto& tokens = reading.document.tokens;
  const auto& words = reading.words;
  const auto decides = [&](std::uint32_t i) {
    return weights_[i] > kSlight && tokens[i].is_word() && !says_nothing_alone(words[i].sense) &&
           (i < mention.begin || i >= mention.end);
  };
  runs_.clear();
  const auto count = static_cast<std::uint32_t>(words.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!decides(i)) continue;
    Run run{i, i + 1, weights_[i]};
    while (run.to < count && run.to - run.from < 3 && tokens[run.to].is_word() &&
           words[run.to].sentence == words[i].sentence &&
           (decides(run.to) || (run.to == i + 1 && words[i].sense == Sense::kHelp &&
                                words[run.to].info->is(kPreposition)))) {
      run.weight += std::max(weights_[run.to], 0.0F);
      ++run.to;
    }
    runs_.push_back(run);
    i = run.to - 1;
  }
  // The strongest first; of equals the one that comes first in the text.
  std::size_t found = 0;
  float strongest = 0;
  for (; found < kReasons && found < runs_.size(); ++found) {
    const auto from = runs_.begin() + static_cast<std::ptrdiff_t>(found);
    const auto best = std::max_element(
        from, runs_.end(), [](const Run& a, const Run& b) { return a.weight < b.weight; });
    std::rotate(from, best, best + 1);
    if (found == 0) strongest = from->weight;
    if (from->weight < 0.25F * strongest) break;
    if (reasons.size() <= found) reasons.emplace_back();
    reasons[found] = reading.document.words(from->from, from->to);
  }
  reasons.resize(found);
}

}  // namespace laurel::detect
