#include "store/write_queue.h"

#include <atomic>
#include <future>
#include <mutex>
#include <thread>

#include "store/test_database.h"

namespace laurel::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// Keeps the queue's thread busy until it is opened, so that a batch gathers behind it.
class Gatekeeper {
 public:
  explicit Gatekeeper(WriteQueue& queue) {
    queue.submit(
        [this](Transaction&) -> base::Status {
          entered_.set_value();
          open_.get_future().wait();
          return {};
        },
        [](const base::Status&) {});
    entered_.get_future().wait();
  }
  void open() { open_.set_value(); }

 private:
  std::promise<void> entered_, open_;
};

class WriteQueueTest : public StoreTest {
 protected:
  static base::Status add_market(Transaction& tx, model::OrganizationId organization,
                                 const std::string& name) {
    const auto added = market_named(tx, organization, name);
    return added.ok() ? base::Status() : added.error();
  }
  std::vector<std::string> markets() {
    std::vector<std::string> names;
    for (const model::Market& market :
         read([&](Transaction& tx) { return VALUE(list_markets(tx, organization_)); }))
      names.push_back(market.name);
    return names;
  }
  auto adding(const std::string& name) {
    return [this, name](Transaction& tx) { return add_market(tx, organization_, name); };
  }
  // Records what it hears under a name.
  auto hearing(const std::string& name) {
    return [this, name](const base::Status& status) {
      const std::lock_guard lock(mutex_);
      heard_.push_back(name + (status.ok() ? " ok" : " " + status.error().message));
    };
  }

  std::mutex mutex_;
  std::vector<std::string> heard_;
};

TEST_P(WriteQueueTest, AnswersAfterTheCommit) {
  WriteQueue queue(*database_);
  EXPECT_OK(queue.write(adding("South")));
  EXPECT_THAT(markets(), UnorderedElementsAre("North", "South"));
  EXPECT_EQ(queue.stats().batches, 1);
  EXPECT_EQ(queue.stats().writes, 1);
}

TEST_P(WriteQueueTest, SharesACommitAmongWhatWaits) {
  WriteQueue queue(*database_);
  Gatekeeper gate(queue);
  for (const char* name : {"A", "B", "C"}) queue.submit(adding(name), hearing(name));
  EXPECT_EQ(queue.stats().waiting, 3U);
  gate.open();
  queue.stop();
  EXPECT_THAT(heard_, ElementsAre("A ok", "B ok", "C ok"));
  EXPECT_THAT(markets(), UnorderedElementsAre("North", "A", "B", "C"));
  EXPECT_EQ(queue.stats().batches, 2);
}

TEST_P(WriteQueueTest, TakesBackOneThatFailsAndKeepsTheOthers) {
  WriteQueue queue(*database_);
  Gatekeeper gate(queue);
  queue.submit(adding("A"), hearing("A"));
  queue.submit(
      [this](Transaction& tx) -> base::Status {
        TRY(add_market(tx, organization_, "half"));
        return base::invalid_input("no");
      },
      hearing("bad"));
  queue.submit(
      [this](Transaction& tx) -> base::Status {
        TRY(add_market(tx, organization_, "other half"));
        // The organization is there already: the engine refuses.
        TRY(tx.connection().execute(
            "INSERT INTO organization (organization_id, slug, name) VALUES ($1, 'x', 'x')",
            {organization_}));
        return {};
      },
      hearing("worse"));
  queue.submit(adding("B"), hearing("B"));
  gate.open();
  queue.stop();
  ASSERT_EQ(heard_.size(), 4U);
  EXPECT_EQ(heard_[0], "A ok");
  EXPECT_EQ(heard_[1], "bad no");
  EXPECT_THAT(heard_[2], HasSubstr("worse What was to be saved contradicts"));
  EXPECT_EQ(heard_[3], "B ok");
  EXPECT_THAT(markets(), UnorderedElementsAre("North", "A", "B"));
  EXPECT_EQ(queue.stats().failed, 2);
}

TEST_P(WriteQueueTest, KeepsNothingOfAWriteThatHidItsFailedStatement) {
  WriteQueue queue(*database_);
  Gatekeeper gate(queue);
  queue.submit(
      [this](Transaction& tx) -> base::Status {
        TRY(add_market(tx, organization_, "half"));
        (void)tx.connection()
            .execute("INSERT INTO organization (organization_id, slug, name) VALUES ($1, 'x', 'x')",
                     {organization_})
            .ok();
        return {};
      },
      hearing("hidden"));
  queue.submit(adding("A"), hearing("A"));
  gate.open();
  queue.stop();
  ASSERT_EQ(heard_.size(), 2U);
  EXPECT_THAT(heard_[0], HasSubstr("contradicts what is stored"));
  EXPECT_EQ(heard_[1], "A ok");
  EXPECT_THAT(markets(), UnorderedElementsAre("North", "A"));
}

// Writes of a group, which adds the markets of all its members; "bad" makes it fail.
struct Markets final : WriteGroup {
  explicit Markets(model::OrganizationId id) : organization(id) {}
  base::Status run(Transaction& tx, std::span<Write* const> writes) override;
  model::OrganizationId organization;
  std::vector<std::size_t> sizes;  // of each run
};
struct MarketWrite final : Write {
  MarketWrite(Markets& of, std::string market, std::function<void(const base::Status&)> hears)
      : markets(of), name(std::move(market)), heard(std::move(hears)) {}
  WriteGroup* group() override { return &markets; }
  base::Status run(Transaction& tx) override {
    Write* self = this;
    return markets.run(tx, {&self, 1});
  }
  void done(const base::Status& status) override { heard(status); }
  Markets& markets;
  std::string name;
  std::function<void(const base::Status&)> heard;
};
base::Status Markets::run(Transaction& tx, std::span<Write* const> writes) {
  sizes.push_back(writes.size());
  for (Write* write : writes) {
    const std::string& name = static_cast<MarketWrite*>(write)->name;
    TRY(market_named(tx, organization, name));
    if (name == "bad") return base::invalid_input("bad");
  }
  return {};
}

TEST_P(WriteQueueTest, RunsAGroupTogether) {
  Markets group(organization_);
  WriteQueue queue(*database_);
  Gatekeeper gate(queue);
  queue.submit(std::make_unique<MarketWrite>(group, "A", hearing("A")));
  queue.submit(adding("own"), hearing("own"));
  queue.submit(std::make_unique<MarketWrite>(group, "B", hearing("B")));
  gate.open();
  queue.stop();
  EXPECT_THAT(group.sizes, ElementsAre(2));
  EXPECT_THAT(heard_, ElementsAre("A ok", "own ok", "B ok"));
  EXPECT_THAT(markets(), UnorderedElementsAre("North", "A", "own", "B"));
}

TEST_P(WriteQueueTest, RunsTheMembersOfAGroupThatFailsOneByOne) {
  Markets group(organization_);
  WriteQueue queue(*database_);
  Gatekeeper gate(queue);
  for (const char* name : {"A", "bad", "B"})
    queue.submit(std::make_unique<MarketWrite>(group, name, hearing(name)));
  gate.open();
  queue.stop();
  EXPECT_THAT(group.sizes, ElementsAre(3, 1, 1, 1));
  EXPECT_THAT(heard_, ElementsAre("A ok", "bad bad", "B ok"));
  EXPECT_THAT(markets(), UnorderedElementsAre("North", "A", "B"));
}

TEST_P(WriteQueueTest, RefusesAtOnceWhatIsTooMuch) {
  WriteQueue queue(*database_, {.most_waiting = 2, .most_in_batch = 2});
  Gatekeeper gate(queue);
  queue.submit(adding("A"), hearing("A"));
  queue.submit(adding("B"), hearing("B"));
  queue.submit(adding("C"), hearing("C"));
  EXPECT_THAT(heard_, ElementsAre("C More is being written than the database can take. Try again "
                                  "shortly."));
  gate.open();
  queue.stop();
  EXPECT_THAT(markets(), UnorderedElementsAre("North", "A", "B"));
}

TEST_P(WriteQueueTest, FinishesWhatWaitsWhenStoppedAndRefusesTheRest) {
  WriteQueue queue(*database_);
  Gatekeeper gate(queue);
  queue.submit(adding("A"), hearing("A"));
  std::thread stopping([&] { queue.stop(); });
  gate.open();
  stopping.join();
  const base::Status late = queue.write(adding("B"));
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, base::ErrorCode::kUnavailable);
  EXPECT_THAT(markets(), UnorderedElementsAre("North", "A"));
}

TEST_P(WriteQueueTest, LosesNothingUnderManyThreads) {
  WriteQueue queue(*database_);
  std::atomic<int> ok = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 25; ++i) {
        const auto status = queue.write(adding(std::to_string(t) + "-" + std::to_string(i)));
        if (status.ok()) ++ok;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(ok, 200);
  EXPECT_EQ(markets().size(), 201U);
  EXPECT_LT(queue.stats().batches, 200);
}

// Another process holds the database.
TEST_P(WriteQueueTest, TellsEveryoneWhenTheDatabaseIsLocked) {
  const auto impatient = VALUE(Database::open(place_.url(), SchemaPolicy::kRequireCurrent,
                                              {.busy_timeout = std::chrono::milliseconds(50)}));
  WriteQueue queue(*impatient);
  {
    Transaction other = VALUE(database_->begin_write());
    EXPECT_OK(add_market(other, organization_, "theirs"));
    const base::Status locked = queue.write(adding("A"));
    ASSERT_FALSE(locked.ok());
    EXPECT_EQ(locked.error().code, base::ErrorCode::kUnavailable);
    EXPECT_THAT(locked.error().message, HasSubstr("try again"));
    EXPECT_OK(other.commit());
  }
  EXPECT_OK(queue.write(adding("A")));
  EXPECT_THAT(markets(), UnorderedElementsAre("North", "theirs", "A"));
}

ON_BOTH_ENGINES(WriteQueueTest);

// Only SQLite ends a transaction by itself.
using FullDisk = WriteQueueTest;

TEST_P(FullDisk, TakesTheWholeBatchBackAndGoesOnLater) {
  WriteQueue queue(*database_);
  EXPECT_OK(queue.write(
      [](Transaction& tx) { return tx.connection().run_script("PRAGMA max_page_count = 80"); }));
  Gatekeeper gate(queue);
  queue.submit(adding("A"), hearing("A"));
  std::vector<model::ResponseRecord> many;
  for (int i = 0; i < 2'000; ++i) many.push_back(record("m" + std::to_string(i)));
  queue.submit(
      [&](Transaction& tx) -> base::Status {
        TRY(save_responses(tx, organization_, questions_, many));
        return {};
      },
      hearing("many"));
  gate.open();
  // Answered with that batch or after it.
  (void)queue.write([](Transaction&) -> base::Status { return {}; }).ok();
  EXPECT_THAT(heard_[1], HasSubstr("There is no room left on the disk"));
  EXPECT_OK(queue.write([](Transaction& tx) {
    return tx.connection().run_script("PRAGMA max_page_count = 1000000");
  }));
  EXPECT_OK(queue.write([&](Transaction& tx) -> base::Status {
    TRY(save_responses(tx, organization_, questions_, many));
    return {};
  }));
  EXPECT_EQ(recounted().responses, 2'000);
  EXPECT_EQ(recounted().differing, 0);
  // Either all of the batch was lost or only what didn't fit; whoever heard ok is there.
  const bool kept = heard_[0] == "A ok";
  EXPECT_EQ(std::ranges::count(markets(), "A"), kept ? 1 : 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, FullDisk, ::testing::Values(Engine::kSqlite),
                         [](const auto& each) { return engine_name(each.param); });

}  // namespace
}  // namespace laurel::store
