#include "report/html_parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/charts.h"
#include "report/format.h"
#include "report/words.h"

namespace laurel::report {
namespace {

using html::Html;
using html::Url;
using namespace html::tags;

std::vector<Html> paragraphs(const std::vector<std::string>& texts, std::string_view kind = {}) {
  std::vector<Html> out;
  for (const std::string& text : texts) {
    out.push_back(p(html::when(!kind.empty(), class_(kind)), text));
  }
  return out;
}

// The number, leading to its responses, and its interval set back.
Html cell(const TableCell& cell, bool words, const AddressOf& address_of) {
  const std::string_view text = cell.text;
  const std::size_t at = std::min(cell.lo ? text.find(" (") : text.size(), text.size());
  const std::string address =
      cell.responses && address_of ? address_of(*cell.responses) : std::string();
  Html out = address.empty() ? Html(text.substr(0, at))
                             : a(class_("counted"), href(Url(address)), text.substr(0, at));
  if (at < text.size()) {
    out = span(class_("value"), out) + Html(" ") + span(class_("interval"), text.substr(at + 1));
  }
  return td(html::when(!words, class_("number")), out);
}

Html figures(const Table& table, std::string_view id, std::string_view label,
             const AddressOf& address_of) {
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
      cells.push_back(cell(row[column], words[column], address_of));
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

Html table_with_charts(const Section& section, const Table& table, std::size_t number,
                       const AddressOf& address_of) {
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
    Html rows = figures(table, table_id, label, address_of);
    rows += methods(table);
    out += charts == 0 ? rows : details(open(), summary("The figures as a table"), rows);
  }
  for (const Html& remark : paragraphs(table.remarks, "remark")) out += remark;
  return out;
}

Html key_figure(std::string_view name, std::string_view kind, const TableCell& cell,
                std::string_view of) {
  const std::size_t at = cell.text.find(" (");
  const std::string_view text = cell.text;
  return div(class_("measure"), html::data("data-who", kind), dt(name),
             dd(class_("big"), text.substr(0, at)),
             dd(class_("interval"),
                at == std::string_view::npos ? of : text.substr(at + 2, text.size() - at - 3)));
}

}  // namespace

std::string period_words(const Report& report) {
  if (report.responses.total == 0) return {};
  if (!report.first_month.known()) return show_months(report);
  const std::string first = month_words(report.first_month), last = month_words(report.last_month);
  return first == last ? first : fmt::format("{} to {}", first, last);
}

std::vector<Html> headline_view(const Report& report) {
  std::vector<Html> out;
  for (std::size_t i = 0; i < report.headline.size(); ++i) {
    out.push_back(p(html::when(i == 0, class_("lead")), report.headline[i]));
  }
  return out;
}

Html key_figures_view(const Report& report) {
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
  return figures.empty() ? Html() : dl(class_("measures"), figures);
}

Html contents_view(std::span<const Section> sections) {
  std::vector<Html> items;
  for (const Section& part : sections) {
    items.push_back(li(a(href(Url::fragment(part.id)), part.title)));
  }
  return items.empty() ? Html() : nav(aria_label("Contents"), class_("contents"), ul(items));
}

Html quotes_view(std::span<const Quote> quotes) {
  Html out;
  for (const Quote& quote : quotes) {
    const std::string when = month_words(quote.month);
    out += figure(
        class_("quote"), blockquote(p(quote.before, mark(quote.praised), quote.after)),
        figcaption(strong(quote.person), quote.place.empty() ? Html() : Html(", " + quote.place),
                   when.empty() ? Html() : span(class_("when"), when)));
  }
  return out;
}

Html section_view(const Section& part, const AddressOf& address_of) {
  std::vector<Html> tables;
  for (std::size_t i = 0; i < part.tables.size(); ++i) {
    tables.push_back(table_with_charts(part, part.tables[i], i + 1, address_of));
  }
  return section(id(part.id), aria_labelledby(part.id + "-title"),
                 h2(id(part.id + "-title"), part.title), paragraphs(part.paragraphs, "says"),
                 quotes_view(part.quotes), tables);
}

Html notes_view(const Report& report) {
  if (report.notes.empty()) return {};
  std::vector<Html> notes;
  for (const Note& note : report.notes) notes.push_back(li(note.text));
  return section(id("notes"), aria_labelledby("notes-title"),
                 h2(id("notes-title"), "To know when reading"), ul(notes));
}

Html meaning_view(const Report& report) {
  if (report.meaning.empty()) return {};
  return section(id("meaning"), aria_labelledby("meaning-title"),
                 h2(id("meaning-title"), "What this does and doesn’t show"),
                 paragraphs(report.meaning),
                 p(fmt::format("Intervals are at {:g}%. NPS is shown from −100 to 100.",
                               report.options.conf_level * 100)));
}

}  // namespace laurel::report
