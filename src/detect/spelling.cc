#include "detect/spelling.h"

#include <algorithm>

namespace laurel::detect {

namespace {

struct Rule {
  std::string_view from, to;
};
constexpr std::array kRules = {
    Rule{"ph", "f"},  Rule{"ck", "k"},  Rule{"sch", "s"}, Rule{"ch", "k"},  Rule{"sh", "s"},
    Rule{"gh", "g"},  Rule{"kn", "n"},  Rule{"wr", "r"},  Rule{"th", "t"},  Rule{"dh", "d"},
    Rule{"bh", "b"},  Rule{"kh", "k"},  Rule{"qu", "kw"}, Rule{"ce", "se"}, Rule{"ci", "si"},
    Rule{"cy", "si"}, Rule{"ge", "je"}, Rule{"gi", "ji"}, Rule{"x", "ks"},  Rule{"z", "s"},
    Rule{"c", "k"},   Rule{"q", "k"},   Rule{"v", "f"},   Rule{"w", "f"}};

constexpr std::array<bool, 256> make_rule_starts() {
  std::array<bool, 256> starts{};
  for (const Rule& rule : kRules) starts[static_cast<unsigned char>(rule.from[0])] = true;
  return starts;
}
constexpr auto kRuleStarts = make_rule_starts();

const Rule* rule_at(std::string_view word, std::size_t at) {
  if (!kRuleStarts[static_cast<unsigned char>(word[at])]) return nullptr;
  const auto* rule = std::ranges::find_if(
      kRules, [&](const Rule& r) { return word.substr(at).starts_with(r.from); });
  return rule == kRules.end() ? nullptr : rule;
}

}  // namespace

void sound_key(std::string_view word, std::string& key) {
  key.clear();
  // Keep the first letter; drop vowels, h and y after it, and doubled letters.
  const auto hear = [&](char c) {
    const bool soft = c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y' ||
                      c == 'h' || c == '\'';
    if (key.empty()) {
      key += soft && c != 'h' ? 'a' : c;
    } else if (!soft && key.back() != c) {
      key += c;
    }
  };
  for (std::size_t i = 0; i < word.size();) {
    if (const Rule* rule = rule_at(word, i)) {
      for (const char c : rule->to) hear(c);
      i += rule->from.size();
    } else {
      hear(word[i++]);
    }
  }
}

SpellingDistance::SpellingDistance(std::string_view word) : size_(word.size()) {
  if (size_ > kLongest) return;
  for (std::size_t i = 0; i < size_; ++i)
    places_[static_cast<unsigned char>(word[i])] |= std::uint32_t{1} << i;
}

int SpellingDistance::to(std::string_view other, int limit) const {
  const std::size_t gap = size_ > other.size() ? size_ - other.size() : other.size() - size_;
  if (gap > static_cast<std::size_t>(limit) || size_ > kLongest || other.size() > kLongest)
    return limit + 1;
  if (size_ == 0) return static_cast<int>(other.size());
  // Vertical and horizontal differences of +1 and -1, bit i for row i.
  std::uint32_t up = 0xFFFFFFFF;
  std::uint32_t down = 0;
  std::uint32_t diagonal = 0;
  std::uint32_t places_before = 0;
  const std::uint32_t last_row = std::uint32_t{1} << (size_ - 1);
  int distance = static_cast<int>(size_);
  for (const char c : other) {
    const std::uint32_t places = places_[static_cast<unsigned char>(c)];
    const std::uint32_t swapped = ((~diagonal & places) << 1) & places_before;
    diagonal = (((places & up) + up) ^ up) | places | down | swapped;
    std::uint32_t right_up = down | ~(diagonal | up);
    std::uint32_t right_down = diagonal & up;
    distance += (right_up & last_row) != 0;
    distance -= (right_down & last_row) != 0;
    right_up = right_up << 1 | 1;
    right_down <<= 1;
    up = right_down | ~(diagonal | right_up);
    down = right_up & diagonal;
    places_before = places;
  }
  return std::min(distance, limit + 1);
}

bool one_edit_apart(std::string_view a, std::string_view b) {
  if (a.size() < b.size()) std::swap(a, b);
  if (a.size() > b.size() + 1) return false;
  const auto differ = std::ranges::mismatch(a, b);
  const std::string_view rest_a(differ.in1, a.end());
  const std::string_view rest_b(differ.in2, b.end());
  if (a.size() > b.size()) return rest_a.substr(1) == rest_b;
  if (rest_a.empty()) return false;
  if (rest_a.substr(1) == rest_b.substr(1)) return true;
  return rest_a.size() > 1 && rest_a[0] == rest_b[1] && rest_a[1] == rest_b[0] &&
         rest_a.substr(2) == rest_b.substr(2);
}

}  // namespace laurel::detect
