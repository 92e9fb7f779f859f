#include "web/report.h"

#include "report/read.h"
#include "report/report.h"
#include "web/problem.h"

namespace laurel::web {
namespace {

enum class Form { kJson, kCsv, kMarkdown };

struct ReportQuery {
  std::string from, to;  // months
  report::ReportStrength strength = report::ReportStrength::kAny;
  Form form = Form::kJson;
};

schema::ObjectType<ReportQuery> report_query() {
  using namespace schema;
  using Q = ReportQuery;
  using Strength = report::ReportStrength;
  static const auto declared = object<Q>(
      "ReportQuery", "",
      optional("from", &Q::from, text({.longest = 7}), "The first month, YYYY-MM."),
      optional("to", &Q::to, text({.longest = 7}), "The last month, YYYY-MM."),
      optional("strength", &Q::strength,
               one_of<Strength>({{"any", Strength::kAny}, {"exemplary", Strength::kExemplary}}),
               "Which praise is compared."),
      optional(
          "form", &Q::form,
          one_of<Form>({{"json", Form::kJson}, {"csv", Form::kCsv}, {"markdown", Form::kMarkdown}}),
          "json if absent."));
  return declared;
}

base::Result<http::Response> make(const Visit& visit, const ReportQuery& query) {
  report::ReportOptions options;
  if (!query.from.empty()) options.from = TRY(base::Month::parse(query.from));
  if (!query.to.empty()) options.to = TRY(base::Month::parse(query.to));
  options.strength = query.strength;
  const report::Report report =
      TRY(report::make_report(visit.services.database, visit.caller().organization, options));
  http::Response response;
  switch (query.form) {
    case Form::kJson:
      response.body(to_json(report), "application/json");
      break;
    case Form::kCsv:
      response.body(to_csv(report), "text/csv; charset=utf-8");
      break;
    case Form::kMarkdown:
      response.body(to_markdown(report), "text/markdown; charset=utf-8");
      break;
  }
  return response;
}

}  // namespace

void add_report(Api& api) {
  api.add<ReportQuery>(
      {.path = "/report",
       .id = "getReport",
       .tag = "Report",
       .summary = "The commendation report",
       .description = "Every figure with estimate, interval, n, method and source. Its keys are "
                      "described in docs/report.md.",
       .needs = model::Permission::kSeeReport,
       .answers = {{200, "The report.",
                    [](schema::Definitions&) {
                      return boost::json::object{{"type", "object"}};
                    }}}},
      report_query(), [](const Visit& visit, const ReportQuery& query) -> http::Reply {
        auto made = make(visit, query);
        if (!made) return problem(visit.request, made.error());
        return std::move(*made);
      });
}

}  // namespace laurel::web
