#include "http/form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace laurel::http {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

base::Result<Form> urlencoded(std::string_view body, const FormLimits& limits = {}) {
  return read_form("application/x-www-form-urlencoded", body, limits);
}

TEST(Form, ReadsUrlencodedFields) {
  const auto form = urlencoded("name=Ann+B%C3%A9e&x=1&x=2&empty=&flag&&a%3Db=c%26d&pct=100%");
  ASSERT_TRUE(form.ok());
  EXPECT_EQ(form->value("name"), "Ann Bée");
  EXPECT_THAT(form->values("x"), ElementsAre("1", "2"));
  EXPECT_EQ(form->value("empty"), "");
  EXPECT_EQ(form->value("flag"), "");
  EXPECT_EQ(form->value("a=b"), "c&d");
  EXPECT_EQ(form->value("pct"), "100%");
  EXPECT_EQ(form->value("none"), std::nullopt);
  EXPECT_EQ(form->value_or("none", "x"), "x");
  EXPECT_EQ(form->fields().size(), 7U);
}

TEST(Form, RefusesWhatNoDatabaseTakes) {
  EXPECT_FALSE(urlencoded("a=%ff").ok());
  EXPECT_FALSE(urlencoded("a%00=b").ok());
}

TEST(Form, KeepsItsLimits) {
  const FormLimits limits{.fields = 2, .value = 3, .file = 4};
  EXPECT_TRUE(urlencoded("a=123&b=1", limits).ok());
  EXPECT_THAT(urlencoded("a=1234", limits).error().message, HasSubstr("too long"));
  EXPECT_THAT(urlencoded("a=1&b=2&c=3", limits).error().message, HasSubstr("too many"));
}

constexpr std::string_view kType = "multipart/form-data; charset=utf-8; boundary=\"-x'y\"";

// Parts between the right delimiters.
std::string parts(std::initializer_list<std::string_view> list) {
  std::string out;
  for (const std::string_view part : list)
    out.append("---x'y\r\nContent-Disposition: form-data; ").append(part).append("\r\n");
  return out + "---x'y--\r\n";
}

TEST(Form, ReadsMultipartFieldsAndFiles) {
  const std::string body = parts({
      "name=\"title\"\r\n\r\nA title\r\nof two lines",
      "name=\"file\"; filename=\"C:\\fakepath\\r%22eviews.csv\"\r\nContent-Type: text/csv\r\n\r\n"
      "a,b\r\n--x\r\n\r\n",
      "name=unquoted\r\n\r\nx",
      "name=\"none\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n",
  });
  const auto form = read_form(kType, body);
  ASSERT_TRUE(form.ok()) << form.error().message;
  EXPECT_THAT(form->fields(),
              ElementsAre(Pair("title", "A title\r\nof two lines"), Pair("unquoted", "x")));
  ASSERT_EQ(form->files().size(), 1U);
  const FormFile* file = form->file("file");
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(file->name, "r\"eviews.csv");
  EXPECT_EQ(file->type, "text/csv");
  EXPECT_EQ(file->bytes, "a,b\r\n--x\r\n\r\n");
  EXPECT_GE(file->bytes.data(), body.data());  // a view, not a copy
  EXPECT_EQ(form->file("other"), nullptr);
}

TEST(Form, LeavesFoldersOutOfNames) {
  for (const auto& [sent, kept] : {std::pair{"../../etc/passwd", "passwd"},
                                   {"..", ""},
                                   {"a/", ""},
                                   {"C:\\a.csv", "a.csv"},
                                   {"plain.csv", "plain.csv"}}) {
    const auto form =
        read_form(kType, parts({"name=f; filename=\"" + std::string(sent) + "\"\r\n\r\nx"}));
    ASSERT_TRUE(form.ok());
    EXPECT_EQ(form->files()[0].name, kept);
  }
}

TEST(Form, RefusesMalformedParts) {
  for (const std::string& body :
       {std::string(), std::string("---x'y"), std::string("---x'y\r\n"),
        std::string("before\r\n") + parts({"name=a\r\n\r\nb"}),
        parts({"name=a\r\n\r\nb"}).substr(0, 60), parts({"\r\n\r\nno name"}),
        parts({"name=\"a\r\n\r\nb"}), parts({"name\r\n\r\nb"}),
        parts({"name=a\r\nno colon\r\n\r\nb"}), std::string("---x'y\r\nX: y\r\n\r\nb\r\n---x'y--"),
        std::string("---x'yz\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n---x'y--")}) {
    EXPECT_EQ(read_form(kType, body).error().code, base::ErrorCode::kInvalidInput) << body;
  }
  for (const char* type : {"multipart/form-data", "multipart/form-data; boundary=",
                           "multipart/form-data; boundary=\"", "multipart/form-data; x"}) {
    EXPECT_FALSE(read_form(type, parts({"name=a\r\n\r\nb"})).ok()) << type;
  }
  EXPECT_FALSE(read_form(kType, parts({"name=a\r\n\r\n\xff"})).ok());
  EXPECT_FALSE(read_form(kType, parts({"name=a\r\n\r\n12345"}), {.value = 4}).ok());
  EXPECT_FALSE(read_form(kType, parts({"name=a; filename=b\r\n\r\n12345"}), {.file = 4}).ok());
}

TEST(Form, ReadsByTheRequestsType) {
  Request request;
  EXPECT_THAT(read_form(request)->fields(), IsEmpty());
  request.body = "a=b";
  EXPECT_EQ(read_form(request).error().code, base::ErrorCode::kUnsupported);
  request.headers = {{"Content-Type", "Application/X-WWW-Form-Urlencoded; charset=UTF-8"}};
  EXPECT_EQ(read_form(request)->value("a"), "b");
  request.headers = {{"Content-Type", "text/plain"}};
  EXPECT_EQ(read_form(request).error().code, base::ErrorCode::kUnsupported);
}

}  // namespace
}  // namespace laurel::http
