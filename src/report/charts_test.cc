#include "report/charts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "assets/assets.h"

namespace laurel::report {
namespace {

using boost::json::value;

TableCell interval(double estimate, double lo, double hi) {
  TableCell cell = number_cell(estimate, 1);
  cell.lo = lo;
  cell.hi = hi;
  return cell;
}

Table two_places() {
  Table table;
  table.header = {"market", "praised", "without praise", "adjusted p"};
  table.rows = {{"North", interval(20, 10, 30), interval(5, 1, 9), p_cell(0.04)},
                {"South", interval(11, 1, 21), {}, {}},
                {"</script><b>", {}, {}, {}}};
  return table;
}

value spec(const Table& table, const Chart& chart) {
  return boost::json::parse(vega_lite(table, chart));
}

Chart both_columns() { return {.columns = {1, 2}, .axis = "NPS", .alt = "NPS by market"}; }

TEST(Charts, AreWrittenForTheVegaLiteThatIsEmbedded) {
  EXPECT_EQ(kVegaLiteVersion, assets::kVegaLiteMajor);
  EXPECT_EQ(spec(two_places(), both_columns()).at("$schema"),
            "https://vega.github.io/schema/vega-lite/v6.json");
}

TEST(Charts, SayWhatTheyShow) {
  EXPECT_EQ(spec(two_places(), both_columns()).at("description"), "NPS by market");
}

TEST(Charts, HoldTheCellsOfTheirColumns) {
  const value all = spec(two_places(), both_columns());
  const auto& data = all.at("data").at("values").as_array();
  ASSERT_EQ(data.size(), 4U) << "the row without figures is left out";
  EXPECT_EQ(data[0].at("label"), "North");
  EXPECT_EQ(data[0].at("series"), "praised");
  EXPECT_EQ(data[0].at("value").to_number<double>(), 20);
  EXPECT_EQ(data[0].at("lo").to_number<double>(), 10);
  EXPECT_EQ(data[0].at("hi").to_number<double>(), 30);
  EXPECT_EQ(data[0].at("shown"), "20.0");
  EXPECT_EQ(data[3].at("row"), 1);
  EXPECT_TRUE(data[3].at("value").is_null());
}

TEST(Charts, DrawOnlyTheRowsAskedFor) {
  Chart chart = both_columns();
  chart.rows = {1};
  const value all = spec(two_places(), chart);
  EXPECT_EQ(all.at("data").at("values").as_array().size(), 2U);
  EXPECT_EQ(all.at("data").at("values").at(0).at("row"), 1);
}

TEST(Charts, KeepPlacesOfOneNameApart) {
  Table table = two_places();
  table.rows[1][0] = "North";
  const value all = spec(table, both_columns());
  EXPECT_EQ(all.at("data").at("values").at(2).at("label"), "North (2)");
}

TEST(Charts, WriteNotesBesideTheirRows) {
  Chart chart{.columns = {1}, .note_column = 3, .axis = "NPS"};
  const std::string text = vega_lite(two_places(), chart);
  EXPECT_THAT(text, testing::HasSubstr(R"("note":"0.040")"));
  EXPECT_THAT(text, testing::HasSubstr(R"("value":"adjusted p")"));
}

TEST(Charts, ShowLimitsAndMonthsWithoutAnswers) {
  Table table;
  table.header = {"month", "with praise"};
  table.rows = {
      {"2026-01", interval(20, 10, 30)}, {"2026-02", {}}, {"2026-03", interval(50, 40, 60)}};
  Chart chart{.form = ChartForm::kMonths, .columns = {1}, .axis = "with praise, %"};
  chart.limits =
      ChartLimits{30, {10, std::nullopt, 11}, {45, std::nullopt, 46}, {false, false, true}};
  const value all = spec(table, chart);
  const auto& data = all.at("data").at("values").as_array();
  ASSERT_EQ(data.size(), 3U);
  EXPECT_EQ(data[0].at("upper").to_number<double>(), 45);
  EXPECT_TRUE(data[1].at("lower").is_null());
  EXPECT_EQ(data[2].at("outside"), true);
}

TEST(Charts, DrawCurvesOverDays) {
  Table table;
  table.header = {"days", "praised"};
  table.rows = {{number_cell(0, 0), interval(100, 100, 100)},
                {number_cell(365, 0), interval(80, 70, 90)}};
  const value all = spec(table, {.form = ChartForm::kCurves, .columns = {1}, .axis = "kept, %"});
  EXPECT_EQ(all.at("data").at("values").at(1).at("label"), "365");
  const value& line = all.at("layer").at(1);
  EXPECT_EQ(line.at("encoding").at("x").at("field"), "day");
  EXPECT_EQ(line.at("encoding").at("x").at("type"), "quantitative");
  EXPECT_EQ(all.at("layer").at(0).at("mark").at("type"), "area");  // the interval
  const value& x = line.at("encoding").at("x");
  EXPECT_EQ(x.at("scale").at("domain").at(1), 365);
  EXPECT_EQ(serialize(x.at("axis").at("values")), "[0,90,180,270,365]");
}

TEST(Charts, GiveEachColumnItsTone) {
  Chart chart{.form = ChartForm::kShares, .columns = {1, 2}, .axis = "share"};
  chart.tones = {Tone::kExemplary, Tone::kQuiet};
  const value all = spec(two_places(), chart);
  const auto& range = all.at("encoding").at("color").at("scale").at("range").as_array();
  EXPECT_EQ(range[0], value(kExemplaryColour));
  EXPECT_EQ(range[1], value(kQuietColour));
}

}  // namespace
}  // namespace laurel::report
