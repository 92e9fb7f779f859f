// Seeded generators shared by the tests of stats: small, sparse and huge tables alike.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "base/random.h"
#include "stats/histogram.h"
#include "stats/nps.h"

namespace laurel::stats::testing {

// Mostly small counts, with empty cells; now and then up to 1e9.
inline std::int64_t any_count(base::Random& random) {
  if (random.chance(0.3)) return 0;
  const double size = random.chance(0.05) ? 1e9 : random.chance(0.3) ? 300 : 8;
  return static_cast<std::int64_t>(random.uniform() * size);
}

inline Histogram any_histogram(base::Random& random, int bins = 11, int min = 0) {
  std::vector<std::int64_t> counts;
  for (int i = 0; i < bins; ++i) counts.push_back(any_count(random));
  return Histogram(counts, min);
}

inline NpsCounts any_nps(base::Random& random) {
  return {any_count(random), any_count(random), any_count(random)};
}

// All answers of a small histogram one by one.
inline std::vector<int> answers(const Histogram& histogram) {
  std::vector<int> values;
  for (int score = histogram.min(); score <= histogram.max(); ++score)
    values.insert(values.end(), static_cast<std::size_t>(histogram.at(score)), score);
  return values;
}

inline Histogram small_histogram(base::Random& random, int bins = 5, int min = 1) {
  std::vector<std::int64_t> counts;
  for (int i = 0; i < bins; ++i) counts.push_back(static_cast<std::int64_t>(random.below(6)));
  return Histogram(counts, min);
}

}  // namespace laurel::stats::testing
