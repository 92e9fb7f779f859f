#include "base/wording.h"

#include <gtest/gtest.h>

namespace laurel::base {
namespace {

TEST(Wording, WritesNumbersForReading) {
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(plain(-4.24, 1), "−4.2");
  EXPECT_EQ(plain(-0.04, 1), "0.0");
  EXPECT_EQ(with_sign(4.24, 1), "+4.2");
  EXPECT_EQ(with_sign(0.04, 1), "0.0");
}

TEST(Wording, NeverRoundsSomeToNoneNorMostToAll) {
  EXPECT_EQ(share_of(0, 10), "none");
  EXPECT_EQ(share_of(1, 1000), "under 1%");
  EXPECT_EQ(share_of(999, 1000), "over 99%");
  EXPECT_EQ(share_of(10, 10), "100%");
}

TEST(Wording, CountsOneAndMany) {
  EXPECT_EQ(count_of(1, "response", "responses"), "1 response");
  EXPECT_EQ(count_of(2800, "response", "responses"), "2,800 responses");
}

}  // namespace
}  // namespace laurel::base
