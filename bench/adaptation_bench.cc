// Does a model learn from what people decide about the words of an industry it has never seen, and
// what does it forget? Prints the figures of docs/detection.md: the four industries,
// cross-validated; what was learned in one, measured on the other three; all four together. Takes a
// minute.
//
//   adaptation_bench [LABELS]   a file of labelled texts to measure on as well
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

#include "app/learning_testing.h"

namespace laurel::app {
namespace {

void print_line(const std::string& what, const Outcome& outcome, std::size_t decided) {
  const detect::Evaluation before = outcome.before.evaluation();
  const detect::Evaluation after = outcome.after.evaluation();
  const ModelComparison c = outcome.comparison();
  fmt::print(
      "{:<20} decided {:>4}  texts {:>5}  F1 {:.3f} [{:.3f}, {:.3f}] → {:.3f} [{:.3f}, {:.3f}]  "
      "Brier {:.4f} → {:.4f} (nearer by {:.4f} [{:.4f}, {:.4f}])  persons {:.3f} → {:.3f}  groups "
      "{:.3f} → {:.3f}  send: false positives {:.4f} → {:.4f}, recall {:.3f} → {:.3f}\n",
      what, decided, before.texts, before.commendation.f1.value, before.commendation.f1.low,
      before.commendation.f1.high, after.commendation.f1.value, after.commendation.f1.low,
      after.commendation.f1.high, before.brier, after.brier, *c.gain, *c.interval.lo,
      *c.interval.hi, before.persons.f1.value, after.persons.f1.value, before.groups.f1.value,
      after.groups.f1.value, before.send_false_positive_rate.value,
      after.send_false_positive_rate.value, before.send_recall.value, after.send_recall.value);
}

int run(const char* labels) {
  std::vector<detect::LabelledText> real;
  if (labels != nullptr) {
    const auto content = base::read_file(labels);
    auto parsed = content.ok() ? wire::parse_labels(*content) : content.error();
    if (!parsed.ok()) {
      fmt::print(stderr, "{}\n", parsed.error().message);
      return 1;
    }
    real = std::move(*parsed);
  }
  const auto detector = *detect::Detector::create({});
  for (const std::string& industry : kUnseen) {
    std::size_t decided = 0;
    const Outcome own = cross_validated(cases_of(industry), 4, decided);
    print_line(industry, own, decided / 4);
    std::vector<std::string> rest = kUnseen;
    std::erase(rest, industry);
    decided = 0;
    const auto model = learned_from(cases_of(industry), detector, decided);
    Outcome others;
    others.add(*model, cases_of_all(rest));
    print_line("  the other three", others, decided);
    if (real.empty()) continue;
    Outcome labelled;
    labelled.add(*model, real);
    print_line("  labelled file", labelled, decided);
  }
  std::size_t decided = 0;
  const Outcome together = cross_validated(cases_of_all(kUnseen), 4, decided);
  print_line("all four together", together, decided / 4);
  return 0;
}

}  // namespace
}  // namespace laurel::app

int main(int argc, char** argv) { return laurel::app::run(argc > 1 ? argv[1] : nullptr); }
