// `laurel evaluate`: scores detection against a labelled file.
#include <fmt/format.h>

#include <map>

#include "base/file.h"
#include "cli/command.h"
#include "cli/evaluation_text.h"
#include "cli/label_files.h"
#include "cli/model_file.h"
#include "cli/progress.h"
#include "detect/training.h"
#include "wire/labels_json.h"

namespace laurel::cli {
namespace {

constexpr Option kOptions[] = {
    {"cross-validate", "", "train without each fold and score it, in place of using the model"},
    {"more", "FILE", "with --cross-validate: as for train; may repeat"},
    {"also", "FILE", "with --cross-validate: as for train; may repeat"},
    {"chosen", "FILE", "with --cross-validate: as for train; may repeat"},
    {"roster", "FILE", "the people to link to (CSV or JSON lines)"},
    {"model", "FILE", "a model that laurel train wrote (default: the built-in one)"},
    {"by-source", "", "also a line for each source"},
    {"format", "FORMAT", "text (default) or json"},
};

base::Result<int> evaluate_links(Session& session, const std::string& content, bool json) {
  const auto texts = TRY(wire::parse_links(content));
  const detect::Detector detector = TRY(detector_from(session.arguments));
  std::vector<detect::LinkOutcome> outcomes;
  for (const wire::LinkText& text : texts) {
    const detect::Detection found = detector.detect(text.text, text.context());
    std::vector<detect::LinkedMention> mentions;
    for (const auto* list : {&found.targets, &found.possible})
      for (const detect::Target& target : *list)
        if (target.kind == detect::TargetKind::kPerson)
          mentions.push_back({target.text, target.link, target.employee_id});
    for (const auto outcome : detect::judge_links(text.mentions, mentions))
      outcomes.push_back(outcome);
  }
  const detect::LinkScores scores = detect::summarise_links(outcomes);
  session.terminal.out(json ? wire::links_json(scores) : links_text(scores));
  return 0;
}

base::Result<int> run(Session& session) {
  const Arguments& arguments = session.arguments;
  const std::string path = TRY(arguments.single_word("a labelled file"));
  const std::string format = arguments.value_or("format", "text");
  if (format != "text" && format != "json")
    return base::invalid_input(fmt::format("--format can be text or json, not \"{}\".", format));
  const bool json = format == "json";
  const std::string content = TRY(base::read_file(path));
  if (wire::labels_links(content)) return evaluate_links(session, content, json);

  const auto labels = TRY(wire::parse_labels(content));
  std::vector<detect::Prediction> predictions;
  detect::Thresholds thresholds;
  if (arguments.has("cross-validate")) {
    const auto base_model = arguments.value("model")
                                ? TRY(read_model_file(*arguments.value("model")))
                                : detect::Model::embedded();
    Progress progress(session.terminal, session.clock);
    detect::TrainingOptions options;
    options.progress = [&](double share) { progress.update(share); };
    const auto learned_from = TRY(read_training_labels(arguments, path));
    auto trained = TRY(detect::train(learned_from, base_model->words.knowledge(), options));
    predictions = std::move(trained.out_of_fold);
    predictions.resize(labels.size());  // those of the file itself come first
    thresholds = trained.thresholds;
  } else {
    const detect::Detector detector = TRY(detector_from(arguments));
    thresholds = detector.thresholds();
    for (const detect::LabelledText& label : labels)
      predictions.push_back(detect::prediction_of(detector.detect(label.text)));
  }
  const auto evaluation = detect::evaluate(labels, predictions, thresholds);
  if (json) {
    session.terminal.out(wire::evaluation_json(evaluation, thresholds));
    return 0;
  }
  session.terminal.out(evaluation_text(evaluation, thresholds));
  if (arguments.has("by-source")) {
    std::map<std::string,
             std::pair<std::vector<detect::LabelledText>, std::vector<detect::Prediction>>>
        sources;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      auto& [some_labels, some_predictions] = sources[labels[i].source];
      some_labels.push_back(labels[i]);
      some_predictions.push_back(predictions[i]);
    }
    session.terminal.out(source_heading());
    for (const auto& [source, both] : sources)
      session.terminal.out(
          source_line(source, detect::evaluate(both.first, both.second, thresholds)));
  }
  return 0;
}

}  // namespace

const Command kEvaluateCommand = {
    .name = "evaluate",
    .summary = "Score detection against labelled texts or labelled links",
    .words = "FILE",
    .description =
        "FILE has a labelled text a line, or labelled mentions (docs/detection.md). Scoring a "
        "model\n"
        "on the texts it was trained on flatters it: use --cross-validate for those.",
    .options = kOptions,
    .run = run};

}  // namespace laurel::cli
