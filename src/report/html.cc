// The report as one HTML file that needs no network: headline, figures, sections with their charts
// and tables. It is whole without JavaScript; with it, charts are drawn and their tables fold away.
// Its Content-Security-Policy allows exactly the style and the two scripts that are inside.
#include "html/html.h"

#include <fmt/format.h>

#include "assets/assets.h"
#include "report/charts.h"
#include "report/format.h"
#include "report/section.h"
#include "report/words.h"

namespace laurel::report {
namespace {

using html::Html;
using html::Trusted;
using html::Url;
using namespace html::tags;

constexpr std::string_view kIcon =
    R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#2f6b4f" d="M14 1C7 1 2 5 2 11c0 1 .2 2 .5 3C4 9 8 6 11 5 8 7 5 10 4 15c6 .5 11-4 10-14z"/></svg>)";

std::vector<Html> paragraphs(const std::vector<std::string>& texts, std::string_view kind = {}) {
  std::vector<Html> out;
  for (const std::string& text : texts) {
    out.push_back(p(html::when(!kind.empty(), class_(kind)), text));
  }
  return out;
}

// "October 2024 to September 2026".
std::string period_words(const Report& report) {
  if (report.responses.total == 0) return {};
  if (!report.first_month.known()) return show_months(report);
  const std::string first = month_words(report.first_month), last = month_words(report.last_month);
  return first == last ? first : fmt::format("{} to {}", first, last);
}

// The number, and its interval set back.
Html cell(const TableCell& cell, bool words) {
  Html out;
  const std::size_t at = cell.lo ? cell.text.find(" (") : std::string::npos;
  if (at == std::string::npos) {
    out = Html(cell.text);
  } else {
    out = span(class_("value"), std::string_view(cell.text).substr(0, at));
    out += Html(" ");
    out += span(class_("interval"), std::string_view(cell.text).substr(at + 1));
  }
  return td(html::when(!words, class_("number")), out);
}

Html figures(const Table& table, std::string_view id, std::string_view label) {
  std::vector<bool> words;
  std::vector<Html> names;
  for (std::size_t column = 0; column < table.header.size(); ++column) {
    words.push_back(table.column_is_words(column));
    names.push_back(
        th(scope("col"), html::when(!words[column], class_("number")), table.header[column]));
  }
  std::vector<Html> rows;
  for (const auto& row : table.rows) {
    std::vector<Html> cells = {th(scope("row"), row[0].text)};
    for (std::size_t column = 1; column < row.size(); ++column) {
      cells.push_back(cell(row[column], words[column]));
    }
    rows.push_back(tr(cells));
  }
  // Wide tables scroll within themselves, also by keyboard.
  return div(class_("scroll"), tabindex(0), role("region"), aria_label(label),
             html::tags::table(html::tags::id(id), caption(class_("unseen"), label),
                               thead(tr(names)), tbody(rows)));
}

// A chart is hidden until it is drawn.
Html picture(const Table& table, const Chart& chart, const std::string& chart_id,
             const std::string& table_id) {
  Html out = figure(class_("chart"), hidden(), id(chart_id), html::data("data-table", table_id),
                    div(class_("plot"), role("img"), aria_label(chart.alt)), figcaption(chart.alt));
  out += html::json_script(chart_id + "-spec", vega_lite(table, chart));
  return out;
}

Html methods(const Table& table) {
  std::string text;
  for (const std::string_view method : methods_of(table)) {
    text += (text.empty() ? "" : "; ") + std::string(method_words(method));
  }
  return text.empty() ? Html() : p(class_("method"), "Methods: ", text, ".");
}

Html table_with_charts(const Section& section, const Table& table, std::size_t number) {
  const std::string table_id = fmt::format("{}-table-{}", section.id, number);
  const std::string& label = table.title.empty() ? section.title : table.title;
  Html out;
  if (!table.title.empty()) out += h3(table.title);
  std::size_t charts = 0;
  for (const Chart& chart : table.charts) {
    out += picture(table, chart, fmt::format("{}-chart-{}-{}", section.id, number, ++charts),
                   table_id);
  }
  if (!table.rows.empty()) {
    Html rows = figures(table, table_id, label);
    rows += methods(table);
    out += charts == 0 ? rows : details(open(), summary("The figures as a table"), rows);
  }
  for (const Html& remark : paragraphs(table.remarks, "remark")) out += remark;
  return out;
}

std::vector<Html> quotes(const Section& part) {
  std::vector<Html> out;
  for (const Quote& quote : part.quotes) {
    const std::string when = month_words(quote.month);
    out.push_back(figure(
        class_("quote"), blockquote(p(quote.before, mark(quote.praised), quote.after)),
        figcaption(strong(quote.person), quote.place.empty() ? Html() : Html(", " + quote.place),
                   when.empty() ? Html() : span(class_("when"), when))));
  }
  return out;
}

Html section_of(const Section& part) {
  std::vector<Html> tables;
  for (std::size_t i = 0; i < part.tables.size(); ++i) {
    tables.push_back(table_with_charts(part, part.tables[i], i + 1));
  }
  return section(id(part.id), aria_labelledby(part.id + "-title"),
                 h2(id(part.id + "-title"), part.title), paragraphs(part.paragraphs, "says"),
                 quotes(part), tables);
}

Html key_figure(std::string_view name, std::string_view kind, const TableCell& cell,
                std::string_view of) {
  const std::size_t at = cell.text.find(" (");
  const std::string_view text = cell.text;
  return div(class_("key"), html::data("data-who", kind), dt(name),
             dd(class_("big"), text.substr(0, at)),
             dd(class_("interval"),
                at == std::string_view::npos ? of : text.substr(at + 2, text.size() - at - 3)));
}

// The few numbers of the first page, each with its interval.
Html key_figures(const Report& report) {
  std::vector<Html> figures;
  if (report.main && report.main->question.commended) {
    const QuestionReport& question = report.main->question;
    const bool nps = question.measure == Measure::kNps;
    figures.push_back(key_figure(nps ? "NPS, praised somebody" : "praised somebody", "praise",
                                 figure_cell(question.commended), "no answers"));
    figures.push_back(key_figure(nps ? "NPS, commented without praise" : "commented without praise",
                                 "others", figure_cell(question.spoke), "no answers"));
    const Figure& leading =
        report.main->clustered_leads ? report.main->clustered : question.comparison.difference;
    figures.push_back(key_figure("difference", "difference", figure_cell(leading),
                                 finding_words(question.comparison.finding)));
  }
  if (report.commended_share.estimate) {
    figures.push_back(key_figure("of the comments praise somebody", "share",
                                 figure_cell(report.commended_share), ""));
  }
  return figures.empty() ? Html() : dl(class_("keys"), figures);
}

Html contents(const std::vector<Section>& sections) {
  std::vector<Html> items;
  for (const Section& part : sections) {
    items.push_back(li(a(href(Url::fragment(part.id)), part.title)));
  }
  return items.empty() ? Html() : nav(aria_label("Contents"), ul(items));
}

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
              link(rel("icon"), href(Url::data_image("image/svg+xml", kIcon))),
              html::inline_style(Trusted(style.bytes)));
}

}  // namespace

std::string to_html(const Report& report) {
  const Room room{.most_places = 60, .most_rows = 60, .most_support = 60};
  const std::vector<Section> sections = report_sections(report, room);

  std::vector<Html> headline;
  for (std::size_t i = 0; i < report.headline.size(); ++i) {
    headline.push_back(p(html::when(i == 0, class_("lead")), report.headline[i]));
  }
  const std::string period = period_words(report);
  Html top = header(p(class_("kind"), "Commendation report"), h1(reported_on(report)),
                    html::when(true, class_("masthead")),
                    period.empty() ? Html() : p(class_("period"), period), headline);

  // Somebody's good work comes before the numbers.
  std::vector<Html> work, parts;
  for (const Section& part : sections) {
    (part.quotes.empty() ? parts : work).push_back(section_of(part));
  }
  if (!report.notes.empty()) {
    std::vector<Html> notes;
    for (const Note& note : report.notes) notes.push_back(li(note.text));
    parts.push_back(section(id("notes"), aria_labelledby("notes-title"),
                            h2(id("notes-title"), "To know when reading"), ul(notes)));
  }
  if (!report.meaning.empty()) {
    parts.push_back(section(id("meaning"), aria_labelledby("meaning-title"),
                            h2(id("meaning-title"), "What this does and doesn’t show"),
                            paragraphs(report.meaning),
                            p(fmt::format("Intervals are at {:g}%. NPS is shown from −100 to 100.",
                                          report.options.conf_level * 100))));
  }
  const bool charts = !sections.empty();
  return html::document(
      "en", head_of(report),
      body(top, main(work, key_figures(report), contents(sections), parts),
           footer(p("Made by Laurel from counts of responses; nothing in this file is fetched from "
                    "elsewhere."),
                  report.attribution.empty() ? Html() : p(report.attribution)),
           charts ? html::inline_script(Trusted(assets::vega_script().bytes)) : Html(),
           charts ? html::inline_script(Trusted(assets::report_script().bytes)) : Html()));
}

}  // namespace laurel::report
