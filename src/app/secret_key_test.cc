#include "app/secret_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "app/ingest_testing.h"
#include "store/webhook_sources.h"

namespace laurel::app {
namespace {

using store::Engine;
using ::testing::HasSubstr;

class SecretKey : public IngestTest {
 protected:
  void SetUp() override {
    IngestTest::SetUp();
    file_ = (std::filesystem::temp_directory_path() / ("laurel-key-" + store::new_id().to_string()))
                .string();
  }
  void TearDown() override {
    std::filesystem::remove(file_);
    std::filesystem::remove(file_ + ".other");
    IngestTest::TearDown();
  }
  std::string file_;
};

TEST_P(SecretKey, IsMadeOnceAndSealsWhatWasClear) {
  store::WebhookSource source;
  source.id = {store::new_id()};
  source.name = "form";
  source.kind = "typeform";
  write([&](store::Transaction& tx) {
    EXPECT_OK(store::add_webhook_source(tx, organization_, source, "the clear secret"));
  });
  const base::SecretBox box = VALUE(open_secret_box(*database_, file_));
  const base::SecretBox again = VALUE(open_secret_box(*database_, file_));
  EXPECT_EQ(box.fingerprint(), again.fingerprint());
  store::Transaction tx = VALUE(database_->begin_read());
  const auto found = VALUE(store::find_webhook_source(tx, organization_, source.id));
  EXPECT_EQ(found->secret.find("clear"), std::string::npos);
  EXPECT_EQ(VALUE(again.open(found->secret)), "the clear secret");
}

TEST_P(SecretKey, IsMissedAndToldFromAnother) {
  VALUE(open_secret_box(*database_, file_));
  std::filesystem::remove(file_);
  const auto missing = open_secret_box(*database_, file_);
  EXPECT_THAT(missing.error().message, HasSubstr("is missing"));
  EXPECT_FALSE(std::filesystem::exists(file_));
  EXPECT_OK(base::SecretBox::with_new_key().write(file_ + ".other"));
  const auto other = open_secret_box(*database_, file_ + ".other");
  EXPECT_THAT(other.error().message, HasSubstr("another key"));
}

ON_BOTH_ENGINES(SecretKey);

}  // namespace
}  // namespace laurel::app
