// How many answers a comparison needs, for planning before data. Two-sided tests. Fractions of a
// respondent are kept: round up where it is shown. Multiply by about 2.4 if only an always-valid
// sequence (sequential.h) decides. Pure and thread-safe. alpha and power in (0, 1).
#pragma once

#include "stats/maybe.h"

namespace laurel::stats {

// Expected shares; they should add up to 1.
struct NpsShares {
  double promoters = 0, passives = 0, detractors = 0;
};

struct NpsSampleSize {
  double delta = 0;  // alt - base
  Estimate n_total, n_flagged, n_unflagged;
};

// (z_{a/2} + z_b)^2 (v_alt/f + v_base/(1-f)) / delta^2 with f the share of flagged answers.
NpsSampleSize nps_sample_size(const NpsShares& base, const NpsShares& alt, double flag_share = 0.5,
                              double alpha = 0.05, double power = 0.8);

struct MeanSampleSize {
  Estimate n_per_arm_t, n_per_arm_z;  // noncentral t as R's power.t.test, and its normal limit
};

MeanSampleSize mean_sample_size(double delta, double sd, double alpha = 0.05, double power = 0.8);

// Pooled variance under the null, as R's power.prop.test.
Estimate proportion_sample_size(double p1, double p2, double alpha = 0.05, double power = 0.8);

// The next whole answer; undefined stays so.
Estimate rounded_up(const Estimate& n);

}  // namespace laurel::stats
