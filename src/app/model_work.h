// Work on an organization's model that takes longer than a request may: learning from decisions,
// and reading stored words again. It runs behind the requests, one piece after another, and how far
// the last one of an organization is, or what came of it, can be asked. Kept in memory of the
// process that does it; what it changes is in the database, with the audit trail.
//
// Thread-safe. Destruction cuts off what runs: a rescan goes on from the start when asked for
// again, learning has changed nothing until its end.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "app/audit_trail.h"
#include "app/caller.h"
#include "base/clock.h"
#include "base/result.h"
#include "store/database.h"

namespace laurel::app {

enum class ModelTask : std::uint8_t {
  kLearn,             // put to use only if it is better
  kLearnEvenIfWorse,  // put to use in any case
  kPreviewRescan,     // what reading stored words again would change
  kRescan,            // reads and writes
};
std::string_view name(
    ModelTask task);  // "learn", "learn-even-if-worse", "preview-rescan", "rescan"

struct ModelTaskStanding {
  ModelTask task = ModelTask::kLearn;
  std::string by;
  base::Timestamp asked_at;
  std::optional<base::Timestamp> ended_at = {};
  double share = 0;          // done, as far as it is known
  std::string outcome;       // in words, at the end
  bool failed = false;       // the outcome says why
  bool refused = false;      // learned, but not better: the model in use stays
  std::int64_t changed = 0;  // of a preview: responses that would change
};

class ModelWork {
 public:
  // REQUIRES: all outlive it.
  ModelWork(store::Database& database, AuditTrail& audit, const base::Clock& clock);
  ~ModelWork();
  ModelWork(const ModelWork&) = delete;
  ModelWork& operator=(const ModelWork&) = delete;

  // Needs Permission::kEditProgramme. kConflict while something else is done for the organization;
  // the same once more is fine.
  base::Status begin(const Caller& by, ModelTask task);
  // The last one; nothing when there was none.
  std::optional<ModelTaskStanding> standing(model::OrganizationId organization) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace laurel::app
