#include "web/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/read.h"
#include "report/xlsx.h"
#include "web/fields.h"
#include "web/problem.h"
#include "web/redirect.h"
#include "web/responses.h"

namespace laurel::web {
namespace {

using model::Permission;
using report::ReportStrength;
using report::ShowPeople;

// --- What is asked for --------------------------------------------------------------------------

struct FileForm {
  ReportForm form;
  std::string_view name, type, extension;
  base::Result<std::string> (*render)(const report::Report&);
};
template <std::string (*kRender)(const report::Report&)>
base::Result<std::string> sure(const report::Report& report) {
  return kRender(report);
}
constexpr std::array kForms = {
    FileForm{ReportForm::kJson, "json", "application/json", "json", sure<report::to_json>},
    FileForm{ReportForm::kCsv, "csv", "text/csv; charset=utf-8", "csv", sure<report::to_csv>},
    FileForm{ReportForm::kMarkdown, "markdown", "text/markdown; charset=utf-8", "md",
             sure<report::to_markdown>},
    FileForm{ReportForm::kHtml, "html", "text/html; charset=utf-8", "html", sure<report::to_html>},
    FileForm{ReportForm::kXlsx, "xlsx",
             "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
             report::to_xlsx}};
const FileForm& file_form(ReportForm form) {
  return *std::find_if(kForms.begin(), kForms.end(),
                       [&](const FileForm& one) { return one.form == form; });
}

schema::ObjectType<ReportQuery> report_query() {
  using namespace schema;
  using Q = ReportQuery;
  static const auto declared = [] {
    std::vector<std::pair<std::string_view, ReportForm>> forms;
    for (const FileForm& form : kForms) forms.emplace_back(form.name, form.form);
    return object<Q>(
        "ReportQuery", "Which report.",
        optional("from", &Q::from, text({.longest = 7}), "The first month, YYYY-MM."),
        optional("to", &Q::to, text({.longest = 7}), "The last month, YYYY-MM."),
        optional("unit", &Q::unit, text({.longest = 200}),
                 "Code or name of a unit; those below it are included."),
        optional("market", &Q::market, text({.longest = 200}), "Name of a market."),
        optional("channel", &Q::channel, text({.longest = 200}), "Name of a channel."),
        optional("strength", &Q::strength,
                 one_of<ReportStrength>(
                     {{"any", ReportStrength::kAny}, {"exemplary", ReportStrength::kExemplary}}),
                 "Which praise is compared."),
        optional("people", &Q::people,
                 one_of<ShowPeople>({{"none", ShowPeople::kNone},
                                     {"praise", ShowPeople::kPraise},
                                     {"all", ShowPeople::kAll}}),
                 "Who is named: nobody, those of whom the figures speak well, or everybody."),
        optional("form", &Q::form, one_of<ReportForm>(std::move(forms)), "json if absent."));
  }();
  return declared;
}

// The parts of the query that differ from a report on everything, as "?from=2026-01&unit=B01".
std::string query_words(const ReportQuery& query) {
  std::string words;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    words += fmt::format("{}{}={}", words.empty() ? '?' : '&', name, encoded(value));
  };
  add("from", query.from);
  add("to", query.to);
  add("unit", query.unit);
  add("market", query.market);
  add("channel", query.channel);
  if (query.strength != ReportStrength::kAny) add("strength", name(query.strength));
  if (query.people != ShowPeople::kPraise) add("people", name(query.people));
  return words;
}

base::Result<base::Month> month(const std::string& text) {
  if (text.empty()) return base::Month{};
  const auto parsed = base::Month::parse(text);
  if (!parsed) return base::invalid_input("A month is written like 2026-03.");
  return *parsed;
}

base::Result<report::ReportOptions> options_of(const ReportQuery& query,
                                               const app::Directory& directory) {
  report::ReportOptions options;
  options.from = TRY(month(query.from));
  options.to = TRY(month(query.to));
  options.strength = query.strength;
  options.show_people = query.people;
  options.place = TRY(place_named(directory, query.unit, query.market, query.channel));
  return options;
}

base::Result<std::shared_ptr<const app::Directory>> directory_of(const Visit& visit, Lists& lists) {
  store::Transaction tx = TRY(visit.services.database.begin_read());
  return lists.directories.of(tx, visit.organization());
}

// --- Pages --------------------------------------------------------------------------------------

bool is_of_people(const report::Section& section) {
  constexpr std::array kOfPeople = {"unit-standing", "people", "coverage", "effort"};
  return std::find(kOfPeople.begin(), kOfPeople.end(), section.id) != kOfPeople.end();
}

base::Result<http::Response> show(const Pages& pages, Lists& lists, KeptReports& reports,
                                  const Visit& visit, ReportPage page) {
  auto read = schema::read_fields(*report_query(), page_query(visit.request));
  if (!read) return base::invalid_input(first_problem(read.problems));
  const auto directory = TRY(directory_of(visit, lists));
  ReportPageView view;
  view.page = page;
  view.query = std::move(*read.value);
  const auto options = TRY(options_of(view.query, *directory));
  const auto kept = TRY(reports.of(visit.caller().organization, directory->revision(), options));
  if (options.show_people == ShowPeople::kAll && page == ReportPage::kPeople)
    visit.services.access.audit().note(visit.caller(), {"report.people-seen", "report", ""});

  view.report = &kept->report;
  view.figures = kept->figures(page, [&] {
    report::Room room = report::kPageRoom;
    room.all_in = "the CSV file";
    std::vector<report::Section> sections = report::report_sections(kept->report, room);
    std::erase_if(sections, [&](const report::Section& section) {
      return is_of_people(section) != (page == ReportPage::kPeople);
    });
    return report_figures_view(page, kept->report, sections,
                               [&](const store::ResponseFilter& responses) {
                                 return address_of(responses, *directory, visit.at("/responses"));
                               });
  });
  const std::string asked = query_words(view.query);
  view.report_address = visit.at("/report") + asked;
  view.people_address = visit.at("/report/people") + asked;
  view.file_address = visit.at("/report/file") + asked + (asked.empty() ? "?" : "&") + "form=";
  view.here = visit.at(page == ReportPage::kPeople ? "/report/people" : "/report");
  view.units = unit_options(*directory);
  view.query.unit = chosen_unit(view.query.unit, *directory);
  view.markets = options_of_names(directory->markets());
  view.channels = options_of_names(directory->channels());
  view.made_at = kept->made_at.to_string();
  view.unfinished = kept->unfinished;
  view.may_export = visit.may(Permission::kExport);
  const std::string_view title =
      page == ReportPage::kPeople ? "People and units" : "Commendation report";
  return pages.page_with_figures(visit, title, "/report", report_page_view(view));
}

// --- Files --------------------------------------------------------------------------------------

base::Result<http::Response> file(const Visit& visit, Lists& lists, const ReportQuery& query) {
  const auto directory = TRY(directory_of(visit, lists));
  const report::ReportOptions options = TRY(options_of(query, *directory));
  const report::Report made =
      TRY(report::make_report(visit.services.database, visit.caller().organization, options));
  http::Response response;
  const FileForm& form = file_form(query.form);
  response.body(TRY(form.render(made)), form.type);
  return response;
}

base::Result<http::Response> download(const Visit& visit, Lists& lists) {
  auto read = schema::read_fields(*report_query(), page_query(visit.request));
  if (!read) return base::invalid_input(first_problem(read.problems));
  http::Response response = TRY(file(visit, lists, *read.value));
  response.set("Content-Disposition", fmt::format("attachment; filename=\"report-{}.{}\"",
                                                  visit.caller().organization.slug,
                                                  file_form(read.value->form).extension));
  response.set("Cache-Control", "no-store");
  return response;
}

http::Reply to_person(const Pages& pages, const Visit& visit, base::Result<http::Response> answer) {
  if (!answer) return pages.trouble(visit.request, answer.error());
  return std::move(*answer);
}

}  // namespace

void add_report(Pages& pages, Api& api, Lists& lists, KeptReports& reports) {
  pages.of_organization("/report", Permission::kSeeReport, [&](const Visit& visit) {
    return to_person(pages, visit, show(pages, lists, reports, visit, ReportPage::kComparison));
  });
  pages.of_organization("/report/people", Permission::kSeeReport, [&](const Visit& visit) {
    return to_person(pages, visit, show(pages, lists, reports, visit, ReportPage::kPeople));
  });
  pages.of_organization("/report/file", Permission::kExport, [&](const Visit& visit) {
    return to_person(pages, visit, download(visit, lists));
  });

  api.add<ReportQuery>(
      {.path = "/report",
       .id = "getReport",
       .tag = "Report",
       .summary = "The commendation report",
       .description = "Every figure with estimate, interval, n, method and source. Its keys are "
                      "described in docs/report.md.",
       .needs = Permission::kSeeReport,
       .answers = {{200, "The report.",
                    [](schema::Definitions&) {
                      return boost::json::object{{"type", "object"}};
                    }}}},
      report_query(), [&](const Visit& visit, const ReportQuery& query) -> http::Reply {
        auto made = file(visit, lists, query);
        if (!made) return problem(visit.request, made.error());
        return std::move(*made);
      });
}

}  // namespace laurel::web
