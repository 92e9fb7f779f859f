#include "report/experience.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/compare.h"
#include "report/counts.h"
#include "report/words.h"
#include "stats/distributions.h"
#include "stats/ratings.h"

namespace laurel::report {
namespace {

using model::QuestionKind;
using model::QuestionRole;

constexpr std::string_view kNotTogether = "nobody who gave this answer answered the other question";

std::string title_of(const model::Question& question) {
  return question.label.empty() ? question.key : question.label;
}

Figure from_rows(Figure figure) {
  figure.source = "rows";
  return figure;
}

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

// --- expectation, feeling, how they came

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

struct Context {
  std::optional<Measure> main;  // none without a main question
  bool referred = false;        // whether it was asked
  const RowCounts* rows = nullptr;
  const std::string* rows_reason = nullptr;
  double conf_level = 0.95;
};

AspectAnswer answer_of(std::string name, const Gathered& gathered, std::int64_t whole,
                       const Context& context) {
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

std::string aspect_sentence(const AspectReport& report, const Context& context) {
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

AspectReport aspect_report(const QuestionCounts& counted, const Context& context) {
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
  Context here = context;
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

// --- told to others

Figure people_figure(const stats::Moments& told, double conf_level) {
  Figure figure;
  figure.statistic = "people_told";
  figure.unit = "people";
  figure.method = "mean_t";
  figure.source = "rows";
  figure.n = told.n;
  if (told.n == 0) {
    figure.reason = "nobody in this group said how many people they told";
    return figure;
  }
  figure.estimate = told.mean;
  const stats::Estimate variance = told.variance();
  if (!variance.defined() || !(*variance > 0)) {
    figure.reason = told.n == 1 ? "one answer alone has no interval"
                                : "all answers are the same, so their spread is unknown";
    return figure;
  }
  const auto n = static_cast<double>(told.n);
  const double half = stats::t_critical(conf_level, n - 1) * std::sqrt(*variance / n);
  figure.lo = std::max(0.0, told.mean - half);
  figure.hi = told.mean + half;
  return figure;
}

Comparison told_difference(const stats::Moments& negative, const stats::Moments& positive,
                           double conf_level) {
  Comparison comparison;
  Figure& figure = comparison.difference;
  figure.statistic = "people_told_difference";
  figure.unit = "people";
  figure.method = "welch";
  figure.source = "rows";
  figure.n = negative.n + positive.n;
  if (std::min(negative.n, positive.n) == 0) {
    figure.reason = "one of the two groups has no answer";
    return comparison;
  }
  const stats::WelchResult welch = stats::welch(negative, positive, conf_level);
  figure.estimate = negative.mean - positive.mean;
  if (!welch.lo.defined()) {
    figure.reason = welch.lo.reason();
  } else {
    figure.lo = *welch.lo;
    figure.hi = *welch.hi;
    figure.test = "welch";
    if (welch.p.defined()) figure.p = *welch.p;
  }
  figure.n_commended = negative.n;  // for the rule of too few
  figure.n_spoke = positive.n;
  comparison.finding = finding_of(figure, conf_level);
  figure.n_commended = figure.n_spoke = std::nullopt;
  return comparison;
}

std::string told_sentence(const ToldReport& report) {
  if (!report.reason.empty()) {
    return fmt::format("How far experiences were told on can't be said: {}.", report.reason);
  }
  const Figure& negative = report.groups.front().people;
  const Figure& positive = report.groups[2].people;
  const Figure& difference = report.difference.difference;
  if (report.difference.finding == Finding::kTooFew ||
      report.difference.finding == Finding::kUndefined) {
    return fmt::format(
        "There are too few answers to say whether bad experiences were told to more people than "
        "good ones ({} and {}).",
        grouped(negative.n), grouped(positive.n));
  }
  std::string sentence = fmt::format(
      "Customers with a bad experience told {} people on average, those with a good one {}",
      plain(*negative.estimate, 1), plain(*positive.estimate, 1));
  if (report.difference.finding == Finding::kNoClearDifference) {
    return sentence + fmt::format(": no clear difference ({} to {}).", plain(*difference.lo, 1),
                                  plain(*difference.hi, 1));
  }
  const bool more = *difference.estimate > 0;
  sentence +=
      fmt::format(": {} {} ({} to {}){}.", plain(std::abs(*difference.estimate), 1),
                  more ? "more" : "fewer", plain(more ? *difference.lo : -*difference.hi, 1),
                  plain(more ? *difference.hi : -*difference.lo, 1),
                  report.difference.finding == Finding::kBorderline ? ", borderline" : "");
  return sentence;
}

ToldReport told_report(const QuestionCounts* counted, const Context& context) {
  ToldReport report;
  if (counted == nullptr) {
    report.reason = "it was not asked how many people customers told";
  } else if (context.rows == nullptr) {
    report.reason = *context.rows_reason;
  } else if (!context.rows->told()) {
    report.reason = "it was not asked as a number of people";
  } else if (!context.main) {
    report.reason = "no score tells good experiences from bad ones";
  }
  if (counted != nullptr) report.title = title_of(*counted->question);
  if (!report.reason.empty()) {
    report.difference = told_difference({}, {}, context.conf_level);
    report.difference.difference.reason = report.reason;
  } else {
    const auto add = [&](std::string_view name, const Beside& beside) {
      report.groups.push_back(
          {name, people_figure(beside.told, context.conf_level),
           from_rows(share_figure("told_anybody", beside.told_anybody.yes, beside.told_anybody.n,
                                  "nobody in this group answered", context.conf_level))});
    };
    constexpr std::array<std::string_view, kExperiences> kNames = {"negative", "middling",
                                                                   "positive"};
    const auto& by = context.rows->by_experience();
    for (std::size_t i = 0; i < kExperiences; ++i) add(kNames[i], by[i]);
    add("commended", context.rows->by_praise()[0]);
    add("spoke", context.rows->by_praise()[1]);
    report.difference = told_difference(by.front().told, by.back().told, context.conf_level);
  }
  report.sentence = told_sentence(report);
  return report;
}

// --- what the deed cost

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

DeedCostReport cost_report(const QuestionCounts* counted, const Context& context,
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
  Context context;
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
