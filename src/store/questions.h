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
// version. The derived questions that it makes possible are declared with it (model/derived.h);
// where responses are there that answer them by now, the cells are counted again. REQUIRES:
// check(question) is ok.
base::Result<model::QuestionId> save_question(Transaction& tx, model::OrganizationId organization,
                                              const model::Question& question);

// Declares the derived questions that the known ones make possible and that aren't there (a
// database of an earlier version has none), and counts the cells again if there were any.
base::Status declare_derived_questions(Transaction& tx, model::OrganizationId organization);

}  // namespace laurel::store
