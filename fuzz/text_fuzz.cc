// Any bytes become tokens whose offsets lie in the text and in order.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "text/document.h"
#include "text/fold.h"
#include "text/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static laurel::text::Document document;
  laurel::text::analyse(bytes, document);
  std::uint32_t end = 0;
  for (const auto& token : document.tokens) {
    CHECK(token.begin >= end && token.end > token.begin && token.end <= size);
    CHECK(token.code_end > token.code_begin && token.code_end <= document.code_points);
    end = token.end;
    laurel::text::fold(document.words(token));
  }
  CHECK(document.code_points == laurel::text::count_code_points(bytes));
  std::uint32_t next = 0;
  for (const auto& sentence : document.sentences) {
    CHECK(sentence.begin == next && sentence.end > sentence.begin);
    next = sentence.end;
  }
  CHECK(next == document.tokens.size());
  return 0;
}
