#include "report/read.h"

#include <fmt/format.h>

#include <utility>

#include "report/counts.h"
#include "report/customers.h"
#include "report/main_question.h"
#include "report/words.h"
#include "store/cells.h"
#include "store/organizations.h"
#include "store/outcomes.h"
#include "store/praised_words.h"
#include "store/questions.h"
#include "store/responses.h"
#include "store/settings.h"

namespace laurel::report {
namespace {

// Reads responses one by one, once, for whichever of the two wants them: the figures of single
// responses, and customers' histories where outcome events are stored.
base::Status read_rows(store::Transaction& tx, model::OrganizationId organization,
                       const model::Question* main, ReportInput& input) {
  const ReadRows asked = input.options.read_rows;
  std::optional<RowCounts> rows;
  if (asked == ReadRows::kNever) {
    input.rows_reason = "responses were not read one by one; --rows always reads them";
  } else if (asked == ReadRows::kAuto &&
             TRY(store::more_responses_than(tx, organization, kMostRows))) {
    input.rows_reason =
        fmt::format("with more than {} responses they are read one by one only with --rows always",
                    grouped(kMostRows));
  } else {
    rows.emplace(input.questions, main, input.options);
  }

  std::optional<CustomerReader> customers;
  if (!TRY(store::any_outcome(tx, organization))) {
    // Nothing to follow.
  } else if (asked == ReadRows::kNever) {
    input.customers_reason = input.rows_reason;
  } else if (asked == ReadRows::kAuto &&
             TRY(store::more_responses_than(tx, organization, kMostFollowedRows))) {
    input.customers_reason =
        fmt::format("with more than {} responses customers are followed only with --rows always",
                    grouped(kMostFollowedRows));
  } else {
    customers.emplace(input.questions, main);
    TRY(store::for_each_contact_account(tx, organization,
                                        [&](model::ContactId contact, model::AccountId account) {
                                          customers->belongs(contact, account);
                                        }));
  }

  if (rows || customers) {
    TRY(store::for_each_score(tx, organization, [&](const model::ResponseRecord& record) {
      if (rows) rows->add(record);
      if (customers) customers->said(record);
    }));
  }
  if (customers) {
    TRY(store::for_each_outcome(tx, organization, [&](const store::OutcomeEvent& event) {
      customers->did(event.account, event.contact, event.day, event.kind, event.amount,
                     event.currency);
    }));
    input.customers = customers->finish();
  }
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
