// Consistency and quiet excellence: the floor of a unit's scores, and commendations observed
// against expected for the customers an employee served. Pure and thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stats/histogram.h"
#include "stats/maybe.h"

namespace laurel::stats {

struct Consistency {
  std::int64_t n = 0;
  Estimate mean, sd;
  Estimate quantile;  // the score below which a share q lies (inverse ECDF)
  Estimate
      quantile_lower_bound;  // one-sided order-statistic bound; the scale's minimum when n is small
  Estimate p_ge;             // share of scores >= threshold
  Interval p_ge_limits;      // Wilson
};

// REQUIRES: 0 < q < 1.
Consistency consistency(const Histogram& scores, int threshold, double q = 0.1,
                        double conf_level = 0.95);

// Answers of one employee's customers in one market at one score, and how many commended.
struct CommendationCell {
  std::string employee, market, score;
  std::int64_t n = 0;
  std::int64_t flagged = 0;  // <= n
};

struct ObservedExpected {
  std::string employee;
  std::int64_t observed = 0;
  double expected = 0;  // if all employees were commended alike at equal market and score
  double variance = 0;
  Estimate z;  // far below zero and consistently good: an unsung hero
};

// Employees in the order they first appear.
std::vector<ObservedExpected> commendations_observed_expected(
    const std::vector<CommendationCell>& cells);

}  // namespace laurel::stats
