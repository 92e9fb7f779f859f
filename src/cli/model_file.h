// The detector that detect and evaluate work with: --model and --roster, or the built-in model and
// an empty roster.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "cli/arguments.h"
#include "detect/detector.h"
#include "detect/model.h"

namespace laurel::cli {

base::Result<std::shared_ptr<const detect::Model>> read_model_file(const std::string& path);
base::Result<detect::Detector> detector_from(const Arguments& arguments);

}  // namespace laurel::cli
