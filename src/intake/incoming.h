// A response as programs send it, over the API or in a webhook: names where the store has ids.
// app/ingest turns it into a record; the names mean what they mean in an imported file
// (intake/mapping.h). Plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"

namespace laurel::intake {

// As JSON has it. A text stands for a score as it would in a file ("9", "yes"), for a choice by its
// words, and for itself where the question asks for words.
using IncomingValue = std::variant<std::int64_t, double, bool, std::string>;

struct IncomingAnswer {
  std::string question;  // its key
  IncomingValue value;
};

struct IncomingResponse {
  std::string source;       // empty: what the request names
  std::string external_id;  // empty: nobody will send it again
  std::optional<base::Date> date;
  std::optional<base::Timestamp> received_at;  // unset: now
  std::string market, unit, channel, account;
  std::string contact_email, contact_name;
  std::string language;                // "en", "en-GB", "English"
  std::vector<std::string> served_by;  // employee ids, addresses or names
  std::vector<IncomingAnswer> answers;
};

}  // namespace laurel::intake
