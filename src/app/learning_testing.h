// Learning from decisions, simulated: the labelled cases of an industry stand for what its
// customers said, their labels for what somebody who reads them decides. Only what really would be
// in the queue is decided: what is sure and unambiguous is left alone, and texts in which nothing
// was found are never seen.
#pragma once

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "app/model_comparison.h"
#include "base/check.h"
#include "base/file.h"
#include "detect/adaptation.h"
#include "detect/evaluation.h"
#include "text/document.h"
#include "wire/labels_json.h"

namespace laurel::app {

// Industries that the program's own model was not trained on.
inline const std::vector<std::string> kUnseen = {"equipment-dealers", "hotels", "schools-training",
                                                 "utilities-telecoms"};

inline std::vector<detect::LabelledText> cases_of(const std::string& industry) {
  const auto content = base::read_file(std::string(LAUREL_SOURCE_DIR) + "/models/cases/praise/" +
                                       industry + ".jsonl");
  CHECK(content.ok());
  auto labels = wire::parse_labels(*content);
  CHECK(labels.ok());
  return std::move(*labels);
}

inline detect::Span span_of(const std::string& text, const std::string& words) {
  const std::size_t at = text.find(words);
  if (at == std::string::npos || words.empty()) return {};
  const auto points = [](std::string_view bytes) {
    return static_cast<std::uint32_t>(
        std::ranges::count_if(bytes, [](char c) { return (c & 0xC0) != 0x80; }));
  };
  const std::uint32_t start = points(std::string_view(text).substr(0, at));
  return {start, start + points(words)};
}

// What the reviewer makes of a text; nothing if it isn't in the queue, or isn't decided as a whole.
inline std::optional<detect::DecidedText> reviewed(const detect::Detector& detector,
                                                   const detect::LabelledText& label) {
  using Verdict = detect::DecidedMention::Verdict;
  const detect::Detection found = detector.detect(label.text);
  detect::DecidedText out{label.id, label.text, {}};
  std::vector<bool> noticed(label.targets.size());
  bool queued = false;
  bool open = false;
  for (const auto* list : {&found.targets, &found.possible}) {
    for (const detect::Target& target : *list) {
      const bool sure = target.probability >= detector.thresholds().send;
      queued = queued || !sure;
      open = open || sure;
      Verdict verdict = sure ? Verdict::kOpen : Verdict::kNot;
      for (std::size_t i = 0; i < label.targets.size(); ++i) {
        if (!detect::same_target(target.text, label.targets[i].text)) continue;
        noticed[i] = true;
        if (!sure) verdict = Verdict::kPraised;
      }
      out.mentions.push_back({target.mention, target.evidence, verdict});
    }
  }
  if (!queued) return std::nullopt;
  for (std::size_t i = 0; i < label.targets.size(); ++i) {
    if (noticed[i]) continue;
    out.mentions.push_back({span_of(label.text, label.targets[i].text),
                            span_of(label.text, label.targets[i].evidence), Verdict::kPraised});
  }
  if (open && !out.commendation()) return std::nullopt;
  return out;
}

inline std::vector<detect::DecidedText> reviewed(const detect::Detector& detector,
                                                 const std::vector<detect::LabelledText>& labels) {
  std::vector<detect::DecidedText> out;
  for (const detect::LabelledText& label : labels)
    if (auto text = reviewed(detector, label)) out.push_back(std::move(*text));
  return out;
}

// How well a model does on labelled texts.
struct Score {
  std::vector<detect::LabelledText> labels;
  std::vector<detect::Prediction> predictions;
  detect::Thresholds thresholds{};

  void add(const detect::Model& model, const detect::Detector& detector,
           const std::vector<detect::LabelledText>& texts) {
    thresholds = model.thresholds;
    for (const detect::LabelledText& label : texts) {
      labels.push_back(label);
      predictions.push_back(detect::prediction_of(detector.detect(label.text)));
    }
  }
  detect::Evaluation evaluation() const {
    return detect::evaluate(labels, predictions, thresholds);
  }
};

// Every twentieth line begins another block; twins lie in one block.
inline std::vector<detect::LabelledText> fold_of(const std::vector<detect::LabelledText>& labels,
                                                 std::size_t fold, std::size_t folds, bool inside) {
  std::vector<detect::LabelledText> out;
  for (std::size_t i = 0; i < labels.size(); ++i)
    if ((i / 20 % folds == fold) == inside) out.push_back(labels[i]);
  return out;
}

inline std::shared_ptr<const detect::Model> learned_from(
    const std::vector<detect::LabelledText>& labels, const detect::Detector& detector,
    std::size_t& decided) {
  const std::vector<detect::DecidedText> texts = reviewed(detector, labels);
  std::unordered_set<std::string> ids;
  for (const detect::DecidedText& text : texts) ids.insert(text.id);
  std::vector<std::string> kept;
  for (const detect::LabelledText& label : labels)
    if (!ids.contains(label.id)) kept.push_back(label.text);
  decided += texts.size();
  const auto model = detect::adapt(*detect::Model::embedded(), texts, kept, {});
  CHECK(model.ok());
  return *model;
}

// Before and after, text by text.
struct Outcome {
  Score before, after;

  void add(const detect::Model& model, const std::vector<detect::LabelledText>& texts) {
    const auto old_one = detect::Model::embedded();
    before.add(*old_one, *detect::Detector::create({}), texts);
    const auto shared = detect::Model::parse(model.serialise());
    after.add(model, *detect::Detector::create({}, *shared), texts);
  }
  ModelComparison comparison() const {
    std::vector<JudgedText> judged;
    for (std::size_t i = 0; i < before.labels.size(); ++i)
      judged.push_back(
          {before.labels[i].commendation, static_cast<double>(before.predictions[i].probability),
           static_cast<double>(after.predictions[i].probability),
           !before.predictions[i].targets.empty(), !after.predictions[i].targets.empty()});
    return compare_models(judged);
  }
};

// Learns from three quarters of an industry's texts and judges the last, four times.
inline Outcome cross_validated(const std::vector<detect::LabelledText>& labels,
                               std::size_t folds_done, std::size_t& decided) {
  const auto detector = *detect::Detector::create({});
  Outcome out;
  for (std::size_t fold = 0; fold < folds_done; ++fold) {
    const auto model = learned_from(fold_of(labels, fold, 4, false), detector, decided);
    out.add(*model, fold_of(labels, fold, 4, true));
  }
  return out;
}

inline std::vector<detect::LabelledText> cases_of_all(const std::vector<std::string>& industries) {
  std::vector<detect::LabelledText> out;
  for (const std::string& industry : industries)
    for (detect::LabelledText& label : cases_of(industry)) out.push_back(std::move(label));
  return out;
}

}  // namespace laurel::app
