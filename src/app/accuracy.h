// How far detection and the people who decide agree. Figures are of what was decided, which is
// mostly what detection was unsure of: they say how good it is there, and the audited ones how good
// it is where nobody would have looked. Pure but for reading its input; thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "app/caller.h"
#include "base/result.h"
#include "detect/praise.h"
#include "stats/maybe.h"
#include "stats/proportions.h"
#include "store/database.h"

namespace laurel::app {

// One decided commendation beside what detection had said.
struct DecidedPraise {
  std::string detector;
  double probability = 0;
  bool flagged = false, sure = false;
  bool audited = false;  // of the sure ones that are looked at by chance
  bool added = false;    // detection had nothing there
  bool accepted = false;
  detect::LinkState found_link = detect::LinkState::kUnlisted;
  bool same_person = false;  // linked to the same employee, or to nobody, as before
};

struct CalibrationBin {
  double from = 0, to = 0;
  double said = 0;  // mean probability
  stats::Proportion right;
  stats::Interval interval;  // Wilson
};

struct AccuracyFigures {
  std::string detector;  // empty: of all
  std::int64_t decided = 0;
  stats::Proportion agreed;     // flagged and accepted, or neither
  stats::Proportion precision;  // of flagged ones, accepted
  stats::Proportion recall;     // of accepted ones, flagged; what nobody saw isn't in it
  stats::Proportion audited;    // of audited ones, accepted
  stats::Proportion linked;     // of accepted ones that were linked, to the right person
  std::int64_t resolved = 0;    // ambiguous ones of which a person said who
  std::int64_t added = 0;
  stats::Estimate brier;
  std::vector<CalibrationBin> calibration;  // tenths that have any
};

struct Accuracy {
  AccuracyFigures all;
  std::vector<AccuracyFigures> by_detector;  // most decided first
};

Accuracy accuracy_of(std::span<const DecidedPraise> decided);

// Needs Permission::kDecide, and everything in scope.
base::Result<Accuracy> read_accuracy(store::Database& database, const Caller& by);

// For a programme lead to read.
std::string accuracy_words(const Accuracy& accuracy);

}  // namespace laurel::app
