#include "http/multipart.h"

#include <gtest/gtest.h>

namespace laurel::http {
namespace {

constexpr std::string_view kType = "multipart/form-data; boundary=xyz";

// What it hears, as text.
class Heard final : public MultipartSink {
 public:
  base::Status field(const std::string& name, std::string value) override {
    said += "field " + name + "=" + value + "\n";
    return {};
  }
  base::Status begin_file(const std::string& field, const std::string& name,
                          const std::string&) override {
    said += "file " + field + "=" + name + "\n";
    return {};
  }
  base::Status file_bytes(std::string_view bytes) override {
    file += bytes;
    return {};
  }
  std::string said, file;
};

std::string body_with(std::string_view file) {
  return "--xyz\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nabc\r\n"
         "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n" +
         std::string(file) + "\r\n--xyz--\r\n";
}

base::Status read_in_steps(const std::string& body, std::size_t step, Heard& heard,
                           FormLimits limits = {}) {
  MultipartReader reader = TRY(MultipartReader::create(kType, heard, limits));
  for (std::size_t at = 0; at < body.size(); at += step)
    TRY(reader.put(std::string_view(body).substr(at, step)));
  return reader.finish();
}

TEST(MultipartReader, ReadsTheSameHoweverTheBodyIsCut) {
  const std::string file = "a,b\r\n--xy,\r\n\r\n--xy\r\n1,2\r\n";
  const std::string body = body_with(file);
  for (std::size_t step = 1; step <= body.size(); ++step) {
    Heard heard;
    ASSERT_TRUE(read_in_steps(body, step, heard).ok()) << step;
    EXPECT_EQ(heard.said, "field token=abc\nfile file=a.csv\n") << step;
    EXPECT_EQ(heard.file, file) << step;
  }
}

TEST(MultipartReader, RefusesWhatIsCutOffOrMalformed) {
  const std::string body = body_with("a,b");
  for (std::size_t length = 0; length + 2 < body.size() - 2; ++length) {
    Heard heard;
    EXPECT_FALSE(read_in_steps(body.substr(0, length), 7, heard).ok()) << length;
  }
  Heard heard;
  EXPECT_FALSE(read_in_steps("before" + body, 7, heard).ok());
  EXPECT_FALSE(MultipartReader::create("text/plain", heard).ok());
}

TEST(MultipartReader, KeepsItsLimits) {
  Heard heard;
  EXPECT_FALSE(read_in_steps(body_with("12345"), 3, heard, {.file = 4}).ok());
  EXPECT_FALSE(read_in_steps(body_with("1"), 3, heard, {.value = 2}).ok());
  EXPECT_FALSE(read_in_steps(body_with("1"), 3, heard, {.fields = 1}).ok());
}

}  // namespace
}  // namespace laurel::http
