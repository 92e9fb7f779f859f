// Fresh databases for the store's tests: a file in a temporary folder, or a schema of its own on
// the PostgreSQL that LAUREL_TEST_POSTGRES names. And small builders of what is stored in them.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "base/random.h"
#include "store/cells.h"
#include "store/connection.h"
#include "store/database.h"
#include "store/imports.h"
#include "store/migrations.h"
#include "store/open.h"
#include "store/organizations.h"
#include "store/questions.h"
#include "store/responses.h"

// The value of a Result, or the test program stops with its message.
#define VALUE(...)                                                                    \
  __extension__({                                                                     \
    auto value_result_ = (__VA_ARGS__);                                               \
    if (!value_result_.ok()) {                                                        \
      ADD_FAILURE() << value_result_.error().message << value_result_.error().detail; \
    }                                                                                 \
    std::move(value_result_).value();                                                 \
  })

#define EXPECT_OK(...)                                                \
  do {                                                                \
    const auto& ok_result_ = (__VA_ARGS__);                           \
    EXPECT_TRUE(ok_result_.ok()) << ok_result_.error().message << " " \
                                 << ok_result_.error().detail;        \
  } while (false)

namespace laurel::store {

inline std::string engine_name(Engine engine) {
  return engine == Engine::kSqlite ? "Sqlite" : "Postgres";
}

// The server's url, from LAUREL_TEST_POSTGRES: a url, or a file that holds one.
std::string test_server();

class TestFolder {
 public:
  TestFolder();
  ~TestFolder();
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  std::string file(const std::string& name) const { return (path_ / name).string(); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// An empty place for a database, removed at the end.
class TestPlace {
 public:
  explicit TestPlace(Engine engine);
  ~TestPlace();
  const std::string& url() const { return url_; }

 private:
  TestFolder folder_;
  std::string url_;
  std::string schema_;  // PostgreSQL only
};

// A new id, in order.
base::Uuid new_id();

class StoreTest : public ::testing::TestWithParam<Engine> {
 protected:
  StoreTest() : place_(GetParam()) {}
  void SetUp() override;

  // Runs `work(transaction)` and commits.
  template <typename Work>
  void write(const Work& work) {
    Transaction tx = VALUE(database_->begin_write());
    work(tx);
    EXPECT_OK(tx.commit());
  }
  template <typename Work>
  auto read(const Work& work) {
    Transaction tx = VALUE(database_->begin_read());
    return work(tx);
  }

  SaveCounts save(std::span<const model::ResponseRecord> records);
  SaveCounts save(const model::ResponseRecord& record) { return save({&record, 1}); }
  std::vector<model::Cell> cells();
  RecountReport recounted();

  // A response of customer `external_id` with an answer to each question, a sentence, somebody who
  // served and one commendation.
  model::ResponseRecord record(const std::string& external_id, std::int64_t nps = 9);

  TestPlace place_;
  std::unique_ptr<Database> database_;
  model::OrganizationId organization_{new_id()};
  model::QuestionCatalog questions_{{}};
  model::QuestionId nps_, clean_, why_;
  model::MarketId market_;
  model::UnitId unit_;
  model::ChannelId channel_;
  model::AccountId account_;
  model::ContactId contact_;
  std::vector<model::Employee> employees_;
};

// Runs a suite on both engines. In ctest, `store` takes the SQLite half and `store_postgres` the
// other.
#define ON_BOTH_ENGINES(suite)                                                                    \
  INSTANTIATE_TEST_SUITE_P(Engines, suite, ::testing::Values(Engine::kSqlite, Engine::kPostgres), \
                           [](const auto& each) { return engine_name(each.param); })

}  // namespace laurel::store
