// Training: from labelled texts to a Model, with an honest report of what it would score on texts
// it has not seen. Everything fitted (weights, calibration, thresholds) is fitted without the fold
// it is scored on; only the hand-written lexicon and the word knowledge from unlabelled text are
// shared.
//
//   stage 1  mentions and text, two hashed logistic regressions and a network over word vectors,
//            whose logits are added up
//   stage 2  entity and text probabilities, two small regressions on the out-of-fold scores of
//            stage 1 (which calibrates them, Platt 1999)
//   stage 3  behaviours and strength, linear too, over the praising clauses
//   stage 4  thresholds from the out-of-fold probabilities of stage 2
//
// Deterministic: the same texts in the same order give the same bytes. Functions are thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "detect/evaluation.h"
#include "detect/model.h"

namespace laurel::detect {

// Texts of this fold are trained on in every fold and never scored.
inline constexpr int kTrainOnly = -1;

struct TrainingOptions {
  double mention_l2 = 1.0;
  double text_l2 = 1.0;
  double trait_l2 = 1.0;
  double exemplary_l2 = 4.0;
  // Logit from which a behaviour is told: F1 is best where recall is worth a little precision.
  float trait_threshold = -0.75F;
  // Below the promised 0.5 %: other people's texts differ from those it is learned from.
  double send_false_positive_rate = 0.0035;
  float review_threshold = 0.15F;
  // Called with the share done, 0 … 1; may be empty.
  std::function<void(double)> progress;
};

struct Trained {
  std::shared_ptr<const Model> model;
  Thresholds thresholds;
  Evaluation cross_validated;           // of the texts to be reported
  std::vector<Prediction> out_of_fold;  // in the order of the texts; none for kTrainOnly
};

// `words` is the word knowledge to build on, usually that of the model in use. Needs texts with and
// without praise in at least three folds (two are left to calibrate on when one is scored).
base::Result<Trained> train(std::span<const LabelledText> texts, WordKnowledge words,
                            const TrainingOptions& options = {});

}  // namespace laurel::detect
