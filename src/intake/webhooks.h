// Webhooks in: whether one is genuine, and what responses it brings.
//
//   typeform    Typeform-Signature: sha256=base64(HMAC-SHA256(body)); event form_response
//   formbricks  Standard Webhooks (webhook-id, webhook-timestamp, webhook-signature: v1,base64 of
//               HMAC-SHA256(id.timestamp.body), secret whsec_base64); event responseFinished
//   zendesk     X-Zendesk-Webhook-Signature: base64(HMAC-SHA256(timestamp + body)) with
//               X-Zendesk-Webhook-Signature-Timestamp; event zen:event-type:ticket.csat_received
//   generic     Standard Webhooks around Laurel's own JSON (intake/incoming_json.h), one object or
//               an array
//
// Where the protocol has a timestamp, it must be within five minutes of now. Signatures are
// compared in constant time. Pure; thread-safe. Sources: the senders' documentation;
// standardwebhooks.com.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "intake/incoming.h"

namespace laurel::intake {

enum class WebhookKind : std::uint8_t { kTypeform, kFormbricks, kZendesk, kGeneric };
std::string_view name(WebhookKind kind);
std::optional<WebhookKind> webhook_kind_named(std::string_view name);

struct WebhookRequest {
  std::string_view body;
  // The value of a header by its name in lower case; empty when there is none.
  std::function<std::string_view(std::string_view)> header;
};

struct WebhookEvent {
  std::string id;       // unique for the sender; the same when it is sent again
  bool wanted = false;  // false: a genuine event of another type, to be answered and passed over
};

// kUnauthenticated for a signature or timestamp that isn't as it has to be, kInvalidInput for a
// genuine body that isn't what the kind sends.
base::Result<WebhookEvent> verify_webhook(WebhookKind kind, std::string_view secret,
                                          const WebhookRequest& request, base::Timestamp now);

// A new secret in the form the sender needs. `random` is 32 bytes from the operating system.
std::string webhook_secret(WebhookKind kind, std::string_view random);
// Some senders make the secret themselves. kInvalidInput when it can't be one of that kind.
base::Status check_webhook_secret(WebhookKind kind, std::string_view secret);

// What one field of the sender means: a field of a response as --map names it ("external_id",
// "unit", …) or the key of a question. Fields that aren't mapped are passed over, but for what
// every event of the kind has: its id, when it came in, and the language. Generic ones need no
// mapping.
struct WebhookMapping {
  struct Line {
    std::string meaning;  // "nps", "comment", "unit"
    std::string field;    // Typeform: ref or id of a field, hidden:NAME; Formbricks: question id,
                          // or a path such as meta.url; Zendesk: a name or path in the event, its
                          // current values or its detail
  };
  std::vector<Line> lines;
};
// "nps=likely_to_recommend". kInvalidInput says what is wrong with a line.
base::Result<WebhookMapping> parse_webhook_mapping(std::span<const std::string> lines);

// The responses of a wanted event. kInvalidInput when the body isn't what the kind sends, or
// nothing of it is mapped.
base::Result<std::vector<IncomingResponse>> map_webhook(WebhookKind kind,
                                                        const WebhookMapping& mapping,
                                                        std::string_view body);

}  // namespace laurel::intake
