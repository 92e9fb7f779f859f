// Objects a line from outside: any bytes are read and guessed at without a crash, fields follow the
// columns, and a rejected line can be written beside its reason.
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/check.h"
#include "intake/mapping.h"
#include "intake/record.h"
#include "intake/reject_file.h"
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
  // Every input is taken for objects a line.
  std::string lines = "{\"id\":\"a\",\"nps\":9,\"comment\":\"fine\"}\n";
  lines.append(reinterpret_cast<const char*>(data), size);
  const InputFile file(reinterpret_cast<const std::uint8_t*>(lines.data()), lines.size());
  auto table = open_table(file.path());
  if (!table.ok()) return 0;
  const auto survey = survey_table(*table);
  if (!survey.ok()) return 0;

  Row row;
  const std::size_t columns = table->header.columns.size();
  for (;;) {
    const auto more = table->reader->next(row);
    CHECK(more.ok());
    if (!*more) break;
    if (table->format == Format::kNdjson) CHECK(row.fields.size() == columns);
  }

  MappingOptions options;
  options.dates = DateOrder::kDayFirst;
  const auto mapping = guess_mapping(table->header, survey->sample, options);
  if (!mapping.ok()) return 0;
  CHECK(table->reader->seek(table->first_row).ok());
  Draft draft;
  Reject reject;
  const std::string rejects = std::string(file.path()) + ".rejects";
  auto rejected = RejectFile::open(rejects, *table, 0);
  CHECK(rejected.ok());
  while (*table->reader->next(row)) {
    const Outcome outcome = draft_row(row, *mapping, draft, reject);
    if (outcome == Outcome::kReject) rejected->add(row.raw, reject);
    if (outcome != Outcome::kDraft) continue;
    for (const Draft::Score& score : draft.scores) {
      const auto& question = mapping->columns[score.column].question;
      CHECK(!score.choice.empty() || laurel::model::check(question, score.value).ok());
    }
  }
  CHECK(rejected->flush().ok());
  ::unlink(rejects.c_str());
  return 0;
}
