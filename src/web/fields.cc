#include "web/fields.h"

namespace laurel::web {

schema::Fields fields_of(const http::Form& form) {
  schema::Fields fields = form.fields();
  std::erase_if(fields, [](const auto& field) { return field.first == "form_token"; });
  return fields;
}

schema::Fields fields_of(const http::Form& form, std::string_view lines) {
  schema::Fields fields;
  for (auto& [field_name, value] : fields_of(form)) {
    if (field_name != lines) {
      fields.emplace_back(field_name, value);
      continue;
    }
    for (std::string_view rest = value; !rest.empty();) {
      const std::size_t end = rest.find('\n');
      const std::string_view line = rest.substr(0, end);
      if (line.find_first_not_of(" \r\t") != std::string_view::npos)
        fields.emplace_back(field_name, line);
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
  }
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
