#include "detect/explanation.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace laurel::detect {

namespace {

// Remembers which token each weight came through.
class ExplainingSink {
 public:
  ExplainingSink(const HashedWeights& weights, std::size_t tokens)
      : weights_(weights), by_token_(tokens), counts_{} {}
  void add(int group, std::uint32_t hash, std::uint32_t token) {
    const float w = weights_.weights[hash >> 7 & ((1U << kMentionBits) - 1)];
    entries_.push_back({static_cast<std::size_t>(group), token, w});
    ++counts_[static_cast<std::size_t>(group)];
  }
  const std::vector<float>& finish() {
    for (const Entry& e : entries_)
      by_token_[e.token] += e.weight * kMentionScales[e.group] /
                            std::sqrt(static_cast<float>(counts_[e.group])) * weights_.scale;
    return by_token_;
  }

 private:
  struct Entry {
    std::size_t group;
    std::uint32_t token;
    float weight;
  };
  const HashedWeights& weights_;
  std::vector<Entry> entries_;
  std::vector<float> by_token_;
  std::array<std::uint32_t, kGroups> counts_;
};

}  // namespace

std::vector<std::string> reasons_of(const Model& model, const Reading& reading,
                                    const Mention& mention) {
  ExplainingSink sink(model.mention, reading.words.size());
  mention_features(reading, mention, sink);
  std::vector<float> weights = sink.finish();
  const auto plain = [&](std::uint32_t i) {  // says nothing by itself
    const Sense s = reading.words[i].sense;
    return !reading.document.tokens[i].is_word() || s == Sense::kBe || s == Sense::kHave ||
           s == Sense::kAnd || s == Sense::kWho || s == Sense::kFirstPerson || s == Sense::kYour ||
           s == Sense::kPronoun || s == Sense::kPreposition || s == Sense::kArticle ||
           s == Sense::kName || s == Sense::kContrast || s == Sense::kIntense ||
           s == Sense::kTeam || s == Sense::kPerson || (i >= mention.begin && i < mention.end);
  };
  struct Run {
    std::uint32_t from, to;
    float weight;
  };
  std::vector<Run> runs;
  const std::uint32_t last = static_cast<std::uint32_t>(weights.size());
  for (std::uint32_t i = 0; i < last; ++i) {
    if (weights[i] <= 0.05F || plain(i)) continue;
    Run run{i, i + 1, weights[i]};
    while (run.to < last && run.to - run.from < 3 && reading.document.tokens[run.to].is_word() &&
           reading.words[run.to].sentence == reading.words[i].sentence &&
           ((weights[run.to] > 0.05F && !plain(run.to)) ||
            (run.to == i + 1 && reading.words[i].sense == Sense::kHelp &&
             reading.words[run.to].info->is(kPreposition)))) {
      run.weight += std::max(weights[run.to], 0.0F);
      ++run.to;
    }
    runs.push_back(run);
    i = run.to - 1;
  }
  std::ranges::stable_sort(runs, [](const Run& a, const Run& b) { return a.weight > b.weight; });
  std::vector<std::string> reasons;
  for (const Run& run : runs) {
    if (reasons.size() == 3 || run.weight < 0.25F * runs[0].weight) break;
    reasons.emplace_back(reading.document.words(run.from, run.to));
  }
  return reasons;
}

}  // namespace laurel::detect
