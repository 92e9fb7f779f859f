// `laurel train`: makes a praise model from labelled texts and says what it would score.
#include <fmt/format.h>

#include "base/file.h"
#include "base/wording.h"
#include "cli/command.h"
#include "cli/evaluation_text.h"
#include "cli/label_files.h"
#include "cli/model_file.h"
#include "cli/progress.h"
#include "detect/training.h"
#include "intake/table.h"

namespace laurel::cli {
namespace {

constexpr Option kOptions[] = {
    {"output", "FILE", "where to write the model (default praise.model)"},
    {"base", "FILE", "the model whose knowledge of words to build on (default: the built-in one)"},
    {"more", "FILE", "more real labelled texts: cross-validated too, but left out of the report"},
    {"also", "FILE", "labelled texts that are only trained on, with a quarter of the weight"},
    {"chosen", "FILE",
     "real texts labelled because a model was unsure of them: trained on, never calibrated on"},
    {"words", "FILE", "learn words anew from this text, one review a line; takes minutes"},
    {"first-names", "FILE", "with --words: first names with counts (tab-separated)"},
    {"surnames", "FILE", "with --words: surnames with percentages (tab-separated)"},
};

// Lines of a name and one or more numbers, which are added up; a header line has no numbers.
base::Result<std::vector<detect::NameCount>> read_names(const std::string& content,
                                                        std::size_t numbers) {
  std::vector<detect::NameCount> names;
  std::string_view rest = content;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) continue;
    detect::NameCount name{line.substr(0, tab), 0};
    for (std::size_t i = 0; i < numbers && tab != std::string_view::npos; ++i) {
      line.remove_prefix(tab + 1);
      name.count += std::strtod(std::string(line.substr(0, line.find('\t'))).c_str(), nullptr);
      tab = line.find('\t');
    }
    if (name.count > 0) names.push_back(name);
  }
  if (names.empty())
    return base::invalid_input("A list of names needs lines of a name, a tab and a number.");
  return names;
}

base::Result<detect::WordKnowledge> words_for(Session& session) {
  const Arguments& arguments = session.arguments;
  const auto corpus = arguments.value("words");
  if (!corpus) {
    const auto base_model = arguments.value("base") ? TRY(read_model_file(*arguments.value("base")))
                                                    : detect::Model::embedded();
    return base_model->words.knowledge();
  }
  const std::string text = TRY(base::read_file(*corpus));
  std::string first, last;
  std::vector<detect::NameCount> first_names, surnames;
  if (const auto path = arguments.value("first-names")) {
    first = TRY(base::read_file(*path));
    first_names = TRY(read_names(first, 2));
  }
  if (const auto path = arguments.value("surnames")) {
    last = TRY(base::read_file(*path));
    surnames = TRY(read_names(last, 1));
  }
  session.terminal.err("Learning words; this takes some minutes.\n");
  return detect::learn_words(text, first_names, surnames);
}

base::Result<detect::Trained> train_with_progress(Session& session,
                                                  const std::vector<detect::LabelledText>& labels,
                                                  detect::WordKnowledge words) {
  Progress progress(session.terminal, session.clock);
  detect::TrainingOptions options;
  options.progress = [&](double share) { progress.update(share); };
  return detect::train(labels, std::move(words), options);
}

base::Result<int> run(Session& session) {
  const Arguments& arguments = session.arguments;
  const std::string path = TRY(arguments.single_word("a labelled file"));
  const auto labels = TRY(read_training_labels(arguments, path));
  auto words = TRY(words_for(session));
  const detect::Trained trained = TRY(train_with_progress(session, labels, std::move(words)));
  const std::string output = arguments.value_or("output", "praise.model");
  const std::string bytes = trained.model->serialise();
  TRY(base::write_file(output, bytes));
  session.terminal.out("Scored on each fold by a model trained without it:\n");
  session.terminal.out(evaluation_text(trained.cross_validated, trained.thresholds));
  session.terminal.out(fmt::format("{} is in {} ({} bytes).\n", trained.model->version(), output,
                                   base::grouped(static_cast<std::int64_t>(bytes.size()))));
  return 0;
}

}  // namespace

const Command kTrainCommand = {
    .name = "train",
    .summary = "Make a praise model from labelled texts",
    .words = "FILE",
    .description =
        "FILE has a labelled text a line (docs/detection.md). The same files give the same model.\n"
        "--more and --also may be given several times.",
    .options = kOptions,
    .run = run};

}  // namespace laurel::cli
