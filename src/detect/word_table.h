// WordTable: everything known about one word, found with one probe of its hash: its lexicon
// classes, its clusters among words used alike, and how much it looks like a first name or a
// surname. Clusters and names are learned (serialised with the model), classes come from the
// lexicon at load. Immutable once built; safe to share between threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "detect/lexicon.h"

namespace laurel::detect {

// Words used alike have vectors that point alike; this many dimensions, one signed byte each.
inline constexpr std::size_t kDimensions = 48;
inline constexpr float kVectorOne = 127;  // what stands for 1

// What is learned about one word.
struct LearnedWord {
  std::uint32_t key = 0;      // the low half of the word's hash
  std::uint16_t cluster = 0;  // 0: not seen in the unlabelled text
  std::uint8_t coarse = 0;    // a larger cluster around it
  // Bits 0–1 how common as a first name, 2–3 as a surname, 4–5 how often it is capitalised inside a
  // sentence (0: hardly ever … 3: nearly always), 6–7 how common as a word (0: unseen … 3:
  // frequent).
  std::uint8_t shape = 0;
  std::uint16_t vector = 0;  // row of WordKnowledge::vectors, from 1; 0: none
};

struct WordKnowledge {
  std::vector<LearnedWord> words;
  std::vector<std::int8_t> vectors;  // kDimensions for each word that has one, × kVectorOne
};

// Coarse meaning of a word, for short patterns: "M was very helpful" → Be Intense PersonPraise.
enum class Sense : std::uint8_t {
  kNothing,
  kNegator,
  kPersonPraise,
  kPraise,
  kBlame,
  kBad,
  kMild,
  kThanks,
  kExtra,
  kHelp,
  kContrast,
  kModal,
  kIntense,
  kBe,
  kHave,
  kQuestion,
  kCompare,
  kAnd,
  kWho,
  kFirstPerson,
  kYour,
  kPronoun,
  kPerson,
  kTeam,
  kThing,
  kService,
  kBusiness,
  kRelative,
  kOrdinaryVerb,
  kPreposition,
  kArticle,
  kName,
  kPunctuation,
  kStop,
  kExclaim,
  kAsk,
  kComma,
  kNumber,
  kSmile,
  kFrown,
  kTag,
};

struct WordInfo {
  ClassMask classes = 0;
  std::uint32_t key = 0;  // of the word it was found by; 0: an unknown word
  std::uint16_t cluster = 0;
  std::uint16_t vector = 0;
  std::uint16_t cues = 0;
  std::uint8_t coarse = 0;
  std::uint8_t shape = 0;
  Sense sense = Sense::kNothing;

  bool is(WordClass c) const { return (classes >> c & 1) != 0; }
  bool any(ClassMask mask) const { return (classes & mask) != 0; }
  bool has(WordCue cue) const { return (cues & cue) != 0; }
  int first_name() const { return shape & 3; }
  int surname() const { return shape >> 2 & 3; }
  int capitals() const { return shape >> 4 & 3; }
  int frequency() const { return shape >> 6; }
};

class WordTable {
 public:
  // An empty table still knows the lexicon.
  explicit WordTable(WordKnowledge knowledge = {});

  // Never fails: an unknown word has no classes, no cluster and so on.
  const WordInfo& find(std::uint64_t hash) const {
    const auto key = static_cast<std::uint32_t>(hash);
    for (std::size_t i = slot(key);; i = (i + 1) & mask_)
      if (slots_[i].key == key || slots_[i].key == 0) return slots_[i];
  }
  // The vector of a word, or null.
  const std::int8_t* vector(const WordInfo& info) const {
    return info.vector == 0 ? nullptr : knowledge_.vectors.data() + (info.vector - 1) * kDimensions;
  }
  const WordKnowledge& knowledge() const { return knowledge_; }

 private:
  std::size_t slot(std::uint32_t key) const { return (key * 0x9E3779B1U >> 8) & mask_; }
  WordInfo& insert(std::uint32_t key);

  WordKnowledge knowledge_;
  std::vector<WordInfo> slots_;  // open addressing; a free one is an unknown word
  std::size_t mask_ = 0;
};

struct NameCount {
  std::string_view name;
  double count;
};

// Learns the table: `corpus` is one text a line; names with how often they are given.
// Deterministic; takes minutes for 100 MB.
WordKnowledge learn_words(std::string_view corpus, const std::vector<NameCount>& first_names,
                          const std::vector<NameCount>& surnames);

}  // namespace laurel::detect
