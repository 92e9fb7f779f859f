#include "detect/names.h"

#include <algorithm>

#include "text/fold.h"

namespace laurel::detect {

using text::hash_folded;
using text::Token;

Likely Names::judge(std::uint32_t i) {
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
  if (words_[i].roster != RosterIndex::kAbsent && !cap && info.has(kCueWordName))
    return Likely::kNo;
  if (info.any(kNeverName)) return Likely::kNo;
  // "charlotte", "diego", "jun": towns and months, unless they do what only people do.
  if (reading_.lower_case && info.any(bit(kNotName) | bit(kTime)) && info.first_name() >= 2 &&
      (acts(i) || introduced(i)) && !place_after(i))
    return unlisted(i);
  if (info.is(kNotName) && !(cap && info.first_name() >= 2 && (acts(i) || introduced(i))))
    return Likely::kNo;
  if (titled && !info.any(kMeaning) && (cap || info.frequency() <= 2)) return unlisted(i);
  if (masked(i)) return Likely::kUnlisted;
  if (info.is(kTime) && !(cap && info.first_name() >= 2 && !cue_before(i, kCuePlace) &&
                          (name_goes_on(i) || introduced(i))))
    return Likely::kNo;
  const bool meaning = info.any(kMeaning) || common;
  if (cap) {
    if (token.has(text::kAllCapitals) && token.end - token.begin <= 3 && info.first_name() < 2)
      return Likely::kNo;
    if (inside_place(i)) return Likely::kNo;
    if (info.first_name() >= 1 && !meaning) return unlisted(i);
    if (info.first_name() >= 2 && meaning && !start && (name_goes_on(i) || introduced(i)))
      return unlisted(i);
    if (meaning || cue_before(i, kCuePlace)) return Likely::kNo;
    if (info.capitals() >= 2 || info.frequency() <= 1) {
      if (!start && (name_cue_before(i) || name_goes_on(i))) return unlisted(i);
      if (start && info.frequency() <= 1 && name_goes_on(i)) return unlisted(i);
    }
    return Likely::kNo;
  }
  if (reading_.shouting && !meaning && info.first_name() >= 2 && info.capitals() >= 2)
    return unlisted(i);
  if (meaning) return Likely::kNo;
  if (info.first_name() >= 2 && (info.capitals() >= 2 || info.frequency() == 0)) return unlisted(i);
  if (info.first_name() >= 1 && info.frequency() <= 1 && (name_cue_before(i) || name_goes_on(i)))
    return unlisted(i);
  if (info.first_name() >= 2 && info.frequency() <= 2 && !info.has(kCueWordName) &&
      (introduced(i) || acts(i)))
    return unlisted(i);
  if (info.frequency() == 0 && info.classes == 0 &&
      (strong_cue_before(i) || after_name_and(i) || (reading_.lower_case && acts(i)) ||
       (name_goes_on(i) && i > 0 && is(i - 1, kRoleOne))))
    return unlisted(i);
  return Likely::kNo;
}

bool Names::listed_here(std::uint32_t i, bool cap, bool start, bool common, bool titled) const {
  const WordInfo& info = *words_[i].info;
  const bool meaning = info.any(kNeverName | kMeaning) || common;
  const std::uint8_t parts = roster_.parts(words_[i].roster);
  // "No need to chase", "the nurse drew blood".
  if (!cap && info.has(kCueWordName) && !strong_cue_before(i) &&
      !(name_goes_on(i) && sentence_start(i)))
    return false;
  if (titled) return true;
  const bool given = (parts & ~kLastName) != 0;
  if (info.is(kTime) && i + 1 < count_ && tokens_[i + 1].kind == text::TokenKind::kNumber)
    return false;
  if (!given) return cap && !start && !meaning && !cue_before(i, kCuePlace);
  if (cap) return !meaning || (!start && !is(i, kBe)) || (start && name_goes_on(i));
  // In lower case a word that is mostly something else ("grace", "mark") needs a name's place.
  if (meaning || (info.frequency() == 3 && info.capitals() < 2)) return false;
  return info.frequency() == 0 || info.capitals() >= (reading_.lower_case ? 2 : 3) ||
         (reading_.lower_case && (name_cue_before(i) || name_goes_on(i)));
}

// On the roster after all, but misspelt.
Likely Names::unlisted(std::uint32_t i) {
  if (words_[i].roster != RosterIndex::kAbsent || roster_.empty()) return Likely::kUnlisted;
  text::fold(reading_.document.words(tokens_[i]), reading_.scratch);
  roster_.near().find(reading_.scratch, tokens_[i].hash, reading_.near);
  return reading_.near.found.empty() ? Likely::kUnlisted : Likely::kListed;
}

bool Names::cue_before(std::uint32_t i, WordCue cue) const {
  return i > 0 && words_[i - 1].info->has(cue);
}
// "Pankaj and bhadur", "Pankaj, bhadur and Asif": one more name.
bool Names::after_name_and(std::uint32_t i) const {
  if (i < 2) return false;
  const bool in_list = tokens_[i - 1].first == ',' && i + 1 < count_ &&
                       (tokens_[i + 1].first == ',' || is_word(i + 1, hash_folded("and")));
  return (in_list || is_word(i - 1, hash_folded("and")) || tokens_[i - 1].first == '&') &&
         !reading_.mentions.empty() && reading_.mentions.back().form == Form::kName &&
         reading_.mentions.back().end == i - 1;
}
bool Names::strong_cue_before(std::uint32_t i) const {
  if (cue_before(i, kCueCalled)) return true;
  // "ask for Wei", "a shout out to Wei"
  if (i > 1 && is_word(i - 1, hash_folded("for")) &&
      (is_word(i - 2, hash_folded("ask")) || is_word(i - 2, hash_folded("asked"))))
    return true;
  if (i > 1 && is_word(i - 1, hash_folded("to")) &&
      (is_word(i - 2, hash_folded("out")) || is_word(i - 2, hash_folded("shoutout"))))
    return true;
  return i > 1 && is(i - 2, kThanks) &&
         (is_word(i - 1, hash_folded("to")) || (capital(i) && is_word(i - 1, hash_folded("you"))));
}
// Words that hardly anything but a name follows: "the attendant April", "especially Miles".
bool Names::introduced(std::uint32_t i) const {
  if (i == 0) return false;
  constexpr std::uint64_t kIntroductions[] = {hash_folded("especially"), hash_folded("specially"),
                                              hash_folded("particularly")};
  return strong_cue_before(i) || after_name_and(i) ||
         words_[i - 1].info->any(bit(kRoleOne) | bit(kTitle)) ||
         std::ranges::find(kIntroductions, tokens_[i - 1].hash) != std::end(kIntroductions);
}
// Opens its sentence and does something: "wei was so helpful".
bool Names::acts(std::uint32_t i) const {
  return sentence_start(i) && i + 1 < count_ &&
         words_[i + 1].info->any(bit(kBe) | bit(kHave) | bit(kHelpVerb));
}
// "thanks to charlotte airport"
bool Names::place_after(std::uint32_t i) const {
  return i + 1 < count_ && words_[i + 1].info->any(bit(kPlaceCue) | bit(kBusiness));
}
// "A wonderful agent in Austin": a town, unless it is trusted.
bool Names::inside_place(std::uint32_t i) const {
  if (i == 0 || title_before(i) != i) return false;
  constexpr std::uint64_t kInside[] = {hash_folded("in"), hash_folded("into"), hash_folded("via"),
                                       hash_folded("near")};
  if (std::ranges::find(kInside, tokens_[i - 1].hash) == std::end(kInside)) return false;
  constexpr std::uint64_t kTrust[] = {hash_folded("trust"), hash_folded("faith"),
                                      hash_folded("confidence"), hash_folded("have"),
                                      hash_folded("had")};
  return i < 2 || std::ranges::find(kTrust, tokens_[i - 2].hash) == std::end(kTrust);
}
bool Names::name_cue_before(std::uint32_t i) const {
  if (i == 0) return false;
  const Token& before = tokens_[i - 1];
  if (before.first == ',' || before.first == '&' || before.first == '(') return true;
  if (cue_before(i, kCueNameFollows) || strong_cue_before(i)) return true;
  return words_[i - 1].info->any(bit(kThanks) | bit(kRoleOne) | bit(kTitle) | bit(kPersonNoun) |
                                 bit(kRelative)) ||
         words_[i - 1].mention != kNoIndex;
}
bool Names::name_goes_on(std::uint32_t i) const {
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
std::uint32_t Names::title_before(std::uint32_t i) const {
  if (i >= 1 && is(i - 1, kTitle)) return i - 1;
  if (i >= 2 && tokens_[i - 1].first == '.' && is(i - 2, kTitle) &&
      tokens_[i - 2].end == tokens_[i - 1].begin && tokens_[i - 2].end - tokens_[i - 2].begin < 5)
    return i - 2;
  return i;
}

bool Names::goes_on(std::uint32_t first, std::uint32_t j, Likely likely) const {
  if (j >= count_ || j - first >= 4) return false;
  const Token& token = tokens_[j];
  if (!token.is_word() || token.has(text::kNewlineBefore)) return false;
  const WordInfo& info = *words_[j].info;
  if (words_[j].roster != RosterIndex::kAbsent && likely == Likely::kListed &&
      !info.any(kNeverName)) {
    if ((roster_.parts(words_[j].roster) & kLastName) && (capital(j) || !info.any(kMeaning)))
      return true;
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

bool Names::has_digit(std::uint32_t i) const {  // a flight, a road, a product
  return std::ranges::any_of(reading_.document.words(tokens_[i]),
                             [](char c) { return c >= '0' && c <= '9'; });
}
bool Names::masked(std::uint32_t i) const {  // names blanked out by whoever published the text
  const std::string_view word = reading_.document.words(tokens_[i]);
  return word.size() >= 3 && word.size() <= 8 &&
         std::ranges::all_of(word, [](char c) { return c == 'x' || c == 'X'; });
}

bool Names::sentence_start(std::uint32_t i) const {
  if (i == 0 || i == reading_.document.sentences[words_[i].sentence].begin) return true;
  const Token& before = tokens_[i - 1];
  return before.kind != text::TokenKind::kWord && before.kind != text::TokenKind::kClitic &&
         before.first != ',' && before.first != '&' && before.first != '(';
}

}  // namespace laurel::detect
