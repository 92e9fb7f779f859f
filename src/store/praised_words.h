// Exemplary praise of people on the roster, in the customers' words: what a report quotes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/response.h"
#include "store/database.h"

namespace laurel::store {

struct PraisedWords {
  std::string words;      // the whole verbatim
  detect::Span evidence;  // in its code points
  detect::BehaviourSet behaviours = 0;
  float probability = 0;
  model::EmployeeId employee;
  std::string name, title;  // of the employee; the preferred name where there is one
  model::UnitId unit;       // of the response, else of the employee
  model::MarketId market;
  model::ChannelId channel;
  std::optional<base::Date> day;
};

// Of the `latest` commendations that were stored last, those in the period; latest first. Only
// praise that a person accepted, or that was sure when it was detected and nobody rejected. Costs
// as much as `latest`, not as all that is stored.
base::Result<std::vector<PraisedWords>> list_praised_words(Transaction& tx,
                                                           model::OrganizationId organization,
                                                           base::Month from, base::Month to,
                                                           std::int64_t latest);

}  // namespace laurel::store
