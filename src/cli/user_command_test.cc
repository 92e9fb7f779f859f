// The user and token commands as typed: what they print, keep to themselves and refuse.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "app/access.h"
#include "cli/command_testing.h"
#include "store/organizations.h"

namespace laurel::cli {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;

constexpr const char* kPassword = "vivid otter lamp";

class UserCommand : public CommandTest {
 protected:
  // With something on standard input.
  int laurel_reading(const std::string& input, std::vector<std::string> words) {
    words.insert(words.begin(), "laurel");
    words.insert(words.end(), {"--database", (folder_ / "laurel.db").string()});
    MemoryTerminal reading(input);
    const int code = run(words, reading, clock_);
    terminal_.written = reading.written;
    terminal_.said = reading.said;
    return code;
  }
  // Whether the server would let somebody in.
  bool can_sign_in(const std::string& address, const std::string& password) {
    const auto database = *store::Database::open((folder_ / "laurel.db").string(),
                                                 store::SchemaPolicy::kRequireCurrent);
    app::AccessOptions options;
    options.background = false;
    bool in = false;
    {
      app::Access access(*database, clock_, options);
      access.sign_in(address, base::Secret(password), {"192.0.2.1", "", {}},
                     [&](const base::Result<app::NewSession>& session) { in = session.ok(); });
    }  // waits for the answer
    return in;
  }
  std::string word() const {  // what was printed, without the line's end
    return terminal_.written.substr(0, terminal_.written.find('\n'));
  }
};

TEST_F(UserCommand, MakesTheFirstOwnerOfANewDatabase) {
  EXPECT_EQ(laurel({"user", "list"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("laurel user add"));
  EXPECT_EQ(laurel({"user", "add", "Ann@example.org", "--organization", "Acme"}), 0);
  EXPECT_THAT(word(), MatchesRegex("/link/[A-Za-z0-9_-]+"));
  EXPECT_THAT(terminal_.said, HasSubstr("as owner, once, until 2026-03-08"));
  EXPECT_THAT(terminal_.said, HasSubstr("--url"));
  EXPECT_EQ(laurel({"user", "list"}), 0);
  EXPECT_THAT(terminal_.written, ContainsRegex("ann@example.org +owner +\\(invited\\)"));
}

TEST_F(UserCommand, SetsAPasswordFromStandardInput) {
  EXPECT_EQ(laurel_reading("vivid otter lamp\r\n",
                           {"user", "add", "ann@example.org", "--name", "Ann", "--password-stdin"}),
            0);
  EXPECT_THAT(terminal_.written, IsEmpty());
  EXPECT_THAT(terminal_.said, Not(HasSubstr(kPassword)));
  EXPECT_TRUE(can_sign_in("ann@example.org", kPassword));
  EXPECT_EQ(laurel({"user", "list"}), 0);
  EXPECT_THAT(terminal_.written, ContainsRegex("ann@example.org +owner +Ann\n"));
  EXPECT_EQ(laurel_reading("quiet harbour stone",
                           {"user", "password", "ann@example.org", "--password-stdin"}),
            0);
  EXPECT_FALSE(can_sign_in("ann@example.org", kPassword));
  EXPECT_TRUE(can_sign_in("ann@example.org", "quiet harbour stone"));
}

TEST_F(UserCommand, RefusesPasswordsThatAreNoneOrBad) {
  const std::vector<std::string> add = {"user", "add", "ann@example.org", "--password-stdin"};
  EXPECT_EQ(laurel_reading("", add), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("no password on standard input"));
  EXPECT_EQ(laurel_reading(std::string(5000, 'x'), add), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("too long"));
  EXPECT_EQ(laurel_reading("hunter2", add), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("too short"));
  EXPECT_THAT(terminal_.said, Not(HasSubstr("hunter2")));
}

TEST_F(UserCommand, WritesLinksWithTheAddressOfTheServer) {
  EXPECT_EQ(laurel({"user", "add", "ann@example.org", "--url", "https://laurel.example.org/"}), 0);
  EXPECT_THAT(word(), MatchesRegex("https://laurel.example.org/link/[A-Za-z0-9_-]+"));
  EXPECT_EQ(laurel({"user", "password", "ann@example.org", "--url", "https://x.example"}), 0);
  EXPECT_THAT(word(), MatchesRegex("https://x.example/link/[A-Za-z0-9_-]+"));
  EXPECT_THAT(terminal_.said, HasSubstr("sets a new password"));
}

TEST_F(UserCommand, ChangesAndRemovesMembers) {
  EXPECT_EQ(laurel_reading(kPassword, {"user", "add", "ann@example.org", "--password-stdin"}), 0);
  EXPECT_EQ(laurel({"user", "add", "bob@example.org"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("--role"));
  EXPECT_EQ(laurel({"user", "add", "bob@example.org", "--role", "boss"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("There is no role \"boss\""));
  EXPECT_EQ(laurel({"user", "add", "bob@example.org", "--role", "interviewer"}), 0);
  EXPECT_EQ(laurel({"user", "change", "bob@example.org", "--role", "programme-lead"}), 0);
  EXPECT_EQ(laurel({"user", "list"}), 0);
  EXPECT_THAT(terminal_.written, ContainsRegex("bob@example.org +programme-lead"));
  EXPECT_EQ(laurel({"user", "remove", "bob@example.org"}), 0);
  EXPECT_EQ(laurel({"user", "remove", "bob@example.org"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("not a member"));
  EXPECT_EQ(laurel({"user", "remove", "ann@example.org"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("last owner"));
}

TEST_F(UserCommand, SaysWhatItTakes) {
  for (const std::vector<std::string>& wrong :
       std::vector<std::vector<std::string>>{{"user"},
                                             {"user", "dance"},
                                             {"user", "list", "all"},
                                             {"user", "add"},
                                             {"user", "add", "a@example.org", "b@example.org"},
                                             {"user", "add", "nonsense"}}) {
    EXPECT_EQ(laurel(wrong), 1);
    EXPECT_FALSE(terminal_.said.empty());
  }
  EXPECT_FALSE(std::filesystem::exists(folder_ / "laurel.db"));
}

TEST_F(UserCommand, MakesTokensThatWorkUntilTheyAreRevoked) {
  EXPECT_EQ(laurel({"user", "add", "ann@example.org"}), 0);
  EXPECT_EQ(laurel({"token", "create", "CRM", "--scope", "responses:write", "--scope",
                    "roster:read", "--expires", "2027-01-01"}),
            0);
  const std::string token = word();
  EXPECT_THAT(token, MatchesRegex("laurel_[A-Za-z0-9_-]+"));
  EXPECT_THAT(terminal_.said, Not(HasSubstr(token)));
  EXPECT_EQ(laurel({"token", "list"}), 0);
  EXPECT_THAT(terminal_.written, HasSubstr("responses:write,roster:read"));
  EXPECT_THAT(terminal_.written, HasSubstr("never used"));
  EXPECT_THAT(terminal_.written, Not(HasSubstr(token)));
  const std::string id = terminal_.written.substr(0, 36);
  EXPECT_EQ(laurel({"token", "revoke", id}), 0);
  EXPECT_EQ(laurel({"token", "revoke", id}), 1);
  EXPECT_EQ(laurel({"token", "list"}), 0);
  EXPECT_THAT(terminal_.written, HasSubstr("revoked 2026-03-01"));
}

TEST_F(UserCommand, RefusesTokensForNothingKnown) {
  EXPECT_EQ(laurel({"user", "add", "ann@example.org"}), 0);
  EXPECT_EQ(laurel({"token", "create", "CRM"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("scope"));
  EXPECT_EQ(laurel({"token", "create", "CRM", "--scope", "everything"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("There is no scope \"everything\""));
  EXPECT_EQ(laurel({"token", "create", "CRM", "--scope", "admin", "--expires", "2020-01-01"}), 1);
  EXPECT_EQ(laurel({"token", "revoke", "nonsense"}), 1);
  EXPECT_EQ(laurel({"token"}), 1);
  EXPECT_EQ(laurel({"token", "list"}), 0);
  EXPECT_THAT(terminal_.written, IsEmpty());
}

}  // namespace
}  // namespace laurel::cli
