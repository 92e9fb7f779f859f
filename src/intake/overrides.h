// --map FIELD=COLUMN: what a person says about a column stands over every guess. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "intake/mapping.h"
#include "intake/profile.h"

namespace laurel::intake {

// The column of that name, else the one whose name or question is the same ignoring case, else the
// nth for "#n". The error lists the columns there are.
base::Result<std::size_t> find_column(const Header& header, std::string_view column);

// `words`: of the column's name and question.
base::Status apply_request(const MapRequest& request, std::string_view words,
                           const ColumnProfile& profile, ColumnPlan& plan);

}  // namespace laurel::intake
