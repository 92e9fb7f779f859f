// Packed columns: what goes in comes out, the format is what the header says, and damaged bytes are
// refused.
#include "store/packed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "base/random.h"

namespace laurel::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

TEST(Zigzag, KeepsSmallNumbersSmall) {
  EXPECT_EQ(zigzag(0), 0U);
  EXPECT_EQ(zigzag(-1), 1U);
  EXPECT_EQ(zigzag(1), 2U);
  for (const std::int64_t n : {kMin, kMin + 1, std::int64_t{-2}, std::int64_t{7}, kMax}) {
    EXPECT_EQ(unzigzag(zigzag(n)), n);
  }
}

TEST(PackedAnswers, AreTheBytesTheHeaderSays) {
  std::string bytes;
  pack_answers(std::vector<model::Answer>{{{1}, 10}, {{300}, -3}}, bytes);
  EXPECT_EQ(bytes, std::string("\x01\x14\xac\x02\x05", 5));
}

TEST(PackedAnswers, ComeBack) {
  const std::vector<model::Answer> answers = {
      {{1}, 0}, {{2}, kMin}, {{3}, kMax}, {{std::numeric_limits<std::int32_t>::max()}, -1}};
  std::string bytes = "left over";
  pack_answers(answers, bytes);
  EXPECT_EQ(unpack_answers(bytes), answers);
  EXPECT_THAT(*unpack_answers(""), IsEmpty());
}

TEST(PackedAnswers, RefuseBytesCutOffAnywhere) {
  std::string bytes;
  pack_answers(std::vector<model::Answer>{{{200}, 12345}}, bytes);
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    EXPECT_FALSE(unpack_answers(std::string_view(bytes).substr(0, size)).has_value()) << size;
  }
  EXPECT_FALSE(unpack_answers(std::string(11, '\xff')).has_value());
}

TEST(PackedEmployees, KeepTheirOrder) {
  const std::vector<model::EmployeeId> ids = {{9}, {2}, {70000}};
  std::string bytes;
  pack_employees(ids, bytes);
  EXPECT_EQ(unpack_employees(bytes), ids);
  EXPECT_FALSE(unpack_employees("\xff").has_value());
}

TEST(PackedCandidates, KeepScoresExactly) {
  const std::vector<model::CommendationCandidate> candidates = {{{7}, 0.94F}, {{300}, 0.1F}};
  std::string bytes;
  pack_candidates(candidates, bytes);
  EXPECT_EQ(unpack_candidates(bytes), candidates);
  EXPECT_FALSE(unpack_candidates(std::string_view(bytes).substr(0, bytes.size() - 1)).has_value());
}

TEST(PackedLines, KeepBreaksBackslashesAndEmptyOnes) {
  const std::vector<std::string> lines = {"Business", "", "a\nb", "c\\n", "\\"};
  EXPECT_EQ(unpack_lines(pack_lines(lines)), lines);
  EXPECT_THAT(unpack_lines(""), IsEmpty());
}

TEST(PackedBins, AreNumbersWithCommas) {
  EXPECT_EQ(pack_bins(std::vector<std::int64_t>{-5, 1, 10}), "-5,1,10");
  EXPECT_THAT(unpack_bins("-5,1,10"), ElementsAre(-5, 1, 10));
  EXPECT_THAT(unpack_bins(""), IsEmpty());
}

// Everything that can be read, and whether that was all.
template <std::size_t Width>
std::pair<std::vector<CountRow<Width>>, bool> unpacked_counts(std::string_view bytes) {
  using Step = typename CountReader<Width>::Step;
  std::vector<CountRow<Width>> rows;
  CountReader<Width> reader(bytes);
  Step step = reader.next();
  for (; step == Step::kRow; step = reader.next()) rows.push_back(reader.row());
  return {rows, step == Step::kEnd};
}

TEST(PackedCounts, ComeBackWhateverTheNumbers) {
  base::Random random(5);
  std::vector<CountRow<4>> rows;
  for (int i = 0; i < 1000; ++i) {
    CountRow<4> row;
    for (std::int64_t& n : row) n = static_cast<std::int64_t>(random.next()) >> random.below(64);
    rows.push_back(row);
  }
  rows.push_back({kMin, kMax, kMin, 0});
  rows.push_back({kMax, kMin, 0, kMin});
  CountWriter<4> writer;
  for (const CountRow<4>& row : rows) writer.add(row);
  const std::string bytes = writer.take();
  EXPECT_TRUE(writer.empty());
  EXPECT_EQ(unpacked_counts<4>(bytes), std::pair(rows, true));
  EXPECT_FALSE(unpacked_counts<4>(std::string_view(bytes).substr(0, bytes.size() - 1)).second);
}

TEST(PackedCounts, NeverReadPastDamagedBytes) {
  base::Random random(6);
  for (int i = 0; i < 5000; ++i) {
    std::string bytes(random.below(40), '\0');
    for (char& c : bytes) c = static_cast<char>(random.next());
    (void)unpacked_counts<7>(bytes);
    (void)unpack_answers(bytes);
    (void)unpack_candidates(bytes);
    (void)unpack_employees(bytes);
  }
}

}  // namespace
}  // namespace laurel::store
