// What an organization is made of, by number: units, markets, channels, people and questions, so
// that pages and the API can call by name what responses refer to by number. Kept in memory and
// read anew when the organization's revision or the size of its lists changed, by whatever process.
//
// A Directory is immutable. Directories is thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "model/organization.h"
#include "model/question.h"
#include "store/database.h"

namespace laurel::app {

class Directory {
 public:
  static base::Result<std::shared_ptr<const Directory>> read(store::Transaction& tx,
                                                             model::OrganizationId organization);

  // Ascending by name.
  const std::vector<model::Unit>& units() const { return units_; }
  const std::vector<model::Market>& markets() const { return markets_; }
  const std::vector<model::Channel>& channels() const { return channels_; }
  const std::vector<model::Employee>& people() const { return people_; }
  const std::vector<model::Question>& questions() const { return questions_; }

  // "" for the unknown member.
  std::string_view name_of(model::UnitId id) const { return found(unit_names_, id); }
  std::string_view name_of(model::MarketId id) const { return found(market_names_, id); }
  std::string_view name_of(model::ChannelId id) const { return found(channel_names_, id); }
  // Null if there is none.
  const model::Employee* person(model::EmployeeId id) const { return pointed(people_by_id_, id); }
  const model::Employee* person_coded(std::string_view code) const;
  const model::Question* question(model::QuestionId id) const {
    return pointed(questions_by_id_, id);
  }
  // By key, the newest version; "key@2" the second.
  const model::Question* question_named(std::string_view text) const;

  // By name (units: by code or name); the unknown member if there is none.
  model::UnitId unit_named(std::string_view text) const;
  model::MarketId market_named(std::string_view text) const;
  model::ChannelId channel_named(std::string_view text) const;

  std::int64_t revision() const { return revision_; }

 private:
  template <typename Id>
  using Names = std::unordered_map<Id, std::string_view>;
  template <typename Id, typename T>
  using Places = std::unordered_map<Id, const T*>;

  template <typename Id>
  static std::string_view found(const Names<Id>& names, Id id) {
    const auto at = names.find(id);
    return at == names.end() ? std::string_view() : at->second;
  }
  template <typename Id, typename T>
  static const T* pointed(const Places<Id, T>& places, Id id) {
    const auto at = places.find(id);
    return at == places.end() ? nullptr : at->second;
  }

  std::int64_t revision_ = 0;
  std::vector<model::Unit> units_;
  std::vector<model::Market> markets_;
  std::vector<model::Channel> channels_;
  std::vector<model::Employee> people_;
  std::vector<model::Question> questions_;
  Names<model::UnitId> unit_names_;
  Names<model::MarketId> market_names_;
  Names<model::ChannelId> channel_names_;
  Places<model::EmployeeId, model::Employee> people_by_id_;
  std::unordered_map<std::string_view, const model::Employee*> people_by_code_;
  Places<model::QuestionId, model::Question> questions_by_id_;
};

class Directories {
 public:
  // As of this transaction. Markets and channels that came in since, with nothing else changed, may
  // be missing for a few seconds.
  base::Result<std::shared_ptr<const Directory>> of(store::Transaction& tx,
                                                    model::OrganizationId organization);

 private:
  std::mutex mutex_;
  std::unordered_map<model::OrganizationId, std::shared_ptr<const Directory>> known_;
};

}  // namespace laurel::app
