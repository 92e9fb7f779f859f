#include "app/ingest.h"

#include <atomic>
#include <future>
#include <thread>

#include "app/ingest_testing.h"
#include "store/revisions.h"

namespace laurel::app {
namespace {

using store::Engine;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST_P(IngestTest, StoresEverythingOfAResponse) {
  const auto result = VALUE(send(
      R"({"external_id":"r1","source":"crm","date":"2026-03-01","received_at":"2026-03-02T10:00:00Z",)"
      R"("market":"North","unit":"Leeds","channel":"web","account":"A1","contact_email":"Ann@Example.org",)"
      R"("contact_name":"Ann","language":"en-GB","served_by":["E7","maria@example.com"],)"
      R"("answers":{"nps":9,"clean":true,"tempo":4.0,"color":"blue","spent":12.5,)"
      R"("why":" Maria Lopez stayed late to sort out our booking, she was fantastic. "}})"));
  EXPECT_EQ(result.saved, store::Saved::kAdded);
  EXPECT_EQ(result.praised, 1);
  const model::ResponseRecord record = stored(result.id);
  const model::Response& r = record.response;
  EXPECT_EQ(r.source, "crm");
  EXPECT_EQ(r.external_id, "r1");
  EXPECT_EQ(r.occurred_on->to_string(), "2026-03-01");
  EXPECT_EQ(r.received_at.to_string(), "2026-03-02T10:00:00Z");
  EXPECT_EQ(r.market, market_);
  EXPECT_EQ(r.unit, unit_);
  EXPECT_TRUE(r.channel.known());
  EXPECT_NE(r.channel, channel_);
  EXPECT_EQ(r.account, account_);
  EXPECT_EQ(r.contact, contact_);
  EXPECT_EQ(r.language, "en");
  EXPECT_THAT(r.served_by, ElementsAre(maria_));
  EXPECT_THAT(r.answers,
              ElementsAre(model::Answer{nps_, 9}, model::Answer{clean_, 1},
                          model::Answer{question("tempo"), 4}, model::Answer{question("color"), 1},
                          model::Answer{question("spent"), 1250}));
  ASSERT_THAT(r.verbatims, SizeIs(1));
  EXPECT_EQ(r.verbatims[0].text,
            "Maria Lopez stayed late to sort out our booking, she was fantastic.");
  ASSERT_THAT(record.commendations, SizeIs(1));
  EXPECT_EQ(record.commendations[0].employee, maria_);
  expect_counted(1);
}

TEST_P(IngestTest, FillsInWhatIsNotSaid) {
  const auto result = VALUE(send(R"({"answers":{"nps":3}})"));
  const model::Response r = stored(result.id).response;
  EXPECT_EQ(r.source, "api");
  EXPECT_EQ(r.external_id, result.id.value.to_string());
  EXPECT_EQ(r.received_at, clock_.now());
  EXPECT_EQ(r.occurred_on->to_string(), "2026-11-20");
}

TEST_P(IngestTest, UpdatesWhatIsSentAgain) {
  const auto first = VALUE(send(R"({"external_id":"r1","answers":{"nps":3}})"));
  const auto same = VALUE(send(R"({"external_id":"r1","answers":{"nps":3}})"));
  EXPECT_EQ(same.saved, store::Saved::kUnchanged);
  EXPECT_EQ(same.id, first.id);
  const auto changed =
      VALUE(send(R"({"external_id":"r1","answers":{"nps":8,"why":"Better now."}})"));
  EXPECT_EQ(changed.saved, store::Saved::kUpdated);
  EXPECT_EQ(changed.id, first.id);
  EXPECT_EQ(stored(first.id).response.answers[0].value, 8);
  const auto elsewhere = VALUE(send(R"({"external_id":"r1","source":"b","answers":{"nps":3}})"));
  EXPECT_EQ(elsewhere.saved, store::Saved::kAdded);
  expect_counted(2);
}

TEST_P(IngestTest, AnswersForEachOfMany) {
  const IngestResults results = VALUE(ingest_->save(request(
      R"([{"external_id":"a","answers":{"nps":3}},{"external_id":"b","answers":{"nps":11}},)"
      R"({"external_id":"c","answers":{"nps":4}},{"external_id":"a","answers":{"nps":5}}])")));
  ASSERT_THAT(results, SizeIs(4));
  EXPECT_OK(results[0]);
  ASSERT_FALSE(results[1].ok());
  EXPECT_THAT(results[1].error().message, HasSubstr("answers.nps"));
  EXPECT_THAT(results[1].error().message, HasSubstr("outside 0 to 10"));
  EXPECT_OK(results[2]);
  // The later of two with one id counts.
  EXPECT_EQ(results[3]->id, results[0]->id);
  EXPECT_EQ(stored(results[0]->id).response.answers[0].value, 5);
  expect_counted(2);
}

TEST_P(IngestTest, SaysWhatIsWrong) {
  EXPECT_EQ(refused(R"({"answers":{"npss":3}})"),
            "answers: there is no question npss. Declare it with its kind and scale first, or "
            "correct its key; declared are: nps, clean, why, tempo, color, spent.");
  EXPECT_EQ(refused(R"({"answers":{"nps":3.5}})"), "answers.nps is not a whole number.");
  EXPECT_EQ(refused(R"({"answers":{"nps":"high"}})"), "answers.nps is not a whole number.");
  EXPECT_EQ(refused(R"({"answers":{"nps":true}})"),
            "answers.nps is true or false where a number is asked for.");
  EXPECT_EQ(refused(R"({"answers":{"clean":"perhaps"}})"), "answers.clean is neither yes nor no.");
  EXPECT_EQ(refused(R"({"answers":{"why":7}})"), "answers.why takes words.");
  EXPECT_EQ(refused(R"({"answers":{"color":7}})"), "answers.color takes the words of a choice.");
  EXPECT_EQ(refused(R"({"answers":{"why":"a\u0000b"}})"),
            "answers.why has a zero byte or bytes that are not UTF-8.");
  EXPECT_EQ(refused(R"({"answers":{}})"),
            "answers has neither a score nor words. Send at least one.");
  EXPECT_EQ(refused(R"({"answers":{"why":"  ","nps":"n/a"}})"),
            "answers has neither a score nor words. Send at least one.");
  EXPECT_EQ(refused(R"({"date":"1960-01-01","answers":{"nps":3}})"),
            "date is outside the years 1970 to 2100.");
  // What can't come over the API, but from other callers.
  const auto refused_one = [&](intake::IncomingResponse response) {
    IngestRequest one;
    one.organization = organization_;
    one.responses.push_back(std::move(response));
    const IngestResults results = VALUE(ingest_->save(std::move(one)));
    return results.at(0).ok() ? "stored" : results.at(0).error().message;
  };
  intake::IncomingResponse twice;
  twice.answers = {{"nps", std::int64_t{3}}, {"nps", std::int64_t{4}}};
  EXPECT_EQ(refused_one(twice), "answers has a question twice. Send each once.");
  intake::IncomingResponse longer;
  longer.market = std::string(201, 'x');
  longer.answers = {{"nps", std::int64_t{3}}};
  EXPECT_EQ(refused_one(longer), "market is longer than 200 bytes.");
  intake::IncomingResponse bytes;
  bytes.unit = "\xff";
  bytes.answers = {{"nps", std::int64_t{3}}};
  EXPECT_EQ(refused_one(bytes), "unit has a zero byte or bytes that are not UTF-8.");
  EXPECT_EQ(count(), 0);
}

TEST_P(IngestTest, ReadsTextsAsAFileWould) {
  const auto result =
      VALUE(send(R"({"answers":{"nps":"9 - likely","clean":"yes","spent":"€ 12,50"}})"));
  EXPECT_THAT(stored(result.id).response.answers,
              ElementsAre(model::Answer{nps_, 9}, model::Answer{clean_, 1},
                          model::Answer{question("spent"), 1250}));
}

TEST_P(IngestTest, NamesWhoIsNotOnTheRoster) {
  const auto result = VALUE(send(R"({"served_by":["E7","E99"],"answers":{"nps":9}})"));
  EXPECT_THAT(result.unknown_people, ElementsAre("E99"));
  EXPECT_THAT(stored(result.id).response.served_by, ElementsAre(maria_));
}

TEST_P(IngestTest, AddsChoicesUpToALimit) {
  const auto green = VALUE(send(R"({"external_id":"g","answers":{"color":"green"}})"));
  EXPECT_THAT(stored(green.id).response.answers, ElementsAre(model::Answer{question("color"), 2}));
  std::string many = "[";
  for (int i = 0; i < 200; ++i) {
    many += (i == 0 ? "" : ",") + std::string(R"({"answers":{"color":"c)") + std::to_string(i) +
            R"("}})";
  }
  const IngestResults results = VALUE(ingest_->save(request(many + "]")));
  const auto failed = std::ranges::count_if(results, [](const auto& each) { return !each.ok(); });
  EXPECT_EQ(failed, 3);  // 3 + 197 are 200
  EXPECT_THAT(results.back().error().message, HasSubstr("more than 200 different choices"));
  expect_counted(198);
}

TEST_P(IngestTest, NoticesChangesOfQuestionsAndPeople) {
  EXPECT_THAT(refused(R"({"answers":{"new":3}})"), HasSubstr("there is no question new"));
  write([&](store::Transaction& tx) {
    model::Question added;
    added.key = "new";
    added.kind = model::QuestionKind::kCount;
    VALUE(store::save_question(tx, organization_, added));
  });
  // The next batch sees the new revision; what comes after is made with it.
  VALUE(send(R"({"answers":{"nps":3}})"));
  EXPECT_OK(send(R"({"answers":{"new":3}})"));

  write([&](store::Transaction& tx) {
    model::Employee zoe;
    zoe.code = "Z1";
    zoe.first_name = "Zoe";
    zoe.last_name = "Quince";
    ASSERT_TRUE(store::save_employees(tx, organization_, {&zoe, 1}).ok());
  });
  ingest_->forget(organization_);
  const auto praised = VALUE(send(
      R"({"answers":{"why":"Zoe Quince stayed late to sort out our booking, she was fantastic."}})"));
  ASSERT_THAT(stored(praised.id).commendations, SizeIs(1));
  EXPECT_TRUE(stored(praised.id).commendations[0].employee.known());
}

TEST_P(IngestTest, KnowsOnlyItsOrganizations) {
  IngestRequest stray = request(R"({"answers":{"nps":3}})");
  stray.organization = {store::new_id()};
  const auto result = ingest_->save(std::move(stray));
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, base::ErrorCode::kNotFound);
}

TEST_P(IngestTest, RunsBeforeAndAfterInTheSameSavepoint) {
  const auto add = [this](const char* name) {
    return [this, name](store::Transaction& tx) -> base::Status {
      TRY(store::market_named(tx, organization_, name));
      return {};
    };
  };
  IngestRequest good = request(R"({"external_id":"a","answers":{"nps":3}})");
  std::size_t seen = 0;
  good.after = [&](store::Transaction& tx, const IngestResults& results) -> base::Status {
    seen = results.size();
    EXPECT_OK(results.at(0));
    return add("after")(tx);
  };
  EXPECT_OK(ingest_->save(std::move(good)));
  EXPECT_EQ(seen, 1U);

  IngestRequest done = request(R"({"external_id":"b","answers":{"nps":3}})");
  done.before = [](store::Transaction&) -> base::Result<bool> { return false; };
  EXPECT_THAT(VALUE(ingest_->save(std::move(done))), SizeIs(0));

  IngestRequest refused = request(R"({"external_id":"c","answers":{"nps":3}})");
  refused.before = [](store::Transaction&) -> base::Result<bool> { return base::conflict("no"); };
  EXPECT_EQ(ingest_->save(std::move(refused)).error().message, "no");

  IngestRequest failing =
      request(R"({"external_id":"d","market":"Taken back","answers":{"nps":3}})");
  failing.after = [](store::Transaction&, const IngestResults&) -> base::Status {
    return base::conflict("too late");
  };
  EXPECT_EQ(ingest_->save(std::move(failing)).error().message, "too late");
  // The market that was taken back is not remembered.
  EXPECT_OK(send(R"({"external_id":"e","market":"Taken back","answers":{"nps":3}})"));
  std::vector<std::string> markets;
  for (const auto& market :
       read([&](store::Transaction& tx) { return VALUE(store::list_markets(tx, organization_)); }))
    markets.push_back(market.name);
  EXPECT_THAT(markets, ElementsAre("North", "after", "Taken back"));
  expect_counted(2);
}

TEST_P(IngestTest, LosesAndDoublesNothingUnderManyThreads) {
  std::atomic<int> added = 0, updated = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 40; ++i) {
        // Half of the ids are everybody's.
        const std::string id =
            i % 2 == 0 ? "all-" + std::to_string(i) : std::to_string(t) + "-" + std::to_string(i);
        const auto result =
            send(R"({"external_id":")" + id + R"(","market":"M)" + std::to_string(i % 7) +
                 R"(","account":"K)" + std::to_string(i % 5) + R"(","answers":{"nps":)" +
                 std::to_string((i + t) % 11) + "}}");
        if (result.ok() && result->saved == store::Saved::kAdded) ++added;
        if (result.ok() && result->saved != store::Saved::kAdded) ++updated;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(added + updated, 240);
  EXPECT_EQ(count(), 6 * 20 + 20);
  expect_counted(140);
}

// Two processes on one database, each with its own queue and memory.
TEST_P(IngestTest, SharesADatabaseWithAnotherProcess) {
  const auto other_database =
      VALUE(store::Database::open(place_.url(), store::SchemaPolicy::kRequireCurrent));
  store::WriteQueue other_queue(*other_database);
  Ingest other(other_queue, clock_);
  const auto work = [&](Ingest& ingest, const std::string& who) {
    for (int i = 0; i < 30; ++i) {
      const std::string color = "shade " + std::to_string(i % 10 + (who == "a" ? 0 : 5));
      EXPECT_OK(
          ingest.save(request(R"({"external_id":")" + who + std::to_string(i) + R"(","market":"M)" +
                              std::to_string(i) + R"(","answers":{"color":")" + color + R"("}})")));
    }
  };
  std::thread second([&] { work(other, "b"); });
  work(*ingest_, "a");
  second.join();
  other_queue.stop();
  read([&](store::Transaction& tx) {
    const auto questions = VALUE(store::list_questions(tx, organization_));
    const auto colors = std::ranges::count_if(
        questions, [](const model::Question& each) { return each.key == "color"; });
    EXPECT_EQ(colors, 1);  // grown by both, not split into versions
    EXPECT_EQ(VALUE(store::list_markets(tx, organization_)).size(), 31U);
    return 0;
  });
  expect_counted(60);
}

TEST_P(IngestTest, SaysThatTheDatabaseIsLockedAndGoesOnAfterwards) {
  stop();
  database_ = VALUE(store::Database::open(place_.url(), store::SchemaPolicy::kRequireCurrent,
                                          {.busy_timeout = std::chrono::milliseconds(50)}));
  start();
  EXPECT_OK(send(R"({"external_id":"a","answers":{"nps":3}})"));
  {
    const auto other =
        VALUE(store::Database::open(place_.url(), store::SchemaPolicy::kRequireCurrent));
    store::Transaction holding = VALUE(other->begin_write());
    VALUE(store::locked_revision(holding, organization_));
    const auto locked = ingest_->save(request(R"({"external_id":"b","answers":{"nps":3}})"));
    ASSERT_FALSE(locked.ok());
    EXPECT_EQ(locked.error().code, base::ErrorCode::kUnavailable);
  }
  EXPECT_OK(send(R"({"external_id":"b","answers":{"nps":3}})"));
  expect_counted(2);
}

// The server ends the connection in the middle of a batch, as when it is restarted.
TEST_P(IngestTest, TellsEveryoneWhenTheServerGoesAwayAndGoesOnWhenItIsBack) {
  if (GetParam() == Engine::kSqlite) GTEST_SKIP() << "SQLite has no server.";
  EXPECT_OK(send(R"({"external_id":"before","answers":{"nps":3}})"));
  std::promise<void> entered, open;
  queue_->submit(
      [&](store::Transaction&) -> base::Status {
        entered.set_value();
        open.get_future().wait();
        return {};
      },
      [](const base::Status&) {});
  entered.get_future().wait();
  // One batch: a response, the end of the connection, another response.
  std::vector<std::promise<base::Result<IngestResults>>> heard(2);
  const auto submit = [&](std::size_t i) {
    IngestRequest one =
        request(R"({"external_id":"r)" + std::to_string(i) + R"(","answers":{"nps":3}})");
    one.done = [&heard, i](base::Result<IngestResults> results) {
      heard[i].set_value(std::move(results));
    };
    ingest_->submit(std::move(one));
  };
  submit(0);
  queue_->submit(
      [](store::Transaction& tx) -> base::Status {
        TRY(tx.connection().execute("SELECT pg_terminate_backend(pg_backend_pid())"));
        return {};
      },
      [](const base::Status& status) { EXPECT_FALSE(status.ok()); });
  submit(1);
  open.set_value();
  for (auto& each : heard) {
    const auto results = each.get_future().get();
    ASSERT_FALSE(results.ok());
    EXPECT_EQ(results.error().code, base::ErrorCode::kUnavailable);
  }
  EXPECT_EQ(count(), 1);
  for (const char* id : {"r0", "r1"}) {
    const auto again =
        VALUE(send(R"({"external_id":")" + std::string(id) + R"(","answers":{"nps":3}})"));
    EXPECT_EQ(again.saved, store::Saved::kAdded);
  }
  expect_counted(3);
}

TEST_P(IngestTest, TakesNothingInWhenTheDiskIsFullAndGoesOnWhenThereIsRoom) {
  if (GetParam() == Engine::kPostgres)
    GTEST_SKIP() << "Only SQLite can be told how large it may be.";
  EXPECT_OK(send(R"({"external_id":"before","answers":{"nps":3}})"));
  const auto limit = [&](const char* pages) {
    EXPECT_OK(queue_->write([&](store::Transaction& tx) {
      return tx.connection().run_script(std::string("PRAGMA max_page_count = ") + pages);
    }));
  };
  limit("1");  // what is there already stays
  const std::string words(20'000, 'x');
  const std::string large =
      R"({"external_id":"large","market":"New","answers":{"why":")" + words + R"("}})";
  std::string message;
  for (int i = 0; i < 3; ++i) {
    const auto full = ingest_->save(request(large));
    ASSERT_FALSE(full.ok());
    EXPECT_EQ(full.error().code, base::ErrorCode::kUnavailable);
    message = full.error().message;
  }
  EXPECT_THAT(message, HasSubstr("There is no room left on the disk"));
  limit("1000000");
  const auto stored_now = VALUE(send(large));
  EXPECT_EQ(stored_now.saved, store::Saved::kAdded);
  EXPECT_TRUE(stored(stored_now.id).response.market.known());
  expect_counted(2);
}

ON_BOTH_ENGINES(IngestTest);

}  // namespace
}  // namespace laurel::app
