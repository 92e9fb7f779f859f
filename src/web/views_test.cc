// Every view with hostile text in every field: whatever customers, colleagues and senders write is
// shown as words, and no address leads out of the site's control.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "web/frame.h"
#include "web/home.h"
#include "web/imports.h"
#include "web/report.h"
#include "web/responses.h"
#include "web/review.h"
#include "web/settings_views.h"
#include "web/sign_in.h"
#include "web/words.h"

namespace laurel::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kHostile =
    "\"><script>alert(1)</script><img src=x onerror=alert(1)>' javascript:alert(1) &amp; \x01";
const std::string kHostileAddress = "javascript:alert(1)";

void expect_harmless(const html::Html& view) {
  const std::string& markup = view.markup();
  EXPECT_THAT(markup, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(markup, Not(HasSubstr("<img src=x")));
  EXPECT_THAT(markup, Not(HasSubstr("href=\"javascript:")));
  EXPECT_THAT(markup, Not(HasSubstr("action=\"javascript:")));
  EXPECT_THAT(markup, Not(HasSubstr("\x01")));
}

TEST(Views, ShowHostileTextAsWords) {
  const std::string& x = kHostile;

  expect_harmless(sign_in_view({x, x, x}));
  expect_harmless(forgot_view({true, false, x}));
  for (const bool sets_password : {true, false}) {
    for (const bool signed_in : {true, false})
      expect_harmless(link_view({kHostileAddress, x, x, sets_password, signed_in, x, x}));
  }
  expect_harmless(start_view({{{kHostileAddress, x, false}}}));

  ResponseCard card;
  card.address = kHostileAddress;
  card.day = x;
  card.where = {x, x};
  card.nps = 9;
  card.words = {{x, x, {{3, 20}}}, {x, x, {}}};
  card.praised = {{x, kHostileAddress, x, true, x, 0.9F}};
  card.unread = true;
  ResponseQuery query;
  query.q = query.market = query.unit = query.channel = query.source = query.credited =
      query.question = x;
  query.value = 9;
  const SavedViewsView views{
      kHostileAddress, x, x, {{x, kHostileAddress, kHostileAddress, true, true}}};
  expect_harmless(response_list_view({kHostileAddress,
                                      views,
                                      kHostileAddress,
                                      query,
                                      {{x, x}},
                                      {{x, x}},
                                      {{x, x}, {x, x}},
                                      {x},
                                      3,
                                      {card},
                                      kHostileAddress}));
  expect_harmless(response_view({card, {{x, x}}, {{x, x}}, {{x, x}}, kHostileAddress}));

  ReviewView review;
  review.address = review.skip = kHostileAddress;
  review.form_token = review.reason = review.unit = review.after = x;
  review.units = {{x, x}};
  review.said = review.problem = review.typed_person = x;
  review.may_undo = true;
  expect_harmless(review_view(review, "/static/review.js"));
  ReviewItemView& item = review.item.emplace();
  item.id = item.standing = item.target = item.behaviours = item.question = item.text = x;
  item.is_person = true;
  item.mention = {0, 12};
  item.evidence = {3, 40};
  item.others = {{30, 50}};
  item.supporting = item.opposing = {x};
  item.choices = {{x, x, x, x, x}};
  item.facts = {{x, x}};
  item.response_address = kHostileAddress;
  for (const bool decided : {true, false}) {
    item.decided = decided;
    expect_harmless(review_view(review, "/static/review.js"));
  }

  HomeView home{{card},
                kHostileAddress,
                x,
                kHostileAddress,
                {{x, x, x, x, x, x, true}},
                {{kHostileAddress, x}},
                {}};
  expect_harmless(home_view(home));
  home.steps = {{x, x, kHostileAddress, true}};
  expect_harmless(home_view(home));

  report::Report report;
  report.place = report.attribution = x;
  report.headline = report.meaning = {x};
  report.notes = {{"code", x}};
  report.responses.total = 1;
  report::TableCell counted = report::count_cell(3);
  counted.responses.emplace();
  const report::Quote quote{x, x, x, x, x, {}};
  const report::Section section{"id", x, {x}, {{x, {x, x}, {{x, counted}}, {x}, {}}}, {quote}};
  for (const ReportPage page : {ReportPage::kComparison, ReportPage::kPeople}) {
    ReportPageView view;
    view.page = page;
    view.report = &report;
    view.sections = {section};
    view.address_of = [](const store::ResponseFilter&) { return kHostileAddress; };
    view.report_address = view.people_address = view.file_address = view.here = kHostileAddress;
    view.query.from = view.query.unit = x;
    view.units = view.markets = {{x, x}};
    view.made_at = x;
    view.unfinished = view.may_export = true;
    expect_harmless(report_page_view(view));
  }

  expect_harmless(members_view(
      {kHostileAddress, x, {{x, x, x, x, x, x, x, x, true}}, {{x, x}}, x, x, x, x, x, x, x, x}));
  expect_harmless(tokens_view({kHostileAddress, x, {{x, x, x, x, x, x, x}}, {{x, x}}, x, x, x}));
  expect_harmless(
      audit_view({kHostileAddress, {{x, x, x, x, kHostileAddress, x}}, x, kHostileAddress}));
  expect_harmless(sources_view(
      {kHostileAddress, x, {{x, x, x, x, x, true}}, {{x, x, x, x, x}}, x, x, x, x, x, x}));
  expect_harmless(import_list_view(
      {kHostileAddress, x, kHostileAddress, 9, {{kHostileAddress, x, x, x, x, x}}}));
  for (const auto state : {store::ImportFileState::kLooking, store::ImportFileState::kReady,
                           store::ImportFileState::kImporting, store::ImportFileState::kImported,
                           store::ImportFileState::kUseless}) {
    app::ImportLook look;
    look.form = x;
    look.rows = look.usable = look.rejected = look.passed_over = 3;
    look.columns = {{x, x, x, x, x, {x, x}}};
    look.notes = {x};
    look.rejects = {{3, x, x}};
    app::ImportOutcome outcome;
    outcome.rejected = 3;
    outcome.notes = {x};
    outcome.rejects = {{3, x, x}};
    expect_harmless(import_view({kHostileAddress, kHostileAddress, kHostileAddress, x, x, x, x, x,
                                 state, true, look, outcome, 3, 0.5, false}));
  }
  expect_harmless(account_view({x, x, x, {{x, x, x, x, false}}, x}));
  expect_harmless(trouble_view(x, x));

  Frame frame{x, x, {{kHostileAddress, x, true}}, {{kHostileAddress, x, false}}, x, x, x};
  EXPECT_THAT(framed(frame, {}, html::Html()), Not(HasSubstr("<script>alert")));
}

TEST(MarkedWords, MarkPraiseAndNothingElse) {
  EXPECT_EQ(marked_words("Maria stayed late.", {{0, 17}}).markup(),
            "<mark>Maria stayed late</mark>.");
  EXPECT_EQ(marked_words("a<b & c", {{4, 5}}).markup(), "a&lt;b <mark>&amp;</mark> c");
  EXPECT_EQ(marked_words("no praise", {}).markup(), "no praise");
}

TEST(MarkedWords, EmphasizeWhatWasLookedForWithinAndAcrossPraise) {
  EXPECT_EQ(marked_words("Maria stayed late.", {{6, 17}}, {{0, 12}}).markup(),
            "<strong class=\"found\">Maria </strong><mark><strong class=\"found\">stayed</strong> "
            "late</mark>.");
  EXPECT_EQ(marked_words("é <b> é", {}, {{6, 7}, {2, 5}}).markup(),
            "é <strong class=\"found\">&lt;b&gt;</strong> <strong class=\"found\">é</strong>");
}

TEST(MarkedWords, CountInCodePointsAndJoinWhatOverlaps) {
  EXPECT_EQ(marked_words("é was Zoë, ok", {{6, 9}}).markup(), "é was <mark>Zoë</mark>, ok");
  EXPECT_EQ(marked_words("abcdef", {{3, 5}, {1, 4}}).markup(), "a<mark>bcde</mark>f");
  EXPECT_EQ(marked_words("abc", {{1, 99}}).markup(), "a<mark>bc</mark>");
  EXPECT_EQ(marked_words("abc", {{7, 9}}).markup(), "abc");
}

TEST(ReviewedWords, MarkThePraiseAndTheMentionInIt) {
  EXPECT_EQ(reviewed_words("Oh, Zoë stayed late. So did Al.", {4, 7}, {4, 19}, {{28, 30}}).markup(),
            "Oh, <mark><strong class=\"mention\">Zoë</strong> stayed late</mark>. So did "
            "<span class=\"other\">Al</span>.");
  EXPECT_EQ(reviewed_words("abc", {5, 9}, {2, 9}, {}).markup(), "ab<mark>c</mark>");
}

TEST(Words, AreWhatAPersonReads) {
  EXPECT_EQ(words_at("é was Zoë, ok", {6, 9}), "Zoë");
  EXPECT_EQ(day_words(*base::Date::from_ymd(2026, 6, 9)), "9 June 2026");
  EXPECT_EQ(behaviour_words(0), "");
  EXPECT_EQ(behaviour_words(0b11), "went the extra mile, courtesy");
}

}  // namespace
}  // namespace laurel::web
