// Mappings come back as saved, on both engines.
#include "store/mappings.h"

#include "store/test_database.h"

namespace laurel::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using MappingsStore = StoreTest;

TEST_P(MappingsStore, GivesBackWhatWasSavedLast) {
  const SavedMapping first = {{"comment=What else?", "scale 1-5=Q2"}, "dmy"};
  const SavedMapping second = {{"nps=Q1"}, ""};
  write([&](Transaction& tx) {
    EXPECT_OK(save_mapping(tx, organization_, "survey", first));
    EXPECT_OK(save_mapping(tx, organization_, "calls", first));
  });
  write([&](Transaction& tx) { EXPECT_OK(save_mapping(tx, organization_, "survey", second)); });
  read([&](Transaction& tx) {
    EXPECT_EQ(VALUE(find_mapping(tx, organization_, "survey")), second);
    EXPECT_EQ(VALUE(find_mapping(tx, organization_, "calls")), first);
    EXPECT_EQ(VALUE(find_mapping(tx, organization_, "other")), std::nullopt);
    EXPECT_THAT(VALUE(list_mappings(tx, organization_)), ElementsAre("calls", "survey"));
  });
}

TEST_P(MappingsStore, KeepsThemToTheirOrganization) {
  write([&](Transaction& tx) { EXPECT_OK(save_mapping(tx, organization_, "survey", {})); });
  read([&](Transaction& tx) {
    EXPECT_THAT(VALUE(list_mappings(tx, model::OrganizationId{})), IsEmpty());
  });
}

ON_BOTH_ENGINES(MappingsStore);

}  // namespace
}  // namespace laurel::store
