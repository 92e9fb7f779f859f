#include "intake/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/random.h"
#include "intake/csv.h"
#include "intake/ndjson.h"
#include "intake/values.h"

namespace laurel::intake {
namespace {

// NDJSON has no header: columns are what the first rows have.
constexpr std::int64_t kColumnRows = 20'000;
constexpr std::int64_t kColumnBytes = std::int64_t{64} << 20;
constexpr std::uint64_t kSampleSeed = 0x1A03E1;
constexpr std::int64_t kProgressRows = 16'384;

Record copy_fields(const Row& row) { return {row.fields.begin(), row.fields.end()}; }

base::Error no_rows(const std::string& path) {
  return base::invalid_input(
      fmt::format("{} has a header but no rows below it. Check that the export finished.", path));
}

base::Error not_utf8(std::int64_t line) {
  return base::invalid_input(fmt::format(
      "The file is not UTF-8: line {} is the first with other bytes. If it was saved by an older "
      "Windows program, run again with --encoding windows-1252; or save it as UTF-8.",
      line));
}

base::Result<Table> open_ndjson(std::unique_ptr<ByteSource> source,
                                const std::vector<std::string>& columns) {
  Table table;
  table.format = Format::kNdjson;
  table.encoding = source->encoding();
  const std::string path = source->path();
  auto reader = std::make_unique<NdjsonReader>(std::move(source));
  Row row;
  std::string first_trouble;
  std::int64_t good = 0;
  for (std::int64_t rows = 0; rows < kColumnRows && row.end.offset < kColumnBytes; ++rows) {
    if (!TRY(reader->next(row))) break;
    if (row.problem == RowProblem::kNone) {
      ++good;
    } else if (first_trouble.empty()) {
      first_trouble = fmt::format("line {}: {}", row.begin.line, row.problem_detail);
    }
  }
  if (good == 0) {
    return base::invalid_input(fmt::format(
        "{} should have one JSON object a line, but none could be read ({}). A JSON list becomes "
        "lines with: jq -c '.[]' FILE",
        path, first_trouble));
  }
  for (const std::string& column : columns) reader->add_column(column);
  reader->close_columns();
  for (const std::string& column : reader->columns())
    table.header.columns.push_back({column, column});
  table.header.rows = 0;
  TRY(reader->seek({}));
  table.reader = std::move(reader);
  return table;
}

base::Result<Table> open_csv(std::unique_ptr<ByteSource> source) {
  Table table;
  table.encoding = source->encoding();
  const std::string path = source->path();
  const Dialect dialect = sniff_dialect(source->head());
  table.delimiter = dialect.delimiter;
  auto reader = std::make_unique<CsvReader>(std::move(source), dialect.delimiter);
  const Position start{static_cast<std::int64_t>(dialect.skip), dialect.skip == 0 ? 1 : 2};
  TRY(reader->seek(start));
  std::vector<Record> first;
  std::vector<std::string> lines;
  std::vector<Position> ends;
  Row row;
  while (first.size() < 4 && TRY(reader->next(row))) {
    if (first.empty() && row.problem == RowProblem::kTooManyColumns) {
      return base::invalid_input(fmt::format(
          "{} has more than {} columns in line {}. Check the delimiter, or export fewer "
          "columns.",
          path, kMaxColumns, row.begin.line));
    }
    if (first.empty() && row.problem == RowProblem::kEncoding) {
      return not_utf8(row.begin.line);
    }
    if (first.empty() && row.problem == RowProblem::kNulByte) {
      return base::unsupported(fmt::format(
          "{} has zero bytes in its header, so it is a binary file or damaged. Export it "
          "again as CSV (UTF-8).",
          path));
    }
    first.push_back(copy_fields(row));
    lines.emplace_back(row.raw);
    ends.push_back(row.end);
  }
  if (first.empty()) {
    return base::invalid_input(
        fmt::format("{} has nothing but empty lines. Check that the export finished.", path));
  }
  table.header = read_header(first);
  if (first.size() <= table.header.rows) return no_rows(path);
  table.header_lines.assign(lines.begin(),
                            lines.begin() + static_cast<std::ptrdiff_t>(table.header.rows));
  table.first_row = ends[table.header.rows - 1];
  reader->expect_columns(table.header.columns.size());
  TRY(reader->seek(table.first_row));
  table.reader = std::move(reader);
  return table;
}

}  // namespace

std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed) {
  // Multiply and fold, eight bytes at a time.
  const auto mix = [](std::uint64_t a, std::uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  };
  constexpr std::uint64_t kFirst = 0xA0761D6478BD642FULL, kSecond = 0xE7037ED1A0B428DBULL;
  std::uint64_t hash = seed ^ kFirst;
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, bytes.data() + at, 8);
    hash = mix(hash ^ word, kSecond);
  }
  std::uint64_t tail = 0;
  if (at < bytes.size()) std::memcpy(&tail, bytes.data() + at, bytes.size() - at);
  return mix(mix(hash ^ tail, kSecond) ^ bytes.size(), kFirst);
}

base::Result<Table> open_table(const std::string& path, Encoding encoding,
                               const std::vector<std::string>& columns) {
  std::unique_ptr<ByteSource> source = TRY(ByteSource::open(path, encoding));
  const std::string_view head = trim(source->head());
  if (head.starts_with('{')) return open_ndjson(std::move(source), columns);
  if (head.starts_with('[') && head.find_first_of("{", 1) < 16) {
    return base::unsupported(fmt::format(
        "{} is one JSON list. Give one object a line: jq -c '.[]' FILE > FILE.ndjson", path));
  }
  return open_csv(std::move(source));
}

base::Result<Survey> survey_table(Table& table, const std::function<void(std::int64_t)>& progress) {
  Survey survey;
  base::Random random(kSampleSeed);
  std::vector<Record> spread;
  Row row;
  std::int64_t usable = 0;
  for (;;) {
    if (!TRY(table.reader->next(row))) break;
    ++survey.rows;
    survey.content = hash_bytes(row.raw, survey.content);
    if (row.wide) ++survey.wide;
    if (row.problem == RowProblem::kEncoding) {
      ++survey.bad_encoding;
      if (!survey.first_bad_encoding) survey.first_bad_encoding = row.begin;
    }
    if (progress && survey.rows % kProgressRows == 0) progress(table.reader->bytes_read());
    if (row.problem != RowProblem::kNone) continue;
    if (static_cast<std::size_t>(usable) < kSampleHead) {
      survey.sample.push_back(copy_fields(row));
    } else if (spread.size() < kSampleSpread) {
      spread.push_back(copy_fields(row));
    } else {
      // Reservoir sampling: every row beyond the head is equally likely to be kept.
      const std::uint64_t place =
          random.below(static_cast<std::uint64_t>(usable) - kSampleHead + 1);
      if (place < kSampleSpread) spread[static_cast<std::size_t>(place)] = copy_fields(row);
    }
    ++usable;
  }
  std::move(spread.begin(), spread.end(), std::back_inserter(survey.sample));
  if (survey.rows == 0) return base::invalid_input("The file has no rows below its header.");
  // Many correct characters and few bad bytes: single damaged rows. Otherwise another encoding.
  if (survey.bad_encoding > 0 && survey.bad_encoding * 10 > survey.wide) {
    return not_utf8(survey.first_bad_encoding->line);
  }
  TRY(table.reader->seek(table.first_row));
  return survey;
}

}  // namespace laurel::intake
