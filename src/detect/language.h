// Whether a text is English, the language the default model reads. Another language is said, never
// guessed at; short texts lean English. Thread-safe.
#pragma once

#include "detect/reading.h"

namespace laurel::detect {

// REQUIRES: read_words() was called on `reading`. A text without letters counts as supported: there
// is nothing to understand in it.
bool is_english(const Reading& reading);

}  // namespace laurel::detect
