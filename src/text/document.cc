#include "text/document.h"

#include "text/stages.h"

namespace laurel::text {

void analyse(std::string_view source, Document& document) {
  document.source = source;
  find_tokens(document);
  find_sentences(document);
}

}  // namespace laurel::text
