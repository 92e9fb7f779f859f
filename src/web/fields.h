// What browsers send, on its way to a declared reader: fields of forms and queries without what the
// site adds itself, and problems as a page says them. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/form.h"
#include "http/message.h"
#include "schema/object.h"

namespace laurel::web {

schema::Fields fields_of(const http::Form& form);  // without the form token
// The same with a text of several lines as a list: a field for each line that isn't blank.
schema::Fields fields_of(const http::Form& form, std::string_view lines);
schema::Fields page_query(const http::Request& request);  // without what was just done

// "role: Give one of owner or leader."
std::string first_problem(const std::vector<schema::Problem>& problems);

}  // namespace laurel::web
