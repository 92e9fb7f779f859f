#include "cli/examination_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace laurel::cli {
namespace {

using detect::Examined;
using detect::Target;
using detect::Thresholds;

// What a probability means for whoever runs Laurel.
enum class Verdict : std::uint8_t { kSent, kFlagged, kReviewed, kNot };

Verdict verdict_of(float probability, const Thresholds& thresholds) {
  if (probability >= thresholds.send) return Verdict::kSent;
  if (probability >= thresholds.flag) return Verdict::kFlagged;
  return probability >= thresholds.review ? Verdict::kReviewed : Verdict::kNot;
}

class Painter {
 public:
  explicit Painter(Colour colour) : colour_(colour) {}
  std::string paint(std::string_view codes, std::string_view text) const {
    return colour_ == Colour::kPlain ? std::string(text)
                                     : fmt::format("\x1b[{}m{}\x1b[0m", codes, text);
  }
  std::string strong(std::string_view text) const { return paint("1", text); }
  std::string faint(std::string_view text) const { return paint("2", text); }
  std::string by(Verdict verdict, std::string_view text) const {
    constexpr std::string_view kCodes[] = {"1;32", "32", "33", "2"};
    return paint(kCodes[static_cast<std::size_t>(verdict)], text);
  }

 private:
  Colour colour_;
};

// Never 0 or 100, which nobody can be sure of.
std::string percent(float probability) {
  const double rounded = std::round(static_cast<double>(probability) * 1000) / 10;
  return fmt::format("{:.1f} %", std::clamp(rounded, 0.1, 99.9));
}
std::string threshold(float value) {
  return fmt::format("{:.0f} %", std::round(static_cast<double>(value) * 100));
}

std::string quoted(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words)
    out += fmt::format("{}\"{}\"", out.empty() ? "" : ", ", printable(word));
  return out;
}

std::string behaviours_of(const Target& target) {
  std::string out;
  for (int b = 0; b < detect::kBehaviourCount; ++b) {
    if ((target.behaviours >> b & 1) == 0) continue;
    std::string name(detect::name(static_cast<detect::Behaviour>(b)));
    std::ranges::replace(name, '_', ' ');
    out += (out.empty() ? "" : ", ") + name;
  }
  return out;
}

std::string link_of(const Target& target) {
  const auto list = [](std::span<const detect::Candidate> candidates) {
    std::string out;
    for (const detect::Candidate& candidate : candidates)
      out += fmt::format("{}{} ({:.2f})", out.empty() ? "" : ", ", printable(candidate.employee_id),
                         candidate.score);
    return out;
  };
  const std::span<const detect::Candidate> all = target.candidates;
  if (all.empty()) return "nobody on the roster";
  switch (target.link) {
    case detect::LinkState::kLinked:
      return list(all.first(1)) + (all.size() > 1 ? ", not " + list(all.subspan(1)) : "");
    case detect::LinkState::kAmbiguous:
      return fmt::format("could be any of {}: credited to nobody", list(all));
    case detect::LinkState::kUnlisted:
      return "nobody on the roster for sure; nearest " + list(all);
  }
  return {};
}

std::string sentence_of(Verdict verdict, const Target& target, const Thresholds& thresholds) {
  switch (verdict) {
    case Verdict::kSent:
      return fmt::format("praised, {}; may go out unread", name(target.strength));
    case Verdict::kFlagged:
      return fmt::format("praised, {}; a person should look before it goes out",
                         name(target.strength));
    case Verdict::kReviewed:
      return "perhaps praised; not counted unless a person says so";
    case Verdict::kNot:
      return fmt::format("not praised (below {})", threshold(thresholds.review));
  }
  return {};
}

void append_line(std::string& out, const Painter& painter, std::string_view label,
                 std::string_view text) {
  if (!text.empty())
    out += fmt::format("    {} {}\n", painter.faint(fmt::format("{:<11}", label)), text);
}

void append_mention(std::string& out, const Painter& painter, const Examined& examined,
                    const Thresholds& thresholds, bool roster) {
  const Target& target = examined.target;
  const Verdict verdict = verdict_of(target.probability, thresholds);
  out += fmt::format("\n  {}  {} {}, {}\n", painter.strong(printable(target.text)),
                     painter.faint(fmt::format("{},", name(target.kind))),
                     painter.by(verdict, percent(target.probability)),
                     painter.by(verdict, sentence_of(verdict, target, thresholds)));
  append_line(out, painter, "words", printable(target.evidence_text));
  append_line(out, painter, "for it", quoted(target.reasons));
  append_line(out, painter, "against it", quoted(examined.against));
  if (verdict != Verdict::kNot) append_line(out, painter, "behaviours", behaviours_of(target));
  if (roster && target.kind == detect::TargetKind::kPerson)
    append_line(out, painter, "employee", link_of(target));
}

// The text with what is praised, or perhaps praised, marked. Offsets are in code points.
std::string marked(const Painter& painter, std::string_view text,
                   const detect::Examination& examination, const Thresholds& thresholds) {
  std::vector<std::size_t> starts;  // bytes where each code point begins
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) starts.push_back(i);
  const auto byte_of = [&](std::uint32_t code) {
    return code < starts.size() ? starts[code] : text.size();
  };
  std::string out;
  std::size_t at = 0;
  for (const Examined& examined : examination.mentions) {
    const Verdict verdict = verdict_of(examined.target.probability, thresholds);
    const std::size_t from = byte_of(examined.target.mention.start);
    const std::size_t to = byte_of(examined.target.mention.end);
    if (verdict == Verdict::kNot || from < at) continue;
    out += printable(text.substr(at, from - at));
    out += painter.by(verdict, printable(text.substr(from, to - from)));
    at = to;
  }
  return out + printable(text.substr(at));
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // U+0080 … U+009F are control characters too.
    const bool high_control =
        byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (high_control) ++i;
    out += byte < 0x20 || byte == 0x7F || high_control ? ' ' : text[i];
  }
  return out;
}

std::string examination_text(std::string_view text, const detect::Examination& examination,
                             const Thresholds& thresholds, bool roster, Colour colour) {
  const Painter painter(colour);
  std::string out = marked(painter, text, examination, thresholds) + "\n\n";
  if (!examination.language_supported)
    return out + "This is not English, so nothing is read from it. --language en says otherwise.\n";
  if (examination.mentions.empty())
    return out + "Nobody is talked about: no person, role or team, so nobody can be praised.\n";
  const Verdict verdict = verdict_of(examination.probability, thresholds);
  out += fmt::format("{} {}\n",
                     painter.by(verdict, examination.commendation        ? "Praises somebody:"
                                         : verdict == Verdict::kReviewed ? "May praise somebody:"
                                                                         : "Praises nobody:"),
                     painter.by(verdict, percent(examination.probability)));
  for (const Examined& examined : examination.mentions)
    append_mention(out, painter, examined, thresholds, roster);
  out += painter.faint(fmt::format(
      "\n  From {} a person should look, from {} it counts as praise, from {} it may go out "
      "unread.\n",
      threshold(thresholds.review), threshold(thresholds.flag), threshold(thresholds.send)));
  return out;
}

}  // namespace laurel::cli
