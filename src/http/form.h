// Forms as browsers send them: application/x-www-form-urlencoded and multipart/form-data (RFC 7578,
// WHATWG URL 5.1). Values are valid UTF-8 without NUL; files are views into the request's body.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace laurel::http {

struct FormLimits {
  std::size_t fields = 200;                    // files included
  std::size_t value = std::size_t{256} << 10;  // bytes of one value
  std::size_t file = std::size_t{64} << 20;    // bytes of one file
};

struct FormFile {
  std::string field;
  std::string name;  // what the browser says it is called, without folders; may be ""
  std::string type;  // what the browser says it is; never to be relied on
  std::string_view bytes;
};

class Form {
 public:
  // The first value of that name; all of them; all fields in order.
  std::optional<std::string_view> value(std::string_view name) const;
  std::string_view value_or(std::string_view name, std::string_view otherwise) const;
  std::vector<std::string_view> values(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

  const FormFile* file(std::string_view field) const;  // the first, or null
  const std::vector<FormFile>& files() const { return files_; }

 private:
  friend class FormBuilder;
  std::vector<std::pair<std::string, std::string>> fields_;
  std::vector<FormFile> files_;
};

// By the request's Content-Type; no body at all is an empty form. kUnsupported for other types,
// kInvalidInput for what is malformed or over a limit. Views in files are the request's.
base::Result<Form> read_form(const Request& request, const FormLimits& limits = {});

// The same from parts, for what is not a request. `content_type` with its boundary.
base::Result<Form> read_form(std::string_view content_type, std::string_view body,
                             const FormLimits& limits = {});

}  // namespace laurel::http
