#include "model/cells.h"

#include <algorithm>
#include <array>

namespace laurel::model {
namespace {

constexpr std::array<std::string_view, 3> kDecisionNames = {"undecided", "accepted", "rejected"};
constexpr std::array<std::string_view, kVoiceCount> kVoiceNames = {"silent",
                                                                   "unread",
                                                                   "spoke",
                                                                   "commended_kind",
                                                                   "commended_exemplary",
                                                                   "pending_spoke",
                                                                   "pending_kind",
                                                                   "pending_exemplary"};

std::uint64_t mix(std::uint64_t hash, std::int64_t word) {
  hash = (hash ^ static_cast<std::uint64_t>(word)) * 0x9e3779b97f4a7c15ULL;
  return hash ^ (hash >> 29);
}

template <typename... Words>
std::size_t hash_of(Words... words) {
  std::uint64_t hash = 0x51ed270b9f86d1cbULL;
  ((hash = mix(hash, static_cast<std::int64_t>(words))), ...);
  return static_cast<std::size_t>(hash);
}

template <typename Out, typename Map>
std::vector<Out> sorted_counts(const Map& map) {
  std::vector<Out> out;
  out.reserve(map.size());
  for (const auto& [key, n] : map) {
    if (n != 0) out.push_back({key, n});
  }
  std::sort(out.begin(), out.end(), [](const Out& a, const Out& b) { return a.key < b.key; });
  return out;
}

std::vector<EmployeeId> without_repeats(std::vector<EmployeeId> ids) {
  std::erase_if(ids, [](EmployeeId id) { return !id.known(); });
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

std::vector<EmployeeId> credited(const ResponseRecord& record) {
  std::vector<EmployeeId> ids;
  for (const Commendation& commendation : record.commendations) {
    if (commendation.counts()) ids.push_back(commendation.employee);
  }
  return without_repeats(std::move(ids));
}

}  // namespace

std::string_view name(Decision decision) {
  return kDecisionNames[static_cast<std::size_t>(decision)];
}
std::string_view name(Voice voice) { return kVoiceNames[static_cast<std::size_t>(voice)]; }

Voice voice_of(const ResponseRecord& record) {
  bool praised = false, exemplary = false, settled = false, open = false;
  for (const Commendation& commendation : record.commendations) {
    if (commendation.counts()) {
      praised = true;
      exemplary = exemplary || commendation.strength == detect::Strength::kExemplary;
    }
    const bool undecided = commendation.decision == Decision::kUndecided;
    settled =
        settled || commendation.decision == Decision::kAccepted || (undecided && commendation.sure);
    open = open || (undecided && !commendation.sure);
  }
  const bool pending = open && !settled;
  if (praised) {
    if (exemplary) return pending ? Voice::kPendingExemplary : Voice::kCommendedExemplary;
    return pending ? Voice::kPendingKind : Voice::kCommendedKind;
  }
  switch (record.response.reading) {
    case Reading::kSilent:
      return Voice::kSilent;
    case Reading::kUnread:
      return Voice::kUnread;
    case Reading::kRead:
      break;
  }
  return pending ? Voice::kPendingSpoke : Voice::kSpoke;
}

std::int64_t points(const Question& question, std::int32_t cell_value) {
  if (question.kind != QuestionKind::kNps) return cell_value;
  return cell_value >= 9 ? 1 : cell_value >= 7 ? 0 : -1;
}

QuestionCatalog::QuestionCatalog(std::vector<Question> questions)
    : questions_(std::move(questions)) {
  std::sort(questions_.begin(), questions_.end(),
            [](const Question& a, const Question& b) { return a.id < b.id; });
}

const Question* QuestionCatalog::find(QuestionId id) const {
  const auto found = std::lower_bound(
      questions_.begin(), questions_.end(), id,
      [](const Question& question, QuestionId wanted) { return question.id < wanted; });
  return found != questions_.end() && found->id == id ? &*found : nullptr;
}

const Question* QuestionCatalog::current(std::string_view key) const {
  const Question* newest = nullptr;
  for (const Question& question : questions_) {
    if (question.key == key && (newest == nullptr || question.version > newest->version))
      newest = &question;
  }
  return newest;
}

void CellDeltas::add(const ResponseRecord& record, const QuestionCatalog& questions, int sign) {
  const Response& response = record.response;
  const base::Month month = response.month();
  const Voice voice = voice_of(record);
  const std::vector<EmployeeId> served = without_repeats(response.served_by);
  const std::vector<EmployeeId> praised = credited(record);

  const auto count = [&](QuestionId question, std::int32_t value, std::int64_t score) {
    cells_[{month, response.market, response.unit, response.channel, question, voice, value}] +=
        sign;
    for (const EmployeeId id : served) {
      employee_cells_[{month, id, EmployeePart::kServed, response.market, question, voice,
                       value}] += sign;
    }
    for (const EmployeeId id : praised) {
      employee_cells_[{month, id, EmployeePart::kCredited, response.market, question, voice,
                       value}] += sign;
    }
    if (response.account.known()) {
      Sums& sums = account_cells_[{response.account, question, voice}];
      sums.n += sign;
      sums.sum += sign * score;
      sums.sum_squares += sign * score * score;
    }
  };

  count(kEveryResponse, 0, 0);
  for (const Answer& answer : response.answers) {
    const Question* question = questions.find(answer.question);
    if (question == nullptr || !question->counted()) continue;
    const std::int32_t value = cell_value(*question, answer.value);
    count(answer.question, value, points(*question, value));
  }
}

std::vector<Cell> CellDeltas::cells() const { return sorted_counts<Cell>(cells_); }
std::vector<EmployeeCell> CellDeltas::employee_cells() const {
  return sorted_counts<EmployeeCell>(employee_cells_);
}

std::vector<AccountCell> CellDeltas::account_cells() const {
  std::vector<AccountCell> out;
  for (const auto& [key, sums] : account_cells_) {
    if (sums.n != 0 || sums.sum != 0 || sums.sum_squares != 0)
      out.push_back({key, sums.n, sums.sum, sums.sum_squares});
  }
  std::sort(out.begin(), out.end(),
            [](const AccountCell& a, const AccountCell& b) { return a.key < b.key; });
  return out;
}

void CellDeltas::clear() {
  cells_.clear();
  employee_cells_.clear();
  account_cells_.clear();
}

std::size_t CellDeltas::Hash::operator()(const CellKey& k) const noexcept {
  return hash_of(k.month.index, k.market.value, k.unit.value, k.channel.value, k.question.value,
                 k.voice, k.value);
}
std::size_t CellDeltas::Hash::operator()(const EmployeeCellKey& k) const noexcept {
  return hash_of(k.month.index, k.employee.value, k.part, k.market.value, k.question.value, k.voice,
                 k.value);
}
std::size_t CellDeltas::Hash::operator()(const AccountCellKey& k) const noexcept {
  return hash_of(k.account.value, k.question.value, k.voice);
}

}  // namespace laurel::model
