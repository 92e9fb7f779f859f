// Small parts that pages of settings are made of: heads of tables, moments, problems. Pure.
#pragma once

#include <initializer_list>
#include <string_view>

#include "html/html.h"

namespace laurel::web {

html::Html heads(std::initializer_list<std::string_view> names);
html::Html moment(std::string_view at);  // RFC 3339; a dash when empty
html::Html problem_line(std::string_view problem);
// Sentences, one a line.
html::Html problem_lines(std::string_view problems);
// A button that does one thing to one row, after asking.
html::Html row_action(std::string_view address, std::string_view form_token, std::string_view words,
                      std::string_view question);

}  // namespace laurel::web
