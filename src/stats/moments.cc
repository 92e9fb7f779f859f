#include "stats/moments.h"

#include <cmath>
#include <limits>

#include "base/check.h"

namespace laurel::stats {

Moments Moments::from_sums(std::int64_t n, double sum, double sumsq) {
  CHECK(n >= 0);
  if (n == 0) return {};
  const long double count = static_cast<long double>(n);
  const long double mean = sum / count;
  long double m2 = sumsq - mean * sum;
  // sumsq and sum^2/n each carry a rounding of half a unit in the last place.
  const long double noise = 2.0L * std::numeric_limits<double>::epsilon() * std::abs(sumsq);
  if (m2 <= noise) m2 = 0;
  return {n, static_cast<double>(mean), static_cast<double>(m2)};
}

void Moments::add(double value) {
  ++n;
  const double delta = value - mean;
  mean += delta / static_cast<double>(n);
  m2 += delta * (value - mean);
}

Moments& Moments::operator+=(const Moments& other) {
  if (other.n == 0) return *this;
  if (n == 0) return *this = other;
  const double total = static_cast<double>(n) + static_cast<double>(other.n);
  const double delta = other.mean - mean;
  const double share = static_cast<double>(other.n) / total;
  mean += delta * share;
  m2 += other.m2 + delta * delta * static_cast<double>(n) * share;
  n += other.n;
  return *this;
}

Estimate Moments::mean_or_reason() const {
  if (n == 0) return Undefined{"there are no values"};
  return mean;
}

Estimate Moments::variance() const {
  if (n < 2) return Undefined{"a variance needs at least two values"};
  return m2 / static_cast<double>(n - 1);
}

void IntegerMoments::add(std::int64_t value, std::int64_t count) {
  CHECK(count >= 0 && value >= -10'000'000'000'000 && value <= 10'000'000'000'000);
  n += count;
  const int128 total = static_cast<int128>(value) * count;
  sum += total;
  sumsq += total * value;
}

IntegerMoments& IntegerMoments::operator+=(const IntegerMoments& other) {
  n += other.n;
  sum += other.sum;
  sumsq += other.sumsq;
  return *this;
}

namespace {

// sum = n * quotient + remainder with 0 <= remainder < n.
struct Division {
  int128 quotient, remainder;
};

Division floor_division(int128 sum, std::int64_t n) {
  Division d{sum / n, sum % n};
  if (d.remainder < 0) {
    d.remainder += n;
    d.quotient -= 1;
  }
  return d;
}

}  // namespace

Moments IntegerMoments::moments() const {
  if (n == 0) return {};
  const auto [quotient, remainder] = floor_division(sum, n);
  // sumsq - sum^2/n = (sumsq - n q^2 - 2 q r) - r^2/n; the bracket is a whole number.
  const int128 whole = sumsq - quotient * quotient * n - 2 * quotient * remainder;
  const long double count = static_cast<long double>(n);
  const long double mean =
      static_cast<long double>(quotient) + static_cast<long double>(remainder) / count;
  constexpr int128 kExactLimit = static_cast<int128>(1) << 62;
  long double m2 = 0;
  if (whole < kExactLimit) {
    m2 = static_cast<long double>(whole * n - remainder * remainder) / count;
  } else {
    m2 = static_cast<long double>(whole) -
         static_cast<long double>(remainder) * static_cast<long double>(remainder) / count;
  }
  return {n, static_cast<double>(mean), static_cast<double>(m2)};
}

Estimate exact_mean_difference(const IntegerMoments& a, const IntegerMoments& b) {
  if (a.n == 0 || b.n == 0) return Undefined{"an arm has no values"};
  const Division da = floor_division(a.sum, a.n);
  const Division db = floor_division(b.sum, b.n);
  const long double whole = static_cast<long double>(da.quotient - db.quotient);
  const long double rest = static_cast<long double>(da.remainder) / static_cast<long double>(a.n) -
                           static_cast<long double>(db.remainder) / static_cast<long double>(b.n);
  return static_cast<double>(whole + rest);
}

}  // namespace laurel::stats
