// Whether a model learns from what people decide about the words of another industry, and what it
// forgets: cross-validated on industries that the program's own model has never seen. The figures
// of all four are in docs/detection.md; bench/adaptation_bench prints them.
#include <gtest/gtest.h>

#include "app/learning_testing.h"

namespace laurel::app {
namespace {

TEST(AdaptationToCases, LearnsAnIndustryItHasNotSeen) {
  std::size_t decided = 0;
  const Outcome outcome = cross_validated(cases_of_all(kUnseen), 2, decided);
  const ModelComparison c = outcome.comparison();
  EXPECT_EQ(c.finding, ModelComparison::Finding::kBetter) << comparison_words(c);
  EXPECT_GT(outcome.after.evaluation().commendation.f1.value,
            outcome.before.evaluation().commendation.f1.value + 0.02);
}

TEST(AdaptationToCases, DoesNotForgetOtherIndustries) {
  const auto detector = *detect::Detector::create({});
  std::size_t decided = 0;
  const auto model = learned_from(cases_of("hotels"), detector, decided);
  Outcome others;
  others.add(*model, cases_of_all({"equipment-dealers", "schools-training", "utilities-telecoms"}));
  // Neither fewer rightly judged nor farther from the labels, beyond what chance would make.
  const ModelComparison c = others.comparison();
  EXPECT_GT(*c.interval.hi, 0) << comparison_words(c);
  EXPECT_GE(others.after.evaluation().commendation.f1.value,
            others.before.evaluation().commendation.f1.value - 0.01);
  // And what it had learned from: cases of industries in its training.
  Outcome known;
  known.add(*model, cases_of("retail"));
  EXPECT_GE(known.after.evaluation().commendation.f1.value,
            known.before.evaluation().commendation.f1.value - 0.05);
}

}  // namespace
}  // namespace laurel::app
