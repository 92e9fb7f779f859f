#include "detect/language.h"

namespace laurel::detect {

bool is_english(const Reading& reading) {
  const text::Document& document = reading.document;
  if (document.letters == 0) return true;
  if (document.non_latin_letters * 2 > document.letters) return false;
  const auto [words, foreign, glue, known, accented] = reading.signs;
  if (words == 0) return true;
  if (foreign > 0 && foreign + accented >= glue)
    return foreign + accented > known - glue || foreign > 1 ? false : known >= 2;
  if (accented > 1 && accented > glue) return false;
  // Neither side's small words: go by how much of the vocabulary is known.
  return words < 3 ? known > 0 || accented == 0 : known * 5 >= words * 2;
}

}  // namespace laurel::detect
