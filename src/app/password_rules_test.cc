#include "app/password_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace laurel::app {
namespace {

using ::testing::HasSubstr;

base::Status check(std::string_view password) {
  return check_password(base::Secret(password), "ann.lee@example.org", "Ann Margaret Lee");
}

TEST(PasswordRules, TakeLongOnesOfAnyKind) {
  for (const char* good :
       {"correct horse battery", "vivid-otter-lamp", "0492 8837 1165", "grüße aus köln",
        "пароль-длинный", "correcthorse", "xK9#mQ2$vL", "my password is a mule",
        "margaret likes tall trees", "service with a crooked smile"})
    EXPECT_TRUE(check(good).ok()) << good;
}

TEST(PasswordRules, CountCharactersAndNotBytes) {
  EXPECT_FALSE(check("vivid-ott").ok());
  EXPECT_TRUE(check("vivid-otte").ok());
  EXPECT_THAT(check("größeöäü").error().message, HasSubstr("too short"));  // 8, in 13 bytes
  EXPECT_FALSE(check("").ok());
}

TEST(PasswordRules, RefuseEndlessOnes) {
  std::string text;
  for (int i = 0; text.size() < kLongestPassword; ++i) text += std::to_string(i * i) + "x";
  text.resize(kLongestPassword);
  EXPECT_TRUE(check(text).ok());
  EXPECT_THAT(check(text + "y").error().message, HasSubstr("too long"));
}

TEST(PasswordRules, RefuseWhatIsTriedFirst) {
  for (const char* bad :
       {"password123",   "Password2026!", "P@ssw0rd1234",     "1234password!", "passwordpassword",
        "qwertyuiop",    "Qwerty123456",  "1234567890",       "0987654321",    "12345678901234",
        "9876543210",    "abcdefghijkl",  "aaaaaaaaaaaa",     "abcabcabcabc",  "ab12ab12ab12a",
        "Welcome2026!!", "Summer2026!!",  "customerservice1", "Laurel2026!!",  "asdfghjklzxc",
        "lkjhgfdsapoi"})
    EXPECT_THAT(check(bad).ok() ? "" : check(bad).error().message, HasSubstr("tried first")) << bad;
}

TEST(PasswordRules, RefuseOnesOwnNameAndAddress) {
  for (const char* bad :
       {"ann.lee@example.org", "ANN.LEE@EXAMPLE.ORG", "annlee2026!!", "margaretlee99",
        "Ann Margaret Lee", "example.org2026", "lee.example.org"})
    EXPECT_THAT(check(bad).ok() ? "" : check(bad).error().message, HasSubstr("name or address"))
        << bad;
}

TEST(PasswordRules, NeverRepeatThePassword) {
  for (const std::string bad : {"hunter2", "password123", "ann.lee@example.org"})
    EXPECT_THAT(check(bad).error().message, ::testing::Not(HasSubstr(bad)));
}

}  // namespace
}  // namespace laurel::app
