#include "cli/model_file.h"

#include "app/detection.h"
#include "base/file.h"

namespace laurel::cli {

base::Result<std::shared_ptr<const detect::Model>> read_model_file(const std::string& path) {
  const std::string bytes = TRY(base::read_file(path));
  return detect::Model::parse(bytes);
}

base::Result<detect::Detector> detector_from(const Arguments& arguments) {
  std::shared_ptr<const detect::Model> model;
  if (const auto path = arguments.value("model")) model = TRY(read_model_file(*path));
  std::vector<detect::RosterEntry> roster;
  if (const auto path = arguments.value("roster"))
    roster = TRY(app::read_detection_roster({.path = *path}));
  return detect::Detector::create(roster, std::move(model));
}

}  // namespace laurel::cli
