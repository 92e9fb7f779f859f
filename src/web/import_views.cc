// How imports look: one step at a time, with what happens next in words. Pure functions from the
// structs of web/imports.h.
#include <fmt/format.h>

#include <array>

#include "base/wording.h"
#include "web/imports.h"

namespace laurel::web {
namespace {

using html::Html;
using html::Url;
using store::ImportFileState;
using namespace html::tags;

// What a column can be said to mean, as --map knows it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 32> kMeanings = {{
    {"ignore", "Leave it out"},
    {"comment", "What the customer says"},
    {"nps", "Would recommend, 0–10 (NPS)"},
    {"scale 1-5", "Rating 1–5"},
    {"scale 1-7", "Rating 1–7"},
    {"scale 1-10", "Rating 1–10"},
    {"scale 0-10", "Rating 0–10, not NPS"},
    {"yes_no", "Yes or no"},
    {"choice", "A choice from a list"},
    {"count", "A count"},
    {"number", "A number"},
    {"referred_6m", "Has recommended us in six months"},
    {"told_others", "How many people were told"},
    {"expectation", "Compared with what was expected"},
    {"feeling", "How it felt"},
    {"heard_through", "How the customer came to us"},
    {"price_tolerance", "Would pay more"},
    {"return", "Would come back"},
    {"recommend", "Would recommend, on another scale"},
    {"external_id", "Id of the response"},
    {"date", "Day of service"},
    {"received_at", "When it came in"},
    {"unit", "Unit (branch, team)"},
    {"market", "Market"},
    {"channel", "Channel"},
    {"served_by", "Who served"},
    {"account", "Account (customer company)"},
    {"contact_email", "Customer's e-mail address"},
    {"contact_name", "Customer's name"},
    {"language", "Language"},
    {"deed_cost", "What the deed cost"},
    {"scale", "Rating on the scale its values show"},
}};

// "external_id" in a person's words.
std::string meaning_words(const std::string& meaning) {
  if (meaning == "ignored") return "left out";
  for (const auto& [known, words] : kMeanings)
    if (known == meaning) return std::string(words);
  return meaning;
}

Html meaning_choice(const app::ColumnLook& column, std::size_t index) {
  const std::string field_id = fmt::format("column-{}", index);
  std::vector<Html> options;
  options.push_back(option(value(""), selected(column.said.empty()),
                           column.said.empty() && !column.meaning.empty()
                               ? "As read: " + meaning_words(column.meaning)
                           : column.meaning.empty() ? "Not known: choose"
                                                    : "As Laurel guesses"));
  bool listed = column.said.empty();
  for (const auto& [meaning, words] : kMeanings) {
    const bool chosen = meaning == column.said;
    listed = listed || chosen;
    options.push_back(option(value(meaning), selected(chosen), words));
  }
  if (!listed) options.push_back(option(value(column.said), selected(), column.said));
  return select(id(field_id), name(fmt::format("m{}", index)),
                aria_label("What " + column.name + " means"), options);
}

Html columns_table(const app::ImportLook& look) {
  std::vector<Html> rows;
  for (std::size_t i = 0; i < look.columns.size(); ++i) {
    const app::ColumnLook& column = look.columns[i];
    std::vector<Html> samples;
    for (const std::string& sample : column.samples) samples.push_back(li(sample));
    Html about = strong(column.name);
    if (!column.label.empty()) about += p(class_("soft"), column.label);
    Html meant = meaning_choice(column, i);
    if (!column.reason.empty()) meant += small(column.reason);
    rows.push_back(
        tr(td(about),
           td(samples.empty() ? span(class_("soft"), "empty") : ul(class_("samples"), samples)),
           td(meant, hidden_field(fmt::format("c{}", i), column.name))));
  }
  return table(class_("columns"),
               thead(tr(th(scope("col"), "Column"), th(scope("col"), "For example"),
                        th(scope("col"), "Means"))),
               tbody(rows));
}

Html rejects_list(const std::vector<app::RejectLook>& rejects, std::int64_t all) {
  std::vector<Html> items;
  for (const app::RejectLook& reject : rejects) {
    items.push_back(li(fmt::format("Line {}", base::grouped(reject.line)),
                       reject.column.empty() ? Html() : Html(", ") + strong(reject.column), ": ",
                       reject.reason));
  }
  if (all > std::ssize(rejects)) {
    items.push_back(
        li(class_("soft"), fmt::format("and {} more", base::grouped(all - std::ssize(rejects)))));
  }
  return ul(class_("rejects"), items);
}

Html notes_of(const std::vector<std::string>& notes) {
  std::vector<Html> items;
  for (const std::string& note : notes) items.push_back(p(class_("note"), note));
  return items.empty() ? Html() : div(items);
}

std::string_view heading_of(ImportFileState state) {
  switch (state) {
    case ImportFileState::kLooking:
      return "Reading ";
    case ImportFileState::kReady:
      return "Check ";
    case ImportFileState::kImporting:
      return "Importing ";
    case ImportFileState::kImported:
      return "Imported: ";
    case ImportFileState::kUseless:
      break;
  }
  return "Not readable: ";
}

Html heading(const ImportView& view) {
  return header(class_("heading"), p(class_("back"), a(href(Url(view.list)), "Import a file")),
                h1(std::string(heading_of(view.state)) + view.name));
}

// Looks again every second: htmx exchanges the section, without JavaScript the page is loaded
// again.
Html waiting(const ImportView& view, const Html& content) {
  return noscript(meta(http_equiv("refresh"), html::tags::content("2"))) +
         section(id("state"), hx_get(view.address), hx_trigger("every 1s"), hx_select("#state"),
                 hx_swap("outerHTML"), aria_live("polite"), heading(view),
                 div(class_("working"), content));
}

Html looking(const ImportView& view) {
  return waiting(view,
                 p("Laurel reads the whole file, guesses what each column means and tries every "
                   "row. Nothing is stored yet.") +
                     progress(aria_label("Reading the file")));
}

Html importing(const ImportView& view) {
  const int percent = static_cast<int>(view.share * 100);
  Html bar = view.rows == 0 ? progress(aria_label("Importing"))
                            : progress(aria_label("Importing"), value(percent), max(100));
  return waiting(
      view,
      p(view.rows == 0
            ? std::string("The import begins.")
            : fmt::format("{} of about {} are stored.", base::count_of(view.rows, "row", "rows"),
                          base::grouped(view.look.rows))) +
          bar +
          p(class_("soft"),
            "You may leave this page; the import goes on, also after a restart of the server."));
}

Html dry_run_of(const ImportView& view) {
  const app::ImportLook& look = view.look;
  if (!view.may_start && look.usable == 0) return {};
  Html out = h2("What would happen");
  Html sentence = strong(base::count_of(look.usable, "response", "responses")) + " of " +
                  base::count_of(look.rows, "row", "rows") + " can be imported.";
  if (look.passed_over > 0) {
    sentence += fmt::format(" {} passed over: previews, and rows without score and words.",
                            look.passed_over == 1 ? std::string("1 row is")
                                                  : base::grouped(look.passed_over) + " rows are");
  }
  out += p(sentence);
  if (look.rejected > 0) {
    out += p(fmt::format("{} can't be used; the others are imported all the same:",
                         base::count_of(look.rejected, "row", "rows")));
    out += rejects_list(look.rejects, look.rejected);
  }
  return out;
}

Html ready(const ImportView& view) {
  const std::vector<Option> orders = {{"", "As the values tell"},
                                      {"dmy", "The day comes first: 31/12/2026"},
                                      {"mdy", "The month comes first: 12/31/2026"}};
  Html out;
  if (!view.problem.empty()) out += p(class_("problem"), role("alert"), view.problem);
  out += notes_of(view.look.notes);
  Html buttons = button(type("submit"), class_(view.may_start ? "quiet" : "main"), name("do"),
                        value("check"), "Check again");
  if (view.may_start) {
    buttons = button(type("submit"), name("do"), value("import"),
                     "Import " + base::count_of(view.look.usable, "response", "responses")) +
              buttons;
  }
  out += form(
      method("post"), action(Url(view.address)), hidden_field("form_token", view.form_token),
      dry_run_of(view), h2("What the columns mean"),
      p(class_("soft"), view.look.form.empty()
                            ? std::string("Correct what is wrong, and check again.")
                            : fmt::format("Exported by {}. Correct what is wrong, and check again.",
                                          view.look.form)),
      columns_table(view.look),
      div(class_("filters"),
          field({.name = "source",
                 .label = "Programme",
                 .value = view.source,
                 .hint = "Its responses belong together; the same id updates in place."}),
          choice("dates", "Dates like 03/04/2026", orders, view.dates)),
      div(class_("actions"), buttons));
  out += form(
      class_("aside"), method("post"), action(Url(view.address)),
      html::data("data-ask", "Remove this file? Nothing of it was imported."),
      hidden_field("form_token", view.form_token),
      button(type("submit"), class_("quiet"), name("do"), value("discard"), "Remove the file"));
  return out;
}

Html imported(const ImportView& view) {
  const app::ImportOutcome& done = view.outcome;
  std::vector<Html> facts;
  const auto fact = [&](std::string_view what, std::int64_t n, bool always = false) {
    if (n == 0 && !always) return;
    facts.push_back(dt(what));
    facts.push_back(dd(base::grouped(n)));
  };
  fact("Rows read", done.rows, true);
  fact("Responses added", done.added, true);
  fact("Updated", done.updated);
  fact("Already there, unchanged", done.unchanged);
  fact("Passed over", done.passed_over);
  fact("Rejected", done.rejected);
  fact("Praise somebody", done.praising, true);
  fact("In a language that is not read", done.unread);
  Html out = dl(class_("facts"), facts);
  out += p(class_("actions"), a(role("button"), href(Url(view.responses)), "See the responses"),
           a(href(Url(view.list)), "Import another file"));
  out += notes_of(done.notes);
  if (done.rejected > 0) {
    out += h2("Rejected rows");
    out += rejects_list(done.rejects, done.rejected);
    if (!view.removed) {
      out += p(a(href(Url(view.address + "/rejects")), "Download them"),
               " with line, column and reason, correct them there and import that file.");
    }
  }
  return out;
}

}  // namespace

Html import_list_view(const ImportListView& view) {
  Html out =
      header(class_("heading"), p(class_("back"), a(href(Url(view.back)), "What customers say")),
             h1("Import a file"),
             p(class_("lead"),
               "CSV, tab-separated text or one JSON object a line, as survey tools export "
               "them. Of an Excel workbook, save the sheet as CSV (UTF-8). Nothing is "
               "stored before you have seen what Laurel makes of it."));
  out +=
      form(class_("upload"), method("post"), action(Url(view.address)),
           enctype("multipart/form-data"), html::data("data-largest", std::to_string(view.largest)),
           hidden_field("form_token", view.form_token),
           label(class_("drop"), for_("field-file"), span("Drop a file here, or choose one"),
                 input(id("field-file"), name("file"), type("file"), required(),
                       accept(".csv,.tsv,.txt,.ndjson,.jsonl,.json,text/csv"))),
           p(class_("problem"), id("upload-problem"), role("alert"), hidden()),
           button(type("submit"), "Upload and look at it"));
  std::vector<Html> rows;
  for (const ImportRow& file : view.files) {
    rows.push_back(tr(td(a(href(Url(file.address)), file.name)), td(file.source), td(file.state),
                      td(time(datetime(file.at), file.at)), td(file.by)));
  }
  if (rows.empty()) return out;
  return out + section(h2("Earlier files"),
                       div(class_("scroll"),
                           table(thead(tr(th(scope("col"), "File"), th(scope("col"), "Programme"),
                                          th(scope("col"), "State"), th(scope("col"), "Uploaded"),
                                          th(scope("col"), "By"))),
                                 tbody(rows))));
}

Html import_view(const ImportView& view) {
  switch (view.state) {
    case ImportFileState::kLooking:
      return looking(view);
    case ImportFileState::kReady:
      return section(id("state"), heading(view), ready(view));
    case ImportFileState::kImporting:
      return importing(view);
    case ImportFileState::kImported:
      return section(id("state"), heading(view), imported(view));
    case ImportFileState::kUseless:
      break;
  }
  return section(id("state"), heading(view), p(class_("problem"), role("alert"), view.problem),
                 p(a(href(Url(view.list)), "Choose another file")));
}

}  // namespace laurel::web
