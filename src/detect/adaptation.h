// Adaptation: what people decided about an organization's own texts, learned on top of a model that
// is there already. Far too few texts to learn from nothing, so the model's weights are the prior
// mean: what is fitted is what to add to them, with an L2 penalty on the addition (Chelba & Acero,
// "Little Data Can Help a Lot", EMNLP 2004). Words nobody decided about keep their weights, and
// without any texts the model stays as it is.
//
//   stage 1  additions to the weights of mentions and of the text, on top of the model's own logits
//            (its network included, which stays as it is)
//   stage 2  additions to the two small regressions that join and calibrate them, on scores of
//            stage 1 that have not seen their own text
//   stage 3  the send threshold is raised where the decided texts say that it lets through too
//            much; flag and review are thresholds of a calibrated probability and stay. Decided
//            texts are mostly those near the flag threshold: where F1 is best among them says
//            nothing about all texts.
//
// Behaviours and strength stay as they are. Deterministic: the same texts in the same order and the
// same seed give the same bytes. Functions are thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "detect/model.h"
#include "detect/roster.h"

namespace laurel::detect {

// What a person decided about one mention.
struct DecidedMention {
  enum class Verdict : std::uint8_t {
    kPraised,
    kNot,
    kOpen,  // shown, but not decided: nothing is learned from it
  };
  Span mention;  // code points of the text
  Span evidence;
  Verdict verdict = Verdict::kOpen;
  TargetKind kind = TargetKind::kPerson;
};

// A text that somebody read and decided. Mentions that were not even shown count as not praised.
struct DecidedText {
  std::string id;
  std::string text;
  std::vector<DecidedMention> mentions;

  bool commendation() const;  // anybody is praised
};

struct AdaptationOptions {
  // How firmly the model's own weights are held: more texts are needed to move them further.
  double mention_l2 = 4;
  double text_l2 = 4;
  double top_l2 = 16;
  float kept_weight = 1;  // of a text of which the model's own judgement is kept
  int folds = 5;          // of stage 2
  std::uint64_t seed = 1;
  // Of texts without praise, how many may be above the send threshold.
  double send_false_positive_rate = 0.005;
};

// Fewer texts with praise, or without, teach nothing that chance couldn't have made.
inline constexpr std::size_t kLeastDecidedOfEachKind = 10;

// The model with what the texts add. `kept` are texts that nobody decided, such as are usual: about
// these it shall go on thinking as it does. `roster` is the one that all were read with. Error:
// there are fewer than kLeastDecidedOfEachKind texts with praise or without.
base::Result<std::shared_ptr<const Model>> adapt(const Model& model,
                                                 std::span<const DecidedText> texts,
                                                 std::span<const std::string> kept,
                                                 std::span<const RosterEntry> roster,
                                                 const AdaptationOptions& options = {});

}  // namespace laurel::detect
