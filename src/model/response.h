// A response: what one customer said and scored at one moment, and the commendations found in the
// words.
//
//   Response ──< Answer        one integer per question
//            ──< Verbatim      words, per text question
//            ──< Commendation  one praised (or possibly praised) target in one verbatim
//
// Plain data; derived facts (voice) are pure functions of it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "detect/praise.h"
#include "model/ids.h"
#include "model/question.h"

namespace laurel::model {

struct Verbatim {
  QuestionId question;
  std::string text;  // UTF-8, never empty
  friend bool operator==(const Verbatim&, const Verbatim&) = default;
};

// What detection could do with the words of a response.
enum class Reading : std::uint8_t {
  kSilent,  // no words
  kUnread,  // words in a language that is not supported
  kRead,
};

struct Response {
  ResponseId id;
  std::string source;  // the programme or file it came from; with external_id it is unique in the
                       // organization
  std::string external_id;
  std::optional<base::Date> occurred_on;  // day of service or interview, as the source says
  base::Timestamp received_at;
  MarketId market;
  UnitId unit;
  ChannelId channel;
  AccountId account;
  ContactId contact;
  std::string language;  // ISO 639-1, or empty when the source doesn't say
  Reading reading = Reading::kSilent;
  std::vector<EmployeeId> served_by;
  std::vector<Answer> answers;      // ascending by question, one each
  std::vector<Verbatim> verbatims;  // ascending by question, one each

  base::Month month() const { return occurred_on ? base::Month::of(*occurred_on) : base::Month{}; }
};

enum class Decision : std::uint8_t { kUndecided, kAccepted, kRejected };
std::string_view name(Decision decision);  // "undecided", "accepted", "rejected"

struct CommendationCandidate {
  EmployeeId employee;
  float score = 0;
  friend bool operator==(const CommendationCandidate&, const CommendationCandidate&) = default;
};

struct Commendation {
  CommendationId id;
  QuestionId question;  // which verbatim
  detect::TargetKind kind = detect::TargetKind::kPerson;
  std::string target;    // the words of the mention
  detect::Span mention;  // in code points of the verbatim
  detect::Span evidence;
  detect::BehaviourSet behaviours = 0;
  detect::Strength strength = detect::Strength::kKind;
  float probability = 0;
  bool flagged = false;  // at or above the flag threshold when detected; otherwise only possible
  bool sure = false;     // at or above the send threshold when detected
  detect::LinkState link = detect::LinkState::kUnlisted;
  EmployeeId employee;                            // known only when linked
  std::vector<CommendationCandidate> candidates;  // best first
  Decision decision = Decision::kUndecided;
  std::string detector;  // version that found it

  // Counts as praise: accepted by a person, or flagged and not rejected.
  bool counts() const {
    return decision == Decision::kAccepted || (decision == Decision::kUndecided && flagged);
  }
};

// A response with everything found in it, as it is written in one transaction.
struct ResponseRecord {
  Response response;
  std::vector<Commendation> commendations;
};

}  // namespace laurel::model
