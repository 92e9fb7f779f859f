// The report for a terminal: sentences wrapped, tables aligned, nothing a name could do to the
// screen.
#include <fmt/format.h>

#include <algorithm>

#include "report/format.h"
#include "report/section.h"

namespace laurel::report {
namespace {

constexpr std::size_t kWidth = 96;

// Control characters, the C1 ones included, could move the cursor or change colours.
std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1])
                                          : static_cast<unsigned char>(0);
    if (byte < 0x20 || byte == 0x7f) {
      out += ' ';
    } else if (byte == 0xc2 && next >= 0x80 && next < 0xa0) {
      out += ' ';
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

// Code points, which is close enough to columns for names in most scripts.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string cut(std::string text, std::size_t most) {
  if (width(text) <= most) return text;
  std::size_t end = 0;
  for (std::size_t points = 0; end < text.size(); ++end) {
    if ((text[end] & 0xc0) != 0x80 && ++points == most) break;
  }
  return text.substr(0, end) + "…";
}

void append_wrapped(std::string& out, std::string_view text, std::string_view indent) {
  const std::string clean = printable(text);
  std::size_t column = 0;
  std::size_t at = 0;
  while (at < clean.size()) {
    std::size_t end = clean.find(' ', at);
    if (end == std::string::npos) end = clean.size();
    const std::string_view word = std::string_view(clean).substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    if (column > 0 && column + 1 + width(word) > kWidth) {
      out += '\n';
      column = 0;
    }
    if (column == 0) {
      out += indent;
      column = width(indent);
    } else {
      out += ' ';
      ++column;
    }
    out += word;
    column += width(word);
  }
  out += '\n';
}

void append(std::string& out, const Table& table) {
  if (!table.title.empty()) out += '\n' + printable(table.title) + '\n';
  constexpr std::size_t kMostName = 44;
  std::vector<std::vector<std::string>> rows = {table.header};
  for (const auto& row : table.rows) {
    auto& cells = rows.emplace_back();
    for (const TableCell& cell : row) cells.push_back(cell.text);
  }
  std::vector<std::size_t> widths(table.header.size());
  for (auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      row[i] = printable(row[i]);
      if (i == 0) row[i] = cut(row[i], kMostName);
      widths[i] = std::max(widths[i], width(row[i]));
    }
  }
  std::vector<bool> left;
  for (std::size_t i = 0; i < widths.size(); ++i) left.push_back(table.column_is_words(i));
  if (!table.rows.empty()) {
    for (const auto& row : rows) {
      std::string line = " ";
      for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string space(widths[i] - width(row[i]), ' ');
        line += ' ' + (left[i] ? row[i] + space : space + row[i]) + ' ';
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out += line + '\n';
    }
  }
  for (const std::string& remark : table.remarks) append_wrapped(out, remark, "  ");
}

}  // namespace

std::string to_text(const Report& report) {
  std::string out = fmt::format("Commendation report: {}", printable(reported_on(report)));
  if (report.responses.total > 0) out += ", " + show_months(report);
  out += "\n\n";
  for (const std::string& sentence : report.headline) append_wrapped(out, sentence, "");
  const Room room{.most_places = 20, .most_rows = 12, .group_intervals = false};
  for (const Section& section : report_sections(report, room)) {
    out += '\n' + printable(section.title) + '\n';
    for (const std::string& text : section.paragraphs) append_wrapped(out, text, "  ");
    for (const Quote& quote : section.quotes) {
      append_wrapped(out, "“" + quote.before + quote.praised + quote.after + "”", "  ");
      append_wrapped(out, byline(quote), "    ");
    }
    for (const Table& table : section.tables) append(out, table);
  }
  if (!report.notes.empty()) {
    out += "\nTo know when reading\n";
    for (const Note& note : report.notes) append_wrapped(out, note.text, "  ");
  }
  if (!report.meaning.empty()) {
    out += "\nWhat this does and doesn't show\n";
    for (const std::string& text : report.meaning) append_wrapped(out, text, "  ");
  }
  if (!report.attribution.empty()) {
    out += '\n';
    append_wrapped(out, report.attribution, "");
  }
  return out;
}

}  // namespace laurel::report
