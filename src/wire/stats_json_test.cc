#include "wire/stats_json.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace laurel::wire {
namespace {

// The answer to a single case, without the id around it.
std::string answer(const std::string& method, const std::string& input) {
  std::string out;
  const auto run =
      run_stats(R"([{"id":"x","method":")" + method + R"(","input":)" + input + "}]", out);
  EXPECT_TRUE(run.ok());
  return out.substr(5, out.size() - 6);
}

TEST(RunStats, AnswersEveryCaseAndCountsFailures) {
  std::string out;
  const auto run =
      run_stats(R"([{"id":"a","method":"nps_summary","input":{"hist":[1,0,0,0,0,0,0,0,0,0,1]}},
                                 {"id":"b","method":"astrology","input":{}},
                                 {"id":"c","method":"p_adjust","input":{"p":[0.03]}}])",
                out);
  ASSERT_TRUE(run.ok());
  EXPECT_EQ(run->answered, 2u);
  EXPECT_EQ(run->failed, 1u);
  EXPECT_EQ(run->exit_status(), 1);
  EXPECT_EQ(
      out, R"({"a":{"n":2,"detractors":1,"passives":0,"promoters":1,"nps":0,"variance":1,)"
           R"("se":0.7071067811865476},"b":{"error":"There is no method 'astrology'; see )"
           R"(docs/statistics.md for the methods."},"c":{"bh":[0.03],"by":[0.03],"holm":[0.03]}})");
}

TEST(RunStats, WritesNullWithItsReason) {
  EXPECT_EQ(answer("chi2_2x2", R"({"table":[0,10,0,20]})"),
            R"({"chi2":null,"p":null,"reason":{"chi2":"all answers are the same",)"
            R"("p":"all answers are the same"}})");
  EXPECT_EQ(answer("p_adjust", R"({"p":[0.5,null]})"),
            R"({"bh":[0.5,null],"by":[0.5,null],"holm":[0.5,null],"reason":{)"
            R"("bh":"was missing in the input","by":"was missing in the input",)"
            R"("holm":"was missing in the input"}})");
}

TEST(RunStats, WritesInfinitiesAsWords) {
  EXPECT_NE(answer("cmh", R"({"tables":[[3,4,0,9]]})").find(R"("or_mh":"inf")"), std::string::npos);
}

TEST(RunStats, TakesAlphaOrConfLevelOrNeither) {
  const std::string counts = R"({"detractors":3,"passives":9,"promoters":8)";
  const std::string by_default = answer("nps_ci_score", counts + "}");
  EXPECT_EQ(by_default, answer("nps_ci_score", counts + R"(,"conf_level":0.95})"));
  EXPECT_EQ(by_default, answer("nps_ci_score", counts + R"(,"alpha":0.05})"));
  EXPECT_NE(by_default, answer("nps_ci_score", counts + R"(,"conf_level":0.9})"));
}

TEST(RunStats, ComparesTheTimeUpToAHorizon) {
  const std::string a = R"("a":[{"time":3,"events":1},{"time":12,"censored":3}])";
  const std::string b = R"("b":[{"time":6,"events":2},{"time":12,"censored":2}])";
  const std::string plain = answer("rmst_difference", "{" + a + "," + b + R"(,"tau":12})");
  EXPECT_NE(plain.find(R"("tau":12,"diff":0.75,)"), std::string::npos) << plain;
  const std::string two = R"({"strata":[{"name":"north",)" + a + "," + b + R"(},{"name":"empty",)" +
                          a + R"(,"b":[]}],"tau":12})";
  const std::string within = answer("rmst_stratified", two);
  EXPECT_TRUE(within.starts_with(R"({"diff":0.75,)")) << within;
  EXPECT_NE(within.find(R"("dropped":["empty"])"), std::string::npos) << within;
  EXPECT_NE(answer("rmst_stratified", "{" + a + "," + b + "}").find("'tau'"), std::string::npos);
}

TEST(RunStats, DividesSums) {
  EXPECT_TRUE(answer("ratio_of_sums", R"({"y":[1,2],"x":[2,4]})").starts_with(R"({"ratio":0.5,)"));
  EXPECT_EQ(answer("ratio_of_sums", R"({"y":[1],"x":[2,4]})"),
            R"({"error":"Fields 'y' and 'x' must have the same length."})");
}

TEST(RunStats, NamesTheFieldThatIsWrong) {
  EXPECT_EQ(answer("nps_ci_score", "{}"),
            R"({"error":"Field 'detractors' must be a whole number from 0 to 1e15."})");
  EXPECT_EQ(answer("welch", R"({"a":[1,2],"b":[1,-2]})"),
            R"({"error":"Field 'b' must be a list of whole numbers from 0 to 1e15."})");
  EXPECT_EQ(answer("proportion_ci", R"({"x":3,"n":2})"),
            R"({"error":"Field 'x' must be at most 'n'."})");
  EXPECT_EQ(answer("proportion_ci", R"({"x":1,"n":2,"conf_level":1})"),
            R"({"error":"Field 'conf_level' must be between 0 and 1."})");
}

// Every method must survive input of the wrong shape: an error, never a crash.
TEST(RunStats, SurvivesHostileInputToEveryMethod) {
  const std::vector<std::string> values = {
      "null", "-1",     "0",    "1e308",   "\"text\"", "true",        "[]",   "{}",
      "[[]]", "[null]", "[-1]", "[1e300]", "[0,0]",    "[[0,0],[0]]", "[{}]", "9223372036854775807",
      "0.5",  "[0.5]"};
  const std::vector<std::string> keys = {"hist",      "detractors", "passives",
                                         "promoters", "a",          "b",
                                         "x",         "n",          "k",
                                         "p",         "y",          "v",
                                         "s2",        "df",         "table",
                                         "tables",    "strata",     "clusters",
                                         "cells",     "rows",       "groups",
                                         "mean",      "sd",         "treatment",
                                         "control",   "t_opt",      "alpha",
                                         "variance",  "successes",  "observed",
                                         "weights",   "sequence",   "transition_counts",
                                         "score",     "negatives",  "positives",
                                         "num",       "den",        "var_num",
                                         "var_den",   "delta",      "base",
                                         "alt",       "p1",         "p2",
                                         "kind",      "est",        "v_opt",
                                         "cap",       "beta",       "min",
                                         "x_a",       "n_a",        "x_b",
                                         "n_b",       "q",          "threshold",
                                         "tau",       "conf_level", "power"};
  for (const std::string& method : stats_methods()) {
    for (const std::string& value : values) {
      std::string input = "{";
      for (const std::string& key : keys)
        input += (input.size() > 1 ? ",\"" : "\"") + key + "\":" + value;
      const std::string out = answer(method, input + "}");
      EXPECT_EQ(out.front(), '{') << method << value;
    }
  }
}

TEST(RunStats, RefusesTextThatIsNotAListOfCases) {
  for (const char* bad : {"", "{", "{}", "[1]", R"([{"method":"welch"}])", R"([{"id":7}])",
                          R"([{"id":"a"},{"id":"a"}])", "[]]", "\x01\xff"}) {
    std::string out;
    EXPECT_FALSE(run_stats(bad, out).ok()) << bad;
    EXPECT_TRUE(out.empty());
  }
  std::string out;
  EXPECT_TRUE(run_stats("[]", out).ok());
  EXPECT_EQ(out, "{}");
}

TEST(StatsMethods, AreSorted) {
  const auto names = stats_methods();
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_GT(names.size(), 60u);
}

}  // namespace
}  // namespace laurel::wire
