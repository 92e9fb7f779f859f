// The four rewards of praised service: recognition, recommendation, return and revenue, each with
// its definition, figures, trend, and whether it goes with praise; and the main driver that the
// organization states against the reward that is measured. Built from the other parts of the
// report. Association only. Pure, thread-safe.
//
// Trend: the later half of the months minus the earlier half. Goes with praise: the chance that a
// customer who praised somebody has more of the reward than one who commented without praise, ties
// counting half; one scale for scores, rates and what customers did, so that rewards can be set
// side by side.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "model/settings.h"
#include "report/figure.h"

namespace laurel::report {

struct Report;
struct ReportInput;

struct RewardFigure {
  std::string title;       // "NPS of all answers"
  std::string definition;  // one clause
  Figure figure;
  Figure change;  // later minus earlier half
  Finding change_finding = Finding::kUndefined;
  std::optional<double> superiority;          // of those who praised; see above
  Finding with_praise = Finding::kUndefined;  // whether it goes with praise
  bool is_reward = true;                      // false: the less of it the better
};

struct RewardReport {
  model::Reward reward = model::Reward::kRecognition;
  std::string definition;
  std::vector<RewardFigure> figures;
  std::string reason;  // why there are none
  std::string sentence;
};

struct ScorecardReport {
  std::array<RewardReport, 4> rewards;    // in the order of model::Reward
  std::optional<model::Reward> stated;    // the main driver
  std::optional<model::Reward> measured;  // goes with praise most clearly; none: no reward does
  std::string sentence;
};

// `report` is complete but for the scorecard.
ScorecardReport scorecard_report(const ReportInput& input, const Report& report);

}  // namespace laurel::report
