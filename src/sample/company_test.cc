#include "sample/company.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace laurel::sample {
namespace {

TEST(Company, HasSharesThatAddUp) {
  const Company company(7);
  double markets = 0;
  std::array<double, kMarkets> branches{};
  for (const Market& market : company.markets()) markets += market.weight;
  for (const Branch& branch : company.branches())
    branches[static_cast<std::size_t>(branch.market)] += branch.weight;
  EXPECT_NEAR(markets, 1, 1e-12);
  for (const double share : branches) EXPECT_NEAR(share, 1, 1e-12);
}

TEST(Company, HasPeopleOfEveryMerit) {
  for (const std::uint64_t seed : {0U, 7U, 99U}) {
    const Company company(seed);
    std::array<int, 4> merits{};
    int left = 0, joined = 0;
    for (const Employee& one : company.employees()) {
      ++merits[static_cast<std::size_t>(one.merit)];
      left += one.left ? 1 : 0;
      joined += one.start > kFirstDay ? 1 : 0;
      EXPECT_LT(one.start, one.left ? one.end : base::Date{kFirstDay.days + kDays});
    }
    EXPECT_THAT(merits, ::testing::ElementsAre(120, 8, 6, 6));
    EXPECT_GE(left, 3);
    EXPECT_GE(joined, 3);
  }
}

TEST(Company, AlwaysHasSomebodyAtWork) {
  const Company company(3);
  base::Random random(1);
  for (int branch = 0; branch < kBranches; ++branch) {
    for (int day = 0; day < kDays; day += 7) {
      const base::Date on{kFirstDay.days + day};
      const auto& who =
          company.employees()[static_cast<std::size_t>(company.someone_at(branch, on, random))];
      EXPECT_EQ(who.branch, branch);
      EXPECT_TRUE(who.employed(on));
    }
  }
}

TEST(Company, MakesAnAccountFromItsNumberAlone) {
  const Company company(7), again(7);
  (void)company.account(5);
  const Account a = company.account(1234), b = again.account(1234);
  EXPECT_EQ(a.effect, b.effect);
  EXPECT_EQ(a.word, b.word);
  EXPECT_EQ(company.contact(a, 0).last, again.contact(b, 0).last);
  EXPECT_NE(a.effect, company.account(1235).effect);
}

TEST(AsciiOf, WritesEveryNameForAnAddress) {
  EXPECT_EQ(ascii_of("Søren"), "soren");
  EXPECT_EQ(ascii_of("O'Brien"), "obrien");
  EXPECT_EQ(ascii_of("Cold Storage"), "cold-storage");
  // No letter is lost: the plain form has as many letters as the name has code points.
  const auto letters = [](std::string_view text) {
    return std::count_if(text.begin(), text.end(), [](char c) {
      return c != '\'' && (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    });
  };
  for (const FirstName& first : first_names())
    EXPECT_EQ(letters(first.name), static_cast<long>(ascii_of(first.name).size())) << first.name;
  for (const LastName& last : last_names())
    EXPECT_EQ(letters(last.name), static_cast<long>(ascii_of(last.name).size())) << last.name;
}

TEST(Names, StandGroupedByOrigin) {
  EXPECT_TRUE(std::is_sorted(first_names().begin(), first_names().end(),
                             [](const auto& a, const auto& b) { return a.origin < b.origin; }));
  EXPECT_TRUE(std::is_sorted(last_names().begin(), last_names().end(),
                             [](const auto& a, const auto& b) { return a.origin < b.origin; }));
}

}  // namespace
}  // namespace laurel::sample
