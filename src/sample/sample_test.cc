// The files as a whole: the same for a seed, whole by reference, hard enough, and true.
#include "sample/sample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <unordered_set>

#include "sample/vocabulary.h"

namespace laurel::sample {
namespace {

using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::Lt;
using ::testing::StartsWith;

struct Files {
  StringSink units, roster, interviews, outcomes, truth, truth_lines;
  Summary summary;

  explicit Files(std::uint64_t seed = 7, std::uint64_t responses = 9000,
                 std::uint64_t draws = 20'000) {
    Options options;
    options.seed = seed;
    options.responses = responses;
    options.population_draws = draws;
    summary =
        make_sample(options, {units, roster, interviews, outcomes, truth, truth_lines}).value();
  }
};

// The default sample, made once.
const Files& files() {
  static const Files made;
  return made;
}

using Row = std::vector<std::string>;

// RFC 4180, strictly: a quote stands only around a field or doubled inside one.
std::vector<Row> parse_csv(std::string_view text) {
  std::vector<Row> rows;
  Row row;
  std::string field;
  std::size_t i = 0;
  while (i < text.size()) {
    if (text[i] == '"') {
      for (++i;; ++i) {
        EXPECT_LT(i, text.size());
        if (text[i] != '"') {
          field += text[i];
        } else if (i + 1 < text.size() && text[i + 1] == '"') {
          field += text[++i];
        } else {
          break;
        }
      }
      ++i;
    }
    while (i < text.size() && text[i] != ',' && text[i] != '\n') {
      EXPECT_NE(text[i], '"');
      field += text[i++];
    }
    row.push_back(std::move(field));
    field.clear();
    if (i < text.size() && text[i++] == '\n') rows.push_back(std::exchange(row, {}));
  }
  EXPECT_TRUE(row.empty()) << "the last line ends with a newline";
  return rows;
}

// Rows as maps from the names of the first.
std::vector<std::map<std::string, std::string>> records(std::string_view csv) {
  const auto rows = parse_csv(csv);
  std::vector<std::map<std::string, std::string>> all;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    EXPECT_EQ(rows[r].size(), rows[0].size()) << "row " << r;
    for (std::size_t c = 0; c < rows[0].size(); ++c) {
      if (c == 0) all.emplace_back();
      all.back()[rows[0][c]] = rows[r][c];
    }
  }
  return all;
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(at, begin), text.size());
    parts.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::uint64_t hash_of(std::string_view text) {  // FNV-1a
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

TEST(Sample, IsTheSameForASeed) {
  const Files again;
  EXPECT_EQ(files().interviews.content(), again.interviews.content());
  EXPECT_EQ(files().truth_lines.content(), again.truth_lines.content());
  EXPECT_EQ(files().truth.content(), again.truth.content());
  EXPECT_NE(files().interviews.content(), Files(8).interviews.content());
}

// Change with every edit of the tables or the process; never with the machine.
constexpr std::uint64_t kUnitsHash = 0x5d8e84c1a25aaf16ULL;
constexpr std::uint64_t kRosterHash = 0x5ad32cfafbde0fb7ULL;
constexpr std::uint64_t kInterviewsHash = 0xbc7ab2aab6fc81fULL;

TEST(Sample, IsTheSameOnEveryMachine) {
  EXPECT_EQ(hash_of(files().units.content()), kUnitsHash);
  EXPECT_EQ(hash_of(files().roster.content()), kRosterHash);
  EXPECT_EQ(hash_of(files().interviews.content()), kInterviewsHash);
}

TEST(Sample, HasFourMarketsAndTwelveBranches) {
  const auto units = records(files().units.content());
  std::set<std::string> markets, branches;
  for (const auto& unit : units) {
    if (unit.at("parent").empty()) {
      markets.insert(unit.at("unit_id"));
    } else {
      EXPECT_TRUE(markets.contains(unit.at("parent")));
      branches.insert(unit.at("unit_id"));
    }
  }
  EXPECT_EQ(markets.size(), 4U);
  EXPECT_EQ(branches.size(), 12U);
}

TEST(Sample, LeadersFormATreeUnderOneDirector) {
  const auto roster = records(files().roster.content());
  ASSERT_EQ(roster.size(), 140U);
  std::map<std::string, std::string> leader;
  for (const auto& one : roster) {
    EXPECT_TRUE(leader.emplace(one.at("email"), one.at("manager_email")).second) << one.at("email");
    EXPECT_THAT(one.at("email"), ::testing::EndsWith(".example"));
  }
  int tops = 0;
  for (const auto& [email, above] : leader) {
    tops += above.empty() ? 1 : 0;
    std::string at = email;
    int steps = 0;
    for (; !leader.at(at).empty() && steps < 10; ++steps) at = leader.at(at);
    EXPECT_LE(steps, 3) << email;
  }
  EXPECT_EQ(tops, 1);
}

TEST(Sample, NamesCollide) {
  std::map<std::string, int> first, full, branch_daves;
  for (const auto& one : records(files().roster.content())) {
    ++first[one.at("first_name")];
    ++full[one.at("first_name") + " " + one.at("last_name")];
    if (one.at("first_name") == "David") ++branch_daves[one.at("location")];
  }
  const auto repeated = [](const auto& counts) {
    return std::count_if(counts.begin(), counts.end(), [](const auto& c) { return c.second > 1; });
  };
  EXPECT_THAT(repeated(first), Ge(10));
  EXPECT_THAT(repeated(full), Ge(2));
  EXPECT_THAT(branch_daves["Harrowick"], Ge(3));
}

TEST(Sample, InterviewsReferToWhatExists) {
  std::map<std::string, std::map<std::string, std::string>> roster;
  for (const auto& one : records(files().roster.content())) roster[one.at("employee_id")] = one;
  std::map<std::string, std::string> market_of, market_name;
  for (const auto& unit : records(files().units.content())) {
    if (unit.at("parent").empty()) {
      market_name[unit.at("unit_id")] = unit.at("name");
    } else {
      market_of[unit.at("name")] = market_name.at(unit.at("parent"));
    }
  }
  const auto interviews = records(files().interviews.content());
  ASSERT_EQ(interviews.size(), 9000U);
  std::set<std::string> ids, accounts;
  int served = 0;
  for (const auto& one : interviews) {
    EXPECT_TRUE(ids.insert(one.at("interview_id")).second);
    accounts.insert(one.at("account_id"));
    const std::string& branch = one.at("branch");
    const std::string& day = one.at("interview_date");
    if (!branch.empty()) {
      ASSERT_TRUE(market_of.contains(branch)) << branch;
      EXPECT_THAT(one.at("market"), ::testing::AnyOf("", market_of.at(branch)));
    }
    if (one.at("served_by").empty()) continue;
    for (const auto& id : split(one.at("served_by"), '|')) {
      ASSERT_TRUE(roster.contains(id)) << id;
      const auto& who = roster.at(id);
      ++served;
      EXPECT_THAT(branch, ::testing::AnyOf("", who.at("location")));
      if (day.empty()) continue;
      EXPECT_LE(who.at("start_date"), day);
      EXPECT_THAT(who.at("end_date"), ::testing::AnyOf("", Ge(day)));
    }
  }
  EXPECT_THAT(served, Gt(9000));
  EXPECT_THAT(accounts.size(), Gt(1800U));
  EXPECT_THAT(accounts.size(), Lt(2600U));
}

TEST(Sample, AnswersLieOnTheirScalesWithSomeBlankEverywhere) {
  const std::map<std::string, std::pair<int, int>> scales = {{"nps", {0, 10}},
                                                             {"overall_satisfaction", {1, 10}},
                                                             {"staff_courtesy", {1, 5}},
                                                             {"problem_resolution", {1, 5}},
                                                             {"communication", {1, 5}},
                                                             {"response_time", {1, 5}},
                                                             {"ease_of_contact", {1, 5}},
                                                             {"price_fairness", {1, 5}},
                                                             {"expectation", {1, 5}},
                                                             {"told_others", {0, 40}},
                                                             {"feeling", {1, 5}},
                                                             {"deed_cost", {0, 320}}};
  std::map<std::string, int> blank;
  std::map<std::string, std::set<std::string>> seen;
  for (const auto& one : records(files().interviews.content())) {
    for (const auto& [column, value] : one) {
      if (value.empty()) ++blank[column];
      const auto scale = scales.find(column);
      if (scale == scales.end()) continue;
      seen[column].insert(value);
      if (value.empty()) continue;
      EXPECT_GE(std::stoi(value), scale->second.first) << column;
      EXPECT_LE(std::stoi(value), scale->second.second) << column;
    }
    for (const auto* column : {"referred_6m", "return_intention", "price_tolerance"}) {
      EXPECT_THAT(one.at(column), ::testing::AnyOf("", "yes", "no")) << column;
    }
  }
  for (const auto& [column, scale] : scales) {
    if (column == "told_others" || column == "deed_cost") continue;
    EXPECT_EQ(seen[column].size(), static_cast<std::size_t>(scale.second - scale.first + 2));
  }
  for (const auto* column : {"nps", "market", "branch", "served_by", "interview_date",
                             "referred_6m", "contact_email", "account_id"}) {
    EXPECT_THAT(blank[column], Gt(0)) << column;
    EXPECT_THAT(blank[column], Lt(1800)) << column;
  }
  EXPECT_EQ(blank["interview_id"], 0);
}

TEST(Sample, FewLongCommentsAreRepeated) {
  std::unordered_set<std::string> distinct;
  int longer = 0;
  for (const auto& one : records(files().interviews.content())) {
    const std::string& comment = one.at("comment");
    if (std::count(comment.begin(), comment.end(), ' ') < 6) continue;
    ++longer;
    distinct.insert(comment);
  }
  EXPECT_THAT(longer, Gt(4000));
  EXPECT_THAT(longer - static_cast<int>(distinct.size()), Lt(longer / 50));
}

TEST(Sample, HasEveryKindOfComment) {
  for (int s = 0; s < kScenarios; ++s) {
    EXPECT_THAT(files().summary.scenarios[static_cast<std::size_t>(s)], Ge(40U))
        << name(static_cast<Scenario>(s));
  }
  const double words = static_cast<double>(files().summary.voices[1] + files().summary.voices[2]);
  EXPECT_NEAR(static_cast<double>(files().summary.voices[2]) / words, 0.40, 0.05);
  EXPECT_NEAR(words / 9000, 0.59, 0.04);
}

TEST(Sample, KeepsMemoryFlatByWritingAsItGoes) {
  // A sink that only counts: the largest piece it is given bounds what is held back.
  class Counter final : public Sink {
   public:
    base::Status write(std::string_view bytes) override {
      largest = std::max(largest, bytes.size());
      total += bytes.size();
      return {};
    }
    std::size_t largest = 0, total = 0;
  } interviews, lines;
  StringSink units, roster, outcomes, truth;
  Options options;
  options.responses = 40'000;
  options.population_draws = 1000;
  ASSERT_TRUE(make_sample(options, {units, roster, interviews, outcomes, truth, lines}).ok());
  EXPECT_THAT(interviews.total, Gt(5'000'000U));
  EXPECT_THAT(interviews.largest, Lt(300'000U));
  EXPECT_THAT(lines.largest, Lt(300'000U));
}

TEST(Sample, StopsWhenASinkFails) {
  class Full final : public Sink {
   public:
    base::Status write(std::string_view) override { return base::unavailable("The disk is full."); }
  } full;
  StringSink other;
  Options options;
  options.population_draws = 1000;
  const auto made = make_sample(options, {other, other, full, other, other, other});
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().message, "The disk is full.");
}

TEST(Sample, TruthNamesMentionsWhereTheyStand) {
  const Company company(7);
  Teller teller(company);
  Comment comment;
  std::set<NameForm> forms;
  std::set<Look> looks;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    base::Random random(interview_seed(company, i));
    const Interview interview = draw_interview(company, i, 20'000, random);
    if (!interview.words) continue;
    teller.tell(interview, random, comment);
    looks.insert(comment.look);
    bool praised = false;
    std::uint32_t before = 0;
    for (const ToldMention& mention : comment.mentions) {
      forms.insert(mention.form);
      ASSERT_LE(before, mention.start);
      ASSERT_LT(mention.start, mention.end);
      before = mention.end;
      const auto words = comment.words(mention);
      ASSERT_FALSE(words.empty());
      ASSERT_NE(words.front(), ' ');
      ASSERT_NE(words.back(), ' ');
      if (mention.weight != Weight::kNone) praised = true;
      ASSERT_TRUE(mention.weight != Weight::kNone || mention.behaviours == 0);
    }
    ASSERT_EQ(praised, interview.praise) << comment.text;
    for (const char c : comment.text) {
      ASSERT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n') << comment.text;
      ASSERT_TRUE(c != '{' && c != '}' && c != '[' && c != ']') << comment.text;
    }
    ASSERT_EQ(comment.text.find("  "), std::string::npos) << comment.text;
  }
  EXPECT_EQ(forms.size(), 9U);
  EXPECT_EQ(looks.size(), 5U);
}

TEST(Sample, WritesOneTruthLineForEachInterview) {
  const auto lines = split(files().truth_lines.content(), '\n');
  const auto interviews = records(files().interviews.content());
  ASSERT_EQ(lines.size(), interviews.size() + 1);
  int targets = 0;
  for (std::size_t i = 0; i < interviews.size(); ++i) {
    ASSERT_THAT(lines[i], StartsWith("{\"id\":\"" + interviews[i].at("interview_id") + "\""));
    const bool silent = lines[i].find("\"voice\":\"silent\"") != std::string::npos;
    ASSERT_EQ(silent, interviews[i].at("comment").empty());
    targets += lines[i].find("\"targets\":[") != std::string::npos ? 1 : 0;
  }
  EXPECT_EQ(targets, static_cast<int>(files().summary.voices[2]));
  EXPECT_THAT(files().truth.content(), HasSubstr("\"negative_control\": \"price_fairness\""));
}

TEST(Vocabulary, IsLarge) { EXPECT_THAT(vocabulary().line_count(), Ge(800U)); }

}  // namespace
}  // namespace laurel::sample
