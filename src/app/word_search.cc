#include "app/word_search.h"

#include <algorithm>

#include "text/fold.h"
#include "text/utf8.h"

namespace laurel::app {
namespace {

constexpr std::size_t kMostPhrases = 16;  // the others are not looked for

struct Word {
  std::string folded;
  detect::Span span;
};

bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  const bool latin_sign = c <= 0xBF && c != 0xAA && c != 0xB5 && c != 0xBA;
  const bool punctuation = (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F);
  return !latin_sign && !punctuation && c != text::kReplacement;
}

// Calls take(word) for each.
template <typename Take>
void for_each_word(std::string_view text, Take take) {
  std::uint32_t point = 0;
  std::size_t at = 0;
  Word word;
  while (at < text.size()) {
    const std::size_t begin = at;
    word.span.start = point;
    while (at < text.size()) {
      const text::Decoded next = text::decode(text, at);
      if (!is_letter(next.code_point)) break;
      at += next.length;
      ++point;
    }
    if (at == begin) {
      at += text::decode(text, at).length;
      ++point;
      continue;
    }
    word.span.end = point;
    word.folded.clear();
    text::fold(text.substr(begin, at - begin), word.folded);
    take(word);
  }
}

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  for_each_word(text, [&](const Word& word) { words.push_back(word); });
  return words;
}

// Whether the phrase stands at words[at].
bool stands_at(const std::vector<Word>& words, std::size_t at, const std::vector<std::string>& said,
               bool open_end) {
  if (at + said.size() > words.size()) return false;
  for (std::size_t i = 0; i < said.size(); ++i) {
    const std::string& word = words[at + i].folded;
    const bool last = i + 1 == said.size();
    if (last && open_end ? !word.starts_with(said[i]) : word != said[i]) return false;
  }
  return true;
}

}  // namespace

WordSearch::WordSearch(std::string_view query) {
  while (!query.empty() && wanted_.size() < kMostPhrases) {
    if (query.front() == '"') {
      query.remove_prefix(1);
      const std::size_t end = query.find('"');
      const bool open_end = end != std::string_view::npos && query.substr(end + 1).starts_with('*');
      add(query.substr(0, end), open_end);
      query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
      continue;
    }
    // "didn't" is two words that follow each other.
    const std::size_t end = std::min(query.find_first_of(" \t\r\n\""), query.size());
    add(query.substr(0, end), query.substr(0, end).ends_with('*'));
    query.remove_prefix(end);
    while (!query.empty() && query.front() != '"' && query.find_first_of(" \t\r\n") == 0)
      query.remove_prefix(1);
  }
}

void WordSearch::add(std::string_view text, bool open_end) {
  Phrase phrase;
  phrase.open_end = open_end;
  for_each_word(text, [&](const Word& word) { phrase.words.push_back(word.folded); });
  if (!phrase.words.empty()) wanted_.push_back(std::move(phrase));
}

bool WordSearch::matches(const model::Response& response) const {
  std::vector<bool> found(wanted_.size(), false);
  std::size_t missing = wanted_.size();
  for (const model::Verbatim& verbatim : response.verbatims) {
    const std::vector<Word> words = words_of(verbatim.text);
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      for (std::size_t at = 0; !found[i] && at < words.size(); ++at) {
        if (!stands_at(words, at, wanted_[i].words, wanted_[i].open_end)) continue;
        found[i] = true;
        --missing;
      }
    }
    if (missing == 0) return true;
  }
  return missing == 0;
}

std::vector<detect::Span> WordSearch::find(std::string_view text) const {
  std::vector<detect::Span> spans;
  if (empty()) return spans;
  const std::vector<Word> words = words_of(text);
  for (const Phrase& phrase : wanted_) {
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (stands_at(words, at, phrase.words, phrase.open_end))
        spans.push_back({words[at].span.start, words[at + phrase.words.size() - 1].span.end});
    }
  }
  return spans;
}

}  // namespace laurel::app
