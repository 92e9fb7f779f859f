// How the accuracy page looks: what people found, as figures with their charts, then the model and
// what can be done with it. Pure functions from the structs of web/accuracy.h.
#include <fmt/format.h>

#include "base/wording.h"
#include "report/html_parts.h"
#include "web/accuracy.h"

namespace laurel::web {
namespace {

using app::ModelTask;
using html::Html;
using html::Url;
using namespace html::tags;

// A share with Wilson's interval, per 100.
report::TableCell share_figure(const stats::Proportion& share) {
  report::TableCell cell = report::blank_cell();
  if (share.n == 0) return cell;
  const stats::Interval interval = stats::wilson_interval(share);
  cell.value = 100 * *share.rate();
  cell.lo = 100 * *interval.lo;
  cell.hi = 100 * *interval.hi;
  cell.text = fmt::format("{:.0f}% ({:.0f} to {:.0f}%)", *cell.value, *cell.lo, *cell.hi);
  cell.form.unit = report::NumberForm::Unit::kPercent;
  return cell;
}

report::TableCell share_point(double share) {
  report::TableCell cell = report::blank_cell();
  cell.value = 100 * share;
  cell.text = fmt::format("{:.0f}%", *cell.value);
  cell.form.unit = report::NumberForm::Unit::kPercent;
  return cell;
}

report::Table shares_table(const app::AccuracyFigures& figures) {
  report::Table table;
  table.title = figures.detector;
  table.header = {"Of what was reviewed", "Share", "Of"};
  const auto row = [&](std::string_view words, const stats::Proportion& share) {
    if (share.n > 0)
      table.rows.push_back({words, share_figure(share), report::count_cell(share.n)});
  };
  row("Agreement", figures.agreed);
  row("Precision", figures.precision);
  row("Recall", figures.recall);
  row("Audit", figures.audited);
  row("Right person", figures.linked);
  table.remarks = {
      "Agreement: people and Laurel said the same. Precision: of what Laurel took for praise, "
      "people "
      "accepted. Recall: of the praise that people found, Laurel had marked. Audit: of what would "
      "have gone out unread, picked by chance, it was praise. Right person: where Laurel said "
      "who."};
  report::Chart chart;
  chart.columns = {1};
  chart.axis = "per 100";
  chart.alt = "Shares with their 95% intervals.";
  table.charts.push_back(std::move(chart));
  return table;
}

std::string_view doing(ModelTask task) {
  switch (task) {
    case ModelTask::kLearn:
    case ModelTask::kLearnEvenIfWorse:
      return "Learning from decisions";
    case ModelTask::kPreviewRescan:
      return "Reading stored words, to see what would change";
    case ModelTask::kRescan:
      break;
  }
  return "Reading stored words again";
}

Html task_button(const AccuracyView& view, ModelTask task, std::string_view style,
                 std::string_view words, std::string_view question = {}) {
  return form(method("post"), action(Url(view.address + "/work")),
              html::when(!question.empty(), html::data("data-ask", question)),
              hidden_field("form_token", view.form_token), hidden_field("task", app::name(task)),
              button(type("submit"), html::when(!style.empty(), class_(style)), words));
}

// What runs, replaced by itself while it does, or what came of the last.
Html work_of(const AccuracyView& view) {
  if (!view.work) return section(id("work"));
  const app::ModelTaskStanding& work = *view.work;
  if (!work.ended_at) {
    const int percent = static_cast<int>(100 * work.share);
    return section(id("work"), html::data("data-hx-get", view.address),
                   html::data("data-hx-trigger", "load delay:1s"),
                   html::data("data-hx-select", "#work"), html::data("data-hx-swap", "outerHTML"),
                   p(class_("narrowed"), role("status"), doing(work.task), "…",
                     work.share > 0 ? fmt::format(" {} %", percent) : std::string(), " Asked by ",
                     work.by, ". ", a(href(Url(view.address)), "Look again")));
  }
  Html out = h2(doing(work.task));
  out += p(class_(work.failed ? "problem" : "narrowed"), role("status"),
           work.failed    ? "That didn’t work."
           : work.refused ? "The new model is not put to use: nothing has changed."
           : work.task == ModelTask::kLearn || work.task == ModelTask::kLearnEvenIfWorse
               ? "The new model is in use for what comes in from now on."
           : work.task == ModelTask::kRescan ? "It is done."
                                             : "Nothing was written yet.");
  out += p(class_("outcome"), work.outcome);
  if (view.may_change && work.refused) {
    out += task_button(view, ModelTask::kLearnEvenIfWorse, "serious", "Use it all the same",
                       "It did not do better on what was kept back. Use it all the same?");
  }
  if (view.may_change && work.task == ModelTask::kPreviewRescan && work.changed > 0) {
    out +=
        task_button(view, ModelTask::kRescan, "",
                    "Change " + base::count_of(work.changed, "response", "responses"),
                    "Figures and reports change with it. What people decided stays. Change them?");
  }
  return section(id("work"), out);
}

Html models_of(const AccuracyView& view) {
  std::vector<Html> rows;
  for (const ModelRow& model : view.models) {
    Html act;
    if (model.in_use) {
      act = span(class_("tag"), "in use");
    } else if (view.may_change) {
      act = form(method("post"), action(Url(view.address + "/model")),
                 hidden_field("form_token", view.form_token),
                 hidden_field("number", std::to_string(model.number)),
                 button(type("submit"), class_("quiet"), "Use it"));
    }
    rows.push_back(
        tr(td(model.number == 0 ? "Laurel’s own" : fmt::format("Model {}", model.number)),
           td(class_("outcome"), model.words), td(model.made_by),
           td(model.made_at.empty() ? Html() : time(datetime(model.made_at), model.made_at)),
           td(act)));
  }
  return section(h2("Models"),
                 div(class_("scroll"), tabindex(0), role("region"), aria_label("Models"),
                     table(thead(tr(th(scope("col"), "Model"), th(scope("col"), "Made from"),
                                    th(scope("col"), "By"), th(scope("col"), "When"),
                                    th(scope("col"), "Standing"))),
                           tbody(rows))));
}

}  // namespace

std::vector<report::Section> accuracy_sections(const app::Accuracy& accuracy) {
  std::vector<report::Section> sections;
  report::Section& shares = sections.emplace_back();
  shares.id = "agreement";
  shares.title = "What people found";
  shares.paragraphs = {
      "People mostly read what Laurel is unsure of, so these shares are lower than they are over "
      "everything. The audited ones are a fair sample of what would go out unread."};
  shares.tables.push_back(shares_table(accuracy.all));
  shares.tables.back().title = {};
  if (!accuracy.all.calibration.empty()) {
    report::Section& section = sections.emplace_back();
    section.id = "calibration";
    section.title = "When Laurel names a probability, how often it is praise";
    report::Table& table = section.tables.emplace_back();
    table.header = {"Laurel said", "Said on average", "People accepted", "Of"};
    for (const app::CalibrationBin& bin : accuracy.all.calibration) {
      table.rows.push_back({fmt::format("{:.0f} to {:.0f}%", 100 * bin.from, 100 * bin.to),
                            share_point(bin.said), share_figure(bin.right),
                            report::count_cell(bin.right.n)});
    }
    report::Chart chart;
    chart.columns = {1, 2};
    chart.tones = {report::Tone::kOthers, report::Tone::kPraise};
    chart.axis = "per 100";
    chart.alt =
        "For each tenth of probability, what Laurel said on average and what people accepted.";
    table.charts.push_back(std::move(chart));
  }
  if (accuracy.by_detector.size() > 1) {
    report::Section& section = sections.emplace_back();
    section.id = "by-model";
    section.title = "By the model that found it";
    for (const app::AccuracyFigures& figures : accuracy.by_detector)
      section.tables.push_back(shares_table(figures));
  }
  return sections;
}

Html accuracy_view(const AccuracyView& view) {
  Html out = page_heading("Accuracy", "How far people and Laurel agree, on what people decided.");
  if (view.decided == 0) {
    out += p(class_("empty"),
             "Nothing has been decided yet. Decide some under Notice; from a "
             "hundred on, these figures begin to tell something.");
  } else {
    out += p(class_("count"),
             base::count_of(view.decided, "piece of praise was", "pieces of praise were"),
             " decided.");
  }
  if (view.may_change) {
    out += section(class_("verdicts"),
                   task_button(view, ModelTask::kLearn, "", "Learn from decisions"),
                   task_button(view, ModelTask::kPreviewRescan, "quiet",
                               "See what reading again would change"));
    out += p(class_("lead"),
             "Learning keeps a part of the decisions back and puts the new model to "
             "use only if it does better on them.");
  }
  out += work_of(view);
  if (view.decided > 0) {
    for (const report::Section& section_ : view.sections) out += report::section_view(section_);
  }
  return out + models_of(view);
}

}  // namespace laurel::web
