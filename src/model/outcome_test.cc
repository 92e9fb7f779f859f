#include "model/outcome.h"

#include <gtest/gtest.h>

namespace laurel::model {
namespace {

TEST(OutcomeKind, IsCalledByItsName) {
  for (int i = 0; i < kOutcomeKinds; ++i) {
    const auto kind = static_cast<OutcomeKind>(i);
    EXPECT_EQ(outcome_kind_named(name(kind)), kind);
  }
  EXPECT_FALSE(outcome_kind_named("sold").has_value());
}

TEST(Currency, HasTheDecimalsOfItsMinorUnit) {
  EXPECT_EQ(currency_decimals("EUR"), 2);
  EXPECT_EQ(currency_decimals("JPY"), 0);
  EXPECT_EQ(currency_decimals("KWD"), 3);
  EXPECT_FALSE(currency_decimals("eur").has_value());
  EXPECT_FALSE(currency_decimals("EURO").has_value());
  EXPECT_FALSE(currency_decimals("F C").has_value());
}

}  // namespace
}  // namespace laurel::model
