// Strong ids: a response's id can't be passed where an organization's is meant. Rows that many
// processes create carry a UUID; members of an organization's dimensions (units, markets, questions
// …) carry a small number, dense within the organization, so that cells stay compact. Number 0 is
// the explicit "unknown" member and never a row.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

#include "base/uuid.h"

namespace laurel::model {

template <typename Tag>
struct UuidId {
  base::Uuid value;
  friend auto operator<=>(const UuidId&, const UuidId&) = default;
};

template <typename Tag>
struct NumberId {
  std::int32_t value = 0;
  bool known() const { return value != 0; }
  friend auto operator<=>(const NumberId&, const NumberId&) = default;
};

using OrganizationId = UuidId<struct OrganizationTag>;
using ResponseId = UuidId<struct ResponseTag>;
using CommendationId = UuidId<struct CommendationTag>;
using ImportId = UuidId<struct ImportTag>;
using UserId = UuidId<struct UserTag>;
using SessionId = UuidId<struct SessionTag>;
using TokenId = UuidId<struct TokenTag>;
using AuditEventId = UuidId<struct AuditEventTag>;

using MarketId = NumberId<struct MarketTag>;
using UnitId = NumberId<struct UnitTag>;
using ChannelId = NumberId<struct ChannelTag>;
using EmployeeId = NumberId<struct EmployeeTag>;
using AccountId = NumberId<struct AccountTag>;
using ContactId = NumberId<struct ContactTag>;
// One version of a question: a changed scale is a new version with a number of its own.
using QuestionId = NumberId<struct QuestionTag>;

}  // namespace laurel::model

template <typename Tag>
struct std::hash<laurel::model::NumberId<Tag>> {
  std::size_t operator()(const laurel::model::NumberId<Tag>& id) const noexcept {
    return std::hash<std::int32_t>()(id.value);
  }
};
template <typename Tag>
struct std::hash<laurel::model::UuidId<Tag>> {
  std::size_t operator()(const laurel::model::UuidId<Tag>& id) const noexcept {
    return std::hash<laurel::base::Uuid>()(id.value);
  }
};
