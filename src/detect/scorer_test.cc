// The scorer against its plain definition, over the authored texts.
#include "detect/scorer.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "detect/plain_scorer.h"

namespace laurel::detect {
namespace {

// The texts of models/cases, escapes left as they stand: they are only to be read by both.
std::vector<std::string> authored_texts() {
  std::vector<std::string> texts;
  const std::string_view opening = "\"text\": \"";
  for (const auto& file : std::filesystem::recursive_directory_iterator(
           std::string(LAUREL_SOURCE_DIR) + "/models/cases")) {
    if (file.path().extension() != ".jsonl") continue;
    std::ifstream in(file.path());
    for (std::string line; std::getline(in, line);) {
      const std::size_t from = line.find(opening);
      if (from == std::string::npos) continue;
      const std::string text = line.substr(from + opening.size());
      texts.push_back(text.substr(0, text.find("\", \"")));
    }
  }
  return texts;
}

class Scorer : public testing::Test {
 protected:
  const std::vector<std::string> texts_ = authored_texts();
  const Model& model_ = *Model::embedded();
  const RosterIndex nobody_{{}};
  Reading reading_;

  void read(std::string_view text) {
    read_words(text, model_.words, nobody_, reading_);
    find_mentions(nobody_, reading_);
    project(model_.projections, reading_);
    sum_vectors(model_.words, reading_);
  }
};

// Sums are taken in another order, nothing else.
constexpr float kRounding = 2e-5F;

TEST_F(Scorer, GivesMentionsAndTextsTheirPlainScores) {
  ASSERT_GT(texts_.size(), 2000U);
  std::size_t mentions = 0;
  for (const std::string& text : texts_) {
    read(text);
    Scores fast;
    Scores plain;
    score_words(model_, reading_, fast);
    score_words_plainly(model_, reading_, plain);
    ASSERT_EQ(fast.mentions.size(), plain.mentions.size());
    for (std::size_t m = 0; m < fast.mentions.size(); ++m)
      ASSERT_NEAR(fast.mentions[m], plain.mentions[m], kRounding) << text;
    ASSERT_NEAR(fast.text_logit, plain.text_logit, kRounding) << text;
    mentions += fast.mentions.size();
  }
  EXPECT_GT(mentions, 5000U);
}

TEST_F(Scorer, GivesTraitsTheirPlainScores) {
  std::size_t stretches = 0;
  for (const std::string& text : texts_) {
    read(text);
    const TraitLogits whole = whole_traits(model_, reading_);
    for (const Mention& mention : reading_.mentions) {
      const std::array two = {evidence_of(reading_, mention),
                              evidence_of(reading_, reading_.mentions[0])};
      const TargetKind kind = reading_.entities[mention.entity].kind;
      const TraitLogits fast = score_traits(model_, reading_, kind, two, whole);
      const TraitLogits plain = score_traits_plainly(model_, reading_, kind, two);
      for (std::size_t t = 0; t < kTraitCount; ++t)
        ASSERT_NEAR(fast[t], plain[t], kRounding) << text;
      ++stretches;
    }
  }
  EXPECT_GT(stretches, 5000U);
}

}  // namespace
}  // namespace laurel::detect
