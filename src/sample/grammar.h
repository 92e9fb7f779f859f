// The grammar that comments are told with: tables of lines written by hand, with slots.
//
//   {asset}        a random line of the table "asset", expanded in turn
//   {who} {our} …  a word the speech sets (see Word)
//   {deed}         a line of the deed table of the department that is spoken of
//   {3-9}          a whole number in that range
//                  ("a " before an expanded slot becomes "an " where it must)
//   [a|b|]         one of the alternatives, each as likely; they may hold slots
//
// Lines carry the behaviours they praise; expanding one adds them to the speech, so that the truth
// of a comment is known by construction. A Grammar is immutable and thread-safe to read; a Speech
// belongs to one comment.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"

namespace laurel::sample {

// Bits in the order of the labelling guide (the same as detect::Behaviour).
using Behaviours = std::uint8_t;
inline constexpr Behaviours kExtra = 1, kCourtesy = 2, kCare = 4, kExpertise = 8, kTelling = 16,
                            kSpeed = 32, kSolving = 64, kHonesty = 128;
inline constexpr std::array<std::string_view, 8> kBehaviourNames = {
    "extra_mile",    "courtesy", "care",       "expertise",
    "communication", "speed",    "resolution", "honesty"};

struct Line {
  std::string_view text;
  Behaviours behaviours = 0;
};

// What the lines of a table say about the one they speak of.
enum class Weight : std::uint8_t { kNone, kKind, kExemplary };

struct Table {
  std::string_view name;
  std::span<const Line> lines;
  Weight weight = Weight::kNone;
};

// The words a speech sets before it is told.
enum class Word : std::uint8_t {
  kWho,   // the one spoken of, as first named
  kWho2,  // a second one, praised with the first
  kHe,    // the pronoun of the one spoken of
  kHim,
  kHis,
  kWas,  // agree with {who}
  kIs,
  kHeWas,  // pronoun and verb
  kHeHas,
  kWe,  // the customer: we, I, or "they" in an interviewer's note
  kOur,
  kUs,
  kWeWere,
  kBranch,
};
inline constexpr std::size_t kWordCount = 14;

using TableId = std::uint16_t;

struct Speech {
  explicit Speech(base::Random& random_source) : random(random_source) {}

  base::Random& random;
  std::string out;
  std::array<std::string_view, kWordCount> words{};
  TableId deeds = 0;  // what {deed} draws from
  // The deeds told last, so that one story doesn't tell the same twice.
  std::array<std::uint32_t, 8> told_deeds{};
  std::size_t told = 0;
  // What has been said of the one spoken of since these were cleared.
  Behaviours behaviours = 0;
  Weight weight = Weight::kNone;

  std::string_view& word(Word which) { return words[static_cast<std::size_t>(which)]; }
};

class Grammar {
 public:
  // Compiles the tables. REQUIRES: table names unique and no words, every slot known, brackets
  // closed.
  explicit Grammar(std::span<const Table> tables);

  // REQUIRES: the table exists.
  TableId table(std::string_view name) const;
  // Appends a random line of the table, expanded, to speech.out.
  void tell(TableId table, Speech& speech) const;

  std::size_t line_count() const { return lines_.size(); }

 private:
  enum class Op : std::uint8_t { kText, kTable, kWord, kDeed, kNumber, kChoice };
  struct Piece {
    Op op = Op::kText;
    std::uint32_t a = 0;  // table, word, low number, or first alternative
    std::uint32_t b = 0;  // high number, or count of alternatives
    std::string_view text{};
  };
  struct Range {
    std::uint32_t begin = 0, end = 0;
  };
  struct CompiledLine {
    Range pieces;
    Behaviours behaviours = 0;
  };
  struct CompiledTable {
    std::string_view name;
    std::uint32_t first = 0, count = 0;
    Weight weight = Weight::kNone;
  };

  Range compile(std::string_view text);
  Piece slot(std::string_view name) const;
  void tell_line(std::uint32_t line, Weight weight, Speech& speech) const;
  void tell_pieces(Range range, Speech& speech) const;

  std::vector<CompiledTable> tables_;
  std::vector<CompiledLine> lines_;
  std::vector<Piece> pieces_;
  std::vector<Range> alternatives_;
};

}  // namespace laurel::sample
