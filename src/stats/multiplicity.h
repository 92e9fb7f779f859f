// p-values of several questions adjusted together. Declare the family first: the questions of one
// contrast are one family. Show adjusted values beside the raw ones. Pure and thread-safe.
#pragma once

#include <vector>

#include "stats/maybe.h"

namespace laurel::stats {

// Each takes p-values in [0, 1], some of which may be undefined: those stay so and do not count.
// The result has the order of the input.

// Benjamini & Hochberg 1995: false discovery rate, for questions x one contrast.
std::vector<Estimate> adjust_bh(const std::vector<Estimate>& p);
// Benjamini & Yekutieli 2001: under any dependence, for questions x markets.
std::vector<Estimate> adjust_by(const std::vector<Estimate>& p);
// Holm 1979: family-wise error rate, for a few declared primary questions.
std::vector<Estimate> adjust_holm(const std::vector<Estimate>& p);

}  // namespace laurel::stats
