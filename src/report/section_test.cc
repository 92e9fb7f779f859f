#include "report/section.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "report/format.h"
#include "report/testing.h"

namespace laurel::report {
namespace {

using model::QuestionKind;
using model::Voice;

Report report_with_everything() {
  ReportBuilder builder;
  builder.question(nps_for_test()).market(1, "North").market(2, "South").unit(1, "Leeds");
  builder.question(question_for_test(2, "care", QuestionKind::kScale, 1, 5));
  builder.question(question_for_test(3, "speed", QuestionKind::kScale, 1, 10));
  builder.question(question_for_test(4, "again", QuestionKind::kYesNo));
  model::Question choice = question_for_test(5, "heard", QuestionKind::kChoice);
  choice.choices = {"friend", "advert"};
  builder.question(choice);
  for (int month = 0; month < 8; ++month) {
    for (const int market : {1, 2}) {
      builder.in({2026 * 12 + month}).at(market, market - 1);
      builder.responses(1, Voice::kSpoke, {{10, 30}, {4, 15}});
      builder.responses(1, Voice::kCommendedKind, {{10, 20}, {8, 5}});
      builder.responses(1, Voice::kCommendedExemplary, {{10, 15}, {7, 5}});
      for (const Voice voice : {Voice::kSpoke, Voice::kCommendedKind}) {
        builder.answers(2, voice, {{3, 10}, {5, 9}}).answers(3, voice, {{3, 10}, {9, 9}});
        builder.answers(4, voice, {{0, 10}, {1, 9}}).answers(5, voice, {{0, 10}, {1, 9}});
      }
    }
  }
  return *build_report(builder.input);
}

TEST(ReportSections, HaveIdsTitlesAndWholeTables) {
  std::set<std::string> ids;
  for (const Section& section : report_sections(report_with_everything(), {})) {
    EXPECT_TRUE(ids.insert(section.id).second) << section.id;
    EXPECT_EQ(section.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), std::string::npos);
    EXPECT_FALSE(section.title.empty()) << section.id;
    for (const Table& table : section.tables) {
      for (const auto& row : table.rows) EXPECT_EQ(row.size(), table.header.size()) << section.id;
    }
  }
  for (const char* id : {"responses", "comparison", "markets", "units", "outcomes", "questions",
                         "distribution", "robustness", "months", "effort"}) {
    EXPECT_TRUE(ids.contains(id)) << id;
  }
}

TEST(ReportSections, DrawOnlyColumnsWithNumbersAndSayWhatIsDrawn) {
  std::size_t charts = 0;
  for (const Section& section : report_sections(report_with_everything(), {})) {
    for (const Table& table : section.tables) {
      for (const Chart& chart : table.charts) {
        ++charts;
        EXPECT_FALSE(chart.alt.empty()) << section.id;
        EXPECT_FALSE(chart.axis.empty()) << section.id;
        ASSERT_FALSE(chart.columns.empty()) << section.id;
        for (const std::size_t column : chart.columns) {
          ASSERT_LT(column, table.header.size()) << section.id;
          EXPECT_FALSE(table.column_is_words(column)) << section.id << ' ' << column;
        }
        for (const std::size_t row : chart.rows) EXPECT_LT(row, table.rows.size());
      }
    }
  }
  EXPECT_GE(charts, 11U);
}

TEST(ReportSections, HaveWordsForEveryMethod) {
  std::size_t methods = 0;
  for (const Section& section : report_sections(report_with_everything(), {})) {
    for (const Table& table : section.tables) {
      for (const std::string_view method : methods_of(table)) {
        ++methods;
        EXPECT_NE(method_words(method), method) << section.id;
      }
    }
  }
  EXPECT_GT(methods, 8U);
}

TEST(ReportSections, KeepScalesApartInForestPlots) {
  for (const Section& section : report_sections(report_with_everything(), {})) {
    if (section.id != "questions") continue;
    const auto& charts = section.tables[0].charts;
    ASSERT_EQ(charts.size(), 2U);
    EXPECT_EQ(charts[0].axis, "difference in points (scale 1 to 5)");
    EXPECT_EQ(charts[1].axis, "difference in points (scale 1 to 10)");
    EXPECT_EQ(charts[1].rows, std::vector<std::size_t>{1});
    return;
  }
  FAIL() << "no section of questions";
}

TEST(TableCell, HoldsTheNumberInTheUnitOfItsText) {
  Figure figure;
  figure.statistic = "nps_difference";
  figure.unit = "nps";
  figure.method = "mover_score";
  figure.estimate = 0.1234;
  figure.lo = 0.05;
  figure.hi = 0.2;
  const TableCell cell = figure_cell(figure);
  EXPECT_EQ(cell.text, "+12.3 (+5.0 to +20.0)");
  EXPECT_DOUBLE_EQ(*cell.value, 12.34);
  EXPECT_DOUBLE_EQ(*cell.lo, 5);
  EXPECT_DOUBLE_EQ(*cell.hi, 20);
  EXPECT_EQ(cell.method, "mover_score");
  EXPECT_FALSE(cell.words);
}

TEST(TableCell, IsEmptyWithoutAnEstimate) {
  const TableCell cell = figure_cell(Figure());
  EXPECT_EQ(cell.text, "–");
  EXPECT_FALSE(cell.value);
  EXPECT_FALSE(cell.words);
}

TEST(TableCell, KeepsTheCountBesideTheShare) {
  const TableCell cell = counted_share_cell(1234, 5000);
  EXPECT_EQ(cell.text, "1,234 (25%)");
  EXPECT_EQ(cell.count, 1234);
  EXPECT_DOUBLE_EQ(*cell.value, 24.68);
  EXPECT_EQ(counted_share_cell(0, 5000).text, "0");
  EXPECT_FALSE(counted_share_cell(0, 0).value);
}

}  // namespace
}  // namespace laurel::report
