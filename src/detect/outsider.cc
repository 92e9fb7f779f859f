#include "detect/outsider.h"

#include <algorithm>

#include "text/fold.h"

namespace laurel::detect {

namespace {

using text::hash_folded;

template <std::size_t n>
bool among(const std::uint64_t (&list)[n], std::uint64_t hash) {
  return std::find(std::begin(list), std::end(list), hash) != std::end(list);
}

constexpr std::uint64_t kOtherWords[] = {hash_folded("other"),     hash_folded("another"),
                                         hash_folded("different"), hash_folded("previous"),
                                         hash_folded("competing"), hash_folded("rival"),
                                         hash_folded("former")};
constexpr std::uint64_t kRivals[] = {hash_folded("competitor"), hash_folded("competitors"),
                                     hash_folded("competition"), hash_folded("rival"),
                                     hash_folded("rivals")};
// Whose name is only mentioned: "Anna's replacement".
constexpr std::uint64_t kInsteadOf[] = {hash_folded("replacement"), hash_folded("successor"),
                                        hash_folded("predecessor"), hash_folded("colleague")};
constexpr std::uint64_t kCalledWords[] = {hash_folded("called"), hash_folded("named")};
constexpr std::uint64_t kPlacesBefore[] = {
    hash_folded("st"),   hash_folded("saint"), hash_folded("mount"), hash_folded("mt"),
    hash_folded("lake"), hash_folded("fort"),  hash_folded("port"),  hash_folded("camp")};
constexpr std::uint64_t kPlaceWords[] = {hash_folded("in"), hash_folded("at"), hash_folded("from"),
                                         hash_folded("on")};
// What somebody did, where the verb does not end in -ed.
constexpr std::uint64_t kDid[] = {
    hash_folded("did"),     hash_folded("went"),   hash_folded("came"),
    hash_folded("took"),    hash_folded("made"),   hash_folded("gave"),
    hash_folded("got"),     hash_folded("saw"),    hash_folded("found"),
    hash_folded("told"),    hash_folded("kept"),   hash_folded("drove"),
    hash_folded("brought"), hash_folded("sent"),   hash_folded("spoke"),
    hash_folded("held"),    hash_folded("stood"),  hash_folded("sat"),
    hash_folded("knew"),    hash_folded("let"),    hash_folded("put"),
    hash_folded("ran"),     hash_folded("met"),    hash_folded("said"),
    hash_folded("thought"), hash_folded("dealt"),  hash_folded("understood"),
    hash_folded("fought"),  hash_folded("caught"), hash_folded("bent"),
    hash_folded("built"),   hash_folded("bought"), hash_folded("cut"),
    hash_folded("wrote"),   hash_folded("rang"),   hash_folded("left"),
    hash_folded("won"),     hash_folded("taught"), hash_folded("set"),
    hash_folded("fit"),     hash_folded("read"),   hash_folded("lent"),
    hash_folded("threw"),   hash_folded("showed")};
// Adverbs between a name and its verb.
constexpr std::uint64_t kOnTheWay[] = {
    hash_folded("just"), hash_folded("even"), hash_folded("still"), hash_folded("then"),
    hash_folded("also"), hash_folded("soon"), hash_folded("ever")};
constexpr std::uint64_t kAt = hash_folded("at");
constexpr std::uint64_t kFrom = hash_folded("from");
constexpr std::uint64_t kWith = hash_folded("with");
constexpr std::uint64_t kFor = hash_folded("for");
constexpr std::uint64_t kIn = hash_folded("in");

class Surroundings {
 public:
  Surroundings(const Reading& reading, const Mention& mention)
      : reading_(reading),
        tokens_(reading.document.tokens),
        mention_(mention),
        sentence_(reading.document.sentences[mention.sentence]),
        begin_(mention.begin),
        end_(mention.end) {}

  bool outsider() const {
    return ordinary_word() || place_or_firm() || writer() || of_the_writer() ||
           (said(kCueCompanion) && relative()) || beside_the_customer() || introduced_before() ||
           of_somebody_else() || works_elsewhere() || (said(kCueWish) && wished_for());
  }

 private:
  std::uint64_t hash(std::uint32_t i) const { return tokens_[i].hash; }
  bool is(std::uint32_t i, WordClass c) const { return reading_.words[i].info->is(c); }
  bool has(std::uint32_t i, WordCue cue) const { return reading_.words[i].info->has(cue); }
  bool said(WordCue cue) const { return (reading_.cues & cue) != 0; }
  bool comma(std::uint32_t i) const { return tokens_[i].first == ',' || tokens_[i].first == '('; }
  bool own(std::uint32_t i) const { return is(i, kFirstPerson); }
  std::uint32_t from(std::uint32_t steps) const {
    return begin_ > sentence_.begin + steps ? begin_ - steps : sentence_.begin;
  }
  std::uint32_t to(std::uint32_t steps) const { return std::min(sentence_.end, end_ + steps); }

  // "Drew up a plan", "Rich soil", "Joy to deal with": what is an ordinary word as well is somebody
  // at the start of a sentence only if it goes on as a name does: "Grace was", "Rose warmed the …",
  // "Faith on the desk".
  bool ordinary_word() const {
    if (begin_ != mention_.head || !mention_.opens || mention_.name_words != 1 ||
        !has(begin_, kCueWordName) || end_ >= sentence_.end)
      return false;
    if (!tokens_[end_].is_word()) return false;  // "Grace!", "Grace, who …", "Grace's"
    const WordInfo& next = *reading_.words[end_].info;
    if (among(kPlaceWords, hash(end_))) {
      std::uint32_t i = end_ + 1;
      if (i < sentence_.end && (is(i, kArticle) || is(i, kYour))) ++i;
      return i >= sentence_.end ||
             (!tokens_[i].has(text::kCapital) &&
              !reading_.words[i].info->any(bit(kRoleModifier) | bit(kDeskNoun) | bit(kDepartment) |
                                           bit(kPlaceCue)));
    }
    if (next.any(bit(kBe) | bit(kHave) | bit(kWho) | bit(kThanks) | bit(kModal) | bit(kIntense) |
                 bit(kHelpVerb) | bit(kOrdinaryVerb) | bit(kNegator)) ||
        hash(end_) == hash_folded("and") || hash(end_) == hash_folded("the"))
      return false;
    if (tokens_[end_].has(text::kCapital)) return next.is(kNotName);  // "Sunny Dubai"
    const std::string_view word = reading_.document.words(tokens_[end_]);
    if (word.ends_with("ed"))  // "Penny counted out …", but "Faith restored!"
      return end_ + 1 >= sentence_.end || !tokens_[end_ + 1].is_word();
    return !word.ends_with("s") && !word.ends_with("ly") && !among(kDid, hash(end_)) &&
           !among(kOnTheWay, hash(end_));
  }

  // "Chase Bank", "Dean Road", "St Christopher's", "Mount Grace", "the Tanner building".
  bool place_or_firm() const {
    if (begin_ > sentence_.begin && among(kPlacesBefore, hash(begin_ - 1)) &&
        tokens_[begin_ - 1].has(text::kCapital))
      return true;
    if (begin_ < mention_.head && hash(begin_) == hash_folded("st")) return true;
    std::uint32_t next = end_;
    if (next < sentence_.end && tokens_[next].kind == text::TokenKind::kClitic) ++next;
    if (next > end_ && next < sentence_.end && among(kInsteadOf, hash(next))) return true;
    if (next >= sentence_.end || !tokens_[next].is_word() ||
        reading_.words[next].roster != RosterIndex::kAbsent)
      return false;
    const WordInfo& info = *reading_.words[next].info;
    if (info.capitals() == 3) return false;  // may be a surname: "Steven LeSueur"
    if (!info.any(bit(kPlaceCue) | bit(kBusiness) | bit(kThing) | bit(kService) | bit(kDeskNoun)))
      return false;
    if (tokens_[next].has(text::kCapital) && !reading_.shouting) return true;
    return begin_ > sentence_.begin && is(begin_ - 1, kArticle) &&
           hash(begin_ - 1) == hash_folded("the") && next == end_;
  }

  bool introduces_oneself(std::uint32_t i) const {  // "I'm …", "I am …"
    return hash(i) == hash_folded("i'm") ||
           (hash(i) == hash_folded("am") && i > sentence_.begin && hash(i - 1) == hash_folded("i"));
  }

  // "My name is Grace", "I'm Grace and …", "This is Grace writing"; "Sincerely, Grace", "- Grace
  // L." at the end.
  bool writer() const {
    const auto count = static_cast<std::uint32_t>(tokens_.size());
    if (begin_ > sentence_.begin) {
      const std::uint64_t last = hash(begin_ - 1);
      const bool of_name = last == hash_folded("is") && begin_ > sentence_.begin + 2 &&
                           hash(begin_ - 2) == hash_folded("name") && own(begin_ - 3);
      if (of_name || introduces_oneself(begin_ - 1)) return true;
      if (last == hash_folded("is") && begin_ == sentence_.begin + 2 && end_ < sentence_.end &&
          hash(sentence_.begin) == hash_folded("this") &&
          (hash(end_) == hash_folded("writing") || hash(end_) == hash_folded("here")))
        return true;
    }
    if (end_ + 3 < count && !said(kCueSignOff)) return false;
    // Across sentences: a signature stands by itself.
    std::uint32_t i = begin_;
    const bool dashed = i > 0 && tokens_[i - 1].first == '-' && i + 4 >= count;
    if (dashed && tokens_[i - 1].has(text::kSpaceBefore) && end_ + 1 >= count) return true;
    if (!said(kCueSignOff)) return false;
    for (std::uint32_t steps = 0; i > 0 && steps < 3; ++steps) {
      --i;
      if (has(i, kCueSignOff)) return true;
      if (tokens_[i].is_word() && !is(i, kTitle)) return false;
    }
    return false;
  }

  // "I'm Sarah's mum", "as Emily's father": but "Sarah's brother James" may work there as she does.
  bool of_the_writer() const {
    if (end_ + 1 >= sentence_.end || tokens_[end_].kind != text::TokenKind::kClitic ||
        !has(end_ + 1, kCueFamily) || begin_ == sentence_.begin)
      return false;
    return introduces_oneself(begin_ - 1) || hash(begin_ - 1) == hash_folded("as");
  }

  // "my nephew Tom", "my brother-in-law Art", "a friend named Drew", "my roommate on the ward,
  // Faith", "Tom, my nephew", "my dog Penny".
  bool relative() const {
    // Not of the staff: "her husband, Harold", "Kris's brother James".
    const auto companion = [&](std::uint32_t i) {
      if (!has(i, kCueCompanion)) return false;
      if (i == sentence_.begin) return true;
      if (tokens_[i - 1].kind == text::TokenKind::kClitic)  // "my father's friend Hugh"
        return i > sentence_.begin + 1 && has(i - 2, kCueCompanion);
      return !is(i - 1, kPronounOne) && !is(i - 1, kPronounMany);
    };
    // "my friends Tom and Ann", but "busy with other customers James helped".
    const auto right_before = [&](std::uint32_t i) {
      if (!companion(i)) return false;
      if (!reading_.document.words(tokens_[i]).ends_with("s") || is(i, kRoleMany)) return true;
      return i == sentence_.begin || own(i - 1) || hash(i) == hash_folded("paramedics");
    };
    std::uint32_t at = begin_;
    if (at > sentence_.begin + 1 && among(kCalledWords, hash(at - 1))) --at;
    if (at > sentence_.begin && right_before(at - 1)) return true;
    if (at > sentence_.begin + 2 && hash(at - 1) == hash_folded("law") && hash(at - 2) == kIn &&
        companion(at - 3))
      return true;
    // "Paramedics Joe and Kim"
    if (at > sentence_.begin + 2 && is(at - 1, kAnd) &&
        reading_.words[at - 2].sense == Sense::kName && companion(at - 3))
      return true;
    if (at > sentence_.begin && comma(at - 1)) {
      for (std::uint32_t i = at - 1, steps = 0; i > sentence_.begin && steps < 6; ++steps) {
        --i;
        if (comma(i)) break;
        if (companion(i)) return true;
      }
    }
    if (end_ < sentence_.end && comma(end_)) {
      const std::uint32_t stop = to(5);
      for (std::uint32_t i = end_ + 1; i < stop && !comma(i); ++i)
        if (companion(i)) return own(end_ + 1) || !is(i, kRelative);
    }
    return false;
  }

  // "the lady next to me, Hope", "Dean, the chap in 22B", "Olga in the next bed", "the man behind
  // me in the queue, Graham", "Vicky, who had the same operation as me".
  bool beside_the_customer() const {
    const std::uint32_t first = from(8);
    const std::uint32_t last = to(10);
    for (std::uint32_t i = first; i < last; ++i) {
      const text::Token& token = tokens_[i];
      if (token.kind == text::TokenKind::kNumber) {
        const std::string_view word = reading_.document.words(token);
        const bool seat = i < to(7) && word.size() >= 2 && word.size() <= 3 &&
                          ((word.back() >= 'A' && word.back() <= 'K') ||
                           (word.back() >= 'a' && word.back() <= 'k'));
        if (seat && i > first && hash(i - 1) == kIn) return true;
        continue;
      }
      if (hash(i) == hash_folded("as") && i > end_ && i + 1 < last &&
          (hash(i + 1) == hash_folded("me") || hash(i + 1) == hash_folded("us"))) {
        for (std::uint32_t j = end_; j < i; ++j)
          if (hash(j) == hash_folded("same")) return true;
      }
      if (hash(i) == hash_folded("behind") && i < begin_ && i + 1 < begin_ && own(i + 1))
        return true;
      if (hash(i) != hash_folded("next") || i + 2 >= to(7)) continue;
      const std::uint64_t after = hash(i + 1);
      if (after == hash_folded("bed") || after == hash_folded("seat") ||
          after == hash_folded("table") || after == hash_folded("cubicle"))
        return true;
      if (after == hash_folded("to") && own(i + 2)) return true;
    }
    return false;
  }

  // "A driver from another company helped me. His name was Ray.", "… beside a lovely lady. Olga was
  // her name": who that is was said before.
  bool introduced_before() const {
    if (mention_.sentence == 0) return false;
    const bool last = begin_ > sentence_.begin + 1 && is(begin_ - 1, kBe) &&
                      hash(begin_ - 2) == hash_folded("name");
    const bool first =
        end_ + 2 < sentence_.end && is(end_, kBe) && hash(end_ + 2) == hash_folded("name");
    if (!last && !first) return false;
    const text::Sentence before = reading_.document.sentences[mention_.sentence - 1];
    for (std::uint32_t i = before.begin; i + 1 < before.end; ++i) {
      if (among(kOtherWords, hash(i)) && (is(i + 1, kBusiness) || has(i + 1, kCueCompanion)))
        return true;
      if (is(i, kArticle) && has(i + 1, kCueCompanion)) return true;
      if (hash(i) == hash_folded("beside") || hash(i) == hash_folded("behind") ||
          (hash(i) == hash_folded("next") && hash(i + 1) == hash_folded("to")))
        return true;
    }
    return false;
  }

  // "Mark from the insurance company", "the other driver Ray", "our own warehouse boy Angel",
  // "another firm had sent us Ray".
  bool of_somebody_else() const {
    for (std::uint32_t i = from(5); i < begin_; ++i) {
      if (comma(i) || is(i, kContrast)) continue;
      if (hash(i) == hash_folded("own") && i > sentence_.begin && own(i - 1)) return true;
      if ((hash(i) == kFrom || hash(i) == kAt) && elsewhere(i + 1, begin_)) return true;
    }
    for (std::uint32_t i = sentence_.begin; i + 2 < begin_; ++i) {
      if (among(kRivals, hash(i))) return true;
      if (!among(kOtherWords, hash(i))) continue;
      if (hash(i + 1) == hash_folded("owner")) return true;
      if (is(i + 1, kBusiness) && (hash(i + 2) == hash_folded("sent") || is(i + 2, kHave)))
        return true;
    }
    if (end_ >= sentence_.end) return false;
    // "Loretta from our head office", but not "from our local branch".
    if (end_ + 2 < sentence_.end && among(kPlaceWords, hash(end_)) &&
        (hash(end_ + 1) == hash_folded("our") || hash(end_ + 1) == hash_folded("my"))) {
      const std::uint32_t stop = std::min(sentence_.end, end_ + 5);
      bool shop = false;
      for (std::uint32_t j = end_ + 2; j < stop; ++j)
        shop = shop || is(j, kBusiness) || is(j, kPlaceCue) || hash(j) == hash_folded("local") ||
               tokens_[j].has(text::kCapital);
      if (!shop) return true;
    }
    std::uint32_t i = end_;
    const bool explained = comma(i);
    if (explained && i + 1 < sentence_.end) ++i;
    // "Bob from …", "Bob, the inspector from …".
    const std::uint32_t stop = std::min(sentence_.end, explained ? i + 5 : i + 1);
    for (; i < stop && !comma(i); ++i) {
      const bool joined = hash(i) == kFrom || hash(i) == kAt || hash(i) == kWith;
      if (joined) return elsewhere(i + 1, std::min(sentence_.end, i + 6));
    }
    return false;
  }
  bool elsewhere(std::uint32_t first, std::uint32_t last) const {
    for (std::uint32_t i = first; i < last && !comma(i) && !is(i, kBe) && !is(i, kHave); ++i) {
      if (has(i, kCueElsewhere) && !is(i - 1, kYour)) return true;
      if (among(kOtherWords, hash(i)) && i + 1 < last && is(i + 1, kBusiness)) return true;
      if (hash(i) == hash_folded("next") && i + 1 < last && hash(i + 1) == hash_folded("door"))
        return true;
    }
    return false;
  }

  // "Raj was so much more helpful than your machine": praised at the business's cost.
  bool compared_with_the_business() const {
    if (!said(kCueYour)) return false;
    for (std::uint32_t i = end_; i + 1 < sentence_.end; ++i)
      if (hash(i) == hash_folded("than") &&
          (has(i + 1, kCueYour) ||
           (i + 2 < sentence_.end && is(i + 1, kPreposition) && has(i + 2, kCueYour))))
        return true;
    return false;
  }

  // "Pieter was polite too, but he works for the state", "Peggy who volunteers with the Red Cross".
  bool works_elsewhere() const {
    if (compared_with_the_business()) return true;
    for (std::uint32_t i = end_; i + 2 < sentence_.end; ++i) {
      const bool works = hash(i) == hash_folded("works") || hash(i) == hash_folded("worked");
      const bool helps =
          hash(i) == hash_folded("volunteers") || hash(i) == hash_folded("volunteer");
      if (!works && !helps) continue;
      if (hash(i + 1) != kFor && !(helps && (hash(i + 1) == kWith || hash(i + 1) == kAt))) continue;
      if (is(i - 1, kPronounOne) || is(i - 1, kWho)) return !is(i + 2, kYour) && !own(i + 2);
    }
    return false;
  }

  // "… wish he was yours", "I wish your own clinic had someone like her", "wish you had a Bob".
  bool wished_for() const {
    const auto& sentences = reading_.document.sentences;
    const auto last = std::min<std::size_t>(sentences.size(), mention_.sentence + 4);
    for (std::size_t s = mention_.sentence; s < last; ++s) {
      bool wish = false;
      for (std::uint32_t i = sentences[s].begin; i < sentences[s].end; ++i) {
        if (hash(i) == hash_folded("wish")) wish = true;
        if (hash(i) == hash_folded("yours") && (wish || i == sentences[s].begin)) return true;
        if (wish && is(i, kYour) && i + 1 < sentences[s].end && hash(i + 1) == hash_folded("own"))
          return true;
        if (wish && hash(i) == hash_folded("like") && i + 1 == begin_) return true;
      }
    }
    return false;
  }

  const Reading& reading_;
  const std::vector<text::Token>& tokens_;
  const Mention& mention_;
  const text::Sentence sentence_;
  const std::uint32_t begin_, end_;
};

}  // namespace

bool is_outsider(const Reading& reading, const Mention& mention) {
  return Surroundings(reading, mention).outsider();
}

}  // namespace laurel::detect
