// An organization to send responses to, with questions, people and a queue, on both engines.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/ingest.h"
#include "intake/webhooks.h"
#include "store/test_database.h"

namespace laurel::app {

class IngestTest : public store::StoreTest {
 protected:
  void SetUp() override {
    store::StoreTest::SetUp();
    write([&](store::Transaction& tx) {
      model::Question tempo;
      tempo.key = "tempo";
      tempo.kind = model::QuestionKind::kScale;
      tempo.min = 1;
      tempo.max = 5;
      VALUE(store::save_question(tx, organization_, tempo));
      model::Question color;
      color.key = "color";
      color.kind = model::QuestionKind::kChoice;
      color.choices = {"red", "blue"};
      VALUE(store::save_question(tx, organization_, color));
      model::Question spent;
      spent.key = "spent";
      spent.kind = model::QuestionKind::kNumber;
      spent.decimals = 2;
      VALUE(store::save_question(tx, organization_, spent));
      model::Employee maria;
      maria.code = "E7";
      maria.first_name = "Maria";
      maria.last_name = "Lopez";
      maria.email = "maria@example.com";
      maria.unit = unit_;
      ASSERT_TRUE(store::save_employees(tx, organization_, {&maria, 1}).ok());
      maria_ = maria.id;
    });
    start();
  }
  void TearDown() override { stop(); }

  void start() {
    queue_ = std::make_unique<store::WriteQueue>(*database_);
    ingest_ = std::make_unique<Ingest>(*queue_, clock_);
  }
  void stop() {
    if (queue_ != nullptr) queue_->stop();
    ingest_.reset();
    queue_.reset();
  }

  IngestRequest request(std::string_view json) {
    IngestRequest request;
    request.organization = organization_;
    request.responses = VALUE(intake::map_webhook(intake::WebhookKind::kGeneric, {}, json));
    return request;
  }
  // The one result of one response.
  base::Result<Ingested> send(std::string_view json) {
    IngestResults results = VALUE(ingest_->save(request(json)));
    EXPECT_EQ(results.size(), 1U);
    return std::move(results.at(0));
  }
  std::string refused(std::string_view json) {
    const auto result = send(json);
    return result.ok() ? "stored" : result.error().message;
  }
  model::ResponseRecord stored(model::ResponseId id) {
    return read([&](store::Transaction& tx) {
      auto found = VALUE(store::find_response(tx, organization_, id));
      EXPECT_TRUE(found.has_value());
      return found.value_or(model::ResponseRecord{});
    });
  }
  std::int64_t count() {
    return read(
        [&](store::Transaction& tx) { return VALUE(store::count_responses(tx, organization_)); });
  }
  model::QuestionId question(std::string_view key) {
    return read([&](store::Transaction& tx) {
      const model::QuestionCatalog all(VALUE(store::list_questions(tx, organization_)));
      const model::Question* found = all.current(key);
      return found == nullptr ? model::QuestionId{} : found->id;
    });
  }
  // The cells are what a recount finds.
  void expect_counted(std::int64_t responses) {
    write([&](store::Transaction& tx) {
      const model::QuestionCatalog all(VALUE(store::list_questions(tx, organization_)));
      const auto report = VALUE(store::recount(tx, organization_, all));
      EXPECT_EQ(report.responses, responses);
      EXPECT_EQ(report.differing, 0);
    });
  }

  base::ManualClock clock_{*base::Timestamp::parse("2026-11-20T09:30:00Z")};
  model::EmployeeId maria_;
  std::unique_ptr<store::WriteQueue> queue_;
  std::unique_ptr<Ingest> ingest_;
};

}  // namespace laurel::app
