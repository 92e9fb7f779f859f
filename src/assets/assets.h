// Style sheets and scripts that Laurel brings along, for the self-contained report and the server.
// They live in the program's read-only data: views stay valid, nothing is copied, thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace laurel::assets {

struct Asset {
  std::string_view bytes;
  std::string_view gzip;    // the same compressed (RFC 1952)
  std::string_view sha256;  // 64 hexadecimal digits

  // "sha256-…" as Content-Security-Policy and integrity attributes want it.
  std::string integrity() const;
};

Asset vega_script();    // Vega, Vega-Lite and Vega-Embed with their licences: window.vegaEmbed
Asset report_script();  // draws the charts of a report
Asset report_style();   // of the self-contained file, with figures_style()
Asset figures_style();  // of a report's figures within a page
Asset icon();           // SVG: a leaf of laurel
Asset base_style();     // Pico CSS with its licence
Asset site_style();
Asset htmx();  // with its licence
Asset site_script();
Asset review_script();  // the review queue by keyboard

// The major version of Vega-Lite in vega_script(): what specs must be written for.
inline constexpr int kVegaLiteMajor = 6;

}  // namespace laurel::assets
