// Labelled verbatims and labelled links as files of JSON lines, for `laurel train` and
// `laurel evaluate`, and an evaluation as JSON. Formats: docs/detection.md. Functions are
// thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "detect/evaluation.h"

namespace laurel::wire {

// {"id", "source", "text", "commendation", "targets": [{"text", "kind", "evidence", "strength"}],
//  "behaviours": [], "hard", "fold"}: text and commendation are required. A file without folds gets
// them by turns. An error names the line.
base::Result<std::vector<detect::LabelledText>> parse_labels(std::string_view lines);

struct LinkText {
  std::string id;
  std::string organization;
  std::string text;
  std::string location;  // the organization's name when there is none
  std::vector<std::string> served_by;
  std::optional<base::Date> date;
  std::vector<detect::LabelledLink> mentions;

  // Views of this text; it must outlive the context.
  detect::Context context() const { return {location, served_by, date, "en", organization}; }
};

// {"id", "organization", "text", "location", "served_by", "date", "mentions": [{"text",
// "employee_id": "…" | "ambiguous" | null}]}
base::Result<std::vector<LinkText>> parse_links(std::string_view lines);

// Whether the first line of a file labels links rather than praise.
bool labels_links(std::string_view lines);

// Pretty-printed, ending in a newline.
std::string evaluation_json(const detect::Evaluation& evaluation,
                            const detect::Thresholds& thresholds);
std::string links_json(const detect::LinkScores& scores);

}  // namespace laurel::wire
