// `laurel detect`: a filter from texts to the praise in them, one JSON object a line each way.
#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "base/file.h"
#include "cli/command.h"
#include "cli/model_file.h"
#include "wire/detect_json.h"

namespace laurel::cli {
namespace {

constexpr Option kOptions[] = {
    {"roster", "FILE", "the people to link to (CSV or JSON lines)"},
    {"model", "FILE", "a model that laurel train wrote (default: the built-in one)"},
};
constexpr std::size_t kLongestLine = std::size_t{16} << 20;
constexpr std::size_t kBatch = std::size_t{1} << 16;

// Lines of a stream, each in a buffer that is reused.
class Lines {
 public:
  explicit Lines(std::FILE* file) : file_(file) {}
  ~Lines() { std::free(buffer_); }
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;

  bool next(std::string_view& line) {
    const ssize_t length = ::getline(&buffer_, &capacity_, file_);
    if (length < 0) return false;
    line = {buffer_, static_cast<std::size_t>(length)};
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    return true;
  }

 private:
  std::FILE* file_;
  char* buffer_ = nullptr;
  std::size_t capacity_ = 0;
};

base::Result<int> run(Session& session) {
  const auto& words = session.arguments.words();
  if (words.size() > 1) return base::invalid_input("laurel detect reads one file, or its input.");
  const detect::Detector detector = TRY(detector_from(session.arguments));
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> opened(
      nullptr, [](std::FILE* f) { return f != nullptr ? std::fclose(f) : 0; });
  std::FILE* input = session.terminal.in();
  if (words.size() == 1 && words[0] != "-") {
    opened.reset(std::fopen(words[0].c_str(), "rb"));
    if (opened == nullptr) return base::file_error(words[0], "opened", errno);
    input = opened.get();
  }
  detect::Workspace workspace;
  detect::Detection detection;
  Lines lines(input);
  std::string_view line;
  std::string out;
  std::size_t number = 0;
  bool all_good = true;
  const auto skip = [&](std::string_view why) {
    session.terminal.err(fmt::format("Line {} is skipped: {}\n", number, why));
    all_good = false;
  };
  while (lines.next(line)) {
    ++number;
    if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
    if (line.size() > kLongestLine) {
      skip("it is longer than 16 MB.");
      continue;
    }
    const auto request = wire::parse_detect_request(line);
    if (!request.ok()) {
      skip(request.error().message);
      continue;
    }
    detector.detect(request->text, request->context(), workspace, detection);
    wire::append_detection(out, *request, detection);
    out += '\n';
    if (out.size() >= kBatch) {
      session.terminal.out(out);
      out.clear();
    }
  }
  session.terminal.out(out);
  if (std::ferror(input) != 0)
    return base::unavailable("The input can't be read on; what was read is answered.");
  return all_good ? 0 : 1;
}

}  // namespace

const Command kDetectCommand = {
    .name = "detect",
    .summary = "Find praise in texts: JSON lines in, JSON lines out",
    .words = "[FILE]",
    .description =
        "Reads {\"id\": …, \"text\": …} a line, with \"location\", \"business\" (its name),\n"
        "\"served_by\", \"date\" and \"language\" where known, and answers each on a line, in "
        "order.\n"
        "Lines that can't be read are named on stderr and skipped; the exit code is then 1.",
    .options = kOptions,
    .run = run};

}  // namespace laurel::cli
