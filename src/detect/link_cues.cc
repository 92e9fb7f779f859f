#include "detect/link_cues.h"

#include <algorithm>

#include "text/fold.h"

namespace laurel::detect {

using text::hash_folded;

namespace {

// The names of businesses or places that a person is said to belong to: "Anna at Meridian Air",
// "the Meridian driver Anna", "flew on Meridian Air, where Anna …".
class FirmFinder {
 public:
  FirmFinder(const Reading& reading, const Mention& mention, std::vector<std::uint64_t>& firm)
      : reading_(reading),
        tokens_(reading.document.tokens),
        sentence_(reading.document.sentences[mention.sentence]),
        firm_(firm) {
    firm_.clear();
    if (reading.shouting) return;
    after(mention);
    if (firm_.empty()) before(mention);
  }

 private:
  bool is(std::uint32_t i, WordClass c) const { return reading_.words[i].info->is(c); }
  bool proper(std::uint32_t i) const {
    return i < sentence_.end && i > sentence_.begin && tokens_[i].is_word() &&
           tokens_[i].has(text::kCapital) && reading_.words[i].sense != Sense::kName &&
           !reading_.words[i].info->any(bit(kTime) | bit(kFirstPerson) | bit(kTitle)) &&
           tokens_[i].end - tokens_[i].begin > 1;
  }
  std::uint32_t take(std::uint32_t i) {  // the capitalised words from `i` on; returns how many
    std::uint32_t count = 0;
    for (; proper(i); ++i, ++count) firm_.push_back(tokens_[i].hash);
    return count;
  }
  // "Anna at Meridian Air", "Anna, the rep from the Meridian".
  void after(const Mention& mention) {
    std::uint32_t i = mention.end;
    const bool explained =
        i < sentence_.end && (tokens_[i].first == ',' || tokens_[i].first == '(');
    const std::uint32_t stop = std::min(sentence_.end, explained ? i + 5 : i + 1);
    for (; i < stop; ++i) {
      if (!among(kBelongs, tokens_[i].hash)) continue;
      ++i;
      if (i < sentence_.end && is(i, kArticle)) ++i;
      take(i);
      return;
    }
  }
  void before(const Mention& mention) {
    std::uint32_t i = mention.begin;
    // "The Meridian driver Anna"
    if (i > sentence_.begin + 2 &&
        reading_.words[i - 1].info->any(bit(kRoleOne) | bit(kPersonNoun)) && proper(i - 2) &&
        is(i - 3, kArticle)) {
      firm_.push_back(tokens_[i - 2].hash);
      return;
    }
    // "haulier from Meridian, Anna": right before; further on only what two words name.
    const std::uint32_t from = i > sentence_.begin + 10 ? i - 10 : sentence_.begin;
    for (std::uint32_t j = from; j + 1 < i; ++j) {
      if (!among(kBelongs, tokens_[j].hash) && !among(kTried, tokens_[j].hash)) continue;
      std::uint32_t first = j + 1;
      if (is(first, kArticle)) ++first;
      const std::uint32_t count = take(first);
      const std::uint32_t end = first + count;
      bool place = false;
      for (std::uint32_t k = first; k < end; ++k)
        place = place || reading_.words[k].info->any(bit(kPlaceCue) | bit(kNotName));
      const bool right_before = end + 1 == i && tokens_[end].first == ',';
      if (count > 0 && !place && (count > 1 || right_before)) return;
      firm_.clear();
    }
  }

  template <std::size_t n>
  static bool among(const std::uint64_t (&list)[n], std::uint64_t hash) {
    return std::find(std::begin(list), std::end(list), hash) != std::end(list);
  }
  static constexpr std::uint64_t kBelongs[] = {hash_folded("at"), hash_folded("from"),
                                               hash_folded("with"), hash_folded("of")};
  static constexpr std::uint64_t kTried[] = {hash_folded("used"), hash_folded("tried"),
                                             hash_folded("on"), hash_folded("to")};

  const Reading& reading_;
  const std::vector<text::Token>& tokens_;
  const text::Sentence sentence_;
  std::vector<std::uint64_t>& firm_;
};

}  // namespace

void read_cues(const Reading& reading, const Mention& mention, LinkCues& cues) {
  cues.outsider = cues.doctor = false;
  cues.words.clear();
  cues.near.clear();
  // A name may be explained at any of its mentions.
  for (const Mention& other : reading.mentions)
    if (other.entity == mention.entity && other.form != Form::kPronoun)
      cues.outsider = cues.outsider || other.outsider;
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
  for (std::uint32_t i = mention.begin; i < mention.head; ++i)
    if (tokens[i].is_word() && tokens[i].hash != hash_folded("nurse"))
      cues.post.push_back(tokens[i].hash);  // "Captain Lund"; nurses are called so who are none
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
  FirmFinder(reading, mention, cues.firm);
  cues.well_known = reading.words[mention.head].info->first_name() >= 2;
}

}  // namespace laurel::detect
