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

}  // namespace laurel::stats
