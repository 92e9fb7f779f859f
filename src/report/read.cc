#include "report/read.h"

#include <fmt/format.h>

#include <numeric>
#include <unordered_set>
#include <utility>

#include "report/counts.h"
#include "report/customers.h"
#include "report/main_question.h"
#include "report/place.h"
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

constexpr std::string_view kBeingRead = "responses are being read one by one at this moment";

// Why responses are not read one by one, as a clause; empty when they are.
base::Result<std::string> why_not_read(store::Transaction& tx, model::OrganizationId organization,
                                       const base::Result<ReportCounts>& counts,
                                       const ReportOptions& options) {
  if (options.read_rows == ReadRows::kNever)
    return std::string(
        "responses were not read one by one; “laurel report --rows always” reads them");
  if (options.read_rows == ReadRows::kAlways) return std::string();
  // The cells know how many responses there are, of the period at least.
  std::int64_t known = 0;
  if (counts.ok())
    known = std::accumulate(counts->responses.begin(), counts->responses.end(), std::int64_t{0});
  const auto more_than = [&](std::int64_t most) -> base::Result<bool> {
    if (known > most) return true;
    if (!options.has_period() && !options.place.is_part() && counts.ok()) return false;
    return store::more_responses_than(tx, organization, most);
  };
  if (TRY(more_than(options.most_rows))) {
    return fmt::format(
        "with more than {} responses they are read one by one only by “laurel report --rows "
        "always”",
        grouped(options.most_rows));
  }
  if (options.read_rows != ReadRows::kLater || !TRY(more_than(kFewRows))) return std::string();
  return std::string(kBeingRead);
}

// Customers who said nothing here are not followed: what they did belongs to other parts.
void keep_those_who_answered(CustomerHistory& history) {
  std::unordered_set<std::int32_t> answered;
  for (const CustomerSaid& said : history.said) answered.insert(said.customer);
  std::erase_if(history.did,
                [&](const CustomerDid& did) { return !answered.contains(did.customer); });
}

// Reads responses one by one, once, for whichever of the two wants them: the figures of single
// responses, and customers' histories where outcome events are stored.
base::Status read_rows(store::Transaction& tx, model::OrganizationId organization,
                       const base::Result<ReportCounts>& counts, const model::Question* main,
                       const Part& part, ReportInput& input) {
  const bool outcomes = TRY(store::any_outcome(tx, organization));
  const std::string why_not = TRY(why_not_read(tx, organization, counts, input.options));
  if (!why_not.empty()) {
    input.rows_reason = why_not;
    input.rows_come_later = why_not == kBeingRead;
    if (outcomes) input.customers_reason = why_not;
    return {};
  }
  RowCounts rows(input.questions, main, input.options);
  std::optional<CustomerReader> customers;
  if (outcomes) {
    customers.emplace(input.questions, main);
    TRY(store::for_each_contact_account(tx, organization,
                                        [&](model::ContactId contact, model::AccountId account) {
                                          customers->belongs(contact, account);
                                        }));
  }
  TRY(store::for_each_score(tx, organization, [&](const model::ResponseRecord& record) {
    if (!part.has(record.response)) return;
    rows.add(record);
    if (customers) customers->said(record);
  }));
  if (customers) {
    TRY(store::for_each_outcome(tx, organization, [&](const store::OutcomeEvent& event) {
      customers->did(event.account, event.contact, event.day, event.kind, event.amount,
                     event.currency);
    }));
    input.customers = customers->finish();
    if (input.options.place.is_part()) keep_those_who_answered(*input.customers);
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
  const Part part(options.place, input.units, input.employees);
  const auto keep_part = [&](auto& cells) {
    if (options.place.is_part())
      std::erase_if(cells, [&](const auto& cell) { return !part.has(cell.key); });
  };
  input.cells = TRY(store::read_cells(tx, organization.id, {options.from, options.to}));
  keep_part(input.cells);
  if (options.has_period() && input.cells.empty()) {
    input.cells = TRY(store::read_cells(tx, organization.id));
    keep_part(input.cells);
    return input;
  }
  if (options.quotes > 0) {
    // Of a period or a part only those stored late are found; a report shows some, it does not
    // list them.
    constexpr std::int64_t kLatest = 300, kLatestOfPart = 3000;
    const bool some = options.has_period() || options.place.is_part();
    input.praised = TRY(store::list_praised_words(tx, organization.id, options.from, options.to,
                                                  some ? kLatestOfPart : kLatest));
    std::erase_if(input.praised, [&](const store::PraisedWords& one) {
      return !part.has(one.market, one.unit, one.channel);
    });
  }
  const base::Result<ReportCounts> counts = count_cells(input);
  const QuestionCounts* main = counts.ok() ? main_question(*counts) : nullptr;
  // Counts of people name no channel: nothing is said of them there.
  if (!options.place.channel.known()) {
    input.employee_cells = TRY(
        store::read_employee_cells(tx, organization.id, {options.from, options.to},
                                   main != nullptr ? main->question->id : model::kEveryResponse));
    keep_part(input.employee_cells);
    std::erase_if(input.employees,
                  [&](const model::Employee& person) { return !part.has(person.id); });
  }
  // Sums by account carry no month and no place, so they serve only a report on everything.
  if (!options.has_period() && !options.place.is_part() && main != nullptr) {
    input.accounts = TRY(store::read_account_sums(tx, organization.id, main->question->id));
  }
  TRY(read_rows(tx, organization.id, counts, main != nullptr ? main->question : nullptr, part,
                input));
  return input;
}

base::Result<Report> make_report(store::Database& database, const model::Organization& organization,
                                 const ReportOptions& options) {
  return build_report(TRY(read_report_input(database, organization, options)));
}

}  // namespace laurel::report
