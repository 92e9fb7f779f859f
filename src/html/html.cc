#include "html/html.h"

#include "base/check.h"

namespace laurel::html {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";  // U+FFFD

// What stands for a byte, empty for itself.
constexpr std::array<std::string_view, 256> make_references() {
  std::array<std::string_view, 256> references{};
  for (std::size_t c = 0; c < 0x20; ++c) references[c] = kReplacement;
  for (const char c : {'\t', '\n', '\r'}) references[static_cast<unsigned char>(c)] = {};
  references[0x7f] = kReplacement;
  references['&'] = "&amp;";
  references['<'] = "&lt;";
  references['>'] = "&gt;";
  references['"'] = "&quot;";
  references['\''] = "&#39;";
  return references;
}
constexpr std::array<std::string_view, 256> kReferences = make_references();

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool contains_ignoring_case(std::string_view text, std::string_view lower_part) {
  for (std::size_t at = text.find(lower_part[0]); at != std::string_view::npos;
       at = text.find(lower_part[0], at + 1)) {
    std::size_t i = 0;
    while (i < lower_part.size() && at + i < text.size() && lower(text[at + i]) == lower_part[i])
      ++i;
    if (i == lower_part.size()) return true;
  }
  return false;
}

// A relative address, or one of the schemes a reader may follow. Browsers drop tabs, line breaks
// and leading blanks before they look for the scheme, so these must not hide one.
bool may_be_followed(std::string_view address) {
  const std::size_t end = address.find_first_of(":/?#");
  if (end == std::string_view::npos || address[end] != ':') return true;
  std::string scheme;
  for (const char c : address.substr(0, end)) {
    if (static_cast<unsigned char>(c) > 0x20) scheme += lower(c);
  }
  return scheme == "https" || scheme == "http" || scheme == "mailto" || scheme == "tel";
}

void append_percent_encoded(std::string& out, std::string_view bytes) {
  constexpr std::string_view kKept =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~/:=,; ";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char c : bytes) {
    if (kKept.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kDigits[byte >> 4];
      out += kDigits[byte & 0xf];
    }
  }
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view reference = kReferences[static_cast<unsigned char>(text[i])];
    if (reference.empty()) continue;
    out.append(text, from, i - from);
    out += reference;
    from = i + 1;
  }
  out.append(text, from, text.size() - from);
}

std::string escaped(std::string_view text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

Url::Url(std::string_view address) : text_(may_be_followed(address) ? address : "#") {}

Url Url::fragment(std::string_view id) {
  Url url;
  url.text_ = "#";
  append_percent_encoded(url.text_, id);
  return url;
}

Url Url::data_image(std::string_view type, std::string_view bytes) {
  CHECK(type.starts_with("image/"));
  Url url;
  url.text_ = "data:";
  url.text_ += type;
  url.text_ += ',';
  append_percent_encoded(url.text_, bytes);
  return url;
}

void Builder::add_attribute(const Attribute& attribute) {
  if (attribute.form == Attribute::Form::kAbsent) return;
  std::string& out = out_.markup_;
  out += ' ';
  out += attribute.name;
  if (attribute.form == Attribute::Form::kBare) return;
  out += "=\"";
  append_escaped(out, attribute.value);
  out += '"';
}

Attribute data(DataName name, std::string_view value) { return {name.name(), std::string(value)}; }

Html json_script(std::string_view id, std::string_view json) {
  std::string markup = "<script type=\"application/json\" id=\"";
  append_escaped(markup, id);
  markup += "\">";
  std::size_t from = 0;
  // A < occurs in JSON only within strings, where the escape means the same.
  for (std::size_t at = json.find('<'); at != std::string_view::npos; at = json.find('<', from)) {
    markup.append(json, from, at - from);
    markup += "\\u003c";
    from = at + 1;
  }
  markup.append(json, from, json.size() - from);
  markup += "</script>";
  return Html(Trusted(markup));
}

Html inline_style(Trusted css) {
  CHECK(!contains_ignoring_case(css.source(), "</style"));
  return Html(Trusted("<style>" + std::string(css.source()) + "</style>"));
}

Html inline_script(Trusted javascript) {
  // "<!--" followed by "<script" would swallow the end tag.
  CHECK(!contains_ignoring_case(javascript.source(), "</script"));
  CHECK(!contains_ignoring_case(javascript.source(), "<!--"));
  return Html(Trusted("<script>" + std::string(javascript.source()) + "</script>"));
}

Html script_file(const Url& address) {
  return Html(Trusted("<script defer src=\"" + escaped(address.text()) + "\"></script>"));
}

std::string document(std::string_view language, const Html& head, const Html& body) {
  std::string out = "<!doctype html>\n<html lang=\"";
  append_escaped(out, language);
  out += "\">\n";
  out.reserve(out.size() + head.markup().size() + body.markup().size() + 16);
  out += head.markup();
  out += '\n';
  out += body.markup();
  out += "\n</html>\n";
  return out;
}

}  // namespace laurel::html
