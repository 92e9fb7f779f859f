// Detection: verbatims of 40 words a second on one core, with rosters of 5,000 and 20,000 names and
// without. The texts are made here: praise, complaint and neither, names from the roster, misspelt
// ones and none. `detect_bench --write FOLDER PEOPLE` writes them as texts.txt and the roster's
// first names as names.txt, for peers/compare.mjs.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "base/random.h"
#include "detect/detector.h"
#include "text/document.h"

namespace laurel::detect {
namespace {

const std::vector<std::string> kOpenings = {
    "We ordered two pumps in March and had to wait for the second one.",
    "I have been a customer for six years now and this was my third visit to the branch.",
    "Checkout was slow and the line was long on a Friday afternoon.",
    "The website would not take my card so I had to call in the end.",
    "Delivery came on the day that was agreed and everything was in the box."};
const std::vector<std::string> kPraise = {
    "@ at the front desk stayed late to sort out our booking and explained every charge.",
    "I want to thank @ who went above and beyond to find the missing part for us.",
    "The technicians were friendly, quick and very knowledgeable about the machine.",
    "Your staff could not have been more helpful, and @ deserves a raise."};
const std::vector<std::string> kComplaint = {
    "Nobody called me back and the agent on the phone was rude and unhelpful.",
    "@ promised to send the invoice but it never came and now I am still waiting.",
    "The room was cold, the food was average and the price is far too high for that."};
const std::vector<std::string> kClosings = {
    "I would use them again if the price stays the same next year.",
    "Please look into this because it is not the first time it happened.",
    "All in all we are satisfied with the product and its quality."};

std::string made_up_name(base::Random& random) {
  static const std::vector<std::string> starts = {"Mar", "Jo", "An", "Ste", "Ka", "Ra",  "Li", "Da",
                                                  "Be",  "So", "El", "Chi", "Yu", "Pri", "Tom"};
  static const std::vector<std::string> ends = {"ia",  "han", "na",  "ven", "ren", "jesh", "sa",
                                                "vid", "to",  "fie", "isa", "di",  "ko",   "ya"};
  std::string name = random.pick(starts) + random.pick(ends);
  if (random.chance(0.7)) name += random.pick(ends);
  return name;
}

std::vector<RosterEntry> roster_of(int people) {
  base::Random random(11);
  std::vector<RosterEntry> roster(static_cast<std::size_t>(people));
  for (std::size_t i = 0; i < roster.size(); ++i) {
    roster[i].employee_id = std::to_string(i);
    roster[i].first_name = made_up_name(random);
    roster[i].last_name = made_up_name(random) + "son";
    roster[i].location = std::to_string(i % 40);
  }
  return roster;
}

// About 40 words each.
std::vector<std::string> verbatims(const std::vector<RosterEntry>& roster) {
  base::Random random(5);
  std::vector<std::string> texts;
  for (int i = 0; i < 4000; ++i) {
    std::string text = random.pick(kOpenings) + " ";
    text += random.chance(0.5) ? random.pick(kPraise) : random.pick(kComplaint);
    text += " " + random.pick(kClosings);
    std::string name = roster.empty() ? made_up_name(random) : random.pick(roster).first_name;
    if (random.chance(0.15)) name.erase(name.size() / 2, 1);  // misspelt
    if (const auto at = text.find('@'); at != std::string::npos) text.replace(at, 1, name);
    texts.push_back(std::move(text));
  }
  return texts;
}

void detect_verbatims(benchmark::State& state) {
  const auto roster = roster_of(static_cast<int>(state.range(0)));
  const Detector detector = Detector::create(roster).value();
  const auto texts = verbatims(roster);
  Workspace workspace;
  Detection found;
  std::size_t i = 0;
  std::int64_t words = 0;
  std::int64_t praised = 0;
  for (const std::string& text : texts) {
    text::Document document;
    text::analyse(text, document);
    for (const auto& token : document.tokens) words += token.is_word();
    detector.detect(text, {}, workspace, found);
    const auto person = [](const Target& t) { return t.kind == TargetKind::kPerson; };
    praised += std::ranges::any_of(found.targets, person);
  }
  for (auto _ : state) {
    detector.detect(texts[i], {}, workspace, found);
    benchmark::DoNotOptimize(found.probability);
    if (++i == texts.size()) i = 0;
  }
  state.SetItemsProcessed(state.iterations());
  const auto count = static_cast<double>(texts.size());
  state.counters["words_per_text"] = static_cast<double>(words) / count;
  state.counters["praised"] = static_cast<double>(praised) / count;  // share with a praised person
}
BENCHMARK(detect_verbatims)->Arg(0)->Arg(5000)->Arg(20000);

void analyse_text(benchmark::State& state) {
  const auto texts = verbatims({});
  text::Document document;
  std::size_t i = 0;
  for (auto _ : state) {
    text::analyse(texts[i], document);
    benchmark::DoNotOptimize(document.tokens.size());
    if (++i == texts.size()) i = 0;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(analyse_text);

void create_detector(benchmark::State& state) {
  const auto roster = roster_of(static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(Detector::create(roster));
}
BENCHMARK(create_detector)->Arg(0)->Arg(5000)->Arg(20000)->Unit(benchmark::kMillisecond);

int write_texts(const std::string& folder, int people) {
  const auto roster = roster_of(people);
  std::ofstream names(folder + "/names.txt");
  for (const RosterEntry& entry : roster) names << entry.first_name << '\n';
  std::ofstream texts(folder + "/texts.txt");
  for (const std::string& text : verbatims(roster)) texts << text << '\n';
  return names.flush() && texts.flush() ? 0 : 1;
}

}  // namespace
}  // namespace laurel::detect

int main(int argc, char** argv) {
  if (argc == 4 && std::string(argv[1]) == "--write")
    return laurel::detect::write_texts(argv[2], std::atoi(argv[3]));
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
