// A roster file as the detector needs it, for the commands that work without a database.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "detect/roster.h"

namespace laurel::cli {

// CSV or one JSON object a line with the columns employee_id, first_name, last_name,
// preferred_name, aliases (separated by ; or |), location, department, title, employed_from,
// employed_until (or start_date, end_date); only employee_id and one of the names are needed. Other
// columns are ignored.
base::Result<std::vector<detect::RosterEntry>> read_roster_file(const std::string& path);

}  // namespace laurel::cli
