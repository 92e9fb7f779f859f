#include "store/inbox.h"

#include <thread>

#include "store/test_database.h"

namespace laurel::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Inbox : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    source_.id = {new_id()};
    source_.name = "form";
    source_.kind = "typeform";
    source_.mapping = {"nps=a\\b", "comment=c"};
    source_.created_at = now_;
    write([&](Transaction& tx) {
      EXPECT_OK(add_webhook_source(tx, organization_, source_, "the secret"));
    });
  }
  InboxItem item(const std::string& event) {
    InboxItem item;
    item.id = {new_id()};
    item.source = source_.id;
    item.event_id = event;
    item.body = std::string("{\0\xff}", 4);
    item.received_at = now_;
    return item;
  }
  bool receive_one(const InboxItem& item) {
    bool fresh = false;
    write([&](Transaction& tx) { fresh = VALUE(receive(tx, organization_, item)); });
    return fresh;
  }
  std::vector<std::string> claimed(base::Timestamp now, std::int64_t most = 10) {
    std::vector<std::string> events;
    write([&](Transaction& tx) {
      for (const InboxItem& item : VALUE(claim(tx, organization_, now, kLease, most)))
        events.push_back(item.event_id);
    });
    return events;
  }
  std::vector<std::string> listed(std::optional<InboxState> state) {
    return read([&](Transaction& tx) {
      std::vector<std::string> events;
      for (const InboxItem& item : VALUE(list_inbox(tx, organization_, state, {}, 10)))
        events.push_back(item.event_id);
      return events;
    });
  }
  base::Timestamp after(std::int64_t micros) const { return {now_.micros + micros}; }

  static constexpr std::int64_t kLease = 60'000'000;
  base::Timestamp now_ = *base::Timestamp::parse("2026-11-20T09:30:00Z");
  WebhookSource source_;
};

TEST_P(Inbox, KeepsWhatCameInOnce) {
  const InboxItem first = item("e1");
  EXPECT_TRUE(receive_one(first));
  EXPECT_FALSE(receive_one(item("e1")));
  const auto items =
      read([&](Transaction& tx) { return VALUE(list_inbox(tx, organization_, {}, {}, 10)); });
  ASSERT_THAT(items, SizeIs(1));
  EXPECT_EQ(items[0].id, first.id);
  EXPECT_EQ(items[0].body, first.body);
  EXPECT_EQ(items[0].received_at, now_);
  EXPECT_EQ(items[0].state, InboxState::kReceived);
}

TEST_P(Inbox, LeasesWhatIsDueToOneWorker) {
  for (const char* event : {"e1", "e2", "e3"}) receive_one(item(event));
  EXPECT_THAT(claimed(after(-1)), IsEmpty());
  EXPECT_THAT(claimed(now_, 2), ElementsAre("e1", "e2"));
  EXPECT_THAT(claimed(now_), ElementsAre("e3"));
  EXPECT_THAT(claimed(now_), IsEmpty());
  EXPECT_THAT(claimed(after(kLease)), ElementsAre("e1", "e2", "e3"));
}

TEST_P(Inbox, GivesTwoWorkersDifferentItems) {
  if (GetParam() == Engine::kSqlite) GTEST_SKIP() << "SQLite has one writer at a time.";
  receive_one(item("e1"));
  receive_one(item("e2"));
  const auto other = VALUE(Database::open(place_.url(), SchemaPolicy::kRequireCurrent));
  Transaction mine = VALUE(database_->begin_write());
  Transaction theirs = VALUE(other->begin_write());
  const auto first = VALUE(claim(mine, organization_, now_, kLease, 1));
  const auto second = VALUE(claim(theirs, organization_, now_, kLease, 10));
  ASSERT_THAT(first, SizeIs(1));
  ASSERT_THAT(second, SizeIs(1));
  EXPECT_NE(first[0].id, second[0].id);
}

TEST_P(Inbox, IsProcessedOnce) {
  const InboxItem one = item("e1");
  receive_one(one);
  EXPECT_THAT(claimed(now_), ElementsAre("e1"));
  write([&](Transaction& tx) { EXPECT_OK(mark_processed(tx, organization_, one.id)); });
  {
    Transaction tx = VALUE(database_->begin_write());
    EXPECT_EQ(mark_processed(tx, organization_, one.id).error().code, base::ErrorCode::kConflict);
    EXPECT_EQ(mark_failed(tx, organization_, one.id, "x", {}).error().code,
              base::ErrorCode::kConflict);
  }
  EXPECT_THAT(claimed(after(kLease)), IsEmpty());
  EXPECT_THAT(listed(InboxState::kProcessed), ElementsAre("e1"));
  // The event is still known.
  EXPECT_FALSE(receive_one(item("e1")));
}

TEST_P(Inbox, TriesAgainUntilItFailsAndWhenAsked) {
  const InboxItem one = item("e1");
  receive_one(one);
  claimed(now_);
  write([&](Transaction& tx) {
    EXPECT_OK(mark_failed(tx, organization_, one.id, "Not now.", after(5)));
  });
  EXPECT_THAT(claimed(after(4)), IsEmpty());
  EXPECT_THAT(claimed(after(5)), ElementsAre("e1"));
  write([&](Transaction& tx) { EXPECT_OK(mark_failed(tx, organization_, one.id, "Never.", {})); });
  EXPECT_THAT(claimed(after(2 * kLease)), IsEmpty());
  EXPECT_THAT(listed(InboxState::kFailed), ElementsAre("e1"));
  read([&](Transaction& tx) {
    const auto items = VALUE(list_inbox(tx, organization_, InboxState::kFailed, {}, 10));
    EXPECT_EQ(items.at(0).error, "Never.");
    EXPECT_EQ(items.at(0).attempts, 2);
    return 0;
  });
  write([&](Transaction& tx) {
    EXPECT_OK(retry(tx, organization_, one.id, after(3 * kLease)));
    EXPECT_EQ(retry(tx, organization_, one.id, now_).error().code, base::ErrorCode::kNotFound);
  });
  EXPECT_THAT(claimed(after(3 * kLease)), ElementsAre("e1"));
}

TEST_P(Inbox, ListsPageByPageAndForgetsTheProcessed) {
  std::vector<InboxItem> items;
  for (const char* event : {"e1", "e2", "e3"}) {
    items.push_back(item(event));
    receive_one(items.back());
  }
  read([&](Transaction& tx) {
    const auto first = VALUE(list_inbox(tx, organization_, {}, {}, 2));
    EXPECT_EQ(first.at(0).event_id, "e3");
    const auto second = VALUE(list_inbox(tx, organization_, {}, first.at(1).id, 2));
    EXPECT_THAT(second, SizeIs(1));
    EXPECT_EQ(second.at(0).event_id, "e1");
    return 0;
  });
  write([&](Transaction& tx) {
    EXPECT_OK(mark_processed(tx, organization_, items[0].id));
    EXPECT_OK(mark_processed(tx, organization_, items[2].id));
    EXPECT_EQ(VALUE(forget_processed(tx, organization_, now_, 10)), 0);
    EXPECT_EQ(VALUE(forget_processed(tx, organization_, after(1), 1)), 1);
    EXPECT_EQ(VALUE(forget_processed(tx, organization_, after(1), 10)), 1);
  });
  EXPECT_THAT(listed({}), ElementsAre("e2"));
}

TEST_P(Inbox, TellsWhichOrganizationsHaveSomethingDue) {
  const auto due = [&](base::Timestamp at) {
    return read([&](Transaction& tx) { return VALUE(organizations_with_due(tx, at)); });
  };
  EXPECT_THAT(due(now_), IsEmpty());
  receive_one(item("e1"));
  EXPECT_THAT(due(now_), ElementsAre(organization_));
  EXPECT_THAT(due(after(-1)), IsEmpty());
}

TEST_P(Inbox, KnowsItsSources) {
  read([&](Transaction& tx) {
    const auto listed = VALUE(list_webhook_sources(tx, organization_));
    EXPECT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed.at(0).name, "form");
    EXPECT_EQ(listed.at(0).mapping, source_.mapping);
    EXPECT_EQ(listed.at(0).created_at, now_);
    const auto found = VALUE(find_webhook_source(tx, organization_, source_.id));
    EXPECT_EQ(found->secret, "the secret");
    EXPECT_FALSE(VALUE(find_webhook_source(tx, {new_id()}, source_.id)));
    return 0;
  });
  WebhookSource other = source_;
  other.id = {new_id()};
  write([&](Transaction& tx) {
    EXPECT_EQ(add_webhook_source(tx, organization_, other, "x").error().code,
              base::ErrorCode::kConflict);
    other.name = "other";
    EXPECT_OK(add_webhook_source(tx, organization_, other, "x"));
    other.name = "form";
    EXPECT_EQ(update_webhook_source(tx, organization_, other).error().code,
              base::ErrorCode::kConflict);
    other.name = "renamed";
    other.enabled = false;
    EXPECT_OK(update_webhook_source(tx, organization_, other));
    EXPECT_OK(replace_webhook_secret(tx, organization_, other.id, "y"));
    const auto found = VALUE(find_webhook_source(tx, organization_, other.id));
    EXPECT_EQ(found->source.name, "renamed");
    EXPECT_FALSE(found->source.enabled);
    EXPECT_EQ(found->secret, "y");
    other.id = {new_id()};
    other.name = "nobody";
    EXPECT_EQ(update_webhook_source(tx, organization_, other).error().code,
              base::ErrorCode::kNotFound);
    EXPECT_EQ(replace_webhook_secret(tx, organization_, other.id, "y").error().code,
              base::ErrorCode::kNotFound);
  });
}

ON_BOTH_ENGINES(Inbox);

}  // namespace
}  // namespace laurel::store
