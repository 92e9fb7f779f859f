// What a report needs of the cells: histograms by question, market and group, and for the main
// question also by unit, channel and stratum. Flat arrays indexed by the dense ids, filled in two
// passes over the cells, so that 200,000 cells take about two milliseconds. Pure, thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "model/cells.h"
#include "report/report.h"
#include "stats/histogram.h"

namespace laurel::report {

constexpr Group group_of(model::Voice voice) {
  if (voice == model::Voice::kSilent) return Group::kSilent;
  if (voice == model::Voice::kUnread) return Group::kUnread;
  if (model::spoke(voice)) return Group::kSpoke;
  return model::is_exemplary(voice) ? Group::kExemplary : Group::kKind;
}

// How many different values cells count a question's answers under.
std::size_t bins_of(const model::Question& question);

// The answers to one question at one place, by group.
using Groups = std::array<stats::Histogram, kGroupCount>;

// Counts of one question, [place][group][bin].
class Grid {
 public:
  Grid() = default;
  Grid(std::int32_t min, std::size_t bins, std::size_t places)
      : min_(min), bins_(bins), counts_(places * kGroupCount * bins) {}

  std::size_t bins() const { return bins_; }
  std::size_t places() const { return bins_ == 0 ? 0 : counts_.size() / (kGroupCount * bins_); }
  void add_place() { counts_.resize(counts_.size() + kGroupCount * bins_); }
  // False when the value is not on the scale.
  bool add(std::size_t place, Group group, std::int32_t value, std::int64_t n) {
    const auto bin = static_cast<std::size_t>(static_cast<std::int64_t>(value) - min_);
    if (bin >= bins_) return false;
    counts_[(place * kGroupCount + static_cast<std::size_t>(group)) * bins_ + bin] += n;
    return true;
  }
  std::int64_t n(std::size_t place) const;
  Groups groups(std::size_t place) const;
  Groups sum() const;
  bool any_negative() const;

 private:
  std::int32_t min_ = 0;
  std::size_t bins_ = 0;
  std::vector<std::int64_t> counts_;
};

struct QuestionCounts {
  const model::Question* question = nullptr;  // into ReportInput::questions
  Grid by_market;                             // or a single place when there are too many markets
  std::int64_t n = 0;
};

struct Stratum {
  std::int32_t market = 0;
  std::int32_t unit = 0;
};

// The main question.
struct MainCounts {
  Grid by_market, by_unit, by_channel;  // places are ids; 0 is unknown
  std::vector<Stratum> strata;
  Grid by_stratum;
};

struct ReportCounts {
  base::Month first_month{}, last_month{};
  std::int64_t undated = 0;
  std::int64_t outside_period = 0;          // responses, dated otherwise
  std::int64_t undated_outside_period = 0;  // responses left out because a period was asked for
  std::array<std::int64_t, model::kVoiceCount> responses = {};
  Grid responses_by_market, responses_by_unit, responses_by_channel;  // one bin
  std::vector<QuestionCounts> questions;  // answered ones, in the order of the input
  bool by_market = true;                  // whether QuestionCounts::by_market has markets
  std::int64_t off_scale = 0;             // answers whose value the question doesn't have
};

// By month: places are months from `first` on.
struct MonthCounts {
  base::Month first{};
  Grid responses;      // one bin
  Grid main;           // of the main question; no bins without one
  std::string reason;  // why there are no months, as a clause
};

base::Result<ReportCounts> count_cells(const ReportInput& input);
base::Result<MainCounts> count_main(const ReportInput& input, const model::Question& question);
// `main` may be null. Answers in months in which no response is counted are passed over.
base::Result<MonthCounts> count_months(const ReportInput& input, const ReportCounts& counts,
                                       const model::Question* main);

}  // namespace laurel::report
