// The second half of an import: storing batches in the order of the file, a few in each
// transaction, with the place the last of them ends at.
#include "app/import_responses.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "app/import_batches.h"
#include "base/wording.h"
#include "intake/reject_file.h"
#include "store/cells.h"
#include "store/organizations.h"
#include "store/outcomes.h"
#include "store/questions.h"
#include "store/responses.h"

namespace laurel::app {
namespace {

using intake::ColumnPlan;
using intake::Field;
using model::QuestionKind;

constexpr std::size_t kFirstRejects = 10;
constexpr std::size_t kMostUnknownPeople = 10;
// A transaction also ends when it has kept other writers waiting for that long.
constexpr std::chrono::milliseconds kCommitAfter{1'000};
// Cell deltas are folded when there are so many (see store/cells.h), so that neither the last fold
// nor a report during the import has many to add up.
constexpr std::int64_t kFoldAt = 2'000;

class Writer {
 public:
  Writer(store::Database& database, model::OrganizationId organization, ImportPlan& plan,
         intake::RejectFile rejects)
      : database_(database),
        organization_(organization),
        plan_(plan),
        rejects_(std::move(rejects)),
        catalog_({}),
        names_(organization) {}

  // Declares the questions and begins or continues the run. Sets what the pipeline needs.
  base::Result<BatchSettings> begin(const base::Clock& clock, base::UuidGenerator& uuids);
  // Stores the batch in the transaction that is open, and ends that when it is large enough.
  base::Status save(ImportBatch& batch);
  // Ends the transaction that is open, if any.
  base::Status commit();
  base::Status finish();

  const store::ImportRun& run() const { return run_; }
  const store::ImportRun& committed() const { return committed_; }
  ImportResult& result() { return result_; }
  const std::string& rejects_path() const { return rejects_.path(); }

 private:
  base::Status declare_questions(store::Transaction& tx);
  base::Status resolve(store::Transaction& tx, ImportBatch& batch);
  base::Status resolve_contacts(store::Transaction& tx, ImportBatch& batch);
  base::Status resolve_choices(store::Transaction& tx, ImportBatch& batch);

  store::Database& database_;
  model::OrganizationId organization_;
  ImportPlan& plan_;
  intake::RejectFile rejects_;
  model::QuestionCatalog catalog_;
  store::ImportRun run_;        // with what isn't committed yet
  store::ImportRun committed_;  // as a later run would find it
  std::optional<store::Transaction> tx_;
  std::chrono::steady_clock::time_point begun_;  // tx_
  ImportResult result_;
  std::vector<model::QuestionId> questions_;
  NameResolver names_;
  std::vector<std::string> unknown_people_;
};

base::Status Writer::declare_questions(store::Transaction& tx) {
  const model::QuestionCatalog before(TRY(store::list_questions(tx, organization_)));
  questions_.assign(plan_.mapping.columns.size(), {});
  for (std::size_t i = 0; i < plan_.mapping.columns.size(); ++i) {
    const ColumnPlan& plan = plan_.mapping.columns[i];
    if (plan.field != Field::kAnswer) continue;
    model::Question question = plan.question;
    const model::Question* old = before.current(question.key);
    if (question.kind == QuestionKind::kChoice && old != nullptr &&
        old->kind == QuestionKind::kChoice) {
      // Known choices keep their numbers; new ones follow.
      std::vector<std::string> choices = old->choices;
      for (const std::string& choice : question.choices)
        if (std::find(choices.begin(), choices.end(), choice) == choices.end())
          choices.push_back(choice);
      question.choices = std::move(choices);
    }
    questions_[i] = TRY(store::save_question(tx, organization_, question));
    if (old != nullptr && old->id != questions_[i]) {
      result_.notes.push_back(fmt::format(
          "{} was asked on another scale before; its answers are kept apart as a new version.",
          question.key));
    }
  }
  catalog_ = model::QuestionCatalog(TRY(store::list_questions(tx, organization_)));
  return {};
}

base::Result<BatchSettings> Writer::begin(const base::Clock& clock, base::UuidGenerator& uuids) {
  auto tx = TRY(database_.begin_write());
  if (plan_.of == ImportOf::kResponses) TRY(declare_questions(tx));
  if (plan_.unfinished) {
    run_ = *plan_.unfinished;
    result_.continued_at_line = run_.line;
  } else {
    run_.id = {uuids.next()};
    run_.fingerprint = plan_.fingerprint;
    run_.source = plan_.source;
    run_.bytes_done = plan_.table.first_row.offset;
    run_.line = plan_.table.first_row.line;
  }
  TRY(store::save_import(tx, organization_, run_));
  TRY(tx.commit());
  committed_ = run_;
  return BatchSettings{questions_, {run_.bytes_done, run_.line}, clock.now()};
}

base::Status Writer::resolve_contacts(store::Transaction& tx, ImportBatch& batch) {
  std::vector<NameResolver::Party> parties;
  parties.reserve(batch.names.size());
  for (std::size_t i = 0; i < batch.names.size(); ++i) {
    if (plan_.of == ImportOf::kOutcomes) {
      model::Outcome& outcome = batch.outcomes[i];
      parties.push_back({&batch.names[i], &outcome.account, &outcome.contact});
    } else {
      model::Response& response = batch.records[i].response;
      parties.push_back({&batch.names[i], &response.account, &response.contact});
    }
  }
  return names_.resolve_parties(tx, parties);
}

base::Status Writer::resolve_choices(store::Transaction& tx, ImportBatch& batch) {
  std::vector<NameResolver::Choosing> choosing;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < batch.names.size(); ++i) {
    if (batch.names[i].choices.empty()) continue;
    choosing.push_back({&batch.names[i], &batch.records[i].response});
    places.push_back(i);
  }
  std::vector<NameResolver::TooManyChoices> too_many;
  if (TRY(names_.resolve_choices(tx, choosing, too_many)))
    catalog_ = model::QuestionCatalog(TRY(store::list_questions(tx, organization_)));
  if (too_many.empty()) return {};
  std::vector<bool> drop(batch.records.size(), false);
  for (const auto& [place, question] : too_many) {
    const std::size_t i = places[place];
    const auto column = std::find(questions_.begin(), questions_.end(), question);
    batch.rejects.emplace_back(
        batch.names[i].row,
        intake::Reject{
            batch.rows[batch.names[i].row].begin.line,
            plan_.mapping.columns[static_cast<std::size_t>(column - questions_.begin())].column,
            fmt::format("has more than {} different values, so it is no choice; map "
                        "it to something else",
                        kMostChoices)});
    drop[i] = true;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < batch.records.size(); ++i)
    if (!drop[i]) batch.records[kept++] = std::move(batch.records[i]);
  batch.records.resize(kept);
  std::sort(batch.rejects.begin(), batch.rejects.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return {};
}

base::Status Writer::resolve(store::Transaction& tx, ImportBatch& batch) {
  for (std::size_t i = 0; i < batch.records.size(); ++i) {
    model::Response& response = batch.records[i].response;
    TRY(names_.resolve_lists(tx, batch.names[i], response));
    std::sort(response.answers.begin(), response.answers.end(),
              [](const auto& a, const auto& b) { return a.question < b.question; });
  }
  TRY(resolve_contacts(tx, batch));
  return resolve_choices(tx, batch);
}

base::Status Writer::save(ImportBatch& batch) {
  if (!tx_) {
    // Every id of a record is looked up or made in resolve(), or stands in a list that only grows.
    tx_.emplace(TRY(database_.begin_write(store::References::kTrusted)));
    begun_ = std::chrono::steady_clock::now();
  }
  store::Transaction& tx = *tx_;
  store::SaveCounts counts;
  if (plan_.of == ImportOf::kOutcomes) {
    TRY(resolve_contacts(tx, batch));
    counts = TRY(store::save_outcomes(tx, organization_, batch.outcomes));
    for (const model::Outcome& outcome : batch.outcomes)
      ++result_.events[static_cast<std::size_t>(outcome.kind)];
  } else {
    TRY(resolve(tx, batch));
    counts = TRY(store::save_responses(tx, organization_, catalog_, batch.records));
  }
  for (const auto& [row, reject] : batch.rejects) {
    rejects_.add(batch.raw(row), reject);
    if (result_.first_rejects.size() < kFirstRejects) result_.first_rejects.push_back(reject);
  }
  run_.bytes_done = batch.end.offset;
  run_.line = batch.end.line;
  run_.rows_read += std::ssize(batch.rows);
  run_.rows_added += counts.added;
  run_.rows_updated += counts.updated;
  run_.rows_unchanged += counts.unchanged;
  run_.rows_rejected += std::ssize(batch.rejects);
  result_.praising += batch.praising;
  result_.unread += batch.unread;
  for (const std::string& person : batch.unknown_people) {
    if (unknown_people_.size() < kMostUnknownPeople &&
        std::find(unknown_people_.begin(), unknown_people_.end(), person) == unknown_people_.end())
      unknown_people_.push_back(person);
  }
  if (run_.rows_read - committed_.rows_read >= plan_.commit_rows ||
      std::chrono::steady_clock::now() - begun_ >= kCommitAfter) {
    return commit();
  }
  return {};
}

base::Status Writer::commit() {
  if (!tx_) return {};
  // On the disk before the place is recorded: a crash then cuts the file back, never leaves a gap.
  TRY(rejects_.flush());
  run_.reject_bytes = rejects_.bytes();
  TRY(store::fold_cells(*tx_, organization_, kFoldAt));
  TRY(store::save_import(*tx_, organization_, run_));
  TRY(tx_->commit());
  tx_.reset();
  committed_ = run_;
  return {};
}

base::Status Writer::finish() {
  TRY(commit());
  auto tx = TRY(database_.begin_write());
  TRY(store::fold_cells(tx, organization_));
  run_.finished = true;
  TRY(store::save_import(tx, organization_, run_));
  TRY(tx.commit());
  result_.rows = run_.rows_read;
  result_.added = run_.rows_added;
  result_.updated = run_.rows_updated;
  result_.unchanged = run_.rows_unchanged;
  result_.rejected = run_.rows_rejected;
  result_.passed_over = run_.rows_read - run_.rows_added - run_.rows_updated - run_.rows_unchanged -
                        run_.rows_rejected;
  if (run_.rows_rejected > 0) result_.rejects = rejects_.path();
  if (!unknown_people_.empty()) {
    std::string list;
    for (const std::string& person : unknown_people_)
      list += fmt::format("{}{}", list.empty() ? "" : ", ", person);
    result_.notes.push_back(fmt::format(
        "Who served is not on the roster for some responses ({}{}). Import the roster first, then "
        "this file again.",
        list, unknown_people_.size() == kMostUnknownPeople ? ", …" : ""));
  }
  return {};
}

// What is stored and what to do next, after an error in the middle.
base::Error with_place(base::Error error, const store::ImportRun& run) {
  if (run.rows_read > 0) {
    error.message +=
        fmt::format(" Everything up to line {} is stored; the same command continues there.",
                    base::grouped(run.line - 1));
  }
  return error;
}

}  // namespace

base::Result<ImportResult> run_import(store::Database& database, model::OrganizationId organization,
                                      ImportPlan& plan, const base::Clock& clock,
                                      const OnProgress& progress) {
  base::UuidGenerator uuids(clock, base::Random::entropy());
  std::optional<OrganizationDetector> detector;
  if (plan.of == ImportOf::kResponses) {
    auto tx = TRY(database.begin_read());
    detector.emplace(TRY(detector_for(tx, organization)));
  }
  Writer writer(database, organization, plan,
                TRY(intake::RejectFile::open(plan.rejects, plan.table,
                                             plan.unfinished ? plan.unfinished->reject_bytes : 0)));
  BatchSettings settings = TRY(writer.begin(clock, uuids));
  const std::int64_t total = plan.table.reader->file_size();
  // The pipeline's thread reads from the table until it is destroyed.
  {
    ImportPipeline pipeline(plan, detector ? &*detector : nullptr, clock, std::move(settings));
    while (std::unique_ptr<ImportBatch> batch = pipeline.next()) {
      base::Status saved = writer.save(*batch);
      if (saved.ok() && batch->error) saved = writer.commit();
      if (!saved.ok()) return with_place(std::move(saved).error(), writer.committed());
      if (batch->error) return with_place(std::move(*batch->error), writer.committed());
      if (progress) {
        progress({ImportStage::kReading, writer.run().rows_read, batch->file_bytes, total});
      }
      pipeline.take_back(std::move(batch));
      if (plan.stop == nullptr || !*plan.stop) continue;
      if (saved = writer.commit(); !saved.ok())
        return with_place(std::move(saved).error(), writer.committed());
      return with_place(base::unavailable("The import was stopped."), writer.committed());
    }
  }
  if (base::Status finished = writer.finish(); !finished.ok())
    return with_place(std::move(finished).error(), writer.committed());
  return std::move(writer.result());
}

std::string import_sentence(const ImportResult& result, ImportOf of) {
  std::string out = fmt::format("{} read: {} added", base::count_of(result.rows, "row", "rows"),
                                base::grouped(result.added));
  const auto part = [&](std::int64_t n, std::string_view what) {
    if (n != 0) out += fmt::format(", {} {}", base::grouped(n), what);
  };
  const std::string_view now = result.continued_at_line ? "Of those read now, " : "";
  part(result.updated, "updated");
  part(result.unchanged, "already there and unchanged");
  if (of == ImportOf::kOutcomes) {
    part(result.passed_over, "passed over (repetitions)");
    part(result.rejected, "rejected");
    const auto [purchases, renewals, visits, referrals, churns] = result.events;
    return out + fmt::format(". {}{}, {}, {}, {}; {} left.", now,
                             base::count_of(purchases, "purchase", "purchases"),
                             base::count_of(renewals, "renewal", "renewals"),
                             base::count_of(visits, "visit", "visits"),
                             base::count_of(referrals, "referral", "referrals"),
                             base::count_of(churns, "customer", "customers"));
  }
  part(result.passed_over, "passed over (previews, repetitions, rows without score and words)");
  part(result.rejected, "rejected");
  out += fmt::format(". {}{} somebody.", now,
                     result.praising == 1 ? std::string("1 response praises")
                                          : base::grouped(result.praising) + " responses praise");
  if (result.unread != 0) {
    out += fmt::format(
        " {} in a language detection doesn't read: kept, nothing guessed.",
        result.unread == 1 ? std::string("1 is") : base::grouped(result.unread) + " are");
  }
  return out;
}

}  // namespace laurel::app
