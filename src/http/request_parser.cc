#include "http/request_parser.h"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <charconv>
#include <limits>

#include "base/check.h"
#include "http/encoding.h"

namespace laurel::http {
namespace {

namespace beast = boost::beast;
using beast::error_code;
using beast::http::field;
using beast::http::verb;

constexpr HeadProblem kMalformed{400, "The request can't be understood."};

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

// What every use of Beast's parser here leaves out.
class ParserBase : public beast::http::basic_parser<true> {
 public:
  ParserBase() {
    body_limit(boost::none);  // the connection has limits of its own, with answers
    header_limit(std::numeric_limits<std::uint32_t>::max());
  }

 protected:
  void on_request_impl(verb, beast::string_view, beast::string_view, int, error_code&) override {}
  void on_response_impl(int, beast::string_view, int, error_code&) override {}
  void on_field_impl(field, beast::string_view, beast::string_view, error_code&) override {}
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(beast::string_view bytes, error_code&) override { return bytes.size(); }
  void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, error_code&) override {
    return bytes.size();
  }
  void on_finish_impl(error_code&) override {}
};

std::optional<Method> method_of(verb method) {
  switch (method) {
    case verb::get:
      return Method::kGet;
    case verb::head:
      return Method::kHead;
    case verb::post:
      return Method::kPost;
    case verb::put:
      return Method::kPut;
    case verb::patch:
      return Method::kPatch;
    case verb::delete_:
      return Method::kDelete;
    case verb::options:
      return Method::kOptions;
    default:
      return std::nullopt;
  }
}

class HeadParser final : public ParserBase {
 public:
  HeadParser(const Limits& limits, Request& request, Framing& framing)
      : limits_(limits), request_(request), framing_(framing) {
    request_.headers.clear();
    request_.host = {};
    framing_ = {};
  }

  std::optional<HeadProblem> parse(std::string_view head) {
    error_code error;
    const std::size_t used = put(boost::asio::buffer(head.data(), head.size()), error);
    if (problem_) return problem_;
    if (error == beast::http::error::bad_version && names_a_version(head))
      return HeadProblem{505, "This server speaks HTTP/1.1."};
    if (error || !is_header_done() || used != head.size()) return kMalformed;
    framing_.keep_alive = keep_alive();
    if (framing_.http_11 && hosts_ != 1) return HeadProblem{400, "A request names its host, once."};
    return std::nullopt;
  }

 private:
  // Whether the first line ends as HTTP of some version has it: " HTTP/2.0".
  static bool names_a_version(std::string_view head) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const std::string_view line = head.substr(0, head.find("\r\n"));
    const std::size_t at = line.rfind(" HTTP/");
    return at != std::string_view::npos && at == line.find(' ', line.find(' ') + 1) &&
           line.size() == at + 9 && is_digit(line[at + 6]) && line[at + 7] == '.' &&
           is_digit(line[at + 8]);
  }

  void fail(HeadProblem problem, error_code& error) {
    problem_ = problem;
    error = beast::http::error::bad_value;
  }

  void on_request_impl(verb method, beast::string_view, beast::string_view target, int version,
                       error_code& error) override {
    const auto known = method_of(method);
    if (!known) return fail({501, "This server does not know that method."}, error);
    if (target.size() > limits_.target) return fail({414, "The address is too long."}, error);
    request_.method = *known;
    request_.target = view(target);
    framing_.http_11 = version == 11;
  }

  void on_field_impl(field name, beast::string_view text, beast::string_view beast_value,
                     error_code& error) override {
    if (request_.headers.size() >= limits_.headers)
      return fail({431, "The request has too many headers."}, error);
    const std::string_view value = view(beast_value);
    request_.headers.push_back({view(text), value});
    switch (name) {
      case field::host:
        ++hosts_;
        request_.host = value;
        break;
      case field::content_length:
        return take_length(value, error);
      case field::transfer_encoding:
        return take_coding(value, error);
      case field::expect:
        if (!framing_.http_11) break;
        if (!equals_ignoring_case(value, "100-continue"))
          return fail({417, "This server expects nothing but 100-continue."}, error);
        framing_.expects_continue = true;
        break;
      default:
        break;
    }
  }

  // Digits only and only once: lists, signs and repeats are where proxies disagree. Beast refuses
  // a length beside chunks.
  void take_length(std::string_view value, error_code& error) {
    const char* end = value.data() + value.size();
    const auto [stop, failure] = std::from_chars(value.data(), end, framing_.length);
    if (failure != std::errc() || stop != end || framing_.body != BodyKind::kNone)
      return fail({400, "The request's length is not one number."}, error);
    framing_.body = BodyKind::kLength;
  }

  void take_coding(std::string_view value, error_code& error) {
    if (!framing_.http_11 || framing_.body != BodyKind::kNone)
      return fail({400, "The request's body has two lengths."}, error);
    if (!equals_ignoring_case(value, "chunked"))
      return fail({501, "This server takes no transfer coding but chunked."}, error);
    framing_.body = BodyKind::kChunked;
  }

  const Limits& limits_;
  Request& request_;
  Framing& framing_;
  std::optional<HeadProblem> problem_;
  int hosts_ = 0;
};

// Every line ends with CRLF and none goes on in the next (obs-fold).
bool has_clean_lines(std::string_view head) {
  for (std::size_t at = head.find('\n'); at != std::string_view::npos;
       at = head.find('\n', at + 1)) {
    if (at == 0 || head[at - 1] != '\r') return false;
    if (at + 1 < head.size() && (head[at + 1] == ' ' || head[at + 1] == '\t')) return false;
  }
  return true;
}

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-' || c == '_';
}

// host[:port] with a name, an IPv4 address or an IPv6 one in brackets.
bool is_host(std::string_view host) {
  std::size_t end = 0;
  if (host.starts_with('[')) {
    end = host.find(']');
    if (end == std::string_view::npos || !Address::parse(host.substr(0, ++end)).ok()) return false;
  } else {
    while (end < host.size() && is_host_character(host[end])) ++end;
    if (end == 0) return false;
  }
  if (end == host.size()) return true;
  const std::string_view port = host.substr(end + 1);
  return host[end] == ':' && port.size() <= 5 &&
         port.find_first_not_of("0123456789") == std::string_view::npos;
}

// "http://host/path" is what proxies are sent, and has to be understood (RFC 9112 3.2.2).
bool to_origin_form(Request& request) {
  std::string_view& target = request.target;
  if (target.starts_with('/')) return true;
  if (target == "*") return request.method == Method::kOptions;
  const std::size_t scheme_end = target.find("://");
  if (scheme_end == std::string_view::npos) return false;
  const std::string_view scheme = target.substr(0, scheme_end);
  if (!equals_ignoring_case(scheme, "http") && !equals_ignoring_case(scheme, "https")) return false;
  std::string_view rest = target.substr(scheme_end + 3);
  const std::size_t path = rest.find_first_of("/?");
  request.host = rest.substr(0, path);
  if (path == std::string_view::npos) {
    target = "/";
    return true;
  }
  target = rest.substr(path);
  return target.starts_with('/');
}

// Splits and decodes the target. Dot segments are refused: clients resolve them, and proxies that
// check paths may see another one.
bool read_target(Request& request) {
  const std::string_view target = request.target;
  for (const char c : target) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte == 0x7f || c == '#' || c == '\\') return false;
  }
  const std::size_t question = target.find('?');
  const std::string_view raw = target.substr(0, question);
  request.query_string =
      question == std::string_view::npos ? std::string_view() : target.substr(question + 1);

  if (raw.find('%') == std::string_view::npos) {
    if (!is_acceptable_text(raw)) return false;
    request.path = raw;
  } else {
    auto decoded = decode_path(raw);
    if (!decoded) return false;
    request.path = std::move(*decoded);
  }
  for (std::string_view left = request.path; !left.empty();) {
    const std::size_t end = left.find('/');
    const std::string_view segment = left.substr(0, end);
    if (segment == "." || segment == "..") return false;
    left = end == std::string_view::npos ? std::string_view() : left.substr(end + 1);
  }
  return request.query_string.find('%') == std::string_view::npos
             ? is_acceptable_text(request.query_string)
             : is_acceptable_text(decode_form_text(request.query_string));
}

}  // namespace

std::size_t find_head_end(std::string_view input, std::size_t searched) {
  const std::size_t at = input.find("\r\n\r\n", searched < 3 ? 0 : searched - 3);
  return at == std::string_view::npos ? at : at + 4;
}

bool cannot_be_a_head(std::string_view input) {
  return !input.empty() && !is_token(input.substr(0, 1));
}

std::optional<HeadProblem> parse_head(std::string_view head, const Limits& limits, Request& request,
                                      Framing& framing) {
  framing = {};
  if (!has_clean_lines(head)) return kMalformed;
  HeadParser parser(limits, request, framing);
  if (const auto problem = parser.parse(head)) return problem;
  if (!to_origin_form(request)) return HeadProblem{400, "The request's address is not a path."};
  if (!request.host.empty() ? !is_host(request.host) : framing.http_11)
    return HeadProblem{400, "The request's host is not one."};
  if (!read_target(request)) return HeadProblem{400, "The request's address is malformed."};
  return std::nullopt;
}

class ChunkDecoder::Parser final : public ParserBase {
 public:
  Parser() {
    eager(true);
    // Beast's parser starts with a head; this one says what is known already.
    constexpr std::string_view kHead = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    error_code error;
    const std::size_t used = put(boost::asio::buffer(kHead.data(), kHead.size()), error);
    CHECK(used == kHead.size());
  }
  std::string* out = nullptr;

 private:
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, error_code&) override {
    out->append(bytes.data(), bytes.size());
    return bytes.size();
  }
};

ChunkDecoder::ChunkDecoder() : parser_(std::make_unique<Parser>()) {}
ChunkDecoder::~ChunkDecoder() = default;

ChunkDecoder::Step ChunkDecoder::put(std::string_view input, std::string& out) {
  // What is left of a body that has not ended is "0\r\n\r\n" at least, and Beast's parser asserts
  // so when it comes back to a last chunk that was cut.
  if (input.size() < 5) return {State::kNeedsMore, 0};
  parser_->out = &out;
  error_code error;
  const std::size_t used = parser_->put(boost::asio::buffer(input.data(), input.size()), error);
  if (error && error != beast::http::error::need_more) return {State::kMalformed, used};
  return {parser_->is_done() ? State::kDone : State::kNeedsMore, used};
}

}  // namespace laurel::http
