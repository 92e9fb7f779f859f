// Reads what a report needs from the database, in one snapshot. Thread-safe: each call opens a
// transaction of its own.
#pragma once

#include "base/result.h"
#include "model/organization.h"
#include "report/report.h"
#include "store/database.h"

namespace laurel::report {

// The cells of the period, or of all time when nothing lies in the period, so that the report can
// say what there is instead.
base::Result<ReportInput> read_report_input(store::Database& database,
                                            const model::Organization& organization,
                                            const ReportOptions& options);

// Reads and builds.
base::Result<Report> make_report(store::Database& database, const model::Organization& organization,
                                 const ReportOptions& options);

}  // namespace laurel::report
