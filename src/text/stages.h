// The two passes of analyse() over a Document whose source is set: internal to this module and its
// tests.
#pragma once

#include "text/document.h"

namespace laurel::text {

enum class Scan : std::uint8_t {
  kFast,   // whole words of ASCII letters at a time where there are any
  kPlain,  // letter by letter: what the fast way is tested against
};

// Fills tokens and the counts of characters.
void find_tokens(Document& document, Scan scan = Scan::kFast);
// Fills sentences and clauses from the tokens.
void find_sentences(Document& document);

}  // namespace laurel::text
