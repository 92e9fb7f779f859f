// Files: reading whole ones, and writing so that a crash leaves either the old content or the new,
// never half. Errors name the file and what to do. Functions are thread-safe on different paths.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace laurel::base {

// REQUIRES: the file fits in memory.
Result<std::string> read_file(const std::string& path);

// Writes beside the target, syncs, renames over it.
Status write_file(const std::string& path, std::string_view content);

// A sentence for a failed system call on a file: "reviews.csv can't be opened: it does not exist.
// Check the path." `action` completes "can't be …": opened, read, written.
Error file_error(const std::string& path, std::string_view action, int error_number);

}  // namespace laurel::base
