#include "app/report_read.h"

#include <utility>

#include "store/cells.h"
#include "store/organizations.h"
#include "store/questions.h"

namespace laurel::app {

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
  input.cells = TRY(store::read_cells(tx, organization.id, {options.from, options.to}));
  if (options.has_period()) {
    if (input.cells.empty()) input.cells = TRY(store::read_cells(tx, organization.id));
  } else {
    // Sums by account carry no month, so they serve only a report on all time.
    input.account_cells = TRY(store::read_account_cells(tx, organization.id));
  }
  return input;
}

base::Result<Report> make_report(store::Database& database, const model::Organization& organization,
                                 const ReportOptions& options) {
  return build_report(TRY(read_report_input(database, organization, options)));
}

}  // namespace laurel::app
