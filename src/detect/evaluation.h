// Scoring of detection against labels: commendations, whom, for what, and the links to the roster.
//
// commendation: precision, recall, F1 at the flag threshold; recall at precision 0.95; at the send
// threshold the false-positive rate on texts without praise, the recall, and the precision that
// would give at other shares of praise; Brier score of the probability. Named people: same words,
// case and punctuation aside, or one contained as whole words in the other; roles and teams
// likewise; each label is matched once. Behaviours: per text, union over targets, micro-averaged.
// Strength: F1 of "exemplary" over labelled targets that were found (unlabelled ones left out).
// Intervals: Wilson (1927) for proportions, percentile bootstrap over texts for F1 and Brier
// (seeded). Functions are thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detect/detector.h"

namespace laurel::detect {

struct LabelledTarget {
  std::string text;
  TargetKind kind = TargetKind::kPerson;
  std::string evidence;
  std::optional<Strength> strength{};
};

struct LabelledText {
  std::string id;
  std::string source;
  std::string text;
  bool commendation = false;
  std::vector<LabelledTarget> targets;
  BehaviourSet behaviours = 0;
  bool hard = false;
  int fold = 0;
  bool reported = true;  // false: a training report leaves it out
  float weight = 1;      // how much it counts in training
};

struct PredictedTarget {
  std::string text;
  TargetKind kind = TargetKind::kPerson;
  float probability = 0;
  Strength strength = Strength::kKind;
};

struct Prediction {
  float probability = 0;                 // that the text praises anybody
  std::vector<PredictedTarget> targets;  // at or above the flag threshold
  BehaviourSet behaviours = 0;
};

Prediction prediction_of(const Detection& detection);

struct Estimate {
  double value = 0;
  double low = 0;
  double high = 0;
};

struct F1 {
  double precision = 0;
  double recall = 0;
  Estimate f1;
  int right = 0;
  int wrong = 0;
  int missed = 0;
};

struct Evaluation {
  int texts = 0;
  int commendations = 0;
  F1 commendation;
  double recall_at_precision_95 = 0;
  Estimate send_false_positive_rate;
  Estimate send_recall;
  // Precision at the send threshold if 5, 10, 25 and 50 % of texts praised somebody.
  std::array<double, 4> send_precision_at{};
  double brier = 0;
  Estimate brier_interval;
  F1 persons;
  F1 groups;  // roles and teams
  F1 behaviours;
  F1 exemplary;  // over the labelled targets that were found and have a strength
};
inline constexpr std::array<double, 4> kPrevalences = {0.05, 0.10, 0.25, 0.50};

// REQUIRES: labels and predictions run in parallel.
Evaluation evaluate(std::span<const LabelledText> labels, std::span<const Prediction> predictions,
                    const Thresholds& thresholds, std::uint64_t seed = 1);

// One labelled mention: the employee meant, "ambiguous", or nobody on the roster.
struct LabelledLink {
  std::string text;
  std::optional<std::string> employee_id;  // nullopt: not on the roster
  bool ambiguous() const { return employee_id && *employee_id == "ambiguous"; }
};

struct LinkedMention {
  std::string text;
  LinkState link = LinkState::kUnlisted;
  std::string employee_id;
};

struct LinkScores {
  int mentions = 0;
  Estimate right;   // the same employee
  Estimate kept;    // rightly given to nobody
  Estimate missed;  // nobody, or not found, though there was one
  Estimate wrong;   // another employee, or one where none was due
};

enum class LinkOutcome : std::uint8_t { kRight, kKept, kMissed, kWrong };

// What became of each label, given the mentions found in the same text.
std::vector<LinkOutcome> judge_links(std::span<const LabelledLink> labels,
                                     std::span<const LinkedMention> found);
LinkScores summarise_links(std::span<const LinkOutcome> outcomes);

// Same words, case, accents and punctuation aside, or one contained as whole words in the other.
bool same_target(std::string_view a, std::string_view b);

Estimate wilson(int hits, int total);

// The lowest threshold with at most this share of unpraised texts above it; 1 when there is none.
float threshold_for_false_positives(std::span<const float> probabilities,
                                    const std::vector<bool>& commendations, double rate);
// The threshold with the best F1.
float threshold_for_f1(std::span<const float> probabilities,
                       const std::vector<bool>& commendations);

}  // namespace laurel::detect
