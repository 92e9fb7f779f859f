#include "report/people.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "report/compare.h"
#include "report/counts.h"
#include "report/persons.h"
#include "report/report.h"
#include "report/words.h"
#include "stats/consistency.h"
#include "stats/distributions.h"
#include "stats/multiplicity.h"
#include "stats/ranking.h"

namespace laurel::report {
namespace {

constexpr double kBestShare = 0.25;  // of people
constexpr double kLikely = 0.5;
constexpr double kSurelyGood = 0.9;  // chance of being above average, for an unsung hero

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

// --- praise against what would be expected

struct Expected {
  double expected = 0;
  std::optional<double> z, p_adjusted;
};

// By place in `people`. The `good` ones are one family of tests: whether somebody is good is told
// by the scores, within which praise is compared, so that choosing them leaves the tests what they
// are.
std::vector<Expected> expected_praise(const std::vector<const Person*>& people,
                                      const std::vector<bool>& good) {
  std::vector<stats::CommendationCell> cells;
  for (std::size_t i = 0; i < people.size(); ++i) {
    const Person& person = *people[i];
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
  std::vector<Expected> found(people.size());
  std::vector<stats::Estimate> p;
  std::vector<std::size_t> order;
  for (const stats::ObservedExpected& each : stats::commendations_observed_expected(cells)) {
    const std::size_t i = std::stoul(each.employee);
    found[i].expected = each.expected;
    if (each.z.defined()) found[i].z = *each.z;
    if (!good[i]) continue;
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

// --- figures

// As a clause; empty when people can be compared.
std::string why_not_compared(const model::Settings& settings, bool nobody, bool any_served,
                             const QuestionReport* main) {
  if (settings.works_council) return "the organization is in works-council mode";
  if (nobody) return "no response names who served or was praised";
  if (!any_served)
    return "no response names who served, so praise can't be set against the work that was done";
  if (main == nullptr) return "no question that can be averaged was answered";
  return {};
}

Figure credited_share(const Person& person, const stats::Estimate& mean, const stats::Estimate& lo,
                      const stats::Estimate& hi) {
  Figure share;
  share.statistic = "credited_share";
  share.unit = "share";
  share.method = "beta_binomial";
  share.n = person.served;
  if (mean.defined()) share.estimate = *mean;
  if (lo.defined() && hi.defined()) {
    share.lo = *lo;
    share.hi = *hi;
  } else {
    share.reason = lo.reason();
  }
  return share;
}

// Fills the standing and the people of the report, best first; whom each of them is.
std::vector<const Person*> compare_people(const ReportInput& input, const ReportCounts& counts,
                                          const QuestionReport& main,
                                          const std::vector<const Person*>& everybody,
                                          PeopleReport& report) {
  const ReportOptions& options = input.options;
  std::vector<StandingInput> inputs;
  std::map<std::string, const Person*> by_code;
  for (const Person* person : everybody) {
    if (person->in_works_council_unit || person->served_scores.empty()) continue;
    const model::Employee& employee = *person->employee;
    inputs.push_back({employee.id.value, name_of(employee), employee.code,
                      unit_name(input.units, employee.unit), person->served_scores});
    by_code[employee.code] = person;
  }
  report.standing =
      standing_report(main.measure, main.scale_min, main.scale_max, std::move(inputs), options);
  std::vector<Standing> shown = std::exchange(report.standing.shown, {});
  report.reason = report.standing.reason;
  report.compared = shown.size();
  std::vector<const Person*> people;
  std::vector<bool> good;
  std::vector<stats::Proportion> praise;
  for (const Standing& standing : shown) {
    people.push_back(by_code[standing.code]);
    good.push_back(standing.p_above.value_or(0) > kSurelyGood);
    praise.push_back({people.back()->credited, people.back()->served});
  }
  const std::vector<Expected> expected = expected_praise(people, good);
  const stats::BetaPosterior rates = stats::beta_binomial(praise, options.conf_level).posterior;
  for (std::size_t i = 0; i < people.size(); ++i) {
    const Person& person = *people[i];
    PersonReport& one = report.people.emplace_back();
    one.standing = std::move(shown[i]);
    one.served = person.served;
    one.credited = person.credited;
    one.credited_share = credited_share(person, rates.mean[i], rates.lo[i], rates.hi[i]);
    one.expected_credits = expected[i].expected;
    one.z = expected[i].z;
    one.p_adjusted = expected[i].p_adjusted;
    one.unsung = one.z && *one.z < 0 && one.p_adjusted && *one.p_adjusted < 1 - options.conf_level;
    report.unsung += one.unsung ? 1 : 0;
    if (!person.credited_by_month.empty() && counts.last_month.known()) {
      one.months_since = counts.last_month.index - person.credited_by_month.rbegin()->first.index;
    }
  }
  return people;
}

// The places of those likelier than not among the best quarter.
std::vector<std::size_t> likely_best(const std::vector<PersonReport>& people, double conf_level) {
  std::vector<stats::Posterior> posteriors;
  for (const PersonReport& one : people) {
    const Figure& shrunk = one.standing.shrunk;
    const double width = shrunk.lo && shrunk.hi ? *shrunk.hi - *shrunk.lo : 0;
    posteriors.push_back(
        {shrunk.estimate.value_or(0), width / 2 / stats::normal_critical(conf_level)});
  }
  const bool alike = std::all_of(posteriors.begin(), posteriors.end(),
                                 [](const stats::Posterior& p) { return p.sd <= 0; });
  std::vector<std::size_t> best;
  if (posteriors.empty() || alike) return best;
  const std::vector<double> top = stats::probability_top(posteriors, kBestShare);
  for (std::size_t i = 0; i < top.size(); ++i) {
    if (top[i] > kLikely) best.push_back(i);
  }
  return best;
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
  PeopleReport report;
  report.shown_as = input.settings.works_council ? ShowPeople::kNone : input.options.show_people;
  std::vector<Person> people = TRY(count_people(input, main));
  std::vector<const Person*> everybody;
  bool any_served = false;
  for (Person& person : people) {
    if (person.employee == nullptr || !person.worked()) continue;
    any_served = any_served || person.served > 0;
    complete(person);
    everybody.push_back(&person);
    report.protected_people += person.in_works_council_unit ? 1 : 0;
  }
  std::vector<const Person*> best;
  std::vector<std::string> best_names;
  report.reason = why_not_compared(input.settings, everybody.empty(), any_served, main);
  if (report.reason.empty()) {
    const std::vector<const Person*> compared =
        compare_people(input, counts, *main, everybody, report);
    for (const std::size_t i : likely_best(report.people, input.options.conf_level)) {
      best.push_back(compared[i]);
      best_names.push_back(report.people[i].standing.name);
    }
  }
  report.coverage = coverage_report(everybody, best, best_names, counts.first_month,
                                    counts.last_month, input.options.conf_level);
  if (report.shown_as == ShowPeople::kNone) {
    report.coverage.waiting.clear();
    report.people.clear();
  } else if (report.shown_as == ShowPeople::kPraise) {
    std::erase_if(report.people, [](const PersonReport& one) {
      return !one.unsung && one.standing.p_top.value_or(0) <= kLikely;
    });
  }
  report.sentences = sentences_of(report);
  return report;
}

}  // namespace laurel::report
