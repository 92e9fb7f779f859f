// Why detection judges a stored finding as it does: the words that speak for and against it, as the
// model in use reads them now. What is stored is a judgement without its reasons, and the model may
// have changed since; then nothing may be found at that place any more. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/ingest.h"
#include "model/response.h"

namespace laurel::app {

struct FindingReasons {
  std::vector<std::string> supporting, opposing;  // strongest first
  float probability = 0;                          // as the model in use judges it
};

// REQUIRES: the commendation is one of the record. Nothing when the model in use sees nobody there.
base::Result<std::optional<FindingReasons>> reasons_of(store::Transaction& tx, Ingest& ingest,
                                                       model::OrganizationId organization,
                                                       const model::ResponseRecord& record,
                                                       const model::Commendation& commendation);

}  // namespace laurel::app
