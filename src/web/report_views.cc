// How the report looks on the site: what customers said first, then the figures, with the controls
// folded away until somebody wants another period or place. Pure.
#include <array>

#include "web/report.h"

namespace laurel::web {
namespace {

using html::Html;
using html::Url;
using namespace html::tags;
using report::ReportStrength;
using report::ShowPeople;

std::vector<Option> with_all(std::vector<Option> options) {
  options.insert(options.begin(), Option{"", "All"});
  return options;
}

Html controls(const ReportPageView& view) {
  const ReportQuery& query = view.query;
  Html parts = field({.name = "from", .label = "From", .value = query.from, .type = "month"});
  parts += field({.name = "to", .label = "To", .value = query.to, .type = "month"});
  if (!view.units.empty()) parts += choice("unit", "Unit", with_all(view.units), query.unit);
  if (!view.markets.empty())
    parts += choice("market", "Market", with_all(view.markets), query.market);
  if (view.channels.size() > 1)
    parts += choice("channel", "Channel", with_all(view.channels), query.channel);
  parts += choice("strength", "Praise", {{"any", "Any"}, {"exemplary", "Above and beyond"}},
                  report::name(query.strength));
  if (view.page == ReportPage::kPeople) {
    parts += choice("people", "People",
                    {{"praise", "Of whom the figures speak well"},
                     {"all", "Everybody"},
                     {"none", "Nobody by name"}},
                    report::name(query.people));
  } else if (query.people != ShowPeople::kPraise) {
    parts += hidden_field("people", report::name(query.people));
  }
  return details(class_("controls"), summary("Another period or place"),
                 form(class_("filters"), method("get"), action(Url(view.here)), parts,
                      div(class_("act"), button(type("submit"), "Show"),
                          a(href(Url(view.here)), "Show all"))));
}

Html files(const ReportPageView& view) {
  constexpr std::array<std::array<std::string_view, 2>, 5> kFiles = {{{"html", "Page to send on"},
                                                                      {"xlsx", "Excel"},
                                                                      {"csv", "CSV"},
                                                                      {"json", "JSON"},
                                                                      {"markdown", "Markdown"}}};
  std::vector<Html> items;
  for (const auto& [form, words] : kFiles)
    items.push_back(li(a(href(Url(view.file_address + std::string(form))), words)));
  return details(class_("controls"), summary("Take it with you"), ul(class_("inline"), items));
}

Html parts_of_prove(const ReportPageView& view) {
  const auto part = [&](ReportPage page, const std::string& address, std::string_view words) {
    return li(a(href(Url(address)), html::when(view.page == page, aria_current("page")), words));
  };
  return nav(class_("parts"), aria_label("Prove"),
             ul(part(ReportPage::kComparison, view.report_address, "The report"),
                part(ReportPage::kPeople, view.people_address, "People and units")));
}

// Replaced by itself once the rest is there; a link without JavaScript.
Html still_working(const ReportPageView& view, const std::string& address) {
  if (!view.unfinished) return {};
  return p(class_("narrowed"), role("status"), html::data("data-hx-get", address),
           html::data("data-hx-trigger", "load delay:2s"), html::data("data-hx-select", "#report"),
           html::data("data-hx-target", "#report"), html::data("data-hx-swap", "outerHTML"),
           "Figures that take reading response by response are being worked out. ",
           a(href(Url(address)), "Look again"));
}

}  // namespace

Html report_figures_view(ReportPage page, const report::Report& report,
                         const std::vector<report::Section>& sections,
                         const report::AddressOf& address_of) {
  Html work, parts;
  for (const report::Section& section : sections) {
    (section.quotes.empty() ? parts : work) += report::section_view(section, address_of);
  }
  if (page == ReportPage::kPeople) {
    if (!parts.empty()) return parts;
    return p(class_("empty"),
             "Nothing yet. People and units are here once responses say who served, or where.");
  }
  // Somebody's good work comes before the numbers.
  return div(class_("headline"), report::headline_view(report)) + work +
         report::key_figures_view(report) + report::contents_view(sections) + parts +
         report::notes_view(report) + report::meaning_view(report);
}

Html report_page_view(const ReportPageView& view) {
  const report::Report& report = *view.report;
  const bool people = view.page == ReportPage::kPeople;
  const std::string period = report::period_words(report);
  std::string where = report.place;
  if (!period.empty()) where += (where.empty() ? "" : " · ") + period;

  Html out = parts_of_prove(view);
  out += header(class_("heading"), h1(people ? "People and units" : "What praise goes with"),
                where.empty() ? Html() : p(class_("lead"), where));
  out += div(class_("control-row"), controls(view), view.may_export ? files(view) : Html());
  out += still_working(view, people ? view.people_address : view.report_address);
  out += *view.figures;
  if (report.responses.total > 0) {
    out += footer(class_("made"), p("As of ", time(datetime(view.made_at), view.made_at), "."),
                  report.attribution.empty() ? Html() : p(report.attribution));
  }
  return div(id("report"), class_("figures"), out);
}

}  // namespace laurel::web
