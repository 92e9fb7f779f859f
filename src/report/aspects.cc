// Expectation, feeling and how customers came: who gave which answer, and how the main question and
// actual referral go with it.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/compare.h"
#include "report/experience_build.h"
#include "report/words.h"

namespace laurel::report {
namespace {

using model::QuestionKind;
using model::QuestionRole;

constexpr std::string_view kNotTogether = "nobody who gave this answer answered the other question";

// Group counts belong to the comparison of praise; these groups are others.
Comparison between(Measure measure, const Arms& arms, double conf_level) {
  Comparison comparison;
  comparison.difference = from_rows(difference_figure(measure, arms, conf_level));
  comparison.finding = finding_of(comparison.difference, conf_level);
  comparison.difference.n_commended = comparison.difference.n_spoke = std::nullopt;
  if (arms.fewest() == 0) comparison.difference.reason = "one of the two groups has no answer";
  return comparison;
}

stats::Histogram yes_no(const stats::Proportion& share) {
  return stats::Histogram({share.n - share.yes, share.yes});
}

// A scale has an order; a list of choices only where its meaning gives it one.
bool ordered(const model::Question& question) {
  if (question.kind == QuestionKind::kScale || question.kind == QuestionKind::kNps) return true;
  return question.kind == QuestionKind::kChoice && question.role == QuestionRole::kExpectation;
}

std::string value_name(const model::Question& question, std::size_t place) {
  if (question.kind == QuestionKind::kChoice) return question.choices[place];
  if (question.kind == QuestionKind::kYesNo) return place == 1 ? "yes" : "no";
  return std::to_string(question.min + static_cast<std::int32_t>(place));
}

// Names of below, at and above the middle.
std::array<std::string_view, 3> side_names(QuestionRole role) {
  if (role == QuestionRole::kExpectation)
    return {"worse than expected", "as expected", "better than expected"};
  return {"below the middle", "at the middle", "above the middle"};
}

// What is known of customers who gave one of the answers from `first` to before `last`.
struct Gathered {
  std::int64_t n = 0;
  Beside beside;
};
Gathered gather(const stats::Histogram& all, const Aspect* rows, std::size_t first,
                std::size_t last) {
  Gathered found;
  for (std::size_t i = first; i < last; ++i) {
    found.n += all.counts()[i];
    if (rows == nullptr) continue;
    found.beside.main += rows->by_value[i].main;
    found.beside.referred += rows->by_value[i].referred;
  }
  return found;
}

AspectAnswer answer_of(std::string name, const Gathered& gathered, std::int64_t whole,
                       const ExperienceContext& context) {
  AspectAnswer answer;
  answer.answer = std::move(name);
  answer.share =
      share_figure("answer_share", gathered.n, whole, "nobody answered", context.conf_level);
  if (context.rows == nullptr) return answer;
  if (context.main) {
    answer.main = from_rows(group_figure(*context.main, gathered.beside.main, context.conf_level));
    if (!answer.main->estimate) answer.main->reason = kNotTogether;
  }
  if (context.referred) {
    const stats::Proportion& referred = gathered.beside.referred;
    answer.referred = from_rows(share_figure("rate", referred.yes, referred.n,
                                             std::string(kNotTogether), context.conf_level));
  }
  return answer;
}

std::string percent(const Figure& share) {
  return plain(share.estimate.value_or(0) * 100, 0) + "%";
}

std::string difference_words(Measure measure, const Comparison& comparison) {
  const Figure& difference = comparison.difference;
  const bool mean = measure == Measure::kMean;
  const double times = mean ? 1 : 100;
  const int decimals = mean ? 2 : 0;
  std::string words = fmt::format("{} {}", with_sign(*difference.estimate * times, decimals),
                                  measure == Measure::kNps ? "NPS points"
                                  : mean                   ? "points"
                                                           : "percentage points");
  if (difference.lo && difference.hi) {
    words += fmt::format(" ({} to {})", plain(*difference.lo * times, decimals),
                         plain(*difference.hi * times, decimals));
  }
  if (comparison.finding == Finding::kNoClearDifference) words += ", no clear difference";
  if (comparison.finding == Finding::kBorderline) words += ", borderline";
  return words;
}

std::string aspect_sentence(const AspectReport& report, const ExperienceContext& context) {
  std::string sentence;
  if (report.sides.empty()) {
    std::vector<const AspectAnswer*> most;
    for (const AspectAnswer& answer : report.answers) most.push_back(&answer);
    std::stable_sort(most.begin(), most.end(), [](const AspectAnswer* a, const AspectAnswer* b) {
      return a->share.estimate.value_or(0) > b->share.estimate.value_or(0);
    });
    sentence = fmt::format("“{}”: ", report.title);
    for (std::size_t i = 0; i < std::min<std::size_t>(3, most.size()); ++i) {
      sentence +=
          fmt::format("{}{} {}", i > 0 ? ", " : "", most[i]->answer, percent(most[i]->share));
    }
    return sentence + ".";
  }
  const AspectAnswer& below = report.sides.front();
  const AspectAnswer& above = report.sides.back();
  const bool middle = report.sides.size() == 3;
  if (report.role == QuestionRole::kExpectation) {
    sentence = middle
                   ? fmt::format(
                         "It was better than expected for {}, as expected for {} and "
                         "worse for {}.",
                         percent(above.share), percent(report.sides[1].share), percent(below.share))
                   : fmt::format("It was better than expected for {} and worse for {}.",
                                 percent(above.share), percent(below.share));
  } else {
    sentence = middle ? fmt::format("“{}”: {} answered above the middle, {} at it and {} below.",
                                    report.title, percent(above.share),
                                    percent(report.sides[1].share), percent(below.share))
                      : fmt::format("“{}”: {} answered in the upper half.", report.title,
                                    percent(above.share));
  }
  if (!report.reason.empty()) {
    return sentence +
           fmt::format(" How it goes with the other answers can't be said: {}.", report.reason);
  }
  const std::string_view better = report.role == QuestionRole::kExpectation
                                      ? "Where expectations were exceeded rather than "
                                      : "Above rather than ";
  const std::string_view met = report.role == QuestionRole::kExpectation
                                   ? (middle ? "merely met" : "disappointed")
                                   : (middle ? "at the middle" : "below");
  const auto usable = [](const std::optional<Comparison>& comparison) {
    return comparison && comparison->difference.estimate && comparison->finding != Finding::kTooFew;
  };
  std::string differences;
  if (context.main && usable(report.main_difference)) {
    differences =
        "the score differs by " + difference_words(*context.main, *report.main_difference);
  }
  if (usable(report.referred_difference)) {
    differences += (differences.empty() ? "" : ", and ");
    differences += "the share that had referred somebody by " +
                   difference_words(Measure::kRate, *report.referred_difference);
  }
  if (differences.empty()) return sentence + " There are too few answers to compare further.";
  return sentence + fmt::format(" {}{}, {}.", better, met, differences);
}

}  // namespace

AspectReport aspect_report(const QuestionCounts& counted, const ExperienceContext& context) {
  const model::Question& question = *counted.question;
  AspectReport report;
  report.role = question.role;
  report.title = title_of(question);
  stats::Histogram all;
  for (const stats::Histogram& group : counted.by_market.sum()) all += group;
  const Aspect* rows = nullptr;
  if (context.rows != nullptr) {
    for (const Aspect& aspect : context.rows->aspects()) {
      if (aspect.question.id == question.id) rows = &aspect;
    }
  }
  ExperienceContext here = context;
  if (rows == nullptr) here.rows = nullptr;
  const std::size_t values = all.size();
  for (std::size_t i = 0; i < values; ++i) {
    report.answers.push_back(
        answer_of(value_name(question, i), gather(all, rows, i, i + 1), all.n(), here));
  }
  if (ordered(question) && values >= 2) {
    const std::size_t half = values / 2;
    const bool middle = values % 2 == 1;
    const std::size_t upper = middle ? half + 1 : half;
    const auto names = side_names(question.role);
    const Gathered below = gather(all, rows, 0, half);
    const Gathered at = gather(all, rows, half, upper);
    const Gathered above = gather(all, rows, upper, values);
    report.sides.push_back(answer_of(std::string(names[0]), below, all.n(), here));
    if (middle) report.sides.push_back(answer_of(std::string(names[1]), at, all.n(), here));
    report.sides.push_back(answer_of(std::string(names[2]), above, all.n(), here));
    if (here.rows != nullptr) {
      const Beside& rest = middle ? at.beside : below.beside;
      if (context.main) {
        report.main_difference =
            between(*context.main, {above.beside.main, rest.main}, context.conf_level);
      }
      if (context.referred) {
        report.referred_difference =
            between(Measure::kRate, {yes_no(above.beside.referred), yes_no(rest.referred)},
                    context.conf_level);
      }
    }
  }
  if (context.rows == nullptr) {
    report.reason = *context.rows_reason;
  } else if (rows == nullptr) {
    report.reason = "the question has a newer version";
  } else if (!context.main && !context.referred) {
    report.reason = "neither a score nor an actual referral was asked for";
  }
  report.sentence = aspect_sentence(report, context);
  return report;
}

}  // namespace laurel::report
