// LetterRun: the ASCII letters at a place of a text, sixteen bytes at a time with SSE2 (part of
// every x86-64 processor) and one by one elsewhere. Pure functions; thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace laurel::text {

struct LetterRun {
  static constexpr std::uint32_t kMost = 16;
  std::uint32_t length = 0;    // letters in a row, at most kMost
  std::uint32_t capitals = 0;  // bit i: letter i is upper case
  // The bytes from the place on, letters in lower case; zeros or other bytes after the run.
  alignas(16) std::array<unsigned char, kMost> folded;
};

// REQUIRES: at <= text.size().
inline LetterRun letter_run_plain(std::string_view text, std::size_t at) {
  LetterRun run;
  run.folded.fill(0);
  for (; run.length < LetterRun::kMost && at + run.length < text.size(); ++run.length) {
    const auto byte = static_cast<unsigned char>(text[at + run.length]);
    const auto lower = static_cast<unsigned char>(byte | 0x20);
    if (lower < 'a' || lower > 'z') break;
    if (byte != lower) run.capitals |= 1U << run.length;
    run.folded[run.length] = lower;
  }
  return run;
}

#ifdef __SSE2__
inline LetterRun letter_run(std::string_view text, std::size_t at) {
  LetterRun run;
  __m128i bytes;
  if (at + LetterRun::kMost <= text.size()) {
    bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
  } else {
    run.folded.fill(0);
    std::memcpy(run.folded.data(), text.data() + at, text.size() - at);
    bytes = _mm_load_si128(reinterpret_cast<const __m128i*>(run.folded.data()));
  }
  // Of signed bytes: a letter is one that lies between 'a' and 'z' once bit 5 is set.
  const __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
  const __m128i letters = _mm_and_si128(_mm_cmpgt_epi8(lower, _mm_set1_epi8('a' - 1)),
                                        _mm_cmplt_epi8(lower, _mm_set1_epi8('z' + 1)));
  const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(letters));
  const auto small = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, lower)));
  run.length = static_cast<std::uint32_t>(__builtin_ctz(~mask));
  run.capitals = ~small & ((1U << run.length) - 1);
  _mm_store_si128(reinterpret_cast<__m128i*>(run.folded.data()), lower);
  return run;
}
#else
inline LetterRun letter_run(std::string_view text, std::size_t at) {
  return letter_run_plain(text, at);
}
#endif

}  // namespace laurel::text
