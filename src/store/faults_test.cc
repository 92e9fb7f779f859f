// What SQLite's file can do to us: not ours, not there, not writable, full, damaged. Each gives one
// sentence that says what to do, and nothing half-written.
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <fstream>

#include "base/file.h"
#include "store/test_database.h"

namespace laurel::store {
namespace {

using ::testing::HasSubstr;

class SqliteFaults : public StoreTest {
 protected:
  static base::Error error_of(const std::string& path, SchemaPolicy policy) {
    const auto opened =
        Database::open(path, policy, {.busy_timeout = std::chrono::milliseconds(20)});
    if (opened.ok()) {
      ADD_FAILURE() << path << " was opened";
      return {};
    }
    return opened.error();
  }

  std::vector<model::ResponseRecord> many(int count) {
    std::vector<model::ResponseRecord> records;
    for (int i = 0; i < count; ++i) records.push_back(record("m" + std::to_string(i)));
    return records;
  }

  // As an ordinary user, even when root runs the tests: root may write anywhere.
  template <typename Work>
  std::string as_ordinary_user(const Work& work) {
    return in_another_process([&]() -> std::string {
      constexpr uid_t kNobody = 65534;
      const bool ordinary = geteuid() != 0 || (setgid(kNobody) == 0 && setuid(kNobody) == 0);
      return ordinary ? work() : "can't become an ordinary user";
    });
  }

  // Runs `work` in a process of its own and gives back the message it returns.
  template <typename Work>
  std::string in_another_process(const Work& work) {
    int ends[2];
    if (pipe(ends) != 0) return "no pipe";
    const pid_t child = fork();
    if (child == 0) {
      const std::string message = work();
      (void)!::write(ends[1], message.data(), message.size());
      _exit(0);
    }
    close(ends[1]);
    std::string message(1000, '\0');
    std::size_t size = 0;
    for (ssize_t n; (n = ::read(ends[0], message.data() + size, message.size() - size)) > 0;) {
      size += static_cast<std::size_t>(n);
    }
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status));
    return message.substr(0, size);
  }

  TestFolder folder_;
};

TEST_P(SqliteFaults, RefuseAFileThatIsNoDatabaseAndLeaveItAlone) {
  const std::string path = folder_.file("notes.txt");
  const std::string text(5000, 'x');
  ASSERT_TRUE(base::write_file(path, text).ok());
  for (const auto policy : {SchemaPolicy::kCreateIfEmpty, SchemaPolicy::kRequireCurrent}) {
    const base::Error error = error_of(path, policy);
    EXPECT_EQ(error.code, base::ErrorCode::kInvalidInput);
    EXPECT_EQ(error.message,
              path + " is not a database. Name another file, or move this one away.");
  }
  EXPECT_EQ(*base::read_file(path), text);
}

TEST_P(SqliteFaults, RefuseTheDatabaseOfAnotherProgramAndLeaveItAlone) {
  const std::string path = folder_.file("other.db");
  {
    // As another program would have made it: tables, and no application id.
    const auto connection =
        VALUE(open_connection({Engine::kSqlite, path, path}, Access::kCreator, {}));
    EXPECT_OK(connection->run_script(
        "PRAGMA application_id = 0; PRAGMA journal_mode = DELETE; CREATE TABLE invoices (id)"));
  }
  const std::string before = *base::read_file(path);
  for (const auto policy : {SchemaPolicy::kCreateIfEmpty, SchemaPolicy::kMigrate}) {
    const base::Error error = error_of(path, policy);
    EXPECT_EQ(error.code, base::ErrorCode::kInvalidInput);
    EXPECT_EQ(error.message,
              path + " is the database of another program. Name another file for Laurel.");
  }
  EXPECT_EQ(*base::read_file(path), before);
}

TEST_P(SqliteFaults, NameWhatIsMissing) {
  const std::string path = folder_.file("none.db");
  EXPECT_EQ(error_of(path, SchemaPolicy::kRequireCurrent).code, base::ErrorCode::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_THAT(error_of(folder_.file("none/x.db"), SchemaPolicy::kCreateIfEmpty).message,
              HasSubstr("can't be opened. Check that its folder exists"));
  EXPECT_THAT(error_of(folder_.path(), SchemaPolicy::kCreateIfEmpty).message,
              HasSubstr("is a folder. Name the database file in it."));
}

TEST_P(SqliteFaults, SayThatTheDiskIsFullAndKeepWhatWasThere) {
  save(record("r1"));
  const auto before = cells();
  const std::vector<model::ResponseRecord> records = many(2000);
  {
    Transaction tx = VALUE(database_->begin_write());
    EXPECT_OK(tx.connection().run_script("PRAGMA max_page_count = 60"));
    const auto saved = save_responses(tx, organization_, questions_, records);
    ASSERT_FALSE(saved.ok());
    EXPECT_EQ(saved.error().code, base::ErrorCode::kUnavailable);
    EXPECT_THAT(saved.error().message, HasSubstr("There is no room left on the disk that holds"));
    // SQLite has ended the transaction by itself: what is tried now must not be kept either.
    EXPECT_EQ(market_named(tx, organization_, "South").error().message, saved.error().message);
    EXPECT_EQ(tx.commit().error().message, saved.error().message);
  }
  EXPECT_EQ(cells().size(), before.size());
  EXPECT_EQ(recounted().responses, 1);
  read([&](Transaction& tx) { EXPECT_EQ(VALUE(list_markets(tx, organization_)).size(), 1U); });
  {
    Transaction tx = VALUE(database_->begin_write());
    EXPECT_OK(tx.connection().run_script("PRAGMA max_page_count = 1000000"));
  }
  EXPECT_EQ(save(records).added, 2000);
}

TEST_P(SqliteFaults, SayThatWritingFailedAndKeepWhatWasThere) {
  save(record("r1"));
  const std::vector<model::ResponseRecord> records = many(2000);
  database_.reset();
  const std::string message = in_another_process([&]() -> std::string {
    // Files can't grow beyond what the database needs so far.
    const auto size = static_cast<rlim_t>(std::filesystem::file_size(place_.url()));
    const rlimit limit{size + 8192, size + 8192};
    std::signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return "no limit";
    auto database = Database::open(place_.url(), SchemaPolicy::kRequireCurrent);
    if (!database.ok()) return "open: " + database.error().message;
    auto tx = (*database)->begin_write();
    if (!tx.ok()) return "begin: " + tx.error().message;
    const auto saved = save_responses(*tx, organization_, questions_, records);
    if (!saved.ok()) return saved.error().message;
    const auto committed = tx->commit();
    return committed.ok() ? "committed" : committed.error().message;
  });
  EXPECT_THAT(message, HasSubstr("Reading or writing"));
  EXPECT_THAT(message, HasSubstr("Check the disk and try again"));
  database_ = VALUE(Database::open(place_.url(), SchemaPolicy::kRequireCurrent));
  EXPECT_EQ(recounted().responses, 1);
}

TEST_P(SqliteFaults, SayThatAReadOnlyFileCannotBeWritten) {
  save(record("r1"));
  database_.reset();
  const std::filesystem::path file = place_.url();
  chmod(file.c_str(), 0444);
  chmod(file.parent_path().c_str(), 0555);
  const std::string message = as_ordinary_user([&]() -> std::string {
    auto database = Database::open(place_.url(), SchemaPolicy::kRequireCurrent);
    return database.ok() ? "opened" : database.error().message;
  });
  EXPECT_EQ(message, file.string() +
                         " can't be written. Make the file and its folder writable for this user, "
                         "or name another file.");
  chmod(file.parent_path().c_str(), 0755);
  chmod(file.c_str(), 0644);
  database_ = VALUE(Database::open(place_.url(), SchemaPolicy::kRequireCurrent));
  EXPECT_EQ(recounted().responses, 1);
}

TEST_P(SqliteFaults, SayThatAReadOnlyFolderCannotTakeADatabase) {
  chmod(folder_.path().c_str(), 0555);
  const std::string path = folder_.file("new.db");
  const std::string message = as_ordinary_user([&]() -> std::string {
    auto database = Database::open(path, SchemaPolicy::kCreateIfEmpty);
    return database.ok() ? "opened" : database.error().message;
  });
  chmod(folder_.path().c_str(), 0755);
  EXPECT_EQ(message, path +
                         " can't be opened. Check that its folder exists and that this user may "
                         "write there.");
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_P(SqliteFaults, SayThatTheFileIsDamaged) {
  EXPECT_EQ(save(many(2000)).added, 2000);
  database_.reset();
  {
    // Everything behind the first pages, which hold the schema, is overwritten.
    std::fstream file(place_.url(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(0, std::ios::end);
    const auto size = static_cast<std::int64_t>(file.tellp());
    constexpr std::int64_t kKept = 90 * 8192;
    ASSERT_GT(size, kKept);
    file.seekp(kKept);
    const std::string garbage(static_cast<std::size_t>(size - kKept), '\x5a');
    file.write(garbage.data(), static_cast<std::streamsize>(garbage.size()));
  }
  database_ = VALUE(Database::open(place_.url(), SchemaPolicy::kRequireCurrent));
  const auto status = read([&](Transaction& tx) {
    return for_each_response(tx, organization_, [](const auto&) -> base::Status { return {}; });
  });
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, base::ErrorCode::kUnavailable);
  EXPECT_THAT(status.error().message, HasSubstr("is damaged. Restore it from a backup"));
}

INSTANTIATE_TEST_SUITE_P(Engines, SqliteFaults, ::testing::Values(Engine::kSqlite),
                         [](const auto& each) { return engine_name(each.param); });

}  // namespace
}  // namespace laurel::store
