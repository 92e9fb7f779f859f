// Several writers and readers at once, and processes that die, on both engines.
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <set>
#include <thread>

#include "store/test_database.h"

namespace laurel::store {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class Concurrency : public StoreTest {
 protected:
  std::vector<model::ResponseRecord> batch(const std::string& prefix, int size) {
    std::vector<model::ResponseRecord> records;
    for (int i = 0; i < size; ++i) {
      records.push_back(record(prefix + "-" + std::to_string(i), i % 11));
    }
    return records;
  }
  // What a snapshot says: responses by their rows and by the cells.
  std::pair<std::int64_t, std::int64_t> seen(Transaction& tx) {
    std::int64_t counted = 0;
    for (const model::Cell& cell : VALUE(read_cells(tx, organization_))) {
      if (cell.key.question == model::kEveryResponse) counted += cell.n;
    }
    return {VALUE(count_responses(tx, organization_)), counted};
  }
};

TEST_P(Concurrency, ReadersKeepTheirSnapshotWhileOthersWrite) {
  save(batch("a", 3));
  Transaction old = VALUE(database_->begin_read());
  save(batch("b", 4));
  write([&](Transaction& tx) { EXPECT_OK(fold_cells(tx, organization_)); });
  EXPECT_EQ(seen(old), std::pair(std::int64_t{3}, std::int64_t{3}));
  Transaction fresh = VALUE(database_->begin_read());
  EXPECT_EQ(seen(fresh), std::pair(std::int64_t{7}, std::int64_t{7}));
}

TEST_P(Concurrency, ReadersNeverSeeHalfABatch) {
  std::vector<std::vector<model::ResponseRecord>> batches;
  for (int i = 0; i < 15; ++i) batches.push_back(batch("b" + std::to_string(i), 40));
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (const auto& records : batches) save(records);
    done = true;
  });
  int reads = 0;
  while (!done) {
    Transaction tx = VALUE(database_->begin_read());
    const auto [rows, counted] = seen(tx);
    EXPECT_EQ(rows % 40, 0);
    EXPECT_EQ(rows, counted);
    ++reads;
  }
  writer.join();
  EXPECT_GT(reads, 0);
}

TEST_P(Concurrency, WritersOfSeveralProcessesDoNotLoseEachOthersWork) {
  // A Database each, as two processes have. They save the same and different responses and make up
  // the same members.
  std::vector<std::thread> threads;
  std::array<std::vector<std::int32_t>, 2> markets;
  std::array<std::vector<std::vector<model::ResponseRecord>>, 2> work;
  for (std::size_t w = 0; w < work.size(); ++w) {
    for (int i = 0; i < 10; ++i) {
      work[w].push_back(batch("same" + std::to_string(i), 5));
      for (auto& r : work[w].back()) r.response.answers[0].value = static_cast<std::int64_t>(w);
      for (auto& r : batch("own" + std::to_string(w) + std::to_string(i), 5)) {
        work[w].back().push_back(std::move(r));
      }
    }
  }
  for (std::size_t w = 0; w < work.size(); ++w) {
    threads.emplace_back([&, w] {
      const auto database = VALUE(Database::open(place_.url(), SchemaPolicy::kRequireCurrent));
      for (std::size_t i = 0; i < work[w].size(); ++i) {
        Transaction tx = VALUE(database->begin_write());
        markets[w].push_back(
            VALUE(market_named(tx, organization_, "market " + std::to_string(i))).value);
        EXPECT_OK(save_responses(tx, organization_, questions_, work[w][i]));
        if (i % 3 == w) EXPECT_OK(fold_cells(tx, organization_));
        EXPECT_OK(tx.commit());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(markets[0], markets[1]);
  EXPECT_THAT(std::set<std::int32_t>(markets[0].begin(), markets[0].end()), SizeIs(10));
  const RecountReport report = recounted();
  EXPECT_EQ(report.responses, 150);
  EXPECT_EQ(report.differing, 0);
}

TEST_P(Concurrency, AWriterWaitsForAnotherThreadOnlySoLong) {
  const auto database =
      VALUE(Database::open(place_.url(), SchemaPolicy::kRequireCurrent, {.busy_timeout = 50ms}));
  {
    const Transaction holding = VALUE(database->begin_write());
    const auto second = database->begin_write();
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().code, base::ErrorCode::kUnavailable);
    EXPECT_THAT(second.error().message, HasSubstr("Wait until that is done and try again."));
  }
  EXPECT_TRUE(database->begin_write().ok());
}

TEST_P(Concurrency, AWriterWaitsForAnotherProcessOnlySoLong) {
  const auto database =
      VALUE(Database::open(place_.url(), SchemaPolicy::kRequireCurrent, {.busy_timeout = 50ms}));
  Transaction holding = VALUE(database_->begin_write());
  EXPECT_OK(save_responses(holding, organization_, questions_, batch("a", 1)));
  const auto blocked = [&]() -> base::Status {
    Transaction tx = TRY(database->begin_write());
    TRY(save_responses(tx, organization_, questions_, batch("b", 1)));
    return tx.commit();
  };
  const auto status = blocked();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, base::ErrorCode::kUnavailable);
  EXPECT_THAT(status.error().message, HasSubstr("nother process"));
  EXPECT_THAT(status.error().message, HasSubstr("try again"));
  EXPECT_OK(holding.commit());
  EXPECT_OK(blocked());
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(Concurrency, AKilledImportLeavesWholeBatchesAndItsPlace) {
  std::vector<std::vector<model::ResponseRecord>> batches;
  for (int i = 0; i < 400; ++i) batches.push_back(batch("b" + std::to_string(i), 20));
  ImportRun run;
  run.id = {new_id()};
  run.fingerprint = "f";
  database_.reset();  // no threads while forking
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto database = Database::open(place_.url(), SchemaPolicy::kRequireCurrent);
    if (!database.ok()) _exit(1);
    for (const auto& records : batches) {
      auto tx = (*database)->begin_write();
      if (!tx.ok() || !save_responses(*tx, organization_, questions_, records).ok()) _exit(2);
      run.rows_read += static_cast<std::int64_t>(records.size());
      if (!save_import(*tx, organization_, run).ok() || !tx->commit().ok()) _exit(3);
    }
    _exit(0);
  }
  // Kill it once it is under way.
  database_ = VALUE(Database::open(place_.url(), SchemaPolicy::kRequireCurrent));
  for (std::int64_t rows = 0; rows < 100;) {
    rows = read([&](Transaction& tx) { return VALUE(count_responses(tx, organization_)); });
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, WNOHANG), 0) << "ended by itself: " << status;
  }
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));

  const RecountReport report = recounted();
  EXPECT_EQ(report.differing, 0);
  EXPECT_GE(report.responses, 100);
  EXPECT_LT(report.responses, 8000);
  EXPECT_EQ(report.responses % 20, 0);
  write([&](Transaction& tx) {
    const auto left = VALUE(find_unfinished_import(tx, organization_, "f"));
    ASSERT_TRUE(left.has_value());
    EXPECT_EQ(left->rows_read, report.responses);
  });
}

ON_BOTH_ENGINES(Concurrency);

// What only a server can do: go away.
class ServerGone : public StoreTest {
 protected:
  static std::int64_t backend(Connection& connection) {
    Statement row = VALUE(connection.query("SELECT pg_backend_pid()"));
    EXPECT_TRUE(VALUE(row.step()));
    return row.integer(0);
  }
  void terminate(std::int64_t pid) {
    const std::string server = test_server();
    const auto other =
        VALUE(open_connection({Engine::kPostgres, server, server}, Access::kReader, {}));
    VALUE(other->execute("SELECT pg_terminate_backend($1, 5000)", {pid}));
  }
};

TEST_P(ServerGone, DuringAnImportIsSaidClearlyAndTheNextTransactionWorks) {
  std::vector<model::ResponseRecord> records;
  for (int i = 0; i < 10; ++i) records.push_back(record("r" + std::to_string(i)));
  {
    Transaction tx = VALUE(database_->begin_write());
    EXPECT_OK(save_responses(tx, organization_, questions_, {{records[0]}}));
    terminate(backend(tx.connection()));
    const auto saved = save_responses(tx, organization_, questions_, records);
    ASSERT_FALSE(saved.ok());
    EXPECT_EQ(saved.error().code, base::ErrorCode::kUnavailable);
    EXPECT_THAT(saved.error().message, HasSubstr("The connection to postgresql://"));
    EXPECT_THAT(saved.error().message, HasSubstr("Check that the server runs"));
    EXPECT_EQ(tx.commit().error().code, base::ErrorCode::kUnavailable);
  }
  EXPECT_EQ(save(records).added, 10);
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(ServerGone, DuringACopyIsSaidClearly) {
  Transaction tx = VALUE(database_->begin_write());
  const std::int64_t pid = backend(tx.connection());
  const auto bulk =
      VALUE(tx.connection().bulk_insert("market", "organization_id, market_id, name"));
  EXPECT_OK(bulk->row({organization_, 7, "South"}));
  terminate(pid);
  base::Status status;
  for (int i = 0; i < 100'000 && status.ok(); ++i) {
    status = bulk->row({organization_, 10 + i, "South " + std::to_string(i)});
  }
  if (status.ok()) status = bulk->finish();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, base::ErrorCode::kUnavailable);
}

TEST_P(ServerGone, BetweenTransactionsIsNotNoticed) {
  save(record("r1"));
  std::vector<std::int64_t> pids;
  {
    Transaction tx = VALUE(database_->begin_write());
    pids.push_back(backend(tx.connection()));
  }
  {
    Transaction one = VALUE(database_->begin_read());
    Transaction two = VALUE(database_->begin_read());
    pids.push_back(backend(one.connection()));
    pids.push_back(backend(two.connection()));
  }
  for (const std::int64_t pid : pids) terminate(pid);
  EXPECT_FALSE(cells().empty());
  save(record("r2"));
  EXPECT_EQ(recounted().responses, 2);
}

TEST_P(ServerGone, ForGoodIsSaidClearlyWithoutThePassword) {
  const auto opened = Database::open("postgresql://ann:secret@127.0.0.1:1/none?connect_timeout=2",
                                     SchemaPolicy::kCreateIfEmpty);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, base::ErrorCode::kUnavailable);
  EXPECT_EQ(opened.error().message,
            "postgresql://ann@127.0.0.1:1/none can't be reached. Check the address, the user and "
            "that the server runs.");
}

INSTANTIATE_TEST_SUITE_P(Engines, ServerGone, ::testing::Values(Engine::kPostgres),
                         [](const auto& each) { return engine_name(each.param); });

}  // namespace
}  // namespace laurel::store
