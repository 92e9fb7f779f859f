// `laurel train`: makes a praise model from labelled texts and says what it would score.
#include <fmt/format.h>

#include <limits>
#include <optional>

#include "app/learn_from_decisions.h"
#include "base/file.h"
#include "base/wording.h"
#include "cli/command.h"
#include "cli/evaluation_text.h"
#include "cli/label_files.h"
#include "cli/model_file.h"
#include "cli/organization_choice.h"
#include "cli/progress.h"
#include "detect/training.h"
#include "intake/table.h"

namespace laurel::cli {
namespace {

constexpr Option kOptions[] = {
    {"from-decisions", "",
     "learn from what the organization's people decided in review; alone, or with FILE"},
    {"seed", "N", "with --from-decisions: of the split into learning and measuring (default 1)"},
    {"even-if-worse", "", "with --from-decisions: use the new model whatever was measured"},
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

// On top of what is there, or together with labelled files.
base::Result<app::LearningOptions> learning_options(Session& session, Progress& progress) {
  const Arguments& arguments = session.arguments;
  app::LearningOptions options;
  options.seed = static_cast<std::uint64_t>(
      TRY(arguments.number("seed", 1, 0, std::numeric_limits<std::int64_t>::max())));
  options.even_if_worse = arguments.has("even-if-worse");
  if (const auto path = arguments.value("base")) options.base = TRY(read_model_file(*path));
  options.progress = [&](double share) { progress.update(share); };
  if (!arguments.words().empty()) {
    const std::string path = TRY(arguments.single_word("a labelled file"));
    options.labels = TRY(read_training_labels(arguments, path));
  }
  return options;
}

base::Result<int> learn(Session& session) {
  for (const char* option : {"words", "first-names", "surnames"}) {
    if (session.arguments.has(option)) {
      return base::invalid_input(fmt::format(
          "--{} learns words anew, which --from-decisions doesn't. Leave one of them out.",
          option));
    }
  }
  TRY(open_what_is_needed(session, Needs::kOrganization));
  app::AuditTrail audit(*session.database, session.clock);
  std::optional<app::Learned> learned;
  {
    Progress progress(session.terminal, session.clock);
    const app::LearningOptions options = TRY(learning_options(session, progress));
    learned = TRY(app::learn_from_decisions(*session.database, audit, session.clock,
                                            app::command_caller(session.organization), options));
  }
  session.terminal.out(learned->card);
  if (learned->left_out > 0) {
    session.terminal.out(fmt::format(
        "{} left out: what is open in them decides whether they praise anybody.\n",
        base::count_of(learned->left_out, "decided response was", "decided responses were")));
  }
  if (learned->before_saw_some) {
    session.terminal.out(
        "The model in use learned with another seed, perhaps from texts measured on here, so it\n"
        "looks better than it is.\n");
  }
  if (const auto output = session.arguments.value("output"))
    TRY(base::write_file(*output, learned->model->serialise()));
  if (learned->installed()) {
    session.terminal.out(fmt::format(
        "It is in use as model {}: what comes in from now on is read with it. `laurel rescan` "
        "shows\nwhat it would change in what is stored.\n",
        learned->number));
    return 0;
  }
  session.terminal.out(
      "It is not put to use: nothing has changed. --even-if-worse would use it all the same.\n");
  return 1;
}

base::Result<int> run(Session& session) {
  const Arguments& arguments = session.arguments;
  if (arguments.has("from-decisions")) return learn(session);
  for (const char* option : {"seed", "even-if-worse"}) {
    if (arguments.has(option))
      return base::invalid_input(fmt::format("--{} goes with --from-decisions.", option));
  }
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
    .words = "[FILE]",
    .description =
        "FILE has a labelled text a line (docs/detection.md). The same files give the same model.\n"
        "--more and --also may be given several times.\n\n"
        "With --from-decisions the model learns from the organization's own reviews. A part of "
        "the\n"
        "decided responses is kept back: both models judge it, and the new one is put to use only\n"
        "if it does better beyond chance (exit code 1 otherwise).",
    .options = kOptions,
    .needs = Needs::kPerhapsOrganization,
    .run = run};

}  // namespace laurel::cli
