#include "web/saved_views.h"

#include "base/secret.h"
#include "http/encoding.h"
#include "schema/object.h"
#include "store/saved_views.h"
#include "web/problem.h"
#include "web/redirect.h"
#include "web/responses.h"
#include "web/written.h"

namespace laurel::web {
namespace {

using html::Html;
using html::Url;
using model::Permission;

// --- What is sent and answered -------------------------------------------------------------------

struct NewView {
  std::string name, query;
  bool shared = false;
};

schema::ObjectType<NewView> new_view() {
  using namespace schema;
  static const auto declared = object<NewView>(
      "NewSavedView", "A filter of the list of responses.",
      required("name", &NewView::name, text({.shortest = 1, .longest = 80}), "What it is called."),
      required("query", &NewView::query, text({.longest = 2'000}),
               "Of the list's address: \"voice=commended&unit=leeds\"."),
      optional("shared", &NewView::shared, boolean(),
               "With everybody of the organization; what programs keep always is."));
  return declared;
}

struct ViewJson {
  base::Uuid id;
  std::string name, query;
};
struct ViewsJson {
  std::vector<ViewJson> views;
};

schema::ObjectType<ViewJson> view_json() {
  using namespace schema;
  static const auto declared = object<ViewJson>(
      "SavedView", "A filter of the list of responses under a name.",
      required("id", &ViewJson::id, uuid(), ""), required("name", &ViewJson::name, text(), ""),
      required("query", &ViewJson::query, text(), "For GET /responses."));
  return declared;
}

schema::ObjectType<ViewsJson> views_json() {
  using namespace schema;
  static const auto declared = object<ViewsJson>(
      "SavedViews", "The shared ones, by name.",
      required("views", &ViewsJson::views, list(Type<ViewJson>(view_json()), 10'000), ""));
  return declared;
}

// --- Use cases of page and API -------------------------------------------------------------------

// Programs keep what belongs to nobody.
model::UserId user_of(const Visit& visit) {
  return visit.who ? visit.who->user.id : model::UserId{};
}

// The query written anew, without what is no filter; kInvalidInput for what the list doesn't take.
base::Result<std::string> checked(const std::string& query) {
  std::string out;
  schema::Fields fields;
  http::for_each_pair(query, [&](const std::string& name, const std::string& value) {
    if (value.empty() || name == "after" || name == "done" || name == "limit") return true;
    fields.emplace_back(name, value);
    out += (out.empty() ? "" : "&") + encoded(name) + "=" + encoded(value);
    return true;
  });
  if (out.empty()) return base::invalid_input("Choose a filter first, then keep it.");
  if (!schema::read_fields(*response_query(), fields))
    return base::invalid_input("This is no filter of the list of responses.");
  return out;
}

base::Result<ViewJson> keep(store::Transaction& tx, const Visit& visit, const NewView& wanted) {
  store::SavedView view;
  view.id = {base::UuidGenerator(visit.services.clock, base::unguessable_number()).next()};
  view.user = user_of(visit);
  view.name = wanted.name;
  view.query = TRY(checked(wanted.query));
  view.shared = wanted.shared || !visit.who;
  TRY(store::save_view(tx, visit.organization(), view));
  return ViewJson{view.id.value, view.name, view.query};
}

base::Status remove(store::Transaction& tx, const Visit& visit) {
  const auto id = base::Uuid::parse(visit.request.parameter("id"));
  if (!id) return base::not_found("There is no such view.");
  return store::delete_view(
      tx, visit.organization(), store::SavedViewId{*id}, user_of(visit),
      visit.may(Permission::kEditProgramme) ? store::Whose::kOwnAndShared : store::Whose::kOwn);
}

base::Result<std::vector<store::SavedView>> list(const Visit& visit) {
  store::Transaction tx = TRY(visit.services.database.begin_read());
  return store::list_saved_views(tx, visit.organization(), user_of(visit));
}

http::Reply keep_form(const Pages& pages, const Visit& visit, const http::Form& form) {
  const auto read = schema::read_fields(
      *new_view(), {{"name", std::string(form.value_or("name", ""))},
                    {"query", std::string(form.value_or("query", ""))},
                    {"shared", form.value_or("shared", "").empty() ? "off" : "on"}});
  if (!read) return pages.trouble(visit.request, 422, "Give the view a name of up to 80 letters.");
  std::string query;
  const base::Status done_ =
      visit.services.writes.write([&](store::Transaction& tx) -> base::Status {
        query = TRY(keep(tx, visit, *read.value)).query;
        return {};
      });
  if (!done_.ok()) return pages.trouble(visit.request, done_.error());
  return done(visit.at("/responses?" + query), "view-kept");
}

}  // namespace

Html saved_views_view(const SavedViewsView& view) {
  using namespace html::tags;
  std::vector<Html> items;
  for (const SavedViewRow& row : view.views) {
    Html item = a(href(Url(row.address)), html::when(row.here, aria_current("page")), row.name);
    if (row.shared) item += span(class_("tag"), "shared");
    if (row.here && !row.remove.empty()) {
      item +=
          form(method("post"), action(Url(row.remove)), html::data("data-ask", "Delete this view?"),
               hidden_field("form_token", view.form_token),
               button(type("submit"), class_("quiet"), "Delete"));
    }
    items.push_back(li(item));
  }
  Html out;
  if (!items.empty()) out += ul(class_("views"), aria_label("Kept views"), items);
  if (view.query.empty()) return out;
  out +=
      details(class_("narrowing"), summary("Keep this view"),
              form(method("post"), action(Url(view.keep)),
                   hidden_field("form_token", view.form_token), hidden_field("query", view.query),
                   field({.name = "name", .label = "Its name", .required = true}),
                   label(input(type("checkbox"), html::tags::name("shared")),
                         "For everybody in the organization"),
                   button(type("submit"), "Keep it")));
  return out;
}

base::Result<SavedViewsView> saved_views_of(const Visit& visit, const std::string& query) {
  SavedViewsView out{visit.at("/responses/views"), visit.form_token(), query, {}};
  const auto shown = checked(query);
  for (const store::SavedView& view : TRY(list(visit))) {
    const bool may_remove =
        view.user == user_of(visit) || (view.shared && visit.may(Permission::kEditProgramme));
    out.views.push_back(
        {view.name, visit.at("/responses?" + view.query),
         may_remove ? visit.at("/responses/views/" + view.id.value.to_string()) : "", view.shared,
         shown.ok() && *shown == view.query});
    if (out.views.back().here) out.query.clear();  // kept already
  }
  return out;
}

void add_saved_views(Pages& pages, Api& api) {
  pages.organization_form(
      "/responses/views", Permission::kSeeResponses,
      [&](const Visit& visit, const http::Form& form) { return keep_form(pages, visit, form); });
  pages.organization_form("/responses/views/{id}", Permission::kSeeResponses,
                          [&](const Visit& visit, const http::Form&) -> http::Reply {
                            const base::Status removed = visit.services.writes.write(
                                [&](store::Transaction& tx) { return remove(tx, visit); });
                            if (!removed.ok()) return pages.trouble(visit.request, removed.error());
                            return done(visit.at("/responses"), "view-deleted");
                          });
  api.add({.path = "/response-views",
           .id = "listResponseViews",
           .tag = "Responses",
           .summary = "Shared views of the list of responses",
           .answers = {answer(200, "All of them.", views_json())}},
          [](const Visit& visit) -> http::Reply {
            const auto views = list(visit);
            if (!views) return problem(visit.request, views.error());
            ViewsJson out;
            for (const store::SavedView& view : *views)
              out.views.push_back({view.id.value, view.name, view.query});
            return json_answer(*views_json(), out);
          });
  api.add_with_body<NewView>(
      {.method = http::Method::kPost,
       .path = "/response-views",
       .id = "keepResponseView",
       .tag = "Responses",
       .summary = "Keep a view for everybody",
       .needs = Permission::kEditProgramme,
       .answers = {answer(201, "It is kept.", view_json())}},
      new_view(), [](const Visit& visit, const NewView& wanted) -> http::Reply {
        return written(visit,
                       [visit, wanted](store::Transaction& tx) -> base::Result<store::KeptReply> {
                         return kept(*view_json(), TRY(keep(tx, visit, wanted)), 201);
                       });
      });
  api.add({.method = http::Method::kDelete,
           .path = "/response-views/{id}",
           .id = "deleteResponseView",
           .tag = "Responses",
           .summary = "Delete a shared view",
           .needs = Permission::kEditProgramme,
           .path_parameters = {{"id", "Of the view."}},
           .answers = {{204, "It is deleted."}}},
          [](const Visit& visit) -> http::Reply {
            return written(visit,
                           [visit](store::Transaction& tx) -> base::Result<store::KeptReply> {
                             TRY(remove(tx, visit));
                             return nothing_to_say();
                           });
          });
}

}  // namespace laurel::web
