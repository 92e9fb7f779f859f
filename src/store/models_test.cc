// An organization's own models, on both engines.
#include "store/models.h"

#include "store/revisions.h"
#include "store/test_database.h"

namespace laurel::store {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class OrganizationModels : public StoreTest {
 protected:
  std::int32_t add(const std::string& bytes) {
    std::int32_t number = 0;
    write([&](Transaction& tx) {
      OrganizationModel model;
      model.version = "laurel-en+own-4 (12345678)";
      model.card = "Learned from 80 texts.\n";
      model.made_at = *base::Timestamp::parse("2026-04-01T09:00:00Z");
      model.made_by = "ann@example.org";
      model.texts = 80;
      model.seed = 7;
      model.flag = 0.4;
      number = VALUE(add_model(tx, organization_, model, bytes));
    });
    return number;
  }
  std::optional<std::string> in_use() {
    return read([&](Transaction& tx) { return VALUE(model_bytes_in_use(tx, organization_)); });
  }
  std::vector<OrganizationModel> list() {
    return read([&](Transaction& tx) { return VALUE(list_models(tx, organization_)); });
  }
  base::Status use(std::int32_t number) {
    Transaction tx = VALUE(database_->begin_write());
    const base::Status status = use_model(tx, organization_, number);
    if (status.ok()) EXPECT_OK(tx.commit());
    return status;
  }
};

const std::string kBytes("model\0bytes", 11);

TEST_P(OrganizationModels, AreKeptAndOneIsInUse) {
  EXPECT_EQ(in_use(), std::nullopt);
  const std::int32_t first = add(kBytes), second = add("other");
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 2);
  EXPECT_EQ(in_use(), std::nullopt);
  EXPECT_OK(use(first));
  EXPECT_EQ(in_use(), kBytes);
  EXPECT_OK(use(second));
  EXPECT_EQ(in_use(), "other");
  const auto models = list();
  ASSERT_THAT(models, SizeIs(2));
  EXPECT_EQ(models[0].number, 1);
  EXPECT_EQ(models[0].version, "laurel-en+own-4 (12345678)");
  EXPECT_EQ(models[0].card, "Learned from 80 texts.\n");
  EXPECT_EQ(models[0].made_by, "ann@example.org");
  EXPECT_EQ(models[0].texts, 80);
  EXPECT_EQ(models[0].seed, 7U);
  EXPECT_FALSE(models[0].in_use);
  EXPECT_TRUE(models[1].in_use);
  read([&](Transaction& tx) {
    EXPECT_EQ(VALUE(flag_in_use(tx, organization_)), 0.4);
    EXPECT_EQ(VALUE(model_bytes(tx, organization_, first)), kBytes);
    EXPECT_EQ(VALUE(model_bytes_in_use(tx, {new_id()})), std::nullopt);
  });
  EXPECT_OK(use(0));
  EXPECT_EQ(in_use(), std::nullopt);
  read([&](Transaction& tx) { EXPECT_EQ(VALUE(flag_in_use(tx, organization_)), std::nullopt); });
}

TEST_P(OrganizationModels, CountTheRevisionWhenAnotherIsUsed) {
  const auto revision_now = [&] {
    return read([&](Transaction& tx) { return VALUE(revision(tx, organization_)); });
  };
  add(kBytes);
  const std::int64_t before = revision_now();
  EXPECT_OK(use(1));
  EXPECT_GT(revision_now(), before);
}

TEST_P(OrganizationModels, AreRemovedUnlessInUse) {
  add(kBytes);
  EXPECT_OK(use(1));
  write([&](Transaction& tx) {
    const auto used = remove_model(tx, organization_, 1);
    ASSERT_FALSE(used.ok());
    EXPECT_EQ(used.error().code, base::ErrorCode::kConflict);
    const auto missing = remove_model(tx, organization_, 9);
    ASSERT_FALSE(missing.ok());
    EXPECT_EQ(missing.error().code, base::ErrorCode::kNotFound);
  });
  EXPECT_EQ(use(9).error().code, base::ErrorCode::kNotFound);
  EXPECT_EQ(in_use(), kBytes);
  EXPECT_OK(use(0));
  write([&](Transaction& tx) { EXPECT_OK(remove_model(tx, organization_, 1)); });
  EXPECT_THAT(list(), IsEmpty());
  EXPECT_EQ(add(kBytes), 2);  // numbers are not given twice
}

TEST_P(OrganizationModels, ThatAreDamagedAreNotRead) {
  add(kBytes);
  EXPECT_OK(use(1));
  write([&](Transaction& tx) {
    EXPECT_OK(tx.connection().execute(
        "UPDATE organization_model SET bytes = $2 WHERE organization_id = $1",
        {organization_, Bytes{"broken"}}));
  });
  read([&](Transaction& tx) {
    const auto broken = model_bytes_in_use(tx, organization_);
    ASSERT_FALSE(broken.ok());
    EXPECT_THAT(broken.error().message, HasSubstr("damaged"));
  });
}

ON_BOTH_ENGINES(OrganizationModels);

}  // namespace
}  // namespace laurel::store
