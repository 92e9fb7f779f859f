#include "detect/detector.h"

#include <gtest/gtest.h>

namespace laurel::detect {
namespace {

const std::vector<RosterEntry> kRoster = {
    {.employee_id = "E7", .first_name = "Maria", .last_name = "Lopez", .location = "Leeds"},
    {.employee_id = "E9", .first_name = "Maria", .last_name = "Stone", .location = "York"},
};
constexpr std::string_view kExample =
    "Checkout was slow but Maria at the front desk stayed late to sort out our booking. Bob never "
    "called back.";

Detector detector(std::span<const RosterEntry> roster = kRoster) {
  auto made = Detector::create(roster);
  EXPECT_TRUE(made.ok());
  return std::move(made).value();
}

TEST(Detector, AnswersTheContractsExample) {
  const Detection found = detector().detect(kExample, {.location = "Leeds"});
  ASSERT_EQ(found.targets.size(), 1U);
  const Target& maria = found.targets[0];
  EXPECT_TRUE(found.commendation);
  EXPECT_EQ(maria.text, "Maria");
  EXPECT_EQ(maria.mention, (Span{22, 27}));
  EXPECT_EQ(maria.kind, TargetKind::kPerson);
  EXPECT_EQ(maria.evidence_text, "Maria at the front desk stayed late to sort out our booking");
  EXPECT_EQ(maria.evidence, (Span{22, 81}));
  EXPECT_EQ(maria.strength, Strength::kExemplary);
  EXPECT_EQ(maria.link, LinkState::kLinked);
  EXPECT_EQ(maria.employee_id, "E7");
  ASSERT_EQ(maria.candidates.size(), 2U);
  EXPECT_EQ(maria.candidates[0].employee_id, "E7");
  EXPECT_EQ(maria.candidates[1].employee_id, "E9");
  EXPECT_LT(maria.candidates[1].score, 0.5F * maria.candidates[0].score);
  EXPECT_FALSE(maria.reasons.empty());
}

TEST(Detector, LeavesTwoOfOneNameAmbiguousWithoutContext) {
  const Detection found = detector().detect(kExample);
  ASSERT_EQ(found.targets.size(), 1U);
  EXPECT_EQ(found.targets[0].link, LinkState::kAmbiguous);
  EXPECT_EQ(found.targets[0].employee_id, "");
  EXPECT_EQ(found.targets[0].candidates.size(), 2U);
}

}  // namespace
}  // namespace laurel::detect
