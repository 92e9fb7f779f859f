#include "detect/evaluation.h"

#include <gtest/gtest.h>

namespace laurel::detect {
namespace {

TEST(SameTarget, IgnoresCaseAndAcceptsContainedWords) {
  EXPECT_TRUE(same_target("Dr. Ramos", "ramos"));
  EXPECT_TRUE(same_target("staff", "front desk staff"));
  EXPECT_FALSE(same_target("Ann", "Anna"));
  EXPECT_FALSE(same_target("", "Anna"));
}

TEST(Wilson, AgreesWithPublishedValues) {
  const Estimate e = wilson(81, 263);  // Newcombe 1998, table I
  EXPECT_NEAR(e.low, 0.2553, 5e-5);
  EXPECT_NEAR(e.high, 0.3662, 5e-5);
  EXPECT_EQ(wilson(0, 10).low, 0);
}

TEST(Evaluation, CountsWhatWasFound) {
  std::vector<LabelledText> labels(4);
  labels[0].commendation = true;
  labels[0].targets = {{"Kate Moss", TargetKind::kPerson, ""}, {"crew", TargetKind::kTeam, ""}};
  labels[0].behaviours = 3;
  labels[1].commendation = true;
  labels[1].targets = {{"Bo", TargetKind::kPerson, ""}};
  std::vector<Prediction> predictions(4);
  predictions[0].probability = 0.9F;
  predictions[0].targets = {{"Kate", TargetKind::kPerson, 0.9F},
                            {"cabin crew", TargetKind::kTeam, 0.8F}};
  predictions[0].behaviours = 1;
  predictions[2].probability = 0.8F;
  predictions[2].targets = {{"Sam", TargetKind::kPerson, 0.8F}};
  const Evaluation e = evaluate(labels, predictions, {0.1F, 0.5F, 0.85F});
  EXPECT_DOUBLE_EQ(e.commendation.precision, 0.5);
  EXPECT_DOUBLE_EQ(e.commendation.recall, 0.5);
  EXPECT_EQ(e.persons.right, 1);
  EXPECT_EQ(e.persons.wrong, 1);
  EXPECT_EQ(e.persons.missed, 1);
  EXPECT_EQ(e.groups.right, 1);
  EXPECT_DOUBLE_EQ(e.behaviours.recall, 0.5);
  EXPECT_DOUBLE_EQ(e.send_false_positive_rate.value, 0);
  EXPECT_DOUBLE_EQ(e.send_recall.value, 0.5);
  EXPECT_NEAR(e.brier, (0.01 + 1 + 0.64) / 4, 1e-6);
}

TEST(Thresholds, HoldTheFalsePositiveRate) {
  const std::vector<float> p = {0.9F, 0.8F, 0.7F, 0.6F, 0.5F};
  const std::vector<bool> praised = {true, false, true, false, false};
  const float none = threshold_for_false_positives(p, praised, 0);
  EXPECT_GT(none, 0.8F);
  EXPECT_LE(none, 0.9F);
  EXPECT_NEAR(threshold_for_f1(p, praised), 0.65F, 1e-6F);
}

TEST(Links, AreJudgedBySameWords) {
  const std::vector<LabelledLink> labels = {
      {"Ryan", "ambiguous"}, {"Kate", "E1"}, {"Bo", std::nullopt}, {"Al", "E2"}};
  const std::vector<LinkedMention> found = {{"Ryan", LinkState::kAmbiguous, ""},
                                            {"Kate", LinkState::kLinked, "E1"},
                                            {"Bo", LinkState::kLinked, "E9"}};
  const auto outcomes = judge_links(labels, found);
  EXPECT_EQ(outcomes, (std::vector<LinkOutcome>{LinkOutcome::kKept, LinkOutcome::kRight,
                                                LinkOutcome::kWrong, LinkOutcome::kMissed}));
}

}  // namespace
}  // namespace laurel::detect
