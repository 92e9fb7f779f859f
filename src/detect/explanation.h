// Which words decided that a mention is praised. Pure functions; thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "detect/features.h"
#include "detect/model.h"
#include "detect/reading.h"
#include "detect/scorer.h"

namespace laurel::detect {

// Buffers that are reused from mention to mention.
class Explainer {
 public:
  enum class Side : std::uint8_t { kFor, kAgainst };
  // The words that weighed most for the mention's being praised, or against it; strongest first, at
  // most three; words side by side make one reason: "stayed late". Replaces what is in `reasons`.
  // `counts` are those of the mention's score.
  void explain(const Model& model, const Reading& reading, const Mention& mention,
               const GroupCounts& counts, Side side, std::vector<std::string>& reasons);

 private:
  struct Run {
    std::uint32_t from, to;
    float weight;
  };
  void weigh_words(const Model& model, const Reading& reading, const Mention& mention,
                   const GroupCounts& counts, Side side);

  std::uint32_t from_ = 0, to_ = 0;  // tokens that may weigh something
  std::vector<std::uint8_t> open_;   // of each of them, whether it may be part of a reason
  std::vector<std::int32_t> sums_;   // kGroups for each of them
  std::vector<float> weights_;       // of each token
  std::vector<Run> runs_;
};

}  // namespace laurel::detect
