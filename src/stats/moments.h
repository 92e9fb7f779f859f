// Moments: number, mean and sum of squared deviations of a set of values, additive without the
// cancellation of sumsq - n * mean^2 (Chan, Golub & LeVeque 1983). IntegerMoments: the same for
// integers (cents, scores), exact to the last digit.
#pragma once

#include <cstdint>

#include "stats/maybe.h"

namespace laurel::stats {

__extension__ typedef __int128 int128;

struct Moments {
  std::int64_t n = 0;
  double mean = 0;  // 0 when n = 0
  double m2 = 0;    // sum of squared deviations from the mean

  // From sums as a database keeps them. Deviations smaller than the rounding of `sumsq` can't be
  // told from none and count as zero; use add() or IntegerMoments for values far from zero.
  static Moments from_sums(std::int64_t n, double sum, double sumsq);

  void add(double value);
  Moments& operator+=(const Moments& other);
  friend Moments operator+(Moments left, const Moments& right) { return left += right; }

  double sum() const { return mean * static_cast<double>(n); }
  Estimate mean_or_reason() const;
  // Divisor n - 1; undefined below two values.
  Estimate variance() const;
};

// REQUIRES: |value| <= 1e13 and at most 1e10 values, so that sums of squares fit in 128 bits.
struct IntegerMoments {
  std::int64_t n = 0;
  int128 sum = 0;
  int128 sumsq = 0;

  void add(std::int64_t value, std::int64_t count = 1);
  IntegerMoments& operator+=(const IntegerMoments& other);
  friend IntegerMoments operator+(IntegerMoments left, const IntegerMoments& right) {
    return left += right;
  }
  // Rounds only once, from exact integers.
  Moments moments() const;
};

// mean(a) - mean(b) rounded only once, for means that agree in all but their last digits.
Estimate exact_mean_difference(const IntegerMoments& a, const IntegerMoments& b);

}  // namespace laurel::stats
