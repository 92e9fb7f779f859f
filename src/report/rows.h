// What a report needs of single responses, which cells can't tell: how sure each praise was, who
// was asked again, and which answers were given together. Added up in one pass, response by
// response; only surveys of known contacts are kept (16 bytes each). Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/account_sums.h"
#include "model/response.h"
#include "report/options.h"
#include "stats/histogram.h"
#include "stats/moments.h"
#include "stats/proportions.h"

namespace laurel::report {

// The main answers of the two groups.
struct TwoGroups {
  stats::Histogram commended, spoke;
};

// Praise counts from this probability on, unless somebody decided.
inline constexpr std::array kThresholds = {0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95};

// One survey of a contact with an answer to the main question.
struct Survey {
  model::ContactId contact;
  std::int32_t day = 0;
  std::int16_t value = 0;  // of the main question
  std::int8_t group = 0;   // Group
  bool in_period = true;
};

// Answers to one question, split by those to another of the same response.
struct Beside {
  stats::Histogram main;           // the main question
  stats::Proportion referred;      // the question of that role
  stats::Moments told;             // how many people were told
  stats::Proportion told_anybody;  // at least one
};

// A question with a role, value by value.
struct Aspect {
  model::Question question;
  std::vector<Beside> by_value;  // by cell value, from the scale's lowest
};

// How far an experience was told: by what the experience was like.
enum class Experience : std::uint8_t { kNegative, kMiddling, kPositive };
inline constexpr std::size_t kExperiences = 3;

// Of the main answer: detractors, passives, promoters; a yes/no has no middle; a scale is cut into
// thirds.
Experience experience_of(const model::Question& main, std::int32_t value);

// Whose answers to the main question a market has.
struct MarketAccounts {
  std::int64_t answers = 0;
  model::AccountId account;  // the first one seen
  bool one_account = true;   // all answers name that one
};

class RowCounts {
 public:
  // `main` may be null. Questions that were asked in several versions count in the newest.
  RowCounts(std::span<const model::Question> questions, const model::Question* main,
            const ReportOptions& options);

  // `record` needs no words and no targets (store::for_each_score).
  void add(const model::ResponseRecord& record);

  std::int64_t responses() const { return responses_; }  // of the period
  const TwoGroups& as_counted() const { return as_counted_; }
  // Without those a review could still change; only those in which a person decided.
  const TwoGroups& settled() const { return settled_; }
  const TwoGroups& reviewed() const { return reviewed_; }
  const TwoGroups& at_threshold(std::size_t i) const { return at_threshold_[i]; }
  const std::vector<Survey>& surveys() const { return surveys_; }
  const std::vector<Aspect>& aspects() const { return aspects_; }
  const std::array<Beside, kExperiences>& by_experience() const { return by_experience_; }
  // Commended, spoke.
  const std::array<Beside, 2>& by_praise() const { return by_praise_; }

  // By market id.
  const std::vector<MarketAccounts>& markets() const { return markets_; }
  // Of the main answers of the period.
  model::AccountSums account_sums() const;

  const std::optional<model::Question>& main() const { return main_; }
  const std::optional<model::Question>& referred() const { return referred_; }
  const std::optional<model::Question>& told() const { return told_; }

 private:
  void add_praise(const model::ResponseRecord& record, std::int32_t score);
  void add_account(model::AccountId account, model::Voice voice, std::int64_t answer);

  std::optional<model::Question> main_, referred_, told_;
  ReportOptions options_;
  std::int64_t responses_ = 0;
  TwoGroups as_counted_, settled_, reviewed_;
  std::array<TwoGroups, kThresholds.size()> at_threshold_;
  std::vector<Survey> surveys_;
  std::vector<MarketAccounts> markets_;
  std::vector<model::OneAccount> accounts_;  // by id
  std::vector<Aspect> aspects_;
  std::array<Beside, kExperiences> by_experience_;
  std::array<Beside, 2> by_praise_;
};

}  // namespace laurel::report
