#include "detect/detector.h"

#include <algorithm>
#include <array>

#include "detect/explanation.h"
#include "detect/language.h"
#include "detect/link_cues.h"
#include "detect/model.h"
#include "detect/scorer.h"
#include "text/fold.h"

namespace laurel::detect {

std::string_view name(TargetKind kind) {
  constexpr std::array<std::string_view, 3> kNames = {"person", "role", "team"};
  return kNames[static_cast<std::size_t>(kind)];
}
std::string_view name(Strength strength) {
  return strength == Strength::kExemplary ? "exemplary" : "kind";
}
std::string_view name(LinkState state) {
  constexpr std::array<std::string_view, 3> kNames = {"linked", "ambiguous", "unlisted"};
  return kNames[static_cast<std::size_t>(state)];
}
std::string_view name(Behaviour behaviour) {
  constexpr std::array<std::string_view, kBehaviourCount> kNames = {
      "extra_mile",    "courtesy", "care",       "expertise",
      "communication", "speed",    "resolution", "honesty"};
  return kNames[static_cast<std::size_t>(behaviour)];
}

struct Workspace::Buffers {
  Reading reading;
  Scores scores;
  Explainer explainer;
  std::vector<Stretch> stretches;
  LinkCues cues;
  CandidateSearch search;
  std::vector<std::string> names;
  std::vector<Target> spare;  // targets of texts before, whose memory is used again

  std::optional<TraitLogits> whole_text;  // of this text, when asked for

  const TraitLogits& whole(const Model& model) {
    if (!whole_text) whole_text = whole_traits(model, reading);
    return *whole_text;
  }
  Target& take(std::vector<Target>& list) {
    if (spare.empty()) return list.emplace_back();
    list.push_back(std::move(spare.back()));
    spare.pop_back();
    return list.back();
  }
  void give_back(std::vector<Target>& list) {
    constexpr std::size_t kSpares = 16;
    for (Target& target : list)
      if (spare.size() < kSpares) spare.push_back(std::move(target));
    list.clear();
  }
};
Workspace::Workspace() : buffers_(std::make_unique<Buffers>()) {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;

struct Detector::Parts {
  std::shared_ptr<const Model> model;
  RosterIndex roster;
  std::string version;

  enum class Outcome : std::uint8_t { kScored, kNobody, kOtherLanguage };
  // Fills the reading and, where somebody is talked about, the scores.
  Outcome score(std::string_view text, const Context& context, Workspace::Buffers& buffers) const;
  // Sets every member of `target`; returns the mention that tells most.
  const Mention& fill(Workspace::Buffers& buffers, std::uint32_t entity, const Context& context,
                      Target& target) const;
  void link(Workspace::Buffers& buffers, const Mention& mention, const Context& context,
            Target& target) const;
};

Detector::Detector(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Detector::Detector(Detector&&) noexcept = default;
Detector& Detector::operator=(Detector&&) noexcept = default;
Detector::~Detector() = default;

base::Result<Detector> Detector::create(std::span<const RosterEntry> roster,
                                        std::shared_ptr<const Model> model) {
  if (model == nullptr) model = Model::embedded();
  std::string version = model->version();
  return Detector(
      std::unique_ptr<Parts>(new Parts{std::move(model), RosterIndex(roster), std::move(version)}));
}

void Detector::Parts::link(Workspace::Buffers& buffers, const Mention& mention,
                           const Context& context, Target& target) const {
  if (roster.empty()) return;
  const Reading& reading = buffers.reading;
  std::size_t count = 0;
  const auto put = [&](std::string_view name) {
    if (buffers.names.size() == count) buffers.names.emplace_back();
    buffers.names[count++] = name;
  };
  bool titled = false;
  for (std::uint32_t i = mention.begin; i < mention.end; ++i) {
    if (!reading.document.tokens[i].is_word()) continue;
    if (i < mention.head) {
      titled = true;
      continue;
    }
    // "Mary-Ellen" may be Mary Ellen on the roster.
    std::string& folded = buffers.reading.scratch;
    text::fold(reading.document.words(reading.document.tokens[i]), folded);
    std::size_t from = 0;
    while (roster.find(text::hash_folded(folded)) == RosterIndex::kAbsent) {
      const std::size_t hyphen = folded.find('-', from);
      if (hyphen == std::string::npos) break;
      if (hyphen > from) put(std::string_view(folded).substr(from, hyphen - from));
      from = hyphen + 1;
    }
    if (from < folded.size()) put(std::string_view(folded).substr(from));
  }
  read_cues(reading, mention, buffers.cues);
  // A misspelt name was looked up before.
  std::swap(buffers.search.near, buffers.reading.near);
  roster.candidates(std::span(buffers.names).first(count), titled, context, buffers.cues,
                    buffers.search, target.candidates);
  std::swap(buffers.search.near, buffers.reading.near);
  target.link = RosterIndex::decide(target.candidates);
  if (target.link == LinkState::kLinked) target.employee_id = target.candidates[0].employee_id;
}

const Mention& Detector::Parts::fill(Workspace::Buffers& buffers, std::uint32_t number,
                                     const Context& context, Target& target) const {
  const Reading& reading = buffers.reading;
  const Scores& scores = buffers.scores;
  const Entity& entity = reading.entities[number];
  const text::Document& document = reading.document;
  std::uint32_t best = entity.first;
  for (std::uint32_t m = 0; m < reading.mentions.size(); ++m)
    if (reading.mentions[m].entity == number && scores.mentions[m] > scores.mentions[best])
      best = m;
  // A person is named as fully as the text does anywhere; a group where it is praised.
  const bool person = entity.kind == TargetKind::kPerson;
  const bool pronoun = reading.mentions[best].form == Form::kPronoun;
  const Mention& named = reading.mentions[person || pronoun ? entity.fullest : best];
  const auto span_of = [&](std::uint32_t from, std::uint32_t to) {
    return Span{document.tokens[from].code_begin, document.tokens[to - 1].code_end};
  };
  target.mention = span_of(named.begin, named.end);
  target.text = document.words(named.begin, named.end);
  target.kind = entity.kind;
  target.probability = scores.entities[number];
  const Stretch evidence = evidence_of(reading, reading.mentions[best]);
  target.evidence = span_of(evidence.from, evidence.to);
  target.evidence_text = document.words(evidence.from, evidence.to);
  praised_stretches(reading, number, scores, buffers.stretches);
  const TraitLogits traits =
      score_traits(*model, reading, entity.kind, buffers.stretches, buffers.whole(*model));
  target.behaviours = behaviours_of(*model, traits);
  target.strength = strength_of(*model, traits);
  buffers.explainer.explain(*model, reading, reading.mentions[best], scores.counts[best],
                            Explainer::Side::kFor, target.reasons);
  target.link = LinkState::kUnlisted;
  target.employee_id.clear();
  target.candidates.clear();
  if (person) link(buffers, named, context, target);
  return reading.mentions[best];
}

Detector::Parts::Outcome Detector::Parts::score(std::string_view text, const Context& context,
                                                Workspace::Buffers& buffers) const {
  buffers.whole_text.reset();
  Reading& reading = buffers.reading;
  read_words(text, model->words, roster, reading);
  const bool declared = context.language.size() >= 2;
  if (declared ? !context.language.starts_with("en") : !is_english(reading))
    return Outcome::kOtherLanguage;
  find_mentions(roster, reading);
  if (reading.entities.empty()) return Outcome::kNobody;
  project(model->projections, reading);
  score_words(*model, reading, buffers.scores);
  combine(*model, reading, buffers.scores);
  return Outcome::kScored;
}

void Detector::detect(std::string_view source, const Context& context, Workspace& workspace,
                      Detection& out) const {
  out.commendation = false;
  out.probability = 0;
  out.strength = Strength::kKind;
  Workspace::Buffers& buffers = *workspace.buffers_;
  buffers.give_back(out.targets);
  buffers.give_back(out.possible);
  const Parts::Outcome outcome = parts_->score(source, context, buffers);
  out.language_supported = outcome != Parts::Outcome::kOtherLanguage;
  if (outcome != Parts::Outcome::kScored) return;
  const Scores& scores = buffers.scores;
  const Thresholds& thresholds = parts_->model->thresholds;
  out.probability = scores.text;
  for (std::uint32_t e = 0; e < scores.entities.size(); ++e) {
    if (scores.entities[e] < thresholds.review ||
        told_by_name(buffers.reading, e, scores, thresholds.flag))
      continue;
    const bool flagged = scores.entities[e] >= thresholds.flag;
    Target& target = buffers.take(flagged ? out.targets : out.possible);
    parts_->fill(buffers, e, context, target);
    if (flagged && target.strength == Strength::kExemplary) out.strength = Strength::kExemplary;
  }
  const auto by_start = [](const Target& t) { return t.mention.start; };
  for (auto* list : {&out.targets, &out.possible})
    if (list->size() > 1) std::ranges::stable_sort(*list, {}, by_start);
  out.commendation = !out.targets.empty();
}

Detection Detector::detect(std::string_view source, const Context& context) const {
  Workspace workspace;
  Detection out;
  detect(source, context, workspace, out);
  return out;
}

Examination Detector::examine(std::string_view text, const Context& context) const {
  Workspace workspace;
  Workspace::Buffers& buffers = *workspace.buffers_;
  Examination out;
  const Parts::Outcome outcome = parts_->score(text, context, buffers);
  out.language_supported = outcome != Parts::Outcome::kOtherLanguage;
  if (outcome != Parts::Outcome::kScored) return out;
  out.probability = buffers.scores.text;
  for (std::uint32_t e = 0; e < buffers.scores.entities.size(); ++e) {
    Examined& examined = out.mentions.emplace_back();
    const Mention& mention = parts_->fill(buffers, e, context, examined.target);
    const auto number = static_cast<std::size_t>(&mention - buffers.reading.mentions.data());
    buffers.explainer.explain(*parts_->model, buffers.reading, mention,
                              buffers.scores.counts[number], Explainer::Side::kAgainst,
                              examined.against);
    out.commendation =
        out.commendation || examined.target.probability >= parts_->model->thresholds.flag;
  }
  std::ranges::stable_sort(out.mentions, {},
                           [](const Examined& e) { return e.target.mention.start; });
  return out;
}

const Thresholds& Detector::thresholds() const { return parts_->model->thresholds; }
const std::string& Detector::version() const { return parts_->version; }

}  // namespace laurel::detect
