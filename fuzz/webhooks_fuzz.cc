// Webhooks from outside: no bytes crash verification or mapping, nothing passes without the right
// signature, and what is mapped is a response.
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/secret.h"
#include "intake/base64.h"
#include "intake/webhooks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace laurel;
  using namespace laurel::intake;
  if (size == 0) return 0;
  const auto kind = static_cast<WebhookKind>(data[0] % 4);
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  const base::Timestamp now{std::int64_t{1'614'265'330} * 1'000'000};
  const std::string secret = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  // Every header is the body: whatever it is, it is no signature of itself.
  const auto forged =
      verify_webhook(kind, secret, {body, [&](std::string_view) { return body; }}, now);
  CHECK(!forged.ok());

  const auto sign = [](std::string_view key, const std::string& message) {
    const base::Digest digest = base::hmac_sha256(key, message);
    return base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
  };
  const std::string whole(body);
  const std::string standard = "v1," + sign(*unbase64(secret), "id.1614265330." + whole);
  const std::string typeform = "sha256=" + sign(secret, whole);
  const std::string zendesk_time = now.to_string();
  const std::string zendesk = sign(secret, zendesk_time + whole);
  const auto header = [&](std::string_view name) -> std::string_view {
    if (name == "webhook-id") return "id";
    if (name == "webhook-timestamp") return "1614265330";
    if (name == "webhook-signature") return standard;
    if (name == "typeform-signature") return typeform;
    if (name == "x-zendesk-webhook-signature") return zendesk;
    return zendesk_time;
  };
  const auto genuine = verify_webhook(kind, secret, {body, header}, now);
  CHECK(genuine.ok() || genuine.error().code == base::ErrorCode::kInvalidInput);

  const std::vector<std::string> lines = {"nps=a",     "why=b.c",       "unit=hidden:d",
                                          "date=date", "served_by=who", "received_at=time"};
  const auto mapped = map_webhook(kind, *parse_webhook_mapping(lines), body);
  if (!mapped.ok() || kind == WebhookKind::kGeneric) return 0;
  CHECK(mapped->size() == 1);
  CHECK(!mapped->front().external_id.empty() && !mapped->front().answers.empty());
  return 0;
}
