// `laurel outcomes FILE`: reads what customers did (bought, renewed, came back, sent somebody,
// left) from a CSV or NDJSON file, so that reports can hold what they said against it.
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/file_options.h"
#include "cli/import_run.h"

namespace laurel::cli {
namespace {

constexpr Option kOptions[] = {
    {"kind", "KIND",
     "of every row, where no column says it: purchase, renewal, visit, referral "
     "or churn"},
    {"currency", "CODE", "of every amount that names none, for example EUR"},
    {"source", "NAME", "the system the outcomes come from (default: the file's name)"},
    kMapOption,
    kMappingOption,
    kDatesOption,
    kEncodingOption,
    kRejectsOption,
    kDryImportOption,
};

constexpr std::string_view kDescription =
    "An outcome has account_id or contact_email, kind (purchase, renewal, visit, referral,\n"
    "churn), occurred_on, and for money amount and currency. Columns are guessed from their\n"
    "names and values and shown; --map says otherwise:\n"
    "  --map account=customer_no --map date=\"Invoice date\" --map external_id=invoice\n"
    "Meanings: external_id, account, contact_email, kind, date, amount, currency, ignore.\n\n"
    "Accounts and contacts are those of the responses, by the same code or address. The same\n"
    "id imported again updates its outcome in place; an import that was cut off continues where\n"
    "it stopped. Files of one system belong under one --source. A refund counts against;\n"
    "amounts are kept in the currency's smallest unit.";

base::Result<int> run(Session& session) {
  const Arguments& arguments = session.arguments;
  app::ImportOptions options = TRY(import_options(arguments));
  options.of = app::ImportOf::kOutcomes;
  if (const auto kind = arguments.value("kind")) {
    options.kind = model::outcome_kind_named(*kind);
    if (!options.kind) {
      return base::invalid_input(fmt::format(
          "--kind can be purchase, renewal, visit, referral or churn, not \"{}\".", *kind));
    }
  }
  if (const auto currency = arguments.value("currency")) {
    options.currency = *currency;
    if (!model::currency_decimals(options.currency)) {
      return base::invalid_input(
          fmt::format("--currency takes a code of three capital letters like EUR, not \"{}\".",
                      options.currency));
    }
  }
  return run_import(session, options);
}

}  // namespace

const Command kOutcomesCommand = {
    .name = "outcomes",
    .summary = "Import what customers did: purchases, renewals, churn",
    .words = "FILE",
    .description = kDescription,
    .options = kOptions,
    .needs = Needs::kNewOrganization,
    .run = run};

}  // namespace laurel::cli
