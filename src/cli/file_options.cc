#include "cli/file_options.h"

#include <fmt/format.h>

namespace laurel::cli {

base::Result<intake::DateOrder> dates_of(const Arguments& arguments) {
  const auto dates = arguments.value("dates");
  if (!dates) return intake::DateOrder::kUnknown;
  const intake::DateOrder order = intake::date_order(*dates);
  if (order != intake::DateOrder::kUnknown) return order;
  return base::invalid_input("--dates is dmy (day first) or mdy (month first).");
}

base::Result<intake::Encoding> encoding_of(const Arguments& arguments) {
  const std::string encoding = arguments.value_or("encoding", "auto");
  const auto known = intake::encoding_named(encoding);
  if (known) return *known;
  return base::invalid_input(fmt::format(
      "The encoding {} is not known. Use utf-8, windows-1252, utf-16le or utf-16be.", encoding));
}

}  // namespace laurel::cli
