#include "stats/histogram.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace laurel::stats {

Histogram::Histogram(std::vector<std::int64_t> counts, int min)
    : counts_(std::move(counts)), min_(min) {
  for (const std::int64_t count : counts_) {
    CHECK(count >= 0 && count <= kMaxCount);
    n_ += count;
  }
}

base::Result<Histogram> Histogram::create(std::vector<std::int64_t> counts, int min) {
  if (counts.size() > 1000 || min < -100'000 || min > 100'000)
    return base::invalid_input(
        "Give a histogram of at most 1000 scores between -100000 and 100000.");
  for (const std::int64_t count : counts) {
    if (count < 0 || count > kMaxCount)
      return base::invalid_input("Counts must be whole numbers from 0 to 1e15.");
  }
  return Histogram(std::move(counts), min);
}

std::int64_t Histogram::at(int score) const {
  if (counts_.empty() || score < min_ || score > max()) return 0;
  return counts_[static_cast<std::size_t>(score - min_)];
}

std::int64_t Histogram::at_least(int score) const {
  std::int64_t total = 0;
  for (int s = std::max(score, min_); s <= max(); ++s) total += at(s);
  return total;
}

void Histogram::add(int score, std::int64_t count) {
  CHECK(count >= 0);
  if (counts_.empty()) min_ = score;
  if (score < min_) {
    counts_.insert(counts_.begin(), static_cast<std::size_t>(min_ - score), 0);
    min_ = score;
  }
  if (score > max()) counts_.resize(static_cast<std::size_t>(score - min_) + 1);
  counts_[static_cast<std::size_t>(score - min_)] += count;
  n_ += count;
}

Histogram& Histogram::operator+=(const Histogram& other) {
  if (counts_.empty()) return *this = other;
  for (int score = other.min(); score <= other.max(); ++score) add(score, other.at(score));
  return *this;
}

Moments Histogram::moments() const {
  IntegerMoments exact;
  for (std::size_t i = 0; i < counts_.size(); ++i)
    exact.add(static_cast<std::int64_t>(i) + min_, counts_[i]);
  return exact.moments();
}

}  // namespace laurel::stats
