// Responses as what customers said over time: who, when, whether they praised, what they answered;
// without words, people or ids. What reports that follow customers read.
#pragma once

#include <functional>
#include <span>

#include "base/clock.h"
#include "base/result.h"
#include "model/cells.h"
#include "model/question.h"
#include "store/database.h"

namespace laurel::store {

struct CustomerResponse {
  model::AccountId account;  // the contact's where the response names none
  model::ContactId contact;
  model::MarketId market;
  base::Date day;
  model::Voice voice = model::Voice::kSilent;
  std::span<const model::Answer> answers;  // ascending by question; valid during the visit
};

// Every response with a day and a known customer, in the order they were stored, streamed: memory
// doesn't grow with their number.
base::Status for_each_customer_response(Transaction& tx, model::OrganizationId organization,
                                        const std::function<void(const CustomerResponse&)>& visit);

}  // namespace laurel::store
