// One pass over the bytes per look; letters beyond ASCII change case only where Latin-1 has both.
#include "sample/surface.h"

namespace laurel::sample {
namespace {

bool is_mark(char c) { return c >= kMentionEnd && c < kMentionMark + kMaxMentions; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
char to_upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }
char to_lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

// Capitals after sentence ends; `start` says whether the text begins a sentence.
void capitalize(std::string_view in, bool start, std::string& out) {
  bool begins = start, ended = false;
  for (const char c : in) {
    if (begins && (is_lower(c) || is_upper(c) || (c >= '0' && c <= '9'))) {
      out += to_upper(c);
      begins = ended = false;
      continue;
    }
    if (c == '.' || c == '!' || c == '?') {
      ended = true;
    } else if (c == ' ' || c == '\n') {
      begins = begins || ended;
    } else if (!is_mark(c) && c != '"') {
      begins = ended = false;
    }
    out += c;
  }
}

void shout(std::string_view in, std::string& out) {
  unsigned char before = 0;
  for (const char c : in) {
    const auto byte = static_cast<unsigned char>(c);
    const bool latin = before == 0xC3 && byte >= 0xA0 && byte <= 0xBE && byte != 0xB7;
    out += latin ? static_cast<char>(byte - 0x20) : to_upper(c);
    before = byte;
  }
}

// Sentence ends become nothing, commas go, apostrophes mostly too.
void mumble(std::string_view in, std::string& out) {
  for (std::size_t i = 0; i < in.size(); ++i) {
    const char c = in[i];
    const bool number = i > 0 && i + 1 < in.size() && in[i + 1] >= '0' && in[i + 1] <= '9';
    if ((c == '.' || c == ',' || c == ';' || c == '\'' || c == '"') && !number) continue;
    out += to_lower(c);
  }
}

// A slip in every tenth longer word, outside mentions.
void misspell(std::string_view in, base::Random& random, std::string& out) {
  bool mention = false;
  std::size_t word = 0;  // letters so far
  for (std::size_t i = 0; i < in.size(); ++i) {
    const char c = in[i];
    if (is_mark(c)) mention = c != kMentionEnd;
    word = is_lower(c) || is_upper(c) ? word + 1 : 0;
    const bool inside =
        !mention && word >= 2 && is_lower(c) && i + 2 < in.size() && is_lower(in[i + 1]);
    if (!inside || random.below(28) != 0) {
      out += c;
      continue;
    }
    switch (random.below(3)) {
      case 0:  // swapped
        out += in[i + 1];
        out += c;
        ++i;
        break;
      case 1:  // doubled
        out += c;
        out += c;
        break;
      default:  // dropped
        break;
    }
  }
}

}  // namespace

void dress(std::string_view marked, Look look, base::Random& random, std::string& out) {
  switch (look) {
    case Look::kTidy:
      return capitalize(marked, true, out);
    case Look::kNote:
      return capitalize(marked, random.chance(0.5), out);
    case Look::kShouting:
      return shout(marked, out);
    case Look::kLower:
      return mumble(marked, out);
    case Look::kSlips: {
      std::string typed;
      misspell(marked, random, typed);
      return capitalize(typed, random.chance(0.7), out);
    }
  }
}

void strip_marks(std::string_view marked, std::string& text, std::vector<MarkedSpan>& spans) {
  std::uint32_t points = 0;
  const auto base = static_cast<std::uint32_t>(text.size());
  for (const char c : marked) {
    if (c == kMentionEnd) {
      spans.back().end = points;
      spans.back().bytes = static_cast<std::uint32_t>(text.size()) - base - spans.back().first_byte;
    } else if (is_mark(c)) {
      spans.push_back(
          {c - kMentionMark, points, points, static_cast<std::uint32_t>(text.size()) - base, 0});
    } else {
      if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++points;
      text += c;
    }
  }
}

}  // namespace laurel::sample
