// What `laurel review` prints of the queue: the words with the mention marked, how sure detection
// is, and whom it may mean. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/organization.h"
#include "store/decisions.h"
#include "store/review_queue.h"

namespace laurel::cli {

struct ReviewNames {
  std::vector<model::Employee> people;
  std::vector<model::Unit> units;

  std::string person(model::EmployeeId id) const;  // "Maria Lopez (E7)"
};

// "214 wait: 120 unsure, 84 of whom it isn't clear who is meant, 10 to audit."
std::string queue_sentence(const store::ReviewCounts& counts);

std::string item_text(const store::ReviewItem& item, const ReviewNames& names);

// What became of one: "Accepted: Maria Lopez (E7), exemplary."
std::string decision_sentence(const store::ReviewedCommendation& item, const ReviewNames& names);

// The verbatim around a mention, with it in [brackets]; long ones shortened at both ends.
std::string marked_words(const model::ResponseRecord& record,
                         const model::Commendation& commendation);

}  // namespace laurel::cli
