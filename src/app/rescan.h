// Rescan: reading the stored words again with the model that is in use now. First as a preview of
// what would change, then, when somebody wants it, written: in batches, each with the counts that
// move, so that it may be cut off anywhere and run again.
//
// What people decided is never touched: a decided commendation stays as it is, and what the model
// now finds across its words is left out. Nothing else changes stored findings; a new model only
// holds for what comes in after it.
//
// Thread-safe. Takes as long as an import of the same words.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "app/audit_trail.h"
#include "app/caller.h"
#include "app/detection.h"
#include "base/clock.h"
#include "base/result.h"
#include "model/response.h"
#include "store/database.h"

namespace laurel::app {

struct RescanExample {
  model::ResponseId response;
  std::string words;   // the sentence around
  std::string target;  // who
  std::string change;  // "from 41 % to 12 %: no longer praise"
  double weight = 0;   // how far the probability moves
};

struct RescanChanges {
  std::string detector;                    // what reads now
  std::int64_t responses = 0;              // read
  std::int64_t changed = 0;                // responses with any change
  std::int64_t decided = 0;                // commendations left alone because somebody decided them
  std::int64_t praise = 0, no_praise = 0;  // become praise; no longer are
  std::int64_t sure = 0, no_longer_sure = 0;  // might go out unread; no longer
  std::int64_t person = 0;    // link to somebody else, or to nobody, or to somebody now
  std::int64_t possible = 0;  // come or go below the flag threshold
  std::int64_t figures = 0;   // only the probability, behaviours or strength
  std::int64_t praising_before = 0, praising_after = 0;  // responses
  std::vector<RescanExample> examples;  // those that move most, at most kRescanExamples
  bool applied = false;
};
inline constexpr std::size_t kRescanExamples = 10;

// What becomes of a response: `before` as it is stored, `found` as it was read again. Leaves in
// `found` what may be saved: nothing across the words of what somebody decided. Pure.
void compare_findings(const model::ResponseRecord& before, model::ResponseRecord& found,
                      RescanChanges& changes);

// Called with the share done, 0 … 1, and says whether to go on; may be empty.
using RescanProgress = std::function<bool(double)>;

// Both need Permission::kEditProgramme. kUnavailable when progress said not to go on: what is
// written until then stays.
base::Result<RescanChanges> preview_rescan(store::Database& database, const base::Clock& clock,
                                           const Caller& by, const RescanProgress& progress = {});
base::Result<RescanChanges> apply_rescan(store::Database& database, AuditTrail& audit,
                                         const base::Clock& clock, const Caller& by,
                                         const RescanProgress& progress = {});

std::string rescan_words(const RescanChanges& changes);

}  // namespace laurel::app
