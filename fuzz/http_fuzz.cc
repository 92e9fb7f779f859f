// Requests as attackers write them: any bytes are read without a crash, as a whole and cut in two;
// what is accepted keeps the promises of http/message.h, and its head and body end where a plain,
// slow reading of the same bytes says they end.
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/utf8.h"
#include "http/encoding.h"
#include "http/proxy.h"
#include "http/request_parser.h"
#include "http/router.h"

namespace {

using namespace laurel::http;

bool is_clean(std::string_view text) { return is_acceptable_text(text); }

// A chunked body taken apart in steps of `step` bytes.
struct Unchunked {
  ChunkDecoder::State state = ChunkDecoder::State::kNeedsMore;
  std::string body;
  std::size_t used = 0;
};
Unchunked unchunk(std::string_view bytes, std::size_t step) {
  Unchunked out;
  ChunkDecoder decoder;
  for (std::size_t end = 0; end < bytes.size() && out.state == ChunkDecoder::State::kNeedsMore;) {
    end = std::min(bytes.size(), end + step);
    const auto result = decoder.put(bytes.substr(out.used, end - out.used), out.body);
    out.used += result.consumed;
    out.state = result.state;
  }
  return out;
}

void check_request(const Request& request) {
  CHECK(request.target == "*" || request.path.starts_with('/'));
  CHECK(is_clean(request.path));
  for (const auto& [name, value] : request.query_pairs()) {
    CHECK(is_clean(name) && is_clean(value));
    CHECK(request.query(name).has_value());
    CHECK(!request.query_all(name).empty());
  }
  for (const Header& header : request.headers) {
    CHECK(is_token(header.name));
    CHECK(header.value.find_first_of("\r\n") == std::string_view::npos);
    CHECK(request.has_header(header.name));
  }
  CHECK(request.host.find_first_of("/\\@ ") == std::string_view::npos);
  request.cookie("session");
  request.media_type();
  request.wants_html();
}

void route(const Router& router, const Request& request) {
  std::vector<PathParameter> parameters;
  const std::string_view raw = request.target.substr(0, request.target.find('?'));
  const auto match = router.match(request.method, raw, parameters);
  CHECK(match.route == nullptr || match.allow.empty());
  for (const PathParameter& parameter : parameters) CHECK(is_clean(parameter.value));
}

Router make_router() {
  const Handler nothing = [](const Request&) { return Response(); };
  Router router;
  for (const char* pattern : {"/", "/a", "/a/{b}", "/a/{b}/c", "/a/b", "/files/{path...}"})
    router.add(Method::kGet, pattern, nothing);
  router.add(Method::kPost, "/a/{b}", nothing);
  return router;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Router router = make_router();
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = find_head_end(input, 0);
  if (end == std::string_view::npos) {
    unchunk(input, 7);
    return 0;
  }
  for (const std::size_t cut : {std::size_t{1}, end / 2, end - 1})
    CHECK(find_head_end(input, cut) == end);

  Request request;
  request.id = "0";
  Framing framing;
  if (parse_head(input.substr(0, end), Limits{}, request, framing)) return 0;
  check_request(request);
  resolve_client(request, *Address::parse("127.0.0.1"), Scheme::kHttp, private_networks());
  request.client.to_string();
  route(router, request);

  // No line says something else about the length than what was understood.
  int lengths = 0, codings = 0;
  for (const Header& header : request.headers) {
    lengths += equals_ignoring_case(header.name, "content-length");
    codings += equals_ignoring_case(header.name, "transfer-encoding");
  }
  CHECK(lengths + codings <= 1);
  CHECK((lengths == 1) == (framing.body == BodyKind::kLength));
  CHECK((codings == 1) == (framing.body == BodyKind::kChunked));

  if (framing.body == BodyKind::kChunked) {
    const std::string_view rest = input.substr(end);
    const Unchunked whole = unchunk(rest, rest.size()), bytewise = unchunk(rest, 1);
    CHECK((whole.state == ChunkDecoder::State::kDone) ==
          (bytewise.state == ChunkDecoder::State::kDone));
    if (whole.state == ChunkDecoder::State::kDone)
      CHECK(whole.body == bytewise.body && whole.used == bytewise.used);
  }
  return 0;
}
