// Places and collisions of names are planned, people and qualities drawn.
#include "sample/company.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"

namespace laurel::sample {
namespace {

constexpr std::uint64_t kPeoplePurpose = 1, kAccountPurpose = 2, kContactPurpose = 3;

// Origins in order: British, Spanish, Indian, Nordic, Polish, African, Arabic, East Asian,
// Southern.
constexpr std::array<Market, kMarkets> kMarketPlan = {{
    {"M1", "Britain", 0.34, 0.02, 0.10, 0.62, {40, 2, 10, 2, 10, 8, 5, 3, 6}, "Ltd"},
    {"M2", "North America", 0.28, 0.18, -0.10, 0.68, {30, 20, 8, 3, 4, 8, 4, 8, 5}, "Inc"},
    {"M3", "India", 0.22, 0.10, 0.25, 0.70, {2, 1, 60, 0, 0, 1, 6, 1, 1}, "Pvt Ltd"},
    {"M4", "Nordics", 0.16, -0.12, 0.00, 0.82, {3, 3, 3, 50, 8, 4, 7, 4, 4}, "AS"},
}};

struct BranchPlan {
  std::string_view name;
  int market;
  double weight;
  double effect;
};
constexpr BranchPlan kBranchPlan[kBranches] = {
    {"Harrowick", 0, 0.42, 0.00},      {"Stanmere Cross", 0, 0.35, 0.12},
    {"Pellbridge", 0, 0.23, -0.18},    {"Cedar Bluff Falls", 1, 0.45, 0.05},
    {"Port Allister", 1, 0.30, -0.15}, {"Fairmont Junction", 1, 0.25, 0.10},
    {"Navapuram", 2, 0.40, 0.08},      {"Kesharinagar", 2, 0.35, -0.05},
    {"Madhavgarh", 2, 0.25, -0.06},    {"Nordhavnsund", 3, 0.40, -0.04},
    {"Ostervik", 3, 0.35, 0.10},       {"Lindesholm", 3, 0.25, -0.10},
};

// Ten or eleven serve in each branch.
constexpr Department kTeamPlan[] = {
    Department::kService, Department::kDispatch,  Department::kParts,   Department::kService,
    Department::kService, Department::kHelpdesk,  Department::kDrivers, Department::kAccounts,
    Department::kSales,   Department::kWarehouse, Department::kService};

constexpr std::string_view kTitles[][2] = {{"Field technician", "Senior field technician"},
                                           {"Dispatcher", "Dispatch coordinator"},
                                           {"Parts adviser", "Parts counter lead"},
                                           {"Accounts clerk", "Credit controller"},
                                           {"Helpdesk agent", "Software support analyst"},
                                           {"Warehouse operative", "Warehouse lead"},
                                           {"Driver", "Delivery driver"},
                                           {"Sales engineer", "Account manager"}};

// Names that must collide: three Daves in one branch, two full names shared across branches, two
// pairs that differ by a letter.
struct PlannedName {
  int branch;
  int place;  // in the team plan
  std::string_view first, last;
};
constexpr PlannedName kPlannedNames[] = {
    {0, 0, "David", "Reid"},      {0, 3, "David", "Whitfield"},  {0, 2, "David", "Okafor"},
    {1, 2, "Maria", "Lopez"},     {7, 1, "Maria", "Almeida"},    {4, 1, "Maria", "Lopes"},
    {2, 0, "James", "Patel"},     {5, 0, "James", "Patel"},      {6, 0, "Priya", "Sharma"},
    {8, 1, "Priya", "Sharma"},    {1, 0, "Catherine", "Davies"}, {3, 1, "Catherine", "Davis"},
    {9, 0, "Lars", "Hansen"},     {10, 0, "Lars", "Hanson"},     {6, 3, "Rajesh", "Nair"},
    {6, 4, "Rajesh", "Kulkarni"}, {3, 3, "Robert", "Brooks"},    {3, 4, "Robert", "Delgado"},
};

std::string_view last_misheard(std::string_view last) {
  for (const LastName& one : last_names())
    if (one.name == last) return one.misheard;
  return {};
}

int pick_weighted(std::span<const std::uint8_t> weights, base::Random& random) {
  std::uint64_t total = 0;
  for (const auto w : weights) total += w;
  std::uint64_t at = random.below(total);
  int i = 0;
  while (at >= weights[static_cast<std::size_t>(i)]) at -= weights[static_cast<std::size_t>(i++)];
  return i;
}

template <typename Name>
const Name& pick_of(std::span<const Name> names, Origin origin, base::Random& random) {
  const auto from =
      std::find_if(names.begin(), names.end(), [&](const Name& n) { return n.origin == origin; });
  const auto to =
      std::find_if(from, names.end(), [&](const Name& n) { return n.origin != origin; });
  CHECK(from != to);
  return *(from + static_cast<std::ptrdiff_t>(random.below(static_cast<std::uint64_t>(to - from))));
}

std::string_view first_of(std::string_view list) { return list.substr(0, list.find('|')); }

}  // namespace

std::uint64_t mix(std::uint64_t seed, std::uint64_t purpose, std::uint64_t number) {
  std::uint64_t z = seed * 0x9e3779b97f4a7c15ULL + purpose * 0xd1342543de82ef95ULL + number;
  z = (z ^ (z >> 32)) * 0xd6e8feb86659fd93ULL;
  z = (z ^ (z >> 32)) * 0xd6e8feb86659fd93ULL;
  return z ^ (z >> 32);
}

std::string ascii_of(std::string_view text) {
  constexpr std::pair<std::string_view, char> kPlain[] = {
      {"ø", 'o'}, {"ö", 'o'}, {"å", 'a'}, {"Å", 'a'}, {"á", 'a'}, {"ã", 'a'},
      {"é", 'e'}, {"í", 'i'}, {"Í", 'i'}, {"ñ", 'n'}, {"ş", 's'}, {"ó", 'o'}};
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= 'A' && c <= 'Z') {
      plain += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') {
      plain += c;
    } else if (c == ' ') {
      plain += '-';
    } else {
      for (const auto& [letter, base_letter] : kPlain)
        if (text.substr(i, letter.size()) == letter) plain += base_letter;
    }
  }
  return plain;
}

std::string_view name(Department department) {
  constexpr std::string_view kNames[] = {"Service",   "Dispatch", "Parts desk",
                                         "Accounts",  "Helpdesk", "Warehouse",
                                         "Transport", "Sales",    "Management"};
  return kNames[static_cast<std::size_t>(department)];
}

std::string_view name(Merit merit) {
  constexpr std::string_view kNames[] = {"steady", "star", "unsung", "struggling"};
  return kNames[static_cast<std::size_t>(merit)];
}

Company::Company(std::uint64_t seed) : seed_(seed), markets_(kMarketPlan) {
  base::Random random(mix(seed, kPeoplePurpose, 0));
  for (const BranchPlan& plan : kBranchPlan) {
    branches_.push_back({fmt::format("B{:02}", branches_.size() + 1),
                         plan.name,
                         plan.market,
                         plan.weight,
                         plan.effect,
                         {}});
  }
  add_employee(-1, -1, Department::kManagement, -1, random);
  for (int m = 0; m < kMarkets; ++m) add_employee(-1, m, Department::kManagement, 0, random);
  for (int b = 0; b < kBranches; ++b) {
    const int market = kBranchPlan[b].market;
    const int manager = static_cast<int>(employees_.size());
    add_employee(b, market, Department::kManagement, 1 + market, random);
    const int team = b % 4 == 0 ? 11 : 10;  // 123 in all
    for (int i = 0; i < team; ++i) {
      branches_[static_cast<std::size_t>(b)].staff.push_back(static_cast<int>(employees_.size()));
      add_employee(b, market, kTeamPlan[i], manager, random);
    }
  }
  CHECK(employees_.size() == kEmployees);

  // Merits: one kind after another over people shuffled, leaving most steady.
  std::vector<int> serving;
  for (const Branch& branch : branches_)
    serving.insert(serving.end(), branch.staff.begin(), branch.staff.end());
  random.shuffle(serving);
  for (std::size_t i = 0; i < serving.size(); ++i) {
    Employee& employee = employees_[static_cast<std::size_t>(serving[i])];
    employee.quality = 0.30 * random.normal();
    employee.mention = 0.25 * random.normal();
    if (i < 8) {
      employee.merit = Merit::kStar;
      employee.quality = 0.9;
      employee.mention = 0.6;
    } else if (i < 14) {
      employee.merit = Merit::kUnsung;
      employee.quality = 0.9;
      employee.mention = -1.8;
    } else if (i < 20) {
      employee.merit = Merit::kStruggling;
      employee.quality = -0.9;
    }
  }
  for (const FirstName& first : first_names()) {
    const bool used = std::any_of(employees_.begin(), employees_.end(),
                                  [&](const Employee& e) { return e.first == &first; });
    if (!used) strangers_.push_back(&first);
  }
  CHECK(!strangers_.empty());
}

void Company::add_employee(int branch, int market, Department department, int manager,
                           base::Random& random) {
  Employee employee;
  employee.id = fmt::format("E{:03}", employees_.size() + 1);
  employee.branch = branch;
  employee.market = market;
  employee.manager = manager;
  employee.department = department;
  if (department == Department::kManagement) {
    employee.title = market < 0   ? "Managing director"
                     : branch < 0 ? "Regional director"
                                  : "Branch manager";
  } else {
    employee.title = kTitles[static_cast<std::size_t>(department)][random.chance(0.3) ? 1 : 0];
  }
  name_employee(employee, random);
  employee.start = {kFirstDay.days - static_cast<std::int32_t>(60 + random.below(4000))};
  // The first three of a team stay throughout, so that somebody is always there.
  const auto place = branch < 0 ? 0 : branches_[static_cast<std::size_t>(branch)].staff.size();
  if (department != Department::kManagement && place > 3) {
    const double fate = random.uniform();
    if (fate < 0.16) {
      employee.start = {kFirstDay.days + static_cast<std::int32_t>(30 + random.below(600))};
    } else if (fate < 0.34) {
      employee.left = true;
      employee.end = {kFirstDay.days + static_cast<std::int32_t>(60 + random.below(600))};
    }
  }
  employees_.push_back(std::move(employee));
}

void Company::name_employee(Employee& employee, base::Random& random) {
  const std::size_t place =
      employee.branch < 0 ? 0 : branches_[static_cast<std::size_t>(employee.branch)].staff.size();
  const PlannedName* planned = nullptr;
  if (employee.department != Department::kManagement) {
    for (const PlannedName& one : kPlannedNames) {
      if (one.branch == employee.branch && one.place + 1 == static_cast<int>(place)) planned = &one;
    }
  }
  const Market& market = markets_[static_cast<std::size_t>(std::max(employee.market, 0))];
  const auto origin = static_cast<Origin>(pick_weighted(market.origins, random));
  employee.first = &pick_of(first_names(), origin, random);
  const auto last_origin =
      random.chance(0.85) ? origin : static_cast<Origin>(pick_weighted(market.origins, random));
  employee.last = pick_of(last_names(), last_origin, random).name;
  if (planned != nullptr) {
    employee.first = &*std::find_if(first_names().begin(), first_names().end(),
                                    [&](const FirstName& f) { return f.name == planned->first; });
    employee.last = planned->last;
  }
  employee.last_misheard = last_misheard(employee.last);
  if (random.chance(0.35)) employee.preferred = first_of(employee.first->nicknames);
  if (random.chance(0.45)) employee.aliases = employee.first->nicknames;

  const std::string local =
      fmt::format("{}.{}", ascii_of(employee.first->name), ascii_of(employee.last));
  int taken = 0;
  for (const Employee& other : employees_)
    if (other.email.starts_with(local + ".") || other.email.starts_with(local + "@")) ++taken;
  employee.email = taken == 0 ? fmt::format("{}@{}", local, kCompanyDomain)
                              : fmt::format("{}.{}@{}", local, taken + 1, kCompanyDomain);
}

Account Company::account(std::uint32_t number) const {
  base::Random random(mix(seed_, kAccountPurpose, number));
  Account account;
  account.number = number;
  account.branch = static_cast<int>(number % kBranches);
  account.effect = 0.40 * random.normal();
  account.price_effect = 0.50 * random.normal();
  account.contacts = 1 + static_cast<int>(random.below(4));
  account.word = random.pick(account_words());
  account.trade = random.pick(account_trades());
  return account;
}

Contact Company::contact(const Account& account, int which) const {
  base::Random random(
      mix(seed_, kContactPurpose, account.number * 8ULL + static_cast<std::uint64_t>(which)));
  const Branch& branch = branches_[static_cast<std::size_t>(account.branch)];
  const auto& origins = markets_[static_cast<std::size_t>(branch.market)].origins;
  const auto origin = static_cast<Origin>(pick_weighted(origins, random));
  Contact contact;
  contact.first = &pick_of(first_names(), origin, random);
  contact.last = pick_of(last_names(), origin, random).name;
  return contact;
}

int Company::someone_at(int branch, base::Date day, base::Random& random) const {
  const auto& staff = branches_[static_cast<std::size_t>(branch)].staff;
  for (;;) {  // ends: the first three of every team are there throughout
    const int who = random.pick(staff);
    if (employees_[static_cast<std::size_t>(who)].employed(day)) return who;
  }
}

}  // namespace laurel::sample
