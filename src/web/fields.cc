#include "web/fields.h"

namespace laurel::web {

schema::Fields fields_of(const http::Form& form) {
  schema::Fields fields = form.fields();
  std::erase_if(fields, [](const auto& field) { return field.first == "form_token"; });
  return fields;
}

schema::Fields page_query(const http::Request& request) {
  schema::Fields fields = request.query_pairs();
  std::erase_if(fields, [](const auto& field) { return field.first == "done"; });
  return fields;
}

std::string first_problem(const std::vector<schema::Problem>& problems) {
  const schema::Problem& first = problems.front();
  return first.pointer.empty() ? first.message : first.pointer.substr(1) + ": " + first.message;
}

}  // namespace laurel::web
