// CSV from outside: any bytes are read, guessed at and drafted without a crash, and reading again
// from any row gives the same rows.
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/check.h"
#include "intake/mapping.h"
#include "intake/record.h"
#include "intake/table.h"

namespace {

// The bytes as a file, since readers read files.
class InputFile {
 public:
  InputFile(const std::uint8_t* data, std::size_t size) {
    const int fd = ::mkstemp(path_);
    CHECK(fd >= 0);
    CHECK(::write(fd, data, size) == static_cast<ssize_t>(size));
    ::close(fd);
  }
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  ~InputFile() { ::unlink(path_); }
  const char* path() const { return path_; }

 private:
  char path_[32] = "/tmp/laurel-fuzz-XXXXXX";
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace laurel::intake;
  const InputFile file(data, size);
  auto table = open_table(file.path());
  if (!table.ok()) return 0;
  const auto survey = survey_table(*table);
  if (!survey.ok()) return 0;

  Row row;
  std::vector<Position> places;
  std::vector<std::string> raws;
  for (;;) {
    const auto more = table->reader->next(row);
    CHECK(more.ok());  // the survey has read everything once
    if (!*more) break;
    places.push_back(row.begin);
    raws.emplace_back(row.raw);
  }
  CHECK(survey->rows == static_cast<std::int64_t>(places.size()));
  const std::size_t step = places.size() / 5 + 1;
  for (std::size_t i = 0; i < places.size(); i += step) {
    CHECK(table->reader->seek(places[i]).ok());
    CHECK(*table->reader->next(row));
    CHECK(row.begin == places[i] && row.raw == raws[i]);
  }

  MappingOptions options;
  options.dates = DateOrder::kDayFirst;
  const auto mapping = guess_mapping(table->header, survey->sample, options);
  if (!mapping.ok()) return 0;
  CHECK(table->reader->seek(table->first_row).ok());
  Draft draft;
  Reject reject;
  while (*table->reader->next(row)) {
    if (draft_row(row, *mapping, draft, reject) != Outcome::kDraft) continue;
    for (const Draft::Score& score : draft.scores) {
      const auto& question = mapping->columns[score.column].question;
      CHECK(!score.choice.empty() || laurel::model::check(question, score.value).ok());
    }
  }
  return 0;
}
