// The report as one HTML file that needs no network: headline, figures, sections with their charts
// and tables. It is whole without JavaScript; with it, charts are drawn and their tables fold away.
// Its Content-Security-Policy allows exactly the style and the two scripts that are inside.
#include "html/html.h"

#include <fmt/format.h>

#include "assets/assets.h"
#include "report/format.h"
#include "report/html_parts.h"

namespace laurel::report {
namespace {

using html::Html;
using html::Trusted;
using html::Url;
using namespace html::tags;

Html head_of(const Report& report) {
  const assets::Asset style = assets::report_style();
  const std::string policy = fmt::format(
      "default-src 'none'; script-src '{}' '{}'; style-src '{}'; img-src data:; base-uri 'none'; "
      "form-action 'none'",
      assets::vega_script().integrity(), assets::report_script().integrity(), style.integrity());
  return head(meta(charset("utf-8")), meta(http_equiv("Content-Security-Policy"), content(policy)),
              meta(html::tags::name("viewport"), content("width=device-width, initial-scale=1")),
              meta(html::tags::name("color-scheme"), content("light dark")),
              meta(html::tags::name("referrer"), content("no-referrer")),
              meta(html::tags::name("generator"), content("Laurel")),
              title("Commendation report: ", reported_on(report)),
              link(rel("icon"), href(Url::data_image("image/svg+xml", assets::icon().bytes))),
              html::inline_style(Trusted(style.bytes)));
}

}  // namespace

std::string to_html(const Report& report) {
  const std::vector<Section> sections = report_sections(report, kPageRoom);
  const std::string period = period_words(report);
  Html top =
      header(p(class_("kind"), "Commendation report"), h1(reported_on(report)), class_("masthead"),
             period.empty() ? Html() : p(class_("period"), period), headline_view(report));

  // Somebody's good work comes before the numbers.
  std::vector<Html> work, parts;
  for (const Section& part : sections) {
    (part.quotes.empty() ? parts : work).push_back(section_view(part));
  }
  const bool charts = !sections.empty();
  return html::document(
      "en", head_of(report),
      body(top,
           main(class_("figures"), work, key_figures_view(report), contents_view(sections), parts,
                notes_view(report), meaning_view(report)),
           footer(p("Made by Laurel from counts of responses; nothing in this file is fetched from "
                    "elsewhere."),
                  report.attribution.empty() ? Html() : p(report.attribution)),
           charts ? html::inline_script(Trusted(assets::vega_script().bytes)) : Html(),
           charts ? html::inline_script(Trusted(assets::report_script().bytes)) : Html()));
}

}  // namespace laurel::report
