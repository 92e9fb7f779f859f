#include "http/form.h"

#include <algorithm>

#include "http/encoding.h"
#include "http/multipart.h"

namespace laurel::http {

// Fills a Form and watches over its limits.
class FormBuilder {
 public:
  explicit FormBuilder(const FormLimits& limits) : limits_(limits) {}

  base::Status add(std::string name, std::string value) {
    if (value.size() > limits_.value)
      return base::invalid_input("A field of the form is too long. Shorten it.");
    if (!is_acceptable_text(name) || !is_acceptable_text(value))
      return base::invalid_input("A field of the form is not UTF-8. Send the form as UTF-8.");
    form_.fields_.emplace_back(std::move(name), std::move(value));
    return count();
  }

  base::Status add(FormFile file) {
    if (file.bytes.size() > limits_.file)
      return base::invalid_input("The file is too large. Split it, or send it another way.");
    if (!is_acceptable_text(file.field) || !is_acceptable_text(file.name) ||
        !is_acceptable_text(file.type)) {
      return base::invalid_input("The file's name is not UTF-8. Rename the file.");
    }
    form_.files_.push_back(std::move(file));
    return count();
  }

  Form finish() { return std::move(form_); }

 private:
  base::Status count() const {
    if (form_.fields_.size() + form_.files_.size() > limits_.fields)
      return base::invalid_input("The form has too many fields.");
    return {};
  }

  FormLimits limits_;
  Form form_;
};

namespace {

base::Result<Form> read_urlencoded(std::string_view body, const FormLimits& limits) {
  FormBuilder builder(limits);
  base::Status status;
  for_each_pair(body, [&](std::string name, std::string value) {
    status = builder.add(std::move(name), std::move(value));
    return status.ok();
  });
  if (!status.ok()) return std::move(status).error();
  return builder.finish();
}

base::Result<Form> read_multipart(std::string_view content_type, std::string_view body,
                                  const FormLimits& limits) {
  const std::string delimiter = "--" + TRY(boundary_of(content_type));
  const std::string between = "\r\n" + delimiter;
  FormBuilder builder(limits);
  if (!body.starts_with(delimiter)) return malformed_parts();
  body.remove_prefix(delimiter.size());
  while (!body.starts_with("--")) {
    if (!body.starts_with("\r\n")) return malformed_parts();
    body.remove_prefix(2);
    const std::size_t head_end = body.find("\r\n\r\n");
    if (head_end == std::string_view::npos) return malformed_parts();
    PartHead head = TRY(read_part_head(body.substr(0, head_end)));
    body.remove_prefix(head_end + 4);
    const std::size_t end = body.find(between);
    if (end == std::string_view::npos) return malformed_parts();
    const std::string_view bytes = body.substr(0, end);
    body.remove_prefix(end + between.size());
    if (!head.is_file) {
      TRY(builder.add(std::move(head.field), std::string(bytes)));
    } else if (!bytes.empty() || !head.file_name.empty()) {  // else no file was chosen
      TRY(builder.add(
          {std::move(head.field), std::move(head.file_name), std::move(head.type), bytes}));
    }
  }
  return builder.finish();
}

}  // namespace

std::optional<std::string_view> Form::value(std::string_view name) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(),
                                  [&](const auto& field) { return field.first == name; });
  if (found == fields_.end()) return std::nullopt;
  return found->second;
}

std::string_view Form::value_or(std::string_view name, std::string_view otherwise) const {
  return value(name).value_or(otherwise);
}

std::vector<std::string_view> Form::values(std::string_view name) const {
  std::vector<std::string_view> out;
  for (const auto& field : fields_) {
    if (field.first == name) out.push_back(field.second);
  }
  return out;
}

const FormFile* Form::file(std::string_view field) const {
  const auto found = std::find_if(files_.begin(), files_.end(),
                                  [&](const FormFile& file) { return file.field == field; });
  return found == files_.end() ? nullptr : &*found;
}

base::Result<Form> read_form(std::string_view content_type, std::string_view body,
                             const FormLimits& limits) {
  std::string_view rest = content_type;
  const std::string_view type = next_item(rest, ';');
  if (equals_ignoring_case(type, "application/x-www-form-urlencoded"))
    return read_urlencoded(body, limits);
  if (equals_ignoring_case(type, "multipart/form-data"))
    return read_multipart(content_type, body, limits);
  if (type.empty() && body.empty()) return Form();
  return base::unsupported(
      "A form is sent as application/x-www-form-urlencoded or multipart/form-data.");
}

base::Result<Form> read_form(const Request& request, const FormLimits& limits) {
  return read_form(request.header("content-type"), request.body, limits);
}

}  // namespace laurel::http
