// The hand-written part of what the detector knows about words: closed classes (pronouns, negators,
// contrast, modality), words of praise and blame, and the names of service occupations and
// departments over many industries. Everything a word can be is a bit of one mask. Plain data.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace laurel::detect {

using ClassMask = std::uint64_t;

enum WordClass : int {
  // Words that say something about somebody.
  kPersonPraise,  // friendly, courteous: said of people
  kPraise,        // great, excellent: said of anything
  kMild,          // ok, fine, adequate
  kBlame,         // rude, unhelpful: said of people
  kBad,           // terrible, dirty, delayed
  kHelpVerb,      // helped, explained, arranged
  kThanks,        // thanks, kudos, appreciate, recommend
  kExtra,         // beyond, extra, mile, outstanding effort
  kOrdinaryVerb,  // told, said, asked: neither praise nor blame
  // Small words that turn meanings.
  kNegator,
  kContrast,
  kModal,     // would, could, should, if, wish
  kIntense,   // very, so, extremely
  kBe,        // is, was, are, were
  kHave,      // has, had
  kQuestion,  // why, where, how
  kCompare,   // than, like, unlike
  kAnd,
  kPreposition,
  kArticle,
  kFirstPerson,
  kYour,
  kWho,
  kAll,    // all, every, entire, whole
  kSome,   // some, few, one, two
  kNone,   // no (before a noun), nobody
  kOther,  // other, another, different
  // Who and what the text is about.
  kPronounOne,    // he, she, him, her
  kPronounMany,   // they, them
  kTitle,         // mr, dr
  kRoleOne,       // waitress, nurse, agent
  kRoleMany,      // waitresses, nurses, agents
  kTeamHead,      // staff, crew, team, personnel
  kDepartment,    // reception, housekeeping: a team by itself when praised
  kPeople,        // everyone, people, guys, folks
  kPersonNoun,    // lady, gentleman, guy, person
  kRoleModifier,  // cabin, front, desk, service
  kDeskNoun,      // department, desk, office, counter: ends a department's name
  kRelative,      // wife, friend: never the business's people
  kThing,         // food, room, seat, flight
  kService,       // service, hospitality, experience
  kBusiness,      // airline, hotel, dealership, bank
  kTime,          // monday, may, today
  kPlaceCue,      // airport, street, hotel: words after a place name
  kNotName,       // capitalised often, but no person: english, delta, wifi
  kNickname,      // a short form of a first name
  kForeign,       // common in another language and rare in English
  kClassCount,
};

constexpr ClassMask bit(WordClass c) { return ClassMask{1} << c; }

// Words that are never names.
inline constexpr ClassMask kNeverName =
    bit(kNegator) | bit(kContrast) | bit(kModal) | bit(kIntense) | bit(kBe) | bit(kHave) |
    bit(kQuestion) | bit(kCompare) | bit(kAnd) | bit(kPreposition) | bit(kArticle) |
    bit(kFirstPerson) | bit(kYour) | bit(kWho) | bit(kAll) | bit(kSome) | bit(kNone) | bit(kOther) |
    bit(kPronounOne) | bit(kPronounMany) | bit(kTeamHead) | bit(kPeople) | bit(kRoleMany) |
    bit(kThing) | bit(kService) | bit(kBusiness) | bit(kRelative);
// Ordinary words that are rarely names.
inline constexpr ClassMask kMeaning = bit(kPersonPraise) | bit(kPraise) | bit(kMild) | bit(kBlame) |
                                      bit(kBad) | bit(kHelpVerb) | bit(kThanks) | bit(kExtra) |
                                      bit(kOrdinaryVerb) | bit(kRoleOne) | bit(kRoleModifier) |
                                      bit(kDeskNoun) | bit(kPersonNoun) | bit(kDepartment) |
                                      bit(kTime) | bit(kPlaceCue) | bit(kTitle);

// What a word hints at beside its classes, for telling names from other words. Most are lists of
// their own, the rest follows from what is known about the word (WordTable).
enum WordCue : std::uint16_t {
  kCueWordName = 1,      // a name that is more often an ordinary word: grace, mark, will
  kCuePlace = 2,         // before a place: in, at, from
  kCueCalled = 4,        // right before a name: by, named
  kCueNameFollows = 8,   // often before a name: with, and, was
  kCueNoSmallName = 16,  // in lower case no name, unless it is on the roster
  kCueContent = 32,      // known at all
  kCueGlue = 64,         // holds English sentences together and hardly occurs in other languages
  kCueKnownWord = 128,   // an English word or a name
  kCueWish = 256,        // wish, yours: somebody else's people may be meant
  kCueCompanion = 512,   // came with the customer or works for them: nephew, lawyer, dog
  kCueFamily = 1024,     // whose father, whose wife
  kCueElsewhere = 2048,  // names another organisation after "from", "at" or "with"
  kCueSignOff = 4096,    // before a signature: sincerely, regards
  kCueYour = 8192,       // your, yours, you: the business itself is spoken to
};

struct LexiconEntry {
  std::uint64_t hash;  // of the folded word
  ClassMask classes;
  std::uint16_t cues;  // those that are lists
};

// Every word of the lexicon once, in no particular order.
const std::vector<LexiconEntry>& lexicon();

// Pairs of a short form and the first name it stands for, folded: {"maggie", "margaret"}.
struct NicknamePair {
  std::string_view nickname;
  std::string_view name;
};
std::span<const NicknamePair> nicknames();

}  // namespace laurel::detect
