// The audit trail comes back newest first, filtered, page by page, on both engines.
#include "store/audit.h"

#include "store/test_database.h"

namespace laurel::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Audit : public StoreTest {
 protected:
  model::AuditEvent add(std::int64_t second, const base::Uuid& actor, const std::string& action,
                        const std::string& subject, const std::string& id) {
    model::AuditEvent event;
    event.id = {new_id()};
    event.at = {1'772'366'400'000'000 + second * 1'000'000};
    event.actor = {actor.is_nil() ? model::Actor::Kind::kCommand : model::Actor::Kind::kUser, actor,
                   "ann@example.org"};
    event.action = action;
    event.subject = subject;
    event.subject_id = id;
    event.details = "owner → leader";
    write([&](Transaction& tx) { EXPECT_OK(append_audit(tx, organization_, {&event, 1})); });
    return event;
  }
  std::vector<std::string> actions(const AuditFilter& filter,
                                   std::optional<model::AuditEventId> cursor = {},
                                   std::int32_t limit = 100) {
    return read([&](Transaction& tx) {
      std::vector<std::string> found;
      for (const auto& event : VALUE(list_audit(tx, organization_, filter, cursor, limit)))
        found.push_back(event.action + " " + event.subject_id);
      return found;
    });
  }
};

TEST_P(Audit, ComesBackAsAppended) {
  const model::AuditEvent event = add(1, new_id(), "member.changed", "member", "m1");
  const model::AuditEvent command = add(2, {}, "member.invited", "member", "m2");
  read([&](Transaction& tx) {
    EXPECT_THAT(VALUE(list_audit(tx, organization_, {}, {}, 10)), ElementsAre(command, event));
    EXPECT_THAT(VALUE(list_audit(tx, model::OrganizationId{new_id()}, {}, {}, 10)), IsEmpty());
  });
}

TEST_P(Audit, IsPagedFromNewToOld) {
  std::vector<model::AuditEvent> events;
  for (int i = 0; i < 5; ++i) events.push_back(add(i, {}, "a", "s", std::to_string(i)));
  EXPECT_THAT(actions({}, {}, 2), ElementsAre("a 4", "a 3"));
  EXPECT_THAT(actions({}, events[3].id, 2), ElementsAre("a 2", "a 1"));
  EXPECT_THAT(actions({}, events[1].id, 2), ElementsAre("a 0"));
  EXPECT_THAT(actions({}, events[0].id, 2), IsEmpty());
}

TEST_P(Audit, IsPagedFromOldToNew) {
  std::vector<model::AuditEvent> events;
  for (int i = 0; i < 3; ++i) events.push_back(add(i, {}, "a", "s", std::to_string(i)));
  read([&](Transaction& tx) {
    const auto ids = [&](std::optional<model::AuditEventId> cursor, const AuditFilter& filter) {
      std::vector<std::string> found;
      for (const auto& event :
           VALUE(list_audit(tx, organization_, filter, cursor, 2, ListOrder::kOldestFirst)))
        found.push_back(event.subject_id);
      return found;
    };
    EXPECT_THAT(ids({}, {}), ElementsAre("0", "1"));
    EXPECT_THAT(ids(events[1].id, {}), ElementsAre("2"));
    EXPECT_THAT(ids(events[0].id, {.subject = "s"}), ElementsAre("1", "2"));
    return 0;
  });
}

TEST_P(Audit, IsFilteredByTimeActorActionAndSubject) {
  const base::Uuid ann = new_id(), bob = new_id();
  add(1, ann, "member.invited", "member", "m1");
  add(2, bob, "member.changed", "member", "m2");
  const auto third = add(3, ann, "response.seen", "response", "r1");
  add(4, ann, "membership", "other", "m1");
  EXPECT_THAT(actions({.from = third.at}), ElementsAre("membership m1", "response.seen r1"));
  EXPECT_THAT(actions({.before = third.at}), ElementsAre("member.changed m2", "member.invited m1"));
  EXPECT_THAT(actions({.actor = bob}), ElementsAre("member.changed m2"));
  EXPECT_THAT(actions({.actor = ann, .action = "member."}), ElementsAre("member.invited m1"));
  EXPECT_THAT(actions({.action = "member."}),
              ElementsAre("member.changed m2", "member.invited m1"));
  EXPECT_THAT(actions({.action = "member.changed"}), ElementsAre("member.changed m2"));
  EXPECT_THAT(actions({.action = "member"}), IsEmpty());
  EXPECT_THAT(actions({.subject = "member"}),
              ElementsAre("member.changed m2", "member.invited m1"));
  EXPECT_THAT(actions({.subject = "member", .subject_id = "m1"}), ElementsAre("member.invited m1"));
  EXPECT_THAT(actions({.actor = ann, .subject = "response"}), ElementsAre("response.seen r1"));
  EXPECT_THAT(actions({.actor = bob, .subject = "response"}), IsEmpty());
}

TEST_P(Audit, KeepsWordsOfEveryKindAsTheyAre) {
  const std::string words = "'; DROP TABLE audit_event; -- \t\n <b>größer</b> %s";
  add(1, {}, "a", "s", words);
  EXPECT_THAT(actions({.subject = "s", .subject_id = words}), ElementsAre("a " + words));
}

ON_BOTH_ENGINES(Audit);

}  // namespace
}  // namespace laurel::store
