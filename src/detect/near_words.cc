#include "detect/near_words.h"

#include <algorithm>
#include <array>
#include <bit>

#include "detect/spelling.h"
#include "text/fold.h"

namespace laurel::detect {

namespace {

constexpr std::size_t kShortestWord = 3;
constexpr std::size_t kLongestWord = 24;
constexpr std::size_t kTwoDeletionsFrom = 7;

// A word's hash is a polynomial in its letters, so that leaving letters out needs no new pass.
constexpr std::uint64_t kBase = 0x9E3779B97F4A7C15ULL;
constexpr std::array<std::uint64_t, kLongestWord + 1> make_powers() {
  std::array<std::uint64_t, kLongestWord + 1> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * kBase;
  return powers;
}
constexpr auto kPowers = make_powers();

std::uint32_t key_of(std::uint64_t hash) {
  hash ^= hash >> 32;
  return static_cast<std::uint32_t>(hash * 0xD6E8FEB86659FD93ULL >> 32);
}

// Calls visit(key) for the word, for the word without one letter, and from seven letters on without
// two. REQUIRES: word.size() <= kLongestWord.
template <typename Visit>
void for_each_deletion(std::string_view word, Visit visit) {
  const std::size_t size = word.size();
  const auto letter = [&](std::size_t i) { return static_cast<unsigned char>(word[i]) + 1ULL; };
  std::array<std::uint64_t, kLongestWord + 1> after;  // hash of the letters from i on
  after[size] = 0;
  for (std::size_t i = size; i-- > 0;) after[i] = letter(i) * kPowers[size - 1 - i] + after[i + 1];
  visit(key_of(after[0]));
  std::uint64_t before = 0;  // hash of the letters before i
  for (std::size_t i = 0; i < size; ++i) {
    visit(key_of(before * kPowers[size - 1 - i] + after[i + 1]));
    std::uint64_t once = before;  // the same without letter i
    for (std::size_t j = i + 1; j < size && size >= kTwoDeletionsFrom; ++j) {
      visit(key_of(once * kPowers[size - 1 - j] + after[j + 1]));
      once = once * kBase + letter(j);
    }
    before = before * kBase + letter(i);
  }
}

std::uint32_t sound_hash(std::string_view word, std::string& key) {
  sound_key(word, key);
  const std::uint64_t hash = text::hash_folded(key);
  return static_cast<std::uint32_t>(hash ^ hash >> 32);
}

}  // namespace

void NearWords::Lists::build(std::vector<Entry>& entries) {
  const auto least_bits = [&](std::size_t count) {
    return std::max(6, static_cast<int>(std::bit_width(count)));
  };
  const int start_bits = std::min(20, least_bits(entries.size() / 4));
  start_shift_ = 32 - start_bits;
  filter_shift_ = 32 - std::min(23, least_bits(entries.size() * 8));
  filter_.assign(std::size_t{1} << (32 - filter_shift_ - 6), 0);
  starts_.assign((std::size_t{1} << start_bits) + 1, 0);
  // Spread over the starts first, so that only short runs are left to sort.
  for (const Entry& e : entries) {
    ++starts_[(e.key >> start_shift_) + 1];
    filter_[e.key >> filter_shift_ >> 6] |= std::uint64_t{1} << (e.key >> filter_shift_ & 63);
  }
  for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
  std::vector<Entry> spread(entries.size());
  std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
  for (const Entry& e : entries) spread[next[e.key >> start_shift_]++] = e;
  keys_.reserve(entries.size());
  words_.reserve(entries.size());
  for (std::size_t s = 0; s + 1 < starts_.size(); ++s) {
    const auto from = spread.begin() + starts_[s];
    const auto to = spread.begin() + starts_[s + 1];
    std::sort(from, to, [](const Entry& a, const Entry& b) {
      return a.key != b.key ? a.key < b.key : a.word < b.word;
    });
    starts_[s] = static_cast<std::uint32_t>(keys_.size());
    for (auto e = from; e != to; ++e) {
      if (e != from && e->key == (e - 1)->key && e->word == (e - 1)->word) continue;
      keys_.push_back(e->key);
      words_.push_back(e->word);
    }
  }
  starts_.back() = static_cast<std::uint32_t>(keys_.size());
}

std::span<const std::uint32_t> NearWords::Lists::all(std::uint32_t key) const {
  if (!may_have(key)) return {};
  std::uint32_t from = starts_[key >> start_shift_];
  const std::uint32_t end = starts_[(key >> start_shift_) + 1];
  while (from < end && keys_[from] < key) ++from;
  std::uint32_t to = from;
  while (to < end && keys_[to] == key) ++to;
  return std::span(words_).subspan(from, to - from);
}

NearWords::NearWords(std::span<const std::string> words) {
  if (words.empty()) return;
  std::vector<Lists::Entry> deletions;
  std::vector<Lists::Entry> sounds;
  std::string sound;
  starts_.push_back(0);
  for (std::uint32_t w = 0; w < words.size(); ++w) {
    letters_ += words[w];
    starts_.push_back(static_cast<std::uint32_t>(letters_.size()));
    sound_keys_.push_back(0);
    if (words[w].size() < kShortestWord || words[w].size() > kLongestWord) continue;
    for_each_deletion(words[w], [&](std::uint32_t key) { deletions.push_back({key, w}); });
    sound_keys_.back() = sound_hash(words[w], sound);
    sounds.push_back({sound_keys_.back(), w});
  }
  deletions_.build(deletions);
  sounds_.build(sounds);
}

bool NearWords::one_edit_apart(std::uint32_t a, std::uint32_t b) const {
  return laurel::detect::one_edit_apart(word(a), word(b));
}

void NearWords::find(std::string_view folded, std::uint64_t hash, NearSearch& search) const {
  if (search.of == hash && hash != 0) return;
  search.of = hash;
  search.found.clear();
  if (folded.size() < 4 || folded.size() > kLongestWord || starts_.empty()) return;
  const std::uint32_t sound = sound_hash(folded, search.sound);
  auto& hits = search.hits;
  hits.clear();
  const auto hit = [&](std::uint32_t w) {
    if (hits.empty() || hits.back() != w) hits.push_back(w);
  };
  for_each_deletion(folded, [&](std::uint32_t key) {
    if (!deletions_.may_have(key)) return;
    for (const std::uint32_t w : deletions_.all(key)) hit(w);
  });
  for (const std::uint32_t w : sounds_.all(sound)) hit(w);
  if (hits.empty()) return;
  std::ranges::sort(hits);
  hits.erase(std::unique(hits.begin(), hits.end()), hits.end());
  const SpellingDistance distance_of(folded);
  for (const std::uint32_t w : hits) {
    const std::string_view other = word(w);
    if (other == folded) continue;
    const bool same_start = folded[0] == other[0];
    const bool same_sound = sound == sound_keys_[w];
    const int distance = distance_of.to(other, same_sound ? 3 : 2);
    float likeness = 0;
    if (distance == 1 && other.size() >= 4) likeness = same_start ? 0.86F : 0.72F;
    if (distance == 2 && folded.size() >= 7 && other.size() >= 6 && same_start) likeness = 0.72F;
    if (same_sound && distance <= 2 && other.size() >= 4) {
      // Two letters are half of a short name: "Sian" may be meant by "Seun", but not surely.
      const bool short_name = distance == 2 && std::min(folded.size(), other.size()) < 5;
      likeness = std::max(likeness, short_name ? 0.70F : 0.84F);
    }
    if (same_sound && distance == 1) likeness = std::max(likeness, 0.88F);
    // Too far to link by itself, near enough to be meant as well: "Mohamed", "Muhammad".
    if (same_sound && distance == 3 && folded.size() >= 6 && other.size() >= 5)
      likeness = std::max(likeness, 0.62F);
    if (likeness > 0) search.found.push_back({w, likeness});
  }
  std::ranges::sort(search.found, [](const NearWord& a, const NearWord& b) {
    return a.likeness != b.likeness ? a.likeness > b.likeness : a.word < b.word;
  });
}

}  // namespace laurel::detect
