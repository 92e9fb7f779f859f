// Finds who is talked about. Names: names.h tells them. Roles, teams and departments: heads of the
// lexicon with the modifiers before them. Pronouns are tied to the nearest person or group before
// them. Deliberately generous: the model decides afterwards which mentions are praised people.
#include <algorithm>

#include "base/check.h"
#include "detect/names.h"
#include "detect/outsider.h"
#include "text/fold.h"

namespace laurel::detect {

namespace {

using text::hash_folded;
using text::Token;

constexpr ClassMask kHeads = bit(kRoleOne) | bit(kRoleMany) | bit(kTeamHead) | bit(kDepartment) |
                             bit(kPeople) | bit(kPersonNoun) | bit(kDeskNoun) | bit(kService);

class Finder {
 public:
  Finder(const RosterIndex& roster, Reading& reading)
      : names_(roster, reading),
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
  bool adjacent(std::uint32_t i) const {  // token i continues the words before it
    return i < count_ && i > 0 && tokens_[i].is_word() && tokens_[i - 1].is_word() &&
           !tokens_[i].has(text::kNewlineBefore);
  }
  std::uint32_t name_at(std::uint32_t i) {
    const Likely likely = names_.at(i);
    if (likely == Likely::kNo) return i;
    std::uint32_t end = i + 1;
    while (names_.goes_on(i, end, likely)) ++end;
    // An initial's full stop belongs to no sentence end: "Maria L. was great".
    Mention mention;
    mention.begin = names_.title_before(i);
    mention.end = end;
    mention.head = i;
    mention.form = Form::kName;
    mention.listed = likely == Likely::kListed;
    mention.lower = !names_.capital(i);
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
    mention.opens = names_.sentence_start(mention.begin);
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
    for (Mention& mention : reading_.mentions)
      if (mention.form == Form::kName) mention.outsider = is_outsider(reading_, mention);
  }

  Names names_;
  Reading& reading_;
  const std::vector<Token>& tokens_;
  std::vector<WordView>& words_;
  std::uint32_t count_;
};

}  // namespace

void find_mentions(const RosterIndex& roster, Reading& reading) { Finder(roster, reading).run(); }

}  // namespace laurel::detect
