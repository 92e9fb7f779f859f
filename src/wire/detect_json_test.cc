#include "wire/detect_json.h"

#include <gtest/gtest.h>

#include "wire/labels_json.h"

namespace laurel::wire {
namespace {

TEST(DetectRequest, ReadsTextAndContext) {
  const auto request = parse_detect_request(
      R"({"id":"r1","text":"Hi","location":"Leeds","business":"Castellan Bank","served_by":["E7"],"date":"2026-03-01","x":1})");
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->id, "r1");
  EXPECT_EQ(request->text, "Hi");
  EXPECT_EQ(request->context().location, "Leeds");
  EXPECT_EQ(request->context().business, "Castellan Bank");
  EXPECT_EQ(request->served_by, std::vector<std::string>{"E7"});
  EXPECT_EQ(request->date->to_string(), "2026-03-01");
}

TEST(DetectRequest, RefusesWhatIsNoRequest) {
  for (const char* line :
       {"", "[]", "{", R"({"id":"a"})", R"({"text":3})", R"({"text":"a","served_by":"E7"})",
        R"({"text":"a","date":"yesterday"})"})
    EXPECT_FALSE(parse_detect_request(line).ok()) << line;
}

TEST(Detection, IsWrittenOnOneLine) {
  DetectRequest request;
  request.has_id = true;
  request.id = "r1";
  detect::Detection detection;
  detection.commendation = true;
  detection.probability = 0.97F;
  detect::Target target;
  target.text = "Maria";
  target.mention = {22, 27};
  target.probability = 0.97F;
  target.evidence_text = "Maria stayed";
  target.evidence = {22, 34};
  target.behaviours = 1 | 1 << 6;
  target.link = detect::LinkState::kAmbiguous;
  target.candidates = {{"E7", 0.94F}};
  target.reasons = {"stayed"};
  detection.targets.push_back(target);
  std::string line;
  append_detection(line, request, detection);
  EXPECT_EQ(line,
            R"({"id":"r1","commendation":true,"probability":0.97,"strength":"kind","targets":[)"
            R"({"text":"Maria","start":22,"end":27,"kind":"person","probability":0.97,)"
            R"("strength":"kind","evidence":"Maria stayed","evidence_start":22,"evidence_end":34,)"
            R"("behaviours":["extra_mile","resolution"],"link":"ambiguous","employee_id":null,)"
            R"("candidates":[{"employee_id":"E7","score":0.94}],"reasons":["stayed"]}]})");
}

TEST(Labels, AreReadByLine) {
  const auto labels = parse_labels(
      "{\"id\":\"a\",\"text\":\"Kate was great\",\"commendation\":true,\"targets\":[{\"text\":"
      "\"Kate\",\"kind\":\"person\",\"evidence\":\"Kate was great\"}],\"behaviours\":[\"speed\"],"
      "\"fold\":3}\n\n{\"text\":\"bad\",\"commendation\":false}\n");
  ASSERT_TRUE(labels.ok());
  ASSERT_EQ(labels->size(), 2U);
  EXPECT_EQ((*labels)[0].targets[0].text, "Kate");
  EXPECT_EQ((*labels)[0].behaviours, 1 << 5);
  EXPECT_EQ((*labels)[0].fold, 3);
}

TEST(Labels, NameTheBrokenLine) {
  const auto labels = parse_labels("{\"text\":\"a\",\"commendation\":true}\n{\"text\":1}\n");
  ASSERT_FALSE(labels.ok());
  EXPECT_NE(labels.error().message.find("Line 2"), std::string::npos);
}

TEST(Links, KeepAmbiguousAndUnlistedApart) {
  const auto links =
      parse_links(R"({"id":"a","text":"x","mentions":[{"text":"Ryan","employee_id":"ambiguous"},)"
                  R"({"text":"Bo","employee_id":null}]})");
  ASSERT_TRUE(links.ok());
  EXPECT_TRUE((*links)[0].mentions[0].ambiguous());
  EXPECT_FALSE((*links)[0].mentions[1].employee_id.has_value());
}

}  // namespace
}  // namespace laurel::wire
