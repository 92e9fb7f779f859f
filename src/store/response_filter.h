// Whether a response is one of those a list asks for, and may be seen by who asks: what the walk in
// store/response_list.cc decides row by row. Pure but for preparing it. Internal to the store.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "store/response_list.h"

namespace laurel::store {

class ResponseSieve {
 public:
  // Nothing when nothing can pass: the source isn't known, or nobody may be seen.
  static base::Result<std::optional<ResponseSieve>> create(Transaction& tx,
                                                           model::OrganizationId organization,
                                                           const ResponseFilter& filter,
                                                           const ResponseScope& scope);

  // By the response alone; its commendations are looked at only if it passes.
  bool passes(const model::Response& response, std::int32_t source) const;
  // By its commendations too.
  bool passes(const model::ResponseRecord& record) const;
  bool needs_commendations() const;

  // People of whom one must be praised: the walk can go by them. Empty: anybody or nobody.
  const std::vector<model::EmployeeId>& praised() const { return praised_; }

 private:
  ResponseSieve(const ResponseFilter& filter, const ResponseScope& scope)
      : filter_(filter), scope_(scope) {}
  bool at_place(const model::Response& response) const;
  bool answers_question(const model::Response& response) const;
  bool in_own_part(const model::Response& response) const;
  bool praises_one_of(const model::ResponseRecord& record,
                      std::span<const model::EmployeeId> people) const;

  ResponseFilter filter_;
  ResponseScope scope_;
  std::int32_t source_ = 0;
  model::QuestionId nps_;
  std::shared_ptr<const model::QuestionCatalog> questions_;  // where the filter names one
  std::unordered_set<model::UnitId> units_;                  // of the filter, with those below
  std::unordered_set<model::UnitId> scope_units_;            // of the scope
  std::vector<model::EmployeeId> praised_;
};

// The question whose answer is a response's NPS; unknown when there is none.
model::QuestionId nps_question(std::span<const model::Question> questions);
NpsBand nps_band(std::int64_t score);
bool voice_in_group(model::Voice voice, VoiceGroup group);

}  // namespace laurel::store
