// Model: the weights of the detector. Immutable, shared between detectors and threads.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "detect/detector.h"

namespace laurel::detect {

class Model {
 public:
  // The weights embedded in the program.
  static std::shared_ptr<const Model> embedded();
  // Reads the bytes of a model file; refuses a damaged file or another format version.
  static base::Result<std::shared_ptr<const Model>> parse(std::string_view bytes);

  Thresholds thresholds{0.2F, 0.5F, 0.95F};
  std::string version = "laurel-en-0";
};

}  // namespace laurel::detect
