#include "app/response_counts.h"

#include <fmt/format.h>

namespace laurel::app {
namespace {

constexpr std::size_t kMostKept = 10'000;

std::string key_of(model::OrganizationId organization, const store::ResponseFilter& filter) {
  const auto day = [](const std::optional<base::Date>& date) {
    return date ? fmt::format("{}", date->days) : std::string();
  };
  const auto number = [](const auto& choice) { return choice ? static_cast<int>(*choice) : -1; };
  const int without = (filter.without_market ? 1 : 0) | (filter.without_unit ? 2 : 0) |
                      (filter.without_channel ? 4 : 0) | (filter.unit_itself ? 8 : 0);
  return fmt::format("{} {} {} {} {} {} {} {} {} {} {} {}", organization.value.to_string(),
                     day(filter.from), day(filter.to), filter.market.value, filter.unit.value,
                     filter.channel.value, filter.credited.value, number(filter.voice),
                     number(filter.nps), without, filter.question.value, number(filter.value));
}

}  // namespace

base::Result<std::optional<std::int64_t>> ResponseCounts::of(store::Transaction& tx,
                                                             model::OrganizationId organization,
                                                             const store::ResponseFilter& filter,
                                                             const store::ResponseScope& scope,
                                                             base::Timestamp now) {
  // What the cells don't know costs nothing to ask.
  const bool from_cells = scope.kind == store::ResponseScope::Kind::kEverything &&
                          filter.source.empty() && !filter.undecided && !filter.says;
  if (!from_cells) return store::count_listed(tx, organization, filter, scope);
  const std::string key = key_of(organization, filter);
  {
    const std::scoped_lock lock(mutex_);
    const auto at = counted_.find(key);
    if (at != counted_.end() && now.micros - at->second.at.micros < kept_for_.count())
      return at->second.count;
  }
  const auto count = TRY(store::count_listed(tx, organization, filter, scope));
  const std::scoped_lock lock(mutex_);
  if (counted_.size() >= kMostKept) counted_.clear();
  counted_[key] = {count, now};
  return count;
}

}  // namespace laurel::app
