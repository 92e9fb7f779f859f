// What holds for any text and what the detector must understand, beside the examples.
#include <gtest/gtest.h>

#include "base/random.h"
#include "detect/detector.h"
#include "text/utf8.h"

namespace laurel::detect {
namespace {

const Detector& plain() {
  static const Detector detector = [] {
    std::vector<RosterEntry> roster(2);
    roster[0].employee_id = "E1";
    roster[0].first_name = "Katherine";
    roster[0].last_name = "Moss";
    roster[1].employee_id = "E2";
    roster[1].first_name = "Will";
    roster[1].last_name = "Grace";
    return Detector::create(roster).value();
  }();
  return detector;
}

std::string slice(const std::string& text, Span span) {
  std::string out;
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < text.size(); ++number) {
    const auto decoded = text::decode(text, i);
    if (number >= span.start && number < span.end) out += text.substr(i, decoded.length);
    i += decoded.length;
  }
  return out;
}

bool names(const Detection& found, std::string_view target) {
  for (const Target& t : found.targets)
    if (t.text == target) return true;
  return false;
}

struct Case {
  const char* text;
  bool praised;
};

class Understanding : public testing::TestWithParam<Case> {};

TEST_P(Understanding, TellsPraiseFromWhatLooksLikeIt) {
  EXPECT_EQ(plain().detect(GetParam().text).commendation, GetParam().praised) << GetParam().text;
}

// None of these sentences is in the training text.
INSTANTIATE_TEST_SUITE_P(
    Texts, Understanding,
    testing::Values(Case{"The plumber was friendly and fixed the leak in ten minutes.", true},
                    Case{"Our nurse Olga explained everything and was so kind to my mum.", true},
                    Case{"kate was great she sorted my claim in no time", true},
                    Case{"Shout out to the warehouse team, you rock!", true},
                    Case{"The food was awful but the waiter was lovely.", true},
                    Case{"The technicians were not helpful at all.", false},
                    Case{"The product is excellent and delivery was fast.", false},
                    Case{"I spoke to Katherine about my invoice.", false},
                    Case{"My wife was wonderful and helped me.", false},
                    Case{"The manager was rude and refused to help.", false}, Case{"", false},
                    Case{"!!! 100 %", false}, Case{"\xF0\x9F\x98\x8A", false}));

TEST(Detector, SaysWhenTheLanguageIsNotSupported) {
  for (const char* text : {"L'accueil est tr\xC3\xA8s agr\xC3\xA9"
                           "able et le personnel est sympathique",
                           "Das Personal war sehr freundlich und hat uns geholfen",
                           "El personal fue muy amable y nos ayudaron mucho",
                           "\xE4\xBD\xA0\xE5\xA5\xBD\xE4\xB8\x96\xE7\x95\x8C"}) {
    const Detection found = plain().detect(text);
    EXPECT_FALSE(found.language_supported) << text;
    EXPECT_FALSE(found.commendation);
  }
  EXPECT_TRUE(plain().detect("ok").language_supported);
  EXPECT_TRUE(plain().detect("12345").language_supported);
  EXPECT_FALSE(plain().detect("Kate was great", {.language = "fr"}).language_supported);
}

TEST(Detector, GivesOffsetsThatAreExactSubstrings) {
  base::Random random(9);
  const std::vector<std::string> pieces = {"Kate ",
                                           "was great. ",
                                           "the staff ",
                                           "were rude, ",
                                           "\xF0\x9F\x98\x8A ",
                                           "\xFF",
                                           "Jos\xC3\xA9 ",
                                           "helped us ",
                                           "but ",
                                           "thank you ",
                                           "Mr. ",
                                           "\n",
                                           "Will Grace ",
                                           "they ",
                                           "she stayed late! ",
                                           std::string(1, '\0'),
                                           "our nurse "};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::uint64_t i = random.below(14); i > 0; --i) text += random.pick(pieces);
    const Detection found = plain().detect(text);
    for (const auto* list : {&found.targets, &found.possible})
      for (const Target& t : *list) {
        ASSERT_EQ(slice(text, t.mention), t.text);
        ASSERT_EQ(slice(text, t.evidence), t.evidence_text);
        ASSERT_GE(t.probability, plain().thresholds().review);
        ASSERT_EQ(t.link == LinkState::kLinked, !t.employee_id.empty());
      }
    ASSERT_EQ(found.commendation, !found.targets.empty());
  }
}

TEST(Detector, KeepsMentionsWhenAnUnrelatedSentenceIsAdded) {
  const std::vector<std::pair<std::string, std::string>> praised = {
      {"Kate was wonderful and stayed late to help us.", "Kate"},
      {"The drivers were friendly and very professional.", "drivers"},
      {"Thanks to Priya Nair for fixing our server so quickly!", "Priya Nair"}};
  for (const char* other :
       {"The parking lot is large.", "We came on a Tuesday.", "The invoice has three pages."})
    for (const auto& [text, target] : praised) {
      EXPECT_TRUE(names(plain().detect(text), target)) << text;
      EXPECT_TRUE(names(plain().detect(text + " " + other), target)) << other;
      EXPECT_TRUE(names(plain().detect(std::string(other) + " " + text), target)) << other;
    }
}

TEST(Detector, DoesNotTakeCommonWordsForRosterNames) {
  const Detection found = plain().detect("I will say grace, the staff were lovely.");
  for (const Target& t : found.targets) EXPECT_NE(t.kind, TargetKind::kPerson) << t.text;
}

TEST(Detector, IsTheSameForEveryWorkspace) {
  Workspace reused;
  Detection a;
  for (const char* text : {"Kate helped.", "The staff were lovely, thank you Will Grace!", ""}) {
    plain().detect(text, {}, reused, a);
    const Detection b = plain().detect(text);
    EXPECT_EQ(a.probability, b.probability);
    EXPECT_EQ(a.targets.size(), b.targets.size());
  }
}

}  // namespace
}  // namespace laurel::detect
