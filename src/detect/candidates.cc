// Who of the roster a name can mean: RosterIndex::candidates() and decide().
#include <algorithm>
#include <array>
#include <bit>

#include "detect/link_cues.h"
#include "detect/roster_index.h"
#include "text/fold.h"

namespace laurel::detect {

namespace {

// How sure a word makes one of a person, by what part of the name it is.
constexpr float kExactFirst = 0.94F;
constexpr float kExactAlias = 0.94F;
constexpr float kExactShort = 0.90F;
constexpr float kUnusedShort = 0.55F;  // of somebody who goes by another name
constexpr float kExactLast = 0.92F;
constexpr float kExactLastUntitled = 0.85F;
// What a known context that does not fit leaves of it.
constexpr float kElsewhere = 0.33F;
constexpr float kDidNotServe = 0.33F;
constexpr float kOtherPost = 0.62F;
constexpr float kNoDoctor = 0.33F;
constexpr float kNotEmployed = 0.05F;
constexpr float kWrongSurname = 0.30F;
// A full name of which one word is only faintly like theirs is somebody else's.
constexpr float kFaintlyAlike = 0.80F;
constexpr float kHalfTheName = 0.60F;
// Deciding: how good the best must be, and how far the next must be behind.
constexpr float kClear = 0.70F;
constexpr float kAhead = 0.72F;
// A misspelt name that suits several is anybody's.
constexpr float kSpeltExactly = 0.885F;
constexpr float kAheadMisspelt = 0.55F;
constexpr float kSoundsTheSame = 0.88F;
// Whoever sounds like a person that a misspelt name suits may be meant as well.
constexpr float kSuitsAsWell = 0.80F;
constexpr float kWorthShowing = 0.20F;
// What is left of a likeness where the word is somebody's name just so, and at most where it is a
// common name as it is spelt: too little to link.
constexpr float kBesideExact = 0.90F;
constexpr float kOtherwiseKnown = 0.70F;

constexpr std::size_t kShown = 5;

bool among(std::span<const std::uint64_t> list, std::uint64_t hash) {
  return std::ranges::find(list, hash) != list.end();
}
bool any_among(std::span<const std::uint64_t> words, std::span<const std::uint64_t> list) {
  return std::ranges::any_of(words, [&](std::uint64_t word) { return among(list, word); });
}

// People found by several words of a name, each once: a small hash table over `found`.
class Gathering {
 public:
  // `most` is how many credits may come.
  Gathering(CandidateSearch& search, std::size_t most) : search_(search) {
    search_.found.clear();
    search_.slots.assign(std::bit_ceil(most * 2 + 2), 0);
    mask_ = search_.slots.size() - 1;
  }
  CandidateSearch::Found& of(std::uint32_t employee) {
    for (std::size_t i = employee * 0x9E3779B1U & mask_;; i = (i + 1) & mask_) {
      std::uint32_t& slot = search_.slots[i];
      if (slot == 0) {
        search_.found.push_back({.employee = employee});
        slot = static_cast<std::uint32_t>(search_.found.size());
        return search_.found.back();
      }
      if (search_.found[slot - 1].employee == employee) return search_.found[slot - 1];
    }
  }

 private:
  CandidateSearch& search_;
  std::size_t mask_;
};

}  // namespace

void RosterIndex::find_words(std::span<const std::string> names, const LinkCues& cues,
                             CandidateSearch& search) const {
  search.credits.clear();
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    const std::uint64_t hash = text::hash_folded(names[i]);
    const std::uint32_t word = find(hash);
    if (word != kAbsent) search.credits.push_back({word, 1, i});
    if (word == kAbsent || names.size() > 1) {
      near_.find(names[i], hash, search.near);
      for (const NearWord& n : search.near.found) {
        // What is a name as it is spelt, the roster's or a common one, is no other's misspelt.
        // A common name may still be meant, but not surely.
        const bool another = n.likeness < kSoundsTheSame && (word != kAbsent || cues.well_known);
        if (another && (word != kAbsent || i != 0)) continue;
        const float likeness = word != kAbsent ? n.likeness * kBesideExact
                               : another       ? std::min(n.likeness, kOtherwiseKnown)
                                               : n.likeness;
        search.credits.push_back({n.word, likeness, i});
        near_.for_each_sound_alike(n.word, [&](std::uint32_t other) {
          search.credits.push_back({other, n.likeness * kSuitsAsWell, i});
        });
      }
    } else if (names[i].size() >= 4) {
      // A name that sounds the same may be meant as well, even where another is spelt just so.
      near_.for_each_sound_alike(word, [&](std::uint32_t other) {
        search.credits.push_back({other, kSoundsTheSame, i});
      });
    }
  }
}

void RosterIndex::gather_people(CandidateSearch& search) const {
  std::size_t most = 0;
  for (const auto& credit : search.credits) most += words_[credit.word].count;
  Gathering gathering(search, most);
  for (const auto& credit : search.credits) {
    for (const Posting& posting : postings(credit.word)) {
      CandidateSearch::Found& found = gathering.of(posting.employee);
      float given = 0;
      if (posting.parts & kShortForm)
        given = people_[posting.employee].goes_by_another ? kUnusedShort : kExactShort;
      if (posting.parts & (kAlias | kPreferredName)) given = kExactAlias;
      if (posting.parts & kFirstName) given = kExactFirst;
      if (given > 0) found.given |= 1U << std::min(credit.at, 31U);
      if (given * credit.likeness > found.first) {
        found.first = given * credit.likeness;
        found.first_at = credit.at;
      }
      if ((posting.parts & kLastName) && kExactLast * credit.likeness > found.last) {
        found.last = kExactLast * credit.likeness;
        found.last_at = credit.at;
      }
    }
  }
}

bool RosterIndex::belongs_elsewhere(const Context& context, const LinkCues& cues,
                                    CandidateSearch& search) const {
  if (context.business.empty() || cues.firm.empty()) return false;
  const auto known = [&](std::uint64_t word) {
    return place_words_.contains(word) || post_words_.contains(word) || find(word) != kAbsent;
  };
  if (std::ranges::any_of(cues.firm, known)) return false;
  for (const std::string_view own : {context.business, context.location}) {
    text::fold(own, search.location);
    std::string_view rest = search.location;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      if (among(cues.firm, text::hash_folded(rest.substr(0, end)))) return false;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return true;
}

void RosterIndex::candidates(std::span<const std::string> names, bool titled,
                             const Context& context, const LinkCues& cues, CandidateSearch& search,
                             std::vector<Candidate>& out) const {
  out.clear();
  if (names.empty() || words_.empty() || cues.outsider) return;
  find_words(names, cues, search);
  if (search.credits.empty()) return;
  gather_people(search);
  // A place that the roster does not know decides nothing.
  std::uint32_t location = 0;
  if (!context.location.empty()) {
    text::fold(context.location, search.location);
    const auto known = location_numbers_.find(search.location);
    if (known != location_numbers_.end()) location = known->second;
  }
  // Where it is not known: a place of the roster named in the sentence. What people of that name do
  // there, said right beside the name.
  const bool placed = location == 0 && !place_words_.empty() &&
                      std::ranges::any_of(cues.words, [&](std::uint64_t word) {
                        return place_words_.contains(word);
                      });
  const bool posted = !posts_.empty() && std::ranges::any_of(search.found, [&](const auto& f) {
    return any_among(posts(people_[f.employee]), cues.near);
  });
  // Introduced by what somebody on the roster does: not the one who does something else.
  const bool introduced = std::ranges::any_of(
      cues.post, [&](std::uint64_t word) { return post_words_.contains(word); });
  // Said to be of a business or place that is neither this one nor known to it.
  const bool elsewhere = belongs_elsewhere(context, cues, search);
  struct Best {
    float score;
    std::uint32_t employee;
    bool before(const Best& other) const {
      return score != other.score ? score > other.score : employee < other.employee;
    }
  };
  std::array<Best, kShown + 1> best;  // the best first; the last is dropped
  std::size_t count = 0;
  for (const CandidateSearch::Found& f : search.found) {
    const Person& person = people_[f.employee];
    float likeness = 0;
    const bool both = f.first > 0 && f.last > 0 && f.first_at != f.last_at;
    if (both) {
      const float first = f.first / kExactFirst;
      const float last = f.last / kExactLast;
      likeness = 0.5F * (first + last) * (std::min(first, last) < kFaintlyAlike ? kHalfTheName : 1);
    } else if (names.size() == 1 || f.given == (1U << names.size()) - 1) {
      likeness = std::max(f.first, titled ? f.last : f.last * kExactLastUntitled / kExactLast);
    } else {
      // Another word of the name fits nobody of that first name: an initial may still fit.
      likeness = std::max(f.first, f.last * 0.8F) * kWrongSurname;
      const std::string& rest = names.back();
      if (f.first > 0 && rest.size() == 1 &&
          identities_[f.employee].last_initials.find(rest[0]) != std::string::npos)
        likeness = f.first;
    }
    float factor = 1;
    if (location != 0 && person.location != 0 && person.location != location) factor *= kElsewhere;
    if (!context.served_by.empty() &&
        std::ranges::find(context.served_by, identities_[f.employee].employee_id) ==
            context.served_by.end())
      factor *= kDidNotServe;
    if (context.on && (*context.on < person.from || person.until < *context.on))
      factor *= kNotEmployed;
    float total = likeness * factor;
    if (placed && !any_among(locations_[person.location].place, cues.words)) total *= kElsewhere;
    if (posted && !both && !any_among(posts(person), cues.near)) total *= kOtherPost;
    if (introduced && !both && !any_among(posts(person), cues.post)) total *= kOtherPost;
    if (cues.doctor && !person.doctor) total *= kNoDoctor;
    if (elsewhere && !both) total *= kElsewhere;
    if (!(total >= kWorthShowing)) continue;
    std::size_t at = count < kShown ? count++ : kShown;
    best[at] = {total, f.employee};
    for (; at > 0 && best[at].before(best[at - 1]); --at) std::swap(best[at], best[at - 1]);
  }
  for (std::size_t i = 0; i < count; ++i)
    out.push_back({identities_[best[i].employee].employee_id, best[i].score});
}

LinkState RosterIndex::decide(std::span<const Candidate> candidates) {
  if (candidates.empty() || candidates[0].score < kClear) return LinkState::kUnlisted;
  const float ahead = candidates[0].score < kSpeltExactly ? kAheadMisspelt : kAhead;
  if (candidates.size() > 1 && candidates[1].score > ahead * candidates[0].score)
    return LinkState::kAmbiguous;
  return LinkState::kLinked;
}

}  // namespace laurel::detect
