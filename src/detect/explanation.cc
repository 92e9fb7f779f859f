#include "detect/explanation.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "text/fold.h"

namespace laurel::detect {

namespace {

using text::hash_folded;

constexpr std::uint64_t kStrongWords[] = {
    hash_folded("amazing"),       hash_folded("outstanding"),   hash_folded("exceptional"),
    hash_folded("incredible"),    hash_folded("phenomenal"),    hash_folded("best"),
    hash_folded("superb"),        hash_folded("extraordinary"), hash_folded("fantastic"),
    hash_folded("wonderful"),     hash_folded("awesome"),       hash_folded("brilliant"),
    hash_folded("terrific"),      hash_folded("hero"),          hash_folded("angel"),
    hash_folded("lifesaver"),     hash_folded("star"),          hash_folded("superstar"),
    hash_folded("rockstar"),      hash_folded("rocks"),         hash_folded("legend"),
    hash_folded("exemplary"),     hash_folded("unbelievable"),  hash_folded("remarkable"),
    hash_folded("asset"),         hash_folded("gem"),           hash_folded("deserves"),
    hash_folded("promotion"),     hash_folded("raise"),         hash_folded("excellent"),
    hash_folded("perfect"),       hash_folded("marvelous"),     hash_folded("marvellous"),
    hash_folded("unforgettable"), hash_folded("fabulous"),      hash_folded("saved"),
    hash_folded("saviour"),       hash_folded("godsend"),       hash_folded("spectacular")};

// Past deeds: what somebody did, not how they are.
constexpr std::uint64_t kDeeds[] = {
    hash_folded("stayed"),    hash_folded("helped"),    hash_folded("found"),
    hash_folded("arranged"),  hash_folded("fixed"),     hash_folded("resolved"),
    hash_folded("solved"),    hash_folded("sorted"),    hash_folded("drove"),
    hash_folded("walked"),    hash_folded("brought"),   hash_folded("upgraded"),
    hash_folded("rebooked"),  hash_folded("called"),    hash_folded("waited"),
    hash_folded("rushed"),    hash_folded("managed"),   hash_folded("returned"),
    hash_folded("gave"),      hash_folded("offered"),   hash_folded("came"),
    hash_folded("carried"),   hash_folded("located"),   hash_folded("replaced"),
    hash_folded("rescued"),   hash_folded("delivered"), hash_folded("organised"),
    hash_folded("organized"), hash_folded("surprised"), hash_folded("made"),
    hash_folded("took"),      hash_folded("went"),      hash_folded("held"),
    hash_folded("handled"),   hash_folded("worked")};

template <std::size_t n>
bool among(const std::uint64_t (&list)[n], std::uint64_t hash) {
  return std::find(std::begin(list), std::end(list), hash) != std::end(list);
}

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

Strength strength_of(const Reading& reading, TargetKind kind, BehaviourSet behaviours,
                     std::span<const Stretch> stretches) {
  if (behaviours >> static_cast<int>(Behaviour::kExtraMile) & 1) return Strength::kExemplary;
  bool strong = false;
  bool deed = false;
  for (const Stretch& stretch : stretches)
    for (std::uint32_t i = stretch.from; i < stretch.to; ++i) {
      if (reading.words[i].negated) continue;
      const std::uint64_t hash = reading.document.tokens[i].hash;
      strong = strong || among(kStrongWords, hash);
      deed = deed || (among(kDeeds, hash) && !reading.words[i].modal);
    }
  const bool solved = behaviours >> static_cast<int>(Behaviour::kResolution) & 1;
  const bool cared = behaviours >> static_cast<int>(Behaviour::kCare) & 1;
  if (kind == TargetKind::kPerson && strong) return Strength::kExemplary;
  if (deed && (solved || cared) && kind != TargetKind::kTeam) return Strength::kExemplary;
  return Strength::kKind;
}

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
