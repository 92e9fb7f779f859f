#include "web/imports.h"

#include <fmt/format.h>

#include "schema/object.h"
#include "web/problem.h"
#include "web/redirect.h"

namespace laurel::web {
namespace {

using model::Permission;
using store::ImportFileState;

constexpr Permission kNeeds = Permission::kImportResponses;
constexpr std::int64_t kListed = 50;
// Two fields for each column of a wide export.
constexpr http::FormLimits kColumnFields = {.fields = 9'000, .value = 2'000};
constexpr http::RouteOptions kLargeForm = {.body_limit = std::size_t{4} << 20};

std::string_view state_words(const store::ImportFile& file) {
  switch (file.state) {
    case ImportFileState::kLooking:
      return "being read";
    case ImportFileState::kReady:
      return file.problem.empty() ? "waits to be checked" : "waits for an answer";
    case ImportFileState::kImporting:
      return "being imported";
    case ImportFileState::kImported:
      return "imported";
    case ImportFileState::kUseless:
      break;
  }
  return "not readable";
}

std::string_view state_name(ImportFileState state) {
  constexpr std::string_view kNames[] = {"looking", "ready", "importing", "imported", "useless"};
  return kNames[static_cast<std::size_t>(state)];
}

std::string address_of(const Visit& visit, store::ImportFileId id) {
  return visit.at("/import/" + id.value.to_string());
}

base::Result<std::vector<store::ImportFile>> list(const Visit& visit) {
  auto tx = TRY(visit.services.database.begin_read());
  return store::list_import_files(tx, visit.organization(), kListed);
}

base::Result<store::ImportFile> find(const Visit& visit) {
  const auto id = base::Uuid::parse(visit.request.parameter("id"));
  if (!id) return base::not_found("There is no such import.");
  return visit.services.imports.find(visit.organization(), store::ImportFileId{*id});
}

// --- Pages ---------------------------------------------------------------------------------------

http::Reply show_list(const Pages& pages, const Visit& visit) {
  const auto files = list(visit);
  if (!files) return pages.trouble(visit.request, files.error());
  ImportListView view{visit.at("/import"),
                      visit.form_token(),
                      visit.at("/responses"),
                      visit.services.imports.largest(),
                      {}};
  for (const store::ImportFile& file : *files) {
    view.files.push_back({address_of(visit, file.id), file.name, file.source, file.uploaded_by,
                          file.uploaded_at.to_string(), std::string(state_words(file))});
  }
  return pages.page(visit, "Import a file", "/responses", import_list_view(view));
}

http::Reply show(const Pages& pages, const Visit& visit) {
  const auto file = find(visit);
  if (!file) return pages.trouble(visit.request, file.error());
  ImportView view;
  view.address = address_of(visit, file->id);
  view.list = visit.at("/import");
  view.responses = visit.at("/responses?source=" + encoded(file->source));
  view.form_token = visit.form_token();
  view.name = file->name;
  view.source = file->source;
  view.dates = file->dates;
  view.problem = file->problem;
  view.state = file->state;
  view.look = app::read_look(file->look);
  view.outcome = app::read_outcome(file->result);
  view.may_start = !file->fingerprint.empty() && view.look.usable > 0;
  if (file->state == ImportFileState::kImporting) {
    const auto progress = visit.services.imports.progress(visit.organization(), *file);
    if (!progress) return pages.trouble(visit.request, progress.error());
    view.rows = progress->rows;
    view.share = progress->share;
  }
  if (view.outcome.rejected > 0) view.removed = !visit.services.imports.has_rejects(*file);
  return pages.page(visit, file->name, "/responses", import_view(view));
}

// What the form says of the columns. A column that is left as it was read isn't in it.
app::ImportFiles::Correction correction_of(const http::Form& form) {
  app::ImportFiles::Correction correction;
  correction.source = form.value_or("source", "");
  correction.dates = form.value_or("dates", "");
  for (std::size_t i = 0;; ++i) {
    const auto column = form.value(fmt::format("c{}", i));
    const auto meaning = form.value(fmt::format("m{}", i));
    if (!column || !meaning) break;
    if (!meaning->empty()) correction.requests.push_back(fmt::format("{}={}", *meaning, *column));
  }
  return correction;
}

http::Reply change(const Pages& pages, const Visit& visit, const http::Form& form) {
  const auto file = find(visit);
  if (!file) return pages.trouble(visit.request, file.error());
  app::ImportFiles& imports = visit.services.imports;
  const std::string_view wanted = form.value_or("do", "check");
  const auto go_on = [&](const base::Status& done, std::string_view where) -> http::Reply {
    if (!done.ok()) return pages.trouble(visit.request, done.error());
    return http::Response::redirect(where);
  };
  if (wanted == "discard") {
    const base::Status removed = imports.discard(visit.caller(), file->id);
    if (!removed.ok()) return pages.trouble(visit.request, removed.error());
    return done(visit.at("/import"), "import-removed");
  }
  const app::ImportFiles::Correction correction = correction_of(form);
  const std::string source = correction.source.empty() ? file->source : correction.source;
  const bool as_checked = correction.requests == file->requests &&
                          correction.dates == file->dates && source == file->source;
  // What was changed since is checked before it is imported.
  if (wanted == "import" && as_checked)
    return go_on(imports.start(visit.caller(), file->id), address_of(visit, file->id));
  return go_on(imports.correct(visit.caller(), file->id, correction), address_of(visit, file->id));
}

http::Reply download(const Pages& pages, const Visit& visit) {
  const auto file = find(visit);
  if (!file) return pages.trouble(visit.request, file.error());
  auto rejects = visit.services.imports.rejects(*file);
  if (!rejects) return pages.trouble(visit.request, rejects.error());
  http::Response response;
  response.body(std::move(rejects->bytes),
                rejects->ending == ".csv" ? "text/csv; charset=utf-8" : "application/x-ndjson");
  response.set("Content-Disposition", "attachment; filename=\"rejects" + rejects->ending +
                                          "\"; filename*=UTF-8''" + encoded(file->source) +
                                          ".rejects" + rejects->ending);
  response.set("Cache-Control", "no-store");
  return response;
}

class UploadTaker final : public Pages::FileTaker {
 public:
  explicit UploadTaker(const Pages& pages, app::ImportFiles& imports)
      : pages_(pages), imports_(imports) {}

  base::Status begin(std::string_view file_name) override {
    name_ = file_name;
    upload_ = TRY(imports_.begin_upload());
    return {};
  }
  base::Status add(std::string_view bytes) override { return upload_->add(bytes); }
  http::Response finish(const Visit& visit) override {
    const auto kept = imports_.keep(*upload_, visit.caller(), name_);
    if (!kept) return pages_.trouble(visit.request, kept.error());
    return http::Response::redirect(address_of(visit, *kept));
  }

 private:
  const Pages& pages_;
  app::ImportFiles& imports_;
  std::string name_;
  std::unique_ptr<app::ImportFiles::Upload> upload_;
};

// --- API -----------------------------------------------------------------------------------------

struct ImportJson {
  base::Uuid id;
  std::string file, source, state, problem, uploaded_by;
  base::Timestamp uploaded_at;
  std::int64_t bytes = 0;
};
struct ImportsJson {
  std::vector<ImportJson> imports;
};

schema::ObjectType<ImportsJson> imports_json() {
  using namespace schema;
  using J = ImportJson;
  static const auto one = object<J>(
      "Import", "A file that somebody imports on the pages.", required("id", &J::id, uuid(), ""),
      required("file", &J::file, text(), "Its name."),
      required("source", &J::source, text(), "The programme of its responses."),
      required("state", &J::state, text(), "looking, ready, importing, imported or useless."),
      required("problem", &J::problem, text(), "What keeps it from being imported, or empty."),
      required("uploaded_by", &J::uploaded_by, text(), ""),
      required("uploaded_at", &J::uploaded_at, timestamp(), ""),
      required("bytes", &J::bytes, whole_number(0, std::int64_t{1} << 53), ""));
  static const auto declared = object<ImportsJson>(
      "Imports", "Files that were imported on the pages, the newest first.",
      required("imports", &ImportsJson::imports, schema::list(Type<ImportJson>(one), 50), ""));
  return declared;
}

}  // namespace

void add_imports(Pages& pages, Api& api, const Services& services) {
  pages.of_organization("/import", kNeeds,
                        [&](const Visit& visit) { return show_list(pages, visit); });
  pages.organization_upload(
      "/import", kNeeds,
      [&](const Visit& visit) -> std::unique_ptr<Pages::FileTaker> {
        return std::make_unique<UploadTaker>(pages, visit.services.imports);
      },
      static_cast<std::size_t>(services.imports.largest()) + 1);
  pages.of_organization("/import/{id}", kNeeds,
                        [&](const Visit& visit) { return show(pages, visit); });
  pages.organization_form(
      "/import/{id}", kNeeds,
      [&](const Visit& visit, const http::Form& form) { return change(pages, visit, form); },
      kLargeForm, kColumnFields);
  pages.of_organization("/import/{id}/rejects", kNeeds,
                        [&](const Visit& visit) { return download(pages, visit); });
  api.add({.path = "/imports",
           .id = "listImports",
           .tag = "Responses",
           .summary = "Files that people import on the pages",
           .description = "Programs send responses to /responses instead.",
           .needs = kNeeds,
           .answers = {answer(200, "The last fifty.", imports_json())}},
          [](const Visit& visit) -> http::Reply {
            const auto files = list(visit);
            if (!files) return problem(visit.request, files.error());
            ImportsJson out;
            for (const store::ImportFile& file : *files) {
              out.imports.push_back({file.id.value, file.name, file.source,
                                     std::string(state_name(file.state)), file.problem,
                                     file.uploaded_by, file.uploaded_at, file.bytes});
            }
            return json_answer(*imports_json(), out);
          });
}

}  // namespace laurel::web
