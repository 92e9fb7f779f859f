#include "http/compression.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "http/testing.h"

namespace laurel::http {
namespace {

std::string text_of(std::size_t size) {
  std::string text;
  while (text.size() < size)
    text += "Maria stayed late to sort out our booking. " + std::to_string(text.size());
  text.resize(size);
  return text;
}

std::string expanded(std::string_view gzip) {
  z_stream stream{};
  EXPECT_EQ(::inflateInit2(&stream, 15 + 16), Z_OK);
  std::string out(std::size_t{1} << 22, '\0');
  std::string in(gzip);
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(::inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  ::inflateEnd(&stream);
  return out;
}

bool is_compressed(const TestRequest& request, Response response) {
  compress_answer(request.request(), response);
  return response.header("Content-Encoding") == "gzip";
}

TEST(Compression, GivesBackWhatWentIn) {
  TestRequest request(Method::kGet, "/");
  request.header("Accept-Encoding", "br, gzip;q=0.8");
  for (const std::size_t size : {1024U, 5'000U, 300'000U}) {
    const std::string text = text_of(size);
    Response response = Response::html(text);
    compress_answer(request.request(), response);
    ASSERT_EQ(response.header("Content-Encoding"), "gzip");
    EXPECT_EQ(response.header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_LT(response.body().size(), size);
    EXPECT_EQ(expanded(response.body()), text);
    EXPECT_EQ(response.header("Vary"), "Accept-Encoding, Cookie, Sec-Fetch-Site");
  }
}

TEST(Compression, IsForWhatIsLongTextAndWanted) {
  TestRequest wanted(Method::kGet, "/");
  wanted.header("Accept-Encoding", "gzip");
  TestRequest unwanted(Method::kGet, "/");
  unwanted.header("Accept-Encoding", "gzip;q=0, br");
  EXPECT_TRUE(is_compressed(wanted, Response::json(text_of(2000))));
  EXPECT_FALSE(is_compressed(unwanted, Response::json(text_of(2000))));
  EXPECT_FALSE(is_compressed(TestRequest(Method::kGet, "/"), Response::json(text_of(2000))));
  EXPECT_FALSE(is_compressed(wanted, Response::json(text_of(1023))));
  Response image;
  image.body(text_of(2000), "image/png");
  EXPECT_FALSE(is_compressed(wanted, image));
  Response tagged = Response::json(text_of(2000));
  tagged.etag("x");
  EXPECT_FALSE(is_compressed(wanted, tagged));
}

// BREACH: what a page says next to what another site made its reader ask for.
TEST(Compression, IsNotForWhatAnotherSiteMayHaveAskedWithACookie) {
  const auto asked = [](std::string_view site) {
    TestRequest request(Method::kGet, "/");
    request.header("Accept-Encoding", "gzip").header("Cookie", "laurel=x");
    if (!site.empty()) request.header("Sec-Fetch-Site", site);
    return is_compressed(request, Response::html(text_of(2000)));
  };
  EXPECT_TRUE(asked("same-origin"));
  EXPECT_TRUE(asked("none"));
  EXPECT_FALSE(asked("cross-site"));
  EXPECT_FALSE(asked("same-site"));
  EXPECT_FALSE(asked(""));
}

}  // namespace
}  // namespace laurel::http
