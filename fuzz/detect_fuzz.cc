// Any bytes are read without fail, and what is found lies in the text.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "detect/detector.h"
#include "text/utf8.h"

namespace {

laurel::detect::Detector make_detector() {
  std::vector<laurel::detect::RosterEntry> roster(3);
  roster[0].employee_id = "E7";
  roster[0].first_name = "Maria";
  roster[0].last_name = "Lopez";
  roster[1].employee_id = "E9";
  roster[1].first_name = "Jos\xC3\xA9";
  roster[1].last_name = "O'Neil-Smith";
  roster[2].employee_id = "E1";
  roster[2].first_name = "Al";
  return laurel::detect::Detector::create(roster).value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const laurel::detect::Detector detector = make_detector();
  static laurel::detect::Workspace workspace;
  static laurel::detect::Detection found;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  detector.detect(bytes, {}, workspace, found);
  const std::uint32_t length = laurel::text::count_code_points(bytes);
  CHECK(found.probability >= 0 && found.probability <= 1);
  for (const auto* list : {&found.targets, &found.possible})
    for (const auto& target : *list) {
      CHECK(target.mention.start < target.mention.end && target.mention.end <= length);
      CHECK(target.evidence.start < target.evidence.end && target.evidence.end <= length);
      CHECK(laurel::text::count_code_points(target.text) ==
            target.mention.end - target.mention.start);
      CHECK(target.link == laurel::detect::LinkState::kLinked || target.employee_id.empty());
    }
  return 0;
}
