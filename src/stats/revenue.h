// Comparing money, whose few largest customers drown a plain mean. Declare the cap before looking;
// the capped comparison leads, the others are checks on the raw values. Differences are a - b.
// Pure and thread-safe. conf_level in (0, 1).
#pragma once

#include <cstdint>
#include <vector>

#include "stats/maybe.h"
#include "stats/ratings.h"

namespace laurel::stats {

// Welch on min(x, cap).
WelchResult capped_welch(const std::vector<double>& a, const std::vector<double>& b, double cap,
                         double conf_level = 0.95);

struct LogRatio {
  Estimate log_diff, se, p;
  Estimate ratio, ratio_lo, ratio_hi;  // of geometric means
};

// Welch on log(x), back-transformed. Undefined when a value is zero or negative.
LogRatio log_welch(const std::vector<double>& a, const std::vector<double>& b,
                   double conf_level = 0.95);

struct TrimmedResult {
  Estimate diff, se, t, df, p;  // of trimmed means
};

// Yuen (1974): the share `trim` is cut from each end of each arm. REQUIRES: 0 <= trim < 0.5.
TrimmedResult yuen(std::vector<double> a, std::vector<double> b, double trim = 0.1);

struct BootstrapMean {
  Estimate lo, hi;   // percentile interval
  Estimate boot_se;  // sd of the resampled means
};

// Seeded bootstrap of one mean: the same seed gives the same figures everywhere. Costs
// resamples * x.size(). REQUIRES: resamples >= 2.
BootstrapMean bootstrap_mean(const std::vector<double>& x, double conf_level = 0.95,
                             std::int64_t resamples = 100'000, std::uint64_t seed = 1);

// Sum of y over sum of x, both per customer: last year's customers' revenue now over then. The
// interval is by linearisation (Cochran 1977, 6.4), with customers as what varies: it says how much
// the ratio hangs on single ones, and is undefined below kEnoughForRatio customers.
inline constexpr std::size_t kEnoughForRatio = 20;
struct Paired {
  double y = 0, x = 0;
};
struct RatioOfSums {
  Estimate ratio;  // undefined when the sum of x is not positive
  Estimate se, lo, hi;
};
RatioOfSums ratio_of_sums(const std::vector<Paired>& customers, double conf_level = 0.95);

}  // namespace laurel::stats
