// Options that every command reading a file of rows takes: --dates and --encoding.
#pragma once

#include "base/result.h"
#include "cli/arguments.h"
#include "intake/bytes.h"
#include "intake/values.h"

namespace laurel::cli {

inline constexpr Option kDatesOption = {"dates", "dmy|mdy",
                                        "whether 03/04/2025 is in April or in March"};
inline constexpr Option kEncodingOption = {
    "encoding", "NAME", "utf-8, windows-1252 or utf-16 (default: found out, UTF-8 otherwise)"};

// Unknown when not given: the file's own dates decide.
base::Result<intake::DateOrder> dates_of(const Arguments& arguments);
base::Result<intake::Encoding> encoding_of(const Arguments& arguments);

}  // namespace laurel::cli
