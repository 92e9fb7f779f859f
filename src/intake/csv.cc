#include "intake/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "intake/scan.h"

namespace laurel::intake {
namespace {

constexpr std::size_t kWindow = std::size_t{1} << 20;

std::int64_t count(char wanted, const char* from, const char* to) {
  std::int64_t found = 0;
  while (from < to) {
    const auto* hit =
        static_cast<const char*>(std::memchr(from, wanted, static_cast<std::size_t>(to - from)));
    if (hit == nullptr) break;
    ++found;
    from = hit + 1;
  }
  return found;
}

// Lines a quoted field goes on for. Files with bare CR as line ending have no LF at all.
std::int64_t count_lines(const char* from, const char* to) {
  const std::int64_t feeds = count('\n', from, to);
  return feeds != 0 ? feeds : count('\r', from, to);
}

bool ends_field(char c, char delimiter) { return c == delimiter || c == '\n' || c == '\r'; }

}  // namespace

CsvReader::CsvReader(std::unique_ptr<ByteSource> source, char delimiter)
    : source_(std::move(source)), delimiter_(delimiter), window_(kWindow + kScanPadding) {}

base::Status CsvReader::seek(Position position) {
  TRY(source_->seek(position.offset));
  position_ = position;
  begin_ = end_ = 0;
  at_end_ = false;
  return {};
}

base::Status CsvReader::fill() {
  if (begin_ > 0) {
    std::memmove(window_.data(), window_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  std::size_t capacity = window_.size() - kScanPadding;
  if (capacity - end_ < 4) {
    if (capacity >= kMaxRowBytes) {
      return base::invalid_input(fmt::format(
          "The row that begins on line {} is longer than {} MB. Either a quote is left open there, "
          "or the file is not the CSV it should be.",
          position_.line, kMaxRowBytes >> 20));
    }
    capacity *= 2;
    window_.resize(capacity + kScanPadding);
  }
  while (!at_end_ && capacity - end_ >= 4) {
    const std::size_t got = TRY(source_->read(window_.data() + end_, capacity - end_));
    if (got == 0) at_end_ = true;
    end_ += got;
  }
  return {};
}

// Reads the quoted field whose first quote is at `at`; returns the delimiter or line ending after
// it, or null when more bytes are needed.
const char* CsvReader::parse_quoted(const char* at, const char* end, Row& row) {
  const char* const open = at + 1;
  const char* quote = open;
  bool doubled = false;
  for (;;) {
    quote =
        static_cast<const char*>(std::memchr(quote, '"', static_cast<std::size_t>(end - quote)));
    if (quote == nullptr) return nullptr;
    if (quote + 1 == end) {
      if (!at_end_) return nullptr;
      break;
    }
    if (quote[1] != '"') break;
    doubled = true;
    quote += 2;
  }
  std::string_view content(open, static_cast<std::size_t>(quote - open));
  if (doubled) {
    const std::size_t start = unquoted_.size();
    // Room for the whole row was reserved, so that views of earlier fields stay.
    for (std::size_t i = 0; i < content.size(); ++i) {
      unquoted_ += content[i];
      if (content[i] == '"') ++i;
    }
    content = std::string_view(unquoted_).substr(start);
  }
  const char* after = quote + 1;
  if (after < end && !ends_field(*after, delimiter_)) {
    after = find_field_end(after, end, delimiter_);
    if (row.problem == RowProblem::kNone) {
      row.problem = RowProblem::kAfterQuote;
      row.problem_field = static_cast<std::int32_t>(fields_.size());
    }
  }
  if (after == end && !at_end_) return nullptr;
  fields_.push_back(content);
  return after;
}

CsvReader::Parsed CsvReader::parse(Row& row) {
  const char* const begin = window_.data() + begin_;
  const char* const end = window_.data() + end_;
  fields_.clear();
  unquoted_.clear();
  row.problem = RowProblem::kNone;
  row.problem_field = -1;
  std::int64_t lines = 0;
  const char* at = begin;
  for (;;) {
    const char* after;
    if (at < end && *at == '"') {
      unquoted_.reserve(end_ - begin_);
      after = parse_quoted(at, end, row);
      if (after == nullptr) {
        open_quote_line_ = position_.line + lines;
        return at_end_ ? Parsed::kOpenQuote : Parsed::kNeedsMore;
      }
      lines += count_lines(at, after);
    } else {
      after = find_field_end(at, end, delimiter_);
      if (after == end && !at_end_) return Parsed::kNeedsMore;
      fields_.emplace_back(at, static_cast<std::size_t>(after - at));
    }
    if (fields_.size() > kMaxColumns) {
      fields_.pop_back();
      row.problem = RowProblem::kTooManyColumns;
      row.problem_field = -1;
    }
    at = after;
    if (at == end || *at != delimiter_) break;
    ++at;
  }
  const char* next = at;
  if (at < end) {
    if (*at == '\r' && at + 1 == end && !at_end_) return Parsed::kNeedsMore;
    next = *at == '\r' && at + 1 < end && at[1] == '\n' ? at + 2 : at + 1;
    ++lines;
  }
  row.raw = std::string_view(begin, static_cast<std::size_t>(at - begin));
  row.begin = position_;
  position_.offset += next - begin;
  position_.line += lines;
  row.end = position_;
  begin_ += static_cast<std::size_t>(next - begin);
  return Parsed::kRow;
}

base::Result<bool> CsvReader::next(Row& row) {
  for (;;) {
    if (begin_ == end_) {
      if (!at_end_) TRY(fill());
      if (begin_ == end_) {
        if (at_end_) return false;
        continue;
      }
    }
    const Parsed parsed = parse(row);
    if (parsed == Parsed::kNeedsMore) {
      TRY(fill());
      continue;
    }
    if (parsed == Parsed::kOpenQuote) {
      return base::invalid_input(fmt::format(
          "The quote that opens on line {} is never closed. Close it or double it (\"\"); if the "
          "file was cut off, export it again.",
          open_quote_line_));
    }
    if (fields_.size() == 1 && row.raw.empty()) continue;
    break;
  }
  row.fields = fields_;
  const ByteKinds bytes = inspect(row.raw);
  row.wide = bytes.wide;
  if (row.problem == RowProblem::kNone && expected_ != 0 && fields_.size() != expected_) {
    // Trailing empty columns beyond the header carry nothing.
    const bool only_empty =
        fields_.size() > expected_ &&
        std::all_of(fields_.begin() + static_cast<std::ptrdiff_t>(expected_), fields_.end(),
                    [](std::string_view field) { return field.empty(); });
    if (only_empty) {
      row.fields = std::span(fields_).first(expected_);
    } else {
      row.problem = RowProblem::kColumnCount;
    }
  }
  if (bytes.nul || bytes.bad) {
    row.problem = bytes.nul ? RowProblem::kNulByte : RowProblem::kEncoding;
    const auto culprit = std::find_if(fields_.begin(), fields_.end(), [&](std::string_view field) {
      const ByteKinds kinds = inspect(field);
      return bytes.nul ? kinds.nul : kinds.bad;
    });
    row.problem_field =
        culprit == fields_.end() ? -1 : static_cast<std::int32_t>(culprit - fields_.begin());
  }
  return true;
}

Dialect sniff_dialect(std::string_view head) {
  Dialect best;
  if (head.starts_with("sep=") && head.size() > 5 && (head[5] == '\n' || head[5] == '\r')) {
    best.delimiter = head[4];
    best.skip = head[5] == '\r' && head.size() > 6 && head[6] == '\n' ? 7 : 6;
    return best;
  }
  // Counts columns of the first rows for each delimiter, quotes respected. Header rows of surveys
  // carry commas inside quotes only, so the delimiter that cuts most rows alike is the right one.
  double best_score = 0;
  for (const char delimiter : std::array{',', ';', '\t'}) {
    std::vector<std::size_t> counts;
    std::size_t columns = 1;
    bool quoted = false, at_start = true;
    for (std::size_t i = 0; i < head.size() && counts.size() < 50; ++i) {
      const char c = head[i];
      if (quoted) {
        if (c == '"') {
          if (i + 1 < head.size() && head[i + 1] == '"') {
            ++i;
          } else {
            quoted = false;
          }
        }
        continue;
      }
      if (c == '"' && at_start) {
        quoted = true;
      } else if (c == delimiter) {
        ++columns;
        at_start = true;
        continue;
      } else if (c == '\n' || c == '\r') {
        const bool blank = i == 0 || head[i - 1] == '\n' || head[i - 1] == '\r';
        if (!blank) counts.push_back(columns);
        columns = 1;
        at_start = true;
        continue;
      }
      at_start = false;
    }
    if (counts.empty()) counts.push_back(columns);
    const std::size_t first = counts.front();
    if (first < 2) continue;
    const auto alike = static_cast<double>(std::count(counts.begin(), counts.end(), first));
    const double score =
        alike / static_cast<double>(counts.size()) * (1.0 + 0.01 * static_cast<double>(first));
    if (score > best_score) {
      best_score = score;
      best.delimiter = delimiter;
    }
  }
  return best;
}

}  // namespace laurel::intake
