#include "app/directory.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/organizations.h"
#include "store/questions.h"
#include "store/revisions.h"

namespace laurel::app {
namespace {

template <typename T>
void sort_by_name(std::vector<T>& items) {
  std::sort(items.begin(), items.end(), [](const T& a, const T& b) { return a.name < b.name; });
}

}  // namespace

base::Result<std::shared_ptr<const Directory>> Directory::read(store::Transaction& tx,
                                                               model::OrganizationId organization) {
  auto read = std::make_shared<Directory>();
  read->revision_ = TRY(store::revision(tx, organization));
  read->units_ = TRY(store::list_units(tx, organization));
  read->markets_ = TRY(store::list_markets(tx, organization));
  read->channels_ = TRY(store::list_channels(tx, organization));
  read->people_ = TRY(store::list_employees(tx, organization));
  read->questions_ = TRY(store::list_questions(tx, organization));
  sort_by_name(read->units_);
  sort_by_name(read->markets_);
  sort_by_name(read->channels_);
  std::sort(read->people_.begin(), read->people_.end(),
            [](const model::Employee& a, const model::Employee& b) {
              return model::display_name(a) < model::display_name(b);
            });
  for (const model::Unit& unit : read->units_) read->unit_names_[unit.id] = unit.name;
  for (const model::Market& market : read->markets_) read->market_names_[market.id] = market.name;
  for (const model::Channel& channel : read->channels_)
    read->channel_names_[channel.id] = channel.name;
  for (const model::Employee& person : read->people_) {
    read->people_by_id_[person.id] = &person;
    read->people_by_code_[person.code] = &person;
  }
  for (const model::Question& question : read->questions_)
    read->questions_by_id_[question.id] = &question;
  return std::shared_ptr<const Directory>(std::move(read));
}

const model::Employee* Directory::person_coded(std::string_view code) const {
  const auto at = people_by_code_.find(code);
  return at == people_by_code_.end() ? nullptr : at->second;
}

const model::Question* Directory::question_named(std::string_view text) const {
  const model::Question* newest = nullptr;
  for (const model::Question& question : questions_) {
    if (question.key == text && (newest == nullptr || question.version > newest->version))
      newest = &question;
    if (text.size() > question.key.size() + 1 && text.starts_with(question.key) &&
        text.substr(question.key.size()) == fmt::format("@{}", question.version))
      return &question;
  }
  return newest;
}

model::UnitId Directory::unit_named(std::string_view text) const {
  for (const model::Unit& unit : units_) {
    if (unit.code == text) return unit.id;
  }
  for (const model::Unit& unit : units_) {
    if (unit.name == text) return unit.id;
  }
  return {};
}

model::MarketId Directory::market_named(std::string_view text) const {
  for (const model::Market& market : markets_) {
    if (market.name == text) return market.id;
  }
  return {};
}

model::ChannelId Directory::channel_named(std::string_view text) const {
  for (const model::Channel& channel : channels_) {
    if (channel.name == text) return channel.id;
  }
  return {};
}

base::Result<std::shared_ptr<const Directory>> Directories::of(store::Transaction& tx,
                                                               model::OrganizationId organization) {
  const std::int64_t revision = TRY(store::revision(tx, organization));
  {
    const std::scoped_lock lock(mutex_);
    const auto at = known_.find(organization);
    if (at != known_.end() && at->second->revision() == revision) return at->second;
  }
  auto directory = TRY(Directory::read(tx, organization));
  const std::scoped_lock lock(mutex_);
  known_[organization] = directory;
  return directory;
}

}  // namespace laurel::app
