// Where webhooks come from: one row for each form, survey or program that may send to an
// organization. The secret is sealed
// (base/secret_box.h), only given to verification and never listed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/ids.h"
#include "store/database.h"

namespace laurel::store {

using WebhookSourceId = model::UuidId<struct WebhookSourceTag>;

struct WebhookSource {
  WebhookSourceId id;
  std::string name;                  // the source of its responses; unique within the organization
  std::string kind;                  // "typeform", "formbricks", "zendesk", "generic"
  std::vector<std::string> mapping;  // a line for each: "nps=field_ref" (intake/webhooks.h)
  bool enabled = true;
  base::Timestamp created_at;
};

// kConflict when the name is taken.
base::Status add_webhook_source(Transaction& tx, model::OrganizationId organization,
                                const WebhookSource& source, const std::string& secret);
// Name, mapping and whether it is enabled; kNotFound.
base::Status update_webhook_source(Transaction& tx, model::OrganizationId organization,
                                   const WebhookSource& source);
base::Status replace_webhook_secret(Transaction& tx, model::OrganizationId organization,
                                    WebhookSourceId id, const std::string& secret);
base::Result<std::vector<WebhookSource>> list_webhook_sources(Transaction& tx,
                                                              model::OrganizationId organization);

struct WebhookSourceWithSecret {
  WebhookSource source;
  std::string secret;  // sealed
};
base::Result<std::optional<WebhookSourceWithSecret>> find_webhook_source(
    Transaction& tx, model::OrganizationId organization, WebhookSourceId id);

// Of all organizations, for sealing what an earlier version kept in the clear.
struct StoredWebhookSecret {
  model::OrganizationId organization;
  WebhookSourceId source;
  std::string secret;
};
base::Result<std::vector<StoredWebhookSecret>> list_webhook_secrets(Transaction& tx);

}  // namespace laurel::store
