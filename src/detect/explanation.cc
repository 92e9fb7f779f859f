#include "detect/explanation.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace laurel::detect {

namespace {

constexpr float kSlight = 0.05F;  // a word that weighs less decides nothing
constexpr std::size_t kReasons = 3;

constexpr std::uint64_t bit_of(Sense sense) {
  return std::uint64_t{1} << static_cast<unsigned>(sense);
}
constexpr std::uint64_t kSayNothingAlone =
    bit_of(Sense::kBe) | bit_of(Sense::kHave) | bit_of(Sense::kAnd) | bit_of(Sense::kWho) |
    bit_of(Sense::kFirstPerson) | bit_of(Sense::kYour) | bit_of(Sense::kPronoun) |
    bit_of(Sense::kPreposition) | bit_of(Sense::kArticle) | bit_of(Sense::kName) |
    bit_of(Sense::kContrast) | bit_of(Sense::kIntense) | bit_of(Sense::kTeam) |
    bit_of(Sense::kPerson);
static_assert(static_cast<unsigned>(Sense::kTag) < 64);

// Remembers which token each weight came through; of tokens that can be no reason nothing.
class ExplainingSink {
 public:
  // `sums` is kGroups wide and begins with the token at `from`; `open` tells for each whether its
  // weight is wanted.
  ExplainingSink(const HashedWeights& weights, std::uint32_t from,
                 const std::vector<std::uint8_t>& open, std::vector<std::int32_t>& sums)
      : weights_(weights.weights.data()), from_(from), open_(open.data()), sums_(sums.data()) {}
  bool skips(std::uint32_t token) const { return open_[token - from_] == 0; }
  void add(int group, std::uint32_t hash, std::uint32_t token) {
    sums_[(token - from_) * kGroups + static_cast<std::size_t>(group)] +=
        weights_[hash >> 7 & ((1U << kMentionBits) - 1)];
  }

 private:
  const std::int8_t* weights_;
  std::uint32_t from_;
  const std::uint8_t* open_;
  std::int32_t* sums_;
};

}  // namespace

void Explainer::weigh_words(const Model& model, const Reading& reading, const Mention& mention,
                            const GroupCounts& counts, Side side) {
  const auto& tokens = reading.document.tokens;
  const auto& words = reading.words;
  // Features come from the mention's sentence and those beside it.
  const auto& sentences = reading.document.sentences;
  const std::size_t before = mention.sentence > 0 ? mention.sentence - 1 : 0;
  from_ = sentences[before].begin;
  to_ = sentences[std::min<std::size_t>(mention.sentence + 1, sentences.size() - 1)].end;
  open_.resize(to_ - from_);
  for (std::uint32_t i = from_; i < to_; ++i) {
    // What a verb of help leads on to can lengthen a reason: "helped with".
    const bool alone = (kSayNothingAlone & bit_of(words[i].sense)) == 0;
    const bool led_to = i > from_ && words[i - 1].sense == Sense::kHelp;
    open_[i - from_] = tokens[i].is_word() && (alone || led_to);
  }
  sums_.assign((to_ - from_) * kGroups, 0);
  ExplainingSink sink(model.mention, from_, open_, sums_);
  mention_features(reading, mention, sink);
  std::array<float, kGroups> values{};
  for (std::size_t g = 0; g < kGroups; ++g)
    if (counts[g] > 0) values[g] = group_value(kMentionScales[g], counts[g]) * model.mention.scale;
  const float sign = side == Side::kAgainst ? -1.0F : 1.0F;
  weights_.resize(words.size());
  for (std::uint32_t i = from_; i < to_; ++i) {
    weights_[i] = 0;
    if (open_[i - from_] == 0) continue;
    float weight = 0;
    const std::int32_t* sums = &sums_[(i - from_) * kGroups];
    for (std::size_t g = 0; g < kGroups; ++g) weight += values[g] * static_cast<float>(sums[g]);
    weights_[i] = sign * weight;
  }
}

void Explainer::explain(const Model& model, const Reading& reading, const Mention& mention,
                        const GroupCounts& counts, Side side, std::vector<std::string>& reasons) {
  weigh_words(model, reading, mention, counts, side);
  const auto& tokens = reading.document.tokens;
  const auto& words = reading.words;
  const auto decides = [&](std::uint32_t i) {
    return weights_[i] > kSlight && (kSayNothingAlone & bit_of(words[i].sense)) == 0 &&
           (i < mention.begin || i >= mention.end);
  };
  runs_.clear();
  for (std::uint32_t i = from_; i < to_; ++i) {
    if (!decides(i)) continue;
    Run run{i, i + 1, weights_[i]};
    while (run.to < to_ && run.to - run.from < 3 && tokens[run.to].is_word() &&
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
