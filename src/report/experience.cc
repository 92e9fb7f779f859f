#include "report/experience.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/compare.h"
#include "report/counts.h"
#include "report/experience_build.h"
#include "report/words.h"

namespace laurel::report {
namespace {

using model::QuestionKind;
using model::QuestionRole;

std::string percent(const Figure& share) {
  return plain(share.estimate.value_or(0) * 100, 0) + "%";
}

// The place of "it cost nothing" among the answers: the bin below 1, or a choice that says so.
std::optional<std::size_t> nothing_of(const model::Question& question) {
  if (question.kind == QuestionKind::kCount || question.kind == QuestionKind::kNumber) {
    return question.bins.empty() || question.bins.front() <= 0 ? std::nullopt
                                                               : std::optional<std::size_t>(0);
  }
  if (question.kind != QuestionKind::kChoice) return std::nullopt;
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    std::string words = question.choices[i];
    std::transform(words.begin(), words.end(), words.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    for (const std::string_view said :
         {"nothing", "none", "no cost", "free", "no extra cost", "0"}) {
      if (words == said) return i;
    }
  }
  return std::nullopt;
}

DeedCostReport cost_report(const QuestionCounts* counted, const ExperienceContext& context,
                           const ReportOptions& options) {
  DeedCostReport report;
  report.free = share_figure("free_share", 0, 0, "", options.conf_level);
  if (counted == nullptr) {
    report.reason = "it was not asked what the praised deeds cost";
  } else {
    const auto nothing = nothing_of(*counted->question);
    const Arms arms = arms_of(counted->by_market.sum(), options.strength);
    if (!nothing) {
      report.reason = "none of the answers says that a deed cost nothing";
    } else if (arms.commended.n() == 0) {
      report.reason = "it was not answered where somebody was praised";
    } else {
      report.free = share_figure("free_share", arms.commended.counts()[*nothing],
                                 arms.commended.n(), "", context.conf_level);
    }
  }
  if (!report.reason.empty()) {
    report.free.reason = report.reason;
    report.sentence = fmt::format("What praised deeds cost can't be said: {}.", report.reason);
  } else {
    report.sentence =
        fmt::format("Of {} whose cost is known, {} ({} to {}) cost nothing.",
                    count_of(report.free.n, "praised deed", "praised deeds"), percent(report.free),
                    plain(*report.free.lo * 100, 0) + "%", plain(*report.free.hi * 100, 0) + "%");
  }
  return report;
}

// The newest answered version with that role.
const QuestionCounts* answered(const ReportCounts& counts, QuestionRole role) {
  const QuestionCounts* newest = nullptr;
  for (const QuestionCounts& counted : counts.questions) {
    if (counted.question->role != role) continue;
    if (newest == nullptr || newest->question->version < counted.question->version)
      newest = &counted;
  }
  return newest;
}

}  // namespace

ExperienceReport experience_report(const ReportCounts& counts, const QuestionCounts* main,
                                   const RowCounts* rows, const std::string& rows_reason,
                                   const ReportOptions& options) {
  ExperienceContext context;
  if (main != nullptr) context.main = measure_of(*main->question);
  context.referred = rows != nullptr && rows->referred().has_value() &&
                     answered(counts, QuestionRole::kReferred) != nullptr;
  context.rows = rows;
  context.rows_reason = &rows_reason;
  context.conf_level = options.conf_level;
  ExperienceReport report;
  const auto note = [&](QuestionRole role, const QuestionCounts* counted) {
    if (counted == nullptr) report.not_asked.push_back(model::name(role));
  };
  for (const QuestionRole role :
       {QuestionRole::kExpectation, QuestionRole::kFeeling, QuestionRole::kHeardThrough}) {
    const QuestionCounts* counted = answered(counts, role);
    note(role, counted);
    if (counted != nullptr && counted != main)
      report.aspects.push_back(aspect_report(*counted, context));
  }
  const QuestionCounts* told = answered(counts, QuestionRole::kToldOthers);
  note(QuestionRole::kToldOthers, told);
  report.told = told_report(told, context);
  const QuestionCounts* cost = answered(counts, QuestionRole::kDeedCost);
  note(QuestionRole::kDeedCost, cost);
  report.cost = cost_report(cost, context, options);
  return report;
}

}  // namespace laurel::report
