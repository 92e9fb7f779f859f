#include "web/accuracy.h"

#include <array>
#include <charconv>

#include "app/organization_model.h"
#include "store/models.h"
#include "web/problem.h"
#include "web/redirect.h"
#include "web/written.h"

namespace laurel::web {
namespace {

using app::ModelTask;
using model::Permission;

constexpr std::array kTasks = {ModelTask::kLearn, ModelTask::kLearnEvenIfWorse,
                               ModelTask::kPreviewRescan, ModelTask::kRescan};

// --- What the API answers -----------------------------------------------------------------------

struct ShareJson {
  std::int64_t yes = 0, of = 0;
  std::optional<double> share, lo, hi;
};
struct BinJson {
  double from = 0, to = 0, said = 0;
  ShareJson accepted;
};
struct AccuracyJson {
  std::int64_t decided = 0, added = 0;
  ShareJson agreed, precision, recall, audited, linked;
  std::optional<double> brier;
  std::vector<BinJson> calibration;
};
struct WorkJson {
  std::string task, by;
  base::Timestamp asked_at;
  std::optional<base::Timestamp> ended_at;
  double share = 0;
  bool failed = false, refused = false;
  std::string outcome;
};
struct TaskJson {
  ModelTask task = ModelTask::kLearn;
};

schema::ObjectType<AccuracyJson> accuracy_json() {
  using namespace schema;
  using A = AccuracyJson;
  constexpr std::int64_t kMost = 1'000'000'000'000;
  static const auto share =
      object<ShareJson>("AccuracyShare", "A share with Wilson's 95 % interval; null without any.",
                        required("yes", &ShareJson::yes, whole_number(0, kMost), ""),
                        required("of", &ShareJson::of, whole_number(0, kMost), ""),
                        required("share", &ShareJson::share, nullable(number(0, 1)), ""),
                        required("lo", &ShareJson::lo, nullable(number(0, 1)), ""),
                        required("hi", &ShareJson::hi, nullable(number(0, 1)), ""));
  static const auto bin =
      object<BinJson>("CalibrationBin", "Of what was said with a probability in this tenth.",
                      required("from", &BinJson::from, number(0, 1), ""),
                      required("to", &BinJson::to, number(0, 1), ""),
                      required("said", &BinJson::said, number(0, 1), "The mean of what was said."),
                      required("accepted", &BinJson::accepted, Type<ShareJson>(share), ""));
  static const auto declared = object<A>(
      "Accuracy", "How far people and detection agree, on what people decided.",
      required("decided", &A::decided, whole_number(0, kMost), ""),
      required("added", &A::added, whole_number(0, kMost), "Praise that detection had missed."),
      required("agreed", &A::agreed, Type<ShareJson>(share), ""),
      required("precision", &A::precision, Type<ShareJson>(share), "Of flagged ones, accepted."),
      required("recall", &A::recall, Type<ShareJson>(share), "Of accepted ones, flagged."),
      required("audited", &A::audited, Type<ShareJson>(share),
               "Of those that would have gone out unread, looked at by chance: accepted."),
      required("linked", &A::linked, Type<ShareJson>(share),
               "Of accepted ones that were linked, to the right person."),
      required("brier", &A::brier, nullable(number(0, 1)), ""),
      required("calibration", &A::calibration, list(Type<BinJson>(bin), 10), ""));
  return declared;
}

schema::ObjectType<WorkJson> work_json() {
  using namespace schema;
  using W = WorkJson;
  static const auto declared = object<W>(
      "ModelWork", "Work on the model, running or done.",
      required("task", &W::task, schema::text(),
               "learn, learn-even-if-worse, preview-rescan or rescan."),
      required("by", &W::by, schema::text(), ""),
      required("asked_at", &W::asked_at, timestamp(), ""),
      required("ended_at", &W::ended_at, nullable(timestamp()), "null while it runs."),
      required("share", &W::share, number(0, 1), "Done, as far as it is known."),
      required("failed", &W::failed, boolean(), "The outcome says why."),
      required("refused", &W::refused, boolean(), "Learned, but not better, so not put to use."),
      required("outcome", &W::outcome, schema::text({.longest = 100'000, .one_line = false}), ""));
  return declared;
}

schema::ObjectType<TaskJson> task_json() {
  using namespace schema;
  static const auto declared = object<TaskJson>(
      "ModelTask", "",
      required("task", &TaskJson::task,
               one_of<ModelTask>({{"learn", ModelTask::kLearn},
                                  {"learn-even-if-worse", ModelTask::kLearnEvenIfWorse},
                                  {"preview-rescan", ModelTask::kPreviewRescan},
                                  {"rescan", ModelTask::kRescan}}),
               "Learning puts the new model to use only if it is better, or in any case; a rescan "
               "shows what it would change, or writes it."));
  return declared;
}

ShareJson json_of(const stats::Proportion& share) {
  ShareJson json{share.yes, share.n, {}, {}, {}};
  if (share.n == 0) return json;
  const stats::Interval interval = stats::wilson_interval(share);
  json.share = *share.rate();
  json.lo = *interval.lo;
  json.hi = *interval.hi;
  return json;
}

AccuracyJson json_of(const app::AccuracyFigures& figures) {
  AccuracyJson json;
  json.decided = figures.decided;
  json.added = figures.added;
  json.agreed = json_of(figures.agreed);
  json.precision = json_of(figures.precision);
  json.recall = json_of(figures.recall);
  json.audited = json_of(figures.audited);
  json.linked = json_of(figures.linked);
  if (figures.brier.defined()) json.brier = *figures.brier;
  for (const app::CalibrationBin& bin : figures.calibration)
    json.calibration.push_back({bin.from, bin.to, bin.said, json_of(bin.right)});
  return json;
}

WorkJson json_of(const app::ModelTaskStanding& standing) {
  return {std::string(app::name(standing.task)),
          standing.by,
          standing.asked_at,
          standing.ended_at,
          standing.share,
          standing.failed,
          standing.refused,
          standing.outcome};
}

// --- The page -----------------------------------------------------------------------------------

base::Result<AccuracyView> read_view(const Visit& visit, const app::ModelWork& work) {
  AccuracyView view;
  view.address = visit.at("/accuracy");
  view.form_token = visit.form_token();
  view.may_change = visit.may(Permission::kEditProgramme);
  const app::Accuracy accuracy = TRY(app::read_accuracy(visit.services.database, visit.caller()));
  view.decided = accuracy.all.decided;
  view.sections = accuracy_sections(accuracy);
  view.work = work.standing(visit.organization());
  store::Transaction tx = TRY(visit.services.database.begin_read());
  const auto models = TRY(store::list_models(tx, visit.organization()));
  const std::string note = TRY(app::model_note(tx, visit.organization()));
  ModelRow& own = view.models.emplace_back();
  own.words = note.empty() ? "What the program brings along." : note;
  own.in_use = true;
  for (const store::OrganizationModel& model : models) {
    if (model.in_use) view.models.front().in_use = false;
    view.models.push_back(
        {model.number, model.card, model.made_at.to_string(), model.made_by, model.in_use});
  }
  return view;
}

http::Reply use_model(const Pages& pages, const Visit& visit, const http::Form& form) {
  std::int32_t number = -1;
  const std::string_view given = form.value_or("number", "");
  const auto read = std::from_chars(given.data(), given.data() + given.size(), number);
  if (read.ec != std::errc() || number < 0)
    return pages.trouble(visit.request, base::invalid_input("Choose one of the models."));
  const auto used = visit.services.writes.write([&](store::Transaction& tx) {
    return app::use_model(tx, visit.services.access.audit(), visit.caller(), number);
  });
  if (!used) return pages.trouble(visit.request, used.error());
  return done(visit.at("/accuracy"), "model-chosen");
}

http::Reply begin(const Pages& pages, app::ModelWork& work, const Visit& visit,
                  const http::Form& form) {
  for (const ModelTask task : kTasks) {
    if (app::name(task) != form.value_or("task", "")) continue;
    const auto begun = work.begin(visit.caller(), task);
    if (!begun) return pages.trouble(visit.request, begun.error());
    return http::Response::redirect(visit.at("/accuracy"));
  }
  return pages.trouble(visit.request, base::invalid_input("Choose one of the buttons."));
}

}  // namespace

void add_accuracy(Pages& pages, Api& api, app::ModelWork& work) {
  pages.of_organization("/accuracy", Permission::kDecide, [&](const Visit& visit) -> http::Reply {
    const auto view = read_view(visit, work);
    if (!view) return pages.trouble(visit.request, view.error());
    return pages.page_with_figures(visit, "Accuracy", "/review", accuracy_view(*view));
  });
  pages.organization_form(
      "/accuracy/work", Permission::kEditProgramme,
      [&](const Visit& visit, const http::Form& form) { return begin(pages, work, visit, form); });
  pages.organization_form(
      "/accuracy/model", Permission::kEditProgramme,
      [&](const Visit& visit, const http::Form& form) { return use_model(pages, visit, form); });

  api.add({.path = "/accuracy",
           .id = "getAccuracy",
           .tag = "Review",
           .summary = "How far people and detection agree",
           .needs = Permission::kDecide,
           .answers = {answer(200, "On what was decided.", accuracy_json())}},
          [](const Visit& visit) -> http::Reply {
            const auto accuracy = app::read_accuracy(visit.services.database, visit.caller());
            if (!accuracy) return problem(visit.request, accuracy.error());
            return json_answer(*accuracy_json(), json_of(accuracy->all));
          });
  api.add({.path = "/model-work",
           .id = "getModelWork",
           .tag = "Review",
           .summary = "What is, or was last, done with the model",
           .needs = Permission::kEditProgramme,
           .answers = {answer(200, "The last.", work_json()), {404, "There was none."}}},
          [&](const Visit& visit) -> http::Reply {
            const auto standing = work.standing(visit.organization());
            if (!standing)
              return problem(visit.request, base::not_found("Nothing was asked for yet."));
            return json_answer(*work_json(), json_of(*standing));
          });
  api.add_with_body<TaskJson>(
      {.method = http::Method::kPost,
       .path = "/model-work",
       .id = "beginModelWork",
       .tag = "Review",
       .summary = "Learn from decisions, or read stored words again",
       .description = "It goes on behind the request; `GET /model-work` says how far it is.",
       .needs = Permission::kEditProgramme,
       .answers = {answer(202, "It is begun.", task_json())}},
      task_json(), [&](const Visit& visit, const TaskJson& asked) -> http::Reply {
        return written(
            visit, [visit, asked, &work](store::Transaction&) -> base::Result<store::KeptReply> {
              TRY(work.begin(visit.caller(), asked.task));
              return kept(*task_json(), asked, 202);
            });
      });
}

}  // namespace laurel::web
