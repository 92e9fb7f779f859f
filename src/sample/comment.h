// What the customer of an interview says, and what is truly in it. Not thread-safe: a teller keeps
// buffers; one per thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "sample/company.h"
#include "sample/grammar.h"
#include "sample/mention.h"
#include "sample/process.h"
#include "sample/surface.h"

namespace laurel::sample {

// What kind of comment it is; the first seven hold praise.
enum class Scenario : std::uint8_t {
  kPraiseOne,
  kPraisePair,     // two people for one deed
  kPraiseSeveral,  // distinct deeds of two or three
  kPraiseAndBlame,
  kPraiseAndNeutral,
  kPraiseDespite,  // praise with a complaint before or after
  kPraiseStory,    // long, with pronouns carrying on
  kComplaint,
  kBlame,
  kSarcasm,
  kWish,
  kRivalPraise,  // somebody else's people
  kNeutral,      // somebody named and no more
  kCompany,      // the company or the product only
  kSuggestion,
  kNothing,  // "no comment"
};
inline constexpr int kScenarios = 16;
std::string_view name(Scenario scenario);

// Somebody spoken of: praised when weight isn't kNone.
struct ToldMention {
  TargetKind kind = TargetKind::kPerson;
  NameForm form = NameForm::kNone;
  int employee = -1;
  Behaviours behaviours = 0;
  Weight weight = Weight::kNone;
  std::uint32_t start = 0, end = 0;   // code points of the text
  std::uint32_t byte = 0, bytes = 0;  // the same place in bytes
};

struct Comment {
  std::string text;
  Scenario scenario = Scenario::kNothing;
  Look look = Look::kTidy;
  std::vector<ToldMention> mentions;  // in the order of the text

  std::string_view words(const ToldMention& mention) const {
    return std::string_view(text).substr(mention.byte, mention.bytes);
  }
};

class Teller {
 public:
  explicit Teller(const Company& company);

  // REQUIRES: interview.words. Praises somebody exactly when interview.praise.
  void tell(const Interview& interview, base::Random& random, Comment& comment);

 private:
  struct Tables {
    TableId opener, closer, company, neutral, suggestion, nothing, filler;
    TableId complain, but, despite, blame, sarcasm, wish, rival_praise;
    TableId kind, deed, star, more, coda, pair, quoted, tag, face;
    TableId note_praise, note_coda, note_kind, note_complain, note_but, note_neutral, note_blame,
        note_plain, note_tail;
    std::array<TableId, kMarkets> market_praise;
    std::array<TableId, kServingDepartments + 1> deeds;  // the last: anybody's
  };

  void tell_praise(const Interview& interview, Scenario scenario);
  void tell_other(const Interview& interview, Scenario scenario);
  int add_praised(const Interview& interview);
  int add_employee(int employee);
  int add_any(const Interview& interview);
  int add(Mention mention);
  void speak_of(int mention);
  void sentence(TableId table);
  void praise(int mention);
  void judge_deed();
  void praise_more(int mention);
  void close_praise(int mention);

  const Company& company_;
  const Grammar& grammar_;
  Tables tables_;
  // The comment being told.
  base::Random* random_ = nullptr;
  Speech* speech_ = nullptr;
  bool note_ = false;
  int market_ = 0;
  std::vector<Mention> mentions_;
  std::vector<Behaviours> behaviours_;
  std::vector<Weight> weights_;
  std::string dressed_;
  std::vector<MarkedSpan> spans_;
};

}  // namespace laurel::sample
