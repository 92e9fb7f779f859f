// Errors as the API answers them: problem details (RFC 9457) with one sentence and, where what was
// sent can't be used, every problem with its place. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"
#include "schema/reading.h"

namespace laurel::web {

// 400, 401, 403, 404, 409, 422, 429, 500 or 503.
int status_of(base::ErrorCode code);

// The words for whoever asked. What went wrong inside (kInternal) is logged with the request's id
// and answered without its detail.
http::Response problem(const http::Request& request, const base::Error& error);
// 422 with all of them.
http::Response problem(const http::Request& request, const std::vector<schema::Problem>& problems);

// {"type", "title", "status", "detail", "errors"?, "request"}.
std::string problem_json(int status, std::string_view detail,
                         const std::vector<schema::Problem>& problems, std::string_view request);

// An error on its way to a person or program: logged if it is the program's fault.
void log_if_internal(const http::Request& request, const base::Error& error);

}  // namespace laurel::web
