// Finding near words against measuring every word, letter by letter.
#include "detect/near_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/random.h"
#include "detect/spelling.h"
#include "text/fold.h"

namespace laurel::detect {
namespace {

// The textbook matrix.
int plain_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<int>> rows(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        rows[i][j] = static_cast<int>(i + j);
        continue;
      }
      rows[i][j] = std::min({rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1),
                             rows[i - 1][j] + 1, rows[i][j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[a.size()][b.size()];
}

int distance(std::string_view a, std::string_view b, int limit) {
  return SpellingDistance(a).to(b, limit);
}
std::string sound_of(std::string_view word) {
  std::string key;
  sound_key(word, key);
  return key;
}

// Few letters, so that words are often near each other.
std::string random_word(base::Random& random, std::size_t longest) {
  std::string word(1 + random.below(longest), 'a');
  for (char& c : word) c = "aaeikmnrst"[random.below(10)];
  return word;
}

TEST(SpellingDistance, CountsSwapsOnce) {
  EXPECT_EQ(distance("brian", "brain", 2), 1);
  EXPECT_EQ(distance("kate", "katherine", 2), 3);
  EXPECT_EQ(distance("", "ab", 2), 2);
  EXPECT_EQ(distance("same", "same", 2), 0);
  EXPECT_EQ(distance(std::string(33, 'a'), std::string(33, 'a'), 2), 3);
}

TEST(SpellingDistance, IsThatOfTheMatrix) {
  base::Random random(1);
  for (int i = 0; i < 20000; ++i) {
    const std::string a = random_word(random, i % 2 == 0 ? 6 : 32);
    std::string b = random_word(random, i % 2 == 0 ? 6 : 32);
    if (i % 3 == 0) {
      b = a;
      for (auto e = random.below(4); e > 0; --e)
        b.replace(random.below(b.size()), random.below(3), random_word(random, 2));
      b.resize(std::min<std::size_t>(b.size(), 32));
    }
    ASSERT_EQ(distance(a, b, 40), b.size() > 32 ? 41 : plain_distance(a, b)) << a << " " << b;
    ASSERT_EQ(one_edit_apart(a, b), plain_distance(a, b) == 1) << a << " " << b;
  }
}

TEST(SoundKey, JoinsSpellingsOfOneName) {
  EXPECT_EQ(sound_of("steven"), sound_of("stephen"));
  EXPECT_EQ(sound_of("kris"), sound_of("chris"));
  EXPECT_NE(sound_of("maria"), sound_of("marta"));
  EXPECT_EQ(sound_of(""), "");
}

// What is left of a word by deleting no letter or one, or from seven letters on two.
std::set<std::string> deletions_of(const std::string& word) {
  std::set<std::string> all = {word};
  for (std::size_t i = 0; i < word.size(); ++i) {
    std::string once = word;
    once.erase(i, 1);
    all.insert(once);
    for (std::size_t j = 0; j < once.size() && word.size() >= 7; ++j) {
      std::string twice = once;
      twice.erase(j, 1);
      all.insert(twice);
    }
  }
  return all;
}

TEST(NearWords, FindsWhatMeasuringEveryWordFinds) {
  base::Random random(2);
  std::set<std::string> distinct;
  while (distinct.size() < 400) distinct.insert(random_word(random, 10));
  const std::vector<std::string> words(distinct.begin(), distinct.end());
  const NearWords near(words);
  std::map<std::string, std::set<std::string>> deletions;
  for (const std::string& word : words) deletions[word] = deletions_of(word);
  NearSearch search;
  std::size_t found = 0;
  for (int i = 0; i < 200; ++i) {
    std::string asked = words[random.below(words.size())];
    for (int edits = i % 4; edits > 0; --edits) {
      const std::size_t at = random.below(asked.size());
      asked.replace(at, random.below(2), random_word(random, 2));
    }
    near.find(asked, text::hash_folded(asked), search);
    const auto of_asked = deletions_of(asked);
    const auto shared = [&](const std::string& word) {
      return std::ranges::any_of(deletions.at(word),
                                 [&](const auto& d) { return of_asked.contains(d); });
    };
    std::vector<std::pair<float, std::string>> expected;
    for (const std::string& word : words) {
      if (asked.size() < 4 || word.size() < 3 || word == asked) continue;
      const bool alike = sound_of(asked) == sound_of(word);
      const int d = plain_distance(asked, word);
      if (!alike && !shared(word)) continue;
      float likeness = 0;
      if (d == 1 && word.size() >= 4) likeness = word[0] == asked[0] ? 0.86F : 0.72F;
      if (d == 2 && asked.size() >= 7 && word.size() >= 6 && word[0] == asked[0]) likeness = 0.72F;
      const bool half = d == 2 && (word.size() < 5 || asked.size() < 5);  // of the letters
      if (alike && d <= 2 && word.size() >= 4) likeness = std::max(likeness, half ? 0.70F : 0.84F);
      if (alike && d == 1) likeness = std::max(likeness, 0.88F);
      if (alike && d == 3 && asked.size() >= 6 && word.size() >= 5)
        likeness = std::max(likeness, 0.62F);
      if (likeness > 0) expected.emplace_back(-likeness, word);
    }
    std::ranges::sort(expected);
    ASSERT_EQ(search.found.size(), expected.size()) << asked;
    for (std::size_t n = 0; n < expected.size(); ++n) {
      EXPECT_EQ(words[search.found[n].word], expected[n].second) << asked;
      EXPECT_EQ(search.found[n].likeness, -expected[n].first) << asked;
    }
    found += expected.size();
  }
  EXPECT_GT(found, 50U);
}

TEST(NearWords, KnowsSoundAlikesOneEditApart) {
  const std::vector<std::string> words = {"chris", "kris", "marc", "mark", "steven", "stephen"};
  const NearWords near(words);
  const auto alikes = [&](std::uint32_t word) {
    std::vector<std::string> out;
    near.for_each_sound_alike(word, [&](std::uint32_t other) { out.push_back(words[other]); });
    return out;
  };
  EXPECT_EQ(alikes(2), std::vector<std::string>{"mark"});
  EXPECT_TRUE(alikes(0).empty());  // two edits apart
  EXPECT_TRUE(alikes(4).empty());
}

TEST(NearWords, AcceptsNoWordsAndLongOnes) {
  NearSearch search;
  NearWords().find("maria", text::hash_folded("maria"), search);
  EXPECT_TRUE(search.found.empty());
  const std::vector<std::string> words = {"", "a", std::string(200, 'b')};
  const NearWords near(words);
  near.find(std::string(199, 'b'), 1, search);
  EXPECT_TRUE(search.found.empty());
}

}  // namespace
}  // namespace laurel::detect
