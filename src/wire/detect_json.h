// The lines of `laurel detect`: one JSON object in, one JSON object out. Formats:
// docs/detection.md. Functions are thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "detect/detector.h"

namespace laurel::wire {

// {"id":"r1","text":"…","location":"Leeds","business":"Castellan
// Bank","served_by":["E7"],"date":"2026-03-01",
//  "language":"en"}:
// `text` is required (null counts as empty), the rest may be missing or null; a number as id is
// kept as written; other fields are ignored.
struct DetectRequest {
  std::string id;
  bool id_is_number = false;
  bool has_id = false;
  std::string text;
  std::string location;
  std::string business;
  std::vector<std::string> served_by;
  std::optional<base::Date> date;
  std::string language;

  // Views of this request; it must outlive the context.
  detect::Context context() const { return {location, served_by, date, language, business}; }
};

base::Result<DetectRequest> parse_detect_request(std::string_view line);

// One line without its newline. Below the flag threshold nobody is a target.
void append_detection(std::string& out, const DetectRequest& request,
                      const detect::Detection& detection);

}  // namespace laurel::wire
