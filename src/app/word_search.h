// Looking for words in what customers say: every word of a query must be said, in any order and any
// form of letters (José = jose); "words in quotes" one after the other, and stay* begins a word. No
// query is wrong: what isn't a letter or digit only parts words. The same in the list that is
// filtered and in the words that are marked. Immutable; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "detect/praise.h"
#include "model/response.h"

namespace laurel::app {

class WordSearch {
 public:
  explicit WordSearch(std::string_view query);

  // Nothing is looked for.
  bool empty() const { return wanted_.empty(); }
  // All is said somewhere in the response's words.
  bool matches(const model::Response& response) const;
  // Where in the text, in code points; in order of the query, may overlap.
  std::vector<detect::Span> find(std::string_view text) const;

 private:
  // Words that follow each other; the last may go on.
  struct Phrase {
    std::vector<std::string> words;
    bool open_end = false;
  };
  void add(std::string_view text, bool open_end);

  std::vector<Phrase> wanted_;
};

}  // namespace laurel::app
