// The first half of an import: looking at the file before anything is written.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <unordered_set>

#include "app/import_responses.h"
#include "app/resolve_names.h"
#include "intake/reject_file.h"
#include "intake/values.h"
#include "store/questions.h"

namespace laurel::app {
namespace {

using intake::ColumnPlan;
using intake::Field;

constexpr std::int64_t kProgressRows = 16'384;
// Names of markets, units and channels in a file; more is a wrong mapping.
constexpr std::size_t kMostMembers = 20'000;
constexpr std::size_t kFirstRejects = 10;
constexpr std::size_t kShownRows = 60;

std::string source_named_like(const std::string& path) {
  std::string name = std::filesystem::path(path).stem().string();
  // A corrected reject file belongs to the source of the file it came from.
  for (const std::string_view ending : {".rejects", "-rejects"})
    while (name.size() > ending.size() && name.ends_with(ending))
      name.resize(name.size() - ending.size());
  return name;
}

// A Bloom filter over the ids of one pass: those it has perhaps seen before. At two bits in sixteen
// an id, a few in a thousand are suspected wrongly, which costs only memory.
class SeenBefore {
 public:
  explicit SeenBefore(std::int64_t rows) {
    std::size_t bits = std::size_t{1} << 16;
    while (bits < static_cast<std::size_t>(rows) * 16 && bits < kMostBits) bits *= 2;
    words_.resize(bits / 64);
    mask_ = bits - 1;
  }
  bool add(std::uint64_t hash) {
    const bool first = set(hash & mask_), second = set((hash >> 32 ^ hash << 7) & mask_);
    return first && second;
  }

 private:
  static constexpr std::size_t kMostBits = std::size_t{1} << 29;  // 64 MB
  bool set(std::uint64_t bit) {
    std::uint64_t& word = words_[bit / 64];
    const std::uint64_t flag = std::uint64_t{1} << (bit % 64);
    const bool was = (word & flag) != 0;
    word |= flag;
    return was;
  }
  std::vector<std::uint64_t> words_;
  std::uint64_t mask_ = 0;
};

// What must not have too many different values, and the hashes of those seen.
struct Distinct {
  ColumnPlan* column;
  std::size_t most;
  std::unordered_set<std::uint64_t> seen = {};
};

std::vector<Distinct> columns_to_count(intake::Mapping& mapping) {
  std::vector<Distinct> out;
  for (ColumnPlan& column : mapping.columns) {
    const bool choice =
        column.field == Field::kAnswer && column.question.kind == model::QuestionKind::kChoice;
    const bool member = column.field == Field::kMarket || column.field == Field::kUnit ||
                        column.field == Field::kChannel;
    if (choice || member) out.push_back({&column, choice ? kMostChoices : kMostMembers});
  }
  return out;
}

// A column that was guessed wrongly is left out; one that was asked for stops the import.
base::Status refuse_if_too_many(const Distinct& values, intake::Mapping& mapping) {
  if (values.seen.size() <= values.most) return {};
  ColumnPlan& column = *values.column;
  const bool choice = column.field == Field::kAnswer;
  const std::string_view what = choice ? "choice" : intake::name(column.field);
  if (choice && !column.given) {
    column.field = Field::kIgnore;
    column.reason = fmt::format("more than {} different values, so it is no choice", values.most);
    return intake::check_fields(mapping);
  }
  return base::invalid_input(fmt::format(
      "The column {} has more than {} different values, so it can't be the {}. Map it to something "
      "else, for example --map 'ignore={}'.",
      column.column, values.most, what, column.column));
}

// A second look at the rows, for what the mapping has to be known for: ids that repeat, and columns
// with too many values for what they were taken for.
base::Status look_again(ImportPlan& plan, const OnProgress& progress) {
  const auto& columns = plan.mapping.columns;
  const auto id = std::find_if(columns.begin(), columns.end(), [](const ColumnPlan& column) {
    return column.field == Field::kExternalId;
  });
  const bool by_content = id == columns.end() && plan.of == ImportOf::kOutcomes;
  std::vector<Distinct> counted = columns_to_count(plan.mapping);
  if (id == columns.end() && !by_content && counted.empty()) return {};
  SeenBefore seen(plan.rows);
  intake::Row row;
  std::int64_t rows = 0;
  while (TRY(plan.table.reader->next(row))) {
    if (progress && ++rows % kProgressRows == 0) {
      progress({ImportStage::kLooking, rows, plan.table.reader->bytes_read(),
                plan.table.reader->file_size()});
    }
    if (row.problem != intake::RowProblem::kNone) continue;
    for (Distinct& values : counted) {
      const std::string_view value = intake::trim(row.fields[values.column->index]);
      if (values.seen.size() <= values.most && !intake::is_blank(value))
        values.seen.insert(intake::hash_bytes(value));
    }
    if (id == columns.end() && !by_content) continue;
    const std::uint64_t hash = by_content ? intake::content_id(row, plan.mapping)
                                          : intake::hash_bytes(intake::trim(row.fields[id->index]));
    if (seen.add(hash)) plan.repeated_ids.insert(hash);
  }
  for (const Distinct& values : counted) TRY(refuse_if_too_many(values, plan.mapping));
  return plan.table.reader->seek(plan.table.first_row);
}

// No row can be used: a wrong delimiter, or quotes left out. Importing would only reject them all.
base::Error no_usable_row(const ImportPlan& plan, const intake::Reject& first) {
  return base::invalid_input(fmt::format(
      "None of the {} rows can be used; line {}{} {}. Correct that in the export.", plan.rows,
      first.line, first.column.empty() ? "" : fmt::format(", column {},", first.column),
      first.reason));
}

// A row read as what the file holds, without keeping anything of it.
struct Drafts {
  intake::Draft response;
  intake::OutcomeDraft outcome;

  intake::Outcome read(const intake::Row& row, const ImportPlan& plan, intake::Reject& reject) {
    return plan.of == ImportOf::kOutcomes
               ? intake::draft_outcome(row, plan.mapping, outcome, reject)
               : intake::draft_row(row, plan.mapping, response, reject);
  }
};

base::Result<intake::Reject> first_reject(ImportPlan& plan) {
  intake::Row row;
  Drafts drafts;
  intake::Reject reject;
  TRY(plan.table.reader->next(row));
  drafts.read(row, plan, reject);
  return reject;
}

base::Result<intake::Mapping> mapping_of(store::Database* database,
                                         model::OrganizationId organization,
                                         const ImportOptions& options, const intake::Header& header,
                                         const intake::Survey& survey) {
  if (options.of == ImportOf::kOutcomes) {
    return intake::guess_outcome_mapping(
        header, survey.sample, {options.map, options.dates, options.kind, options.currency});
  }
  std::vector<model::Question> known;
  if (database != nullptr) {
    auto tx = TRY(database->begin_read());
    known = TRY(store::list_questions(tx, organization));
  }
  intake::MappingOptions mapping;
  mapping.requests = options.map;
  mapping.dates = options.dates;
  mapping.known = known;
  auto guessed = intake::guess_mapping(header, survey.sample, mapping);
  if (!guessed.ok() && options.map.empty() && intake::looks_like_outcomes(header)) {
    return base::invalid_input(fmt::format(
        "{} looks like what customers did, not what they said. Import it with: laurel outcomes "
        "FILE",
        options.path));
  }
  return guessed;
}

}  // namespace

base::Result<ImportPlan> plan_import(store::Database* database, model::OrganizationId organization,
                                     const ImportOptions& options, const OnProgress& progress) {
  std::vector<std::string> named;
  for (const intake::MapRequest& request : options.map) named.push_back(request.column);
  ImportPlan plan{
      .of = options.of,
      .table = TRY(intake::open_table(options.path, options.encoding, named)),
      .mapping = {},
      .source = options.source.empty() ? source_named_like(options.path) : options.source,
      .fingerprint = {},
      .rejects = options.rejects.empty() ? intake::reject_path(options.path) : options.rejects,
      .unfinished = {},
      .repeated_ids = {}};
  const std::int64_t size = plan.table.reader->file_size();
  std::error_code ignored;
  if (std::filesystem::equivalent(plan.rejects, options.path, ignored)) {
    return base::invalid_input(
        "The reject file would overwrite the imported file. Choose another with --rejects.");
  }
  std::function<void(std::int64_t)> looked;
  if (progress) {
    looked = [&](std::int64_t bytes) { progress({ImportStage::kLooking, 0, bytes, size}); };
  }
  const intake::Survey survey = TRY(intake::survey_table(plan.table, looked));
  plan.rows = survey.rows;
  plan.content = survey.content;
  plan.sample.assign(survey.sample.begin(),
                     survey.sample.begin() +
                         static_cast<std::ptrdiff_t>(std::min(survey.sample.size(), kShownRows)));

  plan.mapping = TRY(mapping_of(database, organization, options, plan.table.header, survey));
  if (survey.sample.empty()) return no_usable_row(plan, TRY(first_reject(plan)));
  TRY(look_again(plan, progress));

  plan.fingerprint = fmt::format("{:016x}-{:x}-{:016x}", plan.content, size,
                                 intake::hash_bytes(plan.mapping.signature() + "\n" + plan.source));
  if (database != nullptr) {
    auto tx = TRY(database->begin_read());
    plan.unfinished = TRY(store::find_unfinished_import(tx, organization, plan.fingerprint));
  }
  return plan;
}

base::Result<ImportResult> dry_run_import(ImportPlan& plan, const OnProgress& progress) {
  ImportResult result;
  TRY(plan.table.reader->seek(plan.table.first_row));
  intake::Row row;
  Drafts drafts;
  intake::Reject reject;
  while (TRY(plan.table.reader->next(row))) {
    ++result.rows;
    switch (drafts.read(row, plan, reject)) {
      case intake::Outcome::kDraft:
        ++result.added;
        break;
      case intake::Outcome::kReject:
        ++result.rejected;
        if (result.first_rejects.size() < kFirstRejects) result.first_rejects.push_back(reject);
        break;
      case intake::Outcome::kPreview:
      case intake::Outcome::kNothing:
        ++result.passed_over;
        break;
    }
    if (result.rows % kProgressRows != 0) continue;
    if (plan.stop != nullptr && *plan.stop)
      return base::unavailable("The look was stopped. It can be begun again.");
    if (progress) {
      progress({ImportStage::kReading, result.rows, plan.table.reader->bytes_read(),
                plan.table.reader->file_size()});
    }
  }
  return result;
}

}  // namespace laurel::app
