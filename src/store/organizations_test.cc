// Tenants and their lists, questions and imports, on both engines.
#include "store/organizations.h"

#include "store/test_database.h"

namespace laurel::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Organizations = StoreTest;
using Questions = StoreTest;
using Imports = StoreTest;

TEST_P(Organizations, AreFoundBySlugAndRefuseItTwice) {
  write([&](Transaction& tx) {
    EXPECT_OK(create_organization(tx, {{new_id()}, "zeta", "Äther & Co."}));
    const auto twice = create_organization(tx, {{new_id()}, "acme", "Other"});
    ASSERT_FALSE(twice.ok());
    EXPECT_EQ(twice.error().code, base::ErrorCode::kConflict);
    EXPECT_EQ(twice.error().message, "There is an organization acme already. Choose another name.");
  });
  read([&](Transaction& tx) {
    EXPECT_EQ(VALUE(find_organization(tx, "acme")).id, organization_);
    EXPECT_EQ(VALUE(find_organization(tx, "zeta")).name, "Äther & Co.");
    EXPECT_EQ(find_organization(tx, "none").error().code, base::ErrorCode::kNotFound);
    EXPECT_THAT(VALUE(list_organizations(tx)), SizeIs(2));
  });
}

TEST_P(Organizations, NumberTheirMembersFromOneEachForItself) {
  const model::OrganizationId other{new_id()};
  write([&](Transaction& tx) {
    EXPECT_OK(create_organization(tx, {other, "other", "Other"}));
    EXPECT_EQ(VALUE(market_named(tx, other, "South")).value, 1);
    EXPECT_EQ(VALUE(market_named(tx, organization_, "South")).value, 2);
    EXPECT_EQ(VALUE(market_named(tx, organization_, "North")), market_);
    EXPECT_FALSE(VALUE(market_named(tx, organization_, "")).known());
    EXPECT_EQ(VALUE(channel_named(tx, organization_, "Phone")), channel_);
    EXPECT_FALSE(VALUE(channel_named(tx, organization_, "")).known());
  });
  read([&](Transaction& tx) {
    const auto markets = VALUE(list_markets(tx, organization_));
    ASSERT_THAT(markets, SizeIs(2));
    EXPECT_EQ(markets[1].name, "South");
    EXPECT_THAT(VALUE(list_markets(tx, other)), SizeIs(1));
    EXPECT_THAT(VALUE(list_channels(tx, other)), IsEmpty());
    EXPECT_THAT(VALUE(list_units(tx, other)), IsEmpty());
  });
}

TEST_P(Organizations, SaveUnitsByCodeAndFindThemByCodeBeforeName) {
  write([&](Transaction& tx) {
    std::vector<model::Unit> units = {{{}, "N", "Northern region", {}}, {{}, "X", "N", {}}};
    EXPECT_OK(save_units(tx, organization_, units));
    EXPECT_TRUE(units[0].id.known());
    EXPECT_EQ(VALUE(unit_named(tx, organization_, "N")), units[0].id);
    EXPECT_EQ(VALUE(unit_named(tx, organization_, "Northern region")), units[0].id);
    units[1].name = "York";
    units[1].parent = units[0].id;
    const model::UnitId before = units[1].id;
    EXPECT_OK(save_units(tx, organization_, {&units[1], 1}));
    EXPECT_EQ(units[1].id, before);
  });
  const auto units = read([&](Transaction& tx) { return VALUE(list_units(tx, organization_)); });
  ASSERT_THAT(units, SizeIs(3));
  EXPECT_EQ(units[0].code, "Leeds");
  EXPECT_EQ(units[0].name, "Leeds");
  EXPECT_EQ(units[2].name, "York");
  EXPECT_EQ(units[2].parent, units[1].id);
}

TEST_P(Organizations, GiveBackEmployeesAsSaved) {
  model::Employee e;
  e.code = "E9";
  e.first_name = "Zoë";
  e.last_name = "O'Neill";
  e.preferred_name = "Zo";
  e.aliases = {"Zoe", "back\\slash", "line\nbreak"};
  e.email = "zoe@example.org";
  e.department = "Front desk";
  e.title = "Agent";
  e.employed_from = *base::Date::parse("1999-12-31");
  e.employed_until = *base::Date::parse("2031-01-02");
  write([&](Transaction& tx) {
    e.unit = unit_;
    e.leader = employees_[1].id;
    EXPECT_OK(save_employees(tx, organization_, {&e, 1}));
    employees_[1].leader = e.id;  // leads somebody saved before
    EXPECT_OK(save_employees(tx, organization_, {&employees_[1], 1}));
  });
  const auto all = read([&](Transaction& tx) { return VALUE(list_employees(tx, organization_)); });
  ASSERT_THAT(all, SizeIs(4));
  EXPECT_EQ(all[1].leader, e.id);
  EXPECT_EQ(all[1].employed_from, std::nullopt);
  const model::Employee& back = all[3];
  EXPECT_EQ(back.id, e.id);
  EXPECT_EQ(back.code, e.code);
  EXPECT_EQ(back.first_name, e.first_name);
  EXPECT_EQ(back.last_name, e.last_name);
  EXPECT_EQ(back.preferred_name, e.preferred_name);
  EXPECT_EQ(back.aliases, e.aliases);
  EXPECT_EQ(back.email, e.email);
  EXPECT_EQ(back.unit, e.unit);
  EXPECT_EQ(back.department, e.department);
  EXPECT_EQ(back.title, e.title);
  EXPECT_EQ(back.leader, e.leader);
  EXPECT_EQ(back.employed_from, e.employed_from);
  EXPECT_EQ(back.employed_until, e.employed_until);
}

TEST_P(Organizations, RefuseALeaderWhoIsNotThere) {
  Transaction tx = VALUE(database_->begin_write());
  model::Employee e;
  e.code = "E9";
  e.leader = {999};
  EXPECT_OK(save_employees(tx, organization_, {&e, 1}));
  const auto status = tx.commit();  // references within a list are checked at its end
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, base::ErrorCode::kConflict);
}

TEST_P(Organizations, GiveEveryAccountCodeItsNumber) {
  write([&](Transaction& tx) {
    const std::vector<std::string_view> codes = {"B", "", "A1", "B", "C"};
    const auto ids = VALUE(accounts_coded(tx, organization_, codes));
    ASSERT_THAT(ids, SizeIs(5));
    EXPECT_FALSE(ids[1].known());
    EXPECT_EQ(ids[2], account_);
    EXPECT_EQ(ids[0], ids[3]);
    EXPECT_NE(ids[0], ids[4]);
    EXPECT_EQ(VALUE(accounts_coded(tx, organization_, codes)), ids);
    EXPECT_THAT(VALUE(accounts_coded(tx, organization_, {})), IsEmpty());
  });
}

TEST_P(Organizations, FillInContactsWhereTheyWereEmpty) {
  write([&](Transaction& tx) {
    const std::vector<model::Contact> contacts = {{{}, "bo@example.org", "", {}},
                                                  {{}, "", "Nobody", account_},
                                                  {{}, "bo@example.org", "Bo", {}},
                                                  {{}, "ann@example.org", "Other Ann", {}}};
    const auto ids = VALUE(save_contacts(tx, organization_, contacts));
    ASSERT_THAT(ids, SizeIs(4));
    EXPECT_EQ(ids[0], ids[2]);
    EXPECT_FALSE(ids[1].known());
    EXPECT_EQ(ids[3], contact_);
    const model::Contact later{{}, "bo@example.org", "Robert", account_};
    EXPECT_EQ(VALUE(save_contacts(tx, organization_, {&later, 1}))[0], ids[0]);
    Statement row = VALUE(tx.connection().query(
        "SELECT name, account_id FROM contact WHERE organization_id = $1 AND email = $2",
        {organization_, "bo@example.org"}));
    EXPECT_TRUE(VALUE(row.step()));
    EXPECT_EQ(row.text(0), "Bo");
    EXPECT_EQ(row.number(1), account_.value);
  });
}

TEST_P(Questions, ComeBackAsSaved) {
  model::Question q;
  q.key = "cabin";
  q.kind = model::QuestionKind::kChoice;
  q.role = model::QuestionRole::kHeardThrough;
  q.label = "Which cabin?";
  q.choices = {"Economy", "Business"};
  model::Question told;
  told.key = "told";
  told.kind = model::QuestionKind::kNumber;
  told.decimals = 2;
  told.bins = {100, 1000};
  write([&](Transaction& tx) {
    q.id = VALUE(save_question(tx, organization_, q));
    told.id = VALUE(save_question(tx, organization_, told));
  });
  const auto all = read([&](Transaction& tx) { return VALUE(list_questions(tx, organization_)); });
  ASSERT_THAT(all, SizeIs(5));
  EXPECT_EQ(all[3].id, q.id);
  EXPECT_EQ(all[3].version, 1);
  EXPECT_EQ(all[3].role, q.role);
  EXPECT_EQ(all[3].label, q.label);
  EXPECT_TRUE(all[3].extends(q) && q.extends(all[3]));
  EXPECT_EQ(all[4].decimals, 2);
  EXPECT_EQ(all[4].bins, told.bins);
}

TEST_P(Questions, GrowTheirChoicesAndGetANewVersionWhenTheScaleChanges) {
  model::Question q;
  q.key = "cabin";
  q.kind = model::QuestionKind::kChoice;
  q.choices = {"Economy"};
  write([&](Transaction& tx) {
    const model::QuestionId first = VALUE(save_question(tx, organization_, q));
    q.choices = {"Economy", "Business"};
    EXPECT_EQ(VALUE(save_question(tx, organization_, q)), first);
    q.choices = {"Economy"};  // an older file: the same places
    EXPECT_EQ(VALUE(save_question(tx, organization_, q)), first);
    q.choices = {"Business", "Economy"};
    const model::QuestionId second = VALUE(save_question(tx, organization_, q));
    EXPECT_NE(second, first);
    const model::QuestionCatalog all(VALUE(list_questions(tx, organization_)));
    EXPECT_EQ(all.find(first)->choices, (std::vector<std::string>{"Economy", "Business"}));
    EXPECT_EQ(all.current("cabin")->id, second);
    EXPECT_EQ(all.current("cabin")->version, 2);
  });
}

TEST_P(Imports, AreFoundByFingerprintUntilFinished) {
  ImportRun run;
  run.id = {new_id()};
  run.fingerprint = "abc";
  run.source = "reviews.csv";
  run.bytes_done = 5'000'000'000;
  run.line = 12;
  run.rows_read = 11;
  run.rows_added = 5;
  run.rows_updated = 3;
  run.rows_unchanged = 2;
  run.rows_rejected = 1;
  run.reject_bytes = 77;
  write([&](Transaction& tx) { EXPECT_OK(save_import(tx, organization_, run)); });
  write([&](Transaction& tx) {
    EXPECT_FALSE(VALUE(find_unfinished_import(tx, organization_, "xyz")).has_value());
    const auto found = VALUE(find_unfinished_import(tx, organization_, "abc"));
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->id, run.id);
    EXPECT_EQ(found->source, run.source);
    EXPECT_EQ(found->bytes_done, run.bytes_done);
    EXPECT_EQ(found->line, run.line);
    EXPECT_EQ(found->rows_read, run.rows_read);
    EXPECT_EQ(found->rows_added, run.rows_added);
    EXPECT_EQ(found->rows_updated, run.rows_updated);
    EXPECT_EQ(found->rows_unchanged, run.rows_unchanged);
    EXPECT_EQ(found->rows_rejected, run.rows_rejected);
    EXPECT_EQ(found->reject_bytes, run.reject_bytes);
    EXPECT_FALSE(found->finished);
    run.finished = true;
    EXPECT_OK(save_import(tx, organization_, run));
    EXPECT_FALSE(VALUE(find_unfinished_import(tx, organization_, "abc")).has_value());
  });
}

ON_BOTH_ENGINES(Organizations);
ON_BOTH_ENGINES(Questions);
ON_BOTH_ENGINES(Imports);

}  // namespace
}  // namespace laurel::store
