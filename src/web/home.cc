#include "web/home.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/response_scope.h"
#include "base/wording.h"
#include "report/section.h"
#include "store/response_list.h"

namespace laurel::web {
namespace {

using model::Permission;

constexpr std::size_t kShown = 4;
constexpr std::int64_t kLookedThrough = 40;

// Praise that nobody needs to look at again.
bool is_settled(const model::ResponseRecord& record) {
  return std::any_of(record.commendations.begin(), record.commendations.end(),
                     [](const model::Commendation& praise) {
                       return praise.decision == model::Decision::kAccepted ||
                              (praise.counts() && praise.sure);
                     });
}

std::string capitalised(std::string_view word) {
  std::string out(word);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 32);
  return out;
}

// "4.2 points more in the later half of the months"; only a change that is clear is one.
std::string change_words(const report::RewardFigure& figure) {
  const bool higher = figure.change_finding == report::Finding::kHigher;
  if (!higher && figure.change_finding != report::Finding::kLower) return {};
  const report::TableCell cell = report::figure_cell(figure.change);
  return fmt::format("{} from the earlier half of the months to the later",
                     cell.text.substr(0, cell.text.find(" (")));
}

RewardView reward_view(const report::RewardReport& reward, const report::ScorecardReport& all) {
  RewardView view;
  view.reward = capitalised(model::name(reward.reward));
  view.stated = all.stated == reward.reward;
  const auto leading = std::find_if(
      reward.figures.begin(), reward.figures.end(),
      [](const report::RewardFigure& figure) { return figure.figure.estimate.has_value(); });
  if (leading == reward.figures.end()) {
    view.missing = capitalised(reward.reason.empty() ? std::string("there are too few answers")
                                                     : reward.reason) +
                   ".";
    return view;
  }
  const report::TableCell cell = report::figure_cell(leading->figure);
  const std::size_t at = cell.text.find(" (");
  view.figure = leading->title;
  view.value = cell.text.substr(0, at);
  if (at != std::string::npos) view.interval = cell.text.substr(at + 2, cell.text.size() - at - 3);
  view.change = change_words(*leading);
  return view;
}

std::vector<StepView> first_steps(const Visit& visit, const app::Directory& directory) {
  const auto page = [&](Permission needs, std::string_view path) {
    return visit.may(needs) ? visit.at(path) : std::string();
  };
  return {
      {"Say who works here",
       "Units and people, by hand or from a CSV file. Praise finds its way to people who are on "
       "the roster.",
       page(Permission::kEditRoster, "/roster"), !directory.people().empty()},
      {"Bring in what customers said",
       "A file of interviews or a survey's export: Laurel shows what it makes of it before "
       "anything is stored. Survey tools and programs can send responses too.",
       page(Permission::kImportResponses, "/import"), false},
      {"Look through what was found",
       "Laurel marks whom customers praise and for what; what it isn't sure of waits for you.",
       page(Permission::kDecide, "/review"), false},
      {"Read the first report",
       "What customers who praised somebody answered, beside those who didn't.",
       page(Permission::kSeeReport, "/report"), false},
      {"Invite colleagues", "Leaders see their own part, employees the praise of themselves.",
       page(Permission::kManageMembers, "/members"), false},
  };
}

base::Result<HomeView> read(const Visit& visit, Lists& lists, KeptReports& reports) {
  HomeView view;
  store::Transaction tx = TRY(visit.services.database.begin_read());
  const auto directory = TRY(lists.directories.of(tx, visit.organization()));
  store::ResponseFilter praised;
  praised.voice = store::VoiceGroup::kCommended;
  const store::ResponseScope scope = app::response_scope(visit.caller().scope);
  const auto latest =
      TRY(store::list_responses(tx, visit.organization(), praised, scope, "", kLookedThrough));
  // What is sure comes first; where little is, what isn't fills up.
  for (const bool settled : {true, false}) {
    for (const model::ResponseRecord& record : latest.responses) {
      if (view.praise.size() == kShown) break;
      if (is_settled(record) == settled)
        view.praise.push_back(response_card(visit, record, *directory));
    }
  }
  view.praise_address = address_of(praised, *directory, visit.at("/responses"));

  if (visit.may(Permission::kDecide)) {
    const app::ReviewStanding standing =
        TRY(lists.standings.of(tx, visit.caller(), visit.services.clock.now()));
    if (const std::int64_t n = standing.waiting.all(); n > 0) {
      view.waiting.push_back(
          {visit.at("/review"), fmt::format("{}{} for you to decide: is it praise, and of whom?",
                                            standing.waiting.at_least ? "At least " : "",
                                            base::count_of(n, "finding", "findings"))});
    }
  }
  if (visit.may(Permission::kSeeReport)) {
    const auto kept = TRY(reports.of(visit.caller().organization, directory->revision(), {}));
    const report::Report& report = kept->report;
    if (report.responses.total == 0) {
      view.steps = first_steps(visit, *directory);
    } else {
      view.headline = report.headline.front();
      view.report_address = visit.at("/report");
      for (const report::RewardReport& reward : report.scorecard.rewards)
        view.rewards.push_back(reward_view(reward, report.scorecard));
    }
  }
  return view;
}

}  // namespace

void add_home(Pages& pages, Lists& lists, KeptReports& reports) {
  pages.of_organization("", Permission::kSeeResponses, [&](const Visit& visit) -> http::Reply {
    const auto view = read(visit, lists, reports);
    if (!view) return pages.trouble(visit.request, view.error());
    return pages.page_with_figures(visit, "Home", "", home_view(*view));
  });
}

}  // namespace laurel::web
