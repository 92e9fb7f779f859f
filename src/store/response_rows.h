// Reading whole responses from their tables, and writing the rows of one. Internal to the store.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/response.h"
#include "store/connection.h"

namespace laurel::store {

// Responses with from < id ≤ to, at most `limit`, ascending by id.
base::Result<std::vector<model::ResponseRecord>> load_responses(Connection& connection,
                                                                model::OrganizationId organization,
                                                                const base::Uuid& from,
                                                                const base::Uuid& to,
                                                                std::int64_t limit);

// The same without words: no source, language, verbatims, targets or candidates, for figures that
// need many responses.
base::Result<std::vector<model::ResponseRecord>> load_scores(Connection& connection,
                                                             model::OrganizationId organization,
                                                             const base::Uuid& from,
                                                             const base::Uuid& to,
                                                             std::int64_t limit);

// Those of the given ids that are there, ascending by id.
base::Result<std::vector<model::ResponseRecord>> load_responses(Connection& connection,
                                                                model::OrganizationId organization,
                                                                std::vector<base::Uuid> ids);

// What of a response's commendations decides its voice and whom it praises.
struct Finding {
  model::ResponseId response;
  model::Commendation commendation;  // without words and candidates
};
// Those of the given responses, ascending by response.
base::Result<std::vector<Finding>> load_findings(Connection& connection,
                                                 model::OrganizationId organization,
                                                 std::vector<base::Uuid> ids);

struct Said {
  model::ResponseId response;
  model::Verbatim verbatim;
};
// The words of the given responses, ascending by response.
base::Result<std::vector<Said>> load_verbatims(Connection& connection,
                                               model::OrganizationId organization,
                                               std::vector<base::Uuid> ids);

// The new rows of a batch, written table by table.
class ResponseRows {
 public:
  explicit ResponseRows(model::OrganizationId organization) : organization_(organization) {}

  // Everything of a new response. The record must live until `write`.
  void add(const model::ResponseRecord& record, std::int32_t source) {
    responses_.push_back({&record, source});
    add_verbatims(record.response.id, record.response.verbatims);
    for (std::size_t i = 0; i < record.commendations.size(); ++i) {
      add_commendation(record.response.id, record.commendations[i], i);
    }
  }
  // Rows added to a response that is stored already.
  void add_verbatims(model::ResponseId response, std::span<const model::Verbatim> verbatims) {
    for (const model::Verbatim& verbatim : verbatims) verbatims_.push_back({response, &verbatim});
  }
  void add_commendation(model::ResponseId response, const model::Commendation& commendation,
                        std::size_t place) {
    commendations_.push_back({response, &commendation, static_cast<std::int64_t>(place)});
  }

  // That a stored response was changed now, and in what.
  void add_change(model::ResponseId response, std::string changed) {
    changes_.push_back({response, std::move(changed)});
  }

  base::Status write(Connection& connection) const;

 private:
  base::Status write_changes(Connection& connection) const;

  struct ResponseRow {
    const model::ResponseRecord* record;
    std::int32_t source;
  };
  struct VerbatimRow {
    model::ResponseId response;
    const model::Verbatim* verbatim;
  };
  struct CommendationRow {
    model::ResponseId response;
    const model::Commendation* commendation;
    std::int64_t place;
  };
  struct ChangeRow {
    model::ResponseId response;
    std::string changed;
  };
  model::OrganizationId organization_;
  std::vector<ChangeRow> changes_;
  std::vector<ResponseRow> responses_;
  std::vector<VerbatimRow> verbatims_;
  std::vector<CommendationRow> commendations_;
};

base::Status update_response(Connection& connection, model::OrganizationId organization,
                             const model::Response& response);
base::Status update_commendation(Connection& connection, model::OrganizationId organization,
                                 model::ResponseId response,
                                 const model::Commendation& commendation, std::size_t place);
base::Status delete_verbatims(Connection& connection, model::OrganizationId organization,
                              model::ResponseId response);
base::Status delete_commendation(Connection& connection, model::OrganizationId organization,
                                 model::ResponseId response, model::CommendationId commendation);

}  // namespace laurel::store
