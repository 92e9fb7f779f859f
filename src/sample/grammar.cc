// Templates are compiled once into flat arrays of pieces, so that telling a comment is copying
// pieces and drawing numbers: the sample is also the load generator.
#include "sample/grammar.h"

#include <algorithm>
#include <charconv>

#include "base/check.h"

namespace laurel::sample {
namespace {

constexpr std::array<std::string_view, kWordCount> kWordNames = {
    "who",   "who2",  "he", "him", "his", "was",    "is",
    "hewas", "hehas", "we", "our", "us",  "wewere", "branch"};

// The position of the bracket that closes the one at `open`.
std::size_t closing(std::string_view text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '[') ++depth;
    if (text[i] == ']' && --depth == 0) return i;
  }
  CHECK(false && "a bracket is not closed");
  return 0;
}

std::vector<std::string_view> split_alternatives(std::string_view text) {
  std::vector<std::string_view> parts;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || (text[i] == '|' && depth == 0)) {
      parts.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    } else if (text[i] == '[') {
      ++depth;
    } else if (text[i] == ']') {
      --depth;
    }
  }
  return parts;
}

std::uint32_t read_number(std::string_view text) {
  std::uint32_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  CHECK(read.ec == std::errc() && read.ptr == text.data() + text.size());
  return value;
}

// "a " before a vowel at `at` becomes "an ".
void mend_article(std::string& out, std::size_t at) {
  if (at < 2 || at == out.size() || out[at - 1] != ' ' || out[at - 2] != 'a') return;
  if (at > 2 && out[at - 3] != ' ') return;
  if (std::string_view("aeio").find(out[at]) != std::string_view::npos) out.insert(at - 1, 1, 'n');
}

void append_number(std::string& out, std::uint64_t value) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

}  // namespace

Grammar::Grammar(std::span<const Table> tables) {
  std::uint32_t first = 0;
  for (const Table& table : tables) {
    CHECK(!table.lines.empty());
    CHECK(std::find(kWordNames.begin(), kWordNames.end(), table.name) == kWordNames.end());
    for (const auto& earlier : tables_) CHECK(earlier.name != table.name);
    const auto count = static_cast<std::uint32_t>(table.lines.size());
    tables_.push_back({table.name, first, count, table.weight});
    first += count;
  }
  for (const Table& table : tables) {
    for (const Line& line : table.lines) lines_.push_back({compile(line.text), line.behaviours});
  }
}

TableId Grammar::table(std::string_view name) const {
  const auto found = std::find_if(tables_.begin(), tables_.end(),
                                  [&](const CompiledTable& t) { return t.name == name; });
  CHECK(found != tables_.end());
  return static_cast<TableId>(found - tables_.begin());
}

Grammar::Piece Grammar::slot(std::string_view name) const {
  if (name == "deed") return {Op::kDeed};
  for (std::uint32_t i = 0; i < kWordCount; ++i)
    if (kWordNames[i] == name) return {Op::kWord, i};
  if (name[0] >= '0' && name[0] <= '9') {
    const std::size_t dash = name.find('-');
    CHECK(dash != std::string_view::npos);
    return {Op::kNumber, read_number(name.substr(0, dash)), read_number(name.substr(dash + 1))};
  }
  return {Op::kTable, table(name)};
}

Grammar::Range Grammar::compile(std::string_view text) {
  std::vector<Piece> own;  // alternatives compile into pieces_ first, so that ours stay together
  while (!text.empty()) {
    const std::size_t special = std::min(text.find_first_of("{["), text.size());
    if (special > 0) own.push_back({Op::kText, 0, 0, text.substr(0, special)});
    text.remove_prefix(special);
    if (text.empty()) break;
    if (text[0] == '{') {
      const std::size_t close = text.find('}');
      CHECK(close != std::string_view::npos && close > 1);
      own.push_back(slot(text.substr(1, close - 1)));
      text.remove_prefix(close + 1);
    } else {
      const std::size_t close = closing(text, 0);
      std::vector<Range> choices;
      for (const auto part : split_alternatives(text.substr(1, close - 1)))
        choices.push_back(compile(part));
      own.push_back({Op::kChoice, static_cast<std::uint32_t>(alternatives_.size()),
                     static_cast<std::uint32_t>(choices.size())});
      alternatives_.insert(alternatives_.end(), choices.begin(), choices.end());
      text.remove_prefix(close + 1);
    }
  }
  const auto begin = static_cast<std::uint32_t>(pieces_.size());
  pieces_.insert(pieces_.end(), own.begin(), own.end());
  return {begin, static_cast<std::uint32_t>(pieces_.size())};
}

void Grammar::tell(TableId table, Speech& speech) const {
  const CompiledTable& from = tables_[table];
  tell_line(from.first + static_cast<std::uint32_t>(speech.random.below(from.count)), from.weight,
            speech);
}

void Grammar::tell_line(std::uint32_t line, Weight weight, Speech& speech) const {
  speech.behaviours |= lines_[line].behaviours;
  speech.weight = std::max(speech.weight, weight);
  tell_pieces(lines_[line].pieces, speech);
}

void Grammar::tell_pieces(Range range, Speech& speech) const {
  for (std::uint32_t i = range.begin; i < range.end; ++i) {
    const Piece& piece = pieces_[i];
    switch (piece.op) {
      case Op::kText:
        speech.out += piece.text;
        break;
      case Op::kTable: {
        const std::size_t at = speech.out.size();
        tell(static_cast<TableId>(piece.a), speech);
        mend_article(speech.out, at);
        break;
      }
      case Op::kWord:
        speech.out += speech.words[piece.a];
        break;
      case Op::kDeed: {
        const CompiledTable& from = tables_[speech.deeds];
        std::uint32_t line =
            from.first + static_cast<std::uint32_t>(speech.random.below(from.count));
        const auto& told = speech.told_deeds;
        for (std::uint32_t tries = 1; tries < from.count; ++tries) {
          if (std::find(told.begin(), told.end(), line + 1) == told.end()) break;
          line = from.first + (line + 1 - from.first) % from.count;
        }
        speech.told_deeds[speech.told++ % told.size()] = line + 1;  // 0 stands for none
        tell_line(line, from.weight, speech);
        break;
      }
      case Op::kNumber:
        append_number(speech.out, piece.a + speech.random.below(piece.b - piece.a + 1));
        break;
      case Op::kChoice:
        tell_pieces(alternatives_[piece.a + speech.random.below(piece.b)], speech);
        break;
    }
  }
}

}  // namespace laurel::sample
