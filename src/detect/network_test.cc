#include "detect/network.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "detect/model.h"
#include "detect/network_training.h"

namespace laurel::detect {
namespace {

const WordTable& words() { return Model::embedded()->words; }

std::unique_ptr<Reading> read(std::string_view text) {
  static const RosterIndex nobody({});
  auto reading = std::make_unique<Reading>();
  read_words(text, words(), nobody, *reading);
  find_mentions(nobody, *reading);
  return reading;
}

struct School {
  std::vector<std::string> texts;
  std::vector<std::unique_ptr<Reading>> readings;
  std::vector<NetworkLesson> lessons;
  std::vector<const NetworkLesson*> pointers;

  School() {
    for (const char* who : {"nurse", "driver", "waiter", "manager", "agent", "doctor"})
      for (const char* how : {"friendly", "lovely", "rude", "lazy"})
        texts.push_back("Our " + std::string(who) + " was " + how + ".");
    for (const std::string& text : texts) {
      const bool good =
          text.find("friendly") != std::string::npos || text.find("lovely") != std::string::npos;
      readings.push_back(read(text));
      lessons.push_back({readings.back().get(),
                         std::vector<std::int8_t>(readings.back()->mentions.size(), good ? 1 : 0),
                         good, 1});
    }
    for (const NetworkLesson& lesson : lessons) pointers.push_back(&lesson);
  }
  Network learn() const {
    return fit_network(pointers, words(), {.epochs = 60, .batch = 4, .rate = 0.02F});
  }
};

std::pair<float, float> score(const Network& network, const Reading& reading) {
  std::vector<float> mentions(reading.mentions.size());
  float text = 0;
  Channels channels;
  network.add_scores(reading, channels, mentions, text);
  return {mentions.at(0), text};
}

TEST(Network, LearnsWhatItIsShownAndWordsUsedAlike) {
  const School school;
  const Network network = school.learn();
  const auto [friendly, friendly_text] = score(network, *read("Our plumber was friendly."));
  const auto [rude, rude_text] = score(network, *read("Our plumber was rude."));
  EXPECT_GT(friendly, 1);
  EXPECT_LT(rude, -1);
  EXPECT_GT(friendly_text, rude_text);
  // Never shown: their vectors are near those of the words shown.
  EXPECT_GT(score(network, *read("Our plumber was pleasant.")).first,
            score(network, *read("Our plumber was arrogant.")).first);
}

TEST(Network, IsLearnedAlikeFromTheSameLessons) {
  const School school;
  const Network once = school.learn();
  const Network again = school.learn();
  EXPECT_EQ(once.rows, again.rows);
  EXPECT_EQ(once.gates, again.gates);
}

TEST(Network, AddsNothingWhenEmpty) {
  const auto reading = read("Our nurse was lovely.");
  EXPECT_EQ(score(Network{}, *reading), (std::pair<float, float>(0, 0)));
  EXPECT_TRUE(fit_network({}, words(), {}).empty());
}

// Each token of the sentence is in one segment at most, and the neighbours are other sentences.
TEST(Network, CutsTheSurroundingsOfAMentionIntoSegmentsThatDoNotOverlap) {
  const auto reading = read(
      "We were late. Our nurse Ann was lovely, but the porter and Bob from reception never came "
      "back, so we left the ward by ourselves. It was cold.");
  ASSERT_GE(reading->mentions.size(), 3U);
  for (const Mention& mention : reading->mentions) {
    const text::Sentence sentence = reading->document.sentences[mention.sentence];
    const Segments segments = segments_of(*reading, mention);
    std::vector<int> times(reading->words.size());
    for (std::size_t s = 0; s < segments.size(); ++s) {
      ASSERT_LE(segments[s].from, segments[s].to);
      ASSERT_LE(segments[s].to, reading->words.size());
      for (std::uint32_t i = segments[s].from; i < segments[s].to; ++i) {
        ++times[i];
        EXPECT_EQ(i >= sentence.begin && i < sentence.end, s < 11);
      }
    }
    for (const int n : times) EXPECT_LE(n, 1);
    EXPECT_EQ(segments[0].from, mention.begin);
    EXPECT_EQ(segments[0].to, mention.end);
  }
}

}  // namespace
}  // namespace laurel::detect
