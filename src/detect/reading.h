// Reading: a text prepared for judging: tokens with what is known about each word, running counts
// of what turns meanings, and the mentions of people, roles and teams gathered into entities.
// Buffers are reused from text to text. Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "detect/detector.h"
#include "detect/feature_hash.h"
#include "detect/roster_index.h"
#include "detect/word_table.h"
#include "text/document.h"

namespace laurel::detect {

inline constexpr std::uint32_t kNoIndex = 0xFFFFFFFF;

// Products of a word's vector with weights, side by side (projections.h): one cache line.
inline constexpr std::size_t kProjectionWidth = 16;

// How much a word of this sense counts in an average of word vectors.
constexpr float vector_weight(Sense sense) {
  switch (sense) {
    case Sense::kBe:
    case Sense::kHave:
    case Sense::kAnd:
    case Sense::kFirstPerson:
    case Sense::kPreposition:
    case Sense::kArticle:
    case Sense::kPunctuation:
    case Sense::kStop:
    case Sense::kComma:
      return 0.25F;
    default:
      return 1;
  }
}

struct WordView {
  const WordInfo* info;
  std::uint32_t word;  // hash of the folded word
  Mixed mixed_word, mixed_cluster;
  std::uint32_t sentence;
  std::uint32_t clause;
  std::uint32_t roster;     // RosterIndex word, or kAbsent
  std::uint32_t mention;    // the mention whose head this is, or kNoIndex
  std::uint16_t contrasts;  // contrast words and clause breaks up to here, in the text
  std::uint16_t mentions;   // heads of mentions up to here
  Sense sense;
  bool negated;  // a negator shortly before, in the same clause
  bool modal;    // would, could, if before it in the clause
};

enum class Form : std::uint8_t { kName, kRole, kTeam, kDepartment, kPeople, kPersonNoun, kPronoun };
enum class Determiner : std::uint8_t {
  kBare,
  kThe,
  kOur,
  kYour,
  kA,
  kThis,
  kAll,
  kSome,
  kNone,
  kOther,
  kPossessed,
  kTitle,
};

struct Mention {
  std::uint32_t begin = 0, end = 0;  // tokens, without determiner
  std::uint32_t head = 0;
  std::uint32_t sentence = 0, clause = 0;
  std::uint32_t entity = 0;
  Form form = Form::kName;
  Determiner determiner = Determiner::kBare;
  bool plural = false;
  bool listed = false;    // a name that is on the roster, exactly or nearly
  bool lower = false;     // a name written without a capital
  bool opens = false;     // opens its sentence
  bool outsider = false;  // a name of nobody of the business, by the words around it (outsider.h)
  std::uint8_t name_words = 0;
};

struct Entity {
  TargetKind kind = TargetKind::kPerson;
  Form form = Form::kName;
  std::uint32_t first = 0;    // first mention
  std::uint32_t fullest = 0;  // the mention that names it best
  std::uint32_t count = 0;
  std::uint64_t key = 0;       // hash of the first name, or of the head
  std::uint64_t last_key = 0;  // hash of the surname, 0 when unknown
  bool plural = false;
};

// What words say about the language of a text (language.h).
struct LanguageSigns {
  std::uint32_t words = 0;
  std::uint32_t foreign = 0;   // common in another language
  std::uint32_t glue = 0;      // hold English sentences together
  std::uint32_t known = 0;     // English words and names
  std::uint32_t accented = 0;  // with accents, names aside

  void add(const text::Token& token, const WordInfo& info) {
    ++words;
    if (token.has(text::kNotAscii) && token.code_end - token.code_begin < token.end - token.begin &&
        !token.has(text::kCapital))
      ++accented;
    const bool is_foreign = info.is(kForeign);
    foreign += is_foreign;
    glue += !is_foreign && info.has(kCueGlue);
    known += !is_foreign && info.has(kCueKnownWord);
  }
};

struct Reading {
  text::Document document;
  std::vector<WordView> words;  // one per token
  std::vector<Mention> mentions;
  std::vector<Entity> entities;
  // Sums over the tokens before each: row i is for tokens 0 … i-1. `projections` are
  // kProjectionWidth wide and what scoring uses, `vectors` are kDimensions wide and what training
  // uses; words that only hold sentences together count less. `weights` sums how much counted.
  std::vector<float> projections;
  std::vector<float> vectors;
  std::vector<float> weights;
  LanguageSigns signs;
  std::uint32_t cues = 0;   // WordCues of all words together
  bool shouting = false;    // mostly capitals: case says nothing
  bool lower_case = false;  // hardly any capitals: speech recognition, hasty typing
  std::string scratch;
  NearSearch near;  // the last misspelt name
};

// Tokens, words and running counts.
void read_words(std::string_view text, const WordTable& table, const RosterIndex& roster,
                Reading& reading);

// Mentions and entities. REQUIRES: read_words() was called.
void find_mentions(const RosterIndex& roster, Reading& reading);

}  // namespace laurel::detect
