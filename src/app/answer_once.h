// Requests with an idempotency key: done once, and answered with the same words whenever they are
// repeated within 24 hours. The reply is stored in the transaction of what it answers. Thread-safe.
#pragma once

#include <functional>
#include <string>

#include "app/ingest.h"
#include "base/clock.h"
#include "base/result.h"
#include "store/idempotency.h"
#include "store/write_queue.h"

namespace laurel::app {

// An error of a request is not kept: repeating it tries again. kConflict when the key was used with
// another request; kInvalidInput for an empty or overlong one.
using ReplyDone = std::function<void(base::Result<store::KeptReply>)>;

// Any write. `work` runs on the queue's thread and gives the reply.
void submit_once(store::WriteQueue& queue, const base::Clock& clock,
                 model::OrganizationId organization, store::RequestKey key,
                 std::function<base::Result<store::KeptReply>(store::Transaction&)> work,
                 ReplyDone done);

// Responses. `render` makes the reply from the results, on the queue's thread; before, after and
// done of the request are set here.
void submit_once(Ingest& ingest, const base::Clock& clock, IngestRequest request,
                 store::RequestKey key,
                 std::function<store::KeptReply(const IngestResults&)> render, ReplyDone done);

}  // namespace laurel::app
