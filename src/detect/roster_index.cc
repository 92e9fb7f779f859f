#include "detect/roster_index.h"

#include <algorithm>
#include <bit>

#include "detect/lexicon.h"
#include "text/document.h"
#include "text/fold.h"

namespace laurel::detect {

namespace {

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

// Splits what the roster has in one field into folded words: "Mary-Jane O'Neil" → mary, jane,
// o'neil.
std::vector<std::string> split_words(std::string_view field, text::Document& document) {
  text::analyse(field, document);
  std::vector<std::string> words;
  for (const text::Token& token : document.tokens)
    if (token.is_word()) words.push_back(text::fold(document.words(token)));
  return words;
}

}  // namespace

RosterIndex::RosterIndex(std::span<const RosterEntry> roster) {
  std::unordered_map<std::string, std::vector<Posting>> words;
  std::unordered_multimap<std::string_view, std::string_view> short_forms;
  for (const NicknamePair& pair : nicknames()) {
    short_forms.emplace(pair.name, pair.nickname);
    short_forms.emplace(pair.nickname, pair.name);
  }
  text::Document document;
  const auto split = [&](std::string_view field) { return split_words(field, document); };
  locations_.emplace_back();
  people_.reserve(roster.size());
  identities_.reserve(roster.size());
  for (const RosterEntry& entry : roster) {
    const auto number = static_cast<std::uint32_t>(people_.size());
    const auto put = [&](const std::string& word, NamePart part) {
      if (word.empty()) return;
      std::vector<Posting>& people = words[word];
      if (people.empty() || people.back().employee != number) people.push_back({number, 0});
      people.back().parts |= part;
    };
    const std::vector<std::string> first = split(entry.first_name);
    for (const std::string& word : first) put(word, kFirstName);
    if (!first.empty()) {
      const auto [begin, end] = short_forms.equal_range(first[0]);
      for (auto it = begin; it != end; ++it) put(std::string(it->second), kShortForm);
    }
    const std::vector<std::string> last = split(entry.last_name);
    Identity identity{entry.employee_id, {}};
    for (const std::string& word : last) {
      put(word, kLastName);
      identity.last_initials += word[0];
    }
    for (const std::string& word : split(entry.preferred_name)) put(word, kPreferredName);
    for (const std::string& alias : entry.aliases)
      for (const std::string& word : split(alias))
        if (std::ranges::find(last, word) == last.end()) put(word, kAlias);
    Person person{entry.employed_from, entry.employed_until};
    person.location = add_location(entry.location);
    person.posts_begin = static_cast<std::uint32_t>(posts_.size());
    for (const std::string* field : {&entry.department, &entry.title})
      for (const std::string& word : split(*field))
        if (word.size() > 3) posts_.push_back(text::hash_folded(word));
    person.posts_count = static_cast<std::uint16_t>(
        std::min<std::size_t>(posts_.size() - person.posts_begin, 0xFFFF));
    person.doctor = entry.title.empty();
    for (const std::string& word : split(entry.title))
      person.doctor = person.doctor || among(kDoctorTitles, text::hash_folded(word));
    person.goes_by_another = !entry.preferred_name.empty() &&
                             text::fold(entry.preferred_name) != text::fold(entry.first_name);
    people_.push_back(person);
    identities_.push_back(std::move(identity));
  }
  post_words_.insert(posts_.begin(), posts_.end());
  index_words(words);
}

std::uint32_t RosterIndex::add_location(const std::string& location) {
  std::string folded = text::fold(location);
  if (folded.empty()) return 0;
  const auto [it, added] = location_numbers_.try_emplace(
      std::move(folded), static_cast<std::uint32_t>(locations_.size()));
  if (!added) return it->second;
  text::Document document;
  Location& place = locations_.emplace_back();
  for (const std::string& word : split_words(location, document)) {
    const std::uint64_t hash = text::hash_folded(word);
    if (among(kPlainPlaceWords, hash)) continue;
    place.place.push_back(hash);
    place_words_.insert(hash);
  }
  return it->second;
}

void RosterIndex::index_words(std::unordered_map<std::string, std::vector<Posting>>& words) {
  std::vector<std::string> order;
  order.reserve(words.size());
  for (const auto& [word, people] : words) order.push_back(word);
  std::ranges::sort(order);
  slots_.resize(std::bit_ceil(words.size() * 2 + 2));
  mask_ = slots_.size() - 1;
  filter_.resize(std::bit_ceil(words.size() / 4 + 1));
  filter_mask_ = filter_.size() - 1;
  for (const std::string& word : order) {
    const auto number = static_cast<std::uint32_t>(words_.size());
    const std::vector<Posting>& people = words[word];
    std::uint8_t parts = 0;
    for (const Posting& p : people) parts |= p.parts;
    words_.push_back({static_cast<std::uint32_t>(postings_.size()),
                      static_cast<std::uint32_t>(people.size()), parts});
    postings_.insert(postings_.end(), people.begin(), people.end());
    const std::uint64_t hash = text::hash_folded(word);
    std::size_t i = hash & mask_;
    while (slots_[i].word != kAbsent) i = (i + 1) & mask_;
    slots_[i] = {hash, number};
    filter_[hash >> 6 & filter_mask_] |= std::uint64_t{1} << (hash & 63);
  }
  near_ = NearWords(order);
}

}  // namespace laurel::detect
