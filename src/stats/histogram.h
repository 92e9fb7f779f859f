// Histogram: how many answers had each score of a scale, which is all that ratings, ranks and NPS
// need. Adding two histograms is the same as pooling their responses. Sums are exact integers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/result.h"
#include "stats/moments.h"

namespace laurel::stats {

// The most a single cell may count: keeps every product used here inside 128 bits.
inline constexpr std::int64_t kMaxCount = 1'000'000'000'000'000;

class Histogram {
 public:
  // No scores yet; adding to it takes over the other's scale.
  Histogram() = default;
  // counts[i] answers had the score min + i. REQUIRES: each count in 0 to kMaxCount.
  explicit Histogram(std::vector<std::int64_t> counts, int min = 0);
  static base::Result<Histogram> create(std::vector<std::int64_t> counts, int min = 0);

  int min() const { return min_; }
  int max() const { return min_ + static_cast<int>(counts_.size()) - 1; }
  std::size_t size() const { return counts_.size(); }
  const std::vector<std::int64_t>& counts() const { return counts_; }
  // 0 outside the scale.
  std::int64_t at(int score) const;
  std::int64_t n() const { return n_; }
  // Answers with a score of at least `score`.
  std::int64_t at_least(int score) const;

  void add(int score, std::int64_t count = 1);
  Histogram& operator+=(const Histogram& other);
  friend Histogram operator+(Histogram left, const Histogram& right) { return left += right; }

  Moments moments() const;

 private:
  std::vector<std::int64_t> counts_;
  int min_ = 0;
  std::int64_t n_ = 0;
};

}  // namespace laurel::stats
