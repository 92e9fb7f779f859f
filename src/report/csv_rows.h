// Rows of the report's CSV: one figure each, in long form. Text that a spreadsheet would take for a
// formula gets an apostrophe in front; numbers don't, so that -0.2 stays a number. Inside the
// report only; not thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "report/figure.h"
#include "report/report.h"

namespace laurel::report {

// Where a row stands.
struct Where {
  std::string_view section, market, unit, channel, question;
  base::Month month{};
};

class CsvRows {
 public:
  CsvRows();

  void figure(const Where& where, std::string_view group, const Figure& figure,
              std::string_view sentence = {});
  void figure(const Where& where, std::string_view group, const std::optional<Figure>& maybe);
  void count(const Where& where, std::string_view group, std::string_view statistic,
             std::int64_t n);
  void words(std::string_view section, std::string_view code, std::string_view text);
  // A value with no interval or a pair of limits, such as an E-value or those of a control chart.
  void value(const Where& where, std::string_view group, std::string_view statistic,
             const std::optional<double>& value, const std::optional<double>& lo,
             const std::optional<double>& hi, std::string_view method, std::string_view note);
  std::string take();

 private:
  void start(const Where& where, std::string_view group, std::string_view statistic);

  std::string out_;
};

// Certainty, following surveys and experience.
void write_what_rows_tell(CsvRows& rows, const Report& report);
// Units and, as far as they may be shown, people.
void write_people(CsvRows& rows, const Report& report);
void write_scorecard(CsvRows& rows, const Report& report);
// What customers did.
void write_retention(CsvRows& rows, const Report& report);

}  // namespace laurel::report
