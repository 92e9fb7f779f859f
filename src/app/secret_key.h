// The key that secrets in the database are sealed with: made when Laurel is first served, kept in a
// file beside the data or where an operator wants it, and known again by its fingerprint, so that a
// missing or wrong file is said at the start and not when a webhook comes.
#pragma once

#include <string>

#include "base/result.h"
#include "base/secret_box.h"
#include "store/database.h"

namespace laurel::app {

// For SQLite the database's path with ".key" after it; for PostgreSQL laurel.key where Laurel runs.
std::string default_key_file(const store::Database& database);

// Reads the key, or makes key and file when the database has never had one; webhook secrets that an
// earlier version stored in the clear are sealed then. kNotFound and kInvalidInput say which file
// is missing or wrong and what to do.
base::Result<base::SecretBox> open_secret_box(store::Database& database, const std::string& file);

}  // namespace laurel::app
