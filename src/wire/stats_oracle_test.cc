// Runs every reference case of tests/oracle through the `laurel stats` filter and judges it by the
// pass rule of tests/oracle/README.md. The references record the tool and version behind them.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <set>
#include <sstream>

#include "base/random.h"
#include "wire/stats_json.h"

namespace laurel::wire {
namespace {

namespace json = boost::json;

json::value read_json(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return json::parse(text.str());
}

// In tests/oracle, or in a folder there.
std::vector<std::filesystem::path> oracle_files(const std::string& folder = {}) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(LAUREL_SOURCE_DIR) +
                                                               "/tests/oracle/" + folder)) {
    if (entry.path().extension() == ".json" && entry.path().filename() != "case.schema.json")
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::optional<double> as_number(const json::value& value) {
  if (value.is_number()) return value.to_number<double>();
  if (value == "inf") return std::numeric_limits<double>::infinity();
  if (value == "-inf") return -std::numeric_limits<double>::infinity();
  return std::nullopt;
}

struct Tolerance {
  double abs, rel;
  std::optional<double> field;

  bool accepts(double got, double expected) const {
    if (std::isinf(expected) || std::isinf(got)) return got == expected;
    const double error = std::abs(got - expected);
    if (field) return error <= *field * std::max(1.0, std::abs(expected));
    return error <= abs + rel * std::abs(expected);
  }
};

// Compares numbers, null, text and flags, and lists of them, element by element.
bool matches(const json::value& got, const json::value& expected, const Tolerance& tolerance) {
  if (expected.is_array()) {
    if (!got.is_array() || got.get_array().size() != expected.get_array().size()) return false;
    for (std::size_t i = 0; i < expected.get_array().size(); ++i) {
      if (!matches(got.get_array()[i], expected.get_array()[i], tolerance)) return false;
    }
    return true;
  }
  const auto number = as_number(expected);
  if (!number) return got == expected;
  const auto got_number = as_number(got);
  return got_number && tolerance.accepts(*got_number, *number);
}

std::string check_case(const json::object& reference, const json::value* answer) {
  if (!answer || !answer->is_object()) return "has no answer";
  const json::object& fields = answer->get_object();
  if (const json::value* error = fields.if_contains("error")) return json::serialize(*error);
  const json::object& tolerance = reference.at("tolerance").as_object();
  const json::value* overrides = tolerance.if_contains("fields");
  std::string wrong;
  for (const auto& [name, expected] : reference.at("expected").as_object()) {
    Tolerance allowed{tolerance.at("abs").to_number<double>(),
                      tolerance.at("rel").to_number<double>(), std::nullopt};
    if (overrides && overrides->as_object().contains(name))
      allowed.field = overrides->as_object().at(name).to_number<double>();
    const json::value* got = fields.if_contains(name);
    if (!got || !matches(*got, expected, allowed)) {
      wrong += "\n    " + std::string(name) + ": expected " + json::serialize(expected) + ", got " +
               (got ? json::serialize(*got) : "nothing");
    } else if (got->is_null() &&
               !(fields.contains("reason") && fields.at("reason").as_object().contains(name))) {
      wrong += "\n    " + std::string(name) + ": is null without a reason";
    }
  }
  return wrong;
}

class StatsOracle : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(StatsOracle, MatchesEveryReferenceCase) {
  const json::value cases = read_json(GetParam());
  ASSERT_FALSE(cases.as_array().empty());
  std::string out;
  const auto run = run_stats(json::serialize(cases), out);
  ASSERT_TRUE(run.ok()) << run.error().message;
  const json::value answers = json::parse(out);
  for (const json::value& value : cases.as_array()) {
    const json::object& reference = value.as_object();
    const std::string id(reference.at("id").as_string());
    const std::string wrong = check_case(reference, answers.as_object().if_contains(id));
    EXPECT_TRUE(wrong.empty()) << id << " " << wrong;
  }
}

const auto kStem = [](const auto& test) { return test.param.stem().string(); };
INSTANTIATE_TEST_SUITE_P(AllFiles, StatsOracle, testing::ValuesIn(oracle_files()), kStem);
INSTANTIATE_TEST_SUITE_P(Edges, StatsOracle, testing::ValuesIn(oracle_files("edges")), kStem);

// One value of a reference input, changed to something awkward of the same kind.
void mutate(json::value& value, base::Random& random) {
  if (value.is_object()) {
    auto& object = value.get_object();
    if (object.empty()) return;
    auto field = object.begin() + static_cast<std::ptrdiff_t>(random.below(object.size()));
    mutate(field->value(), random);
  } else if (value.is_array()) {
    auto& array = value.get_array();
    if (array.empty()) return;
    if (random.chance(0.1)) {
      array.clear();
    } else if (random.chance(0.1)) {
      array.pop_back();
    } else if (random.chance(0.1)) {
      array.push_back(array.front());
    } else {
      mutate(array[random.below(array.size())], random);
    }
  } else if (value.is_number()) {
    const std::vector<json::value> awkward = {0,      1,    2,     -1,        0.5,    1000000000,
                                              1e-300, 1e15, 1e300, -1e300,    1e-9,   999999999999,
                                              0.999,  7,    -0.3,  1000000.5, nullptr};
    value = random.pick(awkward);
  } else if (random.chance(0.5)) {
    value = nullptr;
  }
}

TEST_P(StatsOracle, SurvivesAwkwardVariantsOfEveryCase) {
  json::value cases = read_json(GetParam());
  base::Random random(5);
  for (int round = 0; round < 60; ++round) {
    json::value changed = cases;
    for (json::value& reference : changed.as_array()) {
      for (std::uint64_t i = 1 + random.below(3); i > 0; --i)
        mutate(reference.as_object().at("input"), random);
    }
    std::string out;
    const auto run = run_stats(json::serialize(changed), out);
    ASSERT_TRUE(run.ok());
    const json::value answers = json::parse(out);
    for (const auto& [id, answer] : answers.as_object()) {
      for (const auto& [field, value] : answer.as_object()) {
        if (!value.is_null()) continue;
        EXPECT_TRUE(answer.as_object().contains("reason") &&
                    answer.at("reason").as_object().contains(field))
            << id << " " << field << " is null without a reason";
      }
    }
  }
}

TEST(StatsOracleFiles, CoverEveryMethod) {
  std::set<std::string> covered;
  for (const auto& path : oracle_files()) covered.insert(path.stem().string());
  for (const std::string& method : stats_methods())
    EXPECT_TRUE(covered.contains(method)) << method << " has no reference cases";
  EXPECT_EQ(covered.size(), stats_methods().size());
}

}  // namespace
}  // namespace laurel::wire
