// A comment is told in sentences from the tables; who is praised, blamed or only named is decided
// first, so that the truth needs no reading of the text.
#include "sample/comment.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "base/check.h"
#include "sample/vocabulary.h"

namespace laurel::sample {
namespace {

template <typename Choice>
Choice pick_weighted(std::initializer_list<std::pair<Choice, int>> choices, base::Random& random) {
  std::uint64_t total = 0;
  for (const auto& choice : choices) total += static_cast<std::uint64_t>(choice.second);
  std::uint64_t at = random.below(total);
  for (const auto& [choice, weight] : choices) {
    if (at < static_cast<std::uint64_t>(weight)) return choice;
    at -= static_cast<std::uint64_t>(weight);
  }
  CHECK(false);
}

Scenario choose_praise(int nps, base::Random& random) {
  using enum Scenario;
  const int despite = nps <= 6 ? 90 : nps <= 8 ? 30 : 10;
  return pick_weighted<Scenario>({{kPraiseOne, 52},
                                  {kPraisePair, 8},
                                  {kPraiseSeveral, 8},
                                  {kPraiseAndBlame, nps <= 8 ? 8 : 2},
                                  {kPraiseAndNeutral, 6},
                                  {kPraiseDespite, despite},
                                  {kPraiseStory, 12}},
                                 random);
}

Scenario choose_other(int nps, base::Random& random) {
  using enum Scenario;
  if (nps <= 6) {
    return pick_weighted<Scenario>({{kComplaint, 46},
                                    {kBlame, 14},
                                    {kSarcasm, 10},
                                    {kWish, 8},
                                    {kRivalPraise, 6},
                                    {kNeutral, 5},
                                    {kNothing, 4},
                                    {kSuggestion, 4},
                                    {kCompany, 3}},
                                   random);
  }
  if (nps <= 8) {
    return pick_weighted<Scenario>({{kComplaint, 22},
                                    {kBlame, 3},
                                    {kSarcasm, 2},
                                    {kWish, 7},
                                    {kRivalPraise, 3},
                                    {kNeutral, 18},
                                    {kNothing, 14},
                                    {kSuggestion, 13},
                                    {kCompany, 18}},
                                   random);
  }
  return pick_weighted<Scenario>({{kComplaint, 5},
                                  {kWish, 3},
                                  {kRivalPraise, 2},
                                  {kNeutral, 22},
                                  {kNothing, 18},
                                  {kSuggestion, 12},
                                  {kCompany, 38}},
                                 random);
}

Look choose_look(Channel channel, bool note, base::Random& random) {
  using enum Look;
  if (note)
    return pick_weighted<Look>({{kNote, 85}, {kLower, 10}, {kShouting, 2}, {kSlips, 8}}, random);
  switch (channel) {
    case Channel::kPhone:
      return pick_weighted<Look>({{kTidy, 80}, {kSlips, 10}, {kLower, 10}}, random);
    case Channel::kEmail:
      return pick_weighted<Look>({{kTidy, 74}, {kSlips, 16}, {kLower, 6}, {kShouting, 4}}, random);
    case Channel::kWeb:
      return pick_weighted<Look>({{kTidy, 52}, {kSlips, 20}, {kLower, 22}, {kShouting, 6}}, random);
    case Channel::kSms:
      return pick_weighted<Look>({{kTidy, 25}, {kSlips, 25}, {kLower, 45}, {kShouting, 5}}, random);
  }
  CHECK(false);
}

Department some_department(base::Random& random) {
  return static_cast<Department>(random.below(kServingDepartments));
}

}  // namespace

std::string_view name(Scenario scenario) {
  constexpr std::string_view kNames[kScenarios] = {"praise_one",
                                                   "praise_pair",
                                                   "praise_several",
                                                   "praise_and_blame",
                                                   "praise_and_neutral",
                                                   "praise_despite",
                                                   "praise_story",
                                                   "complaint",
                                                   "blame",
                                                   "sarcasm",
                                                   "wish",
                                                   "rival_praise",
                                                   "neutral",
                                                   "company",
                                                   "suggestion",
                                                   "nothing"};
  return kNames[static_cast<std::size_t>(scenario)];
}

Teller::Teller(const Company& company) : company_(company), grammar_(vocabulary()) {
  const auto t = [&](std::string_view table) { return grammar_.table(table); };
  tables_ = {
      t("opener"),
      t("closer"),
      t("company"),
      t("neutral"),
      t("suggestion"),
      t("nothing"),
      t("filler"),
      t("complain"),
      t("but"),
      t("despite"),
      t("blame"),
      t("sarcasm"),
      t("wish"),
      t("rival.praise"),
      t("praise.kind"),
      t("praise.deed"),
      t("praise.star"),
      t("praise.more"),
      t("praise.coda"),
      t("praise.pair"),
      t("praise.quoted"),
      t("tag"),
      t("face"),
      t("note.praise"),
      t("note.coda"),
      t("note.kind"),
      t("note.complain"),
      t("note.but"),
      t("note.neutral"),
      t("note.blame"),
      t("note.plain"),
      t("note.tail"),
      {t("praise.british"), t("praise.american"), t("praise.indian"), t("praise.nordic")},
      {t("deed.service"), t("deed.dispatch"), t("deed.parts"), t("deed.accounts"),
       t("deed.helpdesk"), t("deed.warehouse"), t("deed.drivers"), t("deed.sales"), t("deed.any")}};
  mentions_.reserve(kMaxMentions);
}

int Teller::add(Mention mention) {
  CHECK(mentions_.size() < kMaxMentions);
  mentions_.push_back(std::move(mention));
  behaviours_.push_back(0);
  weights_.push_back(Weight::kNone);
  return static_cast<int>(mentions_.size()) - 1;
}

int Teller::add_employee(int employee) {
  return add(mention_employee(company_, employee, static_cast<int>(mentions_.size()), *random_));
}

// Mostly who served; else a role, a team, somebody else there, somebody gone, or nobody we know.
int Teller::add_praised(const Interview& interview) {
  const int index = static_cast<int>(mentions_.size());
  const auto employees = company_.employees();
  const double u = random_->uniform();
  if (u < 0.12)
    return add(mention_role(employees[static_cast<std::size_t>(interview.served[0])].department,
                            index, *random_));
  if (u < 0.28) return add(mention_team(some_department(*random_), index, *random_));
  if (u < 0.31) return add(mention_stranger(company_, index, *random_));
  if (u < 0.35) return add_employee(company_.someone_at(interview.branch, interview.day, *random_));
  if (u < 0.38) {
    for (const int one : company_.branches()[static_cast<std::size_t>(interview.branch)].staff) {
      const Employee& who = employees[static_cast<std::size_t>(one)];
      if (who.left && who.end < interview.day) return add_employee(one);
    }
  }
  const bool second = interview.served[1] >= 0 && random_->chance(0.4);
  return add_employee(interview.served[second ? 1 : 0]);
}

// Somebody spoken of without praise.
int Teller::add_any(const Interview& interview) {
  const int index = static_cast<int>(mentions_.size());
  const double u = random_->uniform();
  if (u < 0.55) return add_employee(company_.someone_at(interview.branch, interview.day, *random_));
  if (u < 0.60) return add(mention_stranger(company_, index, *random_));
  if (u < 0.78) return add(mention_role(some_department(*random_), index, *random_));
  return add(mention_team(some_department(*random_), index, *random_));
}

void Teller::speak_of(int which) {
  const Mention& mention = mentions_[static_cast<std::size_t>(which)];
  const auto pick = [&](std::string_view he, std::string_view she, std::string_view they) {
    return mention.pronoun == Pronoun::kHe ? he : mention.pronoun == Pronoun::kShe ? she : they;
  };
  Speech& s = *speech_;
  s.word(Word::kWho) = mention.words;
  s.word(Word::kHe) = pick("he", "she", "they");
  s.word(Word::kHim) = pick("him", "her", "them");
  s.word(Word::kHis) = pick("his", "her", "their");
  s.word(Word::kHeWas) = pick("he was", "she was", "they were");
  s.word(Word::kHeHas) = pick("he has", "she has", "they have");
  s.word(Word::kWas) = mention.plural ? "were" : "was";
  s.word(Word::kIs) = mention.plural ? "are" : "is";
  const std::size_t own =
      std::min<std::size_t>(static_cast<std::size_t>(mention.department), kServingDepartments);
  s.deeds = tables_.deeds[random_->chance(0.8) ? own : kServingDepartments];
  s.behaviours = 0;
  s.weight = Weight::kNone;
}

void Teller::sentence(TableId table) {
  std::string& out = speech_->out;
  if (!out.empty()) out += !note_ && random_->chance(0.03) ? '\n' : ' ';
  grammar_.tell(table, *speech_);
}

void Teller::close_praise(int which) {
  const auto i = static_cast<std::size_t>(which);
  behaviours_[i] |= speech_->behaviours;
  weights_[i] = std::max({weights_[i], speech_->weight, Weight::kKind});
}

// Most say what they think of a deed; some leave it to speak for itself.
void Teller::judge_deed() {
  if (speech_->weight != Weight::kExemplary || !random_->chance(0.6)) return;
  sentence(note_ ? tables_.note_coda : tables_.coda);
}

void Teller::praise(int which) {
  speak_of(which);
  if (note_) {
    sentence(random_->chance(0.6) ? tables_.note_praise : tables_.note_kind);
  } else {
    const double u = random_->uniform();
    sentence(u < 0.40   ? tables_.kind
             : u < 0.62 ? tables_.deed
             : u < 0.77 ? tables_.star
             : u < 0.95 ? tables_.market_praise[static_cast<std::size_t>(market_)]
                        : tables_.quoted);
  }
  judge_deed();
  close_praise(which);
}

// REQUIRES: the one just praised.
void Teller::praise_more(int which) {
  sentence(tables_.more);
  close_praise(which);
}

void Teller::tell_praise(const Interview& interview, Scenario scenario) {
  using enum Scenario;
  base::Random& random = *random_;
  const bool story = scenario == kPraiseStory;
  if (story || (!note_ && random.chance(0.25))) sentence(tables_.opener);
  if (story) sentence(tables_.filler);
  const int first = add_praised(interview);
  const bool before = scenario == kPraiseDespite && !note_ && random.chance(0.4);
  if (before) sentence(tables_.despite);

  if (scenario == kPraisePair) {
    const int other = company_.someone_at(interview.branch, interview.day, random);
    const int second = other == mentions_[0].employee || random.chance(0.2)
                           ? add(mention_team(some_department(random), 1, random))
                           : add_employee(other);
    speak_of(first);
    speech_->word(Word::kWho2) = mentions_[static_cast<std::size_t>(second)].words;
    for (const Word w : {Word::kHe, Word::kHim})
      speech_->word(w) = w == Word::kHe ? "they" : "them";
    speech_->word(Word::kHis) = "their";
    sentence(tables_.pair);
    judge_deed();
    close_praise(first);
    close_praise(second);
  } else {
    praise(first);
    if (story || (!note_ && random.chance(0.25))) praise_more(first);
    if (story && random.chance(0.6)) praise_more(first);
  }
  if (scenario == kPraiseSeveral) {
    const int more = 1 + static_cast<int>(random.below(2));
    for (int i = 0; i < more; ++i) {
      const int other = company_.someone_at(interview.branch, interview.day, random);
      const bool known = std::any_of(mentions_.begin(), mentions_.end(),
                                     [&](const Mention& m) { return m.employee == other; });
      praise(known ? add(mention_team(some_department(random), static_cast<int>(mentions_.size()),
                                      random))
                   : add_employee(other));
    }
  }
  if (scenario == kPraiseAndBlame || scenario == kPraiseAndNeutral) {
    int other = add_any(interview);
    while (mentions_[static_cast<std::size_t>(other)].employee >= 0 &&
           mentions_[static_cast<std::size_t>(other)].employee == mentions_[0].employee) {
      mentions_.pop_back();
      behaviours_.pop_back();
      weights_.pop_back();
      other = add_any(interview);
    }
    speak_of(other);
    const bool blame = scenario == kPraiseAndBlame;
    sentence(note_ ? (blame ? tables_.note_blame : tables_.note_neutral)
                   : (blame ? tables_.blame : tables_.neutral));
  }
  if (scenario == kPraiseDespite && !before) sentence(note_ ? tables_.note_but : tables_.but);
  if (story && random.chance(0.4)) sentence(tables_.company);
  if (!note_ && interview.answer(Question::kNps) >= 7 && random.chance(story ? 0.7 : 0.2)) {
    sentence(tables_.closer);
  }
}

void Teller::tell_other(const Interview& interview, Scenario scenario) {
  using enum Scenario;
  base::Random& random = *random_;
  const bool long_form = !note_ && random.chance(0.25);
  switch (scenario) {
    case kNothing:
      return sentence(note_ ? tables_.note_plain : tables_.nothing);
    case kComplaint:
      if (long_form) sentence(tables_.opener);
      sentence(note_ ? tables_.note_complain : tables_.complain);
      if (long_form) sentence(tables_.complain);
      break;
    case kBlame:
    case kSarcasm:
    case kWish:
    case kNeutral: {
      if (long_form) sentence(tables_.opener);
      speak_of(add_any(interview));
      const bool noted = note_ && (scenario == kBlame || scenario == kNeutral);
      sentence(scenario == kBlame     ? (noted ? tables_.note_blame : tables_.blame)
               : scenario == kSarcasm ? tables_.sarcasm
               : scenario == kWish    ? tables_.wish
               : noted                ? tables_.note_neutral
                                      : tables_.neutral);
      if (scenario == kBlame && random.chance(0.3)) sentence(tables_.complain);
      break;
    }
    case kRivalPraise:
      sentence(tables_.rival_praise);
      break;
    case kCompany:
      if (long_form) sentence(tables_.opener);
      sentence(note_ ? tables_.note_plain : tables_.company);
      if (!note_ && random.chance(0.35)) sentence(tables_.company);
      break;
    case kSuggestion:
      if (long_form) sentence(tables_.company);
      sentence(tables_.suggestion);
      break;
    default:
      CHECK(false);
  }
  if (long_form && random.chance(0.3)) sentence(tables_.filler);
}

void Teller::tell(const Interview& interview, base::Random& random, Comment& comment) {
  CHECK(interview.words);
  Speech speech(random);
  speech.out.reserve(512);
  random_ = &random;
  speech_ = &speech;
  market_ = interview.market;
  mentions_.clear();
  behaviours_.clear();
  weights_.clear();
  note_ = interview.channel == Channel::kPhone && random.chance(0.65);
  const bool alone = random.chance(0.3);
  speech.word(Word::kWe) = note_ ? "they" : alone ? "I" : "we";
  speech.word(Word::kOur) = note_ ? "their" : alone ? "my" : "our";
  speech.word(Word::kUs) = note_ ? "them" : alone ? "me" : "us";
  speech.word(Word::kWeWere) = note_ ? "they were" : alone ? "I was" : "we were";
  speech.word(Word::kBranch) = company_.branches()[static_cast<std::size_t>(interview.branch)].name;

  const int nps = interview.answer(Question::kNps);
  comment.scenario = interview.praise ? choose_praise(nps, random) : choose_other(nps, random);
  comment.look = choose_look(interview.channel, note_, random);
  if (interview.praise) {
    tell_praise(interview, comment.scenario);
  } else {
    tell_other(interview, comment.scenario);
  }
  if (comment.scenario != Scenario::kNothing) {
    if (note_ && random.chance(0.3)) sentence(tables_.note_tail);
    const bool glad = interview.praise || comment.scenario == Scenario::kCompany;
    const bool online = interview.channel == Channel::kWeb || interview.channel == Channel::kSms;
    if (online && nps >= 7 && glad && random.chance(0.22)) sentence(tables_.face);
    if (online && nps >= 9 && interview.praise && random.chance(0.10)) sentence(tables_.tag);
  }

  dressed_.clear();
  dress(speech.out, comment.look, random, dressed_);
  comment.text.clear();
  spans_.clear();
  strip_marks(dressed_, comment.text, spans_);
  comment.mentions.clear();
  std::uint32_t seen = 0;
  for (const MarkedSpan& span : spans_) {
    if ((seen >> span.mention & 1U) != 0) continue;  // told of again: the first stands
    seen |= 1U << span.mention;
    const auto i = static_cast<std::size_t>(span.mention);
    const Mention& mention = mentions_[i];
    comment.mentions.push_back({mention.kind, mention.form, mention.employee, behaviours_[i],
                                weights_[i], span.start, span.end, span.first_byte, span.bytes});
  }
}

}  // namespace laurel::sample
