#include "detect/link_cues.h"

#include <algorithm>

#include "text/fold.h"

namespace laurel::detect {

namespace {

using text::hash_folded;

template <std::size_t n>
bool among(const std::uint64_t (&list)[n], std::uint64_t hash) {
  return std::find(std::begin(list), std::end(list), hash) != std::end(list);
}

// People who came along or sat beside, and trades that customers bring themselves.
constexpr std::uint64_t kCompanions[] = {
    hash_folded("roommate"),    hash_folded("solicitor"), hash_folded("lawyer"),
    hash_folded("attorney"),    hash_folded("stevedore"), hash_folded("passenger"),
    hash_folded("immigration"), hash_folded("stranger"),  hash_folded("classmate"),
    hash_folded("landlord"),    hash_folded("landlady"),  hash_folded("accountant"),
    hash_folded("realtor"),     hash_folded("customer"),  hash_folded("shopper"),
    hash_folded("guest"),       hash_folded("surgeon"),   hash_folded("carer"),
    hash_folded("policeman"),   hash_folded("paramedic"), hash_folded("bystander"),
    hash_folded("visitor"),     hash_folded("flatmate"),  hash_folded("housemate"),
    hash_folded("traveller"),   hash_folded("traveler"),  hash_folded("tenant"),
    hash_folded("babysitter"),  hash_folded("nanny"),     hash_folded("vicar"),
    hash_folded("pastor"),      hash_folded("priest")};
// Words that name another organisation after "from", "at" or "with".
constexpr std::uint64_t kElsewhereWords[] = {
    hash_folded("insurance"), hash_folded("insurer"),    hash_folded("authority"),
    hash_folded("agency"),    hash_folded("competitor"), hash_folded("rival"),
    hash_folded("police"),    hash_folded("surgery"),    hash_folded("society"),
    hash_folded("warranty"),  hash_folded("contractor"), hash_folded("subcontractor"),
    hash_folded("church"),    hash_folded("charity"),    hash_folded("manufacturer"),
    hash_folded("embassy"),   hash_folded("customs"),    hash_folded("electric"),
    hash_folded("hospital"),  hash_folded("pharmacy"),   hash_folded("supplier"),
    hash_folded("county"),    hash_folded("government"), hash_folded("ministry"),
    hash_folded("court")};
constexpr std::uint64_t kOtherWords[] = {hash_folded("other"), hash_folded("another"),
                                         hash_folded("different"), hash_folded("previous")};

class Surroundings {
 public:
  Surroundings(const Reading& reading, const Mention& mention)
      : reading_(reading),
        tokens_(reading.document.tokens),
        mention_(mention),
        sentence_(reading.document.sentences[mention.sentence]) {}

  bool outsider() const {
    return relative() || beside_the_customer() || of_somebody_else() || works_elsewhere() ||
           wished_for();
  }

 private:
  std::uint64_t hash(std::uint32_t i) const { return tokens_[i].hash; }
  bool is(std::uint32_t i, WordClass c) const { return reading_.words[i].info->is(c); }
  bool comma(std::uint32_t i) const { return tokens_[i].first == ',' || tokens_[i].first == '('; }

  // "my nephew Tom", "my roommate on the ward, Faith", "Tom, my nephew".
  bool relative() const {
    const auto own = [&](std::uint32_t i) {
      return is(i, kRelative) || among(kCompanions, hash(i));
    };
    const std::uint32_t begin = mention_.begin;
    if (begin > sentence_.begin && own(begin - 1)) return true;
    if (begin > sentence_.begin && comma(begin - 1)) {
      for (std::uint32_t i = begin - 1, steps = 0; i > sentence_.begin && steps < 6; ++steps) {
        --i;
        if (comma(i)) break;
        if (own(i)) return true;
      }
    }
    if (mention_.end < sentence_.end && comma(mention_.end)) {
      const std::uint32_t stop = std::min(sentence_.end, mention_.end + 5);
      for (std::uint32_t i = mention_.end + 1; i < stop && !comma(i); ++i)
        if (own(i)) return is(mention_.end + 1, kFirstPerson) || !is(i, kRelative);
    }
    return false;
  }

  // "the lady next to me, Hope", "Dean, the chap in 22B", "Olga in the next bed".
  bool beside_the_customer() const {
    const std::uint32_t from =
        mention_.begin > sentence_.begin + 8 ? mention_.begin - 8 : sentence_.begin;
    const std::uint32_t to = std::min(sentence_.end, mention_.end + 7);
    for (std::uint32_t i = from; i < to; ++i) {
      const std::string_view word = reading_.document.words(tokens_[i]);
      const bool seat = word.size() >= 2 && word.size() <= 3 && word[0] >= '0' && word[0] <= '9' &&
                        ((word.back() >= 'A' && word.back() <= 'K') ||
                         (word.back() >= 'a' && word.back() <= 'k'));
      if (seat && i > from && hash(i - 1) == hash_folded("in")) return true;
      if (hash(i) != hash_folded("next") || i + 2 >= to) continue;
      const std::uint64_t after = hash(i + 1);
      if (after == hash_folded("bed") || after == hash_folded("seat") ||
          after == hash_folded("table") || after == hash_folded("cubicle"))
        return true;
      if (after == hash_folded("to") && is(i + 2, kFirstPerson)) return true;
    }
    return false;
  }

  // "Mark from the insurance company", "the other driver Ray", "our own warehouse boy Angel".
  bool of_somebody_else() const {
    const std::uint32_t from =
        mention_.begin > sentence_.begin + 5 ? mention_.begin - 5 : sentence_.begin;
    for (std::uint32_t i = from; i < mention_.begin; ++i) {
      if (comma(i) || is(i, kContrast)) continue;
      if (hash(i) == hash_folded("own") && i > from && is(i - 1, kFirstPerson)) return true;
      if ((hash(i) == hash_folded("from") || hash(i) == hash_folded("at")) &&
          elsewhere(i + 1, mention_.begin))
        return true;
    }
    if (mention_.end >= sentence_.end) return false;
    std::uint32_t i = mention_.end;
    const bool explained = comma(i);
    if (explained && i + 1 < sentence_.end) ++i;
    // "Bob from …", "Bob, the inspector from …".
    const std::uint32_t stop = std::min(sentence_.end, explained ? i + 5 : i + 1);
    for (; i < stop && !comma(i); ++i) {
      const bool joined = hash(i) == hash_folded("from") || hash(i) == hash_folded("at") ||
                          hash(i) == hash_folded("with");
      if (joined) return elsewhere(i + 1, std::min(sentence_.end, i + 6));
    }
    return false;
  }
  bool elsewhere(std::uint32_t from, std::uint32_t to) const {
    for (std::uint32_t i = from; i < to && !comma(i) && !is(i, kBe) && !is(i, kHave); ++i) {
      if (among(kElsewhereWords, hash(i)) && !is(i - 1, kYour)) return true;
      if (among(kOtherWords, hash(i)) && i + 1 < to && is(i + 1, kBusiness)) return true;
      if (hash(i) == hash_folded("next") && i + 1 < to && hash(i + 1) == hash_folded("door"))
        return true;
    }
    return false;
  }

  // "Pieter was polite too, but he works for the state."
  bool works_elsewhere() const {
    for (std::uint32_t i = mention_.end; i + 2 < sentence_.end; ++i)
      if ((hash(i) == hash_folded("works") || hash(i) == hash_folded("worked")) &&
          hash(i + 1) == hash_folded("for") && i > 0 && is(i - 1, kPronounOne))
        return !is(i + 2, kYour) && !is(i + 2, kFirstPerson);
    return false;
  }

  // "… wish he was yours", "I wish your own clinic had someone like her".
  bool wished_for() const {
    if ((reading_.cues & kCueWish) == 0) return false;
    const auto& sentences = reading_.document.sentences;
    const auto last = std::min<std::size_t>(sentences.size(), mention_.sentence + 4);
    for (std::size_t s = mention_.sentence; s < last; ++s) {
      bool wish = false;
      for (std::uint32_t i = sentences[s].begin; i < sentences[s].end; ++i) {
        if (hash(i) == hash_folded("wish")) wish = true;
        if (hash(i) == hash_folded("yours") && (wish || i == sentences[s].begin)) return true;
        if (wish && is(i, kYour) && i + 1 < sentences[s].end && hash(i + 1) == hash_folded("own"))
          return true;
      }
    }
    return false;
  }

  const Reading& reading_;
  const std::vector<text::Token>& tokens_;
  const Mention& mention_;
  const text::Sentence sentence_;
};

}  // namespace

bool is_outsider(const Reading& reading, const Mention& mention) {
  return Surroundings(reading, mention).outsider();
}

void read_cues(const Reading& reading, const Mention& mention, LinkCues& cues) {
  cues.outsider = cues.doctor = false;
  cues.words.clear();
  cues.near.clear();
  // A name may be explained at any of its mentions.
  for (const Mention& other : reading.mentions)
    if (other.entity == mention.entity && other.form != Form::kPronoun)
      cues.outsider = cues.outsider || is_outsider(reading, other);
  const auto& tokens = reading.document.tokens;
  for (std::uint32_t i = mention.begin; i < mention.head; ++i) {
    const std::uint64_t hash = tokens[i].hash;
    cues.doctor = cues.doctor || hash == hash_folded("dr") || hash == hash_folded("doctor") ||
                  hash == hash_folded("doc");
  }
  const text::Sentence sentence = reading.document.sentences[mention.sentence];
  const std::uint32_t from =
      mention.begin > sentence.begin + 6 ? mention.begin - 6 : sentence.begin;
  const std::uint32_t to = std::min(sentence.end, mention.end + 8);
  for (std::uint32_t i = from; i < to; ++i) {
    if (!tokens[i].is_word() || (i >= mention.begin && i < mention.end)) continue;
    cues.words.push_back(tokens[i].hash);
    if (i + 3 >= mention.begin && i < mention.end + 3) cues.near.push_back(tokens[i].hash);
  }
  cues.post.clear();
  if (mention.begin > sentence.begin && tokens[mention.begin - 1].is_word())
    cues.post.push_back(tokens[mention.begin - 1].hash);
  if (mention.end + 2 < sentence.end && (tokens[mention.end].hash == hash_folded("in") ||
                                         tokens[mention.end].hash == hash_folded("from") ||
                                         tokens[mention.end].hash == hash_folded("at"))) {
    std::uint32_t i = mention.end + 1;
    const WordInfo& info = *reading.words[i].info;
    if (info.is(kArticle) || info.is(kYour) || info.is(kFirstPerson)) ++i;
    cues.post.push_back(tokens[i].hash);
  }
  cues.well_known = reading.words[mention.head].info->first_name() >= 3;
}

}  // namespace laurel::detect
