// The reading half of an import as a pipeline: one thread reads rows into batches, others turn them
// into records and detect praise, and the caller takes finished batches in the order of the file.
// At most a few batches are alive, so memory is bounded. Internal to the import.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/detection.h"
#include "app/import_responses.h"
#include "app/resolve_names.h"
#include "model/outcome.h"
#include "model/response.h"

namespace laurel::app {

struct ImportBatch {
  struct RawRow {
    intake::Position begin, end;
    std::size_t raw_begin = 0, raw_end = 0;      // in bytes
    std::size_t field_begin = 0, field_end = 0;  // in fields
    intake::RowProblem problem = intake::RowProblem::kNone;
    std::int32_t problem_field = -1;
    std::string problem_detail;
    std::int64_t same_id_line = 0;  // an earlier row with this id, or 0
    bool repeats = false;           // and the same content
    std::uint64_t content = 0;      // of an outcome without an id: intake::content_id,
    std::int64_t copy = 1;          // and how often it occurred up to here
  };

  std::int64_t number = 0;
  std::string bytes;
  std::vector<std::pair<std::size_t, std::size_t>> fields;
  std::vector<RawRow> rows;
  intake::Position end;         // where the next batch begins
  std::int64_t file_bytes = 0;  // of the file read so far
  bool last = false;
  std::optional<base::Error> error;  // the file could not be read on

  // Made from the rows: one of these, with names at the same places.
  std::vector<model::ResponseRecord> records;
  std::vector<model::Outcome> outcomes;
  std::vector<PendingNames> names;                              // views point into the batch
  std::vector<std::pair<std::size_t, intake::Reject>> rejects;  // with the index of the row
  std::int64_t unread = 0, praising = 0;                        // responses
  std::vector<std::string> unknown_people;                      // a few

  // Empty again, keeping the memory of its lists.
  void reuse() {
    bytes.clear();
    fields.clear();
    rows.clear();
    last = false;
    error.reset();
    records.clear();
    outcomes.clear();
    names.clear();
    rejects.clear();
    unread = praising = 0;
    unknown_people.clear();
  }

  // The row as it was read; its fields are put into `fields`.
  intake::Row row(std::size_t at, std::vector<std::string_view>& fields) const;

  std::string_view raw(std::size_t row) const {
    return std::string_view(bytes).substr(rows[row].raw_begin,
                                          rows[row].raw_end - rows[row].raw_begin);
  }
};

struct BatchSettings {
  std::vector<model::QuestionId> questions;  // of each column of the mapping that is an answer
  intake::Position start;                    // where to begin, after rows that are done
  base::Timestamp received_at;               // for rows that don't say
};

class ImportPipeline {
 public:
  // REQUIRES: plan, detector and clock outlive it. `detector` is null for outcomes.
  ImportPipeline(ImportPlan& plan, const OrganizationDetector* detector, const base::Clock& clock,
                 BatchSettings settings);
  ~ImportPipeline();  // stops and joins the threads
  ImportPipeline(const ImportPipeline&) = delete;
  ImportPipeline& operator=(const ImportPipeline&) = delete;

  // The next batch in the order of the file; null after the last.
  std::unique_ptr<ImportBatch> next();
  // Gives a batch back that was stored: freeing its rows is left to the reading thread, which uses
  // its memory again.
  void take_back(std::unique_ptr<ImportBatch> batch);

 private:
  void read_rows();
  void read_into(ImportBatch& batch);
  void work();
  void make_responses(ImportBatch& batch, ResponseReader& reader) const;
  void make_outcomes(ImportBatch& batch) const;
  intake::Reject same_id(const ImportBatch::RawRow& raw) const;
  void check_repeated(const intake::Row& row, ImportBatch::RawRow& raw);

  ImportPlan& plan_;
  const OrganizationDetector* detector_;
  const base::Clock& clock_;
  const BatchSettings settings_;
  intake::Position at_;  // of the reading thread
  std::optional<std::size_t> id_column_;
  // Ids that occur more than once: where first, and with what content.
  struct FirstSeen {
    std::int64_t line;
    std::uint64_t content;
    std::int64_t copies = 1;
  };
  std::unordered_map<std::uint64_t, FirstSeen> first_seen_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<ImportBatch>> raw_;
  std::map<std::int64_t, std::unique_ptr<ImportBatch>> finished_;
  std::vector<std::unique_ptr<ImportBatch>> spent_;
  std::int64_t taken_ = 0;   // batches given out by next()
  std::int64_t read_ = 0;    // batches begun by the reading thread
  std::int64_t total_ = -1;  // known once the last was read
  bool stop_ = false;
  std::size_t workers_ = 1;
  std::vector<std::thread> threads_;
};

}  // namespace laurel::app
