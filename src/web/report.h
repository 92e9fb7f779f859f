// Prove: the commendation report as a page with its controls, people and units as another, both
// leading from each number to its responses; the same report as files and over the API. Views are
// pure.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "html/html.h"
#include "report/html_parts.h"
#include "web/api.h"
#include "web/kept_reports.h"
#include "web/lists.h"
#include "web/pages.h"

namespace laurel::web {

enum class ReportForm { kJson, kCsv, kMarkdown, kHtml, kXlsx };

// What a report is asked for, by pages, files and API alike.
struct ReportQuery {
  std::string from, to;  // months
  std::string unit, market, channel;
  report::ReportStrength strength = report::ReportStrength::kAny;
  report::ShowPeople people = report::ShowPeople::kPraise;
  ReportForm form = ReportForm::kJson;  // of a file
};

// What stands below the controls, the same for everybody who asks for the same.
html::Html report_figures_view(ReportPage page, const report::Report& report,
                               const std::vector<report::Section>& sections,
                               const report::AddressOf& address_of);

struct ReportPageView {
  ReportPage page = ReportPage::kComparison;
  const report::Report* report = nullptr;
  std::shared_ptr<const html::Html> figures;
  std::string report_address, people_address, file_address;  // with what is asked for
  std::string here;                                          // of this page, without it
  ReportQuery query;
  std::vector<Option> units, markets, channels;
  std::string made_at;      // RFC 3339
  bool unfinished = false;  // more figures are being worked out
  bool may_export = false;
};
html::Html report_page_view(const ReportPageView& view);

void add_report(Pages& pages, Api& api, Lists& lists, KeptReports& reports);

}  // namespace laurel::web
