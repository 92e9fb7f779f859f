#include "http/static_files.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "http/compression.h"

namespace laurel::http {
namespace {

constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".html", "text/html; charset=utf-8"},
    {".txt", "text/plain; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".pdf", "application/pdf"},
};

// Two entity tags, since two codings are two representations; both are told by the hash.
struct Prepared {
  Response plain, gzip;
  bool has_gzip = false;
};

Response prepare(const StaticFile& file, std::string_view bytes, std::string_view version,
                 std::string_view suffix) {
  Response out;
  out.static_body(bytes, content_type_of(file.name));
  out.etag(std::string(version) + std::string(suffix));
  out.set("X-Content-Type-Options", "nosniff");
  if (!file.gzip.empty()) out.set("Vary", "Accept-Encoding");
  return out;
}

}  // namespace

std::string_view content_type_of(std::string_view name) {
  for (const auto& [ending, type] : kTypes) {
    if (name.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

StaticFiles::StaticFiles(std::string_view prefix, std::vector<StaticFile> files) {
  CHECK(prefix.starts_with('/') && prefix.ends_with('/'));
  for (const StaticFile& file : files) {
    CHECK(file.sha256.size() == 64);
    const std::string path = std::string(prefix) + std::string(file.name);
    const std::string version(file.sha256.substr(0, 16));
    entries_.push_back({file, path, path + "?v=" + version, version});
  }
}

void StaticFiles::add_to(Router& router) const {
  for (const Entry& entry : entries_) {
    Prepared prepared{prepare(entry.file, entry.file.bytes, entry.version, ""),
                      prepare(entry.file, entry.file.gzip, entry.version, "-gzip"),
                      !entry.file.gzip.empty()};
    prepared.gzip.set("Content-Encoding", "gzip");
    router.add(
        Method::kGet, entry.path,
        [prepared = std::move(prepared), query = "v=" + entry.version](const Request& request) {
          const bool gzip = prepared.has_gzip && accepts_gzip(request.header("accept-encoding"));
          Response out = gzip ? prepared.gzip : prepared.plain;
          // Without the hash the same address may have other content after an upgrade.
          out.add("Cache-Control", request.query_string == query
                                       ? "public, max-age=31536000, immutable"
                                       : "no-cache");
          return Reply(std::move(out));
        },
        {.body_limit = 0, .run = Run::kNetworkThread});
  }
}

const std::string& StaticFiles::url(std::string_view name) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& entry) { return entry.file.name == name; });
  CHECK(found != entries_.end());
  return found->url;
}

}  // namespace laurel::http
