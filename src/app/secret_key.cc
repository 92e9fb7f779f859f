#include "app/secret_key.h"

#include <fmt/format.h>

#include "store/deployment_settings.h"
#include "store/webhook_sources.h"

namespace laurel::app {
namespace {

base::Status check_known(const base::SecretBox& box, const std::string& fingerprint,
                         const std::string& file) {
  if (box.fingerprint() == fingerprint) return {};
  return base::invalid_input(
      fmt::format("{} is another key than the one that secrets in this database are sealed with. "
                  "Name the right file with --secret-key-file.",
                  file));
}

base::Status seal_what_is_clear(store::Transaction& tx, const base::SecretBox& box) {
  for (const store::StoredWebhookSecret& each : TRY(store::list_webhook_secrets(tx))) {
    if (base::SecretBox::is_sealed(each.secret)) continue;
    TRY(store::replace_webhook_secret(tx, each.organization, each.source, box.seal(each.secret)));
  }
  return {};
}

base::Result<base::SecretBox> read_or_make(const std::string& file) {
  auto read = base::SecretBox::read(file);
  if (read.ok() || read.error().code != base::ErrorCode::kNotFound) return read;
  base::SecretBox made = base::SecretBox::with_new_key();
  const base::Status written = made.write(file);
  if (written.ok()) return made;
  // Another process made it in between.
  if (written.error().code == base::ErrorCode::kConflict) return base::SecretBox::read(file);
  return written.error();
}

}  // namespace

std::string default_key_file(const store::Database& database) {
  return database.engine() == store::Engine::kSqlite ? database.display_name() + ".key"
                                                     : "laurel.key";
}

base::Result<base::SecretBox> open_secret_box(store::Database& database, const std::string& file) {
  std::optional<std::string> known;
  {
    store::Transaction tx = TRY(database.begin_read());
    known = TRY(store::read_deployment_setting(tx, store::kSecretKeyFingerprint));
  }
  if (known) {
    auto box = base::SecretBox::read(file);
    if (!box.ok() && box.error().code == base::ErrorCode::kNotFound) {
      return base::not_found(
          fmt::format("{} is missing: the key that secrets in this database are sealed with. Bring "
                      "it back from where it was kept, or name it with --secret-key-file.",
                      file));
    }
    if (!box.ok()) return box;
    TRY(check_known(*box, *known, file));
    return box;
  }
  base::SecretBox box = TRY(read_or_make(file));
  store::Transaction tx = TRY(database.begin_write());
  // Another process may have been first, with this key or another.
  if (const auto meanwhile =
          TRY(store::read_deployment_setting(tx, store::kSecretKeyFingerprint))) {
    TRY(check_known(box, *meanwhile, file));
    return box;
  }
  TRY(store::add_deployment_setting(tx, store::kSecretKeyFingerprint, box.fingerprint()));
  TRY(seal_what_is_clear(tx, box));
  TRY(tx.commit());
  return box;
}

}  // namespace laurel::app
