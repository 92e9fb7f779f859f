// The second half of an import: storing batches in the order of the file, a few in each
// transaction, with the place the last of them ends at.
#include "app/import_responses.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>

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
// Accounts and contacts remembered between batches; forgetting only costs a look-up.
constexpr std::size_t kRemembered = 100'000;
constexpr std::size_t kMostUnknownPeople = 10;
// A transaction also ends when it has kept other writers waiting for that long.
constexpr std::chrono::milliseconds kCommitAfter{1'000};
// Cell deltas are folded when there are so many (see store/cells.h), so that neither the last fold
// nor a report during the import has many to add up.
constexpr std::int64_t kFoldAt = 2'000;

struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};
template <typename Id>
using NameCache = std::unordered_map<std::string, Id, NameHash, std::equal_to<>>;

void set_account(ImportBatch& batch, std::size_t at, model::AccountId account) {
  if (batch.outcomes.empty()) {
    batch.records[at].response.account = account;
  } else {
    batch.outcomes[at].account = account;
  }
}

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
  store::ImportRun run_;        // with what isn't committed yet
  store::ImportRun committed_;  // as a later run would find it
  std::optional<store::Transaction> tx_;
  std::chrono::steady_clock::time_point begun_;  // tx_
  ImportResult result_;
  std::vector<model::QuestionId> questions_;
  std::map<std::size_t, ChoiceColumn> choices_;  // by column of the mapping
  NameCache<model::MarketId> markets_;
  NameCache<model::UnitId> units_;
  NameCache<model::ChannelId> channels_;
  NameCache<model::AccountId> accounts_;
  NameCache<model::ContactId> contacts_;
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
  // In order of the names: neighbours lie on the same pages of the index.
  std::vector<std::pair<std::string_view, std::size_t>> places;
  const auto gather = [&](const auto& name_of) {
    places.clear();
    for (std::size_t i = 0; i < batch.names.size(); ++i) {
      const std::string_view name = name_of(batch.names[i]);
      if (!name.empty()) places.emplace_back(name, i);
    }
    std::sort(places.begin(), places.end());
  };
  // Calls ask(i) for the first row of each name that isn't remembered.
  const auto ask_for_unknown = [&](const auto& cache, const auto& ask) {
    for (std::size_t p = 0; p < places.size(); ++p) {
      if (p > 0 && places[p].first == places[p - 1].first) continue;
      if (!cache.contains(places[p].first)) ask(places[p].second);
    }
  };

  gather([](const PendingNames& names) { return names.account; });
  std::vector<std::string_view> codes;
  ask_for_unknown(accounts_, [&](std::size_t i) { codes.push_back(batch.names[i].account); });
  if (!codes.empty()) {
    const auto ids = TRY(store::accounts_coded(tx, organization_, codes));
    for (std::size_t i = 0; i < codes.size(); ++i) accounts_.emplace(codes[i], ids[i]);
  }
  model::AccountId account;
  for (std::size_t p = 0; p < places.size(); ++p) {
    if (p == 0 || places[p].first != places[p - 1].first)
      account = accounts_.find(places[p].first)->second;
    set_account(batch, places[p].second, account);
  }

  gather([](const PendingNames& names) { return std::string_view(names.contact_email); });
  std::vector<model::Contact> fresh;
  ask_for_unknown(contacts_, [&](std::size_t i) {
    model::Contact& contact = fresh.emplace_back();
    contact.email = batch.names[i].contact_email;
    contact.name = batch.names[i].contact_name;
    contact.account = plan_.of == ImportOf::kOutcomes ? batch.outcomes[i].account
                                                      : batch.records[i].response.account;
  });
  if (!fresh.empty()) {
    const auto ids = TRY(store::save_contacts(tx, organization_, fresh));
    for (std::size_t i = 0; i < fresh.size(); ++i)
      contacts_.emplace(std::move(fresh[i].email), ids[i]);
  }
  model::ContactId contact;
  for (std::size_t p = 0; p < places.size(); ++p) {
    if (p == 0 || places[p].first != places[p - 1].first)
      contact = contacts_.find(places[p].first)->second;
    if (plan_.of == ImportOf::kOutcomes) {
      batch.outcomes[places[p].second].contact = contact;
    } else {
      batch.records[places[p].second].response.contact = contact;
    }
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
    }
  }
  TRY(writer.finish());
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
