// Two organizations and people in them, for the tests of people and access, on both engines.
#pragma once

#include <future>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/access.h"
#include "store/test_database.h"

namespace laurel::app {

using store::Engine;  // for ON_BOTH_ENGINES
using store::engine_name;

// Behaviour doesn't depend on what hashing costs.
inline constexpr HashingOptions kCheapHashing = {
    .threads = 1, .waiting = 8, .memory = 8192, .passes = 1};
inline constexpr const char* kPassword = "vivid otter lamp";

class AccessTest : public ::testing::TestWithParam<store::Engine> {
 protected:
  AccessTest() : place_(GetParam()) {}

  void SetUp() override {
    database_ = VALUE(store::Database::open(place_.url(), store::SchemaPolicy::kCreateIfEmpty));
    auto tx = VALUE(database_->begin_write());
    EXPECT_OK(store::create_organization(tx, acme_));
    EXPECT_OK(store::create_organization(tx, zeta_));
    for (const char* code : {"maria", "bob"}) {
      model::Employee employee;
      employee.code = employee.first_name = code;
      EXPECT_OK(store::save_employees(tx, acme_.id, {&employee, 1}));
      roster_[code] = employee.id;
    }
    EXPECT_OK(tx.commit());
    start();
  }

  AccessOptions options() const {
    AccessOptions options;
    options.hashing = kCheapHashing;
    options.background = false;
    return options;
  }
  void start() { start(options()); }
  void start(const AccessOptions& options) {
    access_ = nullptr;
    access_ = std::make_unique<Access>(*database_, clock_, options);
  }
  // Another process on the same database.
  std::unique_ptr<Access> another() {
    if (other_database_ == nullptr) {
      other_database_ =
          VALUE(store::Database::open(place_.url(), store::SchemaPolicy::kRequireCurrent));
    }
    return std::make_unique<Access>(*other_database_, clock_, options());
  }

  // Calls a member that answers by callback, and waits.
  template <typename Call>
  static base::Result<NewSession> answer_of(const Call& call) {
    std::promise<base::Result<NewSession>> answer;
    call([&](base::Result<NewSession> result) { answer.set_value(std::move(result)); });
    return answer.get_future().get();
  }
  base::Result<NewSession> sign_in(const std::string& address, const std::string& password,
                                   const Client& client = {"192.0.2.1", "Firefox", {}}) {
    return sign_in(*access_, address, password, client);
  }
  static base::Result<NewSession> sign_in(Access& access, const std::string& address,
                                          const std::string& password,
                                          const Client& client = {"192.0.2.1", "Firefox", {}}) {
    return answer_of([&](SessionCallback done) {
      access.sign_in(address, base::Secret(password), client, std::move(done));
    });
  }
  base::Result<NewSession> use_link(const base::Secret& link, const std::string& password,
                                    const Client& client = {"192.0.2.1", "Firefox", {}}) {
    return answer_of([&](SessionCallback done) {
      access_->use_link(link.reveal(), base::Secret(password), client, std::move(done));
    });
  }

  // A member who has accepted and signs in with kPassword. Invited by a command.
  NewSession join(const model::Organization& organization, const std::string& address,
                  model::Role role, const std::string& employee = {}) {
    const Invited invited =
        VALUE(access_->invite(command_caller(organization), {address, "", role, employee, ""}));
    auto tx = VALUE(database_->begin_read());
    const bool known = !VALUE(store::find_login(tx, invited.user))->password.empty();
    const Client elsewhere{"198.18.0." + std::to_string(++joined_), "Firefox", {}};
    if (!known) return VALUE(use_link(*invited.secret, kPassword, elsewhere));
    NewSession session = VALUE(sign_in(address, kPassword));
    EXPECT_OK(access_->accept_invitation(*session.who, invited.secret->reveal()));
    session.who = VALUE(access_->session(session.secret.reveal()));
    return session;
  }
  Caller caller(const model::Organization& organization, const NewSession& session) {
    const auto who = VALUE(access_->session(session.secret.reveal()));
    const Caller* found = who->in(organization.id);
    EXPECT_NE(found, nullptr);
    return found == nullptr ? Caller() : *found;
  }
  bool is_signed_in(const NewSession& session) { return is_signed_in(*access_, session); }
  static bool is_signed_in(Access& access, const NewSession& session) {
    return access.session(session.secret.reveal()).ok();
  }

  std::vector<std::string> trail(const model::Organization& organization) {
    EXPECT_OK(access_->settle());
    std::vector<std::string> lines;
    for (const auto& event :
         VALUE(access_->audit().page(command_caller(organization), {}, "", 100)).events) {
      lines.push_back(event.action + " by " + std::string(model::name(event.actor.kind)) + " " +
                      event.actor.name + (event.details.empty() ? "" : ": " + event.details));
    }
    return lines;
  }

  store::TestPlace place_;
  std::unique_ptr<store::Database> database_, other_database_;
  base::ManualClock clock_{*base::Timestamp::parse("2026-03-01T12:00:00Z")};
  const model::Organization acme_{{store::new_id()}, "acme", "Acme"};
  const model::Organization zeta_{{store::new_id()}, "zeta", "Zeta"};
  std::map<std::string, model::EmployeeId> roster_;
  const Client client_{"192.0.2.1", "Firefox", {}};
  std::unique_ptr<Access> access_;
  int joined_ = 0;
};

}  // namespace laurel::app
