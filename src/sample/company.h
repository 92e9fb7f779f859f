// The invented company: markets, branches, people who lead and serve, and customers' accounts.
//
//   Market ──< Branch ──< Employee (leader chain: branch manager, regional and managing director)
//                  └──< Account, made from its number whenever it is needed, so that ten million
//                       interviews need no more memory than ten
//
// Its parameters are the truth that reports are compared with. Immutable once made, thread-safe to
// read; the same seed gives the same company on every machine.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "sample/names.h"

namespace laurel::sample {

inline constexpr std::string_view kCompanyName = "Sample Field Service Co.";
inline constexpr std::string_view kCompanyDomain = "sample-field-service.example";
inline constexpr base::Date kFirstDay{19997};  // 2024-10-01
inline constexpr int kDays = 730;              // to 2026-09-30
inline constexpr int kMarkets = 4;
inline constexpr int kBranches = 12;
inline constexpr int kEmployees = 140;

enum class Department : std::uint8_t {
  kService,
  kDispatch,
  kParts,
  kAccounts,
  kHelpdesk,
  kWarehouse,
  kDrivers,
  kSales,
  kManagement,
};
inline constexpr int kServingDepartments = 8;
std::string_view name(Department department);  // "Service", "Parts desk"

struct Market {
  std::string_view unit_id;
  std::string_view name;
  double weight = 0;        // share of interviews
  double baseline = 0;      // of the latent satisfaction
  double drift = 0;         // change of the latent satisfaction over the two years
  double praise_slope = 0;  // how much good service makes the customer write praise
  std::array<std::uint8_t, kOriginCount> origins{};  // weights of employees' names
  std::string_view legal_form;
};

struct Branch {
  std::string unit_id;
  std::string_view name;
  int market = 0;
  double weight = 0;  // within its market
  double effect = 0;  // on the latent satisfaction
  std::vector<int> staff;
};

// What somebody is really like, which a fair report should find.
enum class Merit : std::uint8_t {
  kSteady,
  kStar,    // excellent, and customers say so
  kUnsung,  // as excellent, and customers hardly ever say so
  kStruggling,
};
std::string_view name(Merit merit);  // "steady", "star", "unsung", "struggling"

struct Employee {
  std::string id;
  const FirstName* first = nullptr;
  std::string_view last;
  std::string_view last_misheard;  // separated by |
  std::string_view preferred;      // what colleagues call them; may be empty
  std::string_view aliases;        // separated by |
  std::string email;
  int branch = -1;   // -1: regional and managing directors
  int market = -1;   // -1: managing director
  int manager = -1;  // -1: nobody above
  Department department = Department::kService;
  std::string_view title;
  base::Date start;
  base::Date end{};  // last day, if left
  bool left = false;
  Merit merit = Merit::kSteady;
  double quality = 0;  // adds to the quality of the service given
  double mention = 0;  // adds to the log odds that customers praise

  bool employed(base::Date day) const { return start <= day && (!left || day <= end); }
};

struct Account {
  std::uint32_t number = 0;
  int branch = 0;
  double effect = 0;        // on the latent satisfaction of all its interviews
  double price_effect = 0;  // on its view of prices alone
  int contacts = 1;
  std::string_view word, trade;
};

struct Contact {
  const FirstName* first = nullptr;
  std::string_view last;
};

class Company {
 public:
  explicit Company(std::uint64_t seed);

  std::uint64_t seed() const { return seed_; }
  std::span<const Market> markets() const { return markets_; }
  std::span<const Branch> branches() const { return branches_; }
  std::span<const Employee> employees() const { return employees_; }
  // First names that nobody in the company has.
  std::span<const FirstName* const> strangers() const { return strangers_; }

  // Account `number` belongs to branch number % kBranches.
  Account account(std::uint32_t number) const;
  // REQUIRES: 0 ≤ which < account.contacts.
  Contact contact(const Account& account, int which) const;
  // Somebody of the branch at work that day.
  int someone_at(int branch, base::Date day, base::Random& random) const;

 private:
  void add_employee(int branch, int market, Department department, int manager,
                    base::Random& random);
  void name_employee(Employee& employee, base::Random& random);

  std::uint64_t seed_;
  std::array<Market, kMarkets> markets_;
  std::vector<Branch> branches_;
  std::vector<Employee> employees_;
  std::vector<const FirstName*> strangers_;
};

// A seed for a purpose and a number, so that each interview and account has a sequence of its own.
std::uint64_t mix(std::uint64_t seed, std::uint64_t purpose, std::uint64_t number);

// "Søren" → "soren": for addresses.
std::string ascii_of(std::string_view name);

}  // namespace laurel::sample
