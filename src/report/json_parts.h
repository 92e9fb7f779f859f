// The JSON of figures and comparisons, and of the sections that json.cc leaves to other files.
// Inside the report only.
#pragma once

#include <optional>
#include <string_view>

#include "report/figure.h"
#include "report/report.h"
#include "wire/json_writer.h"

namespace laurel::report {

// As a value.
void write(wire::JsonWriter& json, const Figure& figure, double conf_level);
// As a member of an open object; without a figure nothing.
void write(wire::JsonWriter& json, std::string_view key, const std::optional<Figure>& figure,
           double conf_level);
// Its members, in an open object.
void write(wire::JsonWriter& json, const Comparison& comparison, double conf_level);

// "certainty", "next_survey" and "experience".
void write_what_rows_tell(wire::JsonWriter& json, const Report& report);
// "people" and "unit_standing".
void write_people(wire::JsonWriter& json, const Report& report);
// "scorecard".
void write_scorecard(wire::JsonWriter& json, const Report& report);
// "retention".
void write_retention(wire::JsonWriter& json, const Report& report);

}  // namespace laurel::report
