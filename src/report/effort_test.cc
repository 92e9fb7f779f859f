#include "report/effort.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/testing.h"
#include "stats/proportions.h"

namespace laurel::report {
namespace {

using model::Voice;
using testing::HasSubstr;

// Units with `praised` of `comments` each.
EffortReport effort_of(std::initializer_list<std::pair<int, int>> units,
                       ReportStrength strength = ReportStrength::kAny,
                       Voice praise = Voice::kCommendedKind) {
  ReportBuilder builder;
  builder.question(nps_for_test());
  builder.input.options.strength = strength;
  int id = 0;
  for (const auto& [praised, comments] : units) {
    ++id;
    builder.unit(id, "Unit " + std::to_string(id)).at(0, id);
    builder.responses(1, praise, {{9, praised}});
    builder.responses(1, Voice::kSpoke, {{8, comments - praised}});
    builder.responses(1, Voice::kSilent, {{8, 1000}}).responses(1, Voice::kUnread, {{8, 50}});
  }
  auto report = build_report(builder.input);
  EXPECT_TRUE(report.ok());
  return report->effort;
}

TEST(Effort, SharesAreOfTheCommentsRead) {
  const EffortReport effort = effort_of({{30, 100}, {10, 100}, {2, 100}});
  ASSERT_EQ(effort.units.size(), 3U);
  EXPECT_EQ(effort.units[0].name, "Unit 1");
  EXPECT_EQ(effort.units[0].code, "U1");
  EXPECT_DOUBLE_EQ(*effort.units[0].share.estimate, 0.3);
  EXPECT_EQ(effort.units[0].share.n, 100);
  const stats::Interval wilson = stats::wilson_interval({30, 100});
  EXPECT_DOUBLE_EQ(*effort.units[0].share.lo, *wilson.lo);
  EXPECT_DOUBLE_EQ(*effort.units[0].share.hi, *wilson.hi);
}

TEST(Effort, DrawsSmallUnitsHarderAndRanksByThat) {
  const EffortReport effort =
      effort_of({{400, 2000}, {6, 20}, {8, 400}, {40, 400}, {80, 400}, {104, 400}});
  // 6 of 20 is the highest share, and its noise is too large to lead by.
  EXPECT_EQ(effort.units[0].name, "Unit 6");
  EXPECT_EQ(effort.units.back().name, "Unit 3");
  for (const EffortUnit& unit : effort.units) {
    if (unit.name != "Unit 2") continue;
    EXPECT_LT(*unit.shrunk.estimate, *unit.share.estimate - 0.04);
  }
  EXPECT_EQ(effort.evenness, Evenness::kVeryUneven);
  EXPECT_LT(*effort.typical_lo, *effort.typical_hi);
  EXPECT_THAT(effort.sentence, HasSubstr("very unevenly"));
  EXPECT_THAT(effort.sentence, HasSubstr("least in Unit 3"));
}

TEST(Effort, CallsChanceEven) {
  const EffortReport effort = effort_of({{20, 100}, {21, 100}, {19, 100}, {20, 100}});
  EXPECT_EQ(effort.evenness, Evenness::kEven);
  EXPECT_THAT(effort.sentence, HasSubstr("spread evenly"));
  EXPECT_DOUBLE_EQ(*effort.units[0].shrunk.estimate, 0.2);
  EXPECT_FALSE(effort.units[0].shrunk.lo);
  EXPECT_FALSE(effort.units[0].shrunk.reason.empty());
}

TEST(Effort, GivesNoFigureForAFewComments) {
  const EffortReport effort = effort_of({{10, 19}, {10, 100}, {30, 100}});
  EXPECT_EQ(effort.units_shown, 2U);
  EXPECT_EQ(effort.units.back().name, "Unit 1");
  EXPECT_FALSE(effort.units.back().share.estimate);
  EXPECT_FALSE(effort.units.back().shrunk.estimate);
  EXPECT_EQ(effort.units.back().share.n, 19);
  EXPECT_THAT(effort.units.back().share.reason, HasSubstr("fewer than 20"));
}

TEST(Effort, CountsOnlyThePraiseAskedFor) {
  EXPECT_EQ(effort_of({{30, 100}, {10, 100}}, ReportStrength::kExemplary).units[0].share.estimate,
            0.0);
  EXPECT_EQ(
      effort_of({{30, 100}, {10, 100}}, ReportStrength::kExemplary, Voice::kCommendedExemplary)
          .units[0]
          .share.estimate,
      0.3);
}

TEST(Effort, SaysWhyEvennessCantBeTold) {
  EXPECT_THAT(effort_of({}).sentence, HasSubstr("no response names a unit"));
  EXPECT_THAT(effort_of({{10, 100}}).sentence, HasSubstr("there is 1"));
  EXPECT_THAT(effort_of({{0, 100}, {0, 100}}).sentence, HasSubstr("nobody was praised"));
}

}  // namespace
}  // namespace laurel::report
