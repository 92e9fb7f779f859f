#include "assets/assets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace laurel::assets {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Assets, HoldTheFilesWithTheirLicences) {
  EXPECT_THAT(std::string(vega_script().bytes), HasSubstr("vegaEmbed="));
  EXPECT_THAT(std::string(vega_script().bytes), HasSubstr("University of Washington"));
  EXPECT_THAT(std::string(report_script().bytes), HasSubstr("vegaEmbed("));
  EXPECT_THAT(std::string(report_style().bytes), HasSubstr("prefers-color-scheme: dark"));
}

TEST(Assets, AreSmallWhenCompressed) {
  for (const Asset& asset : {base_style(), site_style(), htmx(), site_script()}) {
    ASSERT_GT(asset.gzip.size(), 20U);
    EXPECT_EQ(asset.gzip.substr(0, 2), "\x1f\x8b");
    EXPECT_LT(asset.gzip.size(), asset.bytes.size());
  }
}

// Inline they would end their element, or fetch something.
TEST(Assets, CanStandInsideAPage) {
  for (const Asset& asset : {vega_script(), report_script(), report_style()}) {
    const std::string text(asset.bytes);
    EXPECT_THAT(text, Not(HasSubstr("</script")));
    EXPECT_THAT(text, Not(HasSubstr("<!--")));
    EXPECT_THAT(text, Not(HasSubstr("</style")));
  }
  EXPECT_THAT(std::string(report_style().bytes), Not(HasSubstr("url(")));
  EXPECT_THAT(std::string(report_style().bytes), Not(HasSubstr("@import")));
}

TEST(Assets, CarryTheMajorVersionTheSpecsAreWrittenFor) {
  const std::string text(vega_script().bytes);
  const std::size_t at = text.find(".vegaLite={}");
  ASSERT_NE(at, std::string::npos);
  EXPECT_THAT(text.substr(at, 200), HasSubstr("=\"" + std::to_string(kVegaLiteMajor) + "."));
}

TEST(Integrity, IsTheHashInBase64) {
  // SHA-256 of nothing.
  const Asset empty{"", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"};
  EXPECT_EQ(empty.integrity(), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

}  // namespace
}  // namespace laurel::assets
