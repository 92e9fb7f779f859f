// How units stand, with chance and the mix of channels taken off.
#include <fmt/format.h>

#include <algorithm>

#include "report/counts.h"
#include "report/persons.h"
#include "report/report.h"
#include "report/words.h"

namespace laurel::report {

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
      StandingInput one{
          unit.id.value, unit.name.empty() ? unit.code : unit.name, unit.code, {}, {}};
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
