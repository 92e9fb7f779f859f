#include "detect/outsider.h"

#include <gtest/gtest.h>

#include "detect/model.h"

namespace laurel::detect {
namespace {

// Whether the first name of the text belongs to an outsider.
bool outsider(const char* text) {
  const RosterIndex no_roster({});
  Reading reading;
  read_words(text, Model::embedded()->words, no_roster, reading);
  find_mentions(no_roster, reading);
  for (const Mention& mention : reading.mentions)
    if (mention.form == Form::kName) return is_outsider(reading, mention);
  ADD_FAILURE() << "no name found in: " << text;
  return false;
}

TEST(Outsider, TellsRelativesAndOtherPeoplesPeople) {
  EXPECT_TRUE(outsider("My daughter Emily was a rock through all of it."));
  EXPECT_TRUE(outsider("Mark from the insurance company was great."));
  EXPECT_TRUE(outsider("The lady next to me, Olga, was kind."));
  EXPECT_TRUE(outsider("Kevin, the chap in 22B, lifted my case."));
  EXPECT_TRUE(outsider("Robert at the building society next door was so helpful."));
  EXPECT_TRUE(outsider("Olga, the inspector from the county, was very kind."));
  EXPECT_TRUE(outsider("Kevin was polite too, but he works for the state."));
  EXPECT_TRUE(outsider("A visitor, Emily, helped us to the door."));
}

TEST(Outsider, LeavesTheBusinessesOwnPeopleAlone) {
  EXPECT_FALSE(outsider("Emily was a rock through all of it."));
  EXPECT_FALSE(outsider("Mark from the parts department was great."));
  EXPECT_FALSE(outsider("Our waitress Olga was kind to my mother."));
  EXPECT_FALSE(outsider("Kevin helped my daughter and my wife."));
  EXPECT_FALSE(outsider("Kevin was so kind, and he works for you."));
  EXPECT_FALSE(outsider("Olga, the lady from the parts department, was very kind."));
}

TEST(Outsider, TellsCompanionsHoweverTheyAreIntroduced) {
  EXPECT_TRUE(outsider("My brother-in-law Robert helped your man carry the boiler."));
  EXPECT_TRUE(outsider("A friend named Kevin was so helpful."));
  EXPECT_TRUE(outsider("A fellow customer called Olga translated for me, so kind."));
  EXPECT_TRUE(outsider("My dog Emily loved your plumber."));
  EXPECT_TRUE(outsider("The man behind me in the queue, Kevin, kindly let me go first."));
  EXPECT_TRUE(outsider("Olga, who had the same operation as me, was a great support."));
  EXPECT_FALSE(outsider("Emily, who did the same for my mother, was great."));
}

TEST(Outsider, TellsTheWriter) {
  EXPECT_TRUE(outsider("My name is Olga and your installer was fantastic."));
  EXPECT_TRUE(outsider("I'm Emily's father and the nurses were superb."));
  EXPECT_TRUE(outsider("Thank you so much to your lovely team! Sincerely, Emily"));
  EXPECT_TRUE(outsider("Wonderful service from your plumber. - Kevin"));
  EXPECT_FALSE(outsider("Thank you so much, Emily"));
  EXPECT_FALSE(outsider("The name of the man is Kevin and he was fantastic."));
}

TEST(Outsider, TellsStreetsAndFirmsFromPeople) {
  EXPECT_TRUE(outsider("Your people in the Emily Street branch are friendly."));
  EXPECT_TRUE(outsider("We live near Mount Olga and the driver found us."));
  EXPECT_FALSE(outsider("Emily in the branch is friendly."));
}

TEST(Outsider, TellsOrdinaryWordsThatOpenASentence) {
  EXPECT_TRUE(outsider("Drew three vials and I felt nothing, fabulous nurse."));
  EXPECT_TRUE(outsider("Mark on my arm is gone, great job by the nurse."));
  EXPECT_FALSE(outsider("Grace in reception was lovely."));
  EXPECT_FALSE(outsider("Penny counted out forty pounds and laughed."));
  EXPECT_FALSE(outsider("Mark rang me every evening."));
  EXPECT_FALSE(outsider("Grace!"));
}

TEST(Outsider, TellsWhoIsPraisedAtTheBusinessesCost) {
  EXPECT_TRUE(outsider("Kevin was so much more helpful than your machine."));
  EXPECT_TRUE(outsider("Last year another company had sent us Kevin, lovely man."));
  EXPECT_FALSE(outsider("Kevin was so much more helpful than the machine."));
}

TEST(Outsider, RemembersWhoWasIntroducedBeforeTheName) {
  EXPECT_TRUE(outsider("I sat beside a lovely lady. Olga was her name and we talked all the way."));
  EXPECT_TRUE(outsider("A driver of another company helped me. His name was Kevin, what a gent."));
  EXPECT_FALSE(outsider("A driver of yours helped me. His name was Kevin, what a gent."));
}

TEST(Outsider, TellsTheCustomersOwnPeopleAndRivals) {
  EXPECT_TRUE(outsider("Emily from our head office thanked your team."));
  EXPECT_FALSE(outsider("Emily from our local branch was lovely."));
  EXPECT_TRUE(outsider("Your competitors have a driver called Kevin who is always polite."));
  EXPECT_TRUE(outsider("Emily's replacement was very helpful."));
  EXPECT_FALSE(outsider("Emily's help was very welcome."));
}

}  // namespace
}  // namespace laurel::detect
