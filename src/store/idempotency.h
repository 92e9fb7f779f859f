// Replies kept under an idempotency key, so that a request that is repeated is answered as the
// first time and does nothing again. A reply is kept in the transaction of what it answers.
// Source: draft-ietf-httpapi-idempotency-key-header.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "model/ids.h"
#include "store/database.h"

namespace laurel::store {

struct RequestKey {
  std::string key;      // as the client chose it, at most kMostKeyBytes
  std::string request;  // hash of method, path and body: what the key stands for
};
inline constexpr std::size_t kMostKeyBytes = 255;
inline constexpr std::int64_t kKeptMicros = std::int64_t{24} * 3600 * 1'000'000;

struct KeptReply {
  std::int32_t status = 200;
  std::string body;
};

// The reply kept under the key within the last 24 hours. kConflict when the key was used with
// another request.
base::Result<std::optional<KeptReply>> find_reply(Transaction& tx,
                                                  model::OrganizationId organization,
                                                  const RequestKey& key, base::Timestamp now);
// Keeps it, in the place of one that is older than 24 hours.
base::Status keep_reply(Transaction& tx, model::OrganizationId organization, const RequestKey& key,
                        const KeptReply& reply, base::Timestamp now);
// Forgets replies older than 24 hours, at most `most` of them; how many.
base::Result<std::int64_t> forget_replies(Transaction& tx, model::OrganizationId organization,
                                          base::Timestamp now, std::int64_t most);

}  // namespace laurel::store
