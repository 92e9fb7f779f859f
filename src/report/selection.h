// Which responses a number of the report counts, in the terms in which responses are listed
// (store/response_list.h): what makes a number lead to its responses. Pure.
#pragma once

#include "report/report.h"
#include "report/section.h"
#include "store/response_list.h"

namespace laurel::report {

using Selection = store::ResponseFilter;

// Every response of the report.
Selection selection_of(const ReportOptions& options);
// Those of them in one group; that answered `question`.
Selection selection_of(const ReportOptions& options, Group group);
Selection praised_selection(const ReportOptions& options);  // as `strength` says
Selection answering(Selection responses, model::QuestionId question);
Selection in_month(Selection responses, base::Month month);

// The cell, counting these; unchanged where it has no number or counts none.
TableCell counting(TableCell cell, const Selection& responses);

}  // namespace laurel::report
