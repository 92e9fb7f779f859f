// Versioned questions of an organization.
#pragma once

#include <vector>

#include "base/result.h"
#include "model/question.h"
#include "store/database.h"

namespace laurel::store {

// Every version of every question, ascending by id.
base::Result<std::vector<model::Question>> list_questions(Transaction& tx,
                                                          model::OrganizationId organization);

// The id to store answers under. When the newest version of that key can be extended to this one
// (same scale, choices that grow at the end) it is, keeping its id; otherwise this becomes a new
// version. REQUIRES: check(question) is ok.
base::Result<model::QuestionId> save_question(Transaction& tx, model::OrganizationId organization,
                                              const model::Question& question);

}  // namespace laurel::store
