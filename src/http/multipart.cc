#include "http/multipart.h"

#include <algorithm>

#include "http/encoding.h"

namespace laurel::http {
namespace {

constexpr std::size_t kLongestHead = 16 << 10;  // of a part

// The next `; name="value"` of a header, its quotes undone as browsers do them (WHATWG HTML,
// 4.10.21.8: percent-encoded quotes and line ends; a backslash is one).
struct Parameter {
  std::string name, value;
};
base::Result<Parameter> next_parameter(std::string_view& rest) {
  Parameter out;
  const std::size_t equals = rest.find('=');
  if (equals == std::string_view::npos) return malformed_parts();
  out.name = lower_case(trimmed(rest.substr(0, equals)));
  rest = trimmed(rest.substr(equals + 1));
  if (!rest.starts_with('"')) {
    out.value = next_item(rest, ';');
    return out;
  }
  const std::size_t close = rest.find('"', 1);
  if (close == std::string_view::npos) return malformed_parts();
  for (std::size_t i = 1; i < close; ++i) {
    if (rest.substr(i, 3) == "%22") {
      out.value += '"';
      i += 2;
    } else if (rest.substr(i, 3) == "%0D" || rest.substr(i, 3) == "%0A") {
      i += 2;  // no name needs line ends
    } else {
      out.value += rest[i];
    }
  }
  rest.remove_prefix(close + 1);
  next_item(rest, ';');
  return out;
}

// Some browsers of old, and people with other aims, send folders along.
std::string without_folders(std::string name) {
  const std::size_t slash = name.find_last_of("/\\");
  if (slash != std::string::npos) name.erase(0, slash + 1);
  if (name == "." || name == "..") name.clear();
  return name;
}

}  // namespace

base::Result<std::string> boundary_of(std::string_view content_type) {
  next_item(content_type, ';');
  while (!content_type.empty()) {
    const Parameter parameter = TRY(next_parameter(content_type));
    // RFC 2046 5.1.1: 1 to 70 characters.
    if (parameter.name == "boundary" && !parameter.value.empty() && parameter.value.size() <= 70)
      return parameter.value;
  }
  return malformed_parts();
}

base::Result<PartHead> read_part_head(std::string_view lines) {
  PartHead out;
  bool named = false;
  while (!lines.empty()) {
    const std::size_t end = lines.find("\r\n");
    std::string_view line = lines.substr(0, end);
    lines = end == std::string_view::npos ? std::string_view() : lines.substr(end + 2);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return malformed_parts();
    const std::string_view name = line.substr(0, colon);
    line = trimmed(line.substr(colon + 1));
    if (equals_ignoring_case(name, "content-type")) out.type = line;
    if (!equals_ignoring_case(name, "content-disposition")) continue;
    if (!equals_ignoring_case(next_item(line, ';'), "form-data")) return malformed_parts();
    while (!line.empty()) {
      Parameter parameter = TRY(next_parameter(line));
      if (parameter.name == "name") {
        out.field = std::move(parameter.value);
        named = true;
      } else if (parameter.name == "filename") {
        out.file_name = without_folders(std::move(parameter.value));
        out.is_file = true;
      }
    }
  }
  if (!named) return malformed_parts();
  return out;
}

base::Error malformed_parts() {
  return base::invalid_input("The form's parts can't be told apart. Send it again.");
}

base::Result<MultipartReader> MultipartReader::create(std::string_view content_type,
                                                      MultipartSink& sink, FormLimits limits) {
  std::string_view rest = content_type;
  if (!equals_ignoring_case(next_item(rest, ';'), "multipart/form-data"))
    return base::unsupported("A file is sent as multipart/form-data.");
  return MultipartReader(TRY(boundary_of(content_type)), sink, limits);
}

MultipartReader::MultipartReader(const std::string& boundary, MultipartSink& sink,
                                 FormLimits limits)
    : sink_(&sink), limits_(limits), between_("\r\n--" + boundary), buffer_("\r\n") {}

base::Status MultipartReader::put(std::string_view bytes) {
  buffer_ += bytes;
  for (bool moved = true; moved;) {
    moved = TRY([&]() -> base::Result<bool> {
      switch (at_) {
        case At::kBetween:
          return read_between();
        case At::kHead:
          return read_head();
        case At::kBody:
          return read_body();
        case At::kEnd:
          buffer_.clear();
          return false;
      }
      return false;
    }());
  }
  return {};
}

base::Status MultipartReader::finish() const {
  return at_ == At::kEnd ? base::Status() : malformed_parts();
}

// At a delimiter: what follows it says whether there is another part.
base::Result<bool> MultipartReader::read_between() {
  if (buffer_.size() < between_.size() + 2) {
    if (!between_.starts_with(std::string_view(buffer_).substr(0, between_.size())))
      return malformed_parts();
    return false;
  }
  const std::string_view after = std::string_view(buffer_).substr(between_.size(), 2);
  if (!buffer_.starts_with(between_) || (after != "\r\n" && after != "--"))
    return malformed_parts();
  at_ = after == "--" ? At::kEnd : At::kHead;
  buffer_.erase(0, between_.size() + 2);
  return true;
}

base::Result<bool> MultipartReader::read_head() {
  const std::size_t end = buffer_.find("\r\n\r\n");
  if (end == std::string::npos) {
    if (buffer_.size() > kLongestHead) return malformed_parts();
    return false;
  }
  part_ = TRY(read_part_head(std::string_view(buffer_).substr(0, end)));
  for (const std::string& text : {part_.field, part_.file_name, part_.type}) {
    if (!is_acceptable_text(text))
      return base::invalid_input("The file's name is not UTF-8. Rename the file.");
  }
  if (++parts_ > limits_.fields) return base::invalid_input("The form has too many fields.");
  buffer_.erase(0, end + 4);
  value_.clear();
  file_bytes_ = 0;
  at_ = At::kBody;
  if (part_.is_file) TRY(sink_->begin_file(part_.field, part_.file_name, part_.type));
  return true;
}

base::Result<bool> MultipartReader::read_body() {
  const std::size_t end = buffer_.find(between_);
  const bool ends = end != std::string::npos;
  // The beginning of a delimiter may stand at the end.
  const std::size_t sure =
      ends ? end : buffer_.size() - std::min(buffer_.size(), between_.size() - 1);
  const std::string_view bytes = std::string_view(buffer_).substr(0, sure);
  if (part_.is_file) {
    file_bytes_ += bytes.size();
    if (file_bytes_ > limits_.file)
      return base::invalid_input("The file is too large. Split it, or send it another way.");
    if (!bytes.empty()) TRY(sink_->file_bytes(bytes));
  } else {
    value_ += bytes;
    if (value_.size() > limits_.value)
      return base::invalid_input("A field of the form is too long. Shorten it.");
  }
  buffer_.erase(0, sure);
  if (!ends) return false;
  if (!part_.is_file) {
    if (!is_acceptable_text(value_))
      return base::invalid_input("A field of the form is not UTF-8. Send the form as UTF-8.");
    TRY(sink_->field(part_.field, std::move(value_)));
  }
  at_ = At::kBetween;
  return true;
}

}  // namespace laurel::http
