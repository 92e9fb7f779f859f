// The `laurel stats` filter: every statistic of Laurel over JSON, so that shells, job queues and
// Spark can use it and reference cases can check it. Pure; thread-safe.
//
// in:  an array of {"id", "method", "input"}
// out: one object {id: {field: value, …}}. An undefined value is null, with its reason under
//      "reason": {field: why}; infinities are "inf" and "-inf". A case that can't be answered gives
//      {"error": "…"}; the others are still answered.
// Methods that resample take "seed" (default 1) and "resamples" (default 100000).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace laurel::wire {

struct StatsRun {
  std::size_t answered = 0;
  std::size_t failed = 0;

  int exit_status() const { return failed == 0 ? 0 : 1; }
};

// Appends the answers to `json_out` without a newline. Error (kInvalidInput) when the whole text is
// unusable: no JSON, not an array, or a case without an id of its own; nothing is appended then.
base::Result<StatsRun> run_stats(std::string_view json_in, std::string& json_out);

// The names run_stats knows, sorted.
std::vector<std::string> stats_methods();

}  // namespace laurel::wire
