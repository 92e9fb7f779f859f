#include "detect/same_person.h"

#include <algorithm>

#include "text/fold.h"

namespace laurel::detect {

namespace {

using text::hash_folded;

class RoleReader {
 public:
  RoleReader(const Reading& reading, std::uint32_t number)
      : reading_(reading), number_(number), role_(reading.mentions[number]) {}

  std::uint32_t person() const {
    if (const std::uint32_t before = name_before(); before != kNoIndex) {
      const Mention& name = reading_.mentions[before];
      if (points_back(name) || predicate_of(name)) return name.entity;
    }
    return named_after();
  }

 private:
  bool is(std::uint32_t i, WordClass c) const { return reading_.words[i].info->is(c); }
  // The last mention before the role, if it is a name.
  std::uint32_t name_before() const {
    if (number_ == 0) return kNoIndex;
    return reading_.mentions[number_ - 1].form == Form::kName ? number_ - 1 : kNoIndex;
  }
  // "Adrian is hands down the best. This guy did everything."
  bool points_back(const Mention& name) const {
    return role_.form == Form::kPersonNoun && role_.determiner == Determiner::kThis &&
           role_.sentence - name.sentence <= 2;
  }
  // "Suresh Reddy, who is the manager", "Karen is a terrific representative".
  bool predicate_of(const Mention& name) const {
    if (name.sentence != role_.sentence || role_.begin < name.end) return false;
    bool is_said = false;
    for (std::uint32_t i = name.end; i < role_.begin; ++i) {
      if (is(i, kBe)) {
        is_said = true;
      } else if (!reading_.words[i].info->any(bit(kWho) | bit(kArticle) | bit(kFirstPerson) |
                                              bit(kYour) | bit(kPraise) | bit(kPersonPraise) |
                                              bit(kIntense) | bit(kSome)) &&
                 reading_.words[i].sense != Sense::kComma) {
        return false;
      }
    }
    return is_said;
  }
  // "the girl at the front desk (I believe her name was Vanessa)"
  std::uint32_t named_after() const {
    const auto& tokens = reading_.document.tokens;
    for (std::size_t m = number_ + 1; m < reading_.mentions.size(); ++m) {
      const Mention& name = reading_.mentions[m];
      if (name.sentence > role_.sentence + 1) break;
      if (name.form != Form::kName || name.begin < role_.end + 3) continue;
      const std::uint32_t i = name.begin;
      const bool named =
          is(i - 1, kBe) && tokens[i - 2].hash == hash_folded("name") && is(i - 3, kPronounOne);
      return named ? name.entity : kNoIndex;
    }
    return kNoIndex;
  }

  const Reading& reading_;
  std::uint32_t number_;
  const Mention& role_;
};

}  // namespace

std::uint32_t named_person(const Reading& reading, std::uint32_t number) {
  const Entity& entity = reading.entities[number];
  if (entity.kind != TargetKind::kRole || entity.plural) return kNoIndex;
  for (std::uint32_t m = 0; m < reading.mentions.size(); ++m) {
    const Mention& mention = reading.mentions[m];
    if (mention.entity != number || mention.form == Form::kPronoun) continue;
    const std::uint32_t person = RoleReader(reading, m).person();
    if (person != kNoIndex) return person;
  }
  return kNoIndex;
}

}  // namespace laurel::detect
