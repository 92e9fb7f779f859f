// Work behind the requests: one piece at a time for an organization, what came of it can be asked.
#include "app/model_work.h"

#include <chrono>
#include <thread>

#include "store/test_database.h"

namespace laurel::app {
namespace {

using store::Engine;  // for ON_BOTH_ENGINES
using store::engine_name;
using ::testing::HasSubstr;

class ModelWorking : public store::StoreTest {
 protected:
  void SetUp() override {
    store::StoreTest::SetUp();
    audit_ = std::make_unique<AuditTrail>(*database_, clock_);
    caller_ = command_caller({organization_, "acme", "Acme"});
  }
  ModelTaskStanding ended(const ModelWork& work) {
    while (!work.standing(organization_)->ended_at)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return *work.standing(organization_);
  }
  base::ManualClock clock_{*base::Timestamp::parse("2026-04-01T09:00:00Z")};
  std::unique_ptr<AuditTrail> audit_;
  Caller caller_;
};

TEST_P(ModelWorking, SaysWhatCameOfIt) {
  save(record("r1"));
  ModelWork work(*database_, *audit_, clock_);
  EXPECT_FALSE(work.standing(organization_).has_value());
  EXPECT_OK(work.begin(caller_, ModelTask::kPreviewRescan));
  const ModelTaskStanding preview = ended(work);
  EXPECT_FALSE(preview.failed);
  EXPECT_EQ(preview.by, "laurel");
  EXPECT_THAT(preview.outcome, HasSubstr("1 response read again"));
  EXPECT_EQ(preview.changed, 1);
  EXPECT_OK(work.begin(caller_, ModelTask::kRescan));
  EXPECT_FALSE(ended(work).failed);
  EXPECT_OK(work.begin(caller_, ModelTask::kPreviewRescan));
  EXPECT_EQ(ended(work).changed, 0);
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(ModelWorking, SaysWhyItFailedAndIsForWhoMayChangeTheProgramme) {
  ModelWork work(*database_, *audit_, clock_);
  EXPECT_OK(work.begin(caller_, ModelTask::kLearn));
  const ModelTaskStanding learned = ended(work);
  EXPECT_TRUE(learned.failed);
  EXPECT_FALSE(learned.outcome.empty());
  caller_.permissions = model::permissions_of(model::Role::kInterviewer);
  EXPECT_EQ(work.begin(caller_, ModelTask::kRescan).error().code, base::ErrorCode::kForbidden);
}

ON_BOTH_ENGINES(ModelWorking);

}  // namespace
}  // namespace laurel::app
