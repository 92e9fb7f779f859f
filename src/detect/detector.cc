// First level: a roster name, role or team beside a word of praise in the same sentence.
#include "detect/detector.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "detect/model.h"
#include "text/document.h"
#include "text/fold.h"

namespace laurel::detect {

namespace {
using text::hash_folded;
constexpr std::array kTeams = {hash_folded("staff"), hash_folded("crew"), hash_folded("team")};
constexpr std::array kPraise = {
    hash_folded("great"),     hash_folded("friendly"),  hash_folded("helpful"),
    hash_folded("excellent"), hash_folded("amazing"),   hash_folded("wonderful"),
    hash_folded("polite"),    hash_folded("fantastic"), hash_folded("courteous"),
    hash_folded("helped"),    hash_folded("thanks"),    hash_folded("professional")};
}  // namespace

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
  text::Document document;
};
Workspace::Workspace() : buffers_(std::make_unique<Buffers>()) {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;

struct Detector::Parts {
  std::shared_ptr<const Model> model;
  std::unordered_multimap<std::uint64_t, std::string> first_names;
};

Detector::Detector(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Detector::Detector(Detector&&) noexcept = default;
Detector& Detector::operator=(Detector&&) noexcept = default;
Detector::~Detector() = default;

base::Result<Detector> Detector::create(std::span<const RosterEntry> roster,
                                        std::shared_ptr<const Model> model) {
  auto parts = std::make_unique<Parts>();
  parts->model = model ? std::move(model) : Model::embedded();
  for (const RosterEntry& entry : roster)
    parts->first_names.emplace(hash_folded(text::fold(entry.first_name)), entry.employee_id);
  return Detector(std::move(parts));
}

void Detector::detect(std::string_view source, const Context&, Workspace& workspace,
                      Detection& out) const {
  out = Detection{};
  text::Document& document = workspace.buffers_->document;
  text::analyse(source, document);
  const auto& tokens = document.tokens;
  for (const text::Sentence& sentence : document.sentences) {
    const auto praise = [&](const text::Token& t) {
      return std::ranges::find(kPraise, t.hash) != kPraise.end();
    };
    if (std::none_of(tokens.begin() + sentence.begin, tokens.begin() + sentence.end, praise))
      continue;
    for (std::uint32_t i = sentence.begin; i < sentence.end; ++i) {
      const auto [first, last] = parts_->first_names.equal_range(tokens[i].hash);
      const bool team = std::ranges::find(kTeams, tokens[i].hash) != kTeams.end();
      if (first == last && !team) continue;
      Target target;
      target.mention = {tokens[i].code_begin, tokens[i].code_end};
      target.text = document.words(tokens[i]);
      target.kind = team ? TargetKind::kTeam : TargetKind::kPerson;
      target.probability = 0.9F;
      target.evidence = {tokens[sentence.begin].code_begin, tokens[sentence.end - 1].code_end};
      target.evidence_text = document.words(sentence.begin, sentence.end);
      for (auto it = first; it != last; ++it) target.candidates.push_back({it->second, 0.9F});
      if (target.candidates.size() == 1) {
        target.link = LinkState::kLinked;
        target.employee_id = target.candidates[0].employee_id;
      } else if (!target.candidates.empty()) {
        target.link = LinkState::kAmbiguous;
      }
      out.targets.push_back(std::move(target));
    }
  }
  out.commendation = !out.targets.empty();
  out.probability = out.commendation ? 0.9F : 0.1F;
}

Detection Detector::detect(std::string_view source, const Context& context) const {
  Workspace workspace;
  Detection out;
  detect(source, context, workspace, out);
  return out;
}

const Thresholds& Detector::thresholds() const { return parts_->model->thresholds; }
const std::string& Detector::version() const { return parts_->model->version; }

}  // namespace laurel::detect
