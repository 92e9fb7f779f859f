// Settings come back as saved, on both engines.
#include "store/settings.h"

#include "store/revisions.h"
#include "store/test_database.h"

namespace laurel::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using SettingsStore = StoreTest;

TEST_P(SettingsStore, HasDefaultsUntilSomethingIsSaved) {
  read([&](Transaction& tx) {
    const model::Settings settings = VALUE(read_settings(tx, organization_));
    EXPECT_FALSE(settings.main_driver);
    EXPECT_FALSE(settings.works_council);
    EXPECT_THAT(settings.works_council_units, IsEmpty());
  });
}

TEST_P(SettingsStore, GivesBackWhatWasSavedAndNothingElse) {
  model::UnitId unit;
  write([&](Transaction& tx) {
    unit = VALUE(unit_named(tx, organization_, "York"));
    EXPECT_OK(save_settings(tx, organization_, {model::Reward::kReturn, true, {unit}}));
  });
  read([&](Transaction& tx) {
    const model::Settings settings = VALUE(read_settings(tx, organization_));
    EXPECT_EQ(settings.main_driver, model::Reward::kReturn);
    EXPECT_TRUE(settings.works_council);
    EXPECT_THAT(settings.works_council_units, ElementsAre(unit));
  });
  write([&](Transaction& tx) {
    EXPECT_OK(save_settings(tx, organization_, {model::Reward::kRevenue, false, {}}));
  });
  read([&](Transaction& tx) {
    const model::Settings settings = VALUE(read_settings(tx, organization_));
    EXPECT_EQ(settings.main_driver, model::Reward::kRevenue);
    EXPECT_FALSE(settings.works_council);
    EXPECT_THAT(settings.works_council_units, IsEmpty());
  });
}

TEST_P(SettingsStore, CountTheRevision) {
  const auto now = [&] {
    return read([&](Transaction& tx) { return VALUE(revision(tx, organization_)); });
  };
  const std::int64_t before = now();
  write([&](Transaction& tx) { EXPECT_OK(save_settings(tx, organization_, {{}, true, {}})); });
  EXPECT_GT(now(), before);
}

ON_BOTH_ENGINES(SettingsStore);

}  // namespace
}  // namespace laurel::store
