#include "intake/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "intake/testing.h"

namespace laurel::intake {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string error_of(const std::string& content, Encoding encoding = Encoding::kAuto) {
  const TemporaryFile file(content);
  auto table = open_table(file.path(), encoding);
  if (!table.ok()) return table.error().message;
  const auto survey = survey_table(*table);
  return survey.ok() ? "" : survey.error().message;
}

std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  for (const Column& column : table.header.columns) names.push_back(column.name);
  return names;
}

std::string utf16(std::string_view text, bool big, bool mark) {
  std::string out = mark ? (big ? "\xFE\xFF" : "\xFF\xFE") : "";
  for (const char c : text) {
    if (big) out += '\0';
    out += c;
    if (!big) out += '\0';
  }
  return out;
}

TEST(Table, ReadsWhatWasThereWhenItWasOpened) {
  const TemporaryFile file("id,nps\n1,9\n");
  auto table = open_table(file.path());
  ASSERT_TRUE(table.ok());
  std::ofstream(file.path(), std::ios::app) << "2,8\n";
  EXPECT_EQ(survey_table(*table)->rows, 1);
}

TEST(Table, SaysThatAFileBecameShorterMeanwhile) {
  const TemporaryFile file("id,nps\n1,9\n2,8\n");
  auto table = open_table(file.path());
  ASSERT_TRUE(table.ok());
  std::filesystem::resize_file(file.path(), 11);
  EXPECT_THAT(survey_table(*table).error().message, HasSubstr("became shorter while it was read"));
}

TEST(Table, SaysWhatABinaryFileIsAndWhatToDo) {
  EXPECT_THAT(error_of(std::string("PK\x03\x04\x14\0\x06\0[Content_Types].xml", 27)),
              AllOf(HasSubstr("XLSX"), HasSubstr("Save it as CSV")));
  EXPECT_THAT(error_of("PK\x03\x04photos.jpg"), HasSubstr("ZIP"));
  EXPECT_THAT(error_of("\x1F\x8B\x08 rest"), HasSubstr("gzip"));
  EXPECT_THAT(error_of("\x89PNG\r\n\x1A\n"), HasSubstr("PNG"));
  EXPECT_THAT(error_of("%PDF-1.7"), HasSubstr("PDF"));
  EXPECT_THAT(error_of("<!DOCTYPE html><html>"), HasSubstr("web page"));
  EXPECT_THAT(error_of(std::string("\x01\x02\x03\x04\x05\x06\x07\x01\x02\x03\x04\x05", 12)),
              HasSubstr("binary"));
}

TEST(Table, RefusesEmptyFilesHeadersAloneDirectoriesAndMissingFiles) {
  EXPECT_THAT(error_of(""), HasSubstr("is empty"));
  EXPECT_THAT(error_of("\n\n\n"), HasSubstr("empty lines"));
  EXPECT_THAT(error_of("nps,comment\n"), HasSubstr("no rows"));
  EXPECT_THAT(open_table("/").error().message, HasSubstr("directory"));
  EXPECT_THAT(open_table("/no/such/file.csv").error().message, HasSubstr("does not exist"));
}

TEST(Table, RefusesAMillionColumnsInOneSentence) {
  std::string header = "a";
  for (int i = 0; i < 1'000'000; ++i) header += ",c";
  const std::string error = error_of(header + "\n1\n");
  EXPECT_THAT(error, HasSubstr("more than 4096 columns in line 1"));
  EXPECT_LT(error.size(), 300u);
}

TEST(Table, RefusesALineOfAHundredMegabytes) {
  EXPECT_THAT(error_of(std::string(100'000'000, 'x')), HasSubstr("longer than 16 MB"));
  EXPECT_THAT(error_of("a,b\n1,\"" + std::string(100'000'000, 'x')), HasSubstr("line 2"));
}

TEST(Table, RefusesAFileCutOffInsideAQuote) {
  EXPECT_THAT(error_of("id,comment\n1,\"good\"\n2,\"the man at the de"),
              AllOf(HasSubstr("line 3"), HasSubstr("never closed"), HasSubstr("export it again")));
}

TEST(Table, TellsLatin1FromUtf8AndReadsItWhenAsked) {
  const std::string latin = "id,comment\n1,tr\xE8s bien \x80\n2,caf\xE9\n";
  EXPECT_THAT(error_of(latin), AllOf(HasSubstr("line 2"), HasSubstr("--encoding windows-1252")));
  EXPECT_THAT(error_of("id,pr\xE9nom\n1,x\n"), HasSubstr("line 1"));

  const TemporaryFile file(latin);
  Table table = *open_table(file.path(), Encoding::kWindows1252);
  const Survey survey = *survey_table(table);
  ASSERT_EQ(survey.sample.size(), 2u);
  EXPECT_EQ(survey.sample[0][1], "tr\u00E8s bien \u20AC");
}

TEST(Table, KeepsAFewDamagedRowsApartFromAnotherEncoding) {
  std::string text = "id,comment\n";
  for (int i = 0; i < 50; ++i) text += std::to_string(i) + ",caf\u00E9\n";
  EXPECT_EQ(error_of(text + "51,broken \xC3\n"), "");
}

TEST(Table, DecodesMarkedUtf16AndAsksAboutUnmarked) {
  const std::string text = "id;comment\r\n1;good\r\n2;fine\r\n";
  for (const bool big : {false, true}) {
    const TemporaryFile file(utf16(text, big, true));
    Table table = *open_table(file.path());
    EXPECT_THAT(names_of(table), ElementsAre("id", "comment"));
    EXPECT_EQ(survey_table(table)->rows, 2);
    EXPECT_THAT(error_of(utf16(text, big, false)),
                HasSubstr(big ? "--encoding utf-16be" : "--encoding utf-16le"));
  }
}

TEST(Table, SeeksInDecodedFilesToo) {
  std::string text = "id,comment\n";
  for (int i = 0; i < 30'000; ++i) text += std::to_string(i) + ",good\n";
  const TemporaryFile file(utf16(text, false, true));
  Table table = *open_table(file.path());
  std::vector<Position> places;
  Row row;
  while (*table.reader->next(row)) places.push_back(row.begin);
  ASSERT_EQ(places.size(), 30'000u);
  for (const std::size_t i : {std::size_t{0}, std::size_t{7}, std::size_t{29'999}}) {
    ASSERT_TRUE(table.reader->seek(places[i]).ok());
    ASSERT_TRUE(*table.reader->next(row));
    EXPECT_EQ(row.fields[0], std::to_string(i));
  }
}

TEST(Table, DropsAByteOrderMark) {
  const TemporaryFile file("\xEF\xBB\xBFid,nps\n1,9\n");
  Table table = *open_table(file.path());
  EXPECT_THAT(names_of(table), ElementsAre("id", "nps"));
  Row row;
  ASSERT_TRUE(*table.reader->next(row));
  EXPECT_THAT(row.fields, ElementsAre("1", "9"));
  const Position second = row.begin;
  ASSERT_TRUE(table.reader->seek(second).ok());
  ASSERT_TRUE(*table.reader->next(row));
  EXPECT_THAT(row.fields, ElementsAre("1", "9"));
}

TEST(Table, ReadsObjectsALineWithNestedNames) {
  const TemporaryFile file(
      "{\"id\":1,\"answers\":{\"nps\":9.0,\"ok\":true},\"tags\":[\"a\",\"b\"]}\n"
      "\n{\"id\":2,\"comment\":\"fine \\u00e9\",\"answers\":null}\n[1]\n{\"id\":3\n");
  Table table = *open_table(file.path());
  EXPECT_THAT(names_of(table),
              ElementsAre("id", "answers.nps", "answers.ok", "tags", "comment", "answers"));
  Row row;
  ASSERT_TRUE(*table.reader->next(row));
  EXPECT_THAT(row.fields, ElementsAre("1", "9", "true", "a|b", "", ""));
  ASSERT_TRUE(*table.reader->next(row));
  EXPECT_EQ(row.begin.line, 3);
  EXPECT_EQ(row.fields[4], "fine \u00E9");
  ASSERT_TRUE(*table.reader->next(row));
  EXPECT_EQ(row.problem, RowProblem::kJson);
  EXPECT_EQ(row.problem_detail, "not a JSON object");
  ASSERT_TRUE(*table.reader->next(row));
  EXPECT_EQ(row.problem_detail, "the JSON object is not complete");
  EXPECT_FALSE(*table.reader->next(row));
}

TEST(Table, NamesTheColumnOfABadJsonLine) {
  const TemporaryFile file("{\"id\":1}\n{\"id\":x}\n");
  Table table = *open_table(file.path());
  Row row;
  ASSERT_TRUE(*table.reader->next(row));
  ASSERT_TRUE(*table.reader->next(row));
  EXPECT_EQ(row.problem_detail, "not valid JSON from column 7 on");
}

TEST(Table, ExplainsHowToTurnAJsonListIntoLines) {
  EXPECT_THAT(error_of("[\n {\"id\":1}]"), HasSubstr("jq -c '.[]'"));
  EXPECT_THAT(error_of("{bad\nworse\n"), HasSubstr("one JSON object a line"));
}

TEST(Table, SamplesRowsFromAllOverTheFile) {
  std::string text = "id,late\n";
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i) + (i > 10'000 ? ",7\n" : ",\n");
  const TemporaryFile file(text);
  Table table = *open_table(file.path());
  const Survey survey = *survey_table(table);
  EXPECT_EQ(survey.rows, 20'000);
  EXPECT_EQ(survey.sample.size(), kSampleHead + kSampleSpread);
  const auto late = std::count_if(survey.sample.begin(), survey.sample.end(),
                                  [](const Record& record) { return record[1] == "7"; });
  EXPECT_GT(late, 300);
  EXPECT_LT(late, 700);
}

TEST(Table, ContentHashChangesWithAnyByte) {
  const auto hash = [](const std::string& text) {
    const TemporaryFile file(text);
    Table table = *open_table(file.path());
    return survey_table(table)->content;
  };
  EXPECT_EQ(hash("a,b\n1,2\n"), hash("a,b\n1,2\n"));
  EXPECT_NE(hash("a,b\n1,2\n3,4\n"), hash("a,b\n3,4\n1,2\n"));
  EXPECT_NE(hash("a,b\n1,2\n"), hash("a,b\n1,3\n"));
}

}  // namespace
}  // namespace laurel::intake
