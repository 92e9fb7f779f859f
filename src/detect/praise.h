// The words in which praise is described, shared by the detector, the stored model and the JSON
// forms: what kind of target, how strong, for which behaviours, linked to whom, and where in the
// text. Plain data.
#pragma once

#include <cstdint>
#include <string_view>

namespace laurel::detect {

enum class TargetKind : std::uint8_t { kPerson, kRole, kTeam };
enum class Strength : std::uint8_t { kKind, kExemplary };
enum class LinkState : std::uint8_t { kLinked, kAmbiguous, kUnlisted };

// In the order of the labelling guide; a set is a bit mask with bit i for enumerator i.
enum class Behaviour : std::uint8_t {
  kExtraMile,
  kCourtesy,
  kCare,
  kExpertise,
  kCommunication,
  kSpeed,
  kResolution,
  kHonesty,
};
inline constexpr int kBehaviourCount = 8;
using BehaviourSet = std::uint8_t;

std::string_view name(TargetKind kind);      // "person", "role", "team"
std::string_view name(Strength strength);    // "kind", "exemplary"
std::string_view name(LinkState state);      // "linked", "ambiguous", "unlisted"
std::string_view name(Behaviour behaviour);  // "extra_mile", …

// Offsets count Unicode code points of the text as given, end exclusive.
struct Span {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

}  // namespace laurel::detect
