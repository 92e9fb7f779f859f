// The second half of an import: storing batches in the order of the file, each in one transaction
// with the place it ends at.
#include "app/import_responses.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "app/import_batches.h"
#include "app/report_words.h"
#include "intake/reject_file.h"
#include "store/cells.h"
#include "store/organizations.h"
#include "store/questions.h"
#include "store/responses.h"

namespace laurel::app {
namespace {

using intake::ColumnPlan;
using intake::Field;
using model::QuestionKind;

constexpr std::size_t kFirstRejects = 10;
// Accounts and contacts remembered between batches; forgetting only costs a look-up.
constexpr std::size_t kRemembered = 100'000;
constexpr std::size_t kMostUnknownPeople = 10;
// Cell deltas are folded now and then, so that neither the last fold nor a report during the import
// has many to add up: memory would grow with the rows of a month.
constexpr std::int64_t kFoldEveryBatches = 16;

struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};
template <typename Id>
using NameCache = std::unordered_map<std::string, Id, NameHash, std::equal_to<>>;

class Writer {
 public:
  Writer(store::Database& database, model::OrganizationId organization, ImportPlan& plan,
         intake::RejectFile rejects)
      : database_(database),
        organization_(organization),
        plan_(plan),
        rejects_(std::move(rejects)),
        catalog_({}) {}

  // Declares the questions and begins or continues the run. Sets what the pipeline needs.
  base::Result<BatchSettings> begin(const base::Clock& clock, base::UuidGenerator& uuids);
  base::Status save(ImportBatch& batch);
  base::Status finish();

  const store::ImportRun& run() const { return run_; }
  ImportResult& result() { return result_; }
  const std::string& rejects_path() const { return rejects_.path(); }

 private:
  struct ChoiceColumn {
    model::Question question;
    NameCache<std::int64_t> places;
  };

  base::Status declare_questions(store::Transaction& tx);
  base::Status resolve(store::Transaction& tx, ImportBatch& batch);
  base::Status resolve_contacts(store::Transaction& tx, ImportBatch& batch);
  base::Status resolve_choices(store::Transaction& tx, ImportBatch& batch);
  template <typename Id>
  base::Result<Id> member(store::Transaction& tx, NameCache<Id>& cache, std::string_view name,
                          base::Result<Id> (*named)(store::Transaction&, model::OrganizationId,
                                                    std::string_view));

  store::Database& database_;
  model::OrganizationId organization_;
  ImportPlan& plan_;
  intake::RejectFile rejects_;
  model::QuestionCatalog catalog_;
  store::ImportRun run_;
  ImportResult result_;
  std::vector<model::QuestionId> questions_;
  std::map<std::size_t, ChoiceColumn> choices_;  // by column of the mapping
  NameCache<model::MarketId> markets_;
  NameCache<model::UnitId> units_;
  NameCache<model::ChannelId> channels_;
  NameCache<model::AccountId> accounts_;
  NameCache<model::ContactId> contacts_;
  std::vector<std::string> unknown_people_;
  std::int64_t batches_ = 0;
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
    if (question.kind == QuestionKind::kChoice) {
      ChoiceColumn& column = choices_[i];
      for (std::size_t place = 0; place < question.choices.size(); ++place)
        column.places.emplace(question.choices[place], place);
      column.question = std::move(question);
    }
  }
  catalog_ = model::QuestionCatalog(TRY(store::list_questions(tx, organization_)));
  return {};
}

base::Result<BatchSettings> Writer::begin(const base::Clock& clock, base::UuidGenerator& uuids) {
  auto tx = TRY(database_.begin_write());
  TRY(declare_questions(tx));
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
  return BatchSettings{questions_, {run_.bytes_done, run_.line}, clock.now()};
}

template <typename Id>
base::Result<Id> Writer::member(store::Transaction& tx, NameCache<Id>& cache, std::string_view name,
                                base::Result<Id> (*named)(store::Transaction&,
                                                          model::OrganizationId,
                                                          std::string_view)) {
  if (name.empty()) return Id{};
  if (const auto found = cache.find(name); found != cache.end()) return found->second;
  const Id id = TRY(named(tx, organization_, name));
  cache.emplace(std::string(name), id);
  return id;
}

base::Status Writer::resolve_contacts(store::Transaction& tx, ImportBatch& batch) {
  if (accounts_.size() > kRemembered) accounts_.clear();
  if (contacts_.size() > kRemembered) contacts_.clear();
  std::vector<std::string_view> codes;
  for (const PendingNames& names : batch.names) {
    if (!names.account.empty() && accounts_.emplace(std::string(names.account), 0).second)
      codes.push_back(names.account);
  }
  if (!codes.empty()) {
    const auto ids = TRY(store::accounts_coded(tx, organization_, codes));
    for (std::size_t i = 0; i < codes.size(); ++i) accounts_.find(codes[i])->second = ids[i];
  }
  for (std::size_t i = 0; i < batch.names.size(); ++i) {
    if (!batch.names[i].account.empty())
      batch.records[i].response.account = accounts_.find(batch.names[i].account)->second;
  }
  std::vector<model::Contact> fresh;
  for (std::size_t i = 0; i < batch.names.size(); ++i) {
    const PendingNames& names = batch.names[i];
    if (names.contact_email.empty() ||
        !contacts_.emplace(names.contact_email, model::ContactId{}).second)
      continue;
    model::Contact& contact = fresh.emplace_back();
    contact.email = names.contact_email;
    contact.name = names.contact_name;
    contact.account = batch.records[i].response.account;
  }
  if (!fresh.empty()) {
    const auto ids = TRY(store::save_contacts(tx, organization_, fresh));
    for (std::size_t i = 0; i < fresh.size(); ++i) contacts_.find(fresh[i].email)->second = ids[i];
  }
  for (std::size_t i = 0; i < batch.names.size(); ++i) {
    if (!batch.names[i].contact_email.empty())
      batch.records[i].response.contact = contacts_.find(batch.names[i].contact_email)->second;
  }
  return {};
}

base::Status Writer::resolve_choices(store::Transaction& tx, ImportBatch& batch) {
  if (choices_.empty()) return {};
  std::vector<bool> drop(batch.records.size(), false);
  std::vector<std::size_t> grown;
  for (std::size_t i = 0; i < batch.names.size(); ++i) {
    for (const PendingNames::Choice& choice : batch.names[i].choices) {
      ChoiceColumn& column = choices_.at(choice.column);
      auto place = column.places.find(choice.words);
      if (place == column.places.end()) {
        if (column.question.choices.size() >= kMostChoices) {
          batch.rejects.emplace_back(
              batch.names[i].row,
              intake::Reject{
                  batch.rows[batch.names[i].row].begin.line,
                  plan_.mapping.columns[choice.column].column,
                  fmt::format("has more than {} different values, so it is no choice; map "
                              "it to something else",
                              kMostChoices)});
          drop[i] = true;
          break;
        }
        const auto next = static_cast<std::int64_t>(column.question.choices.size());
        column.question.choices.emplace_back(choice.words);
        place = column.places.emplace(std::string(choice.words), next).first;
        if (std::find(grown.begin(), grown.end(), choice.column) == grown.end())
          grown.push_back(choice.column);
      }
      batch.records[i].response.answers.push_back({questions_[choice.column], place->second});
    }
  }
  for (const std::size_t column : grown)
    TRY(store::save_question(tx, organization_, choices_.at(column).question));
  if (!grown.empty())
    catalog_ = model::QuestionCatalog(TRY(store::list_questions(tx, organization_)));
  if (std::find(drop.begin(), drop.end(), true) != drop.end()) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < batch.records.size(); ++i)
      if (!drop[i]) batch.records[kept++] = std::move(batch.records[i]);
    batch.records.resize(kept);
    std::sort(batch.rejects.begin(), batch.rejects.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
  }
  return {};
}

base::Status Writer::resolve(store::Transaction& tx, ImportBatch& batch) {
  for (std::size_t i = 0; i < batch.records.size(); ++i) {
    model::Response& response = batch.records[i].response;
    const PendingNames& names = batch.names[i];
    response.market = TRY(member(tx, markets_, names.market, store::market_named));
    response.unit = TRY(member(tx, units_, names.unit, store::unit_named));
    response.channel = TRY(member(tx, channels_, names.channel, store::channel_named));
  }
  TRY(resolve_contacts(tx, batch));
  TRY(resolve_choices(tx, batch));
  for (model::ResponseRecord& record : batch.records) {
    std::sort(record.response.answers.begin(), record.response.answers.end(),
              [](const auto& a, const auto& b) { return a.question < b.question; });
  }
  return {};
}

base::Status Writer::save(ImportBatch& batch) {
  auto tx = TRY(database_.begin_write());
  TRY(resolve(tx, batch));
  const store::SaveCounts counts =
      TRY(store::save_responses(tx, organization_, catalog_, batch.records));
  for (const auto& [row, reject] : batch.rejects) {
    rejects_.add(batch.raw(row), reject);
    if (result_.first_rejects.size() < kFirstRejects) result_.first_rejects.push_back(reject);
  }
  // On the disk before the place is recorded: a crash then cuts the file back, never leaves a gap.
  TRY(rejects_.flush());
  store::ImportRun run = run_;
  run.bytes_done = batch.end.offset;
  run.line = batch.end.line;
  run.rows_read += std::ssize(batch.rows);
  run.rows_added += counts.added;
  run.rows_updated += counts.updated;
  run.rows_unchanged += counts.unchanged;
  run.rows_rejected += std::ssize(batch.rejects);
  run.reject_bytes = rejects_.bytes();
  TRY(store::save_import(tx, organization_, run));
  TRY(tx.commit());
  run_ = std::move(run);
  result_.praising += batch.praising;
  result_.unread += batch.unread;
  for (const std::string& person : batch.unknown_people) {
    if (unknown_people_.size() < kMostUnknownPeople &&
        std::find(unknown_people_.begin(), unknown_people_.end(), person) == unknown_people_.end())
      unknown_people_.push_back(person);
  }
  if (++batches_ % kFoldEveryBatches == 0) {
    auto fold = TRY(database_.begin_write());
    TRY(store::fold_cells(fold, organization_));
    TRY(fold.commit());
  }
  return {};
}

base::Status Writer::finish() {
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
                    grouped(run.line - 1));
  }
  return error;
}

}  // namespace

base::Result<ImportResult> run_import(store::Database& database, model::OrganizationId organization,
                                      ImportPlan& plan, const base::Clock& clock,
                                      const OnProgress& progress) {
  base::UuidGenerator uuids(clock, base::Random::entropy());
  std::optional<OrganizationDetector> detector;
  {
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
    ImportPipeline pipeline(plan, *detector, clock, std::move(settings));
    while (const std::unique_ptr<ImportBatch> batch = pipeline.next()) {
      if (base::Status saved = writer.save(*batch); !saved.ok())
        return with_place(std::move(saved).error(), writer.run());
      if (batch->error) return with_place(std::move(*batch->error), writer.run());
      if (progress) {
        progress({ImportStage::kReading, writer.run().rows_read, batch->file_bytes, total});
      }
    }
  }
  TRY(writer.finish());
  return std::move(writer.result());
}

std::string import_sentence(const ImportResult& result) {
  std::string out =
      fmt::format("{} read: {} added", count_of(result.rows, "row", "rows"), grouped(result.added));
  const auto part = [&](std::int64_t n, std::string_view what) {
    if (n != 0) out += fmt::format(", {} {}", grouped(n), what);
  };
  part(result.updated, "updated");
  part(result.unchanged, "already there and unchanged");
  part(result.passed_over, "passed over (previews, repetitions, rows without score and words)");
  part(result.rejected, "rejected");
  out += fmt::format(". {}{} somebody.", result.continued_at_line ? "Of those read now, " : "",
                     result.praising == 1 ? std::string("1 response praises")
                                          : grouped(result.praising) + " responses praise");
  if (result.unread != 0) {
    out += fmt::format(" {} in a language detection doesn't read: kept, nothing guessed.",
                       result.unread == 1 ? std::string("1 is") : grouped(result.unread) + " are");
  }
  return out;
}

}  // namespace laurel::app
