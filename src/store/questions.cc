#include "store/questions.h"

#include <algorithm>

#include "model/cells.h"
#include "model/derived.h"
#include "store/cells.h"
#include "store/connection.h"
#include "store/dimensions.h"
#include "store/packed.h"
#include "store/revisions.h"

namespace laurel::store {
namespace {

constexpr std::string_view kList = R"sql(
  SELECT question_id, key, version, kind, role, label, lowest, highest, choices, decimals, bins
  FROM question WHERE organization_id = $1 ORDER BY question_id)sql";

constexpr std::string_view kNewest = R"sql(
  SELECT question_id, key, version, kind, role, label, lowest, highest, choices, decimals, bins
  FROM question WHERE organization_id = $1 AND key = $2 ORDER BY version DESC LIMIT 1)sql";

constexpr std::string_view kInsert = R"sql(
  INSERT INTO question (organization_id, question_id, key, version, kind, role, label, lowest,
                        highest, choices, decimals, bins)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))sql";

constexpr std::string_view kUpdate = R"sql(
  UPDATE question SET role = $3, label = $4, choices = $5
  WHERE organization_id = $1 AND question_id = $2)sql";

base::Result<model::Question> read(const Statement& row) {
  model::Question question;
  question.id = {row.number(0)};
  question.key = row.string(1);
  question.version = row.number(2);
  const auto kind = model::question_kind_named(row.text(3));
  const auto role = model::question_role_named(row.text(4));
  if (!kind || !role) {
    return base::unsupported(
        "The database has a kind of question that this version doesn't know. Install the newer "
        "version.",
        question.key);
  }
  question.kind = *kind;
  question.role = *role;
  question.label = row.string(5);
  question.min = row.number(6);
  question.max = row.number(7);
  question.choices = unpack_lines(row.text(8));
  question.decimals = row.number(9);
  question.bins = unpack_bins(row.text(10));
  return question;
}

base::Result<std::optional<model::Question>> newest(Connection& connection,
                                                    model::OrganizationId organization,
                                                    const std::string& key) {
  Statement row = TRY(connection.query(kNewest, {organization, key}));
  if (!TRY(row.step())) return std::optional<model::Question>();
  return std::optional<model::Question>(TRY(read(row)));
}

base::Result<model::QuestionId> insert(Connection& connection, model::OrganizationId organization,
                                       const model::Question& question, std::int32_t version) {
  const model::QuestionId id{TRY(take_numbers(connection, organization, "question", 1))};
  TRY(connection.execute(
      kInsert, {organization, id, question.key, version, model::name(question.kind),
                model::name(question.role), question.label, question.min, question.max,
                pack_lines(question.choices), question.decimals, pack_bins(question.bins)}));
  TRY(count_revision(connection, organization));
  return id;
}

// Declares the derived questions that are possible now and aren't there. Whether there were any.
base::Result<bool> declare(Transaction& tx, model::OrganizationId organization) {
  const std::vector<model::Question> known = TRY(list_questions(tx, organization));
  bool any = false;
  for (const model::Question& derived : model::derivable(known)) {
    if (std::any_of(known.begin(), known.end(),
                    [&](const model::Question& q) { return q.role == derived.role; }))
      continue;
    TRY(insert(tx.connection(), organization, derived, 1));
    any = true;
  }
  return any;
}

// Answers that are there already may answer a derived question from now on, or no longer: the cells
// are made again, which the next edit of such a response relies on.
base::Status count_again(Transaction& tx, model::OrganizationId organization) {
  const model::QuestionCatalog questions(TRY(list_questions(tx, organization)));
  TRY(recount(tx, organization, questions));
  return {};
}

bool is_part_of_any(const model::Question& question) {
  return model::is_part_of(model::QuestionRole::kPromoterReferred, question) ||
         model::is_part_of(model::QuestionRole::kCaptiveReturner, question);
}

}  // namespace

base::Status declare_derived_questions(Transaction& tx, model::OrganizationId organization) {
  TRY(lock_organization(tx.connection(), organization));
  const bool declared = TRY(declare(tx, organization));
  return declared ? count_again(tx, organization) : base::Status();
}

base::Result<std::vector<model::Question>> list_questions(Transaction& tx,
                                                          model::OrganizationId organization) {
  std::vector<model::Question> questions;
  Statement row = TRY(tx.connection().query(kList, {organization}));
  while (TRY(row.step())) questions.push_back(TRY(read(row)));
  return questions;
}

base::Result<model::QuestionId> save_question(Transaction& tx, model::OrganizationId organization,
                                              const model::Question& question) {
  Connection& connection = tx.connection();
  TRY(lock_organization(connection, organization));
  // A database of an earlier version may have the questions without what is derived from them.
  if (is_part_of_any(question)) TRY(declare_derived_questions(tx, organization));
  const std::optional<model::Question> known = TRY(newest(connection, organization, question.key));
  // Fewer choices in the same order are the known version too: the places mean the same.
  if (known && (question.extends(*known) || known->extends(question))) {
    const bool grown = question.choices.size() > known->choices.size();
    const auto& choices = grown ? question.choices : known->choices;
    const std::string& label = question.label.empty() ? known->label : question.label;
    const auto role = question.role == model::QuestionRole::kNone ? known->role : question.role;
    if (grown || label != known->label || role != known->role) {
      TRY(connection.execute(
          kUpdate, {organization, known->id, model::name(role), label, pack_lines(choices)}));
      TRY(count_revision(connection, organization));
    }
    if (role != known->role) {
      model::Question now = *known;
      now.role = role;
      if (is_part_of_any(*known) || is_part_of_any(now)) {
        TRY(declare(tx, organization));
        TRY(count_again(tx, organization));
      }
    }
    return known->id;
  }
  const model::QuestionId id =
      TRY(insert(connection, organization, question, known ? known->version + 1 : 1));
  // Nothing has been answered to a new question yet, so there is nothing to count again.
  if (is_part_of_any(question)) TRY(declare(tx, organization));
  return id;
}

}  // namespace laurel::store
