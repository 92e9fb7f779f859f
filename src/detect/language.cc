#include "detect/language.h"

namespace laurel::detect {

bool is_english(const Reading& reading) {
  const text::Document& document = reading.document;
  if (document.letters == 0) return true;
  if (document.non_latin_letters * 2 > document.letters) return false;
  std::uint32_t foreign = 0;
  std::uint32_t glue = 0;
  std::uint32_t known = 0;
  std::uint32_t words = 0;
  std::uint32_t accented = 0;
  for (std::size_t i = 0; i < reading.words.size(); ++i) {
    const text::Token& token = document.tokens[i];
    if (!token.is_word()) continue;
    const WordInfo& info = *reading.words[i].info;
    ++words;
    if (token.has(text::kNotAscii) && token.code_end - token.code_begin < token.end - token.begin &&
        !token.has(text::kCapital))
      ++accented;
    if (info.is(kForeign)) {
      ++foreign;
    } else {
      glue += info.has(kCueGlue);
      known += info.has(kCueKnownWord);
    }
  }
  if (words == 0) return true;
  if (foreign > 0 && foreign + accented >= glue)
    return foreign + accented > known - glue || foreign > 1 ? false : known >= 2;
  if (accented > 1 && accented > glue) return false;
  // Neither side's small words: go by how much of the vocabulary is known.
  return words < 3 ? known > 0 || accented == 0 : known * 5 >= words * 2;
}

}  // namespace laurel::detect
