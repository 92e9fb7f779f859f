#include "app/audit_trail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/access_testing.h"

namespace laurel::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Trail : public AccessTest {
 protected:
  std::vector<std::string> subjects(const store::AuditFilter& filter = {}) {
    std::vector<std::string> found;
    for (const auto& event : VALUE(audit_().page(by_, filter, "", 500)).events)
      found.push_back(event.subject_id);
    return found;
  }
  AuditTrail& audit_() { return access_->audit(); }
  const Caller by_ = command_caller(acme_);
};

TEST_P(Trail, KeepsWhatHappenedExactlyWhenItHappened) {
  {
    auto tx = VALUE(database_->begin_write());
    EXPECT_OK(audit_().append(tx, by_, {"response.decided", "response", "undone"}));
  }  // rolled back
  {
    auto tx = VALUE(database_->begin_write());
    EXPECT_OK(audit_().append(tx, by_, {"response.decided", "response", "done"}));
    EXPECT_OK(tx.commit());
  }
  EXPECT_THAT(subjects(), ElementsAre("done"));
}

TEST_P(Trail, KeepsWhatWasSeenWithTheNextFlush) {
  audit_().note(by_, {"response.seen", "response", "r1"});
  audit_().note(command_caller(zeta_), {"response.seen", "response", "of Zeta"});
  EXPECT_THAT(subjects(), IsEmpty());
  EXPECT_OK(audit_().flush());
  EXPECT_THAT(subjects(), ElementsAre("r1"));
  EXPECT_OK(audit_().flush());
  EXPECT_THAT(subjects(), SizeIs(1));
}

TEST_P(Trail, KeepsWhatWasSeenWhenTheProgramEnds) {
  audit_().note(by_, {"response.seen", "response", "r1"});
  start();
  EXPECT_THAT(subjects(), ElementsAre("r1"));
}

TEST_P(Trail, LosesNothingWhileTheDatabaseCantBeWritten) {
  audit_().note(by_, {"response.seen", "response", "r1"});
  // An organization that isn't there yet can't be written; others aren't held up by it.
  const model::Organization late{{store::new_id()}, "late", "Late"};
  audit_().note(command_caller(late), {"response.seen", "response", "r2"});
  EXPECT_FALSE(audit_().flush().ok());
  EXPECT_THAT(subjects(), ElementsAre("r1"));
  EXPECT_FALSE(audit_().flush().ok());
  auto tx = VALUE(database_->begin_write());
  EXPECT_OK(store::create_organization(tx, late));
  EXPECT_OK(tx.commit());
  EXPECT_OK(audit_().flush());
  const auto events = VALUE(audit_().page(command_caller(late), {}, "", 10)).events;
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].subject_id, "r2");
}

TEST_P(Trail, SaysHowMuchItHadToDrop) {
  AuditTrail small(*database_, clock_, 100);
  for (int i = 0; i < 101; ++i) small.note(by_, {"response.seen", "response", std::to_string(i)});
  EXPECT_OK(small.flush());
  store::AuditFilter dropped;
  dropped.action = "audit.dropped";
  const auto events = VALUE(audit_().page(by_, dropped, "", 10)).events;
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_THAT(events[0].details, HasSubstr("10 events"));
  EXPECT_EQ(subjects().size(), 92U);
}

TEST_P(Trail, IsSeenPageByPage) {
  for (int i = 0; i < 5; ++i) audit_().note(by_, {"a.b", "c", std::to_string(i)});
  EXPECT_OK(audit_().flush());
  std::vector<std::string> seen;
  std::string cursor;
  int pages = 0;
  do {
    const auto page = VALUE(audit_().page(by_, {}, cursor, 2));
    for (const auto& event : page.events) seen.push_back(event.subject_id);
    cursor = page.next;
    ++pages;
  } while (!cursor.empty());
  EXPECT_THAT(seen, ElementsAre("4", "3", "2", "1", "0"));
  EXPECT_EQ(pages, 3);
}

TEST_P(Trail, IsForWhoMaySeeIt) {
  const NewSession ann = join(acme_, "ann@example.org", model::Role::kOwner);
  const NewSession lead = join(acme_, "lead@example.org", model::Role::kProgrammeLead);
  EXPECT_TRUE(audit_().page(caller(acme_, ann), {}, "", 10).ok());
  const auto refused = audit_().page(caller(acme_, lead), {}, "", 10);
  EXPECT_EQ(refused.error().code, base::ErrorCode::kForbidden);
  EXPECT_EQ(refused.error().message,
            "You may not see the audit trail at Acme. Ask one of its owners.");
}

TEST_P(Trail, RefusesPagesItCantGive) {
  for (const std::int32_t limit : {0, -1, 501})
    EXPECT_FALSE(audit_().page(by_, {}, "", limit).ok()) << limit;
  EXPECT_FALSE(audit_().page(by_, {}, "not a cursor", 10).ok());
  store::AuditFilter filter;
  filter.subject_id = "r1";
  EXPECT_FALSE(audit_().page(by_, filter, "", 10).ok());
}

ON_BOTH_ENGINES(Trail);

}  // namespace
}  // namespace laurel::app
