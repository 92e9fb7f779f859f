// The report as Markdown (CommonMark with tables), for a director to read and a wiki to keep. Names
// are foreign text and are escaped so that they can't become markup or break a table.
#include <fmt/format.h>

#include "report/format.h"
#include "report/section.h"

namespace laurel::report {
namespace {

// A < that nothing can follow up as a tag ("p < 0.001") stays readable.
bool opens_tag(std::string_view text, std::size_t at) {
  return text[at] == '<' && at + 1 < text.size() && text[at + 1] != ' ';
}

std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      out += ' ';
    } else if (opens_tag(text, i)) {
      out += "&lt;";
    } else if (c == '&') {
      out += "&amp;";
    } else {
      if (std::string_view("\\`*_[]|~#!$>").find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

// As a paragraph: also no list, heading or rule at its start.
std::string paragraph(std::string_view text) {
  std::string out = escaped(text);
  if (!out.empty() && std::string_view("+-=").find(out[0]) != std::string_view::npos) {
    out.insert(0, "\\");
  }
  return out;
}

void append(std::string& out, const Table& table) {
  if (!table.title.empty()) out += fmt::format("\n### {}\n", escaped(table.title));
  if (!table.rows.empty()) {
    out += '\n';
    std::string rule;
    for (std::size_t i = 0; i < table.header.size(); ++i) {
      out += fmt::format("| {} ", escaped(table.header[i]));
      rule += table.column_is_words(i) ? "| --- " : "| ---: ";
    }
    out += "|\n" + rule + "|\n";
    for (const auto& row : table.rows) {
      for (const TableCell& cell : row) out += fmt::format("| {} ", escaped(cell.text));
      out += "|\n";
    }
  }
  for (const std::string& remark : table.remarks) out += fmt::format("\n{}\n", paragraph(remark));
}

}  // namespace

std::string to_markdown(const Report& report) {
  std::string out = fmt::format("# Commendation report: {}\n", escaped(reported_on(report)));
  if (report.responses.total > 0) out += fmt::format("\n{}\n", show_months(report));
  bool first = true;
  for (const std::string& sentence : report.headline) {
    out += first ? fmt::format("\n**{}**\n", paragraph(sentence))
                 : fmt::format("\n{}\n", paragraph(sentence));
    first = false;
  }
  const Room room{.most_places = 20, .most_rows = 24, .group_intervals = true};
  for (const Section& section : report_sections(report, room)) {
    out += fmt::format("\n## {}\n", escaped(section.title));
    for (const std::string& text : section.paragraphs)
      out += fmt::format("\n{}\n", paragraph(text));
    for (const Quote& quote : section.quotes) {
      out += fmt::format("\n> {}**{}**{}\n>\n> {}\n", paragraph(quote.before),
                         quote.before.empty() ? paragraph(quote.praised) : escaped(quote.praised),
                         escaped(quote.after), escaped(byline(quote)));
    }
    for (const Table& table : section.tables) append(out, table);
  }
  if (!report.notes.empty()) {
    out += "\n## To know when reading\n\n";
    for (const Note& note : report.notes) out += fmt::format("- {}\n", paragraph(note.text));
  }
  if (!report.meaning.empty()) {
    out += "\n## What this does and doesn't show\n";
    for (const std::string& text : report.meaning) out += fmt::format("\n{}\n", paragraph(text));
    out += fmt::format(
        "\nIntervals are at {:g}%. NPS is shown from −100 to 100. Methods: docs/report.md.\n",
        report.options.conf_level * 100);
  }
  if (!report.attribution.empty()) out += fmt::format("\n{}\n", paragraph(report.attribution));
  return out;
}

}  // namespace laurel::report
