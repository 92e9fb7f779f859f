// Learning from decisions: what an organization's people decided in review becomes a model of its
// own. A part of the decided responses is kept back; the new model goes into use only if it does
// better on them than the one in use.
//
//   decided responses ─ split by seed ─┬─ learned from ─► new model (on top of the program's own,
//   or
//                                      │                  trained from labelled files with them)
//                                      └─ kept back ───► both models judge them ─► put to use or
//                                      not
//
// Always on top of the program's own model, never on top of one that learned from the same
// decisions before: all decisions are still there. The split goes by the ids of responses, so for
// one seed a response that was kept back once stays kept back. Deterministic for a seed and the
// same content. Thread-safe; takes seconds, or minutes with labelled files.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/audit_trail.h"
#include "app/caller.h"
#include "app/model_comparison.h"
#include "base/clock.h"
#include "base/result.h"
#include "detect/evaluation.h"
#include "detect/model.h"
#include "store/database.h"

namespace laurel::app {

struct LearningOptions {
  std::uint64_t seed = 1;
  double held_out = 0.3;         // share of decided responses to measure on
  std::size_t most_kept = 2000;  // texts nobody decided, about which the model shall not change
  // Labelled files to train from; empty: on top of `base`.
  std::vector<detect::LabelledText> labels = {};
  std::shared_ptr<const detect::Model> base = nullptr;  // null: the program's own
  bool even_if_worse = false;
  std::function<void(double)> progress = {};  // of training from files; may be empty
};

struct Learned {
  std::shared_ptr<const detect::Model> model;
  ModelComparison comparison;
  std::int64_t texts = 0;        // learned from
  std::int64_t praised = 0;      // of these
  std::int64_t left_out = 0;     // decided responses that don't say whether they praise anybody
  std::int64_t kept = 0;         // texts about which it shall think as before
  bool before_saw_some = false;  // the model in use learned from texts that are measured on
  std::int32_t number = 0;       // when put to use
  std::string card;

  bool installed() const { return number != 0; }
};

// Needs Permission::kEditProgramme. Stores the model and puts it to use when it is better, or when
// even_if_worse; otherwise nothing is changed. kInvalidInput when too little was decided.
base::Result<Learned> learn_from_decisions(store::Database& database, AuditTrail& audit,
                                           const base::Clock& clock, const Caller& by,
                                           const LearningOptions& options);

}  // namespace laurel::app
