#include "intake/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/random.h"
#include "intake/scan.h"
#include "intake/testing.h"

namespace laurel::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Parsed {
  std::vector<std::string> fields;
  std::int64_t line = 0;
  std::int64_t offset = 0;
  RowProblem problem = RowProblem::kNone;
  friend bool operator==(const Parsed&, const Parsed&) = default;
};

struct Outcome {
  std::vector<Parsed> rows;
  std::string error;
};

Outcome parse(const std::string& text, char delimiter = ',') {
  Outcome out;
  if (text.empty()) return out;
  const TemporaryFile file(text);
  CsvReader reader(*ByteSource::open(file.path(), Encoding::kUtf8), delimiter);
  Row row;
  for (;;) {
    const auto more = reader.next(row);
    if (!more.ok()) {
      out.error = more.error().message;
      return out;
    }
    if (!*more) return out;
    out.rows.push_back(
        {{row.fields.begin(), row.fields.end()}, row.begin.line, row.begin.offset, row.problem});
  }
}

// RFC 4180 one byte at a time, written to be obviously right. Knows nothing of windows and vectors.
Outcome parse_slowly(const std::string& text, char delimiter) {
  Outcome out;
  std::size_t at = 0;
  std::int64_t line = 1;
  while (at < text.size()) {
    Parsed row;
    row.line = line;
    row.offset = static_cast<std::int64_t>(at);
    const std::size_t start = at;
    for (;;) {
      std::string field;
      if (at < text.size() && text[at] == '"') {
        const std::int64_t opened = line;
        std::int64_t feeds = 0, returns = 0;
        ++at;
        bool closed = false;
        while (at < text.size()) {
          if (text[at] == '"' && at + 1 < text.size() && text[at + 1] == '"') {
            field += '"';
            at += 2;
          } else if (text[at] == '"') {
            ++at;
            closed = true;
            break;
          } else {
            feeds += text[at] == '\n';
            returns += text[at] == '\r';
            field += text[at++];
          }
        }
        if (!closed) {
          out.error = "line " + std::to_string(opened);
          return out;
        }
        line += feeds != 0 ? feeds : returns;
        while (at < text.size() && text[at] != delimiter && text[at] != '\n' && text[at] != '\r') {
          row.problem = RowProblem::kAfterQuote;
          ++at;
        }
      } else {
        while (at < text.size() && text[at] != delimiter && text[at] != '\n' && text[at] != '\r')
          field += text[at++];
      }
      row.fields.push_back(field);
      if (at < text.size() && text[at] == delimiter) {
        ++at;
        continue;
      }
      break;
    }
    const bool empty = at == start;
    if (at < text.size()) {
      if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n') ++at;
      ++at;
      ++line;
    }
    if (!empty) out.rows.push_back(std::move(row));
  }
  return out;
}

TEST(Csv, ReadsQuotesNewlinesAndDoubledQuotes) {
  const Outcome out = parse("a,\"b\nc\",\"say \"\"hi\"\"\"\r\n1,,\n");
  ASSERT_EQ(out.rows.size(), 2u);
  EXPECT_THAT(out.rows[0].fields, ElementsAre("a", "b\nc", "say \"hi\""));
  EXPECT_THAT(out.rows[1].fields, ElementsAre("1", "", ""));
  EXPECT_EQ(out.rows[1].line, 3);
  EXPECT_EQ(out.rows[1].offset, 22);
}

TEST(Csv, TakesAQuoteInsideAFieldAsACharacter) {
  const Outcome out = parse("5\" pipe,x\n");
  ASSERT_EQ(out.rows.size(), 1u);
  EXPECT_THAT(out.rows[0].fields, ElementsAre("5\" pipe", "x"));
  EXPECT_EQ(out.rows[0].problem, RowProblem::kNone);
}

TEST(Csv, MarksTextAfterAClosingQuoteAndReadsOn) {
  const Outcome out = parse("\"a\"b,c\nd,e\n");
  ASSERT_EQ(out.rows.size(), 2u);
  EXPECT_EQ(out.rows[0].problem, RowProblem::kAfterQuote);
  EXPECT_THAT(out.rows[1].fields, ElementsAre("d", "e"));
}

TEST(Csv, ReadsBareCarriageReturnsAsLineEndings) {
  const Outcome out = parse("a,b\rc,d\r");
  ASSERT_EQ(out.rows.size(), 2u);
  EXPECT_EQ(out.rows[1].line, 2);
}

TEST(Csv, NamesTheLineOfAQuoteThatIsNeverClosed) {
  const Outcome out = parse("a,b\n1,\"two\nthree\nfour");
  EXPECT_THAT(out.error, HasSubstr("line 2"));
  EXPECT_THAT(out.error, HasSubstr("never closed"));
}

TEST(Csv, RefusesARowLongerThanTheLimit) {
  const Outcome out = parse("a,b\n" + std::string(kMaxRowBytes + 1000, 'x') + ",1\n");
  EXPECT_THAT(out.error, HasSubstr("line 2"));
  EXPECT_THAT(out.error, HasSubstr("16 MB"));
}

TEST(Csv, ReadsARowJustUnderTheLimit) {
  const std::string field(kMaxRowBytes - 1000, 'x');
  const Outcome out = parse("a,b\n" + field + ",1\n");
  ASSERT_EQ(out.rows.size(), 2u);
  EXPECT_EQ(out.rows[1].fields[0], field);
}

TEST(Csv, MarksARowWithTooManyColumnsButReadsOn) {
  const Outcome out = parse(std::string(kMaxColumns + 5, ',') + "\nx\n");
  ASSERT_EQ(out.rows.size(), 2u);
  EXPECT_EQ(out.rows[0].problem, RowProblem::kTooManyColumns);
  EXPECT_EQ(out.rows[0].fields.size(), kMaxColumns);
}

TEST(Csv, MarksNulBytesAndBadUtf8WithTheirColumn) {
  const TemporaryFile file(std::string("a,x\0y\nb,\xE9t\xE9\nc,\xC3\xA9\n", 16));
  CsvReader reader(*ByteSource::open(file.path(), Encoding::kUtf8), ',');
  Row row;
  ASSERT_TRUE(*reader.next(row));
  EXPECT_EQ(row.problem, RowProblem::kNulByte);
  EXPECT_EQ(row.problem_field, 1);
  ASSERT_TRUE(*reader.next(row));
  EXPECT_EQ(row.problem, RowProblem::kEncoding);
  EXPECT_EQ(row.problem_field, 1);
  ASSERT_TRUE(*reader.next(row));
  EXPECT_EQ(row.problem, RowProblem::kNone);
  EXPECT_TRUE(row.wide);
}

TEST(Csv, ChecksTheNumberOfColumnsButForgivesEmptyOnesAtTheEnd) {
  const TemporaryFile file("a,b\n1,2,,\n1\n1,2,3\n");
  CsvReader reader(*ByteSource::open(file.path(), Encoding::kUtf8), ',');
  reader.expect_columns(2);
  Row row;
  ASSERT_TRUE(*reader.next(row));
  ASSERT_TRUE(*reader.next(row));
  EXPECT_EQ(row.problem, RowProblem::kNone);
  EXPECT_EQ(row.fields.size(), 2u);
  ASSERT_TRUE(*reader.next(row));
  EXPECT_EQ(row.problem, RowProblem::kColumnCount);
  ASSERT_TRUE(*reader.next(row));
  EXPECT_EQ(row.problem, RowProblem::kColumnCount);
}

TEST(Csv, ContinuesAtAnyRowAfterSeeking) {
  std::string text;
  for (int i = 0; i < 500; ++i)
    text +=
        std::to_string(i) + ",\"line\n" + std::string(static_cast<std::size_t>(i), 'x') + "\"\n";
  const TemporaryFile file(text);
  CsvReader reader(*ByteSource::open(file.path(), Encoding::kUtf8), ',');
  std::vector<std::pair<Position, std::string>> rows;
  Row row;
  while (*reader.next(row)) rows.emplace_back(row.begin, std::string(row.raw));
  ASSERT_EQ(rows.size(), 500u);
  for (std::size_t i = 0; i < rows.size(); i += 37) {
    ASSERT_TRUE(reader.seek(rows[i].first).ok());
    ASSERT_TRUE(*reader.next(row));
    EXPECT_EQ(row.raw, rows[i].second);
    EXPECT_EQ(row.begin, rows[i].first);
  }
}

// The fast reader agrees with the slow one on every text.
TEST(Csv, AgreesWithAReaderThatGoesByteByByte) {
  base::Random random(20261121);
  const std::vector<std::string> pieces = {
      ",", ";", "\"", "\"\"", "\n", "\r\n", "\r", "a", "word", "\xC3\xA9", "0123456789abcdefg",
      " "};
  for (int round = 0; round < 1000; ++round) {
    std::string text;
    const std::uint64_t length = random.below(60);
    for (std::uint64_t i = 0; i < length; ++i) text += random.pick(pieces);
    const Outcome fast = parse(text), slow = parse_slowly(text, ',');
    ASSERT_EQ(fast.error.empty(), slow.error.empty()) << text;
    if (!slow.error.empty()) {
      ASSERT_THAT(fast.error, HasSubstr(slow.error)) << text;
    }
    ASSERT_EQ(fast.rows.size(), slow.rows.size()) << text;
    for (std::size_t i = 0; i < slow.rows.size(); ++i)
      ASSERT_EQ(fast.rows[i], slow.rows[i]) << text;
  }
}

// Rows that lie across the edge of the window, at every offset.
TEST(Csv, AgreesAcrossWindowEdges) {
  base::Random random(4);
  std::string text;
  while (text.size() < (std::size_t{5} << 19)) {
    text += std::string(static_cast<std::size_t>(random.below(3000)), 'y') + ",\"q\"\"" +
            std::string(static_cast<std::size_t>(random.below(3000)), '\n') + "\",z\r\n";
  }
  const Outcome fast = parse(text), slow = parse_slowly(text, ',');
  ASSERT_EQ(fast.rows.size(), slow.rows.size());
  EXPECT_TRUE(std::equal(fast.rows.begin(), fast.rows.end(), slow.rows.begin()));
}

TEST(Scan, FindsTheEndOfAFieldWhereverItLies) {
  for (std::size_t length = 0; length < 70; ++length) {
    for (const char stop : {',', '\n', '\r'}) {
      const std::string text = std::string(length, 'x') + stop + std::string(kScanPadding, ',');
      EXPECT_EQ(find_field_end(text.data(), text.data() + length + 1, ',') - text.data(),
                static_cast<std::ptrdiff_t>(length));
      EXPECT_EQ(find_field_end(text.data(), text.data() + length, ',') - text.data(),
                static_cast<std::ptrdiff_t>(length));
    }
  }
}

TEST(Scan, SeesNulAndBadBytesAtEveryPlace) {
  for (std::size_t length = 0; length < 70; ++length) {
    std::string text(70, 'x');
    EXPECT_FALSE(inspect(text).nul);
    text[length] = '\0';
    EXPECT_TRUE(inspect(text).nul) << length;
    text[length] = '\xE9';
    EXPECT_TRUE(inspect(text).bad) << length;
    text.replace(length, 1, "\xEF\xBF\xBD");
    EXPECT_FALSE(inspect(text).bad) << length;
    EXPECT_TRUE(inspect(text).wide) << length;
  }
}

TEST(Dialect, IsTheDelimiterThatCutsRowsAlike) {
  EXPECT_EQ(sniff_dialect("a,b;c\n1,2;3\n").delimiter, ',');
  EXPECT_EQ(sniff_dialect("a;b;c\n1,5;2,5;3\n2,5;1,0;4\n").delimiter, ';');
  EXPECT_EQ(sniff_dialect("a\tb\n1, 2\t3\n").delimiter, '\t');
  EXPECT_EQ(sniff_dialect("\"a;b\",c\n\"x;y;z\",2\n").delimiter, ',');
  EXPECT_EQ(sniff_dialect("comment\nvery good\n").delimiter, ',');
}

TEST(Dialect, FollowsTheFirstLineExcelWrites) {
  const Dialect dialect = sniff_dialect("sep=;\r\na,b;c\r\n");
  EXPECT_EQ(dialect.delimiter, ';');
  EXPECT_EQ(dialect.skip, 7u);
}

}  // namespace
}  // namespace laurel::intake
