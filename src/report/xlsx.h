// The report as an Excel workbook (Office Open XML): a summary, then a sheet a section with real
// numbers in their formats, intervals and counts in columns of their own, remarks, and what the
// figures were made with.
#pragma once

#include <string>

#include "base/result.h"
#include "report/report.h"

namespace laurel::report {

// The bytes of the file. Thread-safe. Error (kUnavailable) when no temporary file can be written,
// which is how the library works.
base::Result<std::string> to_xlsx(const Report& report);

}  // namespace laurel::report
