#include "detect/same_person.h"

#include <gtest/gtest.h>

#include "detect/model.h"

namespace laurel::detect {
namespace {

// The name of the person that the first role of the text is; empty for none.
std::string named(const char* text) {
  const RosterIndex no_roster({});
  Reading reading;
  read_words(text, Model::embedded()->words, no_roster, reading);
  find_mentions(no_roster, reading);
  for (std::uint32_t e = 0; e < reading.entities.size(); ++e) {
    if (reading.entities[e].kind != TargetKind::kRole) continue;
    const std::uint32_t person = named_person(reading, e);
    if (person == kNoIndex) return "";
    const Mention& name = reading.mentions[reading.entities[person].fullest];
    return std::string(reading.document.words(name.begin, name.end));
  }
  ADD_FAILURE() << "no role found in: " << text;
  return "";
}

TEST(SamePerson, IsToldByAPredicate) {
  EXPECT_EQ(named("Karen is a terrific representative."), "Karen");
  EXPECT_EQ(named("Suresh Reddy, who is the manager, made our evening."), "Suresh Reddy");
  EXPECT_EQ(named("Karen was there and the manager was kind."), "");
  EXPECT_EQ(named("The manager is kind and so is Karen."), "");
}

TEST(SamePerson, IsToldByPointingBack) {
  EXPECT_EQ(named("Adrian is hands down the best. This guy did everything he could."), "Adrian");
  EXPECT_EQ(named("Adrian is hands down the best. A guy at the door was rude."), "");
}

TEST(SamePerson, IsToldByANameThatFollows) {
  EXPECT_EQ(named("The girl at the desk was lovely, I believe her name was Vanessa."), "Vanessa");
  EXPECT_EQ(named("The girl at the desk was lovely and so was Vanessa."), "");
}

}  // namespace
}  // namespace laurel::detect
