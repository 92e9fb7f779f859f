#include "store/response_list.h"

#include <algorithm>

#include "store/test_database.h"

namespace laurel::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class ResponseList : public StoreTest {
 protected:
  model::ResponseRecord dated(const std::string& id, const std::string& day, std::int64_t nps = 9) {
    model::ResponseRecord r = record(id, nps);
    r.response.occurred_on.reset();
    if (!day.empty()) r.response.occurred_on = *base::Date::parse(day);
    return r;
  }
  static std::vector<std::string> ids(const ResponsePage& page) {
    std::vector<std::string> out;
    for (const model::ResponseRecord& r : page.responses) out.push_back(r.response.external_id);
    return out;
  }
  std::vector<std::string> list(const ResponseFilter& filter, const ResponseScope& scope = {}) {
    return read([&](Transaction& tx) {
      return ids(VALUE(list_responses(tx, organization_, filter, scope, "", 100)));
    });
  }
  std::optional<std::int64_t> counted(const ResponseFilter& filter,
                                      const ResponseScope& scope = {}) {
    return read(
        [&](Transaction& tx) { return VALUE(count_listed(tx, organization_, filter, scope)); });
  }
  // Page by page.
  std::vector<std::string> walk(const ResponseFilter& filter, std::int64_t limit,
                                const ResponseScope& scope = {},
                                ListOrder order = ListOrder::kNewestFirst) {
    std::vector<std::string> out;
    std::string after;
    for (int pages = 0; pages < 1'000; ++pages) {
      const ResponsePage page = read([&](Transaction& tx) {
        return VALUE(list_responses(tx, organization_, filter, scope, after, limit, order));
      });
      EXPECT_LE(std::ssize(page.responses), limit);
      for (std::string& id : ids(page)) out.push_back(std::move(id));
      if (!page.next) return out;
      after = *page.next;
    }
    ADD_FAILURE() << "The list doesn't end.";
    return out;
  }
};

TEST_P(ResponseList, GoesByTheNewestDayThenTheNewestResponse) {
  save(dated("old", "2025-01-01"));
  save(dated("none", ""));
  save(dated("new", "2026-05-05"));
  save(dated("new too", "2026-05-05"));
  save(dated("none too", ""));
  save(dated("ancient", "1970-01-01"));
  EXPECT_THAT(list({}), ElementsAre("new too", "new", "old", "ancient", "none too", "none"));
  for (const std::int64_t limit : {1, 2, 3, 4, 5, 6, 7})
    EXPECT_THAT(walk({}, limit),
                ElementsAre("new too", "new", "old", "ancient", "none too", "none"));
  for (const std::int64_t limit : {1, 2, 3, 4, 5, 6, 7}) {
    EXPECT_THAT(walk({}, limit, {}, ListOrder::kOldestFirst),
                ElementsAre("none", "none too", "ancient", "old", "new", "new too"));
    ResponseFilter days;
    days.from = *base::Date::parse("1980-01-01");
    days.to = *base::Date::parse("2026-05-04");
    EXPECT_THAT(walk(days, limit, {}, ListOrder::kOldestFirst), ElementsAre("old"));
  }
}

TEST_P(ResponseList, HasEverythingOfAResponse) {
  save(dated("r1", "2026-05-05"));
  const ResponsePage page = read(
      [&](Transaction& tx) { return VALUE(list_responses(tx, organization_, {}, {}, "", 10)); });
  ASSERT_THAT(page.responses, SizeIs(1));
  EXPECT_THAT(page.responses[0].response.verbatims, SizeIs(1));
  EXPECT_THAT(page.responses[0].commendations, SizeIs(1));
  EXPECT_FALSE(page.next);
}

TEST_P(ResponseList, KeepsItsPlaceWhileOthersAreAdded) {
  for (int i = 0; i < 6; ++i) save(dated("r" + std::to_string(i), "2026-05-05"));
  const ResponsePage first = read(
      [&](Transaction& tx) { return VALUE(list_responses(tx, organization_, {}, {}, "", 3)); });
  EXPECT_THAT(ids(first), ElementsAre("r5", "r4", "r3"));
  save(dated("newer", "2026-05-06"));
  const ResponsePage second = read([&](Transaction& tx) {
    return VALUE(list_responses(tx, organization_, {}, {}, *first.next, 3));
  });
  EXPECT_THAT(ids(second), ElementsAre("r2", "r1", "r0"));
  EXPECT_FALSE(second.next);
}

TEST_P(ResponseList, RefusesAPlaceThatIsNone) {
  read([&](Transaction& tx) {
    for (const char* place : {"x", "d", "d5", "d5-", "d-5", "n", "dx-0190", "d99999999999-x"}) {
      const auto page = list_responses(tx, organization_, {}, {}, place, 10);
      EXPECT_FALSE(page.ok()) << place;
    }
    EXPECT_FALSE(list_responses(tx, organization_, {}, {}, "", 0).ok());
    EXPECT_FALSE(list_responses(tx, organization_, {}, {}, "", kMostInPage + 1).ok());
    return 0;
  });
}

TEST_P(ResponseList, FiltersByWhatIsKnownOfAResponse) {
  model::MarketId south;
  model::UnitId below, elsewhere;
  model::ChannelId web;
  write([&](Transaction& tx) {
    south = VALUE(market_named(tx, organization_, "South"));
    web = VALUE(channel_named(tx, organization_, "Web"));
    std::vector<model::Unit> units = {{{}, "L2", "Leeds desk", unit_}, {{}, "Y", "York", {}}};
    ASSERT_TRUE(save_units(tx, organization_, units).ok());
    below = units[0].id;
    elsewhere = units[1].id;
  });
  model::ResponseRecord a = dated("a", "2026-01-10", 10);
  model::ResponseRecord b = dated("b", "2026-02-10", 7);
  b.response.market = south;
  b.response.unit = below;
  model::ResponseRecord c = dated("c", "2026-03-10", 2);
  c.response.unit = elsewhere;
  c.response.channel = web;
  c.response.source = "reviews";
  model::ResponseRecord d = dated("d", "", 9);
  for (const auto* each : {&a, &b, &c, &d}) save(*each);

  const auto day = [](const char* text) { return *base::Date::parse(text); };
  EXPECT_THAT(list({.from = day("2026-02-10")}), ElementsAre("c", "b"));
  EXPECT_THAT(list({.to = day("2026-02-10")}), ElementsAre("b", "a"));
  EXPECT_THAT(list({.from = day("2026-02-01"), .to = day("2026-02-28")}), ElementsAre("b"));
  EXPECT_THAT(list({.market = south}), ElementsAre("b"));
  EXPECT_THAT(list({.unit = unit_}), ElementsAre("b", "a", "d"));
  EXPECT_THAT(list({.unit = below}), ElementsAre("b"));
  EXPECT_THAT(list({.channel = web}), ElementsAre("c"));
  EXPECT_THAT(list({.source = "reviews"}), ElementsAre("c"));
  EXPECT_THAT(list({.source = "nowhere"}), IsEmpty());
  EXPECT_THAT(list({.nps = NpsBand::kPromoter}), ElementsAre("a", "d"));
  EXPECT_THAT(list({.nps = NpsBand::kPassive}), ElementsAre("b"));
  EXPECT_THAT(list({.nps = NpsBand::kDetractor}), ElementsAre("c"));

  EXPECT_EQ(counted({}), 4);
  EXPECT_EQ(counted({.from = day("2026-02-01")}), 2);
  EXPECT_EQ(counted({.from = day("2026-02-01"), .to = day("2026-02-28")}), 1);
  EXPECT_EQ(counted({.from = day("2026-02-02")}), std::nullopt);
  EXPECT_EQ(counted({.to = day("2026-02-27")}), std::nullopt);
  EXPECT_EQ(counted({.market = south}), 1);
  EXPECT_EQ(counted({.unit = unit_}), 3);
  EXPECT_EQ(counted({.channel = web}), 1);
  EXPECT_EQ(counted({.source = "reviews"}), std::nullopt);
  EXPECT_EQ(counted({.nps = NpsBand::kPromoter}), 2);
}

TEST_P(ResponseList, FiltersByPraise) {
  model::ResponseRecord praised = dated("praised", "2026-01-01");
  praised.commendations[0].sure = true;
  model::ResponseRecord open = dated("open", "2026-01-02");
  open.commendations[0].flagged = false;
  model::ResponseRecord spoke = dated("spoke", "2026-01-03");
  spoke.commendations.clear();
  model::ResponseRecord silent = dated("silent", "2026-01-04");
  silent.commendations.clear();
  silent.response.verbatims.clear();
  silent.response.reading = model::Reading::kSilent;
  model::ResponseRecord unread = dated("unread", "2026-01-05");
  unread.commendations.clear();
  unread.response.reading = model::Reading::kUnread;
  model::ResponseRecord rejected = dated("rejected", "2026-01-06");
  rejected.commendations[0].decision = model::Decision::kRejected;
  for (const auto* each : {&praised, &open, &spoke, &silent, &unread, &rejected}) save(*each);

  EXPECT_THAT(list({.voice = VoiceGroup::kCommended}), ElementsAre("praised"));
  EXPECT_THAT(list({.voice = VoiceGroup::kSpoke}), ElementsAre("rejected", "spoke", "open"));
  EXPECT_THAT(list({.voice = VoiceGroup::kPending}), ElementsAre("open"));
  EXPECT_THAT(list({.voice = VoiceGroup::kSilent}), ElementsAre("silent"));
  EXPECT_THAT(list({.voice = VoiceGroup::kUnread}), ElementsAre("unread"));
  EXPECT_THAT(list({.undecided = true}), ElementsAre("open"));
  EXPECT_THAT(list({.credited = employees_[0].id}), ElementsAre("praised"));
  EXPECT_THAT(list({.credited = employees_[1].id}), IsEmpty());
  for (const auto voice : {VoiceGroup::kCommended, VoiceGroup::kSpoke, VoiceGroup::kPending,
                           VoiceGroup::kSilent, VoiceGroup::kUnread})
    EXPECT_EQ(counted({.voice = voice}), std::ssize(list({.voice = voice})));
  EXPECT_EQ(counted({.credited = employees_[0].id}), 1);
  EXPECT_EQ(counted({.unit = unit_, .credited = employees_[0].id}), std::nullopt);
  EXPECT_EQ(counted({.undecided = true}), std::nullopt);
}

// The numbers of a report lead to lists like these: what the cells count is what the list shows.
TEST_P(ResponseList, FiltersByAnswersAndByPlacesThatAreNotNamed) {
  model::UnitId below;
  write([&](Transaction& tx) {
    std::vector<model::Unit> units = {{{}, "L2", "Leeds desk", unit_}};
    ASSERT_TRUE(save_units(tx, organization_, units).ok());
    below = units[0].id;
  });
  model::ResponseRecord nine = dated("nine", "2026-01-01", 9);
  nine.commendations[0].strength = detect::Strength::kExemplary;
  model::ResponseRecord nowhere = dated("nowhere", "2026-01-02", 9);
  nowhere.response.market = {};
  nowhere.response.unit = {};
  nowhere.response.channel = {};
  nowhere.commendations[0].strength = detect::Strength::kKind;
  model::ResponseRecord desk = dated("desk", "2026-01-03", 3);
  desk.response.unit = below;
  desk.commendations[0].strength = detect::Strength::kKind;
  model::ResponseRecord unasked = dated("unasked", "2026-01-04");
  std::erase_if(unasked.response.answers,
                [&](const auto& answer) { return answer.question == nps_; });
  unasked.commendations[0].strength = detect::Strength::kExemplary;
  for (const auto* each : {&nine, &nowhere, &desk, &unasked}) save(*each);

  const auto both = [&](const ResponseFilter& filter) {
    const std::vector<std::string> found = list(filter);
    EXPECT_EQ(counted(filter), std::ssize(found));
    return found;
  };
  EXPECT_THAT(both({.question = nps_}), ElementsAre("desk", "nowhere", "nine"));
  EXPECT_THAT(both({.question = nps_, .value = 9}), ElementsAre("nowhere", "nine"));
  EXPECT_THAT(both({.question = nps_, .value = 4}), IsEmpty());
  EXPECT_THAT(both({.voice = VoiceGroup::kExemplary}), ElementsAre("unasked", "nine"));
  EXPECT_THAT(both({.voice = VoiceGroup::kExemplary, .question = nps_}), ElementsAre("nine"));
  EXPECT_THAT(both({.voice = VoiceGroup::kKind}), ElementsAre("desk", "nowhere"));
  EXPECT_THAT(both({.unit = unit_}), ElementsAre("unasked", "desk", "nine"));
  EXPECT_THAT(both({.unit = unit_, .unit_itself = true}), ElementsAre("unasked", "nine"));
  EXPECT_THAT(both({.without_market = true}), ElementsAre("nowhere"));
  EXPECT_THAT(both({.without_unit = true}), ElementsAre("nowhere"));
  EXPECT_THAT(both({.without_channel = true, .question = nps_, .value = 9}),
              ElementsAre("nowhere"));
  EXPECT_THAT(list({.question = model::QuestionId{9'999}}), IsEmpty());
  EXPECT_EQ(counted({.nps = NpsBand::kPromoter, .question = nps_}), std::nullopt);
}

TEST_P(ResponseList, ShowsOnlyWhatIsInScope) {
  model::UnitId york;
  write([&](Transaction& tx) { york = VALUE(unit_named(tx, organization_, "York")); });
  model::ResponseRecord leeds = dated("leeds", "2026-01-01");
  leeds.response.served_by.clear();
  model::ResponseRecord served = dated("served", "2026-01-02");
  served.response.unit = york;
  served.response.served_by = {employees_[2].id};
  served.commendations.clear();
  model::ResponseRecord credited = dated("credited", "");
  credited.response.unit = york;
  credited.response.served_by.clear();
  credited.commendations[0].employee = employees_[2].id;
  model::ResponseRecord other = dated("other", "2026-01-04");
  other.response.unit = york;
  other.response.served_by.clear();
  other.commendations[0].link = detect::LinkState::kUnlisted;
  other.commendations[0].employee = {};
  for (const auto* each : {&leeds, &served, &credited, &other}) save(*each);

  using Kind = ResponseScope::Kind;
  const auto own = [](Kind kind, std::vector<model::UnitId> units,
                      std::vector<model::EmployeeId> people) {
    return ResponseScope{kind, std::move(units), std::move(people)};
  };
  EXPECT_THAT(list({}, own(Kind::kUnitsAndPeople, {unit_}, {})), ElementsAre("leeds"));
  EXPECT_THAT(list({}, own(Kind::kUnitsAndPeople, {}, {employees_[2].id})),
              ElementsAre("served", "credited"));
  EXPECT_THAT(list({}, own(Kind::kUnitsAndPeople, {unit_}, {employees_[2].id})),
              ElementsAre("served", "leeds", "credited"));
  EXPECT_THAT(list({}, own(Kind::kUnitsAndPeople, {}, {})), IsEmpty());
  EXPECT_THAT(list({}, own(Kind::kPraiseOf, {}, {employees_[2].id})), ElementsAre("credited"));
  EXPECT_THAT(list({}, own(Kind::kPraiseOf, {}, {employees_[0].id, employees_[2].id})),
              ElementsAre("leeds", "credited"));
  EXPECT_THAT(walk({}, 1, own(Kind::kPraiseOf, {}, {employees_[0].id, employees_[2].id})),
              ElementsAre("leeds", "credited"));
  EXPECT_THAT(list({}, own(Kind::kPraiseOf, {unit_}, {})), IsEmpty());
  // A filter never shows more than the scope.
  EXPECT_THAT(list({.credited = employees_[0].id}, own(Kind::kPraiseOf, {}, {employees_[2].id})),
              IsEmpty());
  EXPECT_EQ(counted({}, own(Kind::kPraiseOf, {}, {employees_[2].id})), std::nullopt);

  read([&](Transaction& tx) {
    const auto seen = [&](const model::ResponseRecord& r, const ResponseScope& scope) {
      return VALUE(find_response_details(tx, organization_, r.response.id, scope)).has_value();
    };
    EXPECT_TRUE(seen(other, {}));
    EXPECT_FALSE(seen(other, own(Kind::kUnitsAndPeople, {unit_}, {})));
    EXPECT_TRUE(seen(credited, own(Kind::kPraiseOf, {}, {employees_[2].id})));
    EXPECT_FALSE(seen(served, own(Kind::kPraiseOf, {}, {employees_[2].id})));
    return 0;
  });
}

TEST_P(ResponseList, BelongsToOneOrganization) {
  save(dated("ours", "2026-01-01"));
  read([&](Transaction& tx) {
    const model::OrganizationId other{new_id()};
    EXPECT_THAT(VALUE(list_responses(tx, other, {}, {}, "", 10)).responses, IsEmpty());
    return 0;
  });
}

// A filter that hardly any response passes takes bounded time for a page, which is then empty but
// has a place to go on from.
TEST_P(ResponseList, GoesOnAfterALongSearch) {
  std::vector<model::ResponseRecord> many;
  for (int i = 0; i < 25'000; ++i) {
    model::ResponseRecord& r = many.emplace_back();
    r.response.id = {new_id()};
    r.response.source = "interviews";
    r.response.external_id = "m" + std::to_string(i);
    r.response.occurred_on = *base::Date::parse("2026-01-01");
    r.response.answers = {{nps_, i == 0 ? 0 : 9}};
  }
  save(many);
  const ResponsePage page = read([&](Transaction& tx) {
    return VALUE(list_responses(tx, organization_, {.nps = NpsBand::kDetractor}, {}, "", 10));
  });
  EXPECT_THAT(page.responses, IsEmpty());
  EXPECT_TRUE(page.next);
  EXPECT_THAT(walk({.nps = NpsBand::kDetractor}, 10), ElementsAre("m0"));
}

TEST_P(ResponseList, TellsEverythingOfOne) {
  model::ResponseRecord r = dated("r1", "2026-05-05");
  save(r);
  model::ResponseRecord again = dated("r1", "2026-05-05", 3);
  again.response.verbatims[0].text = "Other words.";
  again.commendations.clear();
  save(again);
  const auto details = read([&](Transaction& tx) {
    return VALUE(find_response_details(tx, organization_, r.response.id, {}));
  });
  ASSERT_TRUE(details);
  EXPECT_EQ(details->market, "North");
  EXPECT_EQ(details->unit, "Leeds");
  EXPECT_EQ(details->channel, "Phone");
  EXPECT_EQ(details->account.code, "A1");
  EXPECT_EQ(details->contact.email, "ann@example.org");
  ASSERT_THAT(details->people, SizeIs(2));  // served
  EXPECT_EQ(details->people[0].code, "Maria");
  ASSERT_THAT(details->history, SizeIs(2));
  EXPECT_EQ(details->history[0].what, ResponseEvent::What::kReceived);
  EXPECT_EQ(details->history[0].by, "interviews");
  EXPECT_EQ(details->history[0].at, r.response.received_at);
  EXPECT_EQ(details->history[1].what, ResponseEvent::What::kChanged);
  EXPECT_THAT(details->history[1].changed, ElementsAre("answers", "words", "praise"));
  EXPECT_GT(details->history[1].at, details->history[0].at);

  write([&](Transaction& tx) {
    EXPECT_OK(tx.connection().execute(
        "UPDATE commendation SET decision = 1 WHERE organization_id = $1", {organization_}));
  });
  EXPECT_FALSE(read([&](Transaction& tx) {
    return VALUE(find_response_details(tx, organization_, {new_id()}, {}));
  }));
}

TEST_P(ResponseList, TellsWhoDecided) {
  model::ResponseRecord r = dated("r1", "2026-05-05");
  save(r);
  const base::Timestamp at = *base::Timestamp::parse("2026-05-07T08:00:00Z");
  write([&](Transaction& tx) {
    EXPECT_OK(tx.connection().execute(
        "UPDATE commendation SET decision = 1, decided_by = 'ann', decided_at = $2 "
        "WHERE organization_id = $1",
        {organization_, at}));
  });
  const auto details = read([&](Transaction& tx) {
    return VALUE(find_response_details(tx, organization_, r.response.id, {}));
  });
  ASSERT_TRUE(details);
  ASSERT_THAT(details->history, SizeIs(2));
  EXPECT_EQ(details->history[1].what, ResponseEvent::What::kAccepted);
  EXPECT_EQ(details->history[1].by, "ann");
  EXPECT_EQ(details->history[1].at, at);
  EXPECT_EQ(details->history[1].commendation, r.commendations[0].id);
}

ON_BOTH_ENGINES(ResponseList);

}  // namespace
}  // namespace laurel::store
