// What a file of outcome events is taken for, and what becomes of its rows.
#include "intake/outcome_mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "intake/outcome_record.h"
#include "intake/table.h"
#include "intake/testing.h"

namespace laurel::intake {
namespace {

using model::OutcomeKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Read {
  std::string error;
  Mapping mapping;
  std::vector<OutcomeDraft> drafts;  // without the views
  std::vector<std::string> ids, accounts;
  std::vector<std::string> rejects;  // "3 amount: is not an amount of money"

  std::string of(std::string_view column) const {
    for (const ColumnPlan& plan : mapping.columns)
      if (plan.column == column) return describe(plan);
    return "?";
  }
};

Read read(const std::string& content, OutcomeMappingOptions options = {},
          const std::vector<std::string>& maps = {}) {
  const TemporaryFile file(content);
  Read out;
  auto table = open_table(file.path());
  CHECK(table.ok());
  const auto survey = survey_table(*table);
  CHECK(survey.ok());
  for (const std::string& text : maps) options.requests.push_back(*parse_map(text));
  auto mapping = guess_outcome_mapping(table->header, survey->sample, options);
  if (!mapping.ok()) {
    out.error = mapping.error().message;
    return out;
  }
  out.mapping = *mapping;
  Row row;
  while (*table->reader->next(row)) {
    OutcomeDraft draft;
    Reject reject;
    if (draft_outcome(row, *mapping, draft, reject) == Outcome::kReject) {
      out.rejects.push_back(std::to_string(reject.line) + " " + reject.column + ": " +
                            reject.reason);
      continue;
    }
    out.ids.emplace_back(draft.external_id);
    out.accounts.emplace_back(draft.account);
    draft.external_id = draft.account = {};
    out.drafts.push_back(std::move(draft));
  }
  return out;
}

TEST(OutcomeMapping, KnowsTheDocumentedHeader) {
  const Read file = read(
      "account_id,contact_email,kind,amount,currency,occurred_on\n"
      "A1,,purchase,12.50,eur,2026-03-05\n"
      ",Ann@Example.org,churn,,,2026-03-06\n"
      "A2,,Refund,8,USD,2026-03-07\n"
      "A3,,renewal,1200,JPY,2026-03-08\n");
  EXPECT_EQ(file.error, "");
  EXPECT_THAT(file.rejects, ElementsAre());
  ASSERT_EQ(file.drafts.size(), 4U);
  EXPECT_EQ(file.accounts[0], "A1");
  EXPECT_EQ(file.drafts[0].kind, OutcomeKind::kPurchase);
  EXPECT_EQ(file.drafts[0].amount, 1250);
  EXPECT_EQ(file.drafts[0].currency, "EUR");
  EXPECT_EQ(file.drafts[0].occurred_on.to_string(), "2026-03-05");
  EXPECT_EQ(file.drafts[1].contact_email, "ann@example.org");
  EXPECT_EQ(file.drafts[1].kind, OutcomeKind::kChurn);
  EXPECT_FALSE(file.drafts[1].amount.has_value());
  EXPECT_EQ(file.drafts[1].currency, "");
  EXPECT_EQ(file.drafts[2].amount, -800);
  EXPECT_EQ(file.drafts[3].amount, 1200);  // no smaller unit than the yen
}

TEST(OutcomeMapping, ReadsAShopsOrdersWithWhatHoldsForAll) {
  OutcomeMappingOptions options;
  options.kind = OutcomeKind::kPurchase;
  options.currency = "GBP";
  const Read file = read(
      "Order number;Order date;Customer e-mail;Order total;Shipping method\n"
      "1001;31/12/2025;bo@example.org;\"1.234,56\";express\n"
      "1002;13/01/2026;cy@example.org;20,00;post\n",
      options, {"contact_email=Customer e-mail"});
  EXPECT_EQ(file.error, "");
  EXPECT_EQ(file.of("Order number"), "external_id");
  EXPECT_EQ(file.of("Shipping method"), "ignored");
  ASSERT_EQ(file.drafts.size(), 2U);
  EXPECT_EQ(file.ids[0], "1001");
  EXPECT_EQ(file.drafts[0].amount, 123456);
  EXPECT_EQ(file.drafts[0].currency, "GBP");
  EXPECT_EQ(file.drafts[0].occurred_on.to_string(), "2025-12-31");
}

TEST(OutcomeMapping, AsksForWhatNoColumnSays) {
  EXPECT_THAT(read("kind,date\npurchase,2026-01-01\n").error,
              HasSubstr("No column says whose outcome it is."));
  EXPECT_THAT(read("account,kind\nA1,purchase\n").error,
              HasSubstr("No column says when it happened."));
  EXPECT_THAT(read("account,date\nA1,2026-01-01\n").error, HasSubstr("--kind purchase"));
  EXPECT_THAT(read("account,date,kind,amount\nA1,2026-01-01,visit,3\n").error,
              HasSubstr("--currency EUR"));
  EXPECT_THAT(read("account,date,kind\nA1,03/04/2026,visit\n").error, HasSubstr("--dates dmy"));
  EXPECT_THAT(read("account,date,kind\nA1,2026-01-01,visit\n", {}, {"nps=kind"}).error,
              HasSubstr("nps is nothing a column of outcomes can be mapped to."));
  EXPECT_THAT(
      read("account,date,kind,x\nA1,2026-01-01,visit,A2\n", {}, {"account=account", "account=x"})
          .error,
      HasSubstr("Both account and x are mapped to account."));
}

TEST(OutcomeRecord, RefusesARowWithLineColumnAndReason) {
  const Read file = read(
      "id,account,email,kind,date,amount,currency\n"
      "1,A1,,purchase,2026-01-01,3,EUR\n"
      "2,,,purchase,2026-01-01,3,EUR\n"
      "3,A1,,gift,2026-01-01,3,EUR\n"
      "4,A1,,purchase,2026-02-30,3,EUR\n"
      "5,A1,,purchase,,3,EUR\n"
      "6,A1,,purchase,2026-01-01,many,EUR\n"
      "7,A1,,purchase,2026-01-01,3,\n"
      "8,A1,,purchase,2026-01-01,3,Euro\n"
      "9,A1,,purchase,2026-01-01,99999999999999999,EUR\n"
      "10,,ann,purchase,2026-01-01,3,EUR\n"
      ",A1,,purchase,2026-01-01,3,EUR\n"
      "12,A1,,,2026-01-01,3,EUR\n"
      "13,A1,,purchase,2026-01-01,3,EUR,more\n"
      "14,A1,,purchase,2026-01-01,3,EUR\n"
      "15,A1,b@example.org,purchase,2026-01-01,3,EUR\n"
      "16,A1,b@example.org,purchase,2026-01-01,3,EUR\n",
      {}, {"external_id=id"});
  EXPECT_EQ(file.error, "");
  EXPECT_EQ(file.drafts.size(), 4U);
  EXPECT_THAT(file.rejects,
              ElementsAre("3 account: is empty, and nothing else says whose outcome it is",
                          "4 kind: is none of purchase, renewal, visit, referral and churn",
                          "5 date: is a day that doesn't exist", "6 date: has no date",
                          "7 amount: is not an amount of money",
                          "8 amount: has no currency; give it in the file or with --currency",
                          "9 currency: is not a currency code like EUR",
                          "10 amount: is too large an amount", "11 email: is not an e-mail address",
                          "12 id: has no id", "13 kind: is empty, so what happened isn't known",
                          HasSubstr("14 : has 8 columns where the header has 7")));
}

TEST(OutcomeRecord, IsKnownByItsContentInWhateverOrderTheColumnsStand) {
  const auto ids = [](const std::string& content) {
    const TemporaryFile file(content);
    auto table = open_table(file.path());
    const auto survey = survey_table(*table);
    const auto mapping = guess_outcome_mapping(table->header, survey->sample, {});
    std::vector<std::uint64_t> found;
    Row row;
    while (*table->reader->next(row)) found.push_back(content_id(row, *mapping));
    return found;
  };
  const auto one = ids("account,date,kind\nA1,2026-01-01,visit\nA1,2026-01-02,visit\n");
  const auto other = ids("kind,note,date,account\nvisit,x,2026-01-01,A1\nvisit,y,2026-01-02,A1\n");
  EXPECT_EQ(one, other);
  EXPECT_NE(one[0], one[1]);
}

TEST(OutcomeMapping, TellsOutcomesFromResponses) {
  const auto looks = [](std::vector<std::string> names) {
    Header header;
    for (const std::string& name : names) header.columns.push_back({name, name});
    return looks_like_outcomes(header);
  };
  EXPECT_TRUE(looks({"account_id", "kind", "occurred_on"}));
  EXPECT_TRUE(looks({"Customer ID", "Invoice date", "Amount"}));
  EXPECT_FALSE(looks({"account_id", "interview_date", "nps", "comment"}));
}

}  // namespace
}  // namespace laurel::intake
