#include "report/effort.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "report/compare.h"
#include "report/words.h"
#include "stats/distributions.h"
#include "stats/shrinkage.h"

namespace laurel::report {
namespace {

constexpr double kFairly = 1.5, kUnevenly = 3;

std::string effort_sentence(const EffortReport& report) {
  if (report.evenness == Evenness::kUndefined) {
    return fmt::format("How evenly praise is spread can't be said: {}.", report.reason);
  }
  if (report.evenness == Evenness::kEven) {
    return fmt::format("Praise is spread evenly: what the {} differ by is no more than chance.",
                       count_of(static_cast<std::int64_t>(report.units_shown), "unit", "units"));
  }
  const std::string_view how = report.evenness == Evenness::kFairlyEven ? "fairly evenly"
                               : report.evenness == Evenness::kUneven   ? "unevenly"
                                                                        : "very unevenly";
  std::string sentence = fmt::format(
      "Praise is spread {}: with chance taken off, four of five units lie between {} and {} per "
      "100 "
      "comments",
      how, plain(*report.typical_lo * 100, 1), plain(*report.typical_hi * 100, 1));
  const EffortUnit& most = report.units.front();
  const EffortUnit& least = report.units[report.units_shown - 1];
  return sentence + fmt::format("; most in {} ({}), least in {} ({}).", most.name,
                                plain(*most.shrunk.estimate * 100, 1), least.name,
                                plain(*least.shrunk.estimate * 100, 1));
}

Evenness evenness_of(double lo, double hi) {
  if (lo * kFairly >= hi) return Evenness::kFairlyEven;
  return lo * kUnevenly >= hi ? Evenness::kUneven : Evenness::kVeryUneven;
}

}  // namespace

EffortReport effort_report(const std::vector<model::Unit>& units, const Grid& responses,
                           const ReportOptions& options) {
  struct Counted {
    const model::Unit* unit;
    stats::Proportion praised;
  };
  const auto praised_at = [&](std::size_t index) {
    const Groups groups = responses.groups(index);
    const Arms all = arms_of(groups, ReportStrength::kAny);
    return stats::Proportion{arms_of(groups, options.strength).commended.n(),
                             all.commended.n() + all.spoke.n()};
  };
  EffortReport report;
  std::vector<Counted> counted;
  for (const model::Unit& unit : units) {
    const auto index = static_cast<std::size_t>(unit.id.value);
    if (index >= responses.places() || responses.n(index) == 0) continue;
    counted.push_back({&unit, praised_at(index)});
  }
  if (responses.places() > 0) report.comments_without_unit = praised_at(0).n;

  std::vector<stats::Proportion> proportions;
  std::int64_t praised = 0;
  for (const Counted& unit : counted) {
    proportions.push_back(unit.praised);
    praised += unit.praised.yes;
    report.units_shown += unit.praised.n >= kFewestComments ? 1 : 0;
  }
  const stats::BetaBinomial model = stats::beta_binomial(proportions, options.conf_level);

  const std::string too_few =
      fmt::format("fewer than {} comments of this unit could be read", kFewestComments);
  for (std::size_t i = 0; i < counted.size(); ++i) {
    EffortUnit unit;
    unit.id = counted[i].unit->id;
    unit.name = counted[i].unit->name.empty() ? counted[i].unit->code : counted[i].unit->name;
    unit.code = counted[i].unit->code;
    const stats::Proportion& share = counted[i].praised;
    const bool enough = share.n >= kFewestComments;
    unit.share = share_figure("commended_share", share.yes, enough ? share.n : 0, too_few,
                              options.conf_level);
    unit.share.n = share.n;
    unit.shrunk = unit.share;
    unit.shrunk.method = "beta_binomial";
    if (enough) {
      const stats::BetaPosterior& posterior = model.posterior;
      unit.shrunk.estimate = unit.shrunk.lo = unit.shrunk.hi = std::nullopt;
      if (posterior.mean[i].defined()) unit.shrunk.estimate = *posterior.mean[i];
      if (posterior.lo[i].defined() && posterior.hi[i].defined()) {
        unit.shrunk.lo = *posterior.lo[i];
        unit.shrunk.hi = *posterior.hi[i];
      } else {
        unit.shrunk.reason = posterior.lo[i].reason();
      }
    }
    report.units.push_back(std::move(unit));
  }
  std::sort(report.units.begin(), report.units.end(), [](const EffortUnit& a, const EffortUnit& b) {
    const auto standing = [](const EffortUnit& unit) {
      // Where all are pooled the shrunk ones tie: their own share decides.
      return std::tuple(!unit.share.estimate, -unit.shrunk.estimate.value_or(0),
                        -unit.share.estimate.value_or(0), std::string_view(unit.name),
                        std::string_view(unit.code));
    };
    return standing(a) < standing(b);
  });

  if (counted.empty()) {
    report.reason = "no response names a unit";
  } else if (report.units_shown < 2) {
    report.reason = fmt::format("it takes 2 units with at least {} comments read, and there {}",
                                kFewestComments, report.units_shown == 0 ? "is none" : "is 1");
  } else if (praised == 0) {
    report.reason = "nobody was praised where a unit is named";
  } else if (model.degenerate) {
    report.evenness = Evenness::kEven;
  } else {
    report.typical_lo = stats::beta_quantile(0.1, *model.alpha, *model.beta);
    report.typical_hi = stats::beta_upper_quantile(0.1, *model.alpha, *model.beta);
    report.evenness = evenness_of(*report.typical_lo, *report.typical_hi);
  }
  report.sentence = effort_sentence(report);
  return report;
}

}  // namespace laurel::report
