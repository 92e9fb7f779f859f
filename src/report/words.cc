#include "report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/compare.h"
#include "stats/nps.h"
#include "stats/sample_size.h"

namespace laurel::report {
namespace {

constexpr std::string_view kOthers = "those who commented without praise";

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

// A difference and its ends in units for reading.
struct Amounts {
  double estimate = 0, lo = 0, hi = 0;
  int decimals = 0;

  std::string show(double value) const { return plain(value, decimals); }
};

// Digits that would show an end that is off zero as zero, or both ends as one number, are too few.
Amounts amounts_of(const Figure& figure) {
  const bool hundredths = figure.unit == "nps" || figure.unit == "share";
  const double times = hundredths ? 100 : 1;
  Amounts amounts{*figure.estimate * times, figure.lo.value_or(*figure.estimate) * times,
                  figure.hi.value_or(*figure.estimate) * times, hundredths ? 0 : 2};
  const auto vanishes = [&](double end) { return end != 0 && rounded(end, amounts.decimals) == 0; };
  const bool one_number = amounts.lo != amounts.hi && rounded(amounts.lo, amounts.decimals) ==
                                                          rounded(amounts.hi, amounts.decimals);
  if (one_number || vanishes(amounts.lo) || vanishes(amounts.hi) || vanishes(amounts.estimate))
    ++amounts.decimals;
  return amounts;
}

// "1 NPS point", "3.5 percentage points".
std::string counted(const Figure& figure, const std::string& amount) {
  const std::string_view unit = figure.unit == "nps"     ? "NPS point"
                                : figure.unit == "share" ? "percentage point"
                                                         : "point";
  return fmt::format("{} {}{}", amount, unit, amount == "1" ? "" : "s");
}

std::string percent(const Figure& rate) {
  return rate.estimate ? fmt::format("{}%", plain(*rate.estimate * 100, 0)) : std::string("none");
}

// What a yes means, as the rest of "87% of customers …".
std::string yes_words(const QuestionReport& question) {
  switch (question.role) {
    case model::QuestionRole::kRecommend:
      return "would recommend";
    case model::QuestionRole::kReferred:
      return "had referred somebody";
    case model::QuestionRole::kPromoterReferred:
      return "were promoters who had referred somebody";
    case model::QuestionRole::kCaptiveReturner:
      return "will come back but would not recommend";
    default:
      return fmt::format("said yes to “{}”", question.title);
  }
}

std::string scored(const QuestionReport& question) {
  if (question.measure == Measure::kNps) return "scored";
  if (question.measure == Measure::kRate) return fmt::format("{}", yes_words(question));
  return fmt::format("rated “{}” ({} to {})", question.title, question.scale_min,
                     question.scale_max);
}

// "11 NPS points higher"; zero is "the same".
std::string directed(const Figure& figure, const Amounts& amounts, std::string_view higher,
                     std::string_view lower) {
  if (rounded(amounts.estimate, amounts.decimals) == 0) return "about the same";
  return fmt::format("{} {}", counted(figure, amounts.show(std::abs(amounts.estimate))),
                     amounts.estimate > 0 ? higher : lower);
}

std::string end_words(double value, const Amounts& amounts, std::string_view higher,
                      std::string_view lower) {
  return fmt::format("{} {}", amounts.show(std::abs(value)), value >= 0 ? higher : lower);
}

std::string superiority_sentence(const QuestionReport& question, const Figure& figure,
                                 Finding finding, std::string_view subject) {
  const auto share = [](double value) { return plain(value * 100, 0); };
  std::string range;
  if (figure.lo && figure.hi)
    range = fmt::format(" ({} to {})", share(*figure.lo), share(*figure.hi));
  const std::string_view opening = finding == Finding::kNoClearDifference ? "No clear difference. "
                                   : finding == Finding::kBorderline      ? "Borderline. "
                                                                          : "";
  return fmt::format("{}In {}%{} of pairs, {} answered higher on “{}” than {}, ties counting half.",
                     opening, share(*figure.estimate), range, subject, question.title, kOthers);
}

std::string undefined_sentence(const Figure& difference) {
  if (!difference.estimate) return fmt::format("This can't be compared: {}.", difference.reason);
  const Amounts amounts = amounts_of(difference);
  return fmt::format("The difference is {}, but how sure that is can't be said: {}.",
                     counted(difference, amounts.show(amounts.estimate)), difference.reason);
}

std::string clear_sentence(const QuestionReport& question, const Figure& difference,
                           std::string_view subject) {
  Amounts amounts = amounts_of(difference);
  if (amounts.estimate < 0)
    amounts = {-amounts.estimate, -amounts.hi, -amounts.lo, amounts.decimals};
  const bool up = *difference.estimate > 0;
  const std::string range =
      fmt::format("({} to {})", amounts.show(amounts.lo), amounts.show(amounts.hi));
  if (question.measure == Measure::kRate) {
    return fmt::format("Of {}, {} {}; of {}, {}: {} {} {}.", subject, percent(*question.commended),
                       yes_words(question), kOthers, percent(*question.spoke),
                       counted(difference, amounts.show(amounts.estimate)), up ? "more" : "fewer",
                       range);
  }
  return capitalised(fmt::format("{} {} {} {} {} than {}.", subject, scored(question),
                                 counted(difference, amounts.show(amounts.estimate)),
                                 up ? "higher" : "lower", range, kOthers));
}

std::string unclear_sentence(const QuestionReport& question, const Figure& difference,
                             std::string_view subject) {
  const Amounts amounts = amounts_of(difference);
  const bool rate = question.measure == Measure::kRate;
  const std::string_view higher = rate ? "more" : "higher", lower = rate ? "fewer" : "lower";
  const std::string said =
      rate ? fmt::format("of {}, {} {}; of {}, {}", subject, percent(*question.commended),
                         yes_words(question), kOthers, percent(*question.spoke))
           : fmt::format("{} {} {} compared with {}", subject, scored(question),
                         directed(difference, amounts, higher, lower), kOthers);
  return fmt::format("No clear difference: {}, but anything from {} to {} fits the answers.", said,
                     end_words(amounts.lo, amounts, higher, lower),
                     end_words(amounts.hi, amounts, higher, lower));
}

std::string borderline_sentence(const QuestionReport& question, const Figure& difference,
                                std::string_view subject) {
  Amounts amounts = amounts_of(difference);
  amounts.decimals = difference.unit == "scale_points" ? 2 : 1;
  const bool rate = question.measure == Measure::kRate;
  std::string sentence =
      fmt::format("Borderline: {} {} {} ({} to {}) compared with {}", subject,
                  rate ? "differed in how many " + yes_words(question) + " by" : scored(question),
                  rate ? counted(difference, amounts.show(amounts.estimate))
                       : directed(difference, amounts, "higher", "lower"),
                  amounts.show(amounts.lo), amounts.show(amounts.hi), kOthers);
  if (difference.p_adjusted && difference.p_adjusted != difference.p) {
    return sentence + fmt::format("; among many comparisons (adjusted {}) that is a hint at most.",
                                  p_words(*difference.p_adjusted));
  }
  if (difference.p) {
    return sentence + fmt::format("; interval and test ({}) do not agree, so take it as a hint.",
                                  p_words(*difference.p));
  }
  return sentence + "; take it as a hint.";
}

// What moving 10 points of NPS up, or down where there is no room, does to the shares.
stats::NpsShares ten_points_from(const stats::NpsShares& base) {
  stats::NpsShares alt = base;
  const bool up = base.promoters - base.detractors <= 0.9;
  double& from = up ? alt.detractors : alt.promoters;
  double& to = up ? alt.promoters : alt.detractors;
  const double across = std::min(0.05, from);  // worth two points each
  from -= across;
  to += across;
  const double rest = 0.1 - 2 * across;  // passives, worth one each
  alt.passives -= rest;
  to += rest;
  return alt;
}

std::int64_t two_digits_up(double n) {
  const double unit = std::pow(10, std::max(0.0, std::floor(std::log10(n)) - 1));
  return static_cast<std::int64_t>(std::ceil(n / unit) * unit);
}

}  // namespace

std::string p_words(double p) {
  if (p < 0.001) return "p < 0.001";
  return fmt::format("p = {:.{}f}", p, p < 0.1 ? 3 : 2);
}

std::string_view praised_customers(ReportStrength strength) {
  return strength == ReportStrength::kAny ? "customers who praised somebody"
                                          : "customers who praised somebody for exemplary service";
}

std::string comparison_sentence(const QuestionReport& question, const Figure& difference,
                                Finding finding, ReportStrength strength) {
  const std::string_view subject = praised_customers(strength);
  if (finding == Finding::kUndefined) return undefined_sentence(difference);
  if (finding == Finding::kTooFew) {
    return fmt::format(
        "Too few answers to compare: {} from {}, {} from {}; at least {} in each group are needed.",
        grouped(difference.n_commended.value_or(0)), subject,
        grouped(difference.n_spoke.value_or(0)), kOthers, kFewestAnswers);
  }
  if (question.measure == Measure::kOrdered) {
    return superiority_sentence(question, difference, finding, subject);
  }
  if (finding == Finding::kNoClearDifference) {
    return unclear_sentence(question, difference, subject);
  }
  if (finding == Finding::kBorderline) return borderline_sentence(question, difference, subject);
  return clear_sentence(question, difference, subject);
}

std::string adjusted_clause(const MainReport& main, double conf_level) {
  const AdjustedReport& adjusted = main.adjusted;
  if (adjusted.strata.empty() || !adjusted.overlap.estimate || !adjusted.overlap.lo) return {};
  const Finding raw = main.question.comparison.finding;
  const Finding evened = finding_of(adjusted.overlap, conf_level);
  if (evened == Finding::kTooFew || evened == Finding::kUndefined) return {};
  Amounts amounts = amounts_of(adjusted.overlap);
  const bool flip = raw == Finding::kLower;
  if (flip) amounts = {-amounts.estimate, -amounts.hi, -amounts.lo, amounts.decimals};
  std::string clause = fmt::format(
      "after evening out {}, {} ({} to {})",
      adjusted.strata == "market and unit" ? "markets and units" : adjusted.strata + "s",
      amounts.show(amounts.estimate), amounts.show(amounts.lo), amounts.show(amounts.hi));
  const bool clear = raw == Finding::kHigher || raw == Finding::kLower;
  if (evened == raw) return clause;
  if (evened == Finding::kNoClearDifference) {
    return clause + (clear ? ", no longer a clear difference" : ", no clear difference");
  }
  if (evened == Finding::kBorderline) return clause + ", which is borderline";
  if (evened == Finding::kHigher) return clause + ", which is higher";
  return clause + ", which is lower";
}

std::string planner_sentence(Measure measure, const stats::Histogram& commended,
                             const stats::Histogram& spoke) {
  if (spoke.n() < kFewestAnswers) return {};
  const std::int64_t here = commended.n() + spoke.n();
  if (measure == Measure::kRate) {
    const double rate = static_cast<double>(spoke.at(1)) / static_cast<double>(spoke.n());
    const auto n = stats::proportion_sample_size(rate, rate <= 0.85 ? rate + 0.1 : rate - 0.1);
    if (!n.defined()) return {};
    const std::int64_t needed = two_digits_up(*n);
    if (needed <= std::min(commended.n(), spoke.n())) return {};
    return fmt::format(
        "To see a difference of 10 percentage points here you need about {} answers in each group; "
        "there are {} and {}.",
        grouped(needed), grouped(commended.n()), grouped(spoke.n()));
  }
  if (measure != Measure::kNps) return {};
  const auto counts = stats::nps_counts(spoke);
  if (!counts.ok()) return {};
  const auto n = static_cast<double>(counts->n());
  const stats::NpsShares base{static_cast<double>(counts->promoters) / n,
                              static_cast<double>(counts->passives) / n,
                              static_cast<double>(counts->detractors) / n};
  const double flagged =
      std::clamp(static_cast<double>(commended.n()) / static_cast<double>(here), 0.05, 0.95);
  const auto size = stats::nps_sample_size(base, ten_points_from(base), flagged);
  if (!size.n_total.defined()) return {};
  const std::int64_t needed = two_digits_up(*size.n_total);
  if (needed <= here) return {};
  return fmt::format(
      "To see a 10-point difference here you need about {} answers from customers who comment; "
      "there are {}.",
      grouped(needed), grouped(here));
}

}  // namespace laurel::report
