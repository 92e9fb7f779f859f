#include "report/scorecard.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/compare.h"
#include "report/counts.h"
#include "report/report.h"
#include "report/words.h"
#include "stats/distributions.h"
#include "stats/proportions.h"

namespace laurel::report {
namespace {

using model::QuestionRole;
using model::Reward;

// Answers of everybody to one question in the earlier and the later half of the months.
struct Halved {
  model::QuestionId question;
  std::int32_t min = 0;
  std::array<std::vector<std::int64_t>, 2> counts;  // by value, from min
};
struct Halves {
  std::string reason;  // why there are none, as a clause
  std::vector<Halved> questions;
  std::array<stats::Proportion, 2> praised;  // of the comments read

  stats::Histogram answers(std::optional<model::QuestionId> question, std::size_t half) const {
    for (const Halved& each : questions) {
      if (each.question == question) return stats::Histogram(each.counts[half], each.min);
    }
    return {};
  }
};

Halves halves_of(const ReportInput& input, const Report& report, std::vector<Halved> questions) {
  Halves halves;
  halves.questions = std::move(questions);
  const base::Month first = report.first_month, last = report.last_month;
  if (!first.known()) {
    halves.reason = "no response carries a date";
    return halves;
  }
  const std::int32_t months = last.index - first.index + 1;
  if (months < 2) {
    halves.reason = "all responses are of one month";
    return halves;
  }
  const std::int32_t middle = first.index + months / 2;
  for (const model::Cell& cell : input.cells) {
    const model::CellKey& key = cell.key;
    if (!key.month.known() || key.month < first || last < key.month) continue;
    const std::size_t half = key.month.index < middle ? 0 : 1;
    if (key.question == model::kEveryResponse) {
      const Group group = group_of(key.voice);
      if (group == Group::kSilent || group == Group::kUnread) continue;
      const bool praised =
          group == Group::kExemplary ||
          (group == Group::kKind && report.options.strength == ReportStrength::kAny);
      halves.praised[half] += {praised ? cell.n : 0, cell.n};
      continue;
    }
    for (Halved& each : halves.questions) {
      if (each.question != key.question) continue;
      const auto bin = static_cast<std::size_t>(static_cast<std::int64_t>(key.value) - each.min);
      if (bin < each.counts[half].size()) each.counts[half][bin] += cell.n;
    }
  }
  return halves;
}

Figure no_change(std::string reason, const Figure& like) {
  Figure figure;
  figure.statistic = like.statistic;
  figure.unit = like.unit;
  figure.method = "none";
  figure.reason = std::move(reason);
  return figure;
}

void put_change(RewardFigure& reward, Measure measure, const stats::Histogram& later,
                const stats::Histogram& earlier, double conf_level) {
  reward.change = difference_figure(measure, {later, earlier}, conf_level);
  reward.change_finding = finding_of(reward.change, conf_level);
  if (std::min(later.n(), earlier.n()) == 0) {
    reward.change.reason = "in one half of the months nobody answered";
  }
  reward.change.n_commended = reward.change.n_spoke = std::nullopt;
}

const QuestionReport* with_role(const Report& report, QuestionRole role) {
  const QuestionReport* found = nullptr;
  if (report.main && report.main->question.role == role) found = &report.main->question;
  for (const auto* list : {&report.outcomes, &report.questions}) {
    for (const QuestionReport& question : *list) {
      if (question.role == role && (found == nullptr || found->version < question.version))
        found = &question;
    }
  }
  return found;
}

std::optional<model::QuestionId> id_of(const ReportInput& input, const QuestionReport* question) {
  if (question == nullptr) return std::nullopt;
  for (const model::Question& each : input.questions) {
    if (each.key == question->key && each.version == question->version) return each.id;
  }
  return std::nullopt;
}

// Between the first and the last quarter, each over the year before it. The two share customers,
// which makes the interval too wide rather than too narrow.
void put_change_of_retention(RewardFigure& reward, const RetentionReport& retention,
                             double conf_level) {
  const Figure& like = retention.growth.front().net_retention;
  if (retention.quarters.size() < 2) {
    reward.change = no_change("it takes two quarters with a year of events before them", like);
    return;
  }
  const Figure& now = retention.quarters.back().net_retention;
  const Figure& before = retention.quarters.front().net_retention;
  if (!now.estimate || !now.lo || !before.estimate || !before.lo) {
    reward.change = no_change(!now.lo ? now.reason : before.reason, like);
    return;
  }
  Figure& change = reward.change;
  change.statistic = "net_revenue_retention_difference";
  change.unit = "share";
  change.method = "normal_of_quarters";
  change.source = "rows";
  change.n = now.n + before.n;
  change.estimate = *now.estimate - *before.estimate;
  const double z = stats::normal_critical(conf_level);
  const double se = std::hypot(*now.hi - *now.lo, *before.hi - *before.lo) / (2 * z);
  if (!(se > 0)) {
    change.reason = "the quarters do not vary";
    return;
  }
  change.lo = *change.estimate - z * se;
  change.hi = *change.estimate + z * se;
  change.test = "z";
  change.p = stats::normal_two_sided_p(*change.estimate / se);
  change.n_commended = now.n;  // for the rule of too few
  change.n_spoke = before.n;
  reward.change_finding = finding_of(change, conf_level);
  change.n_commended = change.n_spoke = std::nullopt;
}

class Scorecard {
 public:
  Scorecard(const ReportInput& input, const Report& report) : input_(input), report_(report) {
    recommend_ = with_role(report, QuestionRole::kRecommend);
    if (recommend_ == nullptr && report.main && report.main->question.measure == Measure::kNps)
      recommend_ = &report.main->question;
    referred_ = with_role(report, QuestionRole::kReferred);
    back_ = with_role(report, QuestionRole::kReturn);
    price_ = with_role(report, QuestionRole::kPriceTolerance);
    promoter_referred_ = with_role(report, QuestionRole::kPromoterReferred);
    captive_ = with_role(report, QuestionRole::kCaptiveReturner);
    std::vector<Halved> asked;
    for (const QuestionReport* question :
         {recommend_, referred_, promoter_referred_, back_, captive_, price_}) {
      const auto id = id_of(input, question);
      if (!id) continue;
      const std::vector<std::int64_t> none(question->distribution.values.size());
      asked.push_back({*id, question->scale_min, {none, none}});
    }
    halves_ = halves_of(input, report, std::move(asked));
  }

  RewardReport recognition() const;
  RewardReport recommendation() const;
  RewardReport come_back() const;
  RewardReport revenue() const;

 private:
  double conf_level() const { return report_.options.conf_level; }
  void add(RewardReport& reward, const QuestionReport* question, std::string title,
           std::string definition) const;

  const ReportInput& input_;
  const Report& report_;
  const QuestionReport* recommend_ = nullptr;
  const QuestionReport* referred_ = nullptr;
  const QuestionReport* back_ = nullptr;
  const QuestionReport* price_ = nullptr;
  const QuestionReport* promoter_referred_ = nullptr;
  const QuestionReport* captive_ = nullptr;
  Halves halves_;
};

// A question's answers by everybody; questions without a mean have no figure here.
void Scorecard::add(RewardReport& reward, const QuestionReport* question, std::string title,
                    std::string definition) const {
  if (question == nullptr || !question->everyone) return;
  RewardFigure figure;
  figure.title = std::move(title);
  figure.definition = std::move(definition);
  figure.figure = *question->everyone;
  if (!halves_.reason.empty()) {
    figure.change = no_change(halves_.reason, figure.figure);
  } else {
    const auto id = id_of(input_, question);
    put_change(figure, question->measure, halves_.answers(id, 1), halves_.answers(id, 0),
               conf_level());
  }
  const Figure& difference = question->comparison.difference;
  figure.with_praise = question->comparison.finding;
  if (question->measure == Measure::kRate && difference.estimate) {
    figure.superiority = 0.5 + *difference.estimate / 2;
  } else if (question->superiority && question->superiority->estimate) {
    figure.superiority = *question->superiority->estimate;
  }
  reward.figures.push_back(std::move(figure));
}

RewardReport Scorecard::recognition() const {
  RewardReport reward;
  reward.reward = Reward::kRecognition;
  reward.definition = "customers notice people and say so, and it reaches them";
  RewardFigure share;
  share.title = "comments with praise";
  share.definition = "the share of the comments that could be read";
  share.figure = report_.commended_share;
  if (!halves_.reason.empty()) {
    share.change = no_change(halves_.reason, share.figure);
  } else {
    const auto half = [&](std::size_t i) {
      const stats::Proportion& praised = halves_.praised[i];
      return stats::Histogram({praised.n - praised.yes, praised.yes});
    };
    put_change(share, Measure::kRate, half(1), half(0), conf_level());
  }
  reward.figures.push_back(std::move(share));
  const CoverageReport& coverage = report_.people.coverage;
  RewardFigure people;
  people.title = "people recognised";
  people.definition = "the share of the people who served that was praised at least once";
  people.figure = coverage.recognised;
  people.change = no_change(
      coverage.reason.empty() ? "its trend is in the section on the year" : coverage.reason,
      coverage.recognised);
  if (people.figure.estimate) reward.figures.push_back(std::move(people));
  if (!report_.commended_share.estimate) reward.reason = report_.commended_share.reason;
  return reward;
}

RewardReport Scorecard::recommendation() const {
  RewardReport reward;
  reward.reward = Reward::kRecommendation;
  reward.definition = "customers recommend the company, and do send others";
  const bool nps = recommend_ != nullptr && recommend_->measure == Measure::kNps;
  add(reward, recommend_, nps ? "NPS of all answers" : "would recommend",
      nps ? "promoters (9 and 10) minus detractors (0 to 6)" : "the share of all answers");
  add(reward, referred_, "actually referred somebody",
      "the share of all answers, for the past six months");
  add(reward, promoter_referred_, "promoters who referred",
      "of those asked both, the share that recommends (9 or 10) and did refer somebody");
  if (reward.figures.empty()) {
    reward.reason = "neither recommending nor an actual referral was asked for";
  }
  return reward;
}

RewardReport Scorecard::come_back() const {
  RewardReport reward;
  reward.reward = Reward::kReturn;
  reward.definition = "customers come back, and not because they have to";
  add(reward, back_, "will come back, by their own word", "the share of all answers");
  add(reward, captive_, "captive returners",
      "of those asked both, the share that will come back but would not recommend; the less the "
      "better");
  if (captive_ != nullptr && !reward.figures.empty()) reward.figures.back().is_reward = false;
  if (report_.retention && report_.retention->return_rate.estimate) {
    const RetentionReport& retention = *report_.retention;
    RewardFigure figure;
    figure.title = "came back";
    figure.definition = "the share of customers active in one year that is active in the next";
    figure.figure = retention.return_rate;
    figure.change =
        no_change("its quarters are in the section on what customers did", retention.return_rate);
    if (retention.quarters.size() >= 2) {
      const Figure& now = retention.quarters.back().returned;
      const Figure& before = retention.quarters.front().returned;
      if (now.estimate && before.estimate) {
        const auto of = [](const Figure& share) {
          const auto yes = static_cast<std::int64_t>(
              std::llround(*share.estimate * static_cast<double>(share.n)));
          return stats::Histogram({share.n - yes, yes});
        };
        put_change(figure, Measure::kRate, of(now), of(before), conf_level());
        figure.change.source = "rows";
      }
    }
    const auto& curve = retention.returned ? retention.returned : retention.kept;
    if (curve) {
      figure.with_praise = curve->days.finding;
      if (curve->share_difference.estimate)
        figure.superiority = 0.5 + *curve->share_difference.estimate / 2;
    }
    reward.figures.push_back(std::move(figure));
  }
  if (reward.figures.empty()) {
    reward.reason =
        "it was not asked whether customers will come back, and no outcome events say that they "
        "did";
  }
  return reward;
}

RewardReport Scorecard::revenue() const {
  RewardReport reward;
  reward.reward = Reward::kRevenue;
  reward.definition = "customers spend more, and mind the price less";
  if (report_.retention && !report_.retention->growth.empty()) {
    const RetentionReport& retention = *report_.retention;
    const EarnedGrowthReport& growth = retention.growth.front();
    RewardFigure figure;
    figure.title = "net revenue retention";
    figure.definition =
        "this year’s revenue from last year’s customers, over last year’s; 1 is the same";
    figure.figure = growth.net_retention;
    put_change_of_retention(figure, retention, conf_level());
    if (!retention.revenue.empty()) {
      figure.with_praise = retention.revenue.front().difference.finding;
    }
    if (figure.figure.estimate) reward.figures.push_back(std::move(figure));
  }
  add(reward, price_, "would stay at a higher price", "the share of all answers");
  if (reward.figures.empty()) {
    reward.reason = "no outcome events carry an amount, and price tolerance was not asked for";
  }
  return reward;
}

std::string_view unit_words(const Figure& figure) {
  return figure.unit == "nps"     ? "NPS points"
         : figure.unit == "share" ? "percentage points"
                                  : "points";
}

std::string shown(const Figure& figure, double value) {
  const bool hundredths = figure.unit == "nps" || figure.unit == "share";
  return plain(value * (hundredths ? 100 : 1), hundredths ? 0 : 2) +
         (figure.unit == "share" ? "%" : "");
}

std::string change_words(const RewardFigure& figure) {
  const Figure& change = figure.change;
  if (!change.estimate) return {};
  const bool hundredths = change.unit == "nps" || change.unit == "share";
  const auto amount = [&](double value) {
    return plain(value * (hundredths ? 100 : 1), hundredths ? 0 : 2);
  };
  if (figure.change_finding == Finding::kHigher || figure.change_finding == Finding::kLower) {
    return fmt::format(", {} by {} {} from the first half of the months to the second ({} to {})",
                       *change.estimate > 0 ? "up" : "down", amount(std::abs(*change.estimate)),
                       unit_words(change), amount(*change.lo), amount(*change.hi));
  }
  if (figure.change_finding == Finding::kTooFew) return {};
  return figure.change_finding == Finding::kBorderline
             ? ", with a borderline change over the months"
             : ", without a clear change over the months";
}

std::string reward_sentence(const RewardReport& reward) {
  std::string title(model::name(reward.reward));
  title[0] = static_cast<char>(title[0] - 'a' + 'A');
  if (reward.figures.empty() || !reward.figures.front().figure.estimate) {
    return fmt::format(
        "{}: nothing can be said, for {}.", title,
        reward.reason.empty() ? reward.figures.front().figure.reason : reward.reason);
  }
  std::string sentence = title + ": ";
  for (std::size_t i = 0; i < reward.figures.size(); ++i) {
    const RewardFigure& figure = reward.figures[i];
    if (!figure.figure.estimate) continue;
    sentence += fmt::format("{}{} {}{}", i > 0 ? "; " : "", figure.title,
                            shown(figure.figure, *figure.figure.estimate), change_words(figure));
  }
  return sentence + ".";
}

// The largest of the reward's figures that clearly go with praise.
std::optional<double> goes_with_praise(const RewardReport& reward) {
  std::optional<double> most;
  for (const RewardFigure& figure : reward.figures) {
    if (!figure.is_reward || figure.with_praise != Finding::kHigher) continue;
    // What customers spent has no such chance; it is enough that the interval is clear.
    most = std::max(most.value_or(0.5), figure.superiority.value_or(0.5));
  }
  return most;
}

std::string pairs(double superiority) {
  return superiority > 0.5
             ? fmt::format(
                   " (in {}% of pairs the customer who praised somebody has more of it, "
                   "ties counting half)",
                   plain(superiority * 100, 0))
             : std::string();
}

std::string driver_sentence(const ScorecardReport& scorecard) {
  std::string measured = "None of the rewards that were measured clearly goes with praise.";
  if (scorecard.measured) {
    const RewardReport& reward = scorecard.rewards[static_cast<std::size_t>(*scorecard.measured)];
    measured = fmt::format("The reward that goes with praise most clearly is {}{}.",
                           model::name(*scorecard.measured), pairs(*goes_with_praise(reward)));
  }
  if (!scorecard.stated) {
    return "The main driver of the programme has not been stated (laurel settings main-driver "
           "REWARD). " +
           measured;
  }
  const RewardReport& stated = scorecard.rewards[static_cast<std::size_t>(*scorecard.stated)];
  const std::string opening =
      fmt::format("The stated main driver is {}", model::name(*scorecard.stated));
  if (scorecard.measured == scorecard.stated) {
    return opening + ", and it is the reward that goes with praise most clearly" +
           pairs(*goes_with_praise(stated)) + ".";
  }
  if (*scorecard.stated == Reward::kRecognition) {
    return opening + ". It is measured by its reach, since the others are compared by praise. " +
           measured;
  }
  if (!stated.reason.empty()) {
    return fmt::format("{}, and nothing measures it: {}. {}", opening, stated.reason, measured);
  }
  return fmt::format("{}; {}. {}", opening,
                     goes_with_praise(stated) ? "it goes with praise, but another does more clearly"
                                              : "it does not clearly go with praise",
                     measured);
}

}  // namespace

ScorecardReport scorecard_report(const ReportInput& input, const Report& report) {
  const Scorecard counted(input, report);
  ScorecardReport scorecard;
  scorecard.rewards = {counted.recognition(), counted.recommendation(), counted.come_back(),
                       counted.revenue()};
  scorecard.stated = input.settings.main_driver;
  double most = 0;
  for (RewardReport& reward : scorecard.rewards) {
    reward.sentence = reward_sentence(reward);
    const std::optional<double> clear = goes_with_praise(reward);
    if (!clear || *clear <= most) continue;
    most = *clear;
    scorecard.measured = reward.reward;
  }
  scorecard.sentence = driver_sentence(scorecard);
  return scorecard;
}

}  // namespace laurel::report
