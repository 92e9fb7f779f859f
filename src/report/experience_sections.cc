#include "report/experience_sections.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/format.h"
#include "report/words.h"

namespace laurel::report {
namespace {

Section certainty(const CertaintyReport& certainty) {
  Section section{"threshold",
                  "How the difference moves with what counts as praise",
                  {certainty.sentence},
                  {Table()}};
  Table& table = section.tables[0];
  table.header = {"praise counts when it is", "praised", "without praise", "difference (interval)",
                  "finding"};
  const auto row = [&](const std::string& name, const Comparison& comparison) {
    const Figure& difference = comparison.difference;
    table.rows.push_back({name, count_cell(difference.n_commended.value_or(0)),
                          count_cell(difference.n_spoke.value_or(0)), figure_cell(difference),
                          finding_words(comparison.finding)});
  };
  if (!certainty.reason.empty()) {
    section.tables.clear();
    return section;
  }
  row("as counted here", certainty.as_counted);
  for (const CertaintyPoint& point : certainty.points) {
    row(point.rule == PraiseRule::kThreshold
            ? fmt::format("{}% probable or more", plain(*point.threshold * 100, 0))
        : point.rule == PraiseRule::kSettled ? "settled: no review could change it"
                                             : "reviewed: a person decided",
        point.comparison);
  }
  table.charts.push_back({.columns = {3},
                          .axis = "difference",
                          .reference = 0,
                          .alt = "The difference at each threshold of detection, with intervals, "
                                 "and on reviewed responses alone."});
  return section;
}

Section next_survey(const NextSurveyReport& next) {
  Section section{"next-survey", "At the customer’s following survey", {next.sentence}, {Table()}};
  Table& table = section.tables[0];
  if (!next.reason.empty()) {
    section.tables.clear();
    return section;
  }
  table.header = {"", "surveys", "figure (interval)"};
  table.rows.push_back(
      {"had praised somebody", count_cell(next.commended.n), figure_cell(next.commended)});
  table.rows.push_back(
      {"had commented without praise", count_cell(next.spoke.n), figure_cell(next.spoke)});
  table.rows.push_back({"difference", count_cell(next.comparison.difference.n),
                        figure_cell(next.comparison.difference)});
  table.rows.push_back({"difference at the same first score", count_cell(next.evened_out.n),
                        figure_cell(next.evened_out)});
  table.remarks.push_back(
      "The later score is of another conversation, so the mood of the moment is out of it. That "
      "the same customers tend to be pleased is not.");
  return section;
}

Section aspect(const AspectReport& report, const Room& room) {
  Section section;
  section.id = report.role == model::QuestionRole::kExpectation ? "expectation"
               : report.role == model::QuestionRole::kFeeling   ? "feeling"
                                                                : "heard-through";
  section.title = report.role == model::QuestionRole::kExpectation ? "Expected against experienced"
                  : report.role == model::QuestionRole::kFeeling   ? "How customers felt"
                                                                   : "How customers came";
  section.paragraphs = {report.sentence};
  section.tables.emplace_back();
  Table& table = section.tables[0];
  table.header = {"answer", "answers", "share", "main question", "had referred somebody"};
  std::vector<const AspectAnswer*> shown;
  for (const AspectAnswer& answer : report.sides.empty() ? report.answers : report.sides)
    shown.push_back(&answer);
  const std::size_t all = shown.size();
  if (all > room.most_places) {
    std::stable_sort(shown.begin(), shown.end(), [](const AspectAnswer* a, const AspectAnswer* b) {
      return a->share.estimate.value_or(0) > b->share.estimate.value_or(0);
    });
    shown.resize(room.most_places);
    table.remarks.push_back(fmt::format("And {} more; {} has all.",
                                        grouped(static_cast<std::int64_t>(all - room.most_places)),
                                        room.all_in));
  }
  for (const AspectAnswer* answer : shown) {
    const auto whole = static_cast<double>(answer->share.n);
    const double n = answer->share.estimate.value_or(0) * whole;
    table.rows.push_back({answer->answer, count_cell(static_cast<std::int64_t>(n + 0.5)),
                          group_cell(answer->share, room), figure_cell(answer->main),
                          figure_cell(answer->referred)});
  }
  const auto drawn = [&](const std::optional<Figure>& figure) {
    return figure && figure->estimate;
  };
  if (std::any_of(shown.begin(), shown.end(),
                  [&](const AspectAnswer* answer) { return drawn(answer->main); })) {
    table.charts.push_back({.columns = {3},
                            .axis = "main question",
                            .alt = "The main question by answer, with intervals."});
  }
  return section;
}

Section told(const ToldReport& report) {
  Section section{"told-others", "How far experiences were told on", {report.sentence}, {Table()}};
  Table& table = section.tables[0];
  table.header = {"experience", "answers", "people told", "told anybody"};
  for (const ToldGroup& group : report.groups) {
    const std::string_view name = group.name == "negative"    ? "bad"
                                  : group.name == "middling"  ? "middling"
                                  : group.name == "positive"  ? "good"
                                  : group.name == "commended" ? "praised somebody"
                                                              : "commented without praise";
    table.rows.push_back(
        {name, count_cell(group.people.n), figure_cell(group.people), figure_cell(group.anybody)});
  }
  if (!table.rows.empty()) {
    table.charts.push_back(
        {.columns = {2},
         .axis = "people told",
         .alt = "How many people customers told after bad, middling and good experiences."});
  }
  return section;
}

}  // namespace

std::vector<Section> certainty_sections(const Report& report, const Room&) {
  std::vector<Section> sections;
  if (report.certainty) sections.push_back(certainty(*report.certainty));
  if (report.next_survey) sections.push_back(next_survey(*report.next_survey));
  return sections;
}

std::vector<Section> experience_sections(const Report& report, const Room& room) {
  std::vector<Section> sections;
  const ExperienceReport& experience = report.experience;
  for (const AspectReport& one : experience.aspects) sections.push_back(aspect(one, room));
  const auto asked = [&](std::string_view role) {
    const auto& missing = experience.not_asked;
    return std::find(missing.begin(), missing.end(), role) == missing.end();
  };
  if (asked("told_others")) sections.push_back(told(experience.told));
  if (asked("deed_cost")) {
    sections.push_back({"deed-cost", "What praised deeds cost", {experience.cost.sentence}, {}});
  }
  return sections;
}

}  // namespace laurel::report
