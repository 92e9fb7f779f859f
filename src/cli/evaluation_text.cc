#include "cli/evaluation_text.h"

#include <fmt/format.h>

namespace laurel::cli {
namespace {

std::string f1_line(std::string_view what, const detect::F1& f1) {
  return fmt::format("{:<22}F1 {:.3f} [{:.3f}, {:.3f}]   precision {:.3f}   recall {:.3f}\n", what,
                     f1.f1.value, f1.f1.low, f1.f1.high, f1.precision, f1.recall);
}

std::string share(const detect::Estimate& e) {
  return fmt::format("{:.1f} % [{:.1f}, {:.1f}]", 100 * e.value, 100 * e.low, 100 * e.high);
}

}  // namespace

std::string evaluation_text(const detect::Evaluation& e, const detect::Thresholds& thresholds) {
  std::string out = fmt::format("{} texts, {} with praise\n", e.texts, e.commendations);
  out += f1_line("commendation", e.commendation);
  out += f1_line("named people", e.persons);
  out += f1_line("roles and teams", e.groups);
  out += f1_line("behaviours", e.behaviours);
  if (e.exemplary.right + e.exemplary.wrong + e.exemplary.missed > 0)
    out += f1_line("exemplary", e.exemplary);
  out += fmt::format("recall at precision 0.95  {:.3f}\n", e.recall_at_precision_95);
  out += fmt::format("send at {:.3f}: false positives {}, recall {}\n", thresholds.send,
                     share(e.send_false_positive_rate), share(e.send_recall));
  out += "  precision if";
  for (std::size_t i = 0; i < detect::kPrevalences.size(); ++i)
    out += fmt::format("{} {:.0f} %: {:.3f}", i == 0 ? "" : ",", 100 * detect::kPrevalences[i],
                       e.send_precision_at[i]);
  out += " of texts praise somebody\n";
  out += fmt::format("Brier score {:.4f} [{:.4f}, {:.4f}]\n", e.brier, e.brier_interval.low,
                     e.brier_interval.high);
  return out;
}

std::string links_text(const detect::LinkScores& scores) {
  return fmt::format(
      "{} mentions\nright   {}\nkept    {}   rightly given to nobody\nmissed  {}\nwrong   {}   "
      "credited to somebody else\n",
      scores.mentions, share(scores.right), share(scores.kept), share(scores.missed),
      share(scores.wrong));
}

std::string source_heading() {
  return fmt::format("\n{:<28}{:>6}{:>8}  {:<28}{}\n", "source", "texts", "praise",
                     "commendation F1", "Brier");
}

std::string source_line(std::string_view source, const detect::Evaluation& e) {
  return fmt::format("{:<28}{:>6}{:>8}  {:.3f} [{:.3f}, {:.3f}]        {:.4f}\n", source, e.texts,
                     e.commendations, e.commendation.f1.value, e.commendation.f1.low,
                     e.commendation.f1.high, e.brier);
}

}  // namespace laurel::cli
