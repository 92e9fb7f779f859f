// From rows to customers: collecting what customers said and did while both are read, and following
// each from a landmark (report/retention.h). Inside the report only. Pure; a CustomerReader is not
// thread-safe, the rest is.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "model/outcome.h"
#include "model/question.h"
#include "model/response.h"
#include "report/options.h"
#include "report/retention.h"

namespace laurel::report {

// Collects a history. Responses without a day or a customer tell nothing here and are passed over.
class CustomerReader {
 public:
  // `main` may be null; it says what recommending is when it is NPS or a yes/no.
  CustomerReader(std::span<const model::Question> questions, const model::Question* main);

  // Contacts with an account count as that account. Call before the others.
  void belongs(model::ContactId contact, model::AccountId account);
  // `record` needs no words and no targets (store::for_each_score).
  void said(const model::ResponseRecord& record);
  void did(model::AccountId account, model::ContactId contact, base::Date day,
           model::OutcomeKind kind, std::optional<std::int64_t> amount, std::string_view currency);

  CustomerHistory finish() { return std::move(history_); }

 private:
  // -1 without any.
  std::int32_t customer(model::AccountId account, model::ContactId contact) const;
  Recommends recommends(const model::Answer& answer) const;

  std::vector<model::AccountId> account_of_;  // by contact
  std::vector<model::QuestionId> nps_, yes_no_;
  std::vector<std::pair<model::QuestionId, std::vector<bool>>>
      origin_;  // whether earned, by choice
  CustomerHistory history_;
};

// Whether an answer to "how did you hear of us" means that other customers' words earned the
// customer: recommendations, referrals, friends, reviews.
bool is_earned_origin(std::string_view choice);

// One customer's part of the history, both ascending by day.
struct CustomerRange {
  std::uint32_t said_begin = 0, said_end = 0, did_begin = 0, did_end = 0;
};

// The history sorted by customer and day. REQUIRES: it outlives this.
class Customers {
 public:
  explicit Customers(const CustomerHistory& history);

  std::size_t size() const { return ranges_.size(); }
  std::span<const CustomerSaid> said(std::size_t customer) const;
  std::span<const CustomerDid> did(std::size_t customer) const;
  const CustomerHistory& history() const { return history_; }
  base::Date first_day() const { return first_day_; }  // of what customers did
  base::Date last_day() const { return last_day_; }

 private:
  const CustomerHistory& history_;
  std::vector<CustomerSaid> said_;
  std::vector<CustomerDid> did_;
  std::vector<CustomerRange> ranges_;
  base::Date first_day_{}, last_day_{};
};

enum class FollowedArm : std::uint8_t { kCommended, kSpoke };
inline constexpr std::size_t kFollowedArms = 2;

// A customer followed from the landmark on.
struct Followed {
  std::uint32_t customer = 0;
  FollowedArm arm = FollowedArm::kSpoke;
  std::int32_t market = 0;  // of the first comment
  base::Date first, landmark;
  Recommends recommends = Recommends::kUnknown;  // the last answer up to the landmark
  int observed_days = 0;                         // from the landmark to the last day of the events
  // Days after the landmark; none: not up to the last day.
  std::optional<int> left_after, back_after;
};

struct Cohort {
  std::vector<Followed> followed;
  std::int64_t left_before = 0, unobserved = 0, without_events = 0;
};

// Whom the clock starts for.
enum class CohortOf : std::uint8_t {
  kCommenters,  // who praised, or commented without praise; with kExemplary without kind words
  kEverybody,   // who answered anything; `arm` means nothing then
};
Cohort follow(const Customers& customers, const ReportOptions& options, CohortOf of);

// The longest of a year, half a year, 90 and 30 days over which at least `fewest` customers of each
// arm are observed; 0 when there is none. Looks at no outcome.
int horizon_of(const Cohort& cohort, std::int64_t fewest);

}  // namespace laurel::report
