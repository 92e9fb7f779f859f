// People and units: who stands where with chance and customers' mix taken off, who is excellent and
// hardly ever praised (unsung), and whether recognition comes through the year and reaches those
// who deserve it. From employee cells (served: did the work; credited: was praised) and cells.
// Pure, thread-safe.
//
// What is shown of single people: kPraise (the default) names only those of whom the figures speak
// well; kAll gives everybody's figures; kNone names nobody. In units in works-council mode people
// are in no list and no ranking; they are counted in totals over at least kFewestPeople people.
//
// A response that praises somebody whom it does not name as having served counts as served by them:
// where praise outnumbers service in a cell, praise is taken as the number served.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/cells.h"
#include "model/organization.h"
#include "model/settings.h"
#include "report/options.h"
#include "report/standing.h"

namespace laurel::report {

struct ReportCounts;
struct QuestionCounts;
struct QuestionReport;
struct ReportInput;

inline constexpr std::size_t kFewestPeople = 5;  // for a total over protected people

// Somebody's praise against what would be expected of anybody in the same markets with the same
// scores.
struct PersonReport {
  Standing standing;
  std::int64_t served = 0;                                // responses
  std::int64_t credited = 0;                              // of these, with praise for this person
  Figure credited_share;                                  // drawn to everybody's (beta-binomial)
  std::optional<double> expected_credits, z, p_adjusted;  // of praise; p is for too little
  bool unsung = false;
  std::optional<int> months_since;  // last recognised; none: never in the period
};

struct CoverageMonth {
  base::Month month{};
  std::int64_t credits = 0;  // responses and people: two praised in one are two
  Figure recognised;         // of the people who served in the month, the share praised in it
};

struct CoverageReport {
  std::vector<CoverageMonth> months;
  Figure recognised;                 // of all who served, the share praised at least once
  Figure recognised_lately;          // in the last three months, of those who served in them
  Figure best_lately;                // of those likelier than not among the best quarter, the same
  std::optional<double> median_gap;  // months between one recognition and the next
  std::vector<std::string> waiting;  // the best who were not recognised for three months, by name
  std::string reason;
  std::string sentence;
};

struct PeopleReport {
  ShowPeople shown_as = ShowPeople::kPraise;
  std::vector<PersonReport> people;  // those that may be shown, best first
  StandingReport standing;           // without `shown`, which is in `people`
  std::size_t compared = 0;          // people with enough answers outside works-council units
  std::size_t protected_people = 0;  // served in works-council units
  std::size_t unsung = 0;
  CoverageReport coverage;
  std::string reason;  // why there are no figures of people
  std::vector<std::string> sentences;
};

struct UnitsReport {
  StandingReport standing;
  std::string sentence;
};

// `main` is null without a main question. Error (kConflict) when the cells contradict the lists.
base::Result<PeopleReport> people_report(const ReportInput& input, const ReportCounts& counts,
                                         const QuestionReport* main);
UnitsReport units_report(const ReportInput& input, const QuestionCounts* main,
                         const QuestionReport* report);

}  // namespace laurel::report
