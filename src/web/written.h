// What the API's writing operations answer with: the work runs in a transaction that many requests
// share, and the answer is given when it is durable. With an Idempotency-Key it is done once, and
// the same request is answered alike for 24 hours.
#pragma once

#include <functional>
#include <optional>

#include "base/result.h"
#include "http/reply.h"
#include "schema/document.h"
#include "store/idempotency.h"
#include "web/visit.h"

namespace laurel::web {

inline constexpr std::string_view kIdempotencyKey = "Idempotency-Key";

// Runs on the write queue's thread and perhaps twice: it keeps nothing outside of the transaction.
using WriteWork = std::function<base::Result<store::KeptReply>(store::Transaction&)>;

// Whether the answer tells a secret: then it is kept sealed under its idempotency key.
enum class Keep : bool { kClear, kSealed };

http::Reply written(const Visit& visit, WriteWork work, Keep keep = Keep::kClear);

// The key that a request carries; nothing without one.
std::optional<store::RequestKey> request_key(const http::Request& request);
http::Response response_of(store::KeptReply reply);

// A value as what is kept.
template <typename T>
store::KeptReply kept(const schema::Declared<T>& type, const T& value, int status = 200) {
  return {status, schema::to_json(type, value)};
}
inline store::KeptReply nothing_to_say() { return {204, {}}; }

}  // namespace laurel::web
