#include "app/decided_texts.h"

#include <functional>
#include <utility>

#include "base/random.h"
#include "base/utf8.h"
#include "detect/training.h"

namespace laurel::app {
namespace {

using Verdict = detect::DecidedMention::Verdict;

Verdict verdict_of(model::Decision decision) {
  switch (decision) {
    case model::Decision::kAccepted:
      return Verdict::kPraised;
    case model::Decision::kRejected:
      return Verdict::kNot;
    case model::Decision::kUndecided:
      break;
  }
  return Verdict::kOpen;
}

}  // namespace

std::vector<detect::DecidedText> decided_texts(const model::ResponseRecord& record) {
  std::vector<detect::DecidedText> texts;
  for (const model::Verbatim& verbatim : record.response.verbatims) {
    detect::DecidedText text;
    text.id = record.response.id.value.to_string() + "/" + std::to_string(verbatim.question.value);
    bool decided = false;
    bool flagged_open = false;
    for (const model::Commendation& commendation : record.commendations) {
      if (commendation.question != verbatim.question) continue;
      const Verdict verdict = verdict_of(commendation.decision);
      decided = decided || verdict != Verdict::kOpen;
      flagged_open = flagged_open || (verdict == Verdict::kOpen && commendation.flagged);
      text.mentions.push_back(
          {commendation.mention, commendation.evidence, verdict, commendation.kind});
    }
    if (!decided || (flagged_open && !text.commendation())) continue;
    text.text = verbatim.text;
    texts.push_back(std::move(text));
  }
  return texts;
}

detect::LabelledText as_label(const detect::DecidedText& text) {
  detect::LabelledText label;
  label.id = text.id;
  label.source = "decisions";
  label.text = text.text;
  label.commendation = text.commendation();
  label.fold = detect::kTrainOnly;
  label.reported = false;
  for (const detect::DecidedMention& mention : text.mentions) {
    if (mention.verdict != Verdict::kPraised) continue;
    const auto words = [&](detect::Span span) {
      return std::string(base::code_points(text.text, span.start, span.end));
    };
    label.targets.push_back({words(mention.mention), mention.kind, words(mention.evidence)});
  }
  return label;
}

bool is_held_out(model::ResponseId id, std::uint64_t seed, double share) {
  return base::Random(seed ^ std::hash<base::Uuid>()(id.value)).uniform() < share;
}

}  // namespace laurel::app
