// `laurel explain`: why a text is taken for praise, or not, for a person to read.
#include <fmt/format.h>

#include <cstdlib>

#include "app/detection.h"
#include "cli/command.h"
#include "cli/examination_text.h"
#include "cli/model_file.h"
#include "cli/organization_choice.h"

namespace laurel::cli {
namespace {

constexpr Option kOptions[] = {
    {"roster", "FILE", "the people to link to (CSV or JSON lines)"},
    {"location", "PLACE", "where it happened, as the roster names it"},
    {"served-by", "ID", "an employee who served the customer; may repeat"},
    {"date", "YYYY-MM-DD", "when it happened"},
    {"language", "CODE", "the language, where it is known: en"},
    {"model", "FILE", "a model that laurel train wrote (default: the built-in one)"},
};
constexpr std::size_t kLongestText = std::size_t{1} << 20;

base::Result<std::string> read_text(Session& session) {
  const auto& words = session.arguments.words();
  std::string text;
  if (words.size() == 1 && words[0] == "-") {
    char buffer[4096];
    std::size_t read = 0;
    while ((read = std::fread(buffer, 1, sizeof buffer, session.terminal.in())) > 0 &&
           text.size() <= kLongestText)
      text.append(buffer, read);
    if (std::ferror(session.terminal.in()) != 0)
      return base::unavailable("The input can't be read.");
  } else {
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  }
  if (text.size() > kLongestText)
    return base::invalid_input("The text is longer than 1 MB; laurel detect reads long files.");
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    return base::invalid_input(
        "Give the text to explain in quotes, or - to read it from the input.");
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

bool of_organization(const Arguments& arguments) {
  return arguments.has("organization") || arguments.has("database");
}

// With --organization that organization's model and people, where no others are given.
base::Result<detect::Detector> detector_of(Session& session) {
  const Arguments& arguments = session.arguments;
  if (!of_organization(arguments) || arguments.has("roster")) return detector_from(arguments);
  TRY(open_what_is_needed(session, Needs::kOrganization));
  auto tx = TRY(session.database->begin_read());
  std::shared_ptr<const detect::Model> model;
  if (const auto path = arguments.value("model")) model = TRY(read_model_file(*path));
  return TRY(app::detector_for(tx, session.organization.id, std::move(model))).detector;
}

base::Result<int> run(Session& session) {
  const Arguments& arguments = session.arguments;
  const std::string text = TRY(read_text(session));
  const std::string location = arguments.value_or("location", "");
  const std::string language = arguments.value_or("language", "");
  const std::vector<std::string> served_by = arguments.values("served-by");
  detect::Context context{.location = location, .served_by = served_by, .language = language};
  if (const auto date = arguments.value("date")) context.on = TRY(base::Date::parse(*date));
  const detect::Detector detector = TRY(detector_of(session));
  const detect::Examination examination = detector.examine(text, context);
  const char* no_colour = std::getenv("NO_COLOR");  // no-color.org
  const bool plain = !session.terminal.out_is_screen() || (no_colour != nullptr && *no_colour != 0);
  session.terminal.out(examination_text(text, examination, detector.thresholds(),
                                        arguments.has("roster") || of_organization(arguments),
                                        plain ? Colour::kPlain : Colour::kAnsi));
  session.terminal.out(fmt::format("  Model: {}\n", detector.version()));
  return 0;
}

}  // namespace

const Command kExplainCommand = {
    .name = "explain",
    .summary = "Say why a text is taken for praise, or not",
    .words = "TEXT",
    .description =
        "Shows everybody the text talks about, how surely each is praised, which words spoke for "
        "and\n"
        "against it, and whom of the roster a name means. TEXT is quoted, or - for the input.\n"
        "laurel detect answers the same for programs. With --organization or --database it reads "
        "with\n"
        "that organization's model and roster.",
    .options = kOptions,
    .needs = Needs::kPerhapsOrganization,
    .run = run};

}  // namespace laurel::cli
