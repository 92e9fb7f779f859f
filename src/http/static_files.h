// Files of the program itself: style sheets, scripts, pictures. Answered on the network thread,
// without copying, compressed for who accepts it, with an entity tag, and cached for ever where the
// address carries the content's hash.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/router.h"

namespace laurel::http {

// Views of program data: they live as long as the program.
struct StaticFile {
  std::string_view name;  // "app.css": letters, digits, "-", "_", "." and "/"
  std::string_view bytes;
  std::string_view gzip;    // the same compressed, or "" if that does not pay
  std::string_view sha256;  // hexadecimal digits of the bytes' hash
};

// Content-Type by the name's ending; application/octet-stream for endings unknown.
std::string_view content_type_of(std::string_view name);

class StaticFiles {
 public:
  // Served under `prefix` + name, "/static/" + "app.css". REQUIRES: prefix starts and ends with
  // "/".
  StaticFiles(std::string_view prefix, std::vector<StaticFile> files);

  void add_to(Router& router) const;

  // The address to link to: "/static/app.css?v=1f0c9a2b". With the right `v` the answer may be kept
  // for ever, without or with another for no time. CHECKs that the file is there.
  const std::string& url(std::string_view name) const;

 private:
  struct Entry {
    StaticFile file;
    std::string path, url, version;
  };
  std::vector<Entry> entries_;
};

}  // namespace laurel::http
