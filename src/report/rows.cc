#include "report/rows.h"

#include <algorithm>

#include "model/cells.h"
#include "report/counts.h"

namespace laurel::report {
namespace {

using model::QuestionKind;
using model::QuestionRole;

// The newest counted version with that role.
std::optional<model::Question> asked(std::span<const model::Question> questions,
                                     QuestionRole role) {
  const model::Question* newest = nullptr;
  for (const model::Question& question : questions) {
    if (question.role != role || !question.counted()) continue;
    if (newest == nullptr || newest->version < question.version) newest = &question;
  }
  return newest == nullptr ? std::nullopt : std::optional(*newest);
}

std::optional<std::int64_t> answer_to(const model::ResponseRecord& record,
                                      const std::optional<model::Question>& question) {
  if (!question) return std::nullopt;
  const auto& answers = record.response.answers;
  const auto found = std::find_if(answers.begin(), answers.end(), [&](const model::Answer& answer) {
    return answer.question == question->id;
  });
  return found == answers.end() ? std::nullopt : std::optional(found->value);
}

bool within(const ReportOptions& options, base::Month month) {
  if (!options.has_period()) return true;
  return month.known() && (!options.from.known() || options.from <= month) &&
         (!options.to.known() || month <= options.to);
}

bool matches(const model::Commendation& commendation, ReportStrength strength) {
  return strength == ReportStrength::kAny || commendation.strength == detect::Strength::kExemplary;
}

void add(TwoGroups& groups, bool commended, std::int32_t score) {
  (commended ? groups.commended : groups.spoke).add(score);
}

// Whom it counts for at that probability: commended, spoke, or neither (kind words where only
// exemplary praise counts).
enum class Side { kCommended, kSpoke, kNeither };
Side side_at(const model::ResponseRecord& record, double threshold, ReportStrength strength) {
  bool any = false;
  for (const model::Commendation& commendation : record.commendations) {
    const bool counts = commendation.decision == model::Decision::kAccepted ||
                        (commendation.decision == model::Decision::kUndecided &&
                         commendation.probability >= threshold);
    if (counts && matches(commendation, strength)) return Side::kCommended;
    any = any || counts;
  }
  return any ? Side::kNeither : Side::kSpoke;
}

}  // namespace

Experience experience_of(const model::Question& main, std::int32_t value) {
  if (main.kind == QuestionKind::kNps) {
    return static_cast<Experience>(model::points(main, value) + 1);
  }
  if (main.kind == QuestionKind::kYesNo) {
    return value == 1 ? Experience::kPositive : Experience::kNegative;
  }
  const double place = (value - main.min) / static_cast<double>(std::max(1, main.max - main.min));
  return place < 1.0 / 3   ? Experience::kNegative
         : place > 2.0 / 3 ? Experience::kPositive
                           : Experience::kMiddling;
}

RowCounts::RowCounts(std::span<const model::Question> questions, const model::Question* main,
                     const ReportOptions& options)
    : referred_(asked(questions, QuestionRole::kReferred)),
      told_(asked(questions, QuestionRole::kToldOthers)),
      options_(options) {
  if (main != nullptr) main_ = *main;
  if (referred_ && referred_->kind != QuestionKind::kYesNo) referred_.reset();
  // Bins and scales of words have no number of people in them.
  if (told_ && told_->kind != QuestionKind::kCount) told_.reset();
  for (const QuestionRole role :
       {QuestionRole::kExpectation, QuestionRole::kFeeling, QuestionRole::kHeardThrough}) {
    if (auto question = asked(questions, role)) {
      aspects_.push_back({std::move(*question), {}});
      aspects_.back().by_value.resize(bins_of(aspects_.back().question));
    }
  }
}

void RowCounts::add_praise(const model::ResponseRecord& record, std::int32_t score) {
  const model::Voice voice = model::voice_of(record);
  const Group group = group_of(voice);
  if (group == Group::kSilent || group == Group::kUnread) return;
  if (group != Group::kKind || options_.strength == ReportStrength::kAny) {
    const bool commended = group != Group::kSpoke;
    report::add(as_counted_, commended, score);
    if (!model::is_pending(voice)) report::add(settled_, commended, score);
    const auto& found = record.commendations;
    const bool reviewed =
        !found.empty() && std::all_of(found.begin(), found.end(), [](const auto& each) {
          return each.decision != model::Decision::kUndecided;
        });
    if (reviewed) report::add(reviewed_, commended, score);
  }
  for (std::size_t i = 0; i < kThresholds.size(); ++i) {
    const Side side = side_at(record, kThresholds[i], options_.strength);
    if (side == Side::kNeither) continue;
    report::add(at_threshold_[i], side == Side::kCommended, score);
  }
}

// Sums kept in the store serve all time; a period needs its own.
void RowCounts::add_account(model::AccountId account, model::Voice voice, std::int64_t answer) {
  if (!options_.has_period() || !account.known()) return;
  const auto place = static_cast<std::size_t>(account.value);
  if (place >= accounts_.size()) accounts_.resize(std::max(place + 1, 2 * accounts_.size()));
  const std::int64_t points = model::points(*main_, static_cast<std::int32_t>(answer));
  accounts_[place].add({{account, main_->id, voice}, 1, points, points * points});
}

model::AccountSums RowCounts::account_sums() const {
  model::AccountSums sums;
  for (const model::OneAccount& account : accounts_) sums.add(account);
  return sums;
}

void RowCounts::add(const model::ResponseRecord& record) {
  const model::Response& response = record.response;
  const bool in_period = within(options_, response.month());
  const auto main_answer = answer_to(record, main_);
  const Group group = group_of(model::voice_of(record));
  if (main_answer && response.contact.known() && response.occurred_on) {
    surveys_.push_back({response.contact, response.occurred_on->days,
                        static_cast<std::int16_t>(*main_answer), static_cast<std::int8_t>(group),
                        in_period});
  }
  if (!in_period) return;
  ++responses_;
  if (main_answer) {
    add_praise(record, static_cast<std::int32_t>(*main_answer));
    const auto market = static_cast<std::size_t>(response.market.value);
    if (market >= markets_.size()) markets_.resize(market + 1);
    MarketAccounts& here = markets_[market];
    if (here.answers++ == 0) here.account = response.account;
    here.one_account =
        here.one_account && response.account.known() && response.account == here.account;
    add_account(response.account, model::voice_of(record), *main_answer);
  }

  const auto referred = answer_to(record, referred_);
  const auto told = answer_to(record, told_);
  const auto put = [&](Beside& beside) {
    if (main_answer) beside.main.add(static_cast<int>(*main_answer));
    if (referred) beside.referred += {*referred == 1 ? 1 : 0, 1};
    if (told) {
      beside.told.add(static_cast<double>(*told));
      beside.told_anybody += {*told > 0 ? 1 : 0, 1};
    }
  };
  for (Aspect& aspect : aspects_) {
    const auto answer = answer_to(record, aspect.question);
    if (!answer) continue;
    const std::int64_t place =
        model::cell_value(aspect.question, *answer) -
        (aspect.question.kind == QuestionKind::kScale || aspect.question.kind == QuestionKind::kNps
             ? aspect.question.min
             : 0);
    if (place < 0 || place >= static_cast<std::int64_t>(aspect.by_value.size())) continue;
    put(aspect.by_value[static_cast<std::size_t>(place)]);
  }
  if (main_answer) {
    const Experience experience = experience_of(*main_, static_cast<std::int32_t>(*main_answer));
    put(by_experience_[static_cast<std::size_t>(experience)]);
  }
  const bool praised = group == Group::kExemplary ||
                       (group == Group::kKind && options_.strength == ReportStrength::kAny);
  if (praised || group == Group::kSpoke) put(by_praise_[praised ? 0 : 1]);
}

}  // namespace laurel::report
