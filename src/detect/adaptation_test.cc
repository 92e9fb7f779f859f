#include "detect/adaptation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace laurel::detect {
namespace {

using ::testing::HasSubstr;
using Verdict = DecidedMention::Verdict;

// "The mechanic VERBED it" with a word that the program's own model knows nothing about.
DecidedText text(const std::string& who, const std::string& how, bool praised) {
  DecidedText out;
  out.text = "Our " + who + " was a " + how + " this week.";
  out.id = out.text;
  out.mentions = {{{4, static_cast<std::uint32_t>(4 + who.size())},
                   {0, static_cast<std::uint32_t>(out.text.size())},
                   praised ? Verdict::kPraised : Verdict::kNot,
                   TargetKind::kRole}};
  return out;
}

std::vector<DecidedText> lessons() {
  std::vector<DecidedText> texts;
  for (const char* who : {"nurse", "driver", "waiter", "engineer", "manager", "agent", "mechanic",
                          "receptionist", "teacher", "cashier", "technician", "porter"}) {
    texts.push_back(text(who, "belter", true));
    texts.push_back(text(who, "numpty", false));
  }
  return texts;
}

float probability(const std::shared_ptr<const Model>& model, const std::string& words) {
  return Detector::create({}, model).value().detect(words).probability;
}

TEST(Adaptation, LearnsWordsThatPeopleDecidedAbout) {
  const auto before = Model::embedded();
  const auto after = adapt(*before, lessons(), {}, {});
  ASSERT_TRUE(after.ok());
  const std::string good = "Our plumber was a belter this week.";
  const std::string bad = "Our plumber was a numpty this week.";
  EXPECT_GT(probability(*after, good), probability(before, good) + 0.1F);
  EXPECT_GT(probability(*after, good), probability(*after, bad) + 0.3F);
  EXPECT_EQ((*after)->name, "laurel-en+own");
  EXPECT_NE((*after)->version(), before->version());
}

TEST(Adaptation, KeepsItsJudgementOfTextsThatNobodyDecided) {
  const std::vector<std::string> usual = {
      "Maria at the front desk stayed late to sort out our booking.",
      "The staff were friendly and very helpful.",
      "Nobody called me back and the room was dirty.",
      "The driver was rude to my mother.",
      "Our nurse was so kind and patient with us all week.",
      "We waited for an hour until the waiter came."};
  const auto before = Model::embedded();
  const auto without = adapt(*before, lessons(), {}, {});
  const auto with = adapt(*before, lessons(), usual, {});
  ASSERT_TRUE(without.ok() && with.ok());
  float moved_without = 0, moved_with = 0;
  for (const std::string& words : usual) {
    moved_without += std::abs(probability(*without, words) - probability(before, words));
    moved_with += std::abs(probability(*with, words) - probability(before, words));
  }
  EXPECT_LT(moved_with, moved_without);
  EXPECT_LT(moved_with / static_cast<float>(usual.size()), 0.1F);
}

TEST(Adaptation, ChangesLittleWhereItIsHeldFirmly) {
  const auto before = Model::embedded();
  const auto after =
      adapt(*before, lessons(), {}, {}, {.mention_l2 = 1e6, .text_l2 = 1e6, .top_l2 = 1e6});
  ASSERT_TRUE(after.ok());
  for (const char* words : {"Our plumber was a belter this week.", "The staff were friendly."})
    EXPECT_NEAR(probability(*after, words), probability(before, words), 0.01F);
  EXPECT_EQ((*after)->thresholds.flag, before->thresholds.flag);
}

TEST(Adaptation, LearnsNothingFromWhatIsOpen) {
  std::vector<DecidedText> open = lessons();
  for (DecidedText& one : open) {
    // A second person in the text, of whom nobody has said anything.
    one.text += " Bob was a belter too.";
    const auto at = static_cast<std::uint32_t>(one.text.find("Bob"));
    one.mentions.push_back({{at, at + 3}, {at, at + 20}, Verdict::kOpen});
  }
  std::vector<DecidedText> denied = open;
  for (DecidedText& one : denied) one.mentions.back().verdict = Verdict::kNot;
  const auto from_open = adapt(*Model::embedded(), open, {}, {});
  const auto from_denied = adapt(*Model::embedded(), denied, {}, {});
  ASSERT_TRUE(from_open.ok() && from_denied.ok());
  const std::string words = "It was fine. Bob was a belter too.";
  EXPECT_GT(probability(*from_open, words), probability(*from_denied, words));
}

TEST(Adaptation, IsDeterministicForASeed) {
  const auto once = adapt(*Model::embedded(), lessons(), {}, {}, {.seed = 3});
  const auto again = adapt(*Model::embedded(), lessons(), {}, {}, {.seed = 3});
  const auto other = adapt(*Model::embedded(), lessons(), {}, {}, {.seed = 4});
  ASSERT_TRUE(once.ok() && again.ok() && other.ok());
  EXPECT_EQ((*once)->serialise(), (*again)->serialise());
  EXPECT_NE((*once)->serialise(), (*other)->serialise());
}

TEST(Adaptation, RaisesTheSendThresholdWhereTooMuchWouldGoOut) {
  // Praise as it is usual, of which people said that it is none.
  std::vector<DecidedText> texts = lessons();
  const char* usual[] = {"Maria was wonderful and went out of her way to help us.",
                         "Thank you Maria, you were amazing from start to finish."};
  for (int i = 0; i < 12; ++i) {
    DecidedText wrong;
    wrong.text = usual[i % 2];
    const auto at = static_cast<std::uint32_t>(wrong.text.find("Maria"));
    wrong.mentions = {{{at, at + 5}, {0, 40}, Verdict::kNot}};
    texts.push_back(wrong);
  }
  AdaptationOptions firm{.mention_l2 = 1e6, .text_l2 = 1e6, .top_l2 = 1e6};
  const auto after = adapt(*Model::embedded(), texts, {}, {}, firm);
  ASSERT_TRUE(after.ok());
  EXPECT_GT((*after)->thresholds.send, Model::embedded()->thresholds.send);
  EXPECT_EQ((*adapt(*Model::embedded(), lessons(), {}, {}, firm))->thresholds.send,
            Model::embedded()->thresholds.send);
}

TEST(Adaptation, NeedsSomeOfEachKind) {
  std::vector<DecidedText> few = lessons();
  few.resize(18);
  const auto refused = adapt(*Model::embedded(), few, {}, {});
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().message, HasSubstr("there are 9 and 9"));
  EXPECT_FALSE(adapt(*Model::embedded(), {}, {}, {}).ok());
}

TEST(DecidedText, IsACommendationIfAnybodyIsPraised) {
  EXPECT_TRUE(text("nurse", "belter", true).commendation());
  EXPECT_FALSE(text("nurse", "belter", false).commendation());
  EXPECT_FALSE(DecidedText{}.commendation());
}

}  // namespace
}  // namespace laurel::detect
