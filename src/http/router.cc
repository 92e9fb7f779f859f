#include "http/router.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/check.h"
#include "http/encoding.h"

namespace laurel::http {
namespace {

using ByMethod = std::array<const Route*, kMethodCount>;

// HEAD and OPTIONS are answered wherever something is.
constexpr std::array kInAllow{Method::kGet, Method::kPost, Method::kPut, Method::kPatch,
                              Method::kDelete};

// Takes the first segment off `path`, which starts with "/".
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

bool is_parameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

}  // namespace

// A tree over segments. Few children hang on a node, so they are searched in a row.
struct Router::Node {
  std::string literal;
  std::vector<std::unique_ptr<Node>> literals;
  std::unique_ptr<Node> parameter;  // {name}
  ByMethod here{}, rest{};          // routes that end here; those with {name...} behind

  Node& child(std::string_view segment) {
    if (is_parameter(segment)) {
      if (parameter == nullptr) parameter = std::make_unique<Node>();
      return *parameter;
    }
    for (const auto& node : literals) {
      if (node->literal == segment) return *node;
    }
    literals.push_back(std::make_unique<Node>());
    literals.back()->literal = segment;
    return *literals.back();
  }

  // The routes for `path`, the deepest literal way first; null if there are none. `values` are what
  // parameters took on the way.
  const ByMethod* find(std::string_view path, std::vector<std::string_view>& values) const {
    if (path.empty()) {
      return std::any_of(here.begin(), here.end(), [](auto* route) { return route != nullptr; })
                 ? &here
                 : nullptr;
    }
    std::string_view after = path;
    const std::string_view segment = take_segment(after);
    const std::optional<std::string> decoded =
        segment.find('%') == std::string_view::npos ? std::nullopt : decode_path(segment);
    const std::string_view plain = decoded ? std::string_view(*decoded) : segment;
    for (const auto& node : literals) {
      if (node->literal != plain) continue;
      if (const ByMethod* found = node->find(after, values)) return found;
    }
    if (parameter != nullptr && !segment.empty()) {
      values.push_back(segment);
      if (const ByMethod* found = parameter->find(after, values)) return found;
      values.pop_back();
    }
    if (std::any_of(rest.begin(), rest.end(), [](auto* route) { return route != nullptr; })) {
      values.push_back(path.substr(1));
      return &rest;
    }
    return nullptr;
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

Route& Router::insert(Method method, std::string_view pattern) {
  CHECK(method != Method::kHead && method != Method::kOptions);  // come by themselves
  CHECK(pattern.starts_with('/'));
  Node* node = root_.get();
  ByMethod* place = nullptr;
  for (std::string_view left = pattern; !left.empty();) {
    const std::string_view segment = take_segment(left);
    if (is_parameter(segment) && segment.ends_with("...}")) {
      CHECK(left.empty());
      place = &node->rest;
      break;
    }
    CHECK(is_parameter(segment) || segment.find_first_of("{}%?#") == std::string_view::npos);
    node = &node->child(segment);
  }
  if (place == nullptr) place = &node->here;
  CHECK((*place)[static_cast<std::size_t>(method)] == nullptr);  // two routes for the same requests
  auto route = std::make_unique<Route>();
  route->method = method;
  route->pattern = pattern;
  route->index = routes_.size();
  (*place)[static_cast<std::size_t>(method)] = route.get();
  routes_.push_back(std::move(route));
  return *routes_.back();
}

void Router::add(Method method, std::string_view pattern, Handler handler, RouteOptions options) {
  CHECK(handler != nullptr);
  Route& route = insert(method, pattern);
  route.options = options;
  route.handler = std::move(handler);
}

void Router::add_stream(Method method, std::string_view pattern, StreamHandler handler,
                        RouteOptions options) {
  CHECK(handler != nullptr);
  CHECK(method != Method::kGet);
  Route& route = insert(method, pattern);
  route.options = options;
  route.stream_handler = std::move(handler);
}

Router::Match Router::match(Method method, std::string_view raw_path,
                            std::vector<PathParameter>& parameters) const {
  Match out;
  if (!raw_path.starts_with('/')) return out;
  std::vector<std::string_view> values;
  const ByMethod* routes = root_->find(raw_path, values);
  if (routes == nullptr) return out;
  const Method wanted = method == Method::kHead ? Method::kGet : method;
  out.route = (*routes)[static_cast<std::size_t>(wanted)];
  if (out.route == nullptr) {
    for (const Method other : kInAllow) {
      if ((*routes)[static_cast<std::size_t>(other)] == nullptr) continue;
      out.allow.append(to_string(other)).append(other == Method::kGet ? ", HEAD, " : ", ");
    }
    out.allow += "OPTIONS";
    return out;
  }
  // Names stand in the pattern, in the order in which values were taken.
  std::size_t taken = 0;
  for (std::string_view left = out.route->pattern; !left.empty();) {
    std::string_view segment = take_segment(left);
    if (!is_parameter(segment)) continue;
    segment = segment.substr(1, segment.size() - 2);
    if (segment.ends_with("...")) segment.remove_suffix(3);
    parameters.push_back({segment, decode_path(values[taken++]).value_or("")});
  }
  return out;
}

}  // namespace laurel::http
