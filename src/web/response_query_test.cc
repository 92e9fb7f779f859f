// An address of the list says what the store is asked for, and is read back as the same.
#include "web/response_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/form.h"
#include "schema/document.h"
#include "store/organizations.h"
#include "store/questions.h"
#include "store/test_database.h"

namespace laurel::web {
namespace {

class AddressOf : public testing::Test {
 protected:
  void SetUp() override {
    database_ = VALUE(store::Database::open(place_.url(), store::SchemaPolicy::kCreateIfEmpty));
    auto tx = *database_->begin_write();
    ASSERT_TRUE(store::create_organization(tx, organization_).ok());
    south_ = *store::market_named(tx, organization_.id, "South & East");
    phone_ = *store::channel_named(tx, organization_.id, "phone");
    model::Unit depot{{}, "D 1", "Depot", {}};
    ASSERT_TRUE(store::save_units(tx, organization_.id, {&depot, 1}).ok());
    depot_ = depot.id;
    model::Employee maria;
    maria.code = "E1";
    ASSERT_TRUE(store::save_employees(tx, organization_.id, {&maria, 1}).ok());
    maria_ = maria.id;
    model::Question nps;
    nps.key = "nps";
    nps.kind = model::QuestionKind::kNps;
    nps.max = 10;
    nps_ = *store::save_question(tx, organization_.id, nps);
    directory_ = *app::Directory::read(tx, organization_.id);
    ASSERT_TRUE(tx.commit().ok());
  }

  store::ResponseFilter read_back(const std::string& address) {
    const std::size_t at = address.find('?');
    const auto form = http::read_form("application/x-www-form-urlencoded",
                                      at == std::string::npos ? "" : address.substr(at + 1));
    EXPECT_TRUE(form.ok());
    const auto query = schema::read_fields(*response_query(), form->fields());
    EXPECT_TRUE(query) << address;
    const auto filter = filter_of(*query.value, *directory_);
    EXPECT_TRUE(filter.ok()) << address;
    return *filter;
  }

  store::TestPlace place_{store::Engine::kSqlite};
  std::unique_ptr<store::Database> database_;
  model::Organization organization_{{store::new_id()}, "acme", "Acme"};
  model::MarketId south_;
  model::ChannelId phone_;
  model::UnitId depot_;
  model::EmployeeId maria_;
  model::QuestionId nps_;
  std::shared_ptr<const app::Directory> directory_;
};

TEST_F(AddressOf, IsReadBackAsTheSame) {
  const store::ResponseFilter everything;
  EXPECT_EQ(address_of(everything, *directory_, "/list"), "/list");
  EXPECT_EQ(read_back("/list"), everything);

  store::ResponseFilter much;
  much.from = *base::Date::parse("2026-01-01");
  much.to = *base::Date::parse("2026-03-31");
  much.market = south_;
  much.unit = depot_;
  much.unit_itself = true;
  much.channel = phone_;
  much.source = "file & more";
  much.credited = maria_;
  much.question = nps_;
  much.value = 9;
  EXPECT_EQ(read_back(address_of(much, *directory_, "/list")), much);

  for (const auto voice :
       {store::VoiceGroup::kSilent, store::VoiceGroup::kUnread, store::VoiceGroup::kSpoke,
        store::VoiceGroup::kRead, store::VoiceGroup::kCommended, store::VoiceGroup::kKind,
        store::VoiceGroup::kExemplary, store::VoiceGroup::kPending}) {
    store::ResponseFilter some;
    some.voice = voice;
    some.nps = store::NpsBand::kPassive;
    some.undecided = some.without_unit = true;
    EXPECT_EQ(read_back(address_of(some, *directory_, "/list")), some);
  }
}

TEST_F(AddressOf, LeadsNowhereWhereAMemberIsNotKnown) {
  store::ResponseFilter some;
  some.market = {99};
  EXPECT_EQ(address_of(some, *directory_, "/list"), "");
  some = {};
  some.question = {99};
  EXPECT_EQ(address_of(some, *directory_, "/list"), "");
}

}  // namespace
}  // namespace laurel::web
