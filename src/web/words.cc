#include "web/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace laurel::web {
namespace {

using html::Html;

// The byte at which code point `n` begins, counting on from one that is known.
struct Position {
  std::size_t byte = 0;
  std::uint32_t point = 0;

  std::size_t at(std::string_view text, std::uint32_t wanted) {
    while (point < wanted && byte < text.size()) {
      ++byte;
      while (byte < text.size() && (static_cast<unsigned char>(text[byte]) & 0xC0) == 0x80) ++byte;
      ++point;
    }
    return byte;
  }
};

struct Bytes {
  std::size_t from = 0, to = 0;
};

// The spans in bytes, in their order, those that touch joined.
std::vector<Bytes> joined_bytes(std::string_view text, std::vector<detect::Span> spans) {
  std::sort(spans.begin(), spans.end(),
            [](const detect::Span& a, const detect::Span& b) { return a.start < b.start; });
  std::vector<Bytes> out;
  Position position;
  for (std::size_t i = 0; i < spans.size();) {
    const std::uint32_t start = spans[i].start;
    std::uint32_t end = spans[i].end;
    for (++i; i < spans.size() && spans[i].start <= end; ++i) end = std::max(end, spans[i].end);
    const std::size_t from = position.at(text, start);
    const std::size_t to = position.at(text, end);
    if (to > from) out.push_back({from, to});
  }
  return out;
}

// A part of the text, with what of `found` lies in it emphasized.
Html emphasized(std::string_view text, Bytes part, const std::vector<Bytes>& found) {
  Html out;
  std::size_t written = part.from;
  for (const Bytes& each : found) {
    const std::size_t from = std::max(each.from, part.from), to = std::min(each.to, part.to);
    if (to <= from) continue;
    out += Html(text.substr(written, from - written));
    out += html::tags::strong(html::tags::class_("found"), text.substr(from, to - from));
    written = to;
  }
  out += Html(text.substr(written, part.to - written));
  return out;
}

std::string_view words_of(detect::Behaviour behaviour) {
  switch (behaviour) {
    case detect::Behaviour::kExtraMile:
      return "went the extra mile";
    case detect::Behaviour::kCourtesy:
      return "courtesy";
    case detect::Behaviour::kCare:
      return "care";
    case detect::Behaviour::kExpertise:
      return "expertise";
    case detect::Behaviour::kCommunication:
      return "kept people informed";
    case detect::Behaviour::kSpeed:
      return "speed";
    case detect::Behaviour::kResolution:
      return "solved the problem";
    case detect::Behaviour::kHonesty:
      return "honesty";
  }
  return "";
}

}  // namespace

Html marked_words(std::string_view text, std::vector<detect::Span> spans,
                  std::vector<detect::Span> found) {
  const std::vector<Bytes> looked_for = joined_bytes(text, std::move(found));
  Html out;
  std::size_t written = 0;
  for (const Bytes& marked : joined_bytes(text, std::move(spans))) {
    out += emphasized(text, {written, marked.from}, looked_for);
    out += html::tags::mark(emphasized(text, marked, looked_for));
    written = marked.to;
  }
  out += emphasized(text, {written, text.size()}, looked_for);
  return out;
}

std::string words_at(std::string_view text, detect::Span span) {
  Position position;
  const std::size_t from = position.at(text, span.start);
  const std::size_t to = position.at(text, span.end);
  return std::string(text.substr(from, to - from));
}

std::string behaviour_words(detect::BehaviourSet behaviours) {
  std::string words;
  for (int i = 0; i < detect::kBehaviourCount; ++i) {
    if ((behaviours >> i & 1) == 0) continue;
    if (!words.empty()) words += ", ";
    words += words_of(static_cast<detect::Behaviour>(i));
  }
  return words;
}

std::string day_words(base::Date date) {
  constexpr std::array kMonths = {"January",   "February", "March",    "April",
                                  "May",       "June",     "July",     "August",
                                  "September", "October",  "November", "December"};
  const auto day = date.ymd();
  return fmt::format("{} {} {}", static_cast<unsigned>(day.day()),
                     kMonths[static_cast<unsigned>(day.month()) - 1], static_cast<int>(day.year()));
}

}  // namespace laurel::web
