#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace laurel::base {
namespace {

TEST(Utf8, TakesWhatIsWellFormed) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8(std::string_view("a\0b", 3)));
  EXPECT_TRUE(is_utf8("sixteen letters and é, €, 😀 behind them"));
  EXPECT_TRUE(is_utf8("\xf4\x8f\xbf\xbf"));  // U+10FFFF
  EXPECT_TRUE(is_utf8("\xed\x9f\xbf"));      // the last before the surrogates
}

TEST(Utf8, RefusesWhatIsNot) {
  for (const char* bytes : {"\x80", "\xc3", "\xc0\xaf", "\xe0\x80\xaf", "\xe2\x82", "\xed\xa0\x80",
                            "\xf0\x80\x80\xaf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"}) {
    EXPECT_FALSE(is_utf8(bytes)) << ::testing::PrintToString(bytes);
    EXPECT_FALSE(is_utf8(std::string("12345678 before ") + bytes));
    EXPECT_FALSE(is_utf8(std::string(bytes) + " and behind it some more"));
  }
}

TEST(CodePoints, AreCutOutOfTheBytes) {
  EXPECT_EQ(code_points("grün & blau", 0, 4), "grün");
  EXPECT_EQ(code_points("grün & blau", 7, 11), "blau");
  EXPECT_EQ(code_points("€", 0, 1), "€");
  EXPECT_EQ(code_points("grün", 2, 2), "");
  EXPECT_EQ(code_points("grün", 3, 2), "");
  EXPECT_EQ(code_points("grün", 0, 5), "");
  EXPECT_EQ(code_points("", 0, 1), "");
}

}  // namespace
}  // namespace laurel::base
