// One person as the cells tell of them, and what the parts of the report on people share. Inside
// the report only. Pure, thread-safe.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "report/people.h"
#include "stats/histogram.h"

namespace laurel::report {

inline constexpr int kLately = 3;  // months

// What cells say of one person.
struct Person {
  const model::Employee* employee = nullptr;
  bool in_works_council_unit = false;
  std::int64_t served = 0, credited = 0;
  std::map<base::Month, std::int64_t> served_by_month, credited_by_month;
  // By market; without a scale where nobody answered.
  std::vector<stats::Histogram> served_scores, credited_scores;

  bool worked() const { return served > 0 || credited > 0; }
};

// By employee id; those without an employee are nobody.
base::Result<std::vector<Person>> count_people(const ReportInput& input,
                                               const QuestionReport* main);
// Praise beyond the service named is service too.
void complete(Person& person);

// Whether recognition comes through the year; `best` are likelier than not among the best quarter.
CoverageReport coverage_report(const std::vector<const Person*>& people,
                               const std::vector<const Person*>& best,
                               const std::vector<std::string>& best_names, base::Month first,
                               base::Month last, double conf_level);

bool within(const ReportOptions& options, base::Month month);

// One more than the highest id.
template <typename Members>
std::size_t places_of(const Members& members) {
  std::int32_t highest = 0;
  for (const auto& member : members) highest = std::max(highest, member.id.value);
  return static_cast<std::size_t>(highest) + 1;
}

}  // namespace laurel::report
