// Whether recognition comes through the year and reaches those who deserve it.
#include <fmt/format.h>

#include <algorithm>

#include "report/compare.h"
#include "report/persons.h"
#include "report/words.h"

namespace laurel::report {
namespace {

Figure share(std::string_view statistic, std::int64_t part, std::int64_t whole,
             std::string_view reason, double conf_level) {
  return share_figure(statistic, part, whole, std::string(reason), conf_level);
}

// The share of people praised in a span of months, of those who served in it.
std::pair<std::int64_t, std::int64_t> praised_in(const std::vector<const Person*>& people,
                                                 base::Month from, base::Month to) {
  std::int64_t part = 0, whole = 0;
  const auto any = [&](const std::map<base::Month, std::int64_t>& months) {
    const auto first = months.lower_bound(from);
    return first != months.end() && first->first <= to;
  };
  for (const Person* person : people) {
    if (!any(person->served_by_month)) continue;
    ++whole;
    part += any(person->credited_by_month) ? 1 : 0;
  }
  return {part, whole};
}

}  // namespace

CoverageReport coverage_report(const std::vector<const Person*>& people,
                               const std::vector<const Person*>& best,
                               const std::vector<std::string>& best_names, base::Month first,
                               base::Month last, double conf_level) {
  CoverageReport report;
  const auto undefined = [&](std::string reason) {
    report.reason = std::move(reason);
    report.recognised = share("recognised_share", 0, 0, report.reason, conf_level);
    report.recognised_lately = report.best_lately = report.recognised;
    report.sentence =
        fmt::format("Whether recognition comes through the year can't be said: {}.", report.reason);
    return report;
  };
  if (people.size() < kFewestPeople) {
    return undefined(fmt::format("it takes {} people who served or were praised, and there {} {}",
                                 kFewestPeople, people.size() == 1 ? "is" : "are", people.size()));
  }
  if (!first.known()) return undefined("no response carries a date");
  constexpr std::int32_t kMostMonths = 1200;
  if (last.index - first.index > kMostMonths) {
    return undefined("the dates span more than a hundred years, so some must be wrong");
  }
  for (std::int32_t index = first.index; index <= last.index; ++index) {
    const base::Month month{index};
    CoverageMonth row;
    row.month = month;
    for (const Person* person : people) {
      const auto found = person->credited_by_month.find(month);
      if (found != person->credited_by_month.end()) row.credits += found->second;
    }
    const auto [part, whole] = praised_in(people, month, month);
    row.recognised =
        share("recognised_share", part, whole, "nobody served in this month", conf_level);
    report.months.push_back(std::move(row));
  }
  const auto [part, whole] = praised_in(people, first, last);
  report.recognised =
      share("recognised_share", part, whole, "nobody served in a month", conf_level);
  const base::Month since{std::max(first.index, last.index - kLately + 1)};
  const auto lately = praised_in(people, since, last);
  report.recognised_lately = share("recognised_share", lately.first, lately.second,
                                   "nobody served in the last three months", conf_level);
  const auto of_best = praised_in(best, since, last);
  report.best_lately =
      share("recognised_share", of_best.first, of_best.second,
            "nobody who served lately is likely to be among the best quarter", conf_level);
  for (std::size_t i = 0; i < best.size(); ++i) {
    if (praised_in({best[i]}, since, last) == std::pair<std::int64_t, std::int64_t>(0, 1)) {
      report.waiting.push_back(best_names[i]);
    }
  }
  std::vector<std::int32_t> gaps;
  for (const Person* person : people) {
    std::int32_t before = 0;
    for (const auto& [month, n] : person->credited_by_month) {
      if (before != 0) gaps.push_back(month.index - before);
      before = month.index;
    }
  }
  if (!gaps.empty()) {
    std::sort(gaps.begin(), gaps.end());
    const std::size_t half = gaps.size() / 2;
    report.median_gap = gaps.size() % 2 == 1 ? gaps[half] : (gaps[half - 1] + gaps[half]) / 2.0;
  }
  const std::int32_t months = last.index - first.index + 1;
  report.sentence = fmt::format("Of {} who served, {} were recognised at least once in {}",
                                count_of(whole, "person", "people"), share_of(part, whole),
                                count_of(months, "month", "months"));
  if (months > kLately) {
    report.sentence += fmt::format(", {} in the last three", share_of(lately.first, lately.second));
  }
  report.sentence += ".";
  if (of_best.second > 0 && months > kLately) {
    report.sentence += fmt::format(
        " Of the {} likelier than not among the best quarter, {} were recognised in the last three "
        "months.",
        grouped(of_best.second), grouped(of_best.first));
  }
  if (report.median_gap) {
    report.sentence += fmt::format(
        " Between one recognition of a person and the next lie {} in the median.",
        *report.median_gap == 1
            ? "1 month"
            : plain(*report.median_gap,
                    gaps.size() % 2 == 0 && *report.median_gap != rounded(*report.median_gap, 0)
                        ? 1
                        : 0) +
                  " months");
  }
  return report;
}

}  // namespace laurel::report
