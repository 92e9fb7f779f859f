// The hand-written part of what the detector knows about words: closed classes (pronouns, negators,
// contrast, modality), words of praise and blame, and the names of service occupations and
// departments over many industries. Everything a word can be is a bit of one mask. Plain data.
#pragma once

#include <cstdint>
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

struct LexiconEntry {
  std::uint64_t hash;  // of the folded word
  ClassMask classes;
};

// Every word of the lexicon once, in no particular order.
const std::vector<LexiconEntry>& lexicon();

// Pairs of a short form and the first name it stands for, folded: {"maggie", "margaret"}.
struct NicknamePair {
  std::string_view nickname;
  std::string_view name;
};
const std::vector<NicknamePair>& nicknames();

}  // namespace laurel::detect
