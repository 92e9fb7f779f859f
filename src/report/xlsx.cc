#include "report/xlsx.h"

#include <fmt/format.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <memory>

#include "base/file.h"
#include "report/format.h"
#include "report/section.h"
#include "report/xlsx_charts.h"

namespace laurel::report {
namespace {

// A spreadsheet refuses longer texts.
constexpr std::size_t kMostCharacters = 8000;

// A file that is gone when this is.
class TemporaryFile {
 public:
  static base::Result<TemporaryFile> create() {
    const char* folder = std::getenv("TMPDIR");
    TemporaryFile file;
    file.path_ =
        std::string(folder != nullptr && *folder != 0 ? folder : "/tmp") + "/laurel-XXXXXX";
    const int descriptor = mkstemp(file.path_.data());
    if (descriptor < 0) {
      const int error = errno;
      const std::string path = std::exchange(file.path_, {});
      return base::file_error(path, "written", error);
    }
    close(descriptor);
    return file;
  }
  TemporaryFile(TemporaryFile&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile() {
    if (!path_.empty()) unlink(path_.c_str());
  }
  const std::string& path() const { return path_; }

 private:
  TemporaryFile() = default;
  std::string path_;
};

// "markets" → "Markets", "following-survey" → "Following survey": what a sheet may be called, and
// unique as ids are.
std::string sheet_name(const std::string& id) {
  std::string name = id.substr(0, LXW_SHEETNAME_MAX);
  std::replace(name.begin(), name.end(), '-', ' ');
  if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 32);
  return name;
}

std::string cut(std::string_view text) {
  if (text.size() <= kMostCharacters) return std::string(text);
  std::size_t end = kMostCharacters;
  while ((text[end] & 0xc0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

std::string number_format(const NumberForm& form) {
  if (form.unit == NumberForm::Unit::kP) return R"([<0.001]"<0.001";0.000)";
  std::string digits = "#,##0";
  if (form.decimals > 0) digits += "." + std::string(static_cast<std::size_t>(form.decimals), '0');
  if (form.unit == NumberForm::Unit::kPercent) digits += "%";
  return form.sign == NumberForm::Sign::kAlways ? fmt::format("+{0};-{0};{0}", digits) : digits;
}

class Workbook {
 public:
  explicit Workbook(const std::string& path) : book_(workbook_new(path.c_str())) {
    bold_ = add_format("General");
    format_set_bold(bold_);
    heading_ = add_format("General");
    format_set_bold(heading_);
    format_set_text_wrap(heading_);
    format_set_align(heading_, LXW_ALIGN_VERTICAL_BOTTOM);
    format_set_bottom(heading_, LXW_BORDER_THIN);
    title_ = add_format("General");
    format_set_bold(title_);
    format_set_font_size(title_, 14);
    words_ = add_format("General");
    format_set_text_wrap(words_);
    format_set_align(words_, LXW_ALIGN_VERTICAL_TOP);
  }
  Workbook(const Workbook&) = delete;
  Workbook& operator=(const Workbook&) = delete;
  ~Workbook() {
    if (book_ != nullptr) workbook_close(book_);
  }

  void write(const Report& report) {
    const auto everything = static_cast<std::size_t>(-1);
    const std::vector<Section> sections = report_sections(
        report, {.most_places = everything, .most_rows = everything, .most_support = everything});
    properties(report);
    summary(report, sections);
    for (const Section& section : sections) sheet(section);
    if (!methods_.empty()) methods();
  }

  // The name of what went wrong; empty when all is well.
  std::string finish() {
    const lxw_error error = workbook_close(std::exchange(book_, nullptr));
    if (error != LXW_NO_ERROR) return lxw_strerror(error);
    return failed_ == LXW_NO_ERROR ? "" : lxw_strerror(failed_);
  }

 private:
  lxw_format* add_format(const std::string& number) {
    lxw_format* format = workbook_add_format(book_);
    format_set_num_format(format, number.c_str());
    return format;
  }

  lxw_format* format_of(const std::string& number) {
    lxw_format*& format = formats_[number];
    if (format == nullptr) format = add_format(number);
    return format;
  }

  void check(lxw_error error) {
    if (error != LXW_NO_ERROR && failed_ == LXW_NO_ERROR) failed_ = error;
  }

  void begin_sheet(const std::string& name) {
    sheet_ = workbook_add_worksheet(book_, name.c_str());
    row_ = 0;
    if (sheet_ == nullptr) failed_ = LXW_ERROR_SHEETNAME_ALREADY_USED;
  }

  void text(lxw_col_t column, std::string_view words, lxw_format* format) {
    if (sheet_ != nullptr && !words.empty()) {
      check(worksheet_write_string(sheet_, row_, column, cut(words).c_str(), format));
    }
  }

  void line(std::string_view words, lxw_format* format = nullptr) {
    text(0, words, format);
    ++row_;
  }

  void width(lxw_col_t column, double characters) {
    if (sheet_ != nullptr) check(worksheet_set_column(sheet_, column, column, characters, nullptr));
  }

  void number(lxw_col_t column, std::optional<double> value, const std::string& form) {
    if (sheet_ == nullptr || !value || !std::isfinite(*value)) return;
    check(worksheet_write_number(sheet_, row_, column, *value, format_of(form)));
  }

  void properties(const Report& report) {
    std::string title = cut("Commendation report: " + reported_on(report));
    std::string company = "Laurel";
    lxw_doc_properties properties = {};
    properties.title = title.data();
    properties.company = company.data();
    check(workbook_set_properties(book_, &properties));
  }

  void paragraph(std::string_view words) {
    text(0, words, words_);
    // Excel does not grow rows of files it did not write.
    const double lines = std::ceil(static_cast<double>(words.size()) / kSummaryWidth);
    if (sheet_ != nullptr)
      check(worksheet_set_row(sheet_, row_, 15 * std::max(1.0, lines), nullptr));
    ++row_;
  }

  void summary(const Report& report, const std::vector<Section>& sections) {
    begin_sheet("Summary");
    width(0, kSummaryWidth);
    line("Commendation report: " + reported_on(report), title_);
    if (report.responses.total > 0) line(show_months(report));
    ++row_;
    for (const std::string& sentence : report.headline) paragraph(sentence);
    const auto block = [&](std::string_view title, const auto& items, const auto& words) {
      if (items.empty()) return;
      ++row_;
      line(title, bold_);
      for (const auto& item : items) paragraph(words(item));
    };
    block("Sheets", sections, [](const Section& s) { return sheet_name(s.id) + ": " + s.title; });
    block("To know when reading", report.notes, [](const Note& note) { return note.text; });
    block("What this does and doesn't show", report.meaning,
          [](const std::string& t) { return t; });
    ++row_;
    line(fmt::format("Intervals are at {:g}%. NPS is from -100 to 100.",
                     report.options.conf_level * 100));
    if (!report.attribution.empty()) paragraph(report.attribution);
  }

  // What a column of the table becomes: its number, and where there are any, how many it is of and
  // its interval.
  struct Column {
    lxw_col_t at = 0;
    bool counts = false, interval = false, words = false;
  };

  std::vector<Column> columns_of(const Table& table) {
    std::vector<Column> columns;
    lxw_col_t at = 0;
    for (std::size_t i = 0; i < table.header.size(); ++i) {
      Column column{.at = at, .words = table.column_is_words(i)};
      for (const auto& row : table.rows) {
        column.counts = column.counts || row[i].count.has_value();
        column.interval = column.interval || row[i].lo.has_value();
      }
      at = static_cast<lxw_col_t>(at + 1 + (column.counts ? 1 : 0) + (column.interval ? 2 : 0));
      columns.push_back(column);
    }
    return columns;
  }

  void header(const Table& table, const std::vector<Column>& columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      lxw_col_t at = columns[i].at;
      std::string name = table.header[i];
      if (const std::size_t note = name.find(" (interval)"); note != std::string::npos) {
        name.erase(note, 11);
      }
      if (columns[i].counts) text(at++, name + ", n", heading_);
      text(at, name.empty() ? " " : name, heading_);
      if (columns[i].interval) {
        text(static_cast<lxw_col_t>(at + 1), "lower", heading_);
        text(static_cast<lxw_col_t>(at + 2), "upper", heading_);
      }
    }
    ++row_;
  }

  void figure(const TableCell& cell, const Column& column) {
    const bool percent = cell.form.unit == NumberForm::Unit::kPercent;
    const double times = percent ? 0.01 : 1;
    // A share that is shown in whole percent is still worth a decimal here.
    NumberForm form = cell.form;
    if (percent && form.decimals == 0) form.decimals = 1;
    const std::string shown = number_format(form);
    const auto scaled = [&](const std::optional<double>& value) {
      return value ? std::optional(*value * times) : std::nullopt;
    };
    lxw_col_t at = column.at;
    if (column.counts) {
      if (cell.count) number(at, static_cast<double>(*cell.count), "#,##0");
      ++at;
    }
    number(at, scaled(cell.value), shown);
    if (!cell.value && cell.text != "–") text(at, cell.text, nullptr);
    if (column.interval) {
      number(static_cast<lxw_col_t>(at + 1), scaled(cell.lo), shown);
      number(static_cast<lxw_col_t>(at + 2), scaled(cell.hi), shown);
    }
  }

  // Beside the table that is written next, from the row `at` on; the row below them.
  lxw_row_t charts(const Section& section, const Table& table, const std::vector<Column>& columns,
                   lxw_row_t at) {
    if (sheet_ == nullptr || table.charts.empty()) return at;
    SheetPlace place;
    place.sheet = sheet_name(section.id);
    place.title = table.title.empty() ? section.title : table.title;
    place.first_row = row_ + 1;  // below the header
    for (const Column& column : columns) {
      SheetColumn& in_sheet = place.columns.emplace_back();
      in_sheet.value = static_cast<lxw_col_t>(column.at + (column.counts ? 1 : 0));
      if (!column.interval) continue;
      in_sheet.lower = static_cast<lxw_col_t>(in_sheet.value + 1);
      in_sheet.upper = static_cast<lxw_col_t>(in_sheet.value + 2);
    }
    const Column& last = columns.back();
    place.at_column =
        static_cast<lxw_col_t>(last.at + (last.counts ? 1 : 0) + (last.interval ? 2 : 0) + 2);
    for (const Chart& chart : table.charts) {
      place.at_row = at;
      if (!insert_chart(book_, sheet_, table, chart, place))
        failed_ = LXW_ERROR_PARAMETER_VALIDATION;
      at += kChartRows;
    }
    return at;
  }

  void sheet(const Section& section) {
    begin_sheet(sheet_name(section.id));
    double first = 24;
    for (const Table& table : section.tables) {
      for (const auto& row : table.rows) {
        first = std::max(first, std::min(60.0, static_cast<double>(row[0].text.size()) + 2));
      }
    }
    width(0, first);
    if (sheet_ != nullptr) check(worksheet_set_column(sheet_, 1, 24, 13, nullptr));
    line(section.title, title_);
    for (const std::string& words : section.paragraphs) line(words);
    for (const Quote& quote : section.quotes) {
      line("“" + quote.before + quote.praised + quote.after + "”");
      line(byline(quote));
    }
    lxw_row_t below_charts = 0;
    for (const Table& table : section.tables) {
      ++row_;
      if (!table.title.empty()) line(table.title, bold_);
      if (!table.rows.empty()) {
        const std::vector<Column> columns = columns_of(table);
        below_charts = charts(section, table, columns, std::max(row_, below_charts));
        header(table, columns);
        for (const auto& row : table.rows) {
          for (std::size_t i = 0; i < row.size(); ++i) {
            if (columns[i].words) {
              text(columns[i].at, row[i].text, nullptr);
            } else {
              figure(row[i], columns[i]);
            }
          }
          ++row_;
        }
      }
      for (const std::string& remark : table.remarks) line(remark);
      for (const auto& row : table.rows) {
        for (const TableCell& cell : row) {
          if (!cell.method.empty())
            methods_[{section.title, std::string(cell.method)}] = cell.source;
        }
      }
    }
  }

  void methods() {
    begin_sheet("Methods and sources");
    width(0, 50);
    width(1, 36);
    width(2, 90);
    width(3, 30);
    for (lxw_col_t column = 0; const char* name : {"section", "method", "what it is", "source"}) {
      text(column++, name, heading_);
    }
    ++row_;
    for (const auto& [key, source] : methods_) {
      text(0, key.first, nullptr);
      text(1, key.second, nullptr);
      text(2, method_words(key.second), nullptr);
      text(3, source == "rows" ? "rows: single responses" : "cells: counts of responses", nullptr);
      ++row_;
    }
  }

  static constexpr double kSummaryWidth = 110;

  lxw_workbook* book_;
  lxw_worksheet* sheet_ = nullptr;
  lxw_row_t row_ = 0;
  lxw_error failed_ = LXW_NO_ERROR;
  lxw_format *bold_ = nullptr, *heading_ = nullptr, *title_ = nullptr, *words_ = nullptr;
  std::map<std::string, lxw_format*> formats_;
  std::map<std::pair<std::string, std::string>, std::string> methods_;  // of sections → source
};

}  // namespace

base::Result<std::string> to_xlsx(const Report& report) {
  const TemporaryFile file = TRY(TemporaryFile::create());
  Workbook workbook(file.path());
  workbook.write(report);
  if (std::string error = workbook.finish(); !error.empty()) {
    return base::unavailable("The workbook can't be written. Check that there is room in TMPDIR.",
                             std::move(error));
  }
  return base::read_file(file.path());
}

}  // namespace laurel::report
