#include "model/cells.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "model/derived.h"

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

template <typename Item>
void add_to(Item& sum, const Item& more) {
  sum.n += more.n;
  if constexpr (requires { sum.sum; }) {
    sum.sum += more.sum;
    sum.sum_squares += more.sum_squares;
  }
}

template <typename Item>
bool is_zero(const Item& item) {
  if constexpr (requires { item.sum; }) {
    return item.n == 0 && item.sum == 0 && item.sum_squares == 0;
  } else {
    return item.n == 0;
  }
}

std::array<std::int32_t, 7> fields(const CellKey& k) {
  return {k.month.index,   k.market.value,   k.unit.value,
          k.channel.value, k.question.value, static_cast<std::int32_t>(k.voice),
          k.value};
}
std::array<std::int32_t, 7> fields(const EmployeeCellKey& k) {
  return {k.month.index,  k.employee.value, static_cast<std::int32_t>(k.part),
          k.market.value, k.question.value, static_cast<std::int32_t>(k.voice),
          k.value};
}
std::array<std::int32_t, 3> fields(const AccountCellKey& k) {
  return {k.question.value, k.account.value, static_cast<std::int32_t>(k.voice)};
}

// A key as one number that sorts alike, with the place of its item.
struct PackedKey {
  std::uint64_t key;
  std::uint32_t place;
};

// Each field takes as many bits as its range in these items needs. Empty if they need more than 64.
template <typename Item>
std::vector<PackedKey> pack_keys(const std::vector<Item>& items, int& bits) {
  auto lowest = fields(items.front().key), highest = lowest;
  for (const Item& item : items) {
    const auto values = fields(item.key);
    for (std::size_t i = 0; i < values.size(); ++i) {
      lowest[i] = std::min(lowest[i], values[i]);
      highest[i] = std::max(highest[i], values[i]);
    }
  }
  std::array<int, lowest.size()> widths;
  bits = 0;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const auto range = static_cast<std::uint64_t>(std::int64_t{highest[i]} - lowest[i]);
    widths[i] = static_cast<int>(std::bit_width(range));
    bits += widths[i];
  }
  std::vector<PackedKey> packed;
  if (bits > 64 || items.size() > std::numeric_limits<std::uint32_t>::max()) return packed;
  packed.reserve(items.size());
  for (const Item& item : items) {
    const auto values = fields(item.key);
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      key = key << widths[i] | static_cast<std::uint64_t>(std::int64_t{values[i]} - lowest[i]);
    }
    packed.push_back({key, static_cast<std::uint32_t>(packed.size())});
  }
  return packed;
}

// Counting digits is not worth it for fewer: the batches of single requests.
constexpr std::size_t kFew = 2'000;

// Least significant digit first, 11 bits at a time.
void radix_sort(std::vector<PackedKey>& keys, int bits) {
  constexpr int kDigit = 11;
  constexpr std::uint64_t kMask = (1U << kDigit) - 1;
  std::vector<PackedKey> other(keys.size());
  for (int shift = 0; shift < bits; shift += kDigit) {
    std::array<std::size_t, kMask + 2> starts{};
    for (const PackedKey& k : keys) ++starts[(k.key >> shift & kMask) + 1];
    for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
    for (const PackedKey& k : keys) other[starts[k.key >> shift & kMask]++] = k;
    keys.swap(other);
  }
}

// Sorting numbers takes a fraction of the time that comparing keys field by field does.
template <typename Item>
void sort_by_key(std::vector<Item>& items) {
  int bits = 0;
  std::vector<PackedKey> keys = pack_keys(items, bits);
  if (keys.empty()) {
    std::sort(items.begin(), items.end(),
              [](const Item& a, const Item& b) { return a.key < b.key; });
    return;
  }
  if (keys.size() < kFew) {
    std::sort(keys.begin(), keys.end(),
              [](const PackedKey& a, const PackedKey& b) { return a.key < b.key; });
  } else {
    radix_sort(keys, bits);
  }
  std::vector<Item> sorted;
  sorted.reserve(items.size());
  for (const PackedKey& k : keys) sorted.push_back(items[k.place]);
  items.swap(sorted);
}

// Sorts by key and adds up what has the same; zeros go.
template <typename Item>
void settle(std::vector<Item>& items) {
  if (items.empty()) return;
  sort_by_key(items);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < items.size();) {
    Item sum = items[i];
    for (++i; i < items.size() && items[i].key == sum.key; ++i) add_to(sum, items[i]);
    if (!is_zero(sum)) items[kept++] = sum;
  }
  items.resize(kept);
}

template <typename Item>
std::vector<Item> settled_copy(std::vector<Item> items) {
  settle(items);
  return items;
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
  for (const Question& question : questions_)
    if (is_derived(question.role)) derived_.emplace_back(question.id, question.role);
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
    cells_.add(
        {{month, response.market, response.unit, response.channel, question, voice, value}, sign});
    for (const EmployeeId id : served) {
      employee_cells_.add(
          {{month, id, EmployeePart::kServed, response.market, question, voice, value}, sign});
    }
    for (const EmployeeId id : praised) {
      employee_cells_.add(
          {{month, id, EmployeePart::kCredited, response.market, question, voice, value}, sign});
    }
    if (response.account.known()) {
      account_cells_.add(
          {{response.account, question, voice}, sign, sign * score, sign * score * score});
    }
  };

  count(kEveryResponse, 0, 0);
  DerivedAnswers derived;
  for (const Answer& answer : response.answers) {
    const Question* question = questions.find(answer.question);
    if (question == nullptr || !question->counted()) continue;
    const std::int32_t value = cell_value(*question, answer.value);
    count(answer.question, value, points(*question, value));
    derived.add(*question, answer.value);
  }
  for (const auto& [question, role] : questions.derived()) {
    if (const auto value = derived.answer(role)) count(question, *value, *value);
  }
}

template <typename Item>
void CellDeltas::Log<Item>::add(const Item& item) {
  constexpr std::size_t kSlack = 1 << 16;
  items.push_back(item);
  if (items.size() < 2 * settled + kSlack) return;
  settle(items);
  settled = items.size();
}

std::vector<Cell> CellDeltas::cells() const { return settled_copy(cells_.items); }
std::vector<EmployeeCell> CellDeltas::employee_cells() const {
  return settled_copy(employee_cells_.items);
}
std::vector<AccountCell> CellDeltas::account_cells() const {
  return settled_copy(account_cells_.items);
}

void CellDeltas::clear() { *this = {}; }

}  // namespace laurel::model
