#include "cli/label_files.h"

#include "base/file.h"
#include "detect/training.h"
#include "wire/labels_json.h"

namespace laurel::cli {

// Written texts are plainer than real ones: they should not outvote them.
constexpr float kAlsoWeight = 0.25F;

base::Result<std::vector<detect::LabelledText>> read_training_labels(const Arguments& arguments,
                                                                     const std::string& path) {
  const std::string own = TRY(base::read_file(path));
  auto labels = TRY(wire::parse_labels(own));
  const auto add = [&](const std::string& file, bool only_train, float weight) -> base::Status {
    const std::string content = TRY(base::read_file(file));
    auto more = TRY(wire::parse_labels(content));
    for (detect::LabelledText& label : more) {
      label.reported = false;
      label.weight = weight;
      if (only_train) label.fold = detect::kTrainOnly;
      labels.push_back(std::move(label));
    }
    return {};
  };
  for (const std::string& file : arguments.values("more"))
    if (auto status = add(file, false, 1); !status.ok()) return std::move(status).error();
  for (const std::string& file : arguments.values("also"))
    if (auto status = add(file, true, kAlsoWeight); !status.ok()) return std::move(status).error();
  for (const std::string& file : arguments.values("chosen"))
    if (auto status = add(file, true, 1); !status.ok()) return std::move(status).error();
  return labels;
}

}  // namespace laurel::cli
