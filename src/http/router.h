// Which handler answers which method and path. Routes are added while the program starts; after
// that a router is read-only and thread-safe.
//
// Patterns are paths of segments: "/api/v1/responses/{id}". `{name}` takes one segment, not empty;
// `{name...}`, only at the end, takes all that follows, with its slashes. A literal segment wins
// over a parameter. Segments are compared after decoding, so "%2F" never ends one. "/a" and "/a/"
// are different paths.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/reply.h"
#include "http/stream.h"

namespace laurel::http {

// Where a handler runs. A handler on the network thread holds up every other connection of that
// thread: only for what takes microseconds and never waits (no database, no file, no lock held
// for long). It saves two thread switches.
enum class Run : std::uint8_t { kPool, kNetworkThread };

struct RouteOptions {
  std::size_t body_limit = std::size_t{1} << 20;  // bytes; more is answered 413. Not for streams
  Run run = Run::kPool;
};

struct Route {
  Method method = Method::kGet;
  std::string pattern;
  RouteOptions options;
  Handler handler;               // one of the two
  StreamHandler stream_handler;  // is set
  std::size_t index = 0;         // position in routes(), for counters
};

class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  // A GET route answers HEAD too. CHECKs that the pattern is well-formed and that no route of the
  // same method takes the same paths.
  void add(Method method, std::string_view pattern, Handler handler, RouteOptions options = {});
  void add_stream(Method method, std::string_view pattern, StreamHandler handler,
                  RouteOptions options = {});

  // In the order of adding; stable addresses.
  const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

  struct Match {
    const Route* route = nullptr;  // null: 404 if `allow` is empty, else 405
    std::string allow;             // "GET, HEAD, OPTIONS": what the path has, if not this method
  };
  // `raw_path` is still encoded; parameters that match are appended to `parameters`.
  Match match(Method method, std::string_view raw_path,
              std::vector<PathParameter>& parameters) const;

 private:
  struct Node;
  Route& insert(Method method, std::string_view pattern);

  std::unique_ptr<Node> root_;
  std::vector<std::unique_ptr<Route>> routes_;
};

}  // namespace laurel::http
