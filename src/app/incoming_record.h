// From a response as programs send it to a record: questions by key, people by what the roster
// calls them, the rest of the names left for the transaction that stores it (app/resolve_names.h).
// Internal to ingest.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/known_organization.h"
#include "app/resolve_names.h"
#include "base/clock.h"
#include "base/result.h"
#include "intake/incoming.h"
#include "model/response.h"

namespace laurel::app {

// Not to be moved: names point into `incoming`.
struct IncomingRecord {
  IncomingRecord() = default;
  IncomingRecord(const IncomingRecord&) = delete;
  IncomingRecord& operator=(const IncomingRecord&) = delete;

  intake::IncomingResponse incoming;
  model::ResponseRecord record;
  PendingNames names;
  std::vector<std::string> unknown_people;
};

// Fills the record and names of `out` from its `incoming`, and detects. The error says which member
// can't be used and why.
base::Status make_record(const KnownOrganization& known, KnownOrganization::Tools& tools,
                         std::string_view source, base::Timestamp now, IncomingRecord& out);

}  // namespace laurel::app
