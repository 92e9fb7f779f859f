// The first sentences of the report, and the last: what leads, and what it does and doesn't show.
#include <fmt/format.h>

#include "report/compare.h"
#include "report/words.h"

namespace laurel::report {
namespace {

constexpr std::string_view kAssociation =
    "Praise and score come from the same response, so this is an association.";

std::string period_words(const Report& report) {
  const ReportOptions& options = report.options;
  const std::string none = "There are no responses" +
                           (report.place.empty() ? "" : fmt::format(" of “{}”", report.place));
  if (!options.has_period()) return none + " yet.";
  if (options.from.known() && options.to.known()) {
    return fmt::format("{} from {} to {}.", none, options.from.to_string(), options.to.to_string());
  }
  return options.from.known() ? fmt::format("{} from {} on.", none, options.from.to_string())
                              : fmt::format("{} up to {}.", none, options.to.to_string());
}

// What everybody answered, for when there is nothing to compare.
std::string everyone_words(const QuestionReport& question) {
  const Figure& figure = *question.everyone;
  if (!figure.estimate) return "";
  const auto show = [&](double value) {
    return question.measure == Measure::kMean ? plain(value, 2) : plain(value * 100, 0);
  };
  std::string range;
  if (figure.lo && figure.hi)
    range = fmt::format(" ({} to {})", show(*figure.lo), show(*figure.hi));
  const std::string of = fmt::format("of all {}", count_of(figure.n, "answer", "answers"));
  switch (question.measure) {
    case Measure::kNps:
      return fmt::format("The NPS {} is {}{}.", of, show(*figure.estimate), range);
    case Measure::kRate:
      return fmt::format("{}%{} {} to “{}” are yes.", show(*figure.estimate), range, of,
                         question.title);
    default:
      return fmt::format("The mean {} to “{}” ({} to {}) is {}{}.", of, question.title,
                         question.scale_min, question.scale_max, show(*figure.estimate), range);
  }
}

std::string nothing_to_compare(const Report& report) {
  const ResponseCounts& counts = report.responses;
  const bool exemplary = report.options.strength == ReportStrength::kExemplary;
  if (counts.read() == 0 && counts.unread > 0) {
    return fmt::format(
        "None of the {} could be read: the language is not supported, so nothing can be said about "
        "praise.",
        count_of(counts.unread, "comment", "comments"));
  }
  if (counts.read() == 0) {
    return "No response carries a comment, so nothing can be said about praise.";
  }
  if (counts.commended() == 0 || (exemplary && counts.commended_exemplary == 0)) {
    return fmt::format(
        "Nobody was praised{} in the {} that were read, so there is nothing to compare.",
        exemplary ? " for exemplary service" : "", count_of(counts.read(), "comment", "comments"));
  }
  if (counts.spoke == 0) {
    return fmt::format(
        "Every one of the {} that were read praises somebody, so there is nobody to compare with.",
        count_of(counts.read(), "comment", "comments"));
  }
  return report.main->question.comparison.sentence;
}

std::string response_words(const Report& report) {
  const ResponseCounts& counts = report.responses;
  const std::string total = count_of(counts.total, "response", "responses");
  if (counts.read() == 0) return fmt::format("Of {}, none had words that could be read.", total);
  const std::string with_words =
      counts.read() == counts.total
          ? fmt::format("{} had words that could be read",
                        counts.total == 1 ? "The one response" : fmt::format("All {}", total))
          : fmt::format("Of {}, {} had words that could be read", total, grouped(counts.read()));
  if (counts.commended() == 0) return with_words + "; none of these praised anybody.";
  return fmt::format("{}; {} of these ({}) praised somebody.", with_words,
                     grouped(counts.commended()), share_of(counts.commended(), counts.read()));
}

}  // namespace

std::vector<std::string> headline_of(const Report& report) {
  if (report.responses.total == 0) return {period_words(report)};
  std::vector<std::string> sentences;
  if (!report.main) {
    sentences.push_back("No question with a score was answered, so there is nothing to compare.");
    sentences.push_back(response_words(report));
    return sentences;
  }
  const MainReport& main = *report.main;
  const Comparison& comparison = main.question.comparison;
  switch (comparison.finding) {
    case Finding::kUndefined:
    case Finding::kTooFew:
      sentences.push_back(comparison.finding == Finding::kUndefined ? nothing_to_compare(report)
                                                                    : comparison.sentence);
      if (std::string all = everyone_words(main.question); !all.empty()) sentences.push_back(all);
      break;
    default: {
      std::string lead = comparison.sentence;
      const std::string clause = adjusted_clause(main, report.options.conf_level);
      if (!clause.empty()) {
        lead.pop_back();  // its full stop
        lead += "; " + clause + ".";
      }
      sentences.push_back(std::move(lead));
      sentences.emplace_back(kAssociation);
    }
  }
  if (main.question.measure != Measure::kNps) {
    sentences.push_back(fmt::format(
        "No NPS question (0 to 10) was answered, so no NPS is given; “{}” leads instead.",
        main.question.title));
  }
  sentences.push_back(response_words(report));
  for (const QuestionReport& outcome : report.outcomes) {
    if (outcome.role == model::QuestionRole::kReferred &&
        outcome.comparison.finding != Finding::kUndefined) {
      sentences.push_back(outcome.comparison.sentence);
    }
  }
  return sentences;
}

std::vector<std::string> meaning_of(const Report& report) {
  std::vector<std::string> paragraphs = {
      "Customers are compared by what they said in the very response in which they gave the score. "
      "A good mood or a good experience as a whole shows in both, so every difference here is an "
      "association. It does not show what praise, or being praised, does to a score; only gestures "
      "given at random can show that.",
      "Customers who comment differ from those who don't. Those who praised somebody are therefore "
      "compared with those who commented without praise; those who said nothing are shown beside "
      "them and are no part of the difference."};
  if (report.main && !report.main->adjusted.strata.empty()) {
    paragraphs.push_back(
        fmt::format("Evening out takes away differences in the mix by {}, and nothing else.",
                    report.main->adjusted.strata));
  }
  const ResponseCounts& counts = report.responses;
  if (counts.read() > 0) {
    std::string words =
        "Praise was recognised by software, which is sometimes wrong; such errors blur the "
        "comparison.";
    if (counts.pending > 0) {
      words += fmt::format(
          " A review could still change {} of the {} read; they count as what they are now.",
          counts.pending == counts.read() ? "every one" : grouped(counts.pending),
          count_of(counts.read(), "comment", "comments"));
    }
    paragraphs.push_back(std::move(words));
  }
  if (counts.unread > 0) {
    paragraphs.push_back(fmt::format(
        "{} in a language that is not supported: {} shown, not compared.",
        counts.unread == 1 ? "1 comment is" : count_of(counts.unread, "comment", "comments are"),
        counts.unread == 1 ? "it is" : "they are"));
  }
  return paragraphs;
}

}  // namespace laurel::report
