#include "assets/assets.h"

#include <cstdint>

#define LAUREL_ASSET(symbol)                                                  \
  extern "C" const char laurel_asset_##symbol[];                              \
  extern "C" const char laurel_asset_##symbol##_end[];                        \
  extern "C" const char laurel_asset_##symbol##_gzip[];                       \
  extern "C" const char laurel_asset_##symbol##_gzip_end[];                   \
  extern const char laurel_asset_##symbol##_sha256[];                         \
  namespace laurel::assets {                                                  \
  Asset symbol() {                                                            \
    return {{laurel_asset_##symbol, laurel_asset_##symbol##_end},             \
            {laurel_asset_##symbol##_gzip, laurel_asset_##symbol##_gzip_end}, \
            laurel_asset_##symbol##_sha256};                                  \
  }                                                                           \
  }

LAUREL_ASSET(vega_script)
LAUREL_ASSET(report_script)
LAUREL_ASSET(report_style)
LAUREL_ASSET(figures_style)
LAUREL_ASSET(icon)
LAUREL_ASSET(base_style)
LAUREL_ASSET(site_style)
LAUREL_ASSET(htmx)
LAUREL_ASSET(site_script)
LAUREL_ASSET(review_script)

namespace laurel::assets {
namespace {

std::uint32_t digit(char c) {
  return static_cast<std::uint32_t>(c <= '9' ? c - '0' : c - 'a' + 10);
}

}  // namespace

std::string Asset::integrity() const {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out = "sha256-";
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : sha256) {  // four bits a digit in, six bits a character out
    bits = (bits << 4 | digit(c)) & 0xfff;
    held += 4;
    if (held < 6) continue;
    held -= 6;
    out += kAlphabet[bits >> held & 63];
  }
  out += kAlphabet[bits << (6 - held) & 63];  // 256 bits leave four
  return out + '=';
}

}  // namespace laurel::assets
