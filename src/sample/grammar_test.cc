#include "sample/grammar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace laurel::sample {
namespace {

std::string told(const Grammar& grammar, std::string_view table, Speech& speech) {
  speech.out.clear();
  grammar.tell(grammar.table(table), speech);
  return speech.out;
}

TEST(Grammar, FillsSlotsWordsAndNumbers) {
  constexpr Line kPets[] = {{"cat"}};
  constexpr Line kFrames[] = {{"{who} has {2-4} {pet}s"}};
  const Table tables[] = {{"pet", kPets}, {"frame", kFrames}};
  const Grammar grammar(tables);
  base::Random random(1);
  Speech speech(random);
  speech.word(Word::kWho) = "Ann";
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) seen.insert(told(grammar, "frame", speech));
  EXPECT_THAT(seen, ::testing::ElementsAre("Ann has 2 cats", "Ann has 3 cats", "Ann has 4 cats"));
}

TEST(Grammar, ChoosesAmongNestedAlternatives) {
  constexpr Line kFrames[] = {{"x[a|b[c|d]|]y"}};
  const Table tables[] = {{"frame", kFrames}};
  const Grammar grammar(tables);
  base::Random random(1);
  Speech speech(random);
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) seen.insert(told(grammar, "frame", speech));
  EXPECT_THAT(seen, ::testing::ElementsAre("xay", "xbcy", "xbdy", "xy"));
}

TEST(Grammar, MendsTheArticle) {
  constexpr Line kThings[] = {{"oven"}};
  constexpr Line kOthers[] = {{"dryer"}};
  constexpr Line kFrames[] = {{"a {thing}, a {pet}, banana {thing}"}};
  const Table tables[] = {{"thing", kThings}, {"pet", kOthers}, {"frame", kFrames}};
  const Grammar grammar(tables);
  base::Random random(1);
  Speech speech(random);
  EXPECT_EQ(told(grammar, "frame", speech), "an oven, a dryer, banana oven");
}

TEST(Grammar, CollectsBehavioursAndTheStrongestWeight) {
  constexpr Line kTraits[] = {{"kind", kCourtesy}};
  constexpr Line kDeeds[] = {{"stayed late", kExtra}};
  constexpr Line kFrames[] = {{"{trait} and {deed}", kSpeed}};
  const Table tables[] = {
      {"trait", kTraits, Weight::kKind}, {"deeds", kDeeds, Weight::kExemplary}, {"frame", kFrames}};
  const Grammar grammar(tables);
  base::Random random(1);
  Speech speech(random);
  speech.deeds = grammar.table("deeds");
  EXPECT_EQ(told(grammar, "frame", speech), "kind and stayed late");
  EXPECT_EQ(speech.behaviours, kCourtesy | kExtra | kSpeed);
  EXPECT_EQ(speech.weight, Weight::kExemplary);
}

TEST(Grammar, DoesNotTellADeedTwiceInARow) {
  constexpr Line kDeeds[] = {{"a"}, {"b"}};
  constexpr Line kFrames[] = {{"{deed}{deed}"}};
  const Table tables[] = {{"deeds", kDeeds}, {"frame", kFrames}};
  const Grammar grammar(tables);
  base::Random random(1);
  Speech speech(random);
  speech.deeds = grammar.table("deeds");
  for (int i = 0; i < 50; ++i) {
    speech.told_deeds.fill(0);
    EXPECT_THAT(told(grammar, "frame", speech), ::testing::AnyOf("ab", "ba"));
  }
}

TEST(GrammarDeath, RefusesAnUnknownSlot) {
  constexpr Line kFrames[] = {{"{nobody}"}};
  const Table tables[] = {{"frame", kFrames}};
  EXPECT_DEATH(Grammar{tables}, "");
}

}  // namespace
}  // namespace laurel::sample
