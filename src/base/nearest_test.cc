#include "base/nearest.h"

#include <gtest/gtest.h>

#include <vector>

namespace laurel::base {
namespace {

TEST(Nearest, FindsSlipsOfTheFingerOnly) {
  const std::vector<std::string_view> names = {"import", "report", "roster"};
  EXPECT_EQ(nearest("reprot", names), "report");
  EXPECT_EQ(nearest("zzz", names), std::nullopt);
}

}  // namespace
}  // namespace laurel::base
