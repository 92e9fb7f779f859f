#include "report/people.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "report/compare.h"
#include "report/counts.h"
#include "report/report.h"
#include "report/words.h"
#include "stats/consistency.h"
#include "stats/distributions.h"
#include "stats/multiplicity.h"
#include "stats/ranking.h"

namespace laurel::report {
namespace {

constexpr int kLately = 3;           // months
constexpr double kBestShare = 0.25;  // of people
constexpr double kLikely = 0.5;
constexpr double kSurelyGood = 0.9;  // chance of being above average, for an unsung hero

// What cells say of one person.
struct Person {
  const model::Employee* employee = nullptr;
  bool in_works_council_unit = false;
  std::int64_t served = 0, credited = 0;
  std::map<base::Month, std::int64_t> served_by_month, credited_by_month;
  std::vector<stats::Histogram> served_scores, credited_scores;  // by market
};

std::string name_of(const model::Employee& employee) {
  const std::string& first =
      employee.preferred_name.empty() ? employee.first_name : employee.preferred_name;
  std::string name = first;
  if (!employee.last_name.empty()) name += (name.empty() ? "" : " ") + employee.last_name;
  return name.empty() ? employee.code : name;
}

std::string unit_name(const std::vector<model::Unit>& units, model::UnitId id) {
  for (const model::Unit& unit : units) {
    if (unit.id == id) return unit.name.empty() ? unit.code : unit.name;
  }
  return {};
}

bool within(const ReportOptions& options, base::Month month) {
  if (!options.has_period()) return true;
  return month.known() && (!options.from.known() || options.from <= month) &&
         (!options.to.known() || month <= options.to);
}

template <typename Members>
std::size_t places_of(const Members& members) {
  std::int32_t highest = 0;
  for (const auto& member : members) highest = std::max(highest, member.id.value);
  return static_cast<std::size_t>(highest) + 1;
}

bool praised(Group group, ReportStrength strength) {
  return group == Group::kExemplary || (group == Group::kKind && strength == ReportStrength::kAny);
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
    if (scores.empty()) {
      scores.assign(markets, stats::Histogram(std::vector<std::int64_t>(width), min));
    }
    scores[market].add(key.value, cell.n);
  }
  return people;
}

bool worked(const Person& person) { return person.served > 0 || person.credited > 0; }

// Praise beyond the service named is service too.
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
    for (int score = credited.min(); score <= credited.max(); ++score) {
      const std::int64_t more = credited.at(score) - served.at(score);
      if (more > 0) served.add(score, more);
    }
  }
}

// --- praise against what would be expected

struct Expected {
  double expected = 0;
  std::optional<double> z, p_adjusted;
};

// By place in `people`. Those of `good` are one family of tests: whether somebody is good is told
// by the scores, within which praise is compared, so that choosing them leaves the tests what they
// are.
std::map<std::size_t, Expected> expected_praise(const std::vector<Person>& people,
                                                const std::set<std::size_t>& compared,
                                                const std::set<std::size_t>& good) {
  std::vector<stats::CommendationCell> cells;
  for (const std::size_t i : compared) {
    const Person& person = people[i];
    for (std::size_t market = 0; market < person.served_scores.size(); ++market) {
      const stats::Histogram& served = person.served_scores[market];
      for (int score = served.min(); score <= served.max(); ++score) {
        if (served.at(score) == 0) continue;
        const std::int64_t credited =
            person.credited_scores.empty() ? 0 : person.credited_scores[market].at(score);
        cells.push_back({std::to_string(i), std::to_string(market), std::to_string(score),
                         served.at(score), credited});
      }
    }
  }
  std::map<std::size_t, Expected> found;
  std::vector<stats::Estimate> p;
  std::vector<std::size_t> order;
  for (const stats::ObservedExpected& each : stats::commendations_observed_expected(cells)) {
    const std::size_t i = std::stoul(each.employee);
    found[i].expected = each.expected;
    if (each.z.defined()) found[i].z = *each.z;
    if (!good.contains(i)) continue;
    order.push_back(i);
    p.push_back(each.z.defined() ? stats::Estimate(stats::normal_cdf(*each.z))
                                 : stats::Undefined{"no z"});
  }
  const std::vector<stats::Estimate> adjusted = stats::adjust_bh(p);
  for (std::size_t k = 0; k < order.size(); ++k) {
    if (adjusted[k].defined()) found[order[k]].p_adjusted = *adjusted[k];
  }
  return found;
}

// --- through the year

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

// --- words

std::vector<std::string> sentences_of(const PeopleReport& report) {
  std::vector<std::string> sentences;
  if (!report.reason.empty()) {
    return {fmt::format("How people stand can't be said: {}.", report.reason)};
  }
  if (report.standing.reliability) {
    const double reliability = *report.standing.reliability;
    sentences.push_back(
        reliability <= 0
            ? fmt::format("What customers answer of {} differs by no more than chance.",
                          count_of(static_cast<std::int64_t>(report.compared), "person", "people"))
            : fmt::format(
                  "Who served explains {} of how answers differ, among {} with {} answers or more. "
                  "One answer says little about a person; ranks come with intervals, and are left "
                  "out where these span more than half of the people.",
                  reliability < 0.01 ? std::string("less than 1%")
                                     : plain(reliability * 100, 0) + "%",
                  count_of(static_cast<std::int64_t>(report.compared), "person", "people"),
                  kFewestServed));
  }
  if (report.unsung > 0) {
    sentences.push_back(fmt::format(
        "{} unsung: customers answer clearly above average about them, and praise them clearly "
        "less often than others with the same scores.",
        count_of(static_cast<std::int64_t>(report.unsung), "person is", "people are")));
  } else {
    sentences.push_back(
        "Nobody is clearly unsung, that is well above average and praised clearly less often than "
        "others with the same scores.");
  }
  if (report.protected_people > 0) {
    sentences.push_back(fmt::format(
        "{} in units in works-council mode and in no list or ranking.",
        count_of(static_cast<std::int64_t>(report.protected_people), "person is", "people are")));
  }
  return sentences;
}

}  // namespace

std::string_view name(ShowPeople people) {
  return people == ShowPeople::kNone ? "none" : people == ShowPeople::kPraise ? "praise" : "all";
}

base::Result<PeopleReport> people_report(const ReportInput& input, const ReportCounts& counts,
                                         const QuestionReport* main) {
  const ReportOptions& options = input.options;
  PeopleReport report;
  report.shown_as = input.settings.works_council ? ShowPeople::kNone : options.show_people;
  std::vector<Person> people = TRY(count_people(input, main));
  std::vector<const Person*> everybody;
  bool any_served = false;
  for (Person& person : people) {
    if (person.employee == nullptr || !worked(person)) continue;
    any_served = any_served || person.served > 0;
    complete(person);
    everybody.push_back(&person);
    report.protected_people += person.in_works_council_unit ? 1 : 0;
  }
  std::vector<const Person*> best;
  std::vector<std::string> best_names;

  if (input.settings.works_council) {
    report.reason = "the organization is in works-council mode";
  } else if (everybody.empty()) {
    report.reason = "no response names who served or was praised";
  } else if (!any_served) {
    report.reason =
        "no response names who served, so praise can't be set against the work that was done";
  } else if (main == nullptr) {
    report.reason = "no question that can be averaged was answered";
  }
  if (report.reason.empty()) {
    std::vector<StandingInput> inputs;
    std::map<std::string, std::size_t> by_code;
    std::set<std::size_t> compared;
    for (std::size_t i = 0; i < people.size(); ++i) {
      const Person& person = people[i];
      if (person.employee == nullptr || person.in_works_council_unit) continue;
      if (!worked(person) || person.served_scores.empty()) continue;
      inputs.push_back({name_of(*person.employee), person.employee->code,
                        unit_name(input.units, person.employee->unit), person.served_scores});
      by_code[person.employee->code] = i;
      compared.insert(i);
    }
    report.standing = standing_report(main->measure, main->scale_min, main->scale_max,
                                      std::move(inputs), options);
    std::vector<Standing> shown = std::move(report.standing.shown);
    report.standing.shown.clear();
    report.reason = report.standing.reason;
    report.compared = shown.size();
    std::set<std::size_t> judged, good;
    for (const Standing& standing : shown) {
      judged.insert(by_code[standing.code]);
      if (standing.p_above.value_or(0) > kSurelyGood) good.insert(by_code[standing.code]);
    }
    const std::map<std::size_t, Expected> expected = expected_praise(people, judged, good);
    std::vector<stats::Proportion> praise;
    for (const Standing& standing : shown) {
      const Person& person = people[by_code[standing.code]];
      praise.push_back({person.credited, person.served});
    }
    const stats::BetaBinomial model = stats::beta_binomial(praise, options.conf_level);
    std::vector<stats::Posterior> posteriors;
    for (std::size_t k = 0; k < shown.size(); ++k) {
      const std::size_t i = by_code[shown[k].code];
      const Person& person = people[i];
      PersonReport one;
      one.served = person.served;
      one.credited = person.credited;
      Figure& rate = one.credited_share;
      rate.statistic = "credited_share";
      rate.unit = "share";
      rate.method = "beta_binomial";
      rate.n = person.served;
      if (model.posterior.mean[k].defined()) rate.estimate = *model.posterior.mean[k];
      if (model.posterior.lo[k].defined() && model.posterior.hi[k].defined()) {
        rate.lo = *model.posterior.lo[k];
        rate.hi = *model.posterior.hi[k];
      } else {
        rate.reason = model.posterior.lo[k].reason();
      }
      if (const auto found = expected.find(i); found != expected.end()) {
        one.expected_credits = found->second.expected;
        one.z = found->second.z;
        one.p_adjusted = found->second.p_adjusted;
      }
      one.unsung =
          one.z && *one.z < 0 && one.p_adjusted && *one.p_adjusted < 1 - options.conf_level;
      report.unsung += one.unsung ? 1 : 0;
      if (!person.credited_by_month.empty() && counts.last_month.known()) {
        one.months_since = counts.last_month.index - person.credited_by_month.rbegin()->first.index;
      }
      one.standing = std::move(shown[k]);
      report.people.push_back(std::move(one));
    }
    // Likelier than not among the best quarter.
    for (const PersonReport& one : report.people) {
      const Figure& shrunk = one.standing.shrunk;
      posteriors.push_back({shrunk.estimate.value_or(0),
                            shrunk.lo && shrunk.hi ? (*shrunk.hi - *shrunk.lo) / 2 /
                                                         stats::normal_critical(options.conf_level)
                                                   : 0});
    }
    const bool alike = std::all_of(posteriors.begin(), posteriors.end(),
                                   [](const stats::Posterior& p) { return p.sd <= 0; });
    if (!posteriors.empty() && !alike) {
      const std::vector<double> top = stats::probability_top(posteriors, kBestShare);
      for (std::size_t k = 0; k < top.size(); ++k) {
        if (top[k] <= kLikely) continue;
        best.push_back(&people[by_code[report.people[k].standing.code]]);
        best_names.push_back(report.people[k].standing.name);
      }
    }
  }
  report.coverage = coverage_report(everybody, best, best_names, counts.first_month,
                                    counts.last_month, options.conf_level);
  if (report.shown_as == ShowPeople::kNone) report.coverage.waiting.clear();
  if (report.shown_as == ShowPeople::kNone) {
    report.people.clear();
  } else if (report.shown_as == ShowPeople::kPraise) {
    std::erase_if(report.people, [](const PersonReport& one) {
      return !one.unsung && one.standing.p_top.value_or(0) <= kLikely;
    });
  }
  report.sentences = sentences_of(report);
  return report;
}

UnitsReport units_report(const ReportInput& input, const QuestionCounts* main,
                         const QuestionReport* main_report) {
  UnitsReport report;
  if (main == nullptr) {
    report.standing.reason = "no question that can be averaged was answered";
  } else {
    const std::size_t channels = places_of(input.channels);
    const auto width =
        static_cast<std::size_t>(main_report->scale_max - main_report->scale_min + 1);
    std::vector<std::vector<std::int64_t>> counts(places_of(input.units) * channels);
    for (const model::Cell& cell : input.cells) {
      const model::CellKey& key = cell.key;
      if (key.question != main->question->id || !within(input.options, key.month)) continue;
      if (!key.unit.known()) continue;
      const auto bin = static_cast<std::size_t>(key.value - main_report->scale_min);
      const std::size_t at = static_cast<std::size_t>(key.unit.value) * channels +
                             static_cast<std::size_t>(key.channel.value);
      if (bin >= width || at >= counts.size()) continue;
      if (counts[at].empty()) counts[at].resize(width);
      counts[at][bin] += cell.n;
    }
    std::vector<StandingInput> inputs;
    for (const model::Unit& unit : input.units) {
      StandingInput one{unit.name.empty() ? unit.code : unit.name, unit.code, {}, {}};
      for (std::size_t channel = 0; channel < channels; ++channel) {
        auto& here = counts[static_cast<std::size_t>(unit.id.value) * channels + channel];
        const bool clean = std::all_of(here.begin(), here.end(), [](auto n) { return n >= 0; });
        one.by_place.push_back(here.empty() || !clean
                                   ? stats::Histogram()
                                   : stats::Histogram(std::move(here), main_report->scale_min));
      }
      inputs.push_back(std::move(one));
    }
    report.standing = standing_report(main_report->measure, main_report->scale_min,
                                      main_report->scale_max, std::move(inputs), input.options);
    if (report.standing.shown.empty()) {
      report.standing.reason = report.standing.too_few == 0
                                   ? "no answer names a unit"
                                   : fmt::format("no unit has {} answers", kFewestServed);
    }
  }
  const StandingReport& standing = report.standing;
  if (!standing.reason.empty()) {
    report.sentence = fmt::format("How units stand can't be said: {}.", standing.reason);
  } else if (standing.shown.size() < 2) {
    report.sentence = "There is one unit with enough answers, and nothing to compare it with.";
  } else if (standing.reliability.value_or(0) <= 0) {
    report.sentence = "Units differ by no more than chance, so they are not ranked.";
  } else {
    const Standing& first = standing.shown.front();
    const Standing& last = standing.shown.back();
    const bool mean = main_report->measure == Measure::kMean;
    const auto show = [&](const Figure& figure) {
      return plain(figure.estimate.value_or(0) * (mean ? 1 : 100), mean ? 2 : 0);
    };
    report.sentence = fmt::format(
        "With chance and the mix of channels taken off, units lie between {} ({}) and {} ({}).",
        show(first.shrunk), first.name, show(last.shrunk), last.name);
  }
  return report;
}

}  // namespace laurel::report
