// Forms as attackers write them. The first line of the input is the Content-Type, the rest the
// body.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "http/encoding.h"
#include "http/form.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace laurel::http;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  if (line == std::string_view::npos) return 0;
  const FormLimits limits{.fields = 20, .value = 200, .file = 1000};
  const std::string_view body = input.substr(line + 1);
  const auto form = read_form(input.substr(0, line), body, limits);
  if (!form.ok()) return 0;
  CHECK(form->fields().size() + form->files().size() <= limits.fields);
  for (const auto& [name, value] : form->fields()) {
    CHECK(is_acceptable_text(name) && is_acceptable_text(value) && value.size() <= limits.value);
    CHECK(form->value(name).has_value());
  }
  for (const FormFile& file : form->files()) {
    CHECK(file.bytes.size() <= limits.file);
    CHECK(file.bytes.empty() ||
          (file.bytes.data() >= body.data() &&
           file.bytes.data() + file.bytes.size() <= body.data() + body.size()));
    CHECK(is_acceptable_text(file.name));
    CHECK(file.name.find_first_of("/\\") == std::string::npos && file.name != "..");
  }
  return 0;
}
