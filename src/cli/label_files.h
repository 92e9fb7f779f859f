// The labelled texts that train and evaluate learn from: the file to report on, and what --more,
// --chosen and --also add. Not thread-safe.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/command.h"
#include "detect/evaluation.h"

namespace laurel::cli {

// The texts of `path` first, then those of --more (cross-validated, not reported), then those of
// --also and --chosen (only trained on, --also with a quarter of the weight).
base::Result<std::vector<detect::LabelledText>> read_training_labels(const Arguments& arguments,
                                                                     const std::string& path);

}  // namespace laurel::cli
