// The same sentences with names of different origins, on no roster: how often the person praised is
// found differs by at most five points, in lower case too, names that are also towns or months
// among them (Charlotte, Diego, Jun).
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "detect/detector.h"

namespace laurel::detect {
namespace {

const std::vector<std::vector<std::string>> kNamesByOrigin = {
    {"James", "Emily", "George", "Harry", "Jessica", "Thomas", "Sophie", "Oliver", "Hannah",
     "Charlotte"},
    {"Jose", "Maria", "Carlos", "Guadalupe", "Luis", "Ximena", "Javier", "Lucia", "Mariana",
     "Diego"},
    {"Rahul", "Priya", "Amit", "Sunita", "Rajesh", "Kavita", "Vikram", "Deepika", "Sanjay"},
    {"Mohammed", "Fatima", "Ahmed", "Aisha", "Omar", "Layla", "Yusuf", "Zainab", "Khalid"},
    {"Wei", "Xiaoming", "Jing", "Yifan", "Liang", "Meiling", "Hao", "Xiuying", "Yuxuan", "Jun"},
    {"Chinedu", "Ngozi", "Kwame", "Adaeze", "Amina", "Thabo", "Nomvula", "Kofi", "Abena"},
    {"Ivan", "Olga", "Dmitri", "Svetlana", "Piotr", "Milos", "Bogdan", "Jelena", "Zuzana"},
    {"Nguyen", "Linh", "Thuy", "Somchai", "Anong", "Putri", "Budi", "Wayan", "Dewi"}};
constexpr const char* kSentences[] = {
    "{} was so helpful and kind.",
    "Thanks to {} for sorting out my booking so quickly.",
    "We were served by {} and she was excellent.",
    "{} helped us with everything, very professional and friendly.",
    "Ask for {}, the best in the business!",
    "A big shout out to {} for the wonderful service.",
    "Our technician {} explained everything clearly and was very polite."};

// The difference between the origins found most and least often, in points.
double gap(bool lower_case) {
  const auto detector = Detector::create({});
  EXPECT_TRUE(detector.ok());
  double best = 0;
  double worst = 100;
  for (const auto& names : kNamesByOrigin) {
    int found = 0;
    int all = 0;
    for (const std::string& name : names)
      for (const std::string sentence : kSentences) {
        std::string text = sentence;
        text.replace(text.find("{}"), 2, name);
        std::string due = name;
        const auto lower = [](unsigned char c) { return static_cast<char>(std::tolower(c)); };
        if (lower_case) {
          std::ranges::transform(text, text.begin(), lower);
          std::ranges::transform(due, due.begin(), lower);
        }
        const Detection detection = detector->detect(text, {.language = "en"});
        found += std::ranges::any_of(detection.targets, [&](const Target& target) {
          return target.text.find(due) != std::string::npos;
        });
        ++all;
      }
    best = std::max(best, 100.0 * found / all);
    worst = std::min(worst, 100.0 * found / all);
  }
  return best - worst;
}

TEST(Fairness, CapitalisedNamesDifferByFivePointsAtMost) { EXPECT_LE(gap(false), 5); }
TEST(Fairness, LowerCaseNamesDifferByFivePointsAtMost) { EXPECT_LE(gap(true), 5); }

}  // namespace
}  // namespace laurel::detect
