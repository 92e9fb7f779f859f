// The invariants of the domain: trees without circles, answers on their scales, voices, and what a
// response adds to the cells.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/random.h"
#include "model/cells.h"
#include "model/organization.h"
#include "model/question.h"

namespace laurel::model {
namespace {

Unit unit(int id, std::string code, int parent) { return {{id}, code, code, {parent}}; }

Question question(int id, std::string key, QuestionKind kind, int min = 0, int max = 10) {
  Question q;
  q.id = {id};
  q.key = std::move(key);
  q.kind = kind;
  q.min = min;
  q.max = max;
  return q;
}

Commendation praise(bool flagged, bool sure, Decision decision = Decision::kUndecided,
                    int employee = 0) {
  Commendation c;
  c.flagged = flagged;
  c.sure = sure;
  c.decision = decision;
  c.employee = {employee};
  return c;
}

ResponseRecord record(Reading reading, std::vector<Commendation> commendations = {}) {
  ResponseRecord r;
  r.response.reading = reading;
  r.response.occurred_on = *base::Date::parse("2026-03-05");
  r.response.market = {2};
  r.commendations = std::move(commendations);
  return r;
}

TEST(UnitTree, AcceptsAForest) {
  const std::vector<Unit> units = {unit(1, "north", 0), unit(2, "leeds", 1), unit(3, "south", 0)};
  EXPECT_TRUE(check_unit_tree(units).ok());
}

TEST(UnitTree, NamesTheCircle) {
  const std::vector<Unit> units = {unit(1, "a", 3), unit(2, "b", 1), unit(3, "c", 2),
                                   unit(4, "d", 1)};
  EXPECT_EQ(check_unit_tree(units).error().message,
            "The parent units go round in a circle: a → c → b → a. Correct one of them.");
}

TEST(UnitTree, NamesAMissingParent) {
  const std::vector<Unit> units = {unit(1, "a", 9)};
  EXPECT_EQ(check_unit_tree(units).error().message,
            "a names a parent unit that is not in the list. Add it or clear the field.");
}

TEST(LeaderChain, RefusesSomebodyWhoLeadsThemselves) {
  Employee e;
  e.id = {1};
  e.code = "E1";
  e.leader = {1};
  EXPECT_EQ(check_leader_chain({&e, 1}).error().message,
            "The leaders go round in a circle: E1 → E1. Correct one of them.");
}

TEST(Slug, KeepsLettersAndDigits) {
  EXPECT_EQ(slug_of("  Acme Field-Service, Ltd. "), "acme-field-service-ltd");
  EXPECT_EQ(slug_of("—"), "");
}

TEST(Question, RefusesAnNpsScaleThatIsNotNps) {
  EXPECT_EQ(check(question(1, "overall", QuestionKind::kNps, 1, 10)).error().message,
            "overall is declared as NPS but runs from 1 to 10. NPS runs from 0 to 10; declare it "
            "as a scale instead.");
  EXPECT_TRUE(check(question(1, "overall", QuestionKind::kScale, 1, 10)).ok());
}

TEST(Question, NamesScoresOutsideTheScale) {
  EXPECT_EQ(check(question(1, "nps", QuestionKind::kNps), 11).error().message,
            "11 is outside 0 to 10");
  EXPECT_TRUE(check(question(1, "nps", QuestionKind::kNps), 0).ok());
}

TEST(Question, BinsCounts) {
  Question told = question(1, "told_others", QuestionKind::kCount);
  EXPECT_FALSE(told.counted());
  told.bins = {1, 3, 10};
  EXPECT_TRUE(told.counted());
  EXPECT_EQ(cell_value(told, 0), 0);
  EXPECT_EQ(cell_value(told, 1), 1);
  EXPECT_EQ(cell_value(told, 9), 2);
  EXPECT_EQ(cell_value(told, 10), 3);
}

TEST(Question, GrowsItsChoicesOnlyAtTheEnd) {
  Question old = question(1, "cabin", QuestionKind::kChoice), grown = old, shuffled = old;
  old.choices = {"Economy"};
  grown.choices = {"Economy", "Business"};
  shuffled.choices = {"Business", "Economy"};
  EXPECT_TRUE(grown.extends(old));
  EXPECT_FALSE(shuffled.extends(old));
  EXPECT_FALSE(old.extends(grown));
}

TEST(Voice, FollowsWordsFlagsAndDecisions) {
  using D = Decision;
  EXPECT_EQ(voice_of(record(Reading::kSilent)), Voice::kSilent);
  EXPECT_EQ(voice_of(record(Reading::kUnread)), Voice::kUnread);
  EXPECT_EQ(voice_of(record(Reading::kRead)), Voice::kSpoke);
  EXPECT_EQ(voice_of(record(Reading::kRead, {praise(true, true)})), Voice::kCommendedKind);
  EXPECT_EQ(voice_of(record(Reading::kRead, {praise(true, false)})), Voice::kPendingKind);
  EXPECT_EQ(voice_of(record(Reading::kRead, {praise(false, false)})), Voice::kPendingSpoke);
  EXPECT_EQ(voice_of(record(Reading::kRead, {praise(true, false, D::kRejected)})), Voice::kSpoke);
  EXPECT_EQ(voice_of(record(Reading::kRead, {praise(false, false, D::kAccepted)})),
            Voice::kCommendedKind);
  EXPECT_EQ(voice_of(record(Reading::kRead, {praise(true, true), praise(true, false)})),
            Voice::kCommendedKind);
  Commendation exemplary = praise(true, true);
  exemplary.strength = detect::Strength::kExemplary;
  EXPECT_EQ(voice_of(record(Reading::kRead, {praise(true, true), exemplary})),
            Voice::kCommendedExemplary);
}

TEST(CellDeltas, CountsAResponseItsAnswersAndItsPeople) {
  const QuestionCatalog questions(
      {question(1, "nps", QuestionKind::kNps), question(2, "note", QuestionKind::kText)});
  ResponseRecord r = record(Reading::kRead, {praise(true, true, Decision::kUndecided, 7),
                                             praise(true, true, Decision::kUndecided, 7)});
  r.response.answers = {{{1}, 10}};
  r.response.served_by = {{5}, {7}};
  r.response.account = {3};
  CellDeltas deltas;
  deltas.add(r, questions, +1);

  const auto cells = deltas.cells();
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_EQ(cells[0].key.question, kEveryResponse);
  EXPECT_EQ(cells[1].key.value, 10);
  EXPECT_EQ(cells[1].key.voice, Voice::kCommendedKind);
  EXPECT_EQ(cells[1].key.month.to_string(), "2026-03");
  EXPECT_EQ(deltas.employee_cells().size(),
            6U);  // 5 and 7 served, 7 credited; each for two questions
  const auto accounts = deltas.account_cells();
  ASSERT_EQ(accounts.size(), 2U);
  EXPECT_EQ(accounts[1].sum, 1);  // a promoter is one point

  deltas.add(r, questions, -1);
  EXPECT_TRUE(deltas.cells().empty());
  EXPECT_TRUE(deltas.employee_cells().empty());
  EXPECT_TRUE(deltas.account_cells().empty());
}

// Keys that fit one number and keys that don't must come out in the same order.
TEST(CellDeltas, AddsUpInKeyOrderHoweverWideTheKeysAre) {
  constexpr int kHuge = 2'000'000'000;
  for (const int scale : {1, kHuge / 9}) {
    base::Random random(3);
    const QuestionCatalog questions({question(1, "nps", QuestionKind::kNps)});
    std::map<CellKey, std::int64_t> expected;
    CellDeltas deltas;
    for (int i = 0; i < 30'000; ++i) {
      ResponseRecord r = record(Reading::kRead);
      const auto any = [&] { return static_cast<std::int32_t>(random.below(10)) * scale; };
      r.response.market = {any()};
      r.response.unit = {any()};
      r.response.channel = {any()};
      if (random.chance(0.1)) r.response.occurred_on.reset();
      r.response.answers = {{{1}, static_cast<std::int64_t>(random.below(11))}};
      const int sign = random.chance(0.3) ? -1 : 1;
      deltas.add(r, questions, sign);
      const Response& x = r.response;
      expected[{x.month(), x.market, x.unit, x.channel, kEveryResponse, Voice::kSpoke, 0}] += sign;
      expected[{x.month(),
                x.market,
                x.unit,
                x.channel,
                {1},
                Voice::kSpoke,
                static_cast<std::int32_t>(x.answers[0].value)}] += sign;
    }
    std::erase_if(expected, [](const auto& entry) { return entry.second == 0; });
    const std::vector<Cell> cells = deltas.cells();
    ASSERT_EQ(cells.size(), expected.size());
    auto next = expected.begin();
    for (const Cell& cell : cells) {
      ASSERT_EQ(cell.key, next->first);
      ASSERT_EQ(cell.n, next->second);
      ++next;
    }
  }
}

}  // namespace
}  // namespace laurel::model
