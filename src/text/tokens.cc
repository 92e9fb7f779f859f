// From bytes to tokens.
#include <unicode/uchar.h>

#include <array>

#include "text/fold.h"
#include "text/letter_run.h"
#include "text/stages.h"
#include "text/utf8.h"

namespace laurel::text {

namespace {

enum ByteClass : std::uint8_t { kLower, kUpper, kDigit, kSpace, kNewline, kMark, kHigh };

constexpr std::array<ByteClass, 256> make_classes() {
  std::array<ByteClass, 256> classes{};
  for (int i = 0; i < 256; ++i) {
    auto& c = classes[static_cast<std::size_t>(i)];
    if (i >= 'a' && i <= 'z') {
      c = kLower;
    } else if (i >= 'A' && i <= 'Z') {
      c = kUpper;
    } else if (i >= '0' && i <= '9') {
      c = kDigit;
    } else if (i == '\n' || i == '\r' || i == '\v' || i == '\f') {
      c = kNewline;
    } else if (i <= 0x20 || i == 0x7F) {
      c = kSpace;
    } else {
      c = i < 0x80 ? kMark : kHigh;
    }
  }
  return classes;
}
constexpr auto kClasses = make_classes();

ByteClass class_of(char c) { return kClasses[static_cast<unsigned char>(c)]; }
bool ascii_letter(char c) { return class_of(c) <= kUpper; }
bool ascii_alnum(char c) { return class_of(c) <= kDigit; }

// What may belong to the word that letters began, or tie the next one to it.
constexpr std::array<bool, 256> make_goes_on() {
  std::array<bool, 256> goes_on{};
  for (std::size_t i = 0; i < 256; ++i)
    goes_on[i] = kClasses[i] == kDigit || kClasses[i] == kHigh || i == '\'' || i == '-' || i == '/';
  return goes_on;
}
constexpr auto kGoesOn = make_goes_on();
bool goes_on_after_letters(char c) { return kGoesOn[static_cast<unsigned char>(c)]; }

bool is_apostrophe(char32_t c) { return c == '\'' || c == 0x2019 || c == 0x02BC; }

bool is_emoji(char32_t c) {
  return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF) ||
         (c >= 0x2B00 && c <= 0x2BFF) || (c >= 0x2300 && c <= 0x23FF && c != 0x2329 && c != 0x232A);
}
bool joins_emoji(char32_t c) {
  return c == 0x200D || c == 0xFE0F || c == 0xFE0E || c == 0x20E3 ||
         (c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0xE0020 && c <= 0xE007F);
}

// Everything analyse() carries along; the document's buffers are the only memory it touches.
class Scanner {
 public:
  explicit Scanner(Document& document) : text_(document.source), out_(document) {}

  void run(Scan scan) {
    if (scan == Scan::kFast) {
      while (at_ < text_.size()) {
        plain();
        if (at_ < text_.size()) step();
      }
    } else {
      while (at_ < text_.size()) step();
    }
    out_.code_points = code_at(at_);
  }

 private:
  char peek(std::size_t offset) const {
    return at_ + offset < text_.size() ? text_[at_ + offset] : '\0';
  }

  // As far as it goes: most of a text is ASCII letters followed by what neither goes on the word
  // nor joins another to it, and full stops and commas by themselves. What is carried along is kept
  // in variables of its own here, so that it can stay in registers.
  void plain() {
    const char* const bytes = text_.data();
    const std::size_t size = text_.size();
    const std::uint32_t further_bytes = further_bytes_;
    std::vector<Token>& tokens = out_.tokens;
    std::size_t at = at_;
    std::uint32_t letters = 0;
    std::uint32_t before = (spaced_ ? kSpaceBefore : 0) | (newline_ ? kNewlineBefore : 0);
    while (at < size) {
      const char c = bytes[at];
      std::size_t end = at + 1;
      std::uint64_t hash = 0;
      std::uint32_t flags = before;
      TokenKind kind = TokenKind::kPunctuation;
      char first = c;
      if (ascii_letter(c)) {
        const LetterRun run = letter_run(text_, at);
        end = at + run.length;
        if (run.length == LetterRun::kMost || (end < size && goes_on_after_letters(bytes[end])))
          break;
        if (may_open_link(c) && at_link(at, before)) break;
        hash = hash_of(run);
        kind = TokenKind::kWord;
        flags |= (run.capitals & 1) * kCapital;
        if (run.capitals > 1 && run.capitals == (1U << run.length) - 1) flags |= kAllCapitals;
        first = static_cast<char>(run.folded[0]);
        letters += run.length;
      } else if (c == '.' || c == ',') {
        if (end < size && bytes[end] == c) break;
        hash = hash_step(kHashSeed, static_cast<unsigned char>(c));
      } else {
        break;
      }
      tokens.push_back({hash, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end),
                        static_cast<std::uint32_t>(at) - further_bytes,
                        static_cast<std::uint32_t>(end) - further_bytes, kind,
                        static_cast<std::uint8_t>(flags), first});
      const bool space = end < size && bytes[end] == ' ';
      before = space ? kSpaceBefore : 0;
      at = end + space;
    }
    at_ = at;
    out_.letters += letters;
    spaced_ = (before & kSpaceBefore) != 0;
    newline_ = (before & kNewlineBefore) != 0;
  }

  // Eight letters at a time without asking where the word ends, as that can't be guessed: few words
  // are longer, and the next word need not wait for this one's hash.
  static std::uint64_t hash_of(const LetterRun& run) {
    static_assert(LetterRun::kMost == 16);
    std::uint64_t hash = kHashSeed;
    std::uint64_t out = hash;
    const auto hash_eight = [&](std::uint32_t from) {
      for (std::uint32_t j = from; j < from + 8; ++j) {
        hash = hash_step(hash, run.folded[j]);
        out = j < run.length ? hash : out;
      }
    };
    hash_eight(0);
    if (run.length > 8) hash_eight(8);
    return out;
  }

  void step() {
    const char c = text_[at_];
    switch (class_of(c)) {
      case kSpace:
        advance_ascii();
        spaced_ = true;
        return;
      case kNewline:
        advance_ascii();
        spaced_ = newline_ = true;
        return;
      case kLower:
      case kUpper:
        if (may_open_link(c) && at_link(at_, spaced_ ? kSpaceBefore : 0)) return link();
        return word();
      case kDigit:
        return number();
      case kMark:
        return mark(c);
      case kHigh:
        return high();
    }
  }

  void advance_ascii() { ++at_; }
  void advance(const Decoded& d) {
    at_ += d.length;
    further_bytes_ += d.length - 1;
  }
  std::uint32_t code_at(std::size_t at) const {
    return static_cast<std::uint32_t>(at) - further_bytes_;
  }

  Token open(TokenKind kind) {
    Token token{};
    token.begin = static_cast<std::uint32_t>(at_);
    token.code_begin = code_at(at_);
    token.kind = kind;
    if (spaced_) token.flags |= kSpaceBefore;
    if (newline_) token.flags |= kNewlineBefore;
    const char c = text_[at_];
    token.first = class_of(c) == kUpper ? static_cast<char>(c + 32) : c;
    return token;
  }
  void close(Token& token) {
    token.end = static_cast<std::uint32_t>(at_);
    token.code_end = code_at(at_);
    out_.tokens.push_back(token);
    spaced_ = newline_ = false;
  }

  static bool may_open_link(char c) { return c == 'h' || c == 'w'; }
  bool at_link(std::size_t at, std::uint32_t before) const {
    if ((before & kSpaceBefore) == 0 && !out_.tokens.empty()) return false;
    const std::string_view rest = text_.substr(at, 8);
    return rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.");
  }
  void link() {
    Token token = open(TokenKind::kLink);
    while (at_ < text_.size() && class_of(text_[at_]) != kSpace && class_of(text_[at_]) != kNewline)
      advance(decode(text_, at_));
    token.hash = hash_folded("http");
    close(token);
  }

  // Letters, digits once a letter has come, and single apostrophes between letters.
  void word() { finish_word(open(TokenKind::kWord), 0, 0); }

  void finish_word(Token token, std::uint32_t letters, std::uint32_t capitals) {
    std::uint64_t hash = kHashSeed;
    std::size_t apostrophe = 0;  // where the last one is, 0 for none
    std::uint32_t apostrophe_further = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const ByteClass byte_class = class_of(c);
      if (byte_class == kLower || byte_class == kDigit) {
        hash = hash_step(hash, static_cast<unsigned char>(c));
        letters += byte_class == kLower;
        advance_ascii();
      } else if (byte_class == kUpper) {
        hash = hash_step(hash, static_cast<unsigned char>(c + 32));
        if (at_ == token.begin) token.flags |= kCapital;
        ++letters;
        ++capitals;
        advance_ascii();
      } else if (c == '\'' && ascii_or_high_letter(1)) {
        apostrophe = at_;
        apostrophe_further = further_bytes_;
        hash = hash_step(hash, '\'');
        advance_ascii();
      } else if (byte_class == kHigh) {
        const Decoded d = decode(text_, at_);
        if (is_apostrophe(d.code_point) && at_ > token.begin && ascii_or_high_letter(d.length)) {
          apostrophe = at_;
          apostrophe_further = further_bytes_;
        } else if (!u_isalpha(static_cast<UChar32>(d.code_point)) &&
                   u_charType(static_cast<UChar32>(d.code_point)) != U_NON_SPACING_MARK &&
                   u_charType(static_cast<UChar32>(d.code_point)) != U_COMBINING_SPACING_MARK) {
          break;
        } else if (is_ideograph(d.code_point)) {
          if (at_ > token.begin) break;
          token.flags |= kNotAscii;
          ++letters;
          ++out_.non_latin_letters;
          advance(d);
          break;
        } else {
          if (u_isUUppercase(static_cast<UChar32>(d.code_point))) {
            if (at_ == token.begin) token.flags |= kCapital;
            ++capitals;
          }
          ++letters;
          if (d.code_point > 0x24F && !(d.code_point >= 0x300 && d.code_point < 0x370) &&
              !(d.code_point >= 0x1E00 && d.code_point < 0x1F00))
            ++out_.non_latin_letters;
        }
        token.flags |= kNotAscii;
        advance(d);
      } else {
        break;
      }
    }
    out_.letters += letters;
    if (letters >= 2 && capitals == letters) token.flags |= kAllCapitals;
    if (at_ == token.begin) return other();
    // Split off the 's, so that Maria's is found as Maria.
    if (apostrophe > token.begin && ends_in_s_after(apostrophe)) {
      const std::size_t end = at_;
      const std::uint32_t further = further_bytes_;
      at_ = apostrophe;
      further_bytes_ = apostrophe_further;
      token.hash = hash_of(token, at_);
      close(token);
      Token clitic = open(TokenKind::kClitic);
      clitic.first = '\'';
      clitic.hash = hash_folded("'s");
      at_ = end;
      further_bytes_ = further;
      close(clitic);
    } else {
      token.hash = token.has(kNotAscii) ? hash_of(token, at_) : hash;
      close(token);
    }
    // check-in, and/or: the mark between is no token, the word after it is marked as joined.
    if ((peek(0) == '-' || peek(0) == '/') && ascii_letter(peek(1))) {
      advance_ascii();
      Token joined = open(TokenKind::kWord);
      joined.flags |= kJoined;
      finish_word(joined, 0, 0);
    }
  }

  bool ascii_or_high_letter(std::size_t offset) const {
    const char next = peek(offset);
    if (ascii_letter(next)) return true;
    if (class_of(next) != kHigh) return false;
    return u_isalpha(static_cast<UChar32>(decode(text_, at_ + offset).code_point));
  }
  bool ends_in_s_after(std::size_t apostrophe) const {
    const std::size_t mark = decode(text_, apostrophe).length;
    return at_ == apostrophe + mark + 1 && (text_[at_ - 1] == 's' || text_[at_ - 1] == 'S');
  }
  static bool is_ideograph(char32_t c) {
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || c >= 0x20000;
  }
  std::uint64_t hash_of(const Token& token, std::size_t end) {
    const std::string_view word = text_.substr(token.begin, end - token.begin);
    fold(word, out_.scratch);
    return hash_folded(out_.scratch);
  }

  void number() {
    Token token = open(TokenKind::kNumber);
    std::uint64_t hash = kHashSeed;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (ascii_alnum(c)) {
        hash = hash_step(hash, static_cast<unsigned char>(c));
      } else if (!((c == '.' || c == ',' || c == ':') && class_of(peek(1)) == kDigit)) {
        break;
      }
      advance_ascii();
    }
    token.hash = hash;
    close(token);
  }

  void mark(char c) {
    if ((c == '@' || c == '#') && (ascii_alnum(peek(1)) || peek(1) == '_')) return tagged(c);
    if (const std::size_t length = emoticon(); length > 0) {
      Token token = open(TokenKind::kEmoji);
      token.hash = hash_folded(text_[at_ + length - 1] == '(' || text_[at_ + length - 1] == '['
                                   ? ":("
                                   : (text_[at_ + length - 1] == '3' ? "<3" : ":)"));
      for (std::size_t i = 0; i < length; ++i) advance_ascii();
      return close(token);
    }
    Token token = open(TokenKind::kPunctuation);
    while (at_ < text_.size() && text_[at_] == c) advance_ascii();
    token.hash = hash_step(kHashSeed, static_cast<unsigned char>(c));
    close(token);
  }

  void tagged(char c) {
    Token token = open(c == '@' ? TokenKind::kHandle : TokenKind::kHashtag);
    advance_ascii();
    std::uint64_t hash = kHashSeed;
    while (at_ < text_.size() && (ascii_alnum(text_[at_]) || text_[at_] == '_')) {
      const char letter = text_[at_];
      hash = hash_step(
          hash, static_cast<unsigned char>(class_of(letter) == kUpper ? letter + 32 : letter));
      out_.letters += ascii_letter(letter);
      advance_ascii();
    }
    token.hash = hash;
    close(token);
  }

  // :) ;-) :-( :D =) <3 ; 0 when there is none here.
  std::size_t emoticon() const {
    const char c = text_[at_];
    if (c == '<' && peek(1) == '3' && !ascii_alnum(peek(2))) return 2;
    if (c != ':' && c != ';' && c != '=') return 0;
    std::size_t i = 1;
    if (peek(i) == '-') ++i;
    switch (peek(i)) {
      case ')':
      case '(':
      case ']':
      case '[':
        return i + 1;
      case 'D':
      case 'P':
        return ascii_alnum(peek(i + 1)) ? 0 : i + 1;
      default:
        return 0;
    }
  }

  void high() {
    const Decoded d = decode(text_, at_);
    const auto c = static_cast<UChar32>(d.code_point);
    if (u_isUWhiteSpace(c) || d.code_point == 0x200B || d.code_point == 0xFEFF) {
      newline_ =
          newline_ || d.code_point == 0x2028 || d.code_point == 0x2029 || d.code_point == 0x85;
      spaced_ = true;
      return advance(d);
    }
    if (is_emoji(d.code_point)) {
      Token token = open(TokenKind::kEmoji);
      token.flags |= kNotAscii;
      token.hash = hash_folded(text_.substr(at_, d.length));
      advance(d);
      while (at_ < text_.size()) {
        const Decoded next = decode(text_, at_);
        const bool after_joiner = text_.substr(0, at_).ends_with("\xE2\x80\x8D");
        if (!joins_emoji(next.code_point) && !(after_joiner && is_emoji(next.code_point))) break;
        advance(next);
      }
      return close(token);
    }
    if (u_isalpha(c) && d.code_point != kReplacement) return word();
    Token token = open(u_ispunct(c) ? TokenKind::kPunctuation : TokenKind::kOther);
    token.flags |= kNotAscii;
    // Typographic marks look like the plain ones to everybody downstream.
    switch (d.code_point) {
      case 0x2026:
        token.first = '.';
        break;
      case 0x2013:
      case 0x2014:
        token.first = '-';
        break;
      case 0x2018:
      case 0x2019:
        token.first = '\'';
        break;
      case 0x201C:
      case 0x201D:
        token.first = '"';
        break;
      case 0xB7:
      case 0x2022:
        token.first = '*';
        break;
      case 0x3002:
        token.first = '.';
        break;
      default:
        break;
    }
    token.hash = hash_step(kHashSeed, static_cast<unsigned char>(token.first));
    advance(d);
    close(token);
  }

  void other() {
    Token token = open(TokenKind::kOther);
    token.hash = kHashSeed;
    advance(decode(text_, at_));
    close(token);
  }

  std::string_view text_;
  Document& out_;
  std::size_t at_ = 0;
  std::uint32_t further_bytes_ = 0;  // bytes before at_ that begin no character
  bool spaced_ = true;
  bool newline_ = false;
};

}  // namespace

void find_tokens(Document& document, Scan scan) {
  document.tokens.clear();
  document.letters = document.non_latin_letters = 0;
  Scanner(document).run(scan);
}

}  // namespace laurel::text
