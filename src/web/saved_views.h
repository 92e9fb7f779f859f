// Views of the list of responses that people keep under a name, for themselves or for everybody in
// the organization. Programs see and keep the shared ones. Pure view; thread-safe handlers.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "html/html.h"
#include "web/api.h"
#include "web/pages.h"

namespace laurel::web {

struct SavedViewRow {
  std::string name, address, remove;  // where it leads; where deleting is sent, empty: may not
  bool shared = false, here = false;  // the list shows it now
};
struct SavedViewsView {
  std::string keep;  // where keeping is sent
  std::string form_token;
  std::string query;  // what is shown now; empty: everything, nothing to keep
  std::vector<SavedViewRow> views;
};
html::Html saved_views_view(const SavedViewsView& view);

// `query`: of the address that is shown, without "?" and place in the list.
base::Result<SavedViewsView> saved_views_of(const Visit& visit, const std::string& query);

void add_saved_views(Pages& pages, Api& api);

}  // namespace laurel::web
