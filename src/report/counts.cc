#include "report/counts.h"

#include <algorithm>
#include <unordered_map>

namespace laurel::report {
namespace {

// 128 MB of counts; with more markets than that the other questions are not split by market.
constexpr std::size_t kMostCounts = 16'000'000;

base::Error contradiction(std::string detail) {
  return base::conflict(
      "The stored counts don't agree with the organization's lists. Run laurel recount.",
      std::move(detail));
}

template <typename Members>
std::size_t places_of(const Members& members) {
  std::int32_t highest = 0;
  for (const auto& member : members) highest = std::max(highest, member.id.value);
  return static_cast<std::size_t>(highest) + 1;
}

std::int32_t lowest_value(const model::Question& question) {
  const bool scaled =
      question.kind == model::QuestionKind::kNps || question.kind == model::QuestionKind::kScale;
  return scaled ? question.min : 0;
}

bool within(const ReportOptions& options, base::Month month) {
  if (!options.has_period()) return true;
  if (!month.known()) return false;
  return (!options.from.known() || options.from <= month) &&
         (!options.to.known() || month <= options.to);
}

// Ids are indices below these.
struct Places {
  explicit Places(const ReportInput& input)
      : markets(places_of(input.markets)),
        units(places_of(input.units)),
        channels(places_of(input.channels)) {}

  bool hold(const model::CellKey& key) const {
    return static_cast<std::uint32_t>(key.market.value) < markets &&
           static_cast<std::uint32_t>(key.unit.value) < units &&
           static_cast<std::uint32_t>(key.channel.value) < channels;
  }

  std::size_t markets, units, channels;
};

// Where each question's counts are, by question id: −1 for ids that nobody asked.
std::vector<std::int32_t> slots_by_id(std::span<const model::Question> questions) {
  std::vector<std::int32_t> slots(places_of(questions), -1);
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const model::Question& question = questions[i];
    if (question.id.known() && question.counted()) {
      slots[static_cast<std::size_t>(question.id.value)] = static_cast<std::int32_t>(i);
    }
  }
  return slots;
}

void count_response(const model::Cell& cell, ReportCounts& counts) {
  const model::CellKey& key = cell.key;
  counts.responses[static_cast<std::size_t>(key.voice)] += cell.n;
  const Group group = group_of(key.voice);
  counts.responses_by_market.add(static_cast<std::size_t>(key.market.value), group, 0, cell.n);
  counts.responses_by_unit.add(static_cast<std::size_t>(key.unit.value), group, 0, cell.n);
  counts.responses_by_channel.add(static_cast<std::size_t>(key.channel.value), group, 0, cell.n);
  if (!key.month.known()) {
    counts.undated += cell.n;
    return;
  }
  if (!counts.first_month.known() || key.month < counts.first_month) counts.first_month = key.month;
  if (!counts.last_month.known() || counts.last_month < key.month) counts.last_month = key.month;
}

}  // namespace

std::size_t bins_of(const model::Question& question) {
  switch (question.kind) {
    case model::QuestionKind::kNps:
    case model::QuestionKind::kScale:
      return static_cast<std::size_t>(question.max - question.min + 1);
    case model::QuestionKind::kYesNo:
      return 2;
    case model::QuestionKind::kChoice:
      return question.choices.size();
    case model::QuestionKind::kCount:
    case model::QuestionKind::kNumber:
      return question.bins.size() + 1;
    case model::QuestionKind::kText:
      return 0;
  }
  return 0;
}

std::int64_t Grid::n(std::size_t place) const {
  const auto begin = counts_.begin() + static_cast<std::ptrdiff_t>(place * kGroupCount * bins_);
  std::int64_t total = 0;
  for (auto it = begin; it != begin + static_cast<std::ptrdiff_t>(kGroupCount * bins_); ++it)
    total += *it;
  return total;
}

Groups Grid::groups(std::size_t place) const {
  Groups groups;
  auto at = counts_.begin() + static_cast<std::ptrdiff_t>(place * kGroupCount * bins_);
  for (stats::Histogram& group : groups) {
    const auto end = at + static_cast<std::ptrdiff_t>(bins_);
    group = stats::Histogram(std::vector<std::int64_t>(at, end), min_);
    at = end;
  }
  return groups;
}

Groups Grid::sum() const {
  const std::size_t width = kGroupCount * bins_;
  Grid total(min_, bins_, 1);
  for (std::size_t i = 0; i < counts_.size(); ++i) total.counts_[i % width] += counts_[i];
  return total.groups(0);
}

bool Grid::any_negative() const {
  return std::any_of(counts_.begin(), counts_.end(), [](std::int64_t n) { return n < 0; });
}

base::Result<ReportCounts> count_cells(const ReportInput& input) {
  const Places places(input);
  const std::vector<std::int32_t> slots = slots_by_id(input.questions);
  ReportCounts counts;
  counts.responses_by_market = Grid(0, 1, places.markets);
  counts.responses_by_unit = Grid(0, 1, places.units);
  counts.responses_by_channel = Grid(0, 1, places.channels);

  std::size_t bins = 0;
  for (const model::Question& question : input.questions) bins += bins_of(question);
  counts.by_market = places.markets * kGroupCount * bins <= kMostCounts;
  std::vector<QuestionCounts> all(input.questions.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const model::Question& question = input.questions[i];
    all[i].question = &question;
    if (question.counted()) {
      all[i].by_market =
          Grid(lowest_value(question), bins_of(question), counts.by_market ? places.markets : 1);
    }
  }

  for (const model::Cell& cell : input.cells) {
    const model::CellKey& key = cell.key;
    if (!within(input.options, key.month)) {
      if (key.question == model::kEveryResponse) {
        (key.month.known() ? counts.outside_period : counts.undated_outside_period) += cell.n;
      }
      continue;
    }
    if (!places.hold(key)) return contradiction("a cell names an unknown market, unit or channel");
    if (key.question == model::kEveryResponse) {
      count_response(cell, counts);
      continue;
    }
    const auto id = static_cast<std::size_t>(static_cast<std::uint32_t>(key.question.value));
    if (id >= slots.size() || slots[id] < 0) {
      return contradiction("a cell names an unknown or uncounted question");
    }
    QuestionCounts& question = all[static_cast<std::size_t>(slots[id])];
    const std::size_t market = counts.by_market ? static_cast<std::size_t>(key.market.value) : 0;
    if (question.by_market.add(market, group_of(key.voice), key.value, cell.n)) {
      question.n += cell.n;
    } else {
      counts.off_scale += cell.n;
    }
  }

  for (QuestionCounts& question : all) {
    if (question.by_market.any_negative()) return contradiction("a count is negative");
    if (question.n > 0) counts.questions.push_back(std::move(question));
  }
  for (const Grid* grid :
       {&counts.responses_by_market, &counts.responses_by_unit, &counts.responses_by_channel}) {
    if (grid->any_negative()) return contradiction("a count is negative");
  }
  return counts;
}

base::Result<MainCounts> count_main(const ReportInput& input, const model::Question& question) {
  const Places places(input);
  const std::size_t bins = bins_of(question);
  const std::int32_t min = lowest_value(question);
  MainCounts counts;
  counts.by_market = Grid(min, bins, places.markets);
  counts.by_unit = Grid(min, bins, places.units);
  counts.by_channel = Grid(min, bins, places.channels);
  counts.by_stratum = Grid(min, bins, 0);

  std::unordered_map<std::uint64_t, std::size_t> strata;
  std::uint64_t last_key = ~std::uint64_t{0};
  std::size_t stratum = 0;
  for (const model::Cell& cell : input.cells) {
    const model::CellKey& key = cell.key;
    if (key.question != question.id || !within(input.options, key.month)) continue;
    if (!places.hold(key)) return contradiction("a cell names an unknown market, unit or channel");
    const Group group = group_of(key.voice);
    if (!counts.by_market.add(static_cast<std::size_t>(key.market.value), group, key.value,
                              cell.n)) {
      continue;
    }
    counts.by_unit.add(static_cast<std::size_t>(key.unit.value), group, key.value, cell.n);
    counts.by_channel.add(static_cast<std::size_t>(key.channel.value), group, key.value, cell.n);
    // Cells come sorted, so neighbours mostly share their stratum.
    const std::uint64_t pair = (static_cast<std::uint64_t>(key.market.value) << 32U) |
                               static_cast<std::uint32_t>(key.unit.value);
    if (pair != last_key) {
      const auto [found, added] = strata.try_emplace(pair, counts.strata.size());
      if (added) {
        counts.strata.push_back({key.market.value, key.unit.value});
        counts.by_stratum.add_place();
      }
      stratum = found->second;
      last_key = pair;
    }
    counts.by_stratum.add(stratum, group, key.value, cell.n);
  }
  for (const Grid* grid : {&counts.by_unit, &counts.by_channel, &counts.by_stratum}) {
    if (grid->any_negative()) return contradiction("a count is negative");
  }
  return counts;
}

base::Result<MonthCounts> count_months(const ReportInput& input, const ReportCounts& counts,
                                       const model::Question* main) {
  constexpr std::int32_t kMostMonths = 1200;
  MonthCounts months;
  if (!counts.first_month.known()) {
    months.reason = "no response carries a date";
    return months;
  }
  const std::int32_t first = counts.first_month.index;
  const std::int32_t span = counts.last_month.index - first + 1;
  if (span > kMostMonths) {
    months.reason = "the dates span more than a hundred years, so some must be wrong";
    return months;
  }
  const auto places = static_cast<std::size_t>(span);
  months.first = counts.first_month;
  months.responses = Grid(0, 1, places);
  if (main != nullptr) months.main = Grid(lowest_value(*main), bins_of(*main), places);
  const model::QuestionId asked = main != nullptr ? main->id : model::kEveryResponse;
  for (const model::Cell& cell : input.cells) {
    const model::CellKey& key = cell.key;
    const bool response = key.question == model::kEveryResponse;
    if (!response && key.question != asked) continue;
    if (key.month < counts.first_month || counts.last_month < key.month) continue;
    const auto month = static_cast<std::size_t>(key.month.index - first);
    const Group group = group_of(key.voice);
    if (response) {
      months.responses.add(month, group, 0, cell.n);
    } else {
      months.main.add(month, group, key.value, cell.n);
    }
  }
  if (months.responses.any_negative() || months.main.any_negative()) {
    return contradiction("a count of a month is negative");
  }
  return months;
}

}  // namespace laurel::report
