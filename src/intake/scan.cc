#include "intake/scan.h"

#include "text/utf8.h"

namespace laurel::intake {

ByteKinds inspect(std::string_view bytes) {
  ByteKinds out;
  std::size_t at = 0;
  const auto skip_ascii = [&] {
#if defined(__SSE2__)
    const __m128i zero = _mm_setzero_si128();
    for (; at + 16 <= bytes.size(); at += 16) {
      const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data() + at));
      if (_mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(block, zero), block)) != 0) return;
    }
#endif
  };
  skip_ascii();
  while (at < bytes.size()) {
    const auto c = static_cast<unsigned char>(bytes[at]);
    if (c < 0x80) {
      out.nul |= c == 0;
      ++at;
      if (at % 16 == 0) skip_ascii();
      continue;
    }
    const text::Decoded decoded = text::decode(bytes, at);
    // U+FFFD itself is three bytes long; a bad byte counts as one.
    const bool bad = decoded.code_point == text::kReplacement && decoded.length == 1;
    out.bad |= bad;
    out.wide |= !bad;
    at += decoded.length;
  }
  return out;
}

}  // namespace laurel::intake
