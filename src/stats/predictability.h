// Have gestures become a routine? Customers who can predict them stop being delighted. Call them a
// surprise only if the adjusted uncertainty and the regularity are near zero and no test rejects.
// From counts of gestures by context, and of transitions. Entropies in nats. Pure, thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "stats/maybe.h"

namespace laurel::stats {

struct MutualInformation {
  std::int64_t n = 0;
  Estimate h_y;                      // entropy of the gesture kind
  Estimate mi;                       // plug-in
  Estimate mi_miller_madow;          // bias-corrected, not below 0
  Estimate emi;                      // expected by chance: exact below 1e5, else df/(2n)
  Estimate emi_asymptotic;           // df/(2n)
  Estimate u;                        // mi/h_y
  Estimate u_adjusted;               // (mi - emi)/(h_y - emi): the effect size; may be negative
  Estimate g, df, p;                 // likelihood-ratio test; use tarone() when contexts are sparse
  Estimate cramers_v, cramers_v_bc;  // and bias-corrected (Bergsma 2013)
};

// Rows are contexts (weekday, agent, trigger), columns gesture kinds with "none". REQUIRES: rows of
// the same length, counts >= 0.
MutualInformation mutual_information(const std::vector<std::vector<std::int64_t>>& table);

struct OverdispersionTest {
  Estimate z, p_one_sided;
};

// Tarone (1979): do rates x of n differ between many sparse contexts? REQUIRES: x <= n.
OverdispersionTest tarone(const std::vector<std::int64_t>& x, const std::vector<std::int64_t>& n);

struct RunsTest {
  std::int64_t n = 0, ones = 0, runs = 0;
  Estimate z, p;  // z > 0: more alternation than chance
};

// Wald & Wolfowitz on a sequence of yes/no, in time order.
RunsTest runs_test(const std::vector<bool>& sequence);

struct EntropyRate {
  Estimate h_marginal, h_rate;        // of the next gesture, without and with its past
  Estimate h_marginal_mm, h_rate_mm;  // Miller-Madow
  Estimate regularity_mm;             // 1 - h_rate_mm/h_marginal_mm, not below 0
};

// Rows are pasts (the last d gestures), columns the next gesture.
EntropyRate entropy_rate(const std::vector<std::vector<std::int64_t>>& transitions);

struct ScoreLevel {
  double score = 0;
  std::int64_t negatives = 0, positives = 0;
};

struct AucResult {
  Estimate auc;
  Estimate se, lo, hi;  // DeLong, clipped to [0, 1]
};

// How well rates from one period predict gestures of the next. Levels in any order; equal scores
// are ties.
AucResult auc(const std::vector<ScoreLevel>& levels, double conf_level = 0.95);

}  // namespace laurel::stats
