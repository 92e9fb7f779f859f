#include "app/import_batches.h"

#include <fmt/format.h>

#include <algorithm>

#include "intake/values.h"

namespace laurel::app {
namespace {

constexpr std::size_t kBatchRows = 4000;
constexpr std::size_t kBatchBytes = std::size_t{4} << 20;
// Batches between the reader and the caller, beside one in each worker's hands.
constexpr std::int64_t kWaiting = 3;
constexpr std::size_t kMostUnknownPeople = 10;
// One thread stores about as much as one detects; a few more keep it fed, memory bounded.
constexpr std::size_t kMostWorkers = 4;

}  // namespace

ImportPipeline::ImportPipeline(ImportPlan& plan, const OrganizationDetector* detector,
                               const base::Clock& clock, BatchSettings settings)
    : plan_(plan),
      detector_(detector),
      clock_(clock),
      settings_(std::move(settings)),
      at_(settings_.start) {
  for (const intake::ColumnPlan& column : plan.mapping.columns)
    if (column.field == intake::Field::kExternalId) id_column_ = column.index;
  // One thread stores; the others detect. The reading thread has little to do.
  const std::size_t cores = std::max<std::size_t>(std::thread::hardware_concurrency(), 2);
  workers_ = std::min(cores - 1, kMostWorkers);
  threads_.emplace_back([this] { read_rows(); });
  for (std::size_t i = 0; i < workers_; ++i) threads_.emplace_back([this] { work(); });
}

ImportPipeline::~ImportPipeline() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

std::unique_ptr<ImportBatch> ImportPipeline::next() {
  std::unique_lock lock(mutex_);
  if (total_ >= 0 && taken_ == total_) return nullptr;
  changed_.wait(lock,
                [&] { return finished_.contains(taken_) || (total_ >= 0 && taken_ == total_); });
  const auto found = finished_.find(taken_);
  if (found == finished_.end()) return nullptr;
  std::unique_ptr<ImportBatch> batch = std::move(found->second);
  finished_.erase(found);
  ++taken_;
  lock.unlock();
  changed_.notify_all();
  return batch;
}

void ImportPipeline::take_back(std::unique_ptr<ImportBatch> batch) {
  const std::lock_guard lock(mutex_);
  spent_.push_back(std::move(batch));
}

void ImportPipeline::read_rows() {
  for (bool last = false; !last;) {
    std::unique_ptr<ImportBatch> batch;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] {
        return stop_ || read_ - taken_ < kWaiting + static_cast<std::int64_t>(workers_);
      });
      if (stop_) return;
      if (!spent_.empty()) {
        batch = std::move(spent_.back());
        spent_.pop_back();
      }
      if (batch == nullptr) batch = std::make_unique<ImportBatch>();
      batch->number = read_++;
    }
    batch->reuse();
    read_into(*batch);
    last = batch->last;
    {
      const std::lock_guard lock(mutex_);
      if (last) total_ = read_;
      raw_.push_back(std::move(batch));
    }
    changed_.notify_all();
  }
}

void ImportPipeline::check_repeated(const intake::Row& row, ImportBatch::RawRow& raw) {
  if (row.problem != intake::RowProblem::kNone) return;
  const bool by_content = !id_column_ && plan_.of == ImportOf::kOutcomes;
  if (by_content) raw.content = intake::content_id(row, plan_.mapping);
  if (plan_.repeated_ids.empty()) return;
  const std::uint64_t id =
      by_content ? raw.content : intake::hash_bytes(intake::trim(row.fields[*id_column_]));
  if (!plan_.repeated_ids.contains(id)) return;
  const std::uint64_t content = intake::hash_bytes(row.raw);
  const auto [place, added] = first_seen_.emplace(id, FirstSeen{row.begin.line, content});
  if (added) return;
  if (by_content) {
    raw.copy = ++place->second.copies;
    return;
  }
  raw.same_id_line = place->second.line;
  raw.repeats = place->second.content == content;
}

void ImportPipeline::read_into(ImportBatch& batch) {
  intake::RowReader& reader = *plan_.table.reader;
  const auto fail = [&](base::Error error) {
    batch.error = std::move(error);
    batch.last = true;
  };
  if (batch.number == 0) {
    // Rows that are done are read again only to know their ids.
    const bool again = !plan_.repeated_ids.empty();
    if (base::Status sought = reader.seek(again ? plan_.table.first_row : settings_.start);
        !sought.ok())
      return fail(std::move(sought).error());
    intake::Row row;
    ImportBatch::RawRow done;
    while (again) {
      auto more = reader.next(row);
      if (!more.ok()) return fail(std::move(more).error());
      if (!*more || row.begin.offset >= settings_.start.offset) break;
      check_repeated(row, done);
    }
    if (again) {
      if (base::Status sought = reader.seek(settings_.start); !sought.ok())
        return fail(std::move(sought).error());
    }
  }
  batch.end = at_;
  batch.bytes.reserve(kBatchBytes + kBatchBytes / 8);
  intake::Row row;
  while (batch.rows.size() < kBatchRows && batch.bytes.size() < kBatchBytes) {
    auto more = reader.next(row);
    if (!more.ok()) return fail(std::move(more).error());
    if (!*more) {
      batch.last = true;
      break;
    }
    ImportBatch::RawRow& raw = batch.rows.emplace_back();
    raw.begin = row.begin;
    raw.end = row.end;
    raw.problem = row.problem;
    raw.problem_field = row.problem_field;
    raw.problem_detail = row.problem_detail;
    check_repeated(row, raw);
    raw.raw_begin = batch.bytes.size();
    batch.bytes += row.raw;
    raw.raw_end = batch.bytes.size();
    raw.field_begin = batch.fields.size();
    for (const std::string_view field : row.fields) {
      // Most fields lie in the raw row; the others (quotes undoubled, JSON) are kept beside it.
      const bool inside = field.data() >= row.raw.data() &&
                          field.data() + field.size() <= row.raw.data() + row.raw.size();
      std::size_t from = 0;
      if (inside) {
        from = raw.raw_begin + static_cast<std::size_t>(field.data() - row.raw.data());
      } else {
        from = batch.bytes.size();
        batch.bytes += field;
      }
      batch.fields.emplace_back(from, from + field.size());
    }
    raw.field_end = batch.fields.size();
    batch.end = at_ = row.end;
  }
  batch.file_bytes = reader.bytes_read();
}

void ImportPipeline::work() {
  base::UuidGenerator uuids(clock_, base::Random::entropy());
  std::optional<ResponseReader> reader;
  if (detector_ != nullptr) reader.emplace(*detector_, uuids);
  for (;;) {
    std::unique_ptr<ImportBatch> batch;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] {
        return stop_ || !raw_.empty() || (total_ >= 0 && raw_.empty() && read_ == total_);
      });
      if (stop_ || raw_.empty()) return;
      batch = std::move(raw_.front());
      raw_.pop_front();
    }
    plan_.of == ImportOf::kOutcomes ? make_outcomes(*batch) : make_responses(*batch, *reader);
    for (model::ResponseRecord& record : batch->records) record.response.id = {uuids.next()};
    {
      const std::lock_guard lock(mutex_);
      finished_.emplace(batch->number, std::move(batch));
    }
    changed_.notify_all();
  }
}

intake::Row ImportBatch::row(std::size_t at, std::vector<std::string_view>& into) const {
  const RawRow& raw_row = rows[at];
  into.clear();
  for (std::size_t f = raw_row.field_begin; f < raw_row.field_end; ++f) {
    const auto [from, to] = fields[f];
    into.push_back(std::string_view(bytes).substr(from, to - from));
  }
  intake::Row row;
  row.begin = raw_row.begin;
  row.end = raw_row.end;
  row.raw = raw(at);
  row.fields = into;
  row.problem = raw_row.problem;
  row.problem_field = raw_row.problem_field;
  row.problem_detail = raw_row.problem_detail;
  return row;
}

void ImportPipeline::make_responses(ImportBatch& batch, ResponseReader& reader) const {
  batch.records.reserve(batch.rows.size());
  batch.names.reserve(batch.rows.size());
  std::vector<std::string_view> fields;
  intake::Draft draft;
  intake::Reject reject;
  for (std::size_t i = 0; i < batch.rows.size(); ++i) {
    const ImportBatch::RawRow& raw = batch.rows[i];
    const intake::Row row = batch.row(i, fields);
    const intake::Outcome outcome = intake::draft_row(row, plan_.mapping, draft, reject);
    if (outcome == intake::Outcome::kReject) {
      batch.rejects.emplace_back(i, std::move(reject));
      continue;
    }
    if (outcome != intake::Outcome::kDraft || raw.repeats) continue;
    if (raw.same_id_line != 0) {
      batch.rejects.emplace_back(i, same_id(raw));
      continue;
    }
    model::ResponseRecord& record = batch.records.emplace_back();
    PendingNames& names = batch.names.emplace_back();
    model::Response& response = record.response;
    names.row = i;
    response.source = plan_.source;
    response.external_id = draft.external_id.empty()
                               ? fmt::format("row-{:016x}-{}", plan_.content, raw.begin.line)
                               : std::string(draft.external_id);
    response.occurred_on = draft.occurred_on;
    response.received_at = draft.received_at.value_or(settings_.received_at);
    response.language = draft.language;
    names.market = draft.market;
    names.unit = draft.unit;
    names.channel = draft.channel;
    names.account = draft.account;
    names.contact_email = std::move(draft.contact_email);
    names.contact_name = std::move(draft.contact_name);
    for (const std::string_view person : draft.served_by) {
      const model::Employee* employee = detector_->people.called(person);
      if (employee == nullptr) {
        if (batch.unknown_people.size() < kMostUnknownPeople)
          batch.unknown_people.emplace_back(person);
      } else if (std::find(response.served_by.begin(), response.served_by.end(), employee->id) ==
                 response.served_by.end()) {
        response.served_by.push_back(employee->id);
      }
    }
    for (const intake::Draft::Score& score : draft.scores) {
      if (score.choice.empty()) {
        response.answers.push_back({settings_.questions[score.column], score.value});
      } else {
        names.choices.push_back({settings_.questions[score.column], score.choice});
      }
    }
    for (const intake::Draft::Text& text : draft.texts)
      response.verbatims.push_back({settings_.questions[text.column], std::string(text.text)});
    std::sort(response.verbatims.begin(), response.verbatims.end(),
              [](const auto& a, const auto& b) { return a.question < b.question; });
    reader.read(record, names.unit);
    if (response.reading == model::Reading::kUnread) ++batch.unread;
    if (std::any_of(record.commendations.begin(), record.commendations.end(),
                    [](const model::Commendation& found) { return found.counts(); }))
      ++batch.praising;
  }
}

intake::Reject ImportPipeline::same_id(const ImportBatch::RawRow& raw) const {
  return {raw.begin.line, plan_.mapping.columns[id_column_.value_or(0)].column,
          fmt::format("is the id of line {}, whose content differs; keep one of the two or give "
                      "them different ids",
                      raw.same_id_line)};
}

void ImportPipeline::make_outcomes(ImportBatch& batch) const {
  std::vector<std::string_view> fields;
  intake::OutcomeDraft draft;
  intake::Reject reject;
  for (std::size_t i = 0; i < batch.rows.size(); ++i) {
    const ImportBatch::RawRow& raw = batch.rows[i];
    const intake::Row row = batch.row(i, fields);
    if (intake::draft_outcome(row, plan_.mapping, draft, reject) == intake::Outcome::kReject) {
      batch.rejects.emplace_back(i, std::move(reject));
      continue;
    }
    if (raw.repeats) continue;
    if (raw.same_id_line != 0) {
      batch.rejects.emplace_back(i, same_id(raw));
      continue;
    }
    model::Outcome& outcome = batch.outcomes.emplace_back();
    PendingNames& names = batch.names.emplace_back();
    outcome.source = plan_.source;
    outcome.external_id = draft.external_id.empty()
                              ? fmt::format("row-{:016x}-{}", raw.content, raw.copy)
                              : std::string(draft.external_id);
    outcome.kind = draft.kind;
    outcome.occurred_on = draft.occurred_on;
    outcome.amount = draft.amount;
    outcome.currency = draft.currency;
    names.row = i;
    names.account = draft.account;
    names.contact_email = std::move(draft.contact_email);
  }
}

}  // namespace laurel::app
