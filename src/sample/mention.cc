// Forms are weighed as customers use them: mostly first names, then full names, with a tail of
// nicknames, slips and sound-alikes.
#include "sample/mention.h"

#include <array>
#include <span>

namespace laurel::sample {
namespace {

struct RoleName {
  std::string_view noun;
  Pronoun pronoun;
};
using enum Pronoun;

constexpr std::array<std::array<RoleName, 6>, kServingDepartments> kRoles = {{
    {{{"technician", kHe},
      {"young engineer", kHe},
      {"service technician", kThey},
      {"lady who fixed it", kShe},
      {"field engineer", kHe},
      {"mechanic", kHe}}},
    {{{"dispatcher", kShe},
      {"lady on dispatch", kShe},
      {"gentleman who takes the bookings", kHe},
      {"person who books the visits", kThey},
      {"planner", kHe},
      {"night dispatcher", kHe}}},
    {{{"man at the parts counter", kHe},
      {"parts guy", kHe},
      {"lady on the parts desk", kShe},
      {"parts adviser", kThey},
      {"counter assistant", kShe},
      {"spares chap", kHe}}},
    {{{"lady in accounts", kShe},
      {"accounts clerk", kThey},
      {"bookkeeper", kShe},
      {"credit controller", kHe},
      {"girl who does the invoices", kShe},
      {"billing contact", kThey}}},
    {{{"support agent", kThey},
      {"guy on the helpdesk", kHe},
      {"woman who took my call", kShe},
      {"support engineer", kHe},
      {"agent on chat", kThey},
      {"helpdesk lady", kShe}}},
    {{{"warehouse man", kHe},
      {"storeman", kHe},
      {"forklift operator", kHe},
      {"woman at the dispatch bay", kShe},
      {"warehouse lead", kThey},
      {"loader", kHe}}},
    {{{"driver", kHe},
      {"delivery driver", kHe},
      {"lorry driver", kHe},
      {"van driver", kShe},
      {"chap who delivered it", kHe},
      {"lady driver", kShe}}},
    {{{"sales engineer", kHe},
      {"account manager", kShe},
      {"rep", kHe},
      {"sales rep", kThey},
      {"salesman", kHe},
      {"area representative", kShe}}},
}};

struct TeamName {
  std::string_view noun;
  bool plural;
};
constexpr std::array<std::array<TeamName, 6>, kServingDepartments> kTeams = {{
    {{{"service department", false},
      {"service team", false},
      {"technicians", true},
      {"engineers", true},
      {"field crew", false},
      {"repair team", false}}},
    {{{"dispatch team", false},
      {"dispatch desk", false},
      {"dispatchers", true},
      {"planning department", false},
      {"bookings team", false},
      {"night desk", false}}},
    {{{"parts desk", false},
      {"parts department", false},
      {"spares team", false},
      {"people at the parts counter", true},
      {"parts counter", false},
      {"parts people", true}}},
    {{{"accounts department", false},
      {"accounts team", false},
      {"billing team", false},
      {"ladies in accounts", true},
      {"finance team", false},
      {"accounts people", true}}},
    {{{"helpdesk", false},
      {"support team", false},
      {"software support team", false},
      {"helpdesk people", true},
      {"support staff", true},
      {"hotline team", false}}},
    {{{"warehouse team", false},
      {"warehouse staff", true},
      {"warehouse lads", true},
      {"stores team", false},
      {"warehouse", false},
      {"loading crew", false}}},
    {{{"drivers", true},
      {"delivery team", false},
      {"delivery crew", false},
      {"delivery guys", true},
      {"transport department", false},
      {"van crew", false}}},
    {{{"sales team", false},
      {"sales department", false},
      {"sales engineers", true},
      {"sales people", true},
      {"account team", false},
      {"sales office", false}}},
}};

constexpr std::array<std::string_view, kServingDepartments> kPlacedIn = {
    "service",      "dispatch",      "the parts desk", "accounts",
    "the helpdesk", "the warehouse", "transport",      "sales"};

// One of a list separated by |; empty for an empty list.
std::string_view pick_from(std::string_view list, base::Random& random) {
  if (list.empty()) return {};
  std::size_t parts = 1;
  for (const char c : list) parts += c == '|' ? 1 : 0;
  for (std::uint64_t skip = random.below(parts); skip > 0; --skip)
    list.remove_prefix(list.find('|') + 1);
  return list.substr(0, list.find('|'));
}

// One slip of the keyboard inside an ASCII word: a letter swapped, dropped or doubled.
std::string slip(std::string_view word, base::Random& random) {
  std::string out(word);
  if (word.size() < 5) return out;
  const auto at = 1 + static_cast<std::size_t>(random.below(word.size() - 3));
  const auto letter = [&](std::size_t i) { return out[i] >= 'a' && out[i] <= 'z'; };
  if (!letter(at) || !letter(at + 1)) return out;
  switch (random.below(3)) {
    case 0:
      if (out[at] != out[at + 1]) {
        std::swap(out[at], out[at + 1]);
        break;
      }
      [[fallthrough]];
    case 1:
      out.erase(at, 1);
      break;
    default:
      out.insert(at, 1, out[at]);
  }
  return out;
}

std::string marked(std::string_view text, int index) {
  std::string words(1, static_cast<char>(kMentionMark + index));
  words += text;
  words += kMentionEnd;
  return words;
}

// The first character of UTF-8 text.
std::string_view initial(std::string_view text) {
  std::size_t end = 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return text.substr(0, end);
}

std::string joined(std::string_view a, std::string_view between, std::string_view b) {
  std::string out(a);
  out += between;
  out += b;
  return out;
}

std::string misspelt(const Employee& employee, std::string_view call, base::Random& random) {
  const auto first = pick_from(employee.first->misheard, random);
  const auto last = pick_from(employee.last_misheard, random);
  const double which = random.uniform();
  if (which < 0.5 && !first.empty()) return std::string(first);
  if (which < 0.75 && !last.empty()) return joined(employee.first->name, " ", last);
  if (which < 0.85) return joined(call, " ", slip(employee.last, random));
  return slip(employee.first->name, random);
}

}  // namespace

std::string_view name(TargetKind kind) {
  constexpr std::string_view kNames[] = {"person", "role", "team"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view name(NameForm form) {
  constexpr std::string_view kNames[] = {"first",   "full",   "nickname", "misspelt", "titled",
                                         "initial", "placed", "unlisted", "none"};
  return kNames[static_cast<std::size_t>(form)];
}

Mention mention_employee(const Company& company, int employee, int index, base::Random& random) {
  const Employee& who = company.employees()[static_cast<std::size_t>(employee)];
  Mention mention;
  mention.employee = employee;
  mention.department = who.department;
  mention.pronoun = who.first->gender == Gender::kHe ? kHe : kShe;
  const std::string_view call =
      !who.preferred.empty() && random.chance(0.7) ? who.preferred : who.first->name;
  const double u = random.uniform();
  std::string text(call);
  std::string_view place;
  if (u < 0.40) {
    mention.form = call == who.first->name ? NameForm::kFirst : NameForm::kNickname;
  } else if (u < 0.60) {
    mention.form = NameForm::kFull;
    text = joined(call, " ", who.last);
  } else if (u < 0.69 && !who.first->nicknames.empty()) {
    mention.form = NameForm::kNickname;
    text = pick_from(who.first->nicknames, random);
  } else if (u < 0.79) {
    mention.form = NameForm::kMisspelt;
    text = misspelt(who, call, random);
  } else if (u < 0.86) {
    mention.form = NameForm::kTitled;
    const std::string_view title = mention.pronoun == kHe ? (random.chance(0.5) ? "Mr " : "Mr. ")
                                   : random.chance(0.5)   ? "Ms "
                                                          : "Mrs ";
    text = joined(title, "", who.last);
  } else if (u < 0.91) {
    mention.form = NameForm::kInitial;
    text = random.chance(0.5) ? joined(initial(who.first->name), ". ", who.last)
                              : joined(call, " ", initial(who.last));
  } else if (who.department != Department::kManagement) {
    mention.form = NameForm::kPlaced;
    place = random.chance(0.6) || who.branch < 0
                ? kPlacedIn[static_cast<std::size_t>(who.department)]
                : company.branches()[static_cast<std::size_t>(who.branch)].name;
  } else {
    mention.form = NameForm::kFirst;
  }
  mention.words = marked(text, index);
  if (!place.empty()) {
    mention.words += random.chance(0.5) ? " from " : " in ";
    mention.words += place;
  }
  return mention;
}

Mention mention_stranger(const Company& company, int index, base::Random& random) {
  const FirstName& first = *random.pick(company.strangers());
  Mention mention;
  mention.form = NameForm::kUnlisted;
  mention.pronoun = first.gender == Gender::kHe ? kHe : kShe;
  mention.department = static_cast<Department>(random.below(kServingDepartments));
  mention.words =
      marked(random.chance(0.5) ? std::string(first.name)
                                : joined(first.name, " ", random.pick(last_names()).name),
             index);
  return mention;
}

Mention mention_role(Department department, int index, base::Random& random) {
  const RoleName& role = random.pick(kRoles[static_cast<std::size_t>(department)]);
  Mention mention;
  mention.kind = TargetKind::kRole;
  mention.department = department;
  mention.pronoun = role.pronoun;
  mention.words = (random.chance(0.6) ? "the " : "your ") + marked(role.noun, index);
  return mention;
}

Mention mention_team(Department department, int index, base::Random& random) {
  const TeamName& team = random.pick(kTeams[static_cast<std::size_t>(department)]);
  Mention mention;
  mention.kind = TargetKind::kTeam;
  mention.department = department;
  mention.plural = team.plural;
  mention.words = (random.chance(0.5) ? "the " : "your ") + marked(team.noun, index);
  return mention;
}

}  // namespace laurel::sample
