#include "app/recount.h"

#include <gtest/gtest.h>

namespace laurel::app {
namespace {

TEST(Recount, SaysHowManyCountsWereWrong) {
  EXPECT_EQ(recount_sentence({.responses = 9000, .cells = 5120, .differing = 3}),
            "Counted 9,000 responses again: 3 cells were wrong and have been corrected.");
  EXPECT_EQ(recount_sentence({.responses = 1, .cells = 1, .differing = 1}),
            "Counted 1 response again: 1 cell was wrong and has been corrected.");
  EXPECT_EQ(recount_sentence({}), "Counted 0 responses again: there is nothing to count.");
}

}  // namespace
}  // namespace laurel::app
