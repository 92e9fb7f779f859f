// Puts the report together: which question leads, which versions stand apart, which p-values belong
// to one family, and what has to be said in words because it has no figure.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <future>
#include <tuple>

#include "model/derived.h"
#include "report/compare.h"
#include "report/counts.h"
#include "report/effort.h"
#include "report/main_question.h"
#include "report/place.h"
#include "report/praise.h"
#include "report/report.h"
#include "report/retention_build.h"
#include "report/trend.h"
#include "report/words.h"

namespace laurel::report {
namespace {

// Higher leads: NPS, would you recommend, a scale, another yes/no.
int rank_of(const model::Question& question) {
  if (model::is_derived(question.role)) return 0;
  const bool recommend = question.role == model::QuestionRole::kRecommend;
  switch (question.kind) {
    case model::QuestionKind::kNps:
      return recommend ? 6 : 5;
    case model::QuestionKind::kYesNo:
      return recommend ? 4 : 2;
    case model::QuestionKind::kScale:
      return 3;
    default:
      return 0;
  }
}

std::string plain_title(const model::Question& question) {
  return question.label.empty() ? question.key : question.label;
}

std::string version_words(const model::Question& question) {
  const bool scaled =
      question.kind == model::QuestionKind::kScale || question.kind == model::QuestionKind::kNps;
  return scaled ? fmt::format("version {}, {} to {}", question.version, question.min, question.max)
                : fmt::format("version {}", question.version);
}

std::int64_t versions_answered(const ReportCounts& counts, const std::string& key) {
  return std::count_if(counts.questions.begin(), counts.questions.end(),
                       [&](const QuestionCounts& q) { return q.question->key == key; });
}

std::string title_of(const ReportCounts& counts, const model::Question& question) {
  std::string title = plain_title(question);
  if (versions_answered(counts, question.key) > 1) {
    title += fmt::format(" ({})", version_words(question));
  }
  return title;
}

void note_versions(const ReportCounts& counts, std::vector<Note>& notes) {
  std::vector<std::string> told;
  for (const QuestionCounts& counted : counts.questions) {
    const model::Question& question = *counted.question;
    if (versions_answered(counts, question.key) < 2) continue;
    if (std::find(told.begin(), told.end(), question.key) != told.end()) continue;
    told.push_back(question.key);
    std::string versions;
    for (const QuestionCounts& other : counts.questions) {
      if (other.question->key != question.key) continue;
      versions +=
          fmt::format("{}{}: {}", versions.empty() ? "" : "; ", version_words(*other.question),
                      count_of(other.n, "answer", "answers"));
    }
    notes.push_back({"question_versions",
                     fmt::format("“{}” was changed between responses ({}); its versions are "
                                 "reported separately.",
                                 plain_title(question), versions)});
  }
}

ResponseCounts response_counts(const ReportCounts& counts) {
  ResponseCounts result;
  for (int i = 0; i < model::kVoiceCount; ++i) {
    const auto voice = static_cast<model::Voice>(i);
    const std::int64_t n = counts.responses[static_cast<std::size_t>(i)];
    result.total += n;
    if (model::is_pending(voice)) result.pending += n;
    switch (group_of(voice)) {
      case Group::kSilent:
        result.silent += n;
        break;
      case Group::kUnread:
        result.unread += n;
        break;
      case Group::kSpoke:
        result.spoke += n;
        break;
      case Group::kKind:
        result.commended_kind += n;
        break;
      case Group::kExemplary:
        result.commended_exemplary += n;
        break;
    }
  }
  return result;
}

// Another question, with what markets add to it.
QuestionReport other_question(const QuestionCounts& counted, const ReportCounts& counts,
                              const ReportInput& input) {
  const ReportOptions& options = input.options;
  QuestionReport report = question_report(*counted.question, title_of(counts, *counted.question),
                                          counted.by_market.sum(), options);
  const bool adjustable = report.measure != Measure::kOrdered && report.measure != Measure::kShares;
  if (!counts.by_market || !adjustable) return report;
  std::vector<ArmsOf> markets;
  for (std::size_t market = 0; market < counted.by_market.places(); ++market) {
    Arms arms = arms_of(counted.by_market.groups(market), options.strength);
    if (arms.commended.n() + arms.spoke.n() == 0) continue;
    markets.push_back({{}, std::move(arms)});
  }
  if (markets.size() > 1) {
    report.market_adjusted = adjusted_figure(report.measure, markets,
                                             stats::StratumWeights::kOverlap, options.conf_level)
                                 .figure;
  }
  if (report.measure == Measure::kRate && !markets.empty()) {
    report.odds_ratio = odds_ratio_figure(markets, options.conf_level);
  }
  return report;
}

void note_responses(const ReportCounts& counts, const Report& report, std::vector<Note>& notes) {
  const ResponseCounts& responses = report.responses;
  const bool period = report.options.has_period();
  if (responses.total == 0 && period && counts.outside_period > 0) {
    notes.push_back({"outside_period", fmt::format("{} outside the period asked for.",
                                                   count_of(counts.outside_period, "response lies",
                                                            "responses lie"))});
  }
  if (period) {
    notes.push_back(
        {"undated_left_out",
         counts.undated_outside_period > 0
             ? fmt::format(
                   "{} no date and can't be placed in a period; they are left out. Leave "
                   "out --from and --to to see them.",
                   count_of(counts.undated_outside_period, "response carries", "responses carry"))
             : std::string("Responses without a date can't be placed in a period and are left "
                           "out.")});
  } else if (responses.total > 0 && counts.undated == responses.total) {
    notes.push_back({"no_dates", "No response carries a date, so nothing can be said about time."});
  } else if (counts.undated > 0) {
    notes.push_back({"some_undated",
                     fmt::format("{} no date; they are counted here, but not in a report on a "
                                 "period.",
                                 count_of(counts.undated, "response carries", "responses carry"))});
  }
  if (counts.off_scale > 0) {
    notes.push_back(
        {"off_scale", fmt::format("{} not on the question's scale and could not be counted. Run "
                                  "laurel recount.",
                                  count_of(counts.off_scale, "answer is", "answers are"))});
  }
  if (responses.unread > 0 && responses.read() == 0) {
    notes.push_back({"all_unread",
                     "Every comment is in a language that is not supported, so praise is neither "
                     "found nor ruled out."});
  } else if (responses.total > 0 && responses.read() == 0) {
    notes.push_back({"no_comments", "No response carries a comment."});
  }
  if (report.options.strength == ReportStrength::kExemplary && responses.commended_kind > 0) {
    notes.push_back({"kind_left_out",
                     fmt::format("Only exemplary praise counts here; {} with kind words are no "
                                 "part of the comparison and are shown beside it.",
                                 count_of(responses.commended_kind, "response", "responses"))});
  }
}

void note_main(const ReportCounts& counts, const MainReport& main, std::vector<Note>& notes) {
  if (main.question.measure != Measure::kNps) {
    std::string scales;
    for (const QuestionCounts& counted : counts.questions) {
      const model::Question& question = *counted.question;
      if (question.kind != model::QuestionKind::kScale || question.max < 10) continue;
      scales += fmt::format("{}“{}” ({} to {})", scales.empty() ? "" : ", ", plain_title(question),
                            question.min, question.max);
    }
    notes.push_back(
        {"no_nps", scales.empty()
                       ? std::string("No NPS question was answered.")
                       : fmt::format("No NPS question was answered. {} is not an NPS scale and is "
                                     "reported as what it is.",
                                     scales)});
  }
  const Figure& difference = main.question.comparison.difference;
  if (difference.estimate && !difference.p && !difference.reason.empty()) {
    notes.push_back({"no_test", fmt::format("The difference in “{}” has no test: {}.",
                                            main.question.title, difference.reason)});
  }
  if (main.question.comparison.finding == Finding::kUndefined) return;
  std::int64_t few = 0;
  bool known = false;
  for (const PlaceReport& market : main.markets) {
    known = known || market.known();
    few += market.comparison.finding == Finding::kTooFew ||
                   market.comparison.finding == Finding::kUndefined
               ? 1
               : 0;
  }
  if (known && few > 0) {
    notes.push_back({"few_by_market",
                     fmt::format("In {} of {} there are too few answers to compare.", grouped(few),
                                 count_of(static_cast<std::int64_t>(main.markets.size()), "market",
                                          "markets"))});
  }
}

// Markets in which a single account answered: their intervals take its answers for unrelated.
void note_single_accounts(const ReportInput& input, const RowCounts& rows,
                          std::vector<Note>& notes) {
  constexpr std::size_t kMost = 5;
  std::string names;
  std::size_t single = 0;
  for (const model::Market& market : input.markets) {
    const auto index = static_cast<std::size_t>(market.id.value);
    if (index >= rows.markets().size()) continue;
    const MarketAccounts& here = rows.markets()[index];
    if (here.answers < 2 || !here.one_account) continue;
    if (++single <= kMost) {
      names += fmt::format("{}{} ({})", names.empty() ? "" : ", ", market.name,
                           count_of(here.answers, "answer", "answers"));
    }
  }
  if (single == 0) return;
  if (single > kMost) names += fmt::format(" and {} more", single - kMost);
  notes.push_back(
      {"single_account",
       fmt::format("All answers come from one account in {}: they tell of that account, not of a "
                   "market, and how sure they are can't be said; intervals there are too narrow.",
                   names)});
}

// What single responses add to the cells.
void add_rows(const ReportInput& input, const ReportCounts& counts, const QuestionCounts* main,
              Report& report) {
  const RowCounts* rows = input.rows ? &*input.rows : nullptr;
  if (rows != nullptr && main != nullptr) {
    report.certainty = certainty_report(report.main->question.measure, *rows, input.options);
    report.next_survey = next_survey_report(report.main->question.measure, *rows, input.options);
  }
  if (rows != nullptr) note_single_accounts(input, *rows, report.notes);
  report.experience = experience_report(counts, main, rows, input.rows_reason, input.options);
  if (rows == nullptr && report.responses.total > 0) {
    report.notes.push_back(
        {"rows_not_read",
         fmt::format("How the difference moves with the threshold, following surveys, how far "
                     "experiences were told on and what was answered together are left out: {}.",
                     input.rows_reason)});
  }
  if (const auto& not_asked = report.experience.not_asked;
      !not_asked.empty() && report.responses.total > 0) {
    std::string names;
    for (const std::string_view name : not_asked) {
      names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
    }
    report.notes.push_back(
        {"not_asked", fmt::format("Nothing is said about what was not asked: {}.", names)});
  }
}

// What a report on a part can't say, or takes from elsewhere.
void note_place(const ReportInput& input, Report& report) {
  const Place& place = input.options.place;
  if (!place.is_part() || report.responses.total == 0) return;
  if (place.channel.known()) {
    report.notes.push_back({"people_by_channel",
                            "Nothing is said of single people: how often they served and were "
                            "praised is not counted by channel."});
  } else if (place.unit.known()) {
    report.notes.push_back({"people_of_unit",
                            "The people are those who belong to the unit on the roster; what they "
                            "did for other units counts too."});
  }
  if (report.retention) {
    report.notes.push_back({"customers_of_part",
                            "Customers are followed who answered here; what they did afterwards "
                            "counts wherever they did it."});
  }
}

// People, who need nothing of the other sections but which question leads. Where there are many,
// another thread works them out while this one does the rest. What it refers to must outlive it.
std::future<base::Result<PeopleReport>> begin_people(const ReportInput& input,
                                                     const ReportCounts& counts,
                                                     const QuestionReport* main) {
  constexpr std::size_t kWorthAThread = 2'000;
  const bool many = input.employee_cells.size() >= kWorthAThread;
  return std::async(many ? std::launch::async : std::launch::deferred,
                    [&input, &counts, main] { return people_report(input, counts, main); });
}

}  // namespace

// Of equal kind the one most answered, then the newest version.
const QuestionCounts* main_question(const ReportCounts& counts) {
  const QuestionCounts* best = nullptr;
  const auto standing = [](const QuestionCounts& q) {
    return std::tuple(rank_of(*q.question), q.n, q.question->version, -q.question->id.value);
  };
  for (const QuestionCounts& question : counts.questions) {
    if (rank_of(*question.question) == 0) continue;
    if (best == nullptr || standing(*best) < standing(question)) best = &question;
  }
  return best;
}

base::Result<Report> build_report(const ReportInput& input) {
  const ReportOptions& options = input.options;
  if (options.from.known() && options.to.known() && options.to < options.from) {
    return base::invalid_input(fmt::format("The period from {} to {} ends before it begins.",
                                           options.from.to_string(), options.to.to_string()));
  }
  if (!(options.conf_level > 0 && options.conf_level < 1)) {
    return base::invalid_input("The confidence level must lie between 0 and 1.");
  }
  const ReportCounts counts = TRY(count_cells(input));

  Report report;
  report.organization_slug = input.organization_slug;
  report.organization_name = input.organization_name;
  report.place = place_words(options.place, input.units, input.markets, input.channels);
  report.options = options;
  report.rows_come_later = input.rows_come_later;
  report.first_month = counts.first_month;
  report.last_month = counts.last_month;
  report.undated_responses = counts.undated;
  report.responses = response_counts(counts);
  report.commended_share =
      share_figure("commended_share", report.responses.commended(), report.responses.read(),
                   "no comment could be read", options.conf_level);
  report.pending_share =
      share_figure("pending_share", report.responses.pending, report.responses.read(),
                   "no comment could be read", options.conf_level);
  report.praise = praise_of(input);
  note_responses(counts, report, report.notes);
  note_versions(counts, report.notes);
  if (!counts.by_market) {
    report.notes.push_back({"too_many_markets",
                            "There are too many markets to even out the other questions by them."});
  }

  const QuestionCounts* main = main_question(counts);
  if (main != nullptr) {
    report.main.emplace();
    report.main->question = question_report(*main->question, title_of(counts, *main->question),
                                            main->by_market.sum(), options);
    const MainCounts main_counts = TRY(count_main(input, *main->question));
    fill_main(input, counts, main_counts, *report.main, report.notes);
    note_main(counts, *report.main, report.notes);
  } else if (report.responses.total > 0) {
    report.notes.push_back({"no_scores", "No question that can be averaged was answered."});
  }

  const QuestionReport* main_report = report.main ? &report.main->question : nullptr;
  auto people = begin_people(input, counts, main_report);

  for (const QuestionCounts& counted : counts.questions) {
    if (&counted == main) continue;
    QuestionReport question = other_question(counted, counts, input);
    (question.measure == Measure::kRate ? report.outcomes : report.questions)
        .push_back(std::move(question));
  }
  std::vector<Figure*> family;
  for (auto* list : {&report.outcomes, &report.questions}) {
    for (QuestionReport& question : *list) family.push_back(&question.comparison.difference);
  }
  report.family_size = adjust_family(family);
  for (auto* list : {&report.outcomes, &report.questions}) {
    for (QuestionReport& question : *list) conclude(question, options);
  }

  const MonthCounts months =
      TRY(count_months(input, counts, main != nullptr ? main->question : nullptr));
  report.trend = trend_report(months, report.main ? &report.main->question : nullptr, options);
  report.effort = effort_report(input.units, counts.responses_by_unit, options);

  add_rows(input, counts, main, report);
  if (input.customers && !input.customers->did.empty()) {
    report.retention = retention_report(*input.customers, options);
  } else if (!input.customers_reason.empty()) {
    report.notes.push_back(
        {"customers_not_followed",
         fmt::format("What customers did afterwards is not here: {}.", input.customers_reason)});
  }
  report.standing_units = units_report(input, main, main_report);
  report.people = TRY(people.get());

  note_place(input, report);
  report.scorecard = scorecard_report(input, report);
  report.headline = headline_of(report);
  if (report.responses.total > 0) report.meaning = meaning_of(report);
  const bool nps = std::any_of(
      counts.questions.begin(), counts.questions.end(),
      [](const QuestionCounts& q) { return q.question->kind == model::QuestionKind::kNps; });
  if (nps) {
    report.attribution =
        "Net Promoter®, NPS® and the NPS-related emoticons are registered trademarks, and Net "
        "Promoter Score℠ and Net Promoter System℠ are service marks, of Bain & Company, Inc., NICE "
        "Systems, Inc. and Fred Reichheld.";
  }
  return report;
}

std::string_view name(ReportStrength strength) {
  return strength == ReportStrength::kAny ? "any" : "exemplary";
}

std::string_view name(Group group) {
  constexpr std::array<std::string_view, kGroupCount> kNames = {
      "silent", "unread", "spoke", "commended_kind", "commended_exemplary"};
  return kNames[static_cast<std::size_t>(group)];
}

std::string_view name(Measure measure) {
  constexpr std::array<std::string_view, 5> kNames = {"nps", "rate", "mean", "ordered", "shares"};
  return kNames[static_cast<std::size_t>(measure)];
}

std::string_view name(Finding finding) {
  constexpr std::array<std::string_view, 6> kNames = {
      "undefined", "too_few", "no_clear_difference", "borderline", "higher", "lower"};
  return kNames[static_cast<std::size_t>(finding)];
}

std::string_view name(Likeness likeness) {
  constexpr std::array<std::string_view, 4> kNames = {"undefined", "same", "open", "differs"};
  return kNames[static_cast<std::size_t>(likeness)];
}

std::string_view name(ChartRule rule) { return rule == ChartRule::kOutside ? "outside" : "run"; }

std::string_view name(Evenness evenness) {
  constexpr std::array<std::string_view, 5> kNames = {"undefined", "even", "fairly_even", "uneven",
                                                      "very_uneven"};
  return kNames[static_cast<std::size_t>(evenness)];
}

}  // namespace laurel::report
