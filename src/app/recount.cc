#include "app/recount.h"

#include <fmt/format.h>

#include "base/wording.h"
#include "store/questions.h"

namespace laurel::app {

base::Result<store::RecountReport> recount(store::Database& database,
                                           const model::Organization& organization) {
  auto tx = TRY(database.begin_write());
  TRY(store::declare_derived_questions(tx, organization.id));
  const model::QuestionCatalog questions(TRY(store::list_questions(tx, organization.id)));
  const store::RecountReport report = TRY(store::recount(tx, organization.id, questions));
  TRY(tx.commit());
  return report;
}

std::string recount_sentence(const store::RecountReport& report) {
  const std::string counted =
      fmt::format("Counted {} again", base::count_of(report.responses, "response", "responses"));
  if (report.cells == 0 && report.differing == 0) return counted + ": there is nothing to count.";
  if (report.differing == 0) {
    return fmt::format("{}: {} right.", counted,
                       report.cells == 1
                           ? "the one cell was"
                           : fmt::format("all {} cells were", base::grouped(report.cells)));
  }
  return fmt::format("{}: {} wrong and {} been corrected.", counted,
                     base::count_of(report.differing, "cell was", "cells were"),
                     report.differing == 1 ? "has" : "have");
}

}  // namespace laurel::app
