// Scanning bytes sixteen at a time: where a CSV field ends, and whether bytes are clean UTF-8.
// Portable code does the same byte by byte where SSE2 is missing. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace laurel::intake {

// Readable bytes that must follow any range given to find_field_end.
inline constexpr std::size_t kScanPadding = 16;

// The first delimiter, LF or CR in [from, end), or end. REQUIRES: kScanPadding readable bytes at
// end.
inline const char* find_field_end(const char* from, const char* end, char delimiter) {
#if defined(__SSE2__)
  const __m128i stop = _mm_set1_epi8(delimiter);
  const __m128i lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
  for (; from < end; from += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    const __m128i hit =
        _mm_or_si128(_mm_cmpeq_epi8(block, stop),
                     _mm_or_si128(_mm_cmpeq_epi8(block, lf), _mm_cmpeq_epi8(block, cr)));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(hit));
    if (mask != 0) {
      const char* found = from + __builtin_ctz(mask);
      return found < end ? found : end;
    }
  }
  return end;
#else
  while (from < end && *from != delimiter && *from != '\n' && *from != '\r') ++from;
  return from;
#endif
}

struct ByteKinds {
  bool nul = false;
  bool bad = false;   // bytes that are not UTF-8
  bool wide = false;  // correct characters beyond ASCII
};
ByteKinds inspect(std::string_view bytes);

}  // namespace laurel::intake
