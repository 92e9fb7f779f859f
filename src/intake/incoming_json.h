// Laurel's own JSON of a response, as the API and generic webhooks take it:
//
//   {"external_id": "r1", "source": "crm", "date": "2026-03-01", "market": "North", "unit":
//   "Leeds",
//    "channel": "phone", "account": "A1", "contact_email": "ann@example.com", "contact_name":
//    "Ann", "language": "en", "served_by": ["E7"], "answers": {"nps": 9, "comment": "Maria stayed
//    late."}}
//
// Everything but `answers` may be missing or null; an answer that is null was not given. Members
// that aren't declared are errors, so that a misspelt one is not lost. Thread-safe.
#pragma once

#include "intake/incoming.h"
#include "schema/object.h"

namespace laurel::intake {

inline constexpr std::size_t kMostAnswers = 500;

schema::ObjectType<IncomingResponse> incoming_response();

}  // namespace laurel::intake
