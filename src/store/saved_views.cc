#include "store/saved_views.h"

#include "store/connection.h"

namespace laurel::store {
namespace {

constexpr std::string_view kList = R"sql(
  SELECT saved_view_id, user_id, name, query, shared FROM saved_view
  WHERE organization_id = $1 AND (user_id = $2 OR shared)
  ORDER BY name, saved_view_id)sql";

constexpr std::string_view kCountOwn =
    "SELECT count(*) FROM saved_view WHERE organization_id = $1 AND user_id = $2";

constexpr std::string_view kSave = R"sql(
  INSERT INTO saved_view (organization_id, saved_view_id, user_id, name, query, shared)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (organization_id, user_id, name)
  DO UPDATE SET query = excluded.query, shared = excluded.shared)sql";

constexpr std::string_view kDeleteOwn = R"sql(
  DELETE FROM saved_view WHERE organization_id = $1 AND saved_view_id = $2 AND user_id = $3)sql";

constexpr std::string_view kDeleteOwnOrShared = R"sql(
  DELETE FROM saved_view
  WHERE organization_id = $1 AND saved_view_id = $2 AND (user_id = $3 OR shared))sql";

}  // namespace

base::Result<std::vector<SavedView>> list_saved_views(Transaction& tx,
                                                      model::OrganizationId organization,
                                                      model::UserId user) {
  std::vector<SavedView> views;
  Statement row = TRY(tx.connection().query(kList, {organization, user}));
  while (TRY(row.step())) {
    views.push_back({{row.uuid(0)}, {row.uuid(1)}, row.string(2), row.string(3), row.boolean(4)});
  }
  return views;
}

base::Status save_view(Transaction& tx, model::OrganizationId organization, const SavedView& view) {
  Connection& connection = tx.connection();
  {
    Statement row = TRY(connection.query(kCountOwn, {organization, view.user}));
    TRY(row.step());
    if (row.integer(0) >= kMostSavedViews)
      return base::conflict("You keep a hundred views already. Delete one first.");
  }
  TRY(connection.execute(kSave,
                         {organization, view.id, view.user, view.name, view.query, view.shared}));
  return {};
}

base::Status delete_view(Transaction& tx, model::OrganizationId organization, SavedViewId id,
                         model::UserId user, Whose whose) {
  const std::int64_t deleted = TRY(tx.connection().execute(
      whose == Whose::kOwn ? kDeleteOwn : kDeleteOwnOrShared, {organization, id, user}));
  if (deleted == 1) return {};
  return base::not_found("There is no such view, or it is somebody else's.");
}

}  // namespace laurel::store
