#include "app/password_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "text/utf8.h"

namespace laurel::app {
namespace {

constexpr std::size_t kLongestPeriod = 6;  // of what is only repeated
constexpr std::size_t kLeastOwn = 5;       // letters and digits beside one's own name or address

// What people choose when they are asked for a long password, in lower case and letters only; what
// is put around them, and digits in place of letters, are taken off first. Ours, from the habits
// that every published list shows: a word of the occasion, a row of keys, a name, a greeting.
constexpr std::array<std::string_view, 76> kCommon = {"aaaaaaaaaa",
                                                      "abcdefghij",
                                                      "admin",
                                                      "adminadmin",
                                                      "administrator",
                                                      "asdasdasd",
                                                      "asdfasdf",
                                                      "asdfghjkl",
                                                      "autumn",
                                                      "azertyuiop",
                                                      "baseball",
                                                      "basketball",
                                                      "bienvenido",
                                                      "bonjour",
                                                      "changeme",
                                                      "changemenow",
                                                      "charlie",
                                                      "chocolate",
                                                      "company",
                                                      "computer",
                                                      "customer",
                                                      "customerservice",
                                                      "defaultpassword",
                                                      "dragon",
                                                      "football",
                                                      "guest",
                                                      "hello",
                                                      "hellohello",
                                                      "helloworld",
                                                      "iloveyou",
                                                      "iloveyousomuch",
                                                      "jennifer",
                                                      "laurel",
                                                      "laurellaurel",
                                                      "letmein",
                                                      "letmeinnow",
                                                      "liverpool",
                                                      "login",
                                                      "manchester",
                                                      "master",
                                                      "michael",
                                                      "monkey",
                                                      "mypassword",
                                                      "newpassword",
                                                      "passphrase",
                                                      "password",
                                                      "passwordpassword",
                                                      "passwort",
                                                      "pokemon",
                                                      "princess",
                                                      "qazwsxedc",
                                                      "qazwsxedcrfv",
                                                      "qweasdzxc",
                                                      "qwerty",
                                                      "qwertyqwerty",
                                                      "qwertyuiop",
                                                      "qwertz",
                                                      "recognition",
                                                      "sample",
                                                      "secret",
                                                      "service",
                                                      "shadow",
                                                      "spring",
                                                      "starwars",
                                                      "summer",
                                                      "sunshine",
                                                      "superman",
                                                      "temporary",
                                                      "test",
                                                      "testtest",
                                                      "thisisapassword",
                                                      "trustnoone",
                                                      "user",
                                                      "welcome",
                                                      "winter",
                                                      "zxcvbnm"};
static_assert(std::is_sorted(kCommon.begin(), kCommon.end()));

constexpr std::array<std::string_view, 4> kRows = {"qwertyuiop", "asdfghjkl", "zxcvbnm",
                                                   "1234567890"};

char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lowered);
  return out;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The letter that a sign stands for in "p4$$w0rd".
char meant(char c) {
  switch (c) {
    case '@':
    case '4':
      return 'a';
    case '3':
      return 'e';
    case '1':
    case '!':
      return 'i';
    case '0':
      return 'o';
    case '$':
    case '5':
      return 's';
    case '7':
      return 't';
    default:
      return c;
  }
}

// The letters, without what stands before the first and after the last; as typed, and as meant.
std::string core(std::string_view password, bool translate) {
  const auto first = std::find_if(password.begin(), password.end(), is_letter);
  const auto last = std::find_if(password.rbegin(), password.rend(), is_letter).base();
  std::string out;
  for (auto at = first; at < last; ++at) {
    const char c = translate ? meant(*at) : *at;
    if (is_letter(c)) out += c;
  }
  return out;
}

bool is_common(std::string_view password) {
  for (const bool translate : {false, true}) {
    if (std::binary_search(kCommon.begin(), kCommon.end(), core(password, translate))) return true;
  }
  return false;
}

// "abcabcabcabc": a few characters over and over, the last time perhaps cut off.
bool repeats(std::string_view password) {
  for (std::size_t period = 1; period <= kLongestPeriod && 2 * period <= password.size();
       ++period) {
    if (password.substr(period) == password.substr(0, password.size() - period)) return true;
  }
  return false;
}

// "abcdefghij", "9876543210", a row of keys from anywhere, forwards or backwards.
bool runs(std::string_view password) {
  int up = 0, down = 0;
  for (std::size_t i = 1; i < password.size(); ++i) {
    const int step = password[i] - password[i - 1];
    up += step == 1 || (password[i - 1] == '9' && password[i] == '0') ? 1 : 0;
    down += step == -1 || (password[i - 1] == '0' && password[i] == '9') ? 1 : 0;
  }
  const int steps = static_cast<int>(password.size()) - 1;
  if (up == steps || down == steps) return true;
  std::string rows;
  for (const std::string_view row : kRows) rows += row;
  std::string backwards(rows.rbegin(), rows.rend());
  return (rows + rows).find(password) != std::string::npos ||
         (backwards + backwards).find(password) != std::string::npos;
}

void take_out(std::string& text, std::string_view part) {
  if (part.size() < 3) return;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos;)
    text.erase(at, part.size());
}

// Nothing much but the person's own address and name.
bool is_own(std::string_view password, std::string_view address, std::string_view name) {
  std::string left(password);
  take_out(left, address);
  const std::string said = fmt::format("{} {}", address, lower(name));
  std::string part;
  for (const char c : said + " ") {
    if (is_letter(c) || is_digit(c)) {
      part += c;
      continue;
    }
    take_out(left, part);
    part.clear();
  }
  const auto own = std::count_if(left.begin(), left.end(), is_letter);
  return left.size() < password.size() && static_cast<std::size_t>(own) < kLeastOwn;
}

}  // namespace

base::Status check_password(const base::Secret& password, std::string_view address,
                            std::string_view name) {
  const std::string_view text = password.reveal();
  if (text.size() > kLongestPassword) {
    return base::invalid_input(
        fmt::format("This password is too long. Use at most {} bytes.", kLongestPassword));
  }
  if (text::count_code_points(text) < kShortestPassword) {
    return base::invalid_input(fmt::format(
        "This password is too short. Use {} characters or more; a few words that don't belong "
        "together are easy to keep in mind.",
        kShortestPassword));
  }
  const std::string lowered_text = lower(text);
  if (is_common(lowered_text) || repeats(lowered_text) || runs(lowered_text)) {
    return base::invalid_input(
        "This password is among those that are tried first. Use a few words that don't belong "
        "together.");
  }
  if (is_own(lowered_text, lower(address), name)) {
    return base::invalid_input(
        "This password is little more than the name or address of the person. Use a few words that "
        "don't belong together.");
  }
  return {};
}

}  // namespace laurel::app
