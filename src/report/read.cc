#include "report/read.h"

#include <fmt/format.h>

#include <utility>

#include "report/counts.h"
#include "report/main_question.h"
#include "report/words.h"
#include "store/cells.h"
#include "store/organizations.h"
#include "store/praised_words.h"
#include "store/questions.h"
#include "store/responses.h"
#include "store/settings.h"

namespace laurel::report {
namespace {

base::Status read_rows(store::Transaction& tx, model::OrganizationId organization,
                       const model::Question* main, ReportInput& input) {
  if (input.options.read_rows == ReadRows::kNever) {
    input.rows_reason = "responses were not read one by one; --rows always reads them";
    return {};
  }
  if (input.options.read_rows == ReadRows::kAuto &&
      TRY(store::more_responses_than(tx, organization, kMostRows))) {
    input.rows_reason =
        fmt::format("with more than {} responses they are read one by one only with --rows always",
                    grouped(kMostRows));
    return {};
  }
  RowCounts rows(input.questions, main, input.options);
  TRY(store::for_each_score(tx, organization,
                            [&](const model::ResponseRecord& record) { rows.add(record); }));
  input.rows = std::move(rows);
  return {};
}

}  // namespace

base::Result<ReportInput> read_report_input(store::Database& database,
                                            const model::Organization& organization,
                                            const ReportOptions& options) {
  auto tx = TRY(database.begin_read());
  ReportInput input;
  input.organization_slug = organization.slug;
  input.organization_name = organization.name;
  input.options = options;
  input.questions = TRY(store::list_questions(tx, organization.id));
  input.units = TRY(store::list_units(tx, organization.id));
  input.markets = TRY(store::list_markets(tx, organization.id));
  input.channels = TRY(store::list_channels(tx, organization.id));
  input.employees = TRY(store::list_employees(tx, organization.id));
  input.settings = TRY(store::read_settings(tx, organization.id));
  input.cells = TRY(store::read_cells(tx, organization.id, {options.from, options.to}));
  input.employee_cells =
      TRY(store::read_employee_cells(tx, organization.id, {options.from, options.to}));
  if (options.has_period() && input.cells.empty()) {
    input.cells = TRY(store::read_cells(tx, organization.id));
    return input;
  }
  if (options.quotes > 0) {
    // Of a period only those stored late are found; a report shows some, it does not list them.
    constexpr std::int64_t kLatest = 300, kLatestOfPeriod = 3000;
    input.praised =
        TRY(store::list_praised_words(tx, organization.id, options.from, options.to,
                                      options.has_period() ? kLatestOfPeriod : kLatest));
  }
  const base::Result<ReportCounts> counts = count_cells(input);
  const QuestionCounts* main = counts.ok() ? main_question(*counts) : nullptr;
  // Sums by account carry no month, so they serve only a report on all time. Only those of the
  // main question are needed, and of them only those of who wrote something.
  if (!options.has_period() && main != nullptr) {
    TRY(store::for_each_account_cell(
        tx, organization.id, main->question->id, [&](const model::AccountCell& cell) {
          if (model::spoke(cell.key.voice) || model::is_commended(cell.key.voice))
            input.account_cells.push_back(cell);
        }));
  }
  TRY(read_rows(tx, organization.id, main != nullptr ? main->question : nullptr, input));
  return input;
}

base::Result<Report> make_report(store::Database& database, const model::Organization& organization,
                                 const ReportOptions& options) {
  return build_report(TRY(read_report_input(database, organization, options)));
}

}  // namespace laurel::report
