#include "store/questions.h"

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

}  // namespace

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
    return known->id;
  }
  const model::QuestionId id{TRY(take_numbers(connection, organization, "question", 1))};
  const std::int32_t version = known ? known->version + 1 : 1;
  TRY(connection.execute(
      kInsert, {organization, id, question.key, version, model::name(question.kind),
                model::name(question.role), question.label, question.min, question.max,
                pack_lines(question.choices), question.decimals, pack_bins(question.bins)}));
  TRY(count_revision(connection, organization));
  return id;
}

}  // namespace laurel::store
