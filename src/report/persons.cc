#include "report/persons.h"

#include <algorithm>

#include "report/counts.h"
#include "report/report.h"

namespace laurel::report {
namespace {

bool praised(Group group, ReportStrength strength) {
  return group == Group::kExemplary || (group == Group::kKind && strength == ReportStrength::kAny);
}

}  // namespace

bool within(const ReportOptions& options, base::Month month) {
  if (!options.has_period()) return true;
  return month.known() && (!options.from.known() || options.from <= month) &&
         (!options.to.known() || month <= options.to);
}

base::Result<std::vector<Person>> count_people(const ReportInput& input,
                                               const QuestionReport* main) {
  const std::size_t markets = places_of(input.markets);
  std::vector<Person> people(places_of(input.employees));
  const std::vector<model::UnitId> silent =
      model::units_without_people(input.settings, input.units);
  for (const model::Employee& employee : input.employees) {
    Person& person = people[static_cast<std::size_t>(employee.id.value)];
    person.employee = &employee;
    person.in_works_council_unit = input.settings.works_council ||
                                   std::binary_search(silent.begin(), silent.end(), employee.unit);
  }
  model::QuestionId asked = model::kEveryResponse;
  std::int32_t min = 0, max = 0;
  if (main != nullptr) {
    min = main->scale_min;
    max = main->scale_max;
    for (const model::Question& question : input.questions) {
      if (question.key == main->key && question.version == main->version) asked = question.id;
    }
  }
  const auto width = static_cast<std::size_t>(max - min + 1);
  for (const model::EmployeeCell& cell : input.employee_cells) {
    const model::EmployeeCellKey& key = cell.key;
    if (!within(input.options, key.month)) continue;
    const bool response = key.question == model::kEveryResponse;
    if (!response && key.question != asked) continue;
    const auto id = static_cast<std::size_t>(static_cast<std::uint32_t>(key.employee.value));
    const auto market = static_cast<std::size_t>(static_cast<std::uint32_t>(key.market.value));
    if (id >= people.size() || people[id].employee == nullptr || market >= markets || cell.n < 0) {
      return base::conflict(
          "The stored counts don't agree with the organization's lists. Run laurel recount.",
          "an employee cell names an unknown person or market, or is negative");
    }
    Person& person = people[id];
    const bool credited = key.part == model::EmployeePart::kCredited;
    // Kind words are no praise in a report on exemplary praise.
    if (credited && !praised(group_of(key.voice), input.options.strength)) continue;
    if (response) {
      (credited ? person.credited : person.served) += cell.n;
      if (key.month.known() && cell.n > 0) {
        (credited ? person.credited_by_month : person.served_by_month)[key.month] += cell.n;
      }
      continue;
    }
    if (key.value < min || key.value > max) continue;  // counted by the report as off the scale
    auto& scores = credited ? person.credited_scores : person.served_scores;
    if (scores.empty()) scores.resize(markets);
    stats::Histogram& here = scores[market];
    if (here.size() == 0) here = stats::Histogram(std::vector<std::int64_t>(width), min);
    here.add(key.value, cell.n);
  }
  return people;
}

void complete(Person& person) {
  person.served = std::max(person.served, person.credited);
  for (const auto& [month, n] : person.credited_by_month) {
    std::int64_t& served = person.served_by_month[month];
    served = std::max(served, n);
  }
  if (person.served_scores.empty()) person.served_scores = person.credited_scores;
  for (std::size_t market = 0; market < person.credited_scores.size(); ++market) {
    stats::Histogram& served = person.served_scores[market];
    const stats::Histogram& credited = person.credited_scores[market];
    if (credited.size() == 0) continue;
    if (served.size() == 0) {
      served = credited;
      continue;
    }
    for (int score = credited.min(); score <= credited.max(); ++score) {
      const std::int64_t more = credited.at(score) - served.at(score);
      if (more > 0) served.add(score, more);
    }
  }
}

}  // namespace laurel::report
