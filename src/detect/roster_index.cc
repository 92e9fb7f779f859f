#include "detect/roster_index.h"

#include <algorithm>
#include <array>
#include <bit>
#include <map>

#include "detect/lexicon.h"
#include "detect/link_cues.h"
#include "text/document.h"
#include "text/fold.h"

namespace laurel::detect {

namespace {

// How sure a word makes one of a person, by what part of the name it is.
constexpr float kExactFirst = 0.94F;
constexpr float kExactAlias = 0.94F;
constexpr float kExactShort = 0.90F;
constexpr float kExactLast = 0.92F;
constexpr float kExactLastUntitled = 0.85F;
// What a known context that does not fit leaves of it.
constexpr float kElsewhere = 0.33F;
constexpr float kDidNotServe = 0.33F;
constexpr float kOtherPost = 0.62F;
constexpr float kNoDoctor = 0.33F;
constexpr float kNotEmployed = 0.05F;
constexpr float kWrongSurname = 0.30F;
// Deciding: how good the best must be, and how far the next must be behind.
constexpr float kClear = 0.60F;
constexpr float kAhead = 0.72F;
// A misspelt name that suits several is anybody's.
constexpr float kSpeltExactly = 0.885F;
constexpr float kAheadMisspelt = 0.55F;
constexpr float kSoundsTheSame = 0.88F;
constexpr float kWorthShowing = 0.20F;

// Titles that go with "Dr."
constexpr std::uint64_t kDoctorTitles[] = {
    text::hash_folded("doctor"),        text::hash_folded("dr"),
    text::hash_folded("physician"),     text::hash_folded("surgeon"),
    text::hash_folded("dentist"),       text::hash_folded("gp"),
    text::hash_folded("practitioner"),  text::hash_folded("professor"),
    text::hash_folded("optometrist"),   text::hash_folded("psychologist"),
    text::hash_folded("psychiatrist"),  text::hash_folded("paediatrician"),
    text::hash_folded("pediatrician"),  text::hash_folded("veterinarian"),
    text::hash_folded("vet"),           text::hash_folded("partner"),
    text::hash_folded("director"),      text::hash_folded("cardiologist"),
    text::hash_folded("dermatologist"), text::hash_folded("consultant")};
// Words of a location's name that name no place.
constexpr std::uint64_t kPlainPlaceWords[] = {
    text::hash_folded("the"),    text::hash_folded("of"),      text::hash_folded("and"),
    text::hash_folded("branch"), text::hash_folded("office"),  text::hash_folded("clinic"),
    text::hash_folded("hotel"),  text::hash_folded("airport"), text::hash_folded("port"),
    text::hash_folded("centre"), text::hash_folded("center"),  text::hash_folded("house"),
    text::hash_folded("street"), text::hash_folded("store"),   text::hash_folded("head"),
    text::hash_folded("main"),   text::hash_folded("new"),     text::hash_folded("field"),
    text::hash_folded("home"),   text::hash_folded("city"),    text::hash_folded("remote")};

template <typename List>
bool among(const List& list, std::uint64_t hash) {
  return std::find(std::begin(list), std::end(list), hash) != std::end(list);
}

std::uint32_t short_key(std::string_view word) {
  const std::uint64_t hash = text::hash_folded(word);
  return static_cast<std::uint32_t>(hash ^ hash >> 32);
}

// Splits what the roster has in one field into folded words: "Mary-Jane O'Neil" → mary, jane,
// o'neil.
std::vector<std::string> split_words(std::string_view field) {
  text::Document document;
  text::analyse(field, document);
  std::vector<std::string> words;
  for (const text::Token& token : document.tokens)
    if (token.is_word()) words.push_back(text::fold(document.words(token)));
  return words;
}

constexpr std::size_t kLongestWord = 24;

// Calls visit(word without one letter), and from seven letters on also without two.
// REQUIRES: word.size() <= kLongestWord.
template <typename Visit>
void for_each_deletion(std::string_view word, Visit visit) {
  std::array<char, kLongestWord> once;
  std::array<char, kLongestWord> twice;
  const std::size_t size = word.size();
  for (std::size_t i = 0; i < size; ++i) {
    std::copy_n(word.begin(), i, once.begin());
    std::copy(word.begin() + static_cast<std::ptrdiff_t>(i) + 1, word.end(), once.data() + i);
    visit(std::string_view(once.data(), size - 1));
    if (size < 7) continue;
    for (std::size_t j = i; j < size - 1; ++j) {
      std::copy_n(once.begin(), j, twice.begin());
      std::copy(once.data() + j + 1, once.data() + size - 1, twice.data() + j);
      visit(std::string_view(twice.data(), size - 2));
    }
  }
}

}  // namespace

std::string sound_key(std::string_view word) {
  std::string s;
  const auto starts = [&](std::size_t at, std::string_view what) {
    return word.substr(at).starts_with(what);
  };
  for (std::size_t i = 0; i < word.size();) {
    struct Rule {
      std::string_view from, to;
    };
    constexpr std::array kRules = {
        Rule{"ph", "f"},  Rule{"ck", "k"},  Rule{"sch", "s"}, Rule{"ch", "k"},  Rule{"sh", "s"},
        Rule{"gh", "g"},  Rule{"kn", "n"},  Rule{"wr", "r"},  Rule{"th", "t"},  Rule{"dh", "d"},
        Rule{"bh", "b"},  Rule{"kh", "k"},  Rule{"qu", "kw"}, Rule{"ce", "se"}, Rule{"ci", "si"},
        Rule{"cy", "si"}, Rule{"ge", "je"}, Rule{"gi", "ji"}, Rule{"x", "ks"},  Rule{"z", "s"},
        Rule{"c", "k"},   Rule{"q", "k"},   Rule{"v", "f"},   Rule{"w", "f"}};
    bool replaced = false;
    for (const Rule& rule : kRules) {
      if (!starts(i, rule.from)) continue;
      s += rule.to;
      i += rule.from.size();
      replaced = true;
      break;
    }
    if (!replaced) s += word[i++];
  }
  // Keep the first letter; drop vowels, h and y after it, and doubled letters.
  std::string key;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const char c = s[i];
    const bool soft = c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y' ||
                      c == 'h' || c == '\'';
    if (i == 0) {
      key += soft && c != 'h' ? 'a' : c;
    } else if (!soft && key.back() != c) {
      key += c;
    }
  }
  return key;
}

int edit_distance(std::string_view a, std::string_view b, int limit) {
  constexpr std::size_t kLongest = 32;
  const auto gap =
      static_cast<int>(a.size() > b.size() ? a.size() - b.size() : b.size() - a.size());
  if (gap > limit || a.size() > kLongest || b.size() > kLongest) return limit + 1;
  std::array<std::array<int, kLongest + 1>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& before = rows[(i + 1) % 3];
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({change, above[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return std::min(rows[a.size() % 3][b.size()], limit + 1);
}

RosterIndex::RosterIndex(std::span<const RosterEntry> roster) {
  std::unordered_map<std::string, std::map<std::uint32_t, std::uint8_t>> words;
  std::unordered_multimap<std::string_view, std::string_view> short_forms;
  for (const NicknamePair& pair : nicknames()) {
    short_forms.emplace(pair.name, pair.nickname);
    short_forms.emplace(pair.nickname, pair.name);
  }
  for (const RosterEntry& entry : roster) {
    const auto number = static_cast<std::uint32_t>(roster_.size());
    const auto put = [&](const std::string& word, NamePart part) {
      if (!word.empty()) words[word][number] |= part;
    };
    Person person{entry.employee_id,
                  text::fold(entry.location),
                  entry.employed_from,
                  entry.employed_until,
                  {},
                  {},
                  {},
                  false};
    const std::vector<std::string> first = split_words(entry.first_name);
    for (const std::string& word : first) put(word, kFirstName);
    for (std::size_t i = 0; i < first.size(); ++i) {
      const auto [begin, end] = short_forms.equal_range(first[i]);
      for (auto it = begin; it != end && i == 0; ++it) put(std::string(it->second), kShortForm);
    }
    const std::vector<std::string> last = split_words(entry.last_name);
    for (const std::string& word : last) put(word, kLastName);
    for (const std::string& word : last) person.last_initials += word[0];
    for (const std::string& word : split_words(entry.preferred_name)) put(word, kPreferredName);
    for (const std::string& alias : entry.aliases)
      for (const std::string& word : split_words(alias))
        if (std::ranges::find(last, word) == last.end()) put(word, kAlias);
    locations_.insert(person.location);
    for (const std::string& word : split_words(entry.location))
      if (!among(kPlainPlaceWords, text::hash_folded(word))) {
        person.place.push_back(text::hash_folded(word));
        place_words_.insert(person.place.back());
      }
    for (const std::string* field : {&entry.department, &entry.title})
      for (const std::string& word : split_words(*field))
        if (word.size() > 3) person.post.push_back(text::hash_folded(word));
    person.doctor = entry.title.empty();
    for (const std::string& word : split_words(entry.title))
      person.doctor = person.doctor || among(kDoctorTitles, text::hash_folded(word));
    roster_.push_back(std::move(person));
  }
  std::vector<const std::string*> order;
  order.reserve(words.size());
  for (const auto& [word, people] : words) order.push_back(&word);
  std::ranges::sort(order, [](const auto* a, const auto* b) { return *a < *b; });
  const std::size_t capacity = std::bit_ceil(words.size() * 2 + 2);
  slots_.resize(capacity);
  mask_ = capacity - 1;
  for (const std::string* word : order) {
    const auto number = static_cast<std::uint32_t>(words_.size());
    const auto& people = words[*word];
    words_.push_back({*word, 0, static_cast<std::uint32_t>(postings_.size()),
                      static_cast<std::uint32_t>(people.size())});
    for (const auto& [employee, parts] : people) postings_.push_back({employee, parts});
    const std::uint64_t hash = text::hash_folded(*word);
    std::size_t i = hash & mask_;
    while (slots_[i].word != kAbsent) i = (i + 1) & mask_;
    slots_[i] = {hash, number};
  }
  index_deletions();
}

void RosterIndex::index_deletions() {
  for (std::uint32_t w = 0; w < words_.size(); ++w) {
    const std::string& word = words_[w].folded;
    if (word.size() < 3 || word.size() > kLongestWord) continue;
    deletions_.push_back({short_key(word), w});
    for_each_deletion(word, [&](std::string_view shorter) {
      deletions_.push_back({short_key(shorter), w});
    });
    words_[w].sound = short_key(sound_key(word));
    sounds_.push_back({words_[w].sound, w});
  }
  const auto order = [](const Deletion& a, const Deletion& b) {
    return a.key != b.key ? a.key < b.key : a.word < b.word;
  };
  const auto same = [](const Deletion& a, const Deletion& b) {
    return a.key == b.key && a.word == b.word;
  };
  for (auto* list : {&deletions_, &sounds_}) {
    std::ranges::sort(*list, order);
    list->erase(std::unique(list->begin(), list->end(), same), list->end());
    list->shrink_to_fit();
  }
  deletion_starts_.assign((1U << 16) + 1, 0);
  for (const Deletion& d : deletions_) ++deletion_starts_[(d.key >> 16) + 1];
  for (std::size_t i = 1; i < deletion_starts_.size(); ++i)
    deletion_starts_[i] += deletion_starts_[i - 1];
}

void RosterIndex::find_near(std::string_view folded, std::vector<Near>& out) const {
  out.clear();
  if (folded.size() < 4 || folded.size() > kLongestWord || words_.empty()) return;
  const std::uint32_t sound = short_key(sound_key(folded));
  const auto consider = [&](std::uint32_t w, bool by_sound) {
    const std::string& word = words_[w].folded;
    if (word == folded || word.size() < 3) return;
    const bool same_start = folded[0] == word[0];
    const bool same_sound = by_sound || sound == words_[w].sound;
    const int distance = edit_distance(folded, word, same_sound ? 3 : 2);
    float likeness = 0;
    if (distance == 1 && word.size() >= 4) likeness = same_start ? 0.86F : 0.72F;
    if (distance == 2 && folded.size() >= 7 && word.size() >= 6 && same_start) likeness = 0.72F;
    if (same_sound && distance <= 2 && word.size() >= 4) likeness = std::max(likeness, 0.84F);
    if (same_sound && distance == 1) likeness = std::max(likeness, 0.88F);
    // Too far to link by itself, near enough to be meant as well: "Mohamed", "Muhammad".
    if (same_sound && distance == 3 && folded.size() >= 6 && word.size() >= 5)
      likeness = std::max(likeness, 0.62F);
    if (likeness == 0) return;
    for (Near& near : out) {
      if (near.word == w) {
        near.likeness = std::max(near.likeness, likeness);
        return;
      }
    }
    out.push_back({w, likeness});
  };
  const auto look_deleted = [&](std::string_view shorter) {
    const std::uint32_t key = short_key(shorter);
    const std::uint32_t end = deletion_starts_[(key >> 16) + 1];
    for (std::uint32_t i = deletion_starts_[key >> 16]; i < end; ++i)
      if (deletions_[i].key == key) consider(deletions_[i].word, false);
  };
  look_deleted(folded);
  for_each_deletion(folded, look_deleted);
  auto it = std::ranges::lower_bound(sounds_, sound, {}, &Deletion::key);
  for (; it != sounds_.end() && it->key == sound; ++it) consider(it->word, true);
  std::ranges::sort(out, [](const Near& a, const Near& b) {
    return a.likeness != b.likeness ? a.likeness > b.likeness : a.word < b.word;
  });
}

float RosterIndex::context_factor(const Person& person, const Context& context,
                                  std::string_view folded_location) const {
  float factor = 1;
  if (!folded_location.empty() && !person.location.empty() && person.location != folded_location)
    factor *= kElsewhere;
  if (!context.served_by.empty() &&
      std::ranges::find(context.served_by, person.employee_id) == context.served_by.end())
    factor *= kDidNotServe;
  if (context.on && (*context.on < person.from || person.until < *context.on))
    factor *= kNotEmployed;
  return factor;
}

void RosterIndex::candidates(std::span<const std::string> names, bool titled,
                             const Context& context, const LinkCues& cues,
                             std::vector<Candidate>& out) const {
  out.clear();
  if (names.empty() || words_.empty() || cues.outsider) return;
  struct Found {
    float first = 0;  // by a first, preferred or other given name
    float last = 0;
    std::size_t first_at = 0;
    std::size_t last_at = 0;
    std::uint32_t given = 0;  // which words of the mention are given names, bit by bit
  };
  std::map<std::uint32_t, Found> found;
  std::vector<Near> near;
  const auto credit = [&](std::uint32_t word, float likeness, std::size_t at) {
    for (const Posting& posting : postings(word)) {
      Found& f = found[posting.employee];
      float given = 0;
      if (posting.parts & kShortForm) given = kExactShort;
      if (posting.parts & (kAlias | kPreferredName)) given = kExactAlias;
      if (posting.parts & kFirstName) given = kExactFirst;
      if (given > 0) f.given |= 1U << std::min<std::size_t>(at, 31);
      if (given * likeness > f.first) {
        f.first = given * likeness;
        f.first_at = at;
      }
      if ((posting.parts & kLastName) && kExactLast * likeness > f.last) {
        f.last = kExactLast * likeness;
        f.last_at = at;
      }
    }
  };
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::uint64_t hash = text::hash_folded(names[i]);
    const std::uint32_t word = find(hash);
    if (word != kAbsent) credit(word, 1, i);
    if (word == kAbsent || names.size() > 1) {
      find_near(names[i], near);
      for (const Near& n : near) {
        if (cues.well_known && n.likeness < kSoundsTheSame - 0.05F) continue;
        credit(n.word, word == kAbsent ? n.likeness : n.likeness * 0.9F, i);
      }
    } else if (names[i].size() >= 4) {
      // A name that sounds the same may be meant as well, even where another is spelt just so.
      auto it = std::ranges::lower_bound(sounds_, words_[word].sound, {}, &Deletion::key);
      for (; it != sounds_.end() && it->key == words_[word].sound; ++it)
        if (it->word != word && edit_distance(names[i], words_[it->word].folded, 1) == 1)
          credit(it->word, kSoundsTheSame, i);
    }
  }
  // A place that the roster does not know decides nothing.
  std::string location = text::fold(context.location);
  if (!locations_.contains(location)) location.clear();
  // Where it is not known: a place of the roster named in the sentence. What people of that name do
  // there, said right beside the name.
  const auto told = [](const auto& said, const std::vector<std::uint64_t>& words) {
    return std::ranges::any_of(words, [&](std::uint64_t w) { return among(said, w); });
  };
  const bool placed = location.empty() && std::ranges::any_of(cues.words, [&](std::uint64_t word) {
                        return place_words_.contains(word);
                      });
  const bool posted = std::ranges::any_of(
      found, [&](const auto& item) { return told(cues.near, roster_[item.first].post); });
  for (const auto& [employee, f] : found) {
    const Person& person = roster_[employee];
    float likeness = 0;
    const bool both = f.first > 0 && f.last > 0 && f.first_at != f.last_at;
    if (both) {
      likeness = 0.5F * (f.first / kExactFirst + f.last / kExactLast);
    } else if (names.size() == 1 || f.given == (1U << names.size()) - 1) {
      likeness = std::max(f.first, titled ? f.last : f.last * kExactLastUntitled / kExactLast);
    } else {
      // Another word of the name fits nobody of that first name: an initial may still fit.
      likeness = std::max(f.first, f.last * 0.8F) * kWrongSurname;
      const std::string& rest = names.back();
      if (f.first > 0 && rest.size() == 1 &&
          person.last_initials.find(rest[0]) != std::string::npos)
        likeness = f.first;
    }
    float total = likeness * context_factor(person, context, location);
    if (placed && !told(cues.words, person.place)) total *= kElsewhere;
    if (posted && !both && !told(cues.near, person.post)) total *= kOtherPost;
    if (cues.doctor && !person.doctor) total *= kNoDoctor;
    if (total >= kWorthShowing) out.push_back({person.employee_id, total});
  }
  std::ranges::stable_sort(
      out, [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  if (out.size() > 5) out.resize(5);
}

LinkState RosterIndex::decide(std::span<const Candidate> candidates) {
  if (candidates.empty() || candidates[0].score < kClear) return LinkState::kUnlisted;
  const float ahead = candidates[0].score < kSpeltExactly ? kAheadMisspelt : kAhead;
  if (candidates.size() > 1 && candidates[1].score > ahead * candidates[0].score)
    return LinkState::kAmbiguous;
  return LinkState::kLinked;
}

}  // namespace laurel::detect
