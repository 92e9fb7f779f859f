#include "web/audit.h"

#include "web/fields.h"
#include "web/redirect.h"
#include "web/settings_views.h"

namespace laurel::web {
namespace {

using model::Permission;

struct AuditQuery {
  std::optional<base::Date> from, to;
  std::string action, subject, subject_id, after;
  std::int64_t limit = 100;
  store::ListOrder order = store::ListOrder::kNewestFirst;
};

schema::ObjectType<AuditQuery> audit_query() {
  using namespace schema;
  using Q = AuditQuery;
  static const auto declared = object<Q>(
      "AuditQuery", "", optional("from", &Q::from, nullable(date()), "First day, in UTC."),
      optional("to", &Q::to, nullable(date()), "Last day, in UTC."),
      optional("action", &Q::action, text({.longest = 100}),
               "What was done; with a dot at the end all that begin so: \"member.\""),
      optional("subject", &Q::subject, text({.longest = 100}),
               "To what: \"response\", \"member\"."),
      optional("subject_id", &Q::subject_id, text({.longest = 200}), "Its id."),
      optional("after", &Q::after, text({.longest = 200}), "`next` of the page before."),
      optional("limit", &Q::limit, whole_number(1, 500), "At most so many; 100."),
      optional("sort", &Q::order,
               one_of<store::ListOrder>({{"-at", store::ListOrder::kNewestFirst},
                                         {"at", store::ListOrder::kOldestFirst}}),
               "The newest first (-at, as without it) or the oldest first (at)."));
  return declared;
}

struct EventJson {
  base::Uuid id;
  base::Timestamp at;
  std::string actor_kind, actor, action, subject, subject_id, details;
};
struct EventsJson {
  std::vector<EventJson> events;
  std::optional<std::string> next;
};

schema::ObjectType<EventsJson> events_json() {
  using namespace schema;
  using E = EventJson;
  static const auto event =
      object<E>("AuditEvent", "Who did what to which.", required("id", &E::id, uuid(), ""),
                required("at", &E::at, timestamp(), ""),
                required("actor_kind", &E::actor_kind, text(), "user, token, command or program."),
                required("actor", &E::actor, text(), "Their address or name at that time."),
                required("action", &E::action, text(), "\"member.removed\""),
                required("subject", &E::subject, text(), "\"member\""),
                required("subject_id", &E::subject_id, text(), ""),
                required("details", &E::details, text(), ""));
  static const auto declared = object<EventsJson>(
      "AuditEvents", "", required("events", &EventsJson::events, list(Type<E>(event), 500), ""),
      required("next", &EventsJson::next, nullable(text()), "`after` of the next page."));
  return declared;
}

base::Result<app::AuditTrail::Page> list(const Visit& visit, const AuditQuery& query) {
  constexpr std::int64_t kDay = std::int64_t{86'400} * 1'000'000;
  store::AuditFilter filter;
  if (query.from) filter.from = base::Timestamp{query.from->days * kDay};
  if (query.to) filter.before = base::Timestamp{(query.to->days + std::int64_t{1}) * kDay};
  filter.action = query.action;
  filter.subject = query.subject;
  filter.subject_id = query.subject_id;
  return visit.services.access.audit().page(visit.caller(), filter, query.after,
                                            static_cast<std::int32_t>(query.limit), query.order);
}

http::Reply show(const Pages& pages, const Visit& visit) {
  const auto query = schema::read_fields(*audit_query(), page_query(visit.request));
  if (!query) return pages.trouble(visit.request, 400, first_problem(query.problems));
  const auto page = list(visit, *query.value);
  if (!page) return pages.trouble(visit.request, page.error());
  AuditView view;
  view.address = visit.at("/audit");
  view.action = query.value->action;
  for (const model::AuditEvent& event : page->events) {
    AuditRow& row = view.events.emplace_back();
    row.at = event.at.to_string();
    row.who = event.actor.name.empty() ? std::string(name(event.actor.kind)) : event.actor.name;
    row.what = event.action;
    row.subject = event.subject;
    if (event.subject == "response")
      row.subject_address = visit.at("/responses/" + event.subject_id);
    row.details = event.details;
  }
  if (!page->next.empty()) {
    view.next =
        view.address + "?action=" + encoded(query.value->action) + "&after=" + encoded(page->next);
  }
  return pages.page(visit, "Audit trail", "/audit", audit_view(view));
}

}  // namespace

void add_audit(Pages& pages, Api& api) {
  constexpr Permission kNeeds = Permission::kSeeAudit;
  pages.of_organization("/audit", kNeeds, [&](const Visit& visit) { return show(pages, visit); });
  api.add<AuditQuery>(
      {.path = "/audit",
       .id = "listAuditEvents",
       .tag = "Audit",
       .summary = "Who did what",
       .needs = kNeeds,
       .answers = {answer(200, "A page of them.", events_json())}},
      audit_query(), [](const Visit& visit, const AuditQuery& query) -> http::Reply {
        const auto page = list(visit, query);
        if (!page) return problem(visit.request, page.error());
        EventsJson out;
        for (const model::AuditEvent& event : page->events) {
          out.events.push_back({event.id.value, event.at, std::string(name(event.actor.kind)),
                                event.actor.name, event.action, event.subject, event.subject_id,
                                event.details});
        }
        if (!page->next.empty()) out.next = page->next;
        return json_answer(*events_json(), out);
      });
}

}  // namespace laurel::web
