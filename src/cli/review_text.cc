#include "cli/review_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "base/wording.h"

namespace laurel::cli {
namespace {

constexpr std::uint32_t kBefore = 240;  // code points shown on each side
constexpr std::uint32_t kAll = 1'000'000'000;

std::string one_line(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(
      out, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return out;
}

std::uint32_t length_of(std::string_view text) {
  return static_cast<std::uint32_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string behaviours_of(detect::BehaviourSet set) {
  std::string out;
  for (int b = 0; b < detect::kBehaviourCount; ++b)
    if ((set >> b & 1) != 0)
      out += fmt::format("{}{}", out.empty() ? "" : ", ",
                         detect::name(static_cast<detect::Behaviour>(b)));
  return out;
}

std::string_view reason_words(store::ReviewReason reason) {
  switch (reason) {
    case store::ReviewReason::kUnsure:
      return "is it praise?";
    case store::ReviewReason::kWho:
      return "praise, but of whom?";
    case store::ReviewReason::kAudit:
      return "audit: it would have gone out unread";
  }
  return {};
}

}  // namespace

std::string ReviewNames::person(model::EmployeeId id) const {
  const auto found = std::ranges::find(people, id, &model::Employee::id);
  return found == people.end() ? "somebody no longer on the roster"
                               : fmt::format("{} ({})", model::display_name(*found), found->code);
}

std::string queue_sentence(const store::ReviewCounts& counts) {
  if (counts.all() == 0) return "Nothing waits for a person.";
  return fmt::format("{}{} {}: {} unsure, {} of which it isn't clear who is meant, {} to audit.",
                     counts.at_least ? "At least " : "", base::grouped(counts.all()),
                     counts.all() == 1 ? "waits" : "wait", base::grouped(counts.unsure),
                     base::grouped(counts.who), base::grouped(counts.audit));
}

std::string marked_words(const model::ResponseRecord& record, const model::Commendation& c) {
  const auto verbatim =
      std::ranges::find(record.response.verbatims, c.question, &model::Verbatim::question);
  if (verbatim == record.response.verbatims.end()) return {};
  const std::string_view text = verbatim->text;
  const std::uint32_t length = length_of(text);
  const std::uint32_t from = c.mention.start > kBefore ? c.mention.start - kBefore : 0;
  const std::uint32_t to = std::min(length, c.mention.end + kBefore);
  return one_line(fmt::format("{}{}[{}]{}{}", from > 0 ? "…" : "",
                              base::code_points(text, from, c.mention.start),
                              base::code_points(text, c.mention.start, c.mention.end),
                              base::code_points(text, c.mention.end, to), to < length ? "…" : ""));
}

std::string item_text(const store::ReviewItem& item, const ReviewNames& names) {
  const model::Commendation& c = item.commendation();
  const model::Response& response = item.record.response;
  std::string out = fmt::format("{}  {:.0f} %, {}\n  \"{}\"\n", item.id.value.to_string(),
                                100 * static_cast<double>(c.probability), reason_words(item.reason),
                                marked_words(item.record, c));
  out += fmt::format("  {}, {}", detect::name(c.kind), detect::name(c.strength));
  if (c.behaviours != 0) out += ": " + behaviours_of(c.behaviours);
  switch (c.link) {
    case detect::LinkState::kLinked:
      out += fmt::format("; means {}", names.person(c.employee));
      break;
    case detect::LinkState::kAmbiguous: {
      std::string people;
      for (const model::CommendationCandidate& candidate : c.candidates)
        people +=
            fmt::format("{}{}", people.empty() ? "" : " or ", names.person(candidate.employee));
      out += "; may mean " + people;
      break;
    }
    case detect::LinkState::kUnlisted:
      out += c.kind == detect::TargetKind::kPerson ? "; nobody on the roster" : "";
      break;
  }
  out += fmt::format("\n  {} {}", response.source, response.external_id);
  if (response.occurred_on) out += ", " + response.occurred_on->to_string();
  const auto unit = std::ranges::find(names.units, response.unit, &model::Unit::id);
  if (unit != names.units.end()) out += ", " + unit->name;
  return out + "\n";
}

std::string decision_sentence(const store::ReviewedCommendation& item, const ReviewNames& names) {
  const auto found =
      std::ranges::find(item.record.commendations, item.id, &model::Commendation::id);
  if (found == item.record.commendations.end()) return "What was added is taken back.\n";
  const model::Commendation& c = *found;
  if (c.decision == model::Decision::kUndecided)
    return fmt::format("\"{}\" is undecided again.\n", c.target);
  if (c.decision == model::Decision::kRejected)
    return fmt::format("\"{}\" is rejected: not praise.\n", c.target);
  return fmt::format("\"{}\" is accepted, {}{}.\n", c.target, detect::name(c.strength),
                     c.link == detect::LinkState::kLinked ? ": " + names.person(c.employee)
                     : c.link == detect::LinkState::kAmbiguous
                         ? std::string(". It isn't said yet who is meant: laurel review link")
                         : std::string());
}

}  // namespace laurel::cli
