// Finds who is talked about. Names: words on the roster, known given names, and capitalised words
// in the places where names stand. Roles, teams and departments: heads of the lexicon with the
// modifiers before them. Pronouns are tied to the nearest person or group before them.
// Deliberately generous: the model decides afterwards which mentions are praised people.
#include <algorithm>

#include "base/check.h"
#include "detect/reading.h"
#include "text/fold.h"

namespace laurel::detect {

namespace {

using text::hash_folded;
using text::Token;

constexpr ClassMask kNeverName =
    bit(kNegator) | bit(kContrast) | bit(kModal) | bit(kIntense) | bit(kBe) | bit(kHave) |
    bit(kQuestion) | bit(kCompare) | bit(kAnd) | bit(kPreposition) | bit(kArticle) |
    bit(kFirstPerson) | bit(kYour) | bit(kWho) | bit(kAll) | bit(kSome) | bit(kNone) | bit(kOther) |
    bit(kPronounOne) | bit(kPronounMany) | bit(kTeamHead) | bit(kPeople) | bit(kRoleMany) |
    bit(kThing) | bit(kService) | bit(kBusiness) | bit(kRelative);
constexpr ClassMask kMeaning =  // ordinary words that are rarely names
    bit(kPersonPraise) | bit(kPraise) | bit(kMild) | bit(kBlame) | bit(kBad) | bit(kHelpVerb) |
    bit(kThanks) | bit(kExtra) | bit(kOrdinaryVerb) | bit(kRoleOne) | bit(kRoleModifier) |
    bit(kDeskNoun) | bit(kPersonNoun) | bit(kDepartment) | bit(kTime) | bit(kPlaceCue) |
    bit(kTitle);
constexpr ClassMask kHeads = bit(kRoleOne) | bit(kRoleMany) | bit(kTeamHead) | bit(kDepartment) |
                             bit(kPeople) | bit(kPersonNoun) | bit(kDeskNoun) | bit(kService);

class Finder {
 public:
  Finder(const RosterIndex& roster, Reading& reading)
      : roster_(roster),
        reading_(reading),
        tokens_(reading.document.tokens),
        words_(reading.words),
        count_(static_cast<std::uint32_t>(tokens_.size())) {}

  void run() {
    for (std::uint32_t i = 0; i < count_;) {
      const Token& token = tokens_[i];
      if (!token.is_word()) {
        ++i;
        continue;
      }
      if (const std::uint32_t end = name_at(i); end > i) {
        i = end;
      } else if (words_[i].info->any(kHeads)) {
        i = group_at(i);
      } else if (words_[i].info->any(bit(kPronounOne) | bit(kPronounMany))) {
        pronoun_at(i);
        ++i;
      } else {
        ++i;
      }
    }
    add_loose_pronouns();
    number_mentions();
  }

 private:
  bool is(std::uint32_t i, WordClass c) const { return i < count_ && words_[i].info->is(c); }
  bool is_word(std::uint32_t i, std::uint64_t hash) const {
    return i < count_ && tokens_[i].hash == hash;
  }
  bool capital(std::uint32_t i) const {
    return tokens_[i].has(text::kCapital) && !reading_.shouting;
  }
  bool sentence_start(std::uint32_t i) const {
    if (i == 0 || i == reading_.document.sentences[words_[i].sentence].begin) return true;
    const Token& before = tokens_[i - 1];
    return before.kind != text::TokenKind::kWord && before.kind != text::TokenKind::kClitic &&
           before.first != ',' && before.first != '&' && before.first != '(';
  }
  bool adjacent(std::uint32_t i) const {  // token i continues the words before it
    return i < count_ && i > 0 && tokens_[i].is_word() && tokens_[i - 1].is_word() &&
           !tokens_[i].has(text::kNewlineBefore);
  }
  bool has_digit(std::uint32_t i) const {  // a flight, a road, a product
    return std::ranges::any_of(reading_.document.words(tokens_[i]),
                               [](char c) { return c >= '0' && c <= '9'; });
  }
  bool masked(std::uint32_t i) const {  // names blanked out by whoever published the text
    const std::string_view word = reading_.document.words(tokens_[i]);
    return word.size() >= 3 && word.size() <= 8 &&
           std::ranges::all_of(word, [](char c) { return c == 'x' || c == 'X'; });
  }

  // ---- Names ----

  enum class Likely : std::uint8_t { kNo, kUnlisted, kListed };

  Likely name_word(std::uint32_t i) {
    const Token& token = tokens_[i];
    const WordInfo& info = *words_[i].info;
    const bool cap = capital(i);
    const bool start = sentence_start(i);
    const bool common = info.frequency() == 3 && info.capitals() <= 1;
    const bool titled = i > 0 && title_before(i) != i;
    if (info.any(kNeverName) && info.first_name() < 2 && words_[i].roster == RosterIndex::kAbsent)
      return Likely::kNo;
    if (token.end - token.begin < 2 || has_digit(i)) return Likely::kNo;
    if (words_[i].roster != RosterIndex::kAbsent && listed_here(i, cap, start, common, titled))
      return Likely::kListed;
    if (words_[i].roster != RosterIndex::kAbsent && !cap && is_word_name(i)) return Likely::kNo;
    if (info.any(kNeverName) || info.is(kNotName)) return Likely::kNo;
    if (titled && !info.any(kMeaning) && (cap || info.frequency() <= 2)) return unlisted(i);
    if (masked(i)) return Likely::kUnlisted;
    if (info.is(kTime) && !(cap && info.first_name() >= 2 && !place_before(i) && name_goes_on(i)))
      return Likely::kNo;
    const bool meaning = info.any(kMeaning) || common;
    if (cap) {
      if (token.has(text::kAllCapitals) && token.end - token.begin <= 3 && info.first_name() < 2)
        return Likely::kNo;
      if (info.first_name() >= 1 && !meaning) return unlisted(i);
      if (info.first_name() >= 2 && meaning && !start && name_goes_on(i)) return unlisted(i);
      if (meaning || place_before(i)) return Likely::kNo;
      if (info.capitals() >= 2 || info.frequency() <= 1) {
        if (!start && (name_cue_before(i) || name_goes_on(i))) return unlisted(i);
        if (start && info.frequency() <= 1 && name_goes_on(i)) return unlisted(i);
      }
      return Likely::kNo;
    }
    if (reading_.shouting && !meaning && info.first_name() >= 2 && info.capitals() >= 2)
      return unlisted(i);
    if (meaning) return Likely::kNo;
    if (info.first_name() >= 2 && (info.capitals() >= 2 || info.frequency() == 0))
      return unlisted(i);
    if (info.first_name() >= 1 && info.frequency() <= 1 && (name_cue_before(i) || name_goes_on(i)))
      return unlisted(i);
    if (info.frequency() == 0 && info.classes == 0 &&
        (strong_cue_before(i) || after_name_and(i) ||
         (name_goes_on(i) && i > 0 && is(i - 1, kRoleOne))))
      return unlisted(i);
    return Likely::kNo;
  }

  bool listed_here(std::uint32_t i, bool cap, bool start, bool common, bool titled) const {
    const WordInfo& info = *words_[i].info;
    const bool meaning = info.any(kNeverName | kMeaning) || common;
    std::uint8_t parts = 0;
    for (const Posting& p : roster_.postings(words_[i].roster)) parts |= p.parts;
    // "No need to chase", "the nurse drew blood".
    if (!cap && is_word_name(i) && !strong_cue_before(i) && !(name_goes_on(i) && sentence_start(i)))
      return false;
    if (titled) return true;
    const bool given = (parts & ~kLastName) != 0;
    if (info.is(kTime) && i + 1 < count_ && tokens_[i + 1].kind == text::TokenKind::kNumber)
      return false;
    if (!given) return cap && !start && !meaning && !place_before(i);
    if (cap) return !meaning || (!start && !is(i, kBe)) || (start && name_goes_on(i));
    // In lower case a word that is mostly something else ("grace", "mark") needs a name's place.
    if (meaning || (info.frequency() == 3 && info.capitals() < 2)) return false;
    return info.frequency() == 0 || info.capitals() >= (reading_.lower_case ? 2 : 3) ||
           (reading_.lower_case && (name_cue_before(i) || name_goes_on(i)));
  }

  bool is_word_name(std::uint32_t i) const {
    constexpr std::uint64_t kWordNames[] = {
        hash_folded("chase"),    hash_folded("rose"),      hash_folded("drew"),
        hash_folded("bill"),     hash_folded("will"),      hash_folded("mark"),
        hash_folded("grant"),    hash_folded("hope"),      hash_folded("faith"),
        hash_folded("joy"),      hash_folded("grace"),     hash_folded("rich"),
        hash_folded("art"),      hash_folded("earl"),      hash_folded("ray"),
        hash_folded("angel"),    hash_folded("dean"),      hash_folded("christian"),
        hash_folded("frank"),    hash_folded("dawn"),      hash_folded("gene"),
        hash_folded("pat"),      hash_folded("rob"),       hash_folded("sue"),
        hash_folded("wade"),     hash_folded("chip"),      hash_folded("buddy"),
        hash_folded("summer"),   hash_folded("miles"),     hash_folded("lucky"),
        hash_folded("april"),    hash_folded("may"),       hash_folded("june"),
        hash_folded("august"),   hash_folded("ruby"),      hash_folded("pearl"),
        hash_folded("amber"),    hash_folded("crystal"),   hash_folded("jade"),
        hash_folded("iris"),     hash_folded("lily"),      hash_folded("violet"),
        hash_folded("hunter"),   hash_folded("mason"),     hash_folded("cliff"),
        hash_folded("heath"),    hash_folded("dale"),      hash_folded("glen"),
        hash_folded("sky"),      hash_folded("star"),      hash_folded("jack"),
        hash_folded("guy"),      hash_folded("price"),     hash_folded("banks"),
        hash_folded("stone"),    hash_folded("patience"),  hash_folded("charity"),
        hash_folded("prudence"), hash_folded("constance"), hash_folded("destiny"),
        hash_folded("harmony"),  hash_folded("melody"),    hash_folded("ginger"),
        hash_folded("sandy"),    hash_folded("rusty"),     hash_folded("major"),
        hash_folded("king"),     hash_folded("skip"),      hash_folded("carol"),
        hash_folded("holly"),    hash_folded("ivy"),       hash_folded("olive"),
        hash_folded("basil"),    hash_folded("sage"),      hash_folded("brook"),
        hash_folded("gill"),     hash_folded("penny"),     hash_folded("robin"),
        hash_folded("victor"),   hash_folded("trip"),      hash_folded("van")};
    return std::ranges::find(kWordNames, tokens_[i].hash) != std::end(kWordNames);
  }

  // On the roster after all, but misspelt.
  Likely unlisted(std::uint32_t i) {
    if (words_[i].roster != RosterIndex::kAbsent || roster_.empty()) return Likely::kUnlisted;
    text::fold(reading_.document.words(tokens_[i]), reading_.scratch);
    roster_.find_near(reading_.scratch, reading_.near);
    return reading_.near.empty() ? Likely::kUnlisted : Likely::kListed;
  }

  bool place_before(std::uint32_t i) const {
    if (i == 0) return false;
    constexpr std::uint64_t kPlaces[] = {hash_folded("in"),   hash_folded("at"),
                                         hash_folded("from"), hash_folded("via"),
                                         hash_folded("near"), hash_folded("into")};
    return std::ranges::find(kPlaces, tokens_[i - 1].hash) != std::end(kPlaces);
  }
  // "Pankaj and bhadur": the second of two names.
  bool after_name_and(std::uint32_t i) const {
    return i >= 2 && (is_word(i - 1, hash_folded("and")) || tokens_[i - 1].first == '&') &&
           !reading_.mentions.empty() && reading_.mentions.back().form == Form::kName &&
           reading_.mentions.back().end == i - 1;
  }
  bool strong_cue_before(std::uint32_t i) const {
    if (i == 0) return false;
    constexpr std::uint64_t kCues[] = {hash_folded("by"), hash_folded("named"), hash_folded("name"),
                                       hash_folded("called")};
    if (std::ranges::find(kCues, tokens_[i - 1].hash) != std::end(kCues)) return true;
    return i > 1 && is(i - 2, kThanks) &&
           (is_word(i - 1, hash_folded("to")) ||
            (capital(i) && is_word(i - 1, hash_folded("you"))));
  }
  bool name_cue_before(std::uint32_t i) const {
    if (i == 0) return false;
    constexpr std::uint64_t kCues[] = {
        hash_folded("by"),    hash_folded("to"),   hash_folded("with"),   hash_folded("and"),
        hash_folded("named"), hash_folded("name"), hash_folded("called"), hash_folded("for"),
        hash_folded("is"),    hash_folded("was"),  hash_folded("of"),     hash_folded("from"),
        hash_folded("saw"),   hash_folded("see"),  hash_folded("met"),    hash_folded("miss")};
    const Token& before = tokens_[i - 1];
    if (before.first == ',' || before.first == '&' || before.first == '(') return true;
    if (std::ranges::find(kCues, before.hash) != std::end(kCues)) return true;
    if (strong_cue_before(i)) return true;
    return words_[i - 1].info->any(bit(kThanks) | bit(kRoleOne) | bit(kTitle) | bit(kPersonNoun) |
                                   bit(kRelative)) ||
           words_[i - 1].mention != kNoIndex;
  }
  bool name_goes_on(std::uint32_t i) const {
    if (i + 1 >= count_) return false;
    const WordInfo& next = *words_[i + 1].info;
    if (tokens_[i + 1].kind == text::TokenKind::kClitic) return true;
    if (next.any(bit(kBe) | bit(kHave) | bit(kHelpVerb) | bit(kWho) | bit(kAnd) | bit(kThanks)))
      return true;
    if (next.is(kIntense) || is_word(i + 1, hash_folded("did")) ||
        is_word(i + 1, hash_folded("really")))
      return true;
    if (words_[i + 1].roster != RosterIndex::kAbsent) return true;
    return tokens_[i + 1].is_word() && capital(i + 1) &&
           (next.surname() >= 1 || next.frequency() == 0);
  }

  // The first token of a title right before `i` ("Mr", "Dr."), or `i`.
  std::uint32_t title_before(std::uint32_t i) const {
    if (i >= 1 && is(i - 1, kTitle)) return i - 1;
    if (i >= 2 && tokens_[i - 1].first == '.' && is(i - 2, kTitle) &&
        tokens_[i - 2].end == tokens_[i - 1].begin && tokens_[i - 2].end - tokens_[i - 2].begin < 5)
      return i - 2;
    return i;
  }

  bool extends_name(std::uint32_t first, std::uint32_t j, Likely likely) const {
    if (j >= count_ || j - first >= 4) return false;
    const Token& token = tokens_[j];
    if (!token.is_word() || token.has(text::kNewlineBefore)) return false;
    const WordInfo& info = *words_[j].info;
    if (words_[j].roster != RosterIndex::kAbsent && likely == Likely::kListed &&
        !info.any(kNeverName)) {
      for (const Posting& p : roster_.postings(words_[j].roster))
        if ((p.parts & kLastName) && (capital(j) || !info.any(kMeaning))) return true;
    }
    if (info.any(kNeverName) || info.is(kNotName)) return false;
    if (token.end - token.begin == 1) return capital(j) && token.first != 'i';
    if (capital(first) != capital(j)) return false;
    if (capital(j))
      return !info.any(kMeaning) ||
             (info.surname() >= 2 && !info.any(bit(kThanks) | bit(kPraise) | bit(kHelpVerb)));
    return !info.any(kMeaning) && info.surname() >= 2 && info.frequency() <= 2 &&
           info.capitals() >= 1;
  }

  std::uint32_t name_at(std::uint32_t i) {
    const Likely likely = name_word(i);
    if (likely == Likely::kNo) return i;
    std::uint32_t end = i + 1;
    while (extends_name(i, end, likely)) ++end;
    // An initial's full stop belongs to no sentence end: "Maria L. was great".
    Mention mention;
    mention.begin = title_before(i);
    mention.end = end;
    mention.head = i;
    mention.form = Form::kName;
    mention.listed = likely == Likely::kListed;
    mention.lower = !capital(i);
    mention.name_words = static_cast<std::uint8_t>(end - i);
    mention.determiner = mention.begin < i ? Determiner::kTitle : determiner_of(mention.begin);
    // "our waitress Karen": the role says who Karen is and is no mention of its own.
    if (!reading_.mentions.empty()) {
      Mention& before = reading_.mentions.back();
      const bool role = before.form == Form::kRole || before.form == Form::kPersonNoun;
      if (role && !before.plural &&
          (before.end == mention.begin ||
           (before.end + 1 == mention.begin && tokens_[before.end].first == ','))) {
        mention.determiner = before.determiner;
        drop_last();
      }
    }
    add(mention, TargetKind::kPerson, tokens_[i].hash,
        end > i + 1 ? tokens_[end - 1].hash : std::uint64_t{0});
    return end;
  }

  void drop_last() {
    const Mention& last = reading_.mentions.back();
    words_[last.head].mention = kNoIndex;
    Entity& entity = reading_.entities[last.entity];
    const auto number = static_cast<std::uint32_t>(reading_.mentions.size() - 1);
    if (--entity.count == 0) {
      CHECK(last.entity + 1 == reading_.entities.size());  // it was just added
      reading_.entities.pop_back();
    } else if (entity.fullest == number) {
      entity.fullest = entity.first;
    }
    reading_.mentions.pop_back();
  }

  // ---- Roles, teams, departments ----

  Determiner determiner_of(std::uint32_t begin) const {
    if (begin == 0) return Determiner::kBare;
    const Token& before = tokens_[begin - 1];
    if (before.kind == text::TokenKind::kClitic) return Determiner::kPossessed;
    const WordInfo& info = *words_[begin - 1].info;
    if (info.is(kNone)) return Determiner::kNone;
    if (info.is(kOther)) return Determiner::kOther;
    if (info.is(kYour)) return Determiner::kYour;
    if (info.is(kFirstPerson)) return Determiner::kOur;
    if (info.is(kAll)) return Determiner::kAll;
    if (info.is(kSome)) return Determiner::kSome;
    if (before.first == 't' && info.is(kArticle)) {
      if (is_word(begin - 1, hash_folded("the"))) return Determiner::kThe;
      return Determiner::kThis;
    }
    if (info.is(kArticle)) return Determiner::kA;
    if (info.any(bit(kPronounOne) | bit(kPronounMany))) return Determiner::kPossessed;
    return Determiner::kBare;
  }

  // Handles the head at `i` and returns where to go on.
  std::uint32_t group_at(std::uint32_t i) {
    const WordInfo* info = words_[i].info;
    // In a run of nouns the last head counts: "customer service agent", "nursing team".
    std::uint32_t last = i;
    while (adjacent(last + 1) && last - i < 4) {
      const WordInfo& next = *words_[last + 1].info;
      const bool head = next.any(kHeads);
      if (!head && !(next.is(kRoleModifier) && last + 2 < count_ && adjacent(last + 2) &&
                     words_[last + 2].info->any(kHeads)))
        break;
      // "people work", "staff people care": a group word stands at the end already.
      if (words_[last].info->any(bit(kPeople)) && !next.any(bit(kTeamHead) | bit(kRoleMany))) break;
      if (words_[last].info->is(kTeamHead) &&
          !next.any(bit(kTeamHead) | bit(kRoleMany) | bit(kPeople)))
        break;
      ++last;
    }
    const std::uint32_t head = last;
    info = words_[head].info;
    std::uint32_t begin = i;
    while (begin > 0 && head - begin < 5 && modifies(begin - 1) && tokens_[begin].is_word() &&
           !tokens_[begin].has(text::kNewlineBefore) && words_[begin - 1].mention == kNoIndex)
      --begin;
    Mention mention;
    mention.begin = begin;
    mention.end = head + 1;
    mention.head = head;
    if (info->is(kTeamHead)) {
      mention.form = Form::kTeam;
      mention.plural = true;
      if (is_word(head, hash_folded("stuff")) && determiner_of(begin) != Determiner::kThe)
        return head + 1;
      if (is_word(head, hash_folded("members")) && begin == head) return head + 1;
      if (is_word(head, hash_folded("group")) && determiner_of(begin) == Determiner::kA)
        return head + 1;
    } else if (info->is(kRoleMany)) {
      mention.form = Form::kRole;
      mention.plural = true;
    } else if (info->is(kRoleOne)) {
      mention.form = Form::kRole;
    } else if (info->is(kPeople)) {
      mention.form = Form::kPeople;
      mention.plural = true;
    } else if (info->is(kPersonNoun)) {
      mention.form = Form::kPersonNoun;
    } else if (info->is(kDepartment)) {
      mention.form = Form::kDepartment;
    } else {
      // desk, department, service: only with a modifier that makes it a department.
      if (begin == head) return head + 1;
      mention.form = Form::kDepartment;
    }
    mention.determiner = determiner_of(begin);
    const bool group = mention.plural || mention.form == Form::kDepartment;
    // "Kate, the manager": says who Kate is.
    if (mention.form == Form::kRole && !mention.plural && apposition(begin)) return head + 1;
    add(mention, group ? TargetKind::kTeam : TargetKind::kRole, tokens_[head].hash, 0);
    return head + 1;
  }

  bool modifies(std::uint32_t i) const {
    if (!tokens_[i].is_word()) return false;
    const WordInfo& info = *words_[i].info;
    if (info.any(bit(kRoleModifier) | bit(kRoleOne) | bit(kBusiness) | bit(kDeskNoun))) {
      // "check in staff" but not "staff in": small words only between modifiers
      if (info.any(bit(kPreposition)))
        return i > 0 && tokens_[i - 1].is_word() && words_[i - 1].info->is(kRoleModifier);
      return !info.any(bit(kPraise) | bit(kPersonPraise) | bit(kBad) | bit(kHelpVerb)) ||
             info.is(kRoleOne);
    }
    return false;
  }

  bool apposition(std::uint32_t begin) const {
    if (reading_.mentions.empty()) return false;
    const Mention& before = reading_.mentions.back();
    if (before.form != Form::kName) return false;
    std::uint32_t at = before.end;
    if (at < begin && (tokens_[at].first == ',' || tokens_[at].first == '(')) ++at;
    while (at < begin && words_[at].info->any(bit(kArticle) | bit(kFirstPerson) | bit(kYour))) ++at;
    return at == begin && begin > before.end;
  }

  // ---- Pronouns ----

  void pronoun_at(std::uint32_t i) {
    const bool many = is(i, kPronounMany);
    const auto entity = antecedent(i, many);
    if (entity == kNoIndex) return;
    Mention mention = pronoun(i);
    mention.plural = many;
    mention.entity = entity;
    push(mention);
    ++reading_.entities[entity].count;
  }

  Mention pronoun(std::uint32_t i) const {
    Mention mention;
    mention.begin = i;
    mention.end = i + 1;
    mention.head = i;
    mention.form = Form::kPronoun;
    return mention;
  }

  std::uint32_t antecedent(std::uint32_t i, bool many) const {
    std::uint32_t role = kNoIndex;
    for (std::size_t m = reading_.mentions.size(); m-- > 0;) {
      const Mention& mention = reading_.mentions[m];
      if (words_[i].sentence - mention.sentence > 3) break;
      const Entity& entity = reading_.entities[mention.entity];
      if (many) {
        if (entity.plural || entity.kind == TargetKind::kTeam) return mention.entity;
        continue;
      }
      if (entity.plural || entity.kind == TargetKind::kTeam) continue;
      if (entity.kind == TargetKind::kPerson) {
        return role != kNoIndex && words_[i].sentence == mention.sentence + 2 ? role
                                                                              : mention.entity;
      }
      if (role == kNoIndex) role = mention.entity;
      if (mention.sentence == words_[i].sentence) return mention.entity;
    }
    return role;
  }

  // "He went out of his way": nobody named, so the pronoun itself is the best mention there is.
  void add_loose_pronouns() {
    if (!reading_.mentions.empty()) return;
    std::uint32_t entity_one = kNoIndex;
    std::uint32_t entity_many = kNoIndex;
    for (std::uint32_t i = 0; i < count_; ++i) {
      const bool one = is(i, kPronounOne);
      if (!one && !is(i, kPronounMany)) continue;
      std::uint32_t& entity = one ? entity_one : entity_many;
      Mention mention = pronoun(i);
      mention.plural = !one;
      if (entity == kNoIndex) {
        add(mention, one ? TargetKind::kRole : TargetKind::kTeam, tokens_[i].hash, 0);
        entity = reading_.mentions.back().entity;
      } else {
        mention.entity = entity;
        push(mention);
        ++reading_.entities[entity].count;
      }
    }
  }

  // ---- Gathering ----

  void push(Mention mention) {
    mention.sentence = words_[mention.head].sentence;
    mention.clause = words_[mention.head].clause;
    mention.opens = sentence_start(mention.begin);
    words_[mention.head].mention = static_cast<std::uint32_t>(reading_.mentions.size());
    reading_.mentions.push_back(mention);
  }

  void add(Mention mention, TargetKind kind, std::uint64_t key, std::uint64_t last_key) {
    const auto number = static_cast<std::uint32_t>(reading_.mentions.size());
    for (std::uint32_t e = 0; e < reading_.entities.size(); ++e) {
      Entity& entity = reading_.entities[e];
      if (entity.form != mention.form || !same(entity, mention, kind, key, last_key)) continue;
      mention.entity = e;
      push(mention);
      ++entity.count;
      const Mention& fullest = reading_.mentions[entity.fullest];
      if (mention.end - mention.begin > fullest.end - fullest.begin) entity.fullest = number;
      if (last_key != 0) entity.last_key = last_key;
      return;
    }
    mention.entity = static_cast<std::uint32_t>(reading_.entities.size());
    push(mention);
    Entity entity;
    entity.kind = kind;
    entity.form = mention.form;
    entity.first = entity.fullest = number;
    entity.count = 1;
    entity.key = key;
    entity.last_key = last_key;
    entity.plural = mention.plural;
    reading_.entities.push_back(entity);
  }

  bool same(const Entity& entity, const Mention& mention, TargetKind kind, std::uint64_t key,
            std::uint64_t last_key) const {
    if (entity.kind != kind) return false;
    if (kind == TargetKind::kPerson) {
      if (entity.last_key != 0 && last_key != 0 && entity.last_key != last_key) return false;
      return entity.key == key || (last_key == 0 && entity.last_key == key) ||
             (last_key == entity.key && entity.last_key == 0);
    }
    if (entity.key != key) return false;
    // "cabin crew" and "the crew" are the same people, "ground staff" and "hotel staff" are not.
    const Mention& other = reading_.mentions[entity.fullest];
    if (mention.begin == mention.head || other.begin == other.head) return true;
    return tokens_[mention.begin].hash == tokens_[other.begin].hash;
  }

  void number_mentions() {
    std::uint16_t so_far = 0;
    for (std::uint32_t i = 0; i < count_; ++i) {
      so_far = static_cast<std::uint16_t>(so_far + (words_[i].mention != kNoIndex));
      words_[i].mentions = so_far;
    }
    for (const Mention& mention : reading_.mentions)
      for (std::uint32_t i = mention.begin; i < mention.end; ++i)
        if (mention.form == Form::kName) words_[i].sense = Sense::kName;
  }

  const RosterIndex& roster_;
  Reading& reading_;
  const std::vector<Token>& tokens_;
  std::vector<WordView>& words_;
  std::uint32_t count_;
};

}  // namespace

void find_mentions(const RosterIndex& roster, Reading& reading) { Finder(roster, reading).run(); }

}  // namespace laurel::detect
