#include "report/customers.h"

#include <algorithm>
#include <array>

namespace laurel::report {
namespace {

// Customers are numbered by account and contact in turn.
std::int32_t number_of(model::AccountId account) { return account.value * 2; }
std::int32_t number_of(model::ContactId contact) { return contact.value * 2 + 1; }

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

// Sorts by customer with one counting pass, then each customer's by day.
template <typename Event>
std::vector<Event> sorted_by_customer(const std::vector<Event>& events,
                                      std::vector<std::uint32_t>& ends) {
  for (const Event& event : events) ++ends[static_cast<std::size_t>(event.customer)];
  std::uint32_t total = 0;
  for (std::uint32_t& end : ends) end = total += end;
  std::vector<std::uint32_t> next(ends.size());
  for (std::size_t i = 1; i < ends.size(); ++i) next[i] = ends[i - 1];
  std::vector<Event> sorted(events.size());
  for (const Event& event : events)
    sorted[next[static_cast<std::size_t>(event.customer)]++] = event;
  std::uint32_t begin = 0;
  for (const std::uint32_t end : ends) {
    std::stable_sort(sorted.begin() + begin, sorted.begin() + end,
                     [](const Event& a, const Event& b) { return a.day < b.day; });
    begin = end;
  }
  return sorted;
}

// A period's days: those of its months.
bool in_period(base::Date day, const ReportOptions& options) {
  const base::Month month = base::Month::of(day);
  return (!options.from.known() || options.from <= month) &&
         (!options.to.known() || month <= options.to);
}

// Left by then, and not seen again up to it.
bool has_left(std::span<const CustomerDid> did, base::Date by) {
  bool left = false;
  for (const CustomerDid& one : did) {
    if (one.day > by) break;
    if (one.kind == model::OutcomeKind::kChurn) {
      left = true;
    } else if (model::is_return(one.kind)) {
      left = false;
    }
  }
  return left;
}

}  // namespace

bool is_earned_origin(std::string_view choice) {
  constexpr std::array<std::string_view, 15> kWords = {
      "recommend",  "referr",        "referral", "friend",   "family",
      "colleague",  "word of mouth", "review",   "empfehl",  "freund",
      "weiterempf", "recommand",     "bouche",   "recomend", "amigo"};
  const std::string words = lower_case(choice);
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return words.find(word) != std::string::npos; });
}

CustomerReader::CustomerReader(std::span<const model::Question> questions,
                               const model::Question* main) {
  for (const model::Question& question : questions) {
    const bool recommend = question.role == model::QuestionRole::kRecommend ||
                           (main != nullptr && main->key == question.key);
    if (question.kind == model::QuestionKind::kNps) nps_.push_back(question.id);
    if (question.kind == model::QuestionKind::kYesNo && recommend) yes_no_.push_back(question.id);
    if (question.role != model::QuestionRole::kHeardThrough ||
        question.kind != model::QuestionKind::kChoice)
      continue;
    std::vector<bool> earned;
    for (const std::string& choice : question.choices) {
      earned.push_back(is_earned_origin(choice));
      auto& list = history_.earned_choices;
      if (earned.back() && std::find(list.begin(), list.end(), choice) == list.end())
        list.push_back(choice);
    }
    origin_.emplace_back(question.id, std::move(earned));
  }
  if (!nps_.empty()) yes_no_.clear();
}

void CustomerReader::belongs(model::ContactId contact, model::AccountId account) {
  const auto at = static_cast<std::size_t>(contact.value);
  if (account_of_.size() <= at) account_of_.resize(at + at / 2 + 1);
  account_of_[at] = account;
}

std::int32_t CustomerReader::customer(model::AccountId account, model::ContactId contact) const {
  const auto at = static_cast<std::size_t>(contact.value);
  if (!account.known() && at < account_of_.size()) account = account_of_[at];
  if (account.known()) return number_of(account);
  return contact.known() ? number_of(contact) : -1;
}

Recommends CustomerReader::recommends(const model::Answer& answer) const {
  if (std::find(nps_.begin(), nps_.end(), answer.question) != nps_.end()) {
    return answer.value >= 9   ? Recommends::kYes
           : answer.value >= 7 ? Recommends::kNeutral
                               : Recommends::kNo;
  }
  if (std::find(yes_no_.begin(), yes_no_.end(), answer.question) != yes_no_.end())
    return answer.value == 1 ? Recommends::kYes : Recommends::kNo;
  return Recommends::kUnknown;
}

void CustomerReader::said(const model::ResponseRecord& record) {
  const model::Response& response = record.response;
  if (!response.occurred_on) return;
  CustomerSaid said;
  said.customer = customer(response.account, response.contact);
  if (said.customer < 0) return;
  said.day = *response.occurred_on;
  said.market = response.market.value;
  said.voice = model::voice_of(record);
  for (const model::Answer& answer : response.answers) {
    if (said.recommends == Recommends::kUnknown) said.recommends = recommends(answer);
    for (const auto& [question, earned] : origin_) {
      if (question != answer.question || answer.value < 0 ||
          static_cast<std::size_t>(answer.value) >= earned.size())
        continue;
      said.origin =
          earned[static_cast<std::size_t>(answer.value)] ? Origin::kEarned : Origin::kBought;
      history_.asks_origin = true;
    }
  }
  history_.said.push_back(said);
}

void CustomerReader::did(model::AccountId account, model::ContactId contact, base::Date day,
                         model::OutcomeKind kind, std::optional<std::int64_t> amount,
                         std::string_view currency) {
  CustomerDid did;
  did.customer = customer(account, contact);
  if (did.customer < 0) return;
  did.day = day;
  did.kind = kind;
  // What leaving or sending somebody is worth is no revenue.
  if (amount && model::is_return(kind)) {
    auto& list = history_.currencies;
    auto place = std::find(list.begin(), list.end(), currency);
    if (place == list.end() && list.size() < CustomerDid::kNoAmount)
      place = list.insert(place, std::string(currency));
    if (place != list.end()) {
      did.currency = static_cast<std::uint8_t>(place - list.begin());
      did.amount = *amount;
    }
  }
  history_.did.push_back(did);
}

Customers::Customers(const CustomerHistory& history) : history_(history) {
  std::int32_t most = -1;
  for (const CustomerSaid& one : history_.said) most = std::max(most, one.customer);
  for (const CustomerDid& one : history_.did) most = std::max(most, one.customer);
  const auto n = static_cast<std::size_t>(most + 1);
  std::vector<std::uint32_t> said_ends(n), did_ends(n);
  said_ = sorted_by_customer(history_.said, said_ends);
  did_ = sorted_by_customer(history_.did, did_ends);
  ranges_.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    ranges_[i] = {i == 0 ? 0 : said_ends[i - 1], said_ends[i], i == 0 ? 0 : did_ends[i - 1],
                  did_ends[i]};
  }
  bool any = false;
  for (const CustomerDid& one : did_) {
    first_day_ = any ? std::min(first_day_, one.day) : one.day;
    last_day_ = any ? std::max(last_day_, one.day) : one.day;
    any = true;
  }
}

std::span<const CustomerSaid> Customers::said(std::size_t customer) const {
  const CustomerRange& range = ranges_[customer];
  return std::span(said_).subspan(range.said_begin, range.said_end - range.said_begin);
}

std::span<const CustomerDid> Customers::did(std::size_t customer) const {
  const CustomerRange& range = ranges_[customer];
  return std::span(did_).subspan(range.did_begin, range.did_end - range.did_begin);
}

Cohort follow(const Customers& customers, const ReportOptions& options, CohortOf of) {
  const bool any_praise = options.strength == ReportStrength::kAny;
  Cohort cohort;
  for (std::size_t i = 0; i < customers.size(); ++i) {
    const auto said = customers.said(i);
    Followed one;
    bool counts = false, kind = false;
    for (const CustomerSaid& each : said) {
      if (!in_period(each.day, options)) continue;
      const bool commented = model::spoke(each.voice) || model::is_commended(each.voice);
      if (!counts && (commented || of == CohortOf::kEverybody)) {
        counts = true;
        one.first = each.day;
        one.landmark = {each.day.days + options.retention.landmark_days};
        one.market = each.market;
      }
      if (counts && each.day > one.landmark) break;
      if (each.recommends != Recommends::kUnknown) one.recommends = each.recommends;
      if (!counts || !model::is_commended(each.voice)) continue;
      if (any_praise || model::is_exemplary(each.voice)) {
        one.arm = FollowedArm::kCommended;
      } else {
        kind = true;
      }
    }
    if (!counts) continue;
    // Kind words are neither exemplary praise nor none.
    if (of == CohortOf::kCommenters && kind && one.arm == FollowedArm::kSpoke) continue;
    if (one.landmark < customers.first_day() || one.landmark >= customers.last_day()) {
      ++cohort.unobserved;
      continue;
    }
    const auto did = customers.did(i);
    if (has_left(did, one.landmark)) {
      ++cohort.left_before;
      continue;
    }
    if (did.empty()) ++cohort.without_events;
    one.customer = static_cast<std::uint32_t>(i);
    one.observed_days = customers.last_day().days - one.landmark.days;
    for (const CustomerDid& each : did) {
      if (each.day <= one.landmark) continue;
      const int days = each.day.days - one.landmark.days;
      if (each.kind == model::OutcomeKind::kChurn && !one.left_after) one.left_after = days;
      if (model::is_return(each.kind) && !one.back_after) one.back_after = days;
    }
    cohort.followed.push_back(one);
  }
  return cohort;
}

int horizon_of(const Cohort& cohort, std::int64_t fewest) {
  for (const int days : {365, 180, 90, 30}) {
    std::array<std::int64_t, kFollowedArms> n{};
    for (const Followed& one : cohort.followed)
      n[static_cast<std::size_t>(one.arm)] += one.observed_days >= days ? 1 : 0;
    if (std::min(n[0], n[1]) >= fewest) return days;
  }
  return 0;
}

}  // namespace laurel::report
