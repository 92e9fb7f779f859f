// Laurel's own JSON of a response, as the API and generic webhooks take it:
//
//   {"external_id": "r1", "source": "crm", "date": "2026-03-01", "received_at":
//   "2026-03-01T10:00:00Z",
//    "market": "North", "unit": "Leeds", "channel": "phone", "account": "A1",
//    "contact_email": "ann@example.com", "contact_name": "Ann", "language": "en",
//    "served_by": ["E7"], "answers": {"nps": 9, "comment": "Maria stayed late."}}
//
// Everything but `answers` may be missing or null; an answer that is null was not given. Members
// that aren't listed are errors, so that a misspelt one is not lost. Read in one pass into the
// struct, without a document in between. Thread-safe. Source: RFC 8259.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "intake/incoming.h"

namespace laurel::intake {

// One object, or an array of them. The error names the member and says what to send instead; of
// several, also which.
base::Result<std::vector<IncomingResponse>> parse_responses(std::string_view json);
// One object.
base::Result<IncomingResponse> parse_response(std::string_view json);

inline constexpr std::size_t kMostAnswers = 500;      // of one response
inline constexpr std::size_t kMostResponses = 5'000;  // in one array

}  // namespace laurel::intake
