#include "http/compression.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "http/encoding.h"

namespace laurel::http {
namespace {

constexpr std::array<std::string_view, 7> kText = {"text/html",
                                                   "text/csv",
                                                   "text/plain",
                                                   "text/markdown",
                                                   "application/json",
                                                   "image/svg+xml",
                                                   "application/problem+json"};

bool is_text(std::string_view content_type) {
  const std::string_view type = content_type.substr(0, content_type.find(';'));
  return std::find(kText.begin(), kText.end(), type) != kText.end();
}

// One for each thread: its tables are a quarter of a megabyte, which is not to be had and cleared
// for every answer.
class Deflater {
 public:
  Deflater() {
    constexpr int kLevel = 4, kGzip = 15 + 16, kMemory = 8;
    ready_ =
        ::deflateInit2(&stream_, kLevel, Z_DEFLATED, kGzip, kMemory, Z_DEFAULT_STRATEGY) == Z_OK;
  }
  ~Deflater() {
    if (ready_) ::deflateEnd(&stream_);
  }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  // False if there is no memory.
  bool compress(std::string_view text, std::string& out) {
    if (!ready_ || ::deflateReset(&stream_) != Z_OK) return false;
    out.resize(::deflateBound(&stream_, text.size()));
    // zlib only reads what it is given; its interface is older than const.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream_.avail_in = static_cast<uInt>(text.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    if (::deflate(&stream_, Z_FINISH) != Z_STREAM_END) return false;
    out.resize(stream_.total_out);
    return true;
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

// Whether nobody else can have made the reader's browser ask.
bool is_own_request(const Request& request) {
  if (!request.has_header("cookie")) return true;
  const std::string_view site = request.header("sec-fetch-site");
  return site == "same-origin" || site == "none";
}

}  // namespace

bool accepts_gzip(std::string_view list) {
  bool any = false;
  while (!list.empty()) {
    std::string_view item = next_item(list, ',');
    const std::string_view coding = next_item(item, ';');
    bool refused = false;
    while (!item.empty()) {
      std::string_view parameter = next_item(item, ';');
      if (!equals_ignoring_case(next_item(parameter, '='), "q")) continue;
      refused = parameter.find_first_of("123456789") == std::string_view::npos;
    }
    if (equals_ignoring_case(coding, "gzip")) return !refused;
    if (coding == "*") any = !refused;
  }
  return any;
}

void compress_answer(const Request& request, Response& response) {
  constexpr std::size_t kMost = std::size_t{1} << 30;  // zlib counts in 32 bits
  const std::size_t size = response.body().size();
  if (size < kLeastCompressed || size > kMost || !is_text(response.header("content-type"))) return;
  // A file that comes compressed, or is known by its tag, is the handler's own business.
  if (!response.header("content-encoding").empty() || !response.header("etag").empty()) return;
  response.add("Vary", "Accept-Encoding, Cookie, Sec-Fetch-Site");
  if (!accepts_gzip(request.header("accept-encoding")) || !is_own_request(request)) return;
  thread_local Deflater deflater;
  std::string compressed;
  if (!deflater.compress(response.body(), compressed) || compressed.size() >= size) return;
  const std::string type(response.header("content-type"));
  response.body(std::move(compressed), type);
  response.set("Content-Encoding", "gzip");
}

}  // namespace laurel::http
