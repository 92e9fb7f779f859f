// HTML from typed parts. Text is escaped by default, attributes always, and there is no way to
// forget it: an element takes attributes and children, and a string among its children is text.
//
//   using namespace laurel::html::tags;
//   Html card = article(class_("card"), h2(person), p("“", words, "”"), a(href(url), "Reply"));
//
// What can't be written this way on purpose: event handlers and style attributes (the pages run
// under a strict Content-Security-Policy), an address as a bare string (html::Url rejects
// javascript: and its like), children of void elements (does not compile). Markup as it stands goes
// only through html::Trusted, whose uses tools/lint lists.
//
// Values are plain data; everything here is thread-safe. Rules: WHATWG HTML, 13.1 and 13.3.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace laurel::html {

// `text` with & < > " ' as references and control characters as U+FFFD; right in text and in quoted
// attributes.
void append_escaped(std::string& out, std::string_view text);
std::string escaped(std::string_view text);

// Markup, style or script that is part of the program. Never for anything that came from outside.
class Trusted {
 public:
  explicit constexpr Trusted(std::string_view source) : source_(source) {}
  std::string_view source() const { return source_; }

 private:
  std::string_view source_;
};

// A bool is no number here: as a value it would be a flag (FlagName), as a child a mistake.
template <typename T>
concept Number = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>;

// A piece of a page: any number of elements and texts, already escaped.
class Html {
 public:
  Html() = default;
  Html(std::string_view text) { append_escaped(markup_, text); }   // NOLINT: text is a child
  Html(const std::string& text) : Html(std::string_view(text)) {}  // NOLINT
  Html(const char* text) : Html(std::string_view(text)) {}         // NOLINT
  explicit Html(Trusted trusted) : markup_(trusted.source()) {}
  explicit Html(Number auto n) : markup_(std::to_string(n)) {}

  const std::string& markup() const& { return markup_; }
  std::string markup() && { return std::move(markup_); }
  bool empty() const { return markup_.empty(); }

  Html& operator+=(const Html& other) {
    markup_ += other.markup_;
    return *this;
  }
  friend Html operator+(Html a, const Html& b) { return std::move(a += b); }
  void reserve(std::size_t bytes) { markup_.reserve(bytes); }

 private:
  friend class Builder;
  std::string markup_;
};

// An address that may stand in href and src: relative, a fragment, http, https, mailto or tel.
// Others become "#", so that a link made of foreign text is dead rather than dangerous.
class Url {
 public:
  explicit Url(std::string_view address);
  static Url fragment(std::string_view id);
  // An image that is part of the page; `type` like "image/svg+xml", percent-encoded here.
  static Url data_image(std::string_view type, std::string_view bytes);

  const std::string& text() const { return text_; }

 private:
  Url() = default;
  std::string text_;
};

struct Attribute {
  std::string_view name;
  std::string value;
  enum class Form : std::uint8_t { kValue, kBare, kAbsent } form = Form::kValue;
};

struct AttributeName {
  std::string_view name;
  Attribute operator()(std::string_view value) const { return {name, std::string(value)}; }
  Attribute operator()(Number auto value) const { return {name, std::to_string(value)}; }
};

// disabled, open, …: there or not.
struct FlagName {
  std::string_view name;
  Attribute operator()(bool present = true) const {
    return {name, {}, present ? Attribute::Form::kBare : Attribute::Form::kAbsent};
  }
};

struct UrlAttributeName {
  std::string_view name;
  Attribute operator()(const Url& url) const { return {name, url.text()}; }
};

// data-…: `name` with its prefix, checked when compiled.
class DataName {
 public:
  consteval DataName(const char* text) : name_(text) {  // NOLINT: data("data-key", …)
    const std::string_view name = name_;
    if (!name.starts_with("data-") || name.size() == 5) throw "begin with data-";
    for (const char c : name) {
      if (!(c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) throw "a-z, 0-9, -";
    }
  }
  std::string_view name() const { return name_; }

 private:
  std::string_view name_;
};

// Nothing, or the attribute: for what depends on something.
inline Attribute when(bool present, Attribute attribute) {
  if (!present) attribute.form = Attribute::Form::kAbsent;
  return attribute;
}

template <typename T>
concept Child = std::convertible_to<const T&, Html> || std::same_as<T, std::vector<Html>> ||
    (std::integral<T> && !std::same_as<T, bool>);

// Puts elements together; use the elements of html::tags.
class Builder {
 public:
  explicit Builder(std::string_view name) : name_(name) {}

  void open(std::size_t bytes) {
    out_.markup_.reserve(bytes);
    out_.markup_ += '<';
    out_.markup_ += name_;
  }
  void add_attribute(const Attribute& attribute);
  void end_of_start() { out_.markup_ += '>'; }
  void add_child(const Html& child) { out_.markup_ += child.markup_; }
  void add_child(const std::vector<Html>& children) {
    for (const Html& child : children) out_.markup_ += child.markup_;
  }
  void add_child(std::string_view text) { append_escaped(out_.markup_, text); }
  void add_child(const std::string& text) { append_escaped(out_.markup_, text); }
  void add_child(const char* text) { append_escaped(out_.markup_, text); }
  void add_child(Number auto n) { out_.markup_ += std::to_string(n); }
  void close() {
    out_.markup_ += "</";
    out_.markup_ += name_;
    out_.markup_ += '>';
  }
  Html take() { return std::move(out_); }

 private:
  std::string_view name_;
  Html out_;
};

inline std::size_t markup_size(const std::same_as<Html> auto& child) {
  return child.markup().size();
}
inline std::size_t markup_size(std::string_view text) { return text.size(); }
inline std::size_t markup_size(const Attribute& attribute) {
  return attribute.name.size() + attribute.value.size() + 4;
}
inline std::size_t markup_size(const std::vector<Html>& children) {
  std::size_t size = 0;
  for (const Html& child : children) size += child.markup().size();
  return size;
}
inline std::size_t markup_size(Number auto) { return 8; }

struct Element {
  std::string_view name;

  template <typename... Parts>
  requires((std::same_as<std::decay_t<Parts>, Attribute> || Child<std::decay_t<Parts>>)&&...) Html
  operator()(const Parts&... parts) const {
    Builder builder(name);
    builder.open(2 * name.size() + 5 + (markup_size(parts) + ... + 0));
    (attribute(builder, parts), ...);
    builder.end_of_start();
    (child(builder, parts), ...);
    builder.close();
    return builder.take();
  }

 private:
  static void attribute(Builder& builder, const Attribute& part) { builder.add_attribute(part); }
  static void attribute(Builder&, const auto&) {}
  static void child(Builder&, const Attribute&) {}
  static void child(Builder& builder, const auto& part) { builder.add_child(part); }
};

// <br>, <meta>, …: attributes only, no end tag.
struct VoidElement {
  std::string_view name;

  template <typename... Attributes>
  requires(std::same_as<Attributes, Attribute>&&...) Html operator()(
      const Attributes&... attributes) const {
    Builder builder(name);
    builder.open(name.size() + 2 + (markup_size(attributes) + ... + 0));
    (builder.add_attribute(attributes), ...);
    builder.end_of_start();
    return builder.take();
  }
};

// Data for a script: <script type="application/json" id="…">, safe against </script> and <!-- in
// names. `json` is valid JSON.
Html json_script(std::string_view id, std::string_view json);

// Style and script of the program, byte for byte, so that their hashes in the policy hold. CHECKs
// that they do not end their own element.
Html inline_style(Trusted css);
Html inline_script(Trusted javascript);

// A script that is a file of the site, run when the page has been read.
Html script_file(const Url& address);

// <!doctype html> and the <html> element.
std::string document(std::string_view language, const Html& head, const Html& body);

Attribute data(DataName name, std::string_view value);

// The elements and attributes in use; add what is missing.
namespace tags {

inline constexpr Element a{"a"}, article{"article"}, aside{"aside"}, bdi{"bdi"},
    blockquote{"blockquote"}, body{"body"}, button{"button"}, caption{"caption"}, cite{"cite"},
    code{"code"}, dd{"dd"}, details{"details"}, div{"div"}, dl{"dl"}, dt{"dt"}, em{"em"},
    fieldset{"fieldset"}, figcaption{"figcaption"}, figure{"figure"}, footer{"footer"},
    form{"form"}, h1{"h1"}, h2{"h2"}, h3{"h3"}, h4{"h4"}, head{"head"}, header{"header"},
    label{"label"}, legend{"legend"}, li{"li"}, main{"main"}, mark{"mark"}, nav{"nav"}, ol{"ol"},
    noscript{"noscript"}, option{"option"}, p{"p"}, progress{"progress"}, section{"section"},
    select{"select"}, small{"small"}, span{"span"}, strong{"strong"}, summary{"summary"},
    sup{"sup"}, table{"table"}, tbody{"tbody"}, td{"td"}, textarea{"textarea"}, th{"th"},
    thead{"thead"}, time{"time"}, title{"title"}, tr{"tr"}, ul{"ul"};
inline constexpr VoidElement br{"br"}, col{"col"}, hr{"hr"}, img{"img"}, input{"input"},
    link{"link"}, meta{"meta"};

inline constexpr AttributeName accept{"accept"}, alt{"alt"}, aria_current{"aria-current"},
    aria_describedby{"aria-describedby"}, aria_hidden{"aria-hidden"}, aria_invalid{"aria-invalid"},
    aria_label{"aria-label"}, aria_labelledby{"aria-labelledby"}, aria_live{"aria-live"},
    autocomplete{"autocomplete"}, charset{"charset"}, class_{"class"}, colspan{"colspan"},
    content{"content"}, datetime{"datetime"}, dir{"dir"}, enctype{"enctype"}, for_{"for"},
    height{"height"}, http_equiv{"http-equiv"}, id{"id"}, lang{"lang"}, method{"method"},
    name{"name"}, rel{"rel"}, role{"role"}, scope{"scope"}, tabindex{"tabindex"}, type{"type"},
    value{"value"}, max{"max"}, maxlength{"maxlength"}, pattern{"pattern"},
    placeholder{"placeholder"}, hx_get{"hx-get"}, hx_target{"hx-target"}, hx_trigger{"hx-trigger"},
    hx_swap{"hx-swap"}, hx_push_url{"hx-push-url"}, hx_select{"hx-select"}, width{"width"};
inline constexpr FlagName autofocus{"autofocus"}, checked{"checked"}, disabled{"disabled"},
    hidden{"hidden"}, open{"open"}, readonly{"readonly"}, required{"required"},
    selected{"selected"};
// Beside the element of the same name.
inline constexpr AttributeName title_attribute{"title"}, rows_attribute{"rows"};
inline constexpr UrlAttributeName href{"href"}, src{"src"}, action{"action"};

}  // namespace tags

}  // namespace laurel::html
