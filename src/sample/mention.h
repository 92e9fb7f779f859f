// How customers name the people, roles and teams they speak of. Pure functions of a random
// sequence.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/random.h"
#include "sample/company.h"

namespace laurel::sample {

enum class TargetKind : std::uint8_t { kPerson, kRole, kTeam };
std::string_view name(TargetKind kind);  // "person", "role", "team"

enum class NameForm : std::uint8_t {
  kFirst,
  kFull,
  kNickname,
  kMisspelt,
  kTitled,    // "Mr Okafor"
  kInitial,   // "D. Okafor", "Dave O."
  kPlaced,    // "Maria from the parts desk"
  kUnlisted,  // nobody on the roster
  kNone,      // a role or a team
};
std::string_view name(NameForm form);  // "first", "full", …

enum class Pronoun : std::uint8_t { kHe, kShe, kThey };

// Marks that stand around a mention while the text is made: the byte kMentionMark + i opens mention
// i, kMentionEnd closes it. They never occur in the tables.
inline constexpr char kMentionEnd = '\x02', kMentionMark = '\x03';
inline constexpr int kMaxMentions = 6;

// Words for a mention with its marks, and what agrees with it.
struct Mention {
  TargetKind kind = TargetKind::kPerson;
  NameForm form = NameForm::kNone;
  int employee = -1;  // -1: a role, a team, or not on the roster
  Department department = Department::kService;
  Pronoun pronoun = Pronoun::kThey;
  bool plural = false;  // "the drivers were"
  std::string words;    // "the \x03parts desk\x02"
};

// `index` < kMaxMentions numbers the mention within its text.
Mention mention_employee(const Company& company, int employee, int index, base::Random& random);
Mention mention_stranger(const Company& company, int index, base::Random& random);
Mention mention_role(Department department, int index, base::Random& random);
Mention mention_team(Department department, int index, base::Random& random);

}  // namespace laurel::sample
