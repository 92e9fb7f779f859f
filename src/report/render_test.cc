// The renderings: valid in their format whatever people and places are called, complete, and never
// NaN.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <set>
#include <sstream>

#include "report/report.h"
#include "report/testing.h"

namespace laurel::report {
namespace {

using model::QuestionKind;
using model::Voice;
using testing::HasSubstr;
using testing::Not;

// Names that mean something to a spreadsheet, Markdown, HTML, a terminal or JSON.
const std::vector<std::string>& hostile_names() {
  static const std::vector<std::string> names = {
      "=HYPERLINK(\"http://x\",\"y\")",
      "+1|2",
      "-2+3",
      "@sum",
      "\tTab",
      "a\r\nb,c",
      "<script>alert(1)</script> & | pipe",
      "# heading `code` *bold* [link](javascript:x)",
      "\x1b[31mred\x1b[0m \xc2\x9b",
      "quote \" backslash \\",
      "Zürich 日本",
  };
  return names;
}

Report hostile_report() {
  ReportBuilder builder;
  model::Question nps = nps_for_test();
  nps.label = "=cmd|' /C calc'!A0";
  builder.question(nps);
  builder.question(question_for_test(2, "-scale | <b>", QuestionKind::kScale, 1, 5));
  model::Question choice = question_for_test(3, "heard", QuestionKind::kChoice);
  choice.choices = {"@friend", "a|b\nc"};
  builder.question(choice);
  int id = 0;
  for (const std::string& name : hostile_names()) {
    ++id;
    builder.market(id, name).unit(id, name).at(id, id);
    builder.responses(1, Voice::kSpoke, {{10, 20}, {4, 10}});
    if (id > 1) builder.responses(1, Voice::kCommendedKind, {{10, 15}, {8, 5}});
    builder.answers(2, Voice::kSpoke, {{1, 5}}).answers(3, Voice::kSpoke, {{1, 5}});
  }
  builder.input.organization_name = "<i>Acme</i>\n# |";
  auto report = build_report(builder.input);
  EXPECT_TRUE(report.ok());
  return *report;
}

Report empty_report() {
  ReportInput input;
  return *build_report(input);
}

Report sparse_report() {
  ReportBuilder builder;
  builder.question(nps_for_test()).market(1, "North");
  builder.question(question_for_test(2, "care", QuestionKind::kScale, 1, 5));
  builder.at(1).responses(1, Voice::kSpoke, {{9, 1}}).answers(2, Voice::kSpoke, {{3, 1}});
  return *build_report(builder.input);
}

// Rows of an RFC 4180 file.
std::vector<std::vector<std::string>> parse_csv(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1);
  std::string cell;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted) {
      if (text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"') {
        cell += text[++i];
      } else if (text[i] == '"') {
        quoted = false;
      } else {
        cell += text[i];
      }
    } else if (text[i] == '"') {
      quoted = true;
    } else if (text[i] == ',') {
      rows.back().push_back(std::exchange(cell, {}));
    } else if (text[i] == '\r' && text[i + 1] == '\n') {
      rows.back().push_back(std::exchange(cell, {}));
      rows.emplace_back();
      ++i;
    } else {
      cell += text[i];
    }
  }
  rows.pop_back();
  return rows;
}

bool is_number(const std::string& text) {
  std::istringstream stream(text);
  double value = 0;
  return static_cast<bool>(stream >> value) && stream.eof();
}

TEST(ReportCsv, KeepsEveryRowInItsColumns) {
  for (const Report& report : {hostile_report(), empty_report(), sparse_report()}) {
    const auto rows = parse_csv(to_csv(report));
    ASSERT_GT(rows.size(), 1U);
    for (const auto& row : rows) EXPECT_EQ(row.size(), rows[0].size()) << row[0];
  }
}

TEST(ReportCsv, DisarmsFormulasButNotNumbers) {
  const auto rows = parse_csv(to_csv(hostile_report()));
  bool negative = false, disarmed = false;
  for (const auto& row : rows) {
    for (const std::string& cell : row) {
      if (cell.empty() || is_number(cell)) {
        negative = negative || cell.starts_with("-");
        continue;
      }
      EXPECT_EQ(std::string("=+-@\t\r\n").find(cell[0]), std::string::npos) << cell;
      disarmed = disarmed || cell.starts_with("'=HYPERLINK");
    }
  }
  EXPECT_TRUE(disarmed);
  EXPECT_TRUE(negative) << "the test needs a negative figure";
}

TEST(ReportMarkdown, KeepsTablesWholeAndMarkupOut) {
  const std::string text = to_markdown(hostile_report());
  EXPECT_THAT(text, Not(HasSubstr("<script")));
  EXPECT_THAT(text, Not(HasSubstr("<i>")));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("[link](")));
  std::istringstream lines(text);
  std::size_t columns = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("|")) {
      columns = 0;
      continue;
    }
    std::size_t pipes = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '\\') {
        ++i;
      } else if (line[i] == '|') {
        ++pipes;
      }
    }
    if (columns == 0) columns = pipes;
    EXPECT_EQ(pipes, columns) << line;
  }
}

TEST(ReportText, LetsNoControlCharacterThrough) {
  const std::string text = to_text(hostile_report());
  for (const char c : text) {
    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << static_cast<int>(c);
  }
  EXPECT_THAT(text, Not(HasSubstr("\xc2\x9b")));
}

TEST(ReportText, AlignsTables) {
  const std::string text = to_text(sparse_report());
  EXPECT_THAT(text, HasSubstr("Commendation report: Acme"));
  EXPECT_THAT(text, HasSubstr("commented without praise"));
  EXPECT_THAT(text, HasSubstr("What this does and doesn't show"));
}

TEST(ReportMarkdown, CarriesMeaningAndAttribution) {
  const std::string text = to_markdown(hostile_report());
  EXPECT_THAT(text, HasSubstr("## What this does and doesn't show"));
  EXPECT_THAT(text, HasSubstr("association"));
  EXPECT_THAT(text, HasSubstr("Fred Reichheld"));
}

// Every figure has the documented keys, and a reason wherever something is missing.
void check_figures(const boost::json::value& value, int& figures) {
  if (value.is_array()) {
    for (const auto& item : value.as_array()) check_figures(item, figures);
  }
  if (!value.is_object()) return;
  const boost::json::object& object = value.as_object();
  if (object.contains("estimate")) {
    ++figures;
    for (const char* key :
         {"statistic", "unit", "lo", "hi", "conf_level", "n", "method", "source"}) {
      EXPECT_TRUE(object.contains(key)) << key;
    }
    const bool missing = object.at("estimate").is_null() || object.at("lo").is_null() ||
                         object.at("hi").is_null() ||
                         (object.contains("p") && object.at("p").is_null());
    EXPECT_EQ(missing, object.contains("reason")) << boost::json::serialize(object);
  }
  for (const auto& member : object) check_figures(member.value(), figures);
}

TEST(ReportJson, ExplainsEveryMissingFigure) {
  for (const Report& report : {hostile_report(), sparse_report(), empty_report()}) {
    const std::string text = to_json(report);
    const boost::json::value json = boost::json::parse(text);
    int figures = 0;
    check_figures(json, figures);
    EXPECT_GE(figures, 2);
    EXPECT_THAT(text, Not(HasSubstr("nan")));
    EXPECT_THAT(text, Not(HasSubstr("\"inf\"")));
  }
}

TEST(ReportJson, KeepsItsDocumentedKeys) {
  const auto json = boost::json::parse(to_json(hostile_report())).as_object();
  for (const char* key :
       {"format",      "format_version", "organization", "period",    "strength",
        "measured_in", "headline",       "responses",    "main",      "markets",
        "units",       "channels",       "outcomes",     "questions", "family",
        "trend",       "effort",         "notes",        "meaning",   "attribution",
        "certainty",   "next_survey",    "experience",   "people",    "unit_standing",
        "scorecard",   "retention"}) {
    EXPECT_TRUE(json.contains(key)) << key;
  }
  const auto& main = json.at("main").as_object();
  for (const char* key :
       {"key", "title", "version", "kind", "role", "measure", "groups", "difference", "finding",
        "sentence", "superiority", "distribution", "leading", "clustered", "accounts", "adjusted",
        "sensitivity", "heterogeneity", "strength"}) {
    EXPECT_TRUE(main.contains(key)) << key;
  }
  EXPECT_EQ(json.at("markets").as_array().size(), hostile_names().size());
  const auto& first = json.at("markets").as_array()[0].as_object();
  EXPECT_TRUE(std::find(hostile_names().begin(), hostile_names().end(),
                        std::string(first.at("name").as_string())) != hostile_names().end());
}

// 249 markets of which the last is the largest, 60 units and 30 months with a break.
Report long_report() {
  ReportBuilder builder;
  builder.question(nps_for_test());
  for (int id = 1; id <= 249; ++id) {
    const int unit = 1 + id % 60;
    builder.market(id, fmt::format("Market {:03}", id));
    if (id <= 60) builder.unit(id, fmt::format("Unit {:02}", id));
    const int month = id % 30 == 7 ? 8 : id % 30;
    builder.in({2024 * 12 + month}).at(id, unit);
    builder.responses(1, Voice::kSpoke, {{10, 100 * id}, {4, 15}});
    builder.responses(1, Voice::kCommendedKind, {{10, 15 + unit}, {8, 5}});
  }
  return *build_report(builder.input);
}

// The lines from the one that is `title` to the next empty one.
std::vector<std::string> section(const std::string& text, std::string_view title) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  bool in = false;
  for (std::string line; std::getline(stream, line);) {
    if (line == title) in = true;
    if (in && line.empty()) break;
    if (in) lines.push_back(line);
  }
  return lines;
}

TEST(ReportText, CutsLongListsAndSaysSo) {
  const std::string text = to_text(long_report());
  const auto markets = section(text, "NPS by market");
  ASSERT_GT(markets.size(), 22U);
  EXPECT_THAT(markets[2], HasSubstr("Market 249"));
  EXPECT_THAT(markets[21], HasSubstr("Market 230"));
  EXPECT_THAT(markets[22], HasSubstr("and 229 more; --format csv has all"));
  EXPECT_THAT(text, Not(HasSubstr("Market 229 ")));
  const auto effort = section(text, "Responses with praise per 100 comments, by unit");
  EXPECT_THAT(effort, testing::Contains(HasSubstr("between them 50 more; --format csv has all")));
  const auto trend = section(text, "Month by month");
  EXPECT_THAT(trend, testing::Contains(HasSubstr("and 18 more; --format csv has all")));
  const auto robust = section(text, "How far the difference can be leaned on");
  EXPECT_THAT(robust, testing::Contains(HasSubstr("and 239 more; --format csv has all")));
  for (const auto& lines : {effort, trend, robust}) {
    EXPECT_GT(lines.size(), 5U);
    EXPECT_LE(lines.size(), 20U) << lines[0];
  }
}

TEST(ReportMarkdown, CutsListsOfMarketsToTheLargest) {
  const std::string text = to_markdown(long_report());
  const std::string table = text.substr(text.find("## NPS by market"));
  EXPECT_THAT(table, HasSubstr("and 229 more; --format csv has all"));
  EXPECT_LT(table.find("Market 249"), table.find("Market 230"));
  EXPECT_EQ(table.find("| Market 229"), std::string::npos);
}

TEST(ReportCsv, HoldsEveryMarketUnitAndMonth) {
  const auto rows = parse_csv(to_csv(long_report()));
  EXPECT_EQ(rows[0].back(), "month");
  std::map<std::string, std::set<std::string>> markets, units, months;
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), rows[0].size());
    if (!row[1].empty()) markets[row[0]].insert(row[1]);
    if (!row[2].empty()) units[row[0]].insert(row[2]);
    if (!row.back().empty()) months[row[0]].insert(row.back());
  }
  EXPECT_EQ(markets["market"].size(), 249U);
  EXPECT_EQ(markets["heterogeneity"].size(), 249U);
  EXPECT_EQ(units["effort"].size(), 60U);
  EXPECT_EQ(months["trend"].size(), 30U);
}

TEST(ReportJson, HoldsEveryMarketUnitAndMonth) {
  const auto json = boost::json::parse(to_json(long_report())).as_object();
  EXPECT_EQ(json.at("markets").as_array().size(), 249U);
  const auto& main = json.at("main").as_object();
  EXPECT_EQ(main.at("heterogeneity").as_object().at("markets").as_array().size(), 249U);
  EXPECT_EQ(json.at("effort").as_object().at("units").as_array().size(), 60U);
  const auto& trend = json.at("trend").as_object();
  ASSERT_EQ(trend.at("months").as_array().size(), 30U);
  const auto& gap = trend.at("months").as_array()[7].as_object();
  EXPECT_EQ(gap.at("responses"), 0);
  EXPECT_TRUE(gap.at("commended_share").as_object().at("estimate").is_null());
  for (const char* chart : {"commended_share", "main"}) {
    const auto& points = trend.at("charts").as_object().at(chart).as_object().at("points");
    ASSERT_EQ(points.as_array().size(), 30U);
    EXPECT_EQ(points.as_array()[7].as_object().at("judged"), false);
  }
}

TEST(Renderings, NeverSayNan) {
  for (const Report& report : {hostile_report(), sparse_report(), empty_report()}) {
    for (const std::string& text : {to_text(report), to_markdown(report), to_csv(report)}) {
      EXPECT_THAT(text, Not(HasSubstr("nan")));
      EXPECT_THAT(text, Not(HasSubstr("inf ")));
    }
  }
}

}  // namespace
}  // namespace laurel::report
