// Folding, filters and recounting, on both engines.
#include "store/cells.h"

#include "store/background_fold.h"
#include "store/cell_kinds.h"
#include "store/cell_storage.h"
#include "store/test_database.h"

namespace laurel::store {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class Cells : public StoreTest {
 protected:
  // One response in each of the months, one without a date.
  void save_months() {
    std::vector<model::ResponseRecord> batch;
    for (const char* day : {"2025-12-31", "2026-01-01", "2026-02-14", "2026-03-05", ""}) {
      model::ResponseRecord r = record(std::string("r") + day);
      r.response.occurred_on.reset();
      if (*day != '\0') r.response.occurred_on = *base::Date::parse(day);
      batch.push_back(r);
    }
    save(batch);
  }
  std::int64_t responses(const CellFilter& filter) {
    std::int64_t n = 0;
    read([&](Transaction& tx) {
      for (const model::Cell& cell : VALUE(read_cells(tx, organization_, filter))) {
        if (cell.key.question == model::kEveryResponse) n += cell.n;
      }
    });
    return n;
  }
  void fold() {
    write([&](Transaction& tx) { EXPECT_OK(fold_cells(tx, organization_)); });
  }
  std::int64_t rows(std::string_view sql) {
    return read([&](Transaction& tx) {
      Statement row = VALUE(tx.connection().query(sql, {organization_}));
      VALUE(row.step());
      return row.integer(0);
    });
  }
};

constexpr std::string_view kDeltas = "SELECT count(*) FROM cell_delta WHERE organization_id = $1";
constexpr std::string_view kFolded = "SELECT count(*) FROM cell WHERE organization_id = $1";

template <typename Item>
void expect_same(const std::vector<Item>& a, const std::vector<Item>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].key, b[i].key);
    EXPECT_EQ(a[i].n, b[i].n);
    if (i > 0) {
      EXPECT_LT(a[i - 1].key, a[i].key);
    }
  }
}

TEST_P(Cells, ReadTheSameFoldedOrNot) {
  save_months();
  save(record("other", 3));
  const auto all = [&] {
    return read([&](Transaction& tx) {
      return std::tuple(VALUE(read_cells(tx, organization_)),
                        VALUE(read_employee_cells(tx, organization_)),
                        VALUE(read_account_cells(tx, organization_)));
    });
  };
  const auto before = all();
  EXPECT_EQ(rows(kDeltas), 6);
  fold();
  EXPECT_EQ(rows(kDeltas), 0);
  EXPECT_EQ(rows(kFolded), 5);
  const auto after = all();
  expect_same(std::get<0>(after), std::get<0>(before));
  expect_same(std::get<1>(after), std::get<1>(before));
  expect_same(std::get<2>(after), std::get<2>(before));
  EXPECT_FALSE(std::get<1>(after).empty());
  EXPECT_FALSE(std::get<2>(after).empty());
  save(record("third", 3));  // folded and unfolded together
  EXPECT_EQ(responses({}), 7);
  EXPECT_EQ(recounted().differing, 0);
}

// What a worker does beside the writers.
TEST_P(Cells, AreFoldedInStepsBesideWriters) {
  save_months();
  save(record("other", 3));
  const auto plan = [&](std::int64_t at_least) {
    return read([&](Transaction& tx) { return VALUE(plan_folds(tx, organization_, at_least)); });
  };
  EXPECT_THAT(plan(100), ::testing::IsEmpty());
  const std::vector<FoldStep> steps = plan(1);
  EXPECT_FALSE(steps.empty());
  save(record("meanwhile", 3));
  for (const FoldStep& step : steps)
    write([&](Transaction& tx) { EXPECT_OK(apply_fold(tx, organization_, step)); });
  EXPECT_EQ(rows(kDeltas), 1);  // the one that came meanwhile
  EXPECT_EQ(responses({}), 7);
  // The second time somebody else was faster.
  for (const FoldStep& step : steps) {
    Transaction tx = VALUE(database_->begin_write());
    const base::Status late = apply_fold(tx, organization_, step);
    ASSERT_FALSE(late.ok());
    EXPECT_EQ(late.error().code, base::ErrorCode::kConflict);
  }
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(Cells, OfAccountsBecomeOneDeltaOfMany) {
  for (int i = 0; i < 5; ++i) save(record("r" + std::to_string(i), i));
  constexpr std::string_view kAccountDeltas =
      "SELECT count(*) FROM account_cell_delta WHERE organization_id = $1";
  EXPECT_EQ(rows(kAccountDeltas), 15);  // nps, clean and every response, five times
  for (const FoldStep& step :
       read([&](Transaction& tx) { return VALUE(plan_folds(tx, organization_, 5)); }))
    write([&](Transaction& tx) { EXPECT_OK(apply_fold(tx, organization_, step)); });
  EXPECT_EQ(rows(kAccountDeltas), 3);
  const auto accounts =
      read([&](Transaction& tx) { return VALUE(read_account_cells(tx, organization_)); });
  EXPECT_EQ(accounts.size(), 3U);
  for (const model::AccountCell& cell : accounts) EXPECT_EQ(cell.n, 5);
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(Cells, LeaveFewDeltasForLater) {
  save(record("r1"));
  write([&](Transaction& tx) { EXPECT_OK(fold_cells(tx, organization_, 2)); });
  EXPECT_EQ(rows(kDeltas), 1);
  save(record("r2"));
  write([&](Transaction& tx) { EXPECT_OK(fold_cells(tx, organization_, 2)); });
  EXPECT_EQ(rows(kDeltas), 0);
}

TEST_P(Cells, LeaveNoRowForAMonthThatEmptied) {
  save(record("r1"));
  fold();
  model::ResponseRecord moved = record("r1");
  moved.response.occurred_on = *base::Date::parse("2024-02-29");
  save(moved);
  fold();
  EXPECT_EQ(rows(kFolded), 1);
}

TEST_P(Cells, AreReadByMonthsInclusive) {
  save_months();
  const auto month = [](const char* text) { return *base::Month::parse(text); };
  for (int folded = 0; folded < 2; ++folded) {
    EXPECT_EQ(responses({}), 5);
    EXPECT_EQ(responses({month("2026-01"), month("2026-02")}), 2);
    EXPECT_EQ(responses({month("2026-01"), {}}), 3);
    EXPECT_EQ(responses({{}, month("2026-01")}), 2);  // without the unknown month
    EXPECT_EQ(responses({month("2027-01"), {}}), 0);
    read([&](Transaction& tx) {
      for (const auto& cell :
           VALUE(read_employee_cells(tx, organization_, {month("2026-02"), month("2026-02")}))) {
        EXPECT_EQ(cell.key.month, month("2026-02"));
      }
    });
    fold();
  }
}

TEST_P(Cells, KeepAccountsOfAllBlocksApart) {
  std::vector<std::string> codes;
  for (int i = 0; i < 600; ++i) codes.push_back("C" + std::to_string(i));
  const std::vector<std::string_view> views(codes.begin(), codes.end());
  std::vector<model::AccountId> ids;
  write([&](Transaction& tx) { ids = VALUE(accounts_coded(tx, organization_, views)); });
  std::vector<model::ResponseRecord> batch;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    model::ResponseRecord r = record(codes[i], 10);
    r.response.account = ids[i];
    r.response.answers.resize(1);
    batch.push_back(std::move(r));
  }
  save(batch);
  fold();
  const auto accounts =
      read([&](Transaction& tx) { return VALUE(read_account_cells(tx, organization_)); });
  ASSERT_THAT(accounts, SizeIs(2 * ids.size()));
  for (const model::AccountCell& cell : accounts) {
    EXPECT_EQ(cell.n, 1);
    EXPECT_EQ(cell.sum, cell.key.question == nps_ ? 1 : 0);
  }
}

TEST_P(Cells, AddUpAccountsLikeTheAccountsOneByOne) {
  std::vector<std::string> codes;
  for (int i = 0; i < 9000; ++i) codes.push_back("C" + std::to_string(i));
  const std::vector<std::string_view> views(codes.begin(), codes.end());
  std::vector<model::AccountId> ids;
  write([&](Transaction& tx) { ids = VALUE(accounts_coded(tx, organization_, views)); });
  const auto said = [&](std::size_t account, int time, std::int64_t nps) {
    model::ResponseRecord r = record(codes[account] + "/" + std::to_string(time), nps);
    r.response.account = ids[account];
    if (nps < 7) r.commendations.clear();
    return r;
  };
  const auto expect_right = [&](const char* when) {
    read([&](Transaction& tx) {
      std::vector<model::AccountCell> cells;
      EXPECT_OK(for_each_account_cell(
          tx, organization_, nps_, [&](const model::AccountCell& cell) { cells.push_back(cell); }));
      const model::AccountSums sums = VALUE(read_account_sums(tx, organization_, nps_));
      EXPECT_EQ(sums, model::account_sums(cells)) << when;
      EXPECT_GT(sums.accounts[0], 0) << when;
    });
  };
  std::vector<model::ResponseRecord> batch;
  for (const std::size_t account : {0, 5, 4094, 4095, 4096, 8999})
    for (int time = 0; time < 3; ++time)
      batch.push_back(said(account, time, static_cast<std::int64_t>((account + 3U * time) % 11)));
  save(batch);
  expect_right("unfolded");
  fold();
  expect_right("folded");
  save(said(5, 7, 10));
  save(said(4096, 1, 0));  // an answer that changes
  expect_right("one block folded, one changed");
  fold();
  expect_right("folded again");
  // A block of an earlier version has no sums until it is folded again.
  write([&](Transaction& tx) { EXPECT_OK(clear_account_sums(tx.connection(), organization_)); });
  expect_right("without sums");
  EXPECT_EQ(recounted().differing, 0);
  expect_right("recounted");
  write([&](Transaction& tx) {
    VALUE(tx.connection().execute(
        "UPDATE account_sums SET sums = $2 WHERE organization_id = $1 AND question_id = $3 AND "
        "block = 1",
        {organization_, Bytes{"\xff"}, nps_}));
  });
  read([&](Transaction& tx) {
    EXPECT_EQ(read_account_sums(tx, organization_, nps_).error().message,
              "The counts in the database are damaged. Run \"laurel recount\" once.");
  });
  EXPECT_EQ(recounted().differing, 1);
  expect_right("mended");
}

TEST_P(Cells, AddUpAccountsThatAreFoldedBesideWriters) {
  // So many that it is worth folding them: more than 4 MB.
  const auto append = [&](int accounts, int step) {
    CountWriter<AccountCellKind::kKeys + AccountCellKind::kSums> counts;
    for (int account = 1; account <= accounts; account += step) {
      for (const model::Voice voice : {model::Voice::kSpoke, model::Voice::kCommendedKind})
        counts.add({account, static_cast<std::int64_t>(voice), 1 + account % 3, account % 2, 1});
    }
    write([&](Transaction& tx) {
      EXPECT_OK(
          append_deltas(tx.connection(), organization_, {{}, {}, {{nps_.value, counts.take()}}}));
    });
  };
  append(450'000, 1);
  for (int i = 0; i < 2; ++i) {
    for (const FoldStep& step :
         read([&](Transaction& tx) { return VALUE(plan_folds(tx, organization_, 1)); })) {
      EXPECT_FALSE(step.folded.empty());
      write([&](Transaction& tx) { EXPECT_OK(apply_fold(tx, organization_, step)); });
    }
    std::vector<model::AccountCell> cells;
    read([&](Transaction& tx) {
      EXPECT_OK(for_each_account_cell(
          tx, organization_, nps_, [&](const model::AccountCell& cell) { cells.push_back(cell); }));
      EXPECT_EQ(VALUE(read_account_sums(tx, organization_, nps_)), model::account_sums(cells));
    });
    EXPECT_EQ(cells.size(), 900'000U);
    EXPECT_EQ(rows("SELECT count(*) FROM account_sums WHERE organization_id = $1"), 110);
    if (i == 0) append(450'000, 1);  // twice the answers of the same accounts
  }
}

TEST_P(Cells, BelongToOneOrganization) {
  save(record("r1"));
  read([&](Transaction& tx) {
    EXPECT_THAT(VALUE(read_cells(tx, {new_id()})), IsEmpty());
    EXPECT_THAT(VALUE(read_account_cells(tx, {new_id()})), IsEmpty());
  });
}

TEST_P(Cells, AreSetRightByARecountThatSaysHowManyWereWrong) {
  save_months();
  fold();
  const auto right = cells();
  write([&](Transaction& tx) {
    model::CellDeltas wrong;  // one response counted once too often, without its people
    model::ResponseRecord r = record("r1");
    r.response.served_by.clear();
    r.response.account = {};
    r.commendations.clear();
    wrong.add(r, questions_, +1);
    EXPECT_OK(append_deltas(tx.connection(), organization_, pack_deltas(wrong)));
  });
  RecountReport report = recounted();
  EXPECT_EQ(report.responses, 5);
  EXPECT_EQ(report.differing, 3);  // the response and its two answers
  expect_same(cells(), right);
  report = recounted();
  EXPECT_EQ(report.differing, 0);
  EXPECT_GT(report.cells, 15);
}

TEST_P(Cells, ThatAreDamagedSaySoAndAreMadeAgain) {
  save(record("r1"));
  fold();
  const auto right = cells();
  write([&](Transaction& tx) {
    VALUE(tx.connection().execute("UPDATE cell SET counts = $2 WHERE organization_id = $1",
                                  {organization_, Bytes{"\xff\xff"}}));
  });
  read([&](Transaction& tx) {
    EXPECT_EQ(read_cells(tx, organization_).error().message,
              "The counts in the database are damaged. Run \"laurel recount\" once.");
  });
  EXPECT_GT(recounted().differing, 0);
  expect_same(cells(), right);
}

ON_BOTH_ENGINES(Cells);

}  // namespace
}  // namespace laurel::store
