// Importing a file on the pages: choose it, see what Laurel makes of its columns and what would be
// rejected, correct that, import, see what came of it. Views are pure.
#pragma once

#include <string>
#include <vector>

#include "app/import_files.h"
#include "html/html.h"
#include "web/api.h"
#include "web/pages.h"

namespace laurel::web {

struct ImportRow {
  std::string address, name, source, by, at;  // moment (RFC 3339)
  std::string state;                          // in words
};
struct ImportListView {
  std::string address, form_token, back;
  std::int64_t largest = 0;  // bytes
  std::vector<ImportRow> files;
};
html::Html import_list_view(const ImportListView& view);

struct ImportView {
  std::string address, list, responses, form_token;
  std::string name, source, dates, problem;
  store::ImportFileState state = store::ImportFileState::kLooking;
  bool may_start = false;
  app::ImportLook look;
  app::ImportOutcome outcome;
  std::int64_t rows = 0;  // imported so far
  double share = 0;
  bool removed = false;  // its rejected rows aren't kept any more
};
html::Html import_view(const ImportView& view);

void add_imports(Pages& pages, Api& api, const Services& services);

}  // namespace laurel::web
