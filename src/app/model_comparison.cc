#include "app/model_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/wording.h"
#include "stats/distributions.h"

namespace laurel::app {
namespace {

double squared_distance(double probability, bool praised) {
  const double gap = probability - (praised ? 1 : 0);
  return gap * gap;
}

std::string percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

std::string rightly(const stats::Proportion& right) {
  const stats::Interval interval = stats::wilson_interval(right);
  return fmt::format("{} of {} ({}, interval {} to {})", right.yes, right.n, percent(*right.rate()),
                     percent(*interval.lo), percent(*interval.hi));
}

}  // namespace

ModelComparison compare_models(std::span<const JudgedText> texts) {
  ModelComparison out;
  double sum = 0, squares = 0;
  for (const JudgedText& text : texts) {
    const bool before = text.flagged_before == text.praised;
    const bool after = text.flagged_after == text.praised;
    out.praised += text.praised ? 1 : 0;
    out.right_before += {before ? 1 : 0, 1};
    out.right_after += {after ? 1 : 0, 1};
    out.gained += after && !before ? 1 : 0;
    out.lost += before && !after ? 1 : 0;
    const double distance_before = squared_distance(text.before, text.praised);
    const double distance_after = squared_distance(text.after, text.praised);
    out.brier_before += distance_before;
    out.brier_after += distance_after;
    const double gain = distance_before - distance_after;
    sum += gain;
    squares += gain * gain;
  }
  const auto n = static_cast<double>(texts.size());
  if (texts.empty()) {
    out.gain = stats::Undefined{"there are no texts to measure on"};
    out.interval = stats::Interval::undefined("there are no texts to measure on");
    out.needed = kLeastToCompare;
    return out;
  }
  out.brier_before /= n;
  out.brier_after /= n;
  const double mean = sum / n;
  out.gain = mean;
  if (texts.size() < 2) {
    out.interval = stats::Interval::undefined("one text has no spread");
    out.needed = kLeastToCompare;
    return out;
  }
  const double deviation = std::sqrt(std::max(0.0, (squares - n * mean * mean) / (n - 1)));
  const double half = stats::t_critical(0.95, n - 1) * deviation / std::sqrt(n);
  out.interval = {mean - half, mean + half};
  using Finding = ModelComparison::Finding;
  if (squares == 0) {
    out.finding = Finding::kNoDifference;
  } else if (mean <= 0 || out.lost > out.gained) {
    out.finding = Finding::kWorse;
  } else if (mean - half > 0 && texts.size() >= static_cast<std::size_t>(kLeastToCompare)) {
    out.finding = Finding::kBetter;
  } else {
    out.finding = Finding::kTooFew;
    // Two-sided 5 %, power 80 %.
    const double both = stats::normal_critical(0.95) + stats::normal_quantile(0.8);
    const double spread = both * deviation / mean;
    out.needed = std::max({kLeastToCompare, static_cast<std::int64_t>(texts.size()) + 1,
                           static_cast<std::int64_t>(std::ceil(std::min(spread * spread, 1e9)))});
  }
  return out;
}

std::string comparison_words(const ModelComparison& c) {
  using Finding = ModelComparison::Finding;
  if (c.right_before.n == 0) return "There are no decided texts to measure on.\n";
  std::string out = fmt::format(
      "On {} that the new model did not learn from ({} praise somebody):\n"
      "  judged rightly by the model in use  {}\n"
      "  judged rightly by the new model     {}\n"
      "  right only with the new one {}, right only with the one in use {}\n",
      base::count_of(c.right_before.n, "decided text", "decided texts"), c.praised,
      rightly(c.right_before), rightly(c.right_after), c.gained, c.lost);
  if (c.interval.defined()) {
    out += fmt::format(
        "  mean squared distance from the decision: {:.4f} before, {:.4f} after; nearer by {:.4f} "
        "(interval {:.4f} to {:.4f})\n",
        c.brier_before, c.brier_after, *c.gain, *c.interval.lo, *c.interval.hi);
  }
  switch (c.finding) {
    case Finding::kBetter:
      return out + "The new model is better on them, by more than chance would make.\n";
    case Finding::kWorse:
      return out + (c.interval.defined() && *c.interval.hi < 0
                        ? "The new model is worse on them, by more than chance would make.\n"
                        : "The new model is not better on them.\n");
    case Finding::kNoDifference:
      return out + "Both judge every one of them alike.\n";
    case Finding::kTooFew:
      break;
  }
  return out +
         fmt::format(
             "The new model does better on them, but that may be chance: to show a difference "
             "of this size takes about {} to measure on.\n",
             base::count_of(c.needed.value_or(kLeastToCompare), "text", "texts"));
}

}  // namespace laurel::app
