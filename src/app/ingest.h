// Ingest: responses one by one or many at a time, as the API, webhooks and forms bring them, from
// names to a durable record with its commendations and counts.
//
//   IncomingResponse → record: questions by key, people by id, address or name, other names by the
//   organization's lists → detection, on the caller's thread → WriteQueue → one save for all that
//   came in meanwhile
//
// A source and external id that is there already is updated in place, as in a file import; new
// markets, units, channels, accounts and contacts are added by their names, unknown questions are
// errors. What is known of an organization (questions, people with their detector, names) is kept
// in memory and renewed when somebody changes it, in this process or another.
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "intake/incoming.h"
#include "model/response.h"
#include "store/responses.h"
#include "store/write_queue.h"

namespace laurel::app {

class KnownOrganization;  // app/known_organization.h

struct Ingested {
  model::ResponseId id;
  store::Saved saved = store::Saved::kAdded;
  std::int32_t praised = 0;                      // commendations that count
  std::vector<std::string> unknown_people = {};  // who served, but isn't on the roster
};

// One for each response of the request, in its order: what became of it, or why it can't be used.
using IngestResults = std::vector<base::Result<Ingested>>;

struct IngestRequest {
  model::OrganizationId organization;
  std::string source = "api";  // of responses that name none
  std::vector<intake::IncomingResponse> responses;

  // In the same savepoint as the responses; both may be empty. `before` saying false means that
  // this was done before: nothing is saved and `done` hears no results. An error of either takes
  // the whole request back. Called on the queue's thread, perhaps twice.
  std::function<base::Result<bool>(store::Transaction&)> before;
  std::function<base::Status(store::Transaction&, const IngestResults&)> after;

  // Called once, after the commit on the queue's thread, or earlier on the caller's. An error is
  // that of the whole request; nothing is stored then.
  std::function<void(base::Result<IngestResults>)> done;
};

class Ingest {
 public:
  // REQUIRES: queue and clock outlive it; stop the queue before it is destroyed.
  Ingest(store::WriteQueue& queue, const base::Clock& clock);
  ~Ingest();
  Ingest(const Ingest&) = delete;
  Ingest& operator=(const Ingest&) = delete;

  // Detects and queues. kNotFound when there is no such organization.
  void submit(IngestRequest request);
  // Submits and waits.
  base::Result<IngestResults> save(IngestRequest request);

  // What is kept in memory of an organization, for who reads words with its people and model. As of
  // the revision it says; forget() makes it anew. kNotFound.
  base::Result<std::shared_ptr<const KnownOrganization>> known(model::OrganizationId organization);

  // Reads everything of the organization anew before its next response. Changes made through the
  // store are noticed without it, soon after the next batch.
  void forget(model::OrganizationId organization);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace laurel::app
