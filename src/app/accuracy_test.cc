#include "app/accuracy.h"

#include <gmock/gmock.h>

namespace laurel::app {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

DecidedPraise decided(double probability, bool accepted, const std::string& detector = "a") {
  DecidedPraise out;
  out.detector = detector;
  out.probability = probability;
  out.flagged = probability >= 0.4;
  out.sure = probability >= 0.97;
  out.accepted = accepted;
  return out;
}

TEST(Accuracy, CountsHowPeopleAndDetectionAgree) {
  std::vector<DecidedPraise> all = {decided(0.9, true), decided(0.5, false), decided(0.2, true),
                                    decided(0.3, false)};
  DecidedPraise audited = decided(0.99, true);
  audited.audited = true;
  all.push_back(audited);
  DecidedPraise added = decided(0, true, "person");
  added.added = true;
  all.push_back(added);
  const AccuracyFigures f = accuracy_of(all).all;
  EXPECT_EQ(f.decided, 6);
  EXPECT_EQ(f.agreed.yes, 3);
  EXPECT_EQ(f.agreed.n, 6);
  EXPECT_EQ(f.precision.yes, 2);
  EXPECT_EQ(f.precision.n, 3);
  EXPECT_EQ(f.recall.yes, 2);
  EXPECT_EQ(f.recall.n, 4);
  EXPECT_EQ(f.audited.yes, 1);
  EXPECT_EQ(f.audited.n, 1);
  EXPECT_EQ(f.added, 1);
  EXPECT_NEAR(*f.brier, (0.01 + 0.25 + 0.64 + 0.09 + 0.0001) / 5, 1e-12);
}

TEST(Accuracy, PutsProbabilitiesInTenths) {
  const std::vector<DecidedPraise> all = {decided(0.31, true), decided(0.39, false),
                                          decided(1.0, true), decided(0.0, false)};
  const auto bins = accuracy_of(all).all.calibration;
  ASSERT_THAT(bins, SizeIs(3));
  EXPECT_DOUBLE_EQ(bins[1].from, 0.3);
  EXPECT_DOUBLE_EQ(bins[1].said, 0.35);
  EXPECT_EQ(bins[1].right.yes, 1);
  EXPECT_EQ(bins[1].right.n, 2);
  EXPECT_NEAR(*bins[1].interval.lo, 0.0945, 1e-4);  // Wilson, 1 of 2
  EXPECT_DOUBLE_EQ(bins[2].from, 0.9);
}

TEST(Accuracy, CountsWhoWasMeant) {
  DecidedPraise right = decided(0.9, true), wrong = right, chosen = right, open = right;
  right.found_link = wrong.found_link = detect::LinkState::kLinked;
  right.same_person = true;
  chosen.found_link = open.found_link = detect::LinkState::kAmbiguous;
  open.same_person = true;
  const AccuracyFigures f = accuracy_of(std::vector{right, wrong, chosen, open}).all;
  EXPECT_EQ(f.linked.yes, 1);
  EXPECT_EQ(f.linked.n, 2);
  EXPECT_EQ(f.resolved, 1);
}

TEST(Accuracy, TellsDetectorsApart) {
  const Accuracy both = accuracy_of(std::vector{
      decided(0.9, true, "old"), decided(0.9, true, "new"), decided(0.8, false, "new")});
  ASSERT_THAT(both.by_detector, SizeIs(2));
  EXPECT_EQ(both.by_detector[0].detector, "new");
  EXPECT_EQ(both.by_detector[0].decided, 2);
  const std::string words = accuracy_words(both);
  EXPECT_THAT(words, HasSubstr("new, 2 decided:"));
  EXPECT_THAT(words, HasSubstr("old, 1 decided:"));
}

TEST(Accuracy, ReadsAsProse) {
  std::vector<DecidedPraise> all(45, decided(0.6, true));
  all.insert(all.end(), 5, decided(0.6, false));
  const std::string words = accuracy_words(accuracy_of(all));
  EXPECT_THAT(words, HasSubstr("50 pieces of praise were decided."));
  EXPECT_THAT(
      words,
      HasSubstr("Of what it took for praise, 45 of 50 (90 %; 79 to 96 % fits) was accepted."));
  EXPECT_THAT(words, HasSubstr("None of those so sure that nobody would have looked"));
  EXPECT_THAT(words, HasSubstr("60 to  70 %   it said 60 % on average"));
  EXPECT_THAT(words, Not(HasSubstr("right person")));
}

TEST(Accuracy, OfNothingSaysHowToBegin) {
  const Accuracy none = accuracy_of({});
  EXPECT_FALSE(none.all.brier.defined());
  EXPECT_THAT(none.by_detector, IsEmpty());
  EXPECT_THAT(accuracy_words(none), HasSubstr("Nothing has been decided yet."));
}

}  // namespace
}  // namespace laurel::app
