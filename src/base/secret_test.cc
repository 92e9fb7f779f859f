#include "base/secret.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <type_traits>

namespace laurel::base {
namespace {

std::string hex(const Digest& digest) {
  std::string text;
  for (const std::uint8_t byte : digest) text += fmt::format("{:02x}", byte);
  return text;
}

template <typename T>
concept Streamable = requires(std::ostringstream& out, const T& value) {
  out << value;
};

TEST(Secret, CanNeitherBeFormattedNorStreamed) {
  static_assert(!fmt::is_formattable<Secret>::value);
  static_assert(!Streamable<Secret>);
  static_assert(!std::is_convertible_v<Secret, std::string_view>);
  static_assert(!std::is_convertible_v<std::string_view, Secret>);
}

TEST(Secret, KeepsItsTextThroughCopiesAndMoves) {
  Secret first("correct horse");
  const Secret copy = first;
  Secret moved = std::move(first);
  EXPECT_EQ(copy.reveal(), "correct horse");
  EXPECT_EQ(moved.reveal(), "correct horse");
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move)
  first = copy;
  EXPECT_EQ(first.reveal(), "correct horse");
  moved = Secret();
  EXPECT_EQ(moved.reveal(), "");
}

TEST(NewSecret, IsOfTheRightShapeAndNeverTheSame) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const Secret secret = new_secret();
    EXPECT_TRUE(is_shaped_like_secret(secret.reveal()));
    EXPECT_TRUE(seen.emplace(secret.reveal()).second);
  }
}

TEST(NewSecret, UsesEveryValueOfEveryCharacter) {
  // 43 characters of 6 bits hold 32 bytes and two zero bits at the end.
  std::array<std::set<char>, kSecretLength> seen;
  for (int i = 0; i < 3000; ++i) {
    const Secret secret = new_secret();
    for (std::size_t at = 0; at < kSecretLength; ++at) seen[at].insert(secret.reveal()[at]);
  }
  for (std::size_t at = 0; at < kSecretLength; ++at)
    EXPECT_EQ(seen[at].size(), at + 1 < kSecretLength ? 64U : 16U) << at;
}

TEST(SecretShape, RefusesWhatCantBeOne) {
  const std::string good(new_secret().reveal());
  EXPECT_FALSE(is_shaped_like_secret(""));
  EXPECT_FALSE(is_shaped_like_secret(good + "A"));
  EXPECT_FALSE(is_shaped_like_secret(good.substr(1)));
  for (const char bad : {'=', '+', '/', ' ', '\0', '\n', '\xff'}) {
    std::string text = good;
    text[20] = bad;
    EXPECT_FALSE(is_shaped_like_secret(text));
  }
}

// As Python's hashlib.blake2b(b"abc", digest_size=32) and hmac.new(…, "sha256") give them; the
// latter is also test case 2 of RFC 4231.
TEST(Digest, IsBlake2b) {
  EXPECT_EQ(hex(digest_of("abc")),
            "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  EXPECT_EQ(hex(digest_of("")), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

TEST(Hmac, IsThatOfTheStandard) {
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(SameSecret, ComparesEveryByte) {
  EXPECT_TRUE(same_secret("", ""));
  EXPECT_TRUE(same_secret("abc", "abc"));
  EXPECT_FALSE(same_secret("abc", "abd"));
  EXPECT_FALSE(same_secret("abc", "xbc"));
  EXPECT_FALSE(same_secret("abc", "abcd"));
  EXPECT_FALSE(same_secret("", "a"));
  Digest a = digest_of("a"), b = a;
  EXPECT_TRUE(same_secret(a, b));
  b.back() ^= 1;
  EXPECT_FALSE(same_secret(a, b));
}

TEST(Base64url, HasNoPaddingAndNothingThatUrlsEscape) {
  const std::array<std::uint8_t, 4> bytes = {0xfb, 0xff, 0xfe, 0x00};
  EXPECT_EQ(base64url(bytes), "-__-AA");
  EXPECT_EQ(base64url({}), "");
}

TEST(Base64url, IsReadBackOnlyInItsOneForm) {
  std::array<std::uint8_t, 4> bytes{};
  EXPECT_TRUE(from_base64url("-__-AA", bytes));
  EXPECT_EQ(base64url(bytes), "-__-AA");
  for (const char* text : {"-__-A", "-__-AAA", "-__-AB", "-__-AA==", "+//+AA", "-__-A\n", ""})
    EXPECT_FALSE(from_base64url(text, bytes)) << text;
}

}  // namespace
}  // namespace laurel::base
