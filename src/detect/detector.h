// The detector: who is praised in a text, for what, in which words, how sure, and which roster
// employee that is.
//
//   text → sentences, clauses, tokens → mentions (roster names, other names, roles, teams,
//   pronouns)
//        → praise of each mention → behaviours → link to the roster
//
// Pure: no clock, files, network or JSON. A Detector is immutable after create() and safe to share
// between threads; each thread brings its own Workspace, which only saves allocations.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "detect/praise.h"
#include "detect/roster.h"

namespace laurel::detect {

struct Candidate {
  std::string employee_id;
  float score = 0;  // name likeness × context, 0 … 1
};

// One mention that may be praised.
struct Target {
  Span mention;
  std::string text;  // the words of `mention`, exactly
  TargetKind kind = TargetKind::kPerson;
  float probability = 0;  // that this mention is praised, calibrated
  Strength strength = Strength::kKind;
  Span evidence;  // the clause or sentence that praises
  std::string evidence_text;
  BehaviourSet behaviours = 0;
  LinkState link = LinkState::kUnlisted;  // a role or team is unlisted
  std::string employee_id;                // set only when linked
  std::vector<Candidate> candidates;      // best first
  std::vector<std::string> reasons;       // the words that decided, strongest first
};

// What is known about the conversation beside its words; empty means unknown.
struct Context {
  std::string_view location{};
  std::span<const std::string> served_by{};  // employee ids
  std::optional<base::Date> on{};            // narrows to people employed then
  std::string_view language{};  // ISO 639-1 when the source says so; otherwise detection decides
  // What customers call the business: with it, "Anna at Meridian Air" is known to be somebody
  // else's.
  std::string_view business{};
};

struct Detection {
  bool language_supported = true;       // false: "language not supported"; nothing is guessed then
  bool commendation = false;            // any target at or above the flag threshold
  float probability = 0;                // that the text praises anybody, calibrated
  Strength strength = Strength::kKind;  // strongest of the flagged targets
  std::vector<Target> targets;   // praised: at or above the flag threshold, in order of appearance
  std::vector<Target> possible;  // below it but at or above the review threshold
};

struct Thresholds {
  float review = 0;  // below: not worth a person's time
  float flag = 0;    // best F1; decides the voice in the figures
  float send = 0;    // may go out unread
};

// One person, role or team a text talks about, praised or not.
struct Examined {
  Target target;
  std::vector<std::string> against;  // the words that spoke most against praise, strongest first
};

// What stands behind a Detection.
struct Examination {
  bool language_supported = true;
  bool commendation = false;
  float probability = 0;
  std::vector<Examined> mentions;  // in order of appearance
};

class Model;        // detect/model.h: the weights
class RosterIndex;  // detect/roster_index.h

class Workspace {
 public:
  Workspace();
  ~Workspace();
  Workspace(Workspace&&) noexcept;
  Workspace& operator=(Workspace&&) noexcept;

 private:
  friend class Detector;
  struct Buffers;
  std::unique_ptr<Buffers> buffers_;
};

class Detector {
 public:
  // `model` null means the embedded default model. Refuses a model file of another format version.
  static base::Result<Detector> create(std::span<const RosterEntry> roster,
                                       std::shared_ptr<const Model> model = nullptr);
  Detector(Detector&&) noexcept;
  Detector& operator=(Detector&&) noexcept;
  ~Detector();

  // Any bytes are accepted: invalid UTF-8 counts one replacement character per bad byte. Never
  // fails.
  void detect(std::string_view text, const Context& context, Workspace& workspace,
              Detection& out) const;
  Detection detect(std::string_view text, const Context& context = {}) const;

  // The same judgement with everybody who is talked about and what spoke for and against; slower.
  Examination examine(std::string_view text, const Context& context = {}) const;

  const Thresholds& thresholds() const;
  // Names the detector and its weights, stored with each commendation: "laurel-en-1 (3f2a9c…)".
  const std::string& version() const;

 private:
  struct Parts;
  explicit Detector(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace laurel::detect
