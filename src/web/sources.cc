#include "web/sources.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/webhooks.h"
#include "schema/document.h"
#include "store/inbox.h"
#include "store/organizations.h"
#include "store/webhook_sources.h"
#include "web/fields.h"
#include "web/problem.h"
#include "web/redirect.h"
#include "web/settings_views.h"
#include "web/written.h"

namespace laurel::web {
namespace {

using intake::WebhookKind;
using model::Permission;
using Kept = base::Result<store::KeptReply>;

// --- What is sent and answered ------------------------------------------------------------------

struct NewSource {
  std::string name;
  WebhookKind kind = WebhookKind::kGeneric;
  std::vector<std::string> mapping;
};

schema::Type<WebhookKind> kind_type() {
  static const auto declared =
      schema::one_of<WebhookKind>({{"typeform", WebhookKind::kTypeform},
                                   {"formbricks", WebhookKind::kFormbricks},
                                   {"zendesk", WebhookKind::kZendesk},
                                   {"generic", WebhookKind::kGeneric}});
  return declared;
}

schema::ObjectType<NewSource> new_source() {
  using namespace schema;
  static const auto declared =
      object<NewSource>("NewWebhookSource", "A sender of webhooks.",
                        required("name", &NewSource::name, text({.shortest = 1, .longest = 200}),
                                 "The source of its responses; no other has it."),
                        required("kind", &NewSource::kind, kind_type(), "Who signs, and how."),
                        optional("mapping", &NewSource::mapping, list(text({.longest = 300}), 200),
                                 "What fields mean: \"nps=likely_to_recommend\"."));
  return declared;
}

struct SourceChange {
  std::optional<bool> enabled;
  std::optional<std::vector<std::string>> mapping;
};

schema::ObjectType<SourceChange> source_change() {
  using namespace schema;
  static const auto declared = object<SourceChange>(
      "WebhookSourceChange", "What is to be different; what is left out stays.",
      optional("enabled", &SourceChange::enabled, nullable(boolean()),
               "false: what it sends is refused."),
      optional("mapping", &SourceChange::mapping, nullable(list(text({.longest = 300}), 200)), ""));
  return declared;
}

struct SourceQuery {
  bool from_the_end = false;
};

schema::ObjectType<SourceQuery> source_query() {
  using namespace schema;
  static const auto declared = object<SourceQuery>(
      "WebhookSourceQuery", "",
      optional("sort", &SourceQuery::from_the_end, one_of<bool>({{"name", false}, {"-name", true}}),
               "By name, from the first (name, as without it) or from the last (-name)."));
  return declared;
}

struct SourceJson {
  base::Uuid id;
  std::string name, kind;
  std::vector<std::string> mapping;
  bool enabled = true;
  std::string address;
  std::optional<std::string> secret;
};
struct SourcesJson {
  std::vector<SourceJson> sources;
};

schema::ObjectType<SourceJson> source_json() {
  using namespace schema;
  using S = SourceJson;
  static const auto declared =
      object<S>("WebhookSource", "A sender of webhooks.", required("id", &S::id, uuid(), ""),
                required("name", &S::name, text(), ""), required("kind", &S::kind, text(), ""),
                required("mapping", &S::mapping, list(text(), 200), ""),
                required("enabled", &S::enabled, boolean(), ""),
                required("address", &S::address, text(), "Where it sends to."),
                required("secret", &S::secret, nullable(text()),
                         "What it signs with; only in the answer that made it."));
  return declared;
}

schema::ObjectType<SourcesJson> sources_json() {
  using namespace schema;
  static const auto declared = object<SourcesJson>(
      "WebhookSources", "",
      required("sources", &SourcesJson::sources, list(Type<SourceJson>(source_json()), 1000), ""));
  return declared;
}

// --- Use cases of page and API ------------------------------------------------------------------

std::string address_of(const Visit& visit, store::WebhookSourceId id) {
  return visit.site_url() + "/hooks/" + visit.caller().organization.slug + "/" +
         id.value.to_string();
}

SourceJson json_of(const Visit& visit, const store::WebhookSource& source) {
  return {source.id.value, source.name,    source.kind,
          source.mapping,  source.enabled, address_of(visit, source.id),
          std::nullopt};
}

base::Result<std::vector<store::WebhookSource>> list(const Visit& visit) {
  store::Transaction tx = TRY(visit.services.database.begin_read());
  return store::list_webhook_sources(tx, visit.organization());
}

base::Status note(store::Transaction& tx, const Visit& visit, std::string_view action,
                  store::WebhookSourceId id, std::string_view source_name) {
  return visit.services.access.audit().append(
      tx, visit.caller(),
      {std::string(action), "source", id.value.to_string(), std::string(source_name)});
}

base::Result<SourceJson> create(store::Transaction& tx, const Visit& visit,
                                const NewSource& wanted) {
  TRY(intake::parse_webhook_mapping(wanted.mapping));
  store::WebhookSource source;
  source.name = wanted.name;
  source.kind = name(wanted.kind);
  source.mapping = wanted.mapping;
  const auto created = TRY(app::create_webhook_source(
      tx, visit.services.clock, visit.services.secrets, visit.organization(), source));
  source.id = created.id;
  SourceJson made = json_of(visit, source);
  made.secret = created.secret;
  TRY(note(tx, visit, "source.added", created.id, wanted.name));
  return made;
}

base::Result<store::WebhookSourceId> source_id(const Visit& visit) {
  const auto id = base::Uuid::parse(visit.request.parameter("id"));
  if (!id) return base::not_found("There is no such webhook.");
  return store::WebhookSourceId{*id};
}

base::Status change(store::Transaction& tx, const Visit& visit, store::WebhookSourceId id,
                    const SourceChange& wanted) {
  if (wanted.mapping) TRY(intake::parse_webhook_mapping(*wanted.mapping));
  auto found = TRY(store::find_webhook_source(tx, visit.organization(), id));
  if (!found) return base::not_found("There is no such webhook.");
  if (wanted.enabled) found->source.enabled = *wanted.enabled;
  if (wanted.mapping) found->source.mapping = *wanted.mapping;
  TRY(store::update_webhook_source(tx, visit.organization(), found->source));
  return note(tx, visit, "source.changed", id, found->source.name);
}

base::Status retry(const Visit& visit) {
  const auto id = base::Uuid::parse(visit.request.parameter("id"));
  if (!id) return base::not_found("There is nothing of that id in the inbox.");
  TRY(visit.services.writes.write([&](store::Transaction& tx) {
    return store::retry(tx, visit.organization(), store::InboxId{*id}, visit.services.clock.now());
  }));
  if (visit.services.inbox != nullptr) visit.services.inbox->wake(visit.organization());
  return {};
}

// --- The page -----------------------------------------------------------------------------------

http::Response sources_page(const Pages& pages, const Visit& visit, SourcesView view, int status) {
  const auto read = [&]() -> base::Status {
    store::Transaction tx = TRY(visit.services.database.begin_read());
    const auto sources = TRY(store::list_webhook_sources(tx, visit.organization()));
    const auto failed = TRY(
        store::list_inbox(tx, visit.organization(), store::InboxState::kFailed, std::nullopt, 50));
    for (const store::WebhookSource& source : sources) {
      view.sources.push_back({source.id.value.to_string(), source.name, source.kind,
                              address_of(visit, source.id),
                              fmt::format("{}", fmt::join(source.mapping, ", ")), source.enabled});
    }
    for (const store::InboxItem& item : failed) {
      std::string source_name;
      for (const store::WebhookSource& source : sources)
        if (source.id == item.source) source_name = source.name;
      view.troubled.push_back({item.id.value.to_string(), source_name, item.received_at.to_string(),
                               "failed", item.error});
    }
    return {};
  }();
  if (!read) return pages.trouble(visit.request, read.error());
  view.address = visit.at("/sources");
  view.form_token = visit.form_token();
  return pages.page(visit, "Webhooks in", "/sources", sources_view(view), status);
}

http::Reply add(const Pages& pages, const Visit& visit, const http::Form& form) {
  SourcesView view;
  view.typed_name = form.value_or("name", "");
  view.typed_kind = form.value_or("kind", "");
  view.typed_mapping = form.value_or("mapping", "");
  const auto read = schema::read_fields(*new_source(), fields_of(form, "mapping"));
  if (!read) {
    view.problem = first_problem(read.problems);
    return sources_page(pages, visit, std::move(view), 422);
  }
  SourceJson made;
  const auto added = visit.services.writes.write([&](store::Transaction& tx) -> base::Status {
    made = TRY(create(tx, visit, *read.value));
    return {};
  });
  if (!added) {
    view.problem = added.error().message;
    return sources_page(pages, visit, std::move(view), status_of(added.error().code));
  }
  SourcesView fresh;
  fresh.secret = made.secret.value_or("");
  fresh.secret_for = made.name;
  return sources_page(pages, visit, std::move(fresh), 200);
}

// --- The receiving end --------------------------------------------------------------------------

// A sender learns nothing of what exists here: an unknown organization, an unknown source and a
// wrong signature are answered alike.
http::Response refuse_hook(const http::Request& request, const base::Error& error) {
  if (error.code == base::ErrorCode::kUnavailable || error.code == base::ErrorCode::kInternal)
    return problem(request, error);
  return http::Response::problem(
      401,
      "This webhook is not known here, or its signature is not right. Check address and "
      "secret.");
}

http::Reply receive(const Services& services, const http::Request& request) {
  const auto organization = [&]() -> base::Result<model::OrganizationId> {
    store::Transaction tx = TRY(services.database.begin_read());
    const auto found = TRY(store::find_organization(tx, request.parameter("organization")));
    return found.id;
  }();
  if (!organization) return refuse_hook(request, organization.error());
  const auto id = base::Uuid::parse(request.parameter("id"));
  if (!id) return refuse_hook(request, base::not_found("No such webhook."));
  return http::Reply::later([&services, &request, organization = *organization,
                             source = store::WebhookSourceId{*id}](http::Done done) {
    const intake::WebhookRequest hook{
        request.body, [&request](std::string_view header) { return request.header(header); }};
    app::receive_webhook(
        services.writes, services.clock, services.secrets, services.inbox, organization, source,
        hook, [&request, done](base::Result<app::Received> received) {
          done(received ? http::Response(202) : refuse_hook(request, received.error()));
        });
  });
}

}  // namespace

void add_sources(Pages& pages, Api& api, http::Router& router, const Services& services) {
  constexpr Permission kNeeds = Permission::kEditProgramme;
  pages.of_organization("/sources", kNeeds, [&](const Visit& visit) -> http::Reply {
    return sources_page(pages, visit, {}, 200);
  });
  pages.organization_form("/sources", kNeeds, [&](const Visit& visit, const http::Form& form) {
    return add(pages, visit, form);
  });
  pages.organization_form(
      "/sources/{id}", kNeeds, [&](const Visit& visit, const http::Form& form) -> http::Reply {
        const auto id = source_id(visit);
        const auto read = schema::read_fields(*source_change(), fields_of(form));
        if (!id) return pages.trouble(visit.request, id.error());
        if (!read) return pages.trouble(visit.request, 422, first_problem(read.problems));
        const auto changed = visit.services.writes.write(
            [&](store::Transaction& tx) { return change(tx, visit, *id, *read.value); });
        if (!changed) return pages.trouble(visit.request, changed.error());
        return done(visit.at("/sources"), "source-changed");
      });
  pages.organization_form("/sources/inbox/{id}", kNeeds,
                          [&](const Visit& visit, const http::Form&) -> http::Reply {
                            const auto retried = retry(visit);
                            if (!retried) return pages.trouble(visit.request, retried.error());
                            return done(visit.at("/sources"), "retried");
                          });

  api.add<SourceQuery>({.path = "/webhook-sources",
                        .id = "listWebhookSources",
                        .tag = "Webhooks in",
                        .summary = "Who may send webhooks",
                        .needs = kNeeds,
                        .answers = {answer(200, "All of them.", sources_json())}},
                       source_query(),
                       [](const Visit& visit, const SourceQuery& query) -> http::Reply {
                         auto sources = list(visit);
                         if (!sources) return problem(visit.request, sources.error());
                         std::sort(sources->begin(), sources->end(),
                                   [](const auto& a, const auto& b) { return a.name < b.name; });
                         if (query.from_the_end) std::reverse(sources->begin(), sources->end());
                         SourcesJson out;
                         for (const store::WebhookSource& source : *sources)
                           out.sources.push_back(json_of(visit, source));
                         return json_answer(*sources_json(), out);
                       });
  api.add_with_body<NewSource>(
      {.method = http::Method::kPost,
       .path = "/webhook-sources",
       .id = "createWebhookSource",
       .tag = "Webhooks in",
       .summary = "Add a sender, and get its secret",
       .needs = kNeeds,
       .answers = {answer(201, "It is added.", source_json())}},
      new_source(), [](const Visit& visit, const NewSource& wanted) -> http::Reply {
        return written(
            visit,
            [visit, wanted](store::Transaction& tx) -> Kept {
              return kept(*source_json(), TRY(create(tx, visit, wanted)), 201);
            },
            Keep::kSealed);
      });
  api.add_with_body<SourceChange>(
      {.method = http::Method::kPatch,
       .path = "/webhook-sources/{id}",
       .id = "changeWebhookSource",
       .tag = "Webhooks in",
       .summary = "Pause a sender, or say anew what its fields mean",
       .needs = kNeeds,
       .path_parameters = {{"id", "Of the source."}},
       .answers = {{204, "It is changed."}}},
      source_change(), [](const Visit& visit, const SourceChange& wanted) -> http::Reply {
        const auto id = source_id(visit);
        if (!id) return problem(visit.request, id.error());
        return written(visit, [visit, id = *id, wanted](store::Transaction& tx) -> Kept {
          TRY(change(tx, visit, id, wanted));
          return nothing_to_say();
        });
      });

  router.add(http::Method::kPost, "/hooks/{organization}/{id}",
             [&services](const http::Request& request) { return receive(services, request); });
}

}  // namespace laurel::web
