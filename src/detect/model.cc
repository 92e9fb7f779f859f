#include "detect/model.h"

namespace laurel::detect {

std::shared_ptr<const Model> Model::embedded() {
  static const auto model = std::make_shared<const Model>();
  return model;
}

base::Result<std::shared_ptr<const Model>> Model::parse(std::string_view bytes) {
  if (!bytes.starts_with("LAURELPM"))
    return base::invalid_input("This is not a Laurel praise model; give a file that train wrote.");
  return base::unsupported("This model has another format version; train it again.");
}

}  // namespace laurel::detect
