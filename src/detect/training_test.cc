#include "detect/training.h"

#include <gtest/gtest.h>

namespace laurel::detect {
namespace {

// Enough to tell "the NOUN was GOOD" from "the NOUN was BAD".
std::vector<LabelledText> lessons() {
  std::vector<LabelledText> texts;
  const auto add = [&](const std::string& who, const std::string& how, bool praised) {
    LabelledText label;
    label.id = std::to_string(texts.size());
    label.text = "Our " + who + " was " + how + " today.";
    label.commendation = praised;
    if (praised) label.targets = {{who, TargetKind::kRole, label.text}};
    if (praised) label.behaviours = 1 << static_cast<int>(Behaviour::kCourtesy);
    label.fold = static_cast<int>(texts.size() / 4 % 3);
    texts.push_back(label);
  };
  for (const char* who : {"nurse", "driver", "waiter", "engineer", "manager", "agent"})
    for (const auto& [good, bad] : {std::pair{"friendly", "rude"}, std::pair{"lovely", "absent"}}) {
      add(who, good, true);
      add(who, bad, false);
    }
  return texts;
}

TEST(Training, LearnsWhatItIsShown) {
  const auto trained = train(lessons(), {});
  ASSERT_TRUE(trained.ok());
  EXPECT_GT(trained->cross_validated.commendation.f1.value, 0.9);
  const auto detector = Detector::create({}, trained->model);
  ASSERT_TRUE(detector.ok());
  EXPECT_TRUE(detector->detect("Our plumber was friendly today.").commendation);
  EXPECT_FALSE(detector->detect("Our plumber was rude today.").commendation);
}

TEST(Training, IsDeterministicAndSurvivesItsFile) {
  const auto once = train(lessons(), {});
  const auto again = train(lessons(), {});
  ASSERT_TRUE(once.ok() && again.ok());
  const std::string bytes = once->model->serialise();
  EXPECT_EQ(bytes, again->model->serialise());
  const auto parsed = Model::parse(bytes);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ((*parsed)->serialise(), bytes);
  EXPECT_EQ((*parsed)->version(), once->model->version());
}

TEST(Training, NeedsBothKindsAndThreeFolds) {
  std::vector<LabelledText> texts = lessons();
  for (LabelledText& text : texts) text.fold %= 2;
  EXPECT_FALSE(train(texts, {}).ok());
  EXPECT_FALSE(train({}, {}).ok());
}

TEST(Model, RefusesDamagedFiles) {
  std::string bytes = Model::embedded()->serialise();
  ASSERT_TRUE(Model::parse(bytes).ok());
  EXPECT_FALSE(Model::parse("").ok());
  EXPECT_FALSE(Model::parse("LAURELPM").ok());
  EXPECT_FALSE(Model::parse(std::string_view(bytes).substr(0, bytes.size() - 1)).ok());
  std::string other_format = bytes;
  other_format[8] = static_cast<char>(99);
  const auto refused = Model::parse(other_format);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, base::ErrorCode::kUnsupported);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  EXPECT_FALSE(Model::parse(bytes).ok());
}

}  // namespace
}  // namespace laurel::detect
