#include "text/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "text/utf8.h"

namespace laurel::text {

namespace {

void fold_unicode(std::string_view word, std::string& out) {
  UErrorCode status = U_ZERO_ERROR;
  static const icu::Normalizer2* const nfkd = icu::Normalizer2::getNFKDInstance(status);
  icu::UnicodeString wide = icu::UnicodeString::fromUTF8(
      icu::StringPiece(word.data(), static_cast<std::int32_t>(word.size())));
  wide.foldCase();
  if (nfkd != nullptr && U_SUCCESS(status)) wide = nfkd->normalize(wide, status);
  for (std::int32_t i = 0; i < wide.length();) {
    const UChar32 c = wide.char32At(i);
    i += U16_LENGTH(c);
    if (c == 0x2019 || c == 0x2018 || c == 0x02BC) {
      out += '\'';
    } else if (c == 0xF8) {  // letters that do not decompose but are typed without their stroke
      out += 'o';
    } else if (c == 0x142) {
      out += 'l';
    } else if (c == 0xE6) {
      out += "ae";
    } else if (c == 0x111 || c == 0xF0) {
      out += 'd';
    } else if (c == 0x131) {
      out += 'i';
    } else if (u_charType(c) != U_NON_SPACING_MARK) {
      append_utf8(static_cast<char32_t>(c), out);
    }
  }
}

}  // namespace

void fold(std::string_view word, std::string& out) {
  out.clear();
  const bool ascii =
      std::ranges::all_of(word, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (!ascii) return fold_unicode(word, out);
  for (const char c : word) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string fold(std::string_view word) {
  std::string out;
  fold(word, out);
  return out;
}

}  // namespace laurel::text
