// `laurel import FILE`: reads responses from a CSV or NDJSON file, finds the praise in them and
// stores both.
#include "cli/command.h"
#include "cli/file_options.h"
#include "cli/import_run.h"

namespace laurel::cli {
namespace {

constexpr Option kOptions[] = {
    {"source", "NAME", "the programme the responses belong to (default: the file's name)"},
    kMapOption,
    kMappingOption,
    kDatesOption,
    kEncodingOption,
    kRejectsOption,
    kDryImportOption,
};

constexpr std::string_view kDescription =
    "Each column's meaning is guessed from its name and values and shown with the reason. --map "
    "says "
    "otherwise:\n"
    "  --map comment=Q5 --map nps=Q1 --map 'scale 1-5=Q2' --map yes_no=Q3 --map ignore=Q9\n"
    "Meanings: external_id, date, received_at, market, unit, channel, account, contact_email,\n"
    "contact_name, served_by, language; comment, nps, scale A-B, yes_no, choice, count, number\n"
    "(with 'number bins 10,20,50'); recommend, referred_6m, expectation, feeling, told_others,\n"
    "heard_through, price_tolerance, return, deed_cost; ignore.\n\n"
    "The same id imported again updates its response in place. An import that was cut off "
    "continues\n"
    "where it stopped when it is started again. Rejected rows are written to a file with line,\n"
    "column and reason, and the exit code is 1; corrected there, that file can be imported as it "
    "is.";

base::Result<int> run(Session& session) {
  return run_import(session, TRY(import_options(session.arguments)));
}

}  // namespace

const Command kImportCommand = {.name = "import",
                                .summary = "Import responses from a CSV or NDJSON file",
                                .words = "FILE",
                                .description = kDescription,
                                .options = kOptions,
                                .needs = Needs::kNewOrganization,
                                .run = run};

}  // namespace laurel::cli
