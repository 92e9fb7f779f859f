// The renderings: valid in their format whatever people and places are called, complete, and never
// NaN.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <sstream>

#include "app/report.h"
#include "app/report_testing.h"

namespace laurel::app {
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
    const auto rows = parse_csv(report_csv(report));
    ASSERT_GT(rows.size(), 1U);
    for (const auto& row : rows) EXPECT_EQ(row.size(), rows[0].size()) << row[0];
  }
}

TEST(ReportCsv, DisarmsFormulasButNotNumbers) {
  const auto rows = parse_csv(report_csv(hostile_report()));
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
  const std::string text = report_markdown(hostile_report());
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
  const std::string text = report_text(hostile_report());
  for (const char c : text) {
    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << static_cast<int>(c);
  }
  EXPECT_THAT(text, Not(HasSubstr("\xc2\x9b")));
}

TEST(ReportText, AlignsTables) {
  const std::string text = report_text(sparse_report());
  EXPECT_THAT(text, HasSubstr("Commendation report: Acme"));
  EXPECT_THAT(text, HasSubstr("commented without praise"));
  EXPECT_THAT(text, HasSubstr("What this does and doesn't show"));
}

TEST(ReportMarkdown, CarriesMeaningAndAttribution) {
  const std::string text = report_markdown(hostile_report());
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
    const std::string text = report_json(report);
    const boost::json::value json = boost::json::parse(text);
    int figures = 0;
    check_figures(json, figures);
    EXPECT_GE(figures, 2);
    EXPECT_THAT(text, Not(HasSubstr("nan")));
    EXPECT_THAT(text, Not(HasSubstr("\"inf\"")));
  }
}

TEST(ReportJson, KeepsItsDocumentedKeys) {
  const auto json = boost::json::parse(report_json(hostile_report())).as_object();
  for (const char* key :
       {"format", "format_version", "organization", "period", "strength", "measured_in", "headline",
        "responses", "main", "markets", "units", "channels", "outcomes", "questions", "family",
        "notes", "meaning", "attribution"}) {
    EXPECT_TRUE(json.contains(key)) << key;
  }
  const auto& main = json.at("main").as_object();
  for (const char* key : {"key", "title", "version", "kind", "role", "measure", "groups",
                          "difference", "finding", "sentence", "superiority", "distribution",
                          "leading", "clustered", "accounts", "adjusted", "strength"}) {
    EXPECT_TRUE(main.contains(key)) << key;
  }
  EXPECT_EQ(json.at("markets").as_array().size(), hostile_names().size());
  const auto& first = json.at("markets").as_array()[0].as_object();
  EXPECT_TRUE(std::find(hostile_names().begin(), hostile_names().end(),
                        std::string(first.at("name").as_string())) != hostile_names().end());
}

TEST(Renderings, NeverSayNan) {
  for (const Report& report : {hostile_report(), sparse_report(), empty_report()}) {
    for (const std::string& text :
         {report_text(report), report_markdown(report), report_csv(report)}) {
      EXPECT_THAT(text, Not(HasSubstr("nan")));
      EXPECT_THAT(text, Not(HasSubstr("inf ")));
    }
  }
}

}  // namespace
}  // namespace laurel::app
