// Customers' words on a page, with the praising parts marked. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "detect/praise.h"
#include "html/html.h"

namespace laurel::web {

// `text` with the spans, in code points, as <mark>, and what was `found` in it emphasized. Spans
// may overlap, come in any order and reach beyond the end.
html::Html marked_words(std::string_view text, std::vector<detect::Span> spans,
                        std::vector<detect::Span> found = {});

// The words of a span of code points.
std::string words_at(std::string_view text, detect::Span span);

// "went above and beyond, courtesy", as a person reads it; "" for none.
std::string behaviour_words(detect::BehaviourSet behaviours);

// "9 June 2026".
std::string day_words(base::Date date);

}  // namespace laurel::web
