// The HTML form: whole without scripts, safe whatever people and places are called, and under a
// policy that allows exactly what is inside. What a browser makes of it is in tests/browser.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assets/assets.h"
#include "html/html.h"
#include "report/section.h"
#include "report/testing.h"

namespace laurel::report {
namespace {

using model::QuestionKind;
using model::Voice;
using testing::HasSubstr;
using testing::Not;

// The page without its style and scripts.
std::string page_only(std::string text) {
  for (const assets::Asset& asset :
       {assets::vega_script(), assets::report_script(), assets::report_style()}) {
    const std::size_t at = text.find(asset.bytes);
    EXPECT_NE(at, std::string::npos);
    if (at != std::string::npos) text.erase(at, asset.bytes.size());
  }
  return text;
}

Report report_named(const std::string& name) {
  ReportBuilder builder;
  model::Question nps = nps_for_test();
  nps.label = name;
  builder.question(nps).market(1, name).unit(1, name).at(1, 1);
  model::Question scale = question_for_test(2, "care", QuestionKind::kScale, 1, 5);
  scale.label = name;
  builder.question(scale);
  builder.responses(1, Voice::kSpoke, {{10, 20}, {4, 10}}).answers(2, Voice::kSpoke, {{1, 20}});
  builder.responses(1, Voice::kCommendedKind, {{10, 15}, {8, 5}});
  builder.answers(2, Voice::kCommendedKind, {{4, 15}});
  builder.input.organization_name = name;
  return *build_report(builder.input);
}

TEST(ReportHtml, HoldsEverySectionWithItsTables) {
  const Report report = report_named("North");
  const std::string page = page_only(to_html(report));
  for (const Section& section : report_sections(report, {})) {
    EXPECT_THAT(page, HasSubstr("<section id=\"" + section.id + "\""));
    EXPECT_THAT(page, HasSubstr(html::escaped(section.title) + "</h2>"));
    for (const Table& table : section.tables) {
      for (const auto& row : table.rows) {
        EXPECT_THAT(page, HasSubstr("<th scope=\"row\">" + html::escaped(row[0].text) + "</th>"));
      }
    }
  }
  EXPECT_THAT(page, HasSubstr(html::escaped(report.headline[0])));
  EXPECT_THAT(page, HasSubstr("Fred Reichheld"));
}

// Takes the specifications out, which are JSON: there only < could do harm. Counts the scripts.
std::string without_specs(std::string page, std::size_t& scripts) {
  for (std::size_t at = page.find("<script"); at != std::string::npos;
       at = page.find("<script", at + 1)) {
    ++scripts;
    const std::string tag = page.substr(at, page.find('>', at) - at + 1);
    EXPECT_TRUE(tag == "<script>" || tag.starts_with("<script type=\"application/json\" id=\""))
        << tag;
    const std::size_t end = page.find("</script>", at);
    const std::string inside = page.substr(at + tag.size(), end - at - tag.size());
    EXPECT_EQ(inside.find('<'), std::string::npos);
    page.erase(at + tag.size(), inside.size());
  }
  return page;
}

TEST(ReportHtml, LetsNoNameBecomeMarkup) {
  for (const std::string name :
       {"<script>alert(1)</script>", "</script><script>alert(1)", "\" onload=\"x",
        "' autofocus x='", "<!--<script>", "</style><img src=x onerror=alert(1)>", "&lt;b&gt;"}) {
    std::size_t scripts = 0;
    const std::string page = without_specs(page_only(to_html(report_named(name))), scripts);
    EXPECT_EQ(page.find(name), std::string::npos) << name;
    EXPECT_NE(page.find(html::escaped(name)), std::string::npos) << name;
    EXPECT_EQ(page.find("<img"), std::string::npos) << name;
    EXPECT_GT(scripts, 4U);
  }
}

TEST(ReportHtml, AllowsExactlyItsOwnStyleAndScripts) {
  const std::string page = page_only(to_html(report_named("North")));
  for (const assets::Asset& asset :
       {assets::vega_script(), assets::report_script(), assets::report_style()}) {
    EXPECT_THAT(page, HasSubstr("&#39;" + html::escaped(asset.integrity()) + "&#39;"));
  }
  EXPECT_THAT(page, HasSubstr("default-src &#39;none&#39;"));
  EXPECT_THAT(page, Not(HasSubstr("unsafe")));
  EXPECT_THAT(page, Not(HasSubstr(" style=")));
  EXPECT_THAT(page, Not(HasSubstr("src=\"http")));
}

TEST(ReportHtml, IsAPageAlsoWithoutResponses) {
  const std::string page = to_html(*build_report(ReportInput{}));
  EXPECT_THAT(page, HasSubstr("There are no responses yet."));
  EXPECT_THAT(page, Not(HasSubstr("vegaEmbed")));
}

TEST(ReportHtml, NeverSaysNan) {
  EXPECT_THAT(page_only(to_html(report_named("North"))),
              Not(testing::ContainsRegex("[^a-z]nan[^a-z]")));
}

}  // namespace
}  // namespace laurel::report
