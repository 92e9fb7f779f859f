// The commendation report: what customers who praised somebody answered, beside those who commented
// without praise, those who said nothing, and those whose words could not be read. Built from cells
// alone, so its cost does not grow with the number of responses. Everything is association: praise
// and score come from the same response, and no sentence here says otherwise.
//
// Units throughout: NPS is a fraction in [-1, 1] (shown x100), rates are shares in [0, 1], means
// and their differences are points of the question's own scale, superiority is a probability.
// Nothing is ever NaN: a figure without a value has a reason. Pure and thread-safe; formulas and
// their sources are in stats/.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/account_sums.h"
#include "model/cells.h"
#include "model/organization.h"
#include "model/question.h"
#include "report/certainty.h"
#include "report/experience.h"
#include "report/figure.h"
#include "report/next_survey.h"
#include "report/options.h"
#include "report/people.h"
#include "report/retention.h"
#include "report/rows.h"
#include "report/scorecard.h"
#include "store/praised_words.h"

namespace laurel::report {

// All of it is of the place asked for. Cells outside the period may be among `cells`: they are only
// counted, to say so.
struct ReportInput {
  std::string organization_slug;
  std::string organization_name;
  std::vector<model::Cell> cells;
  // All time, of the main question; none for a period.
  std::optional<model::AccountSums> accounts;
  std::vector<model::Question> questions;
  std::vector<model::Unit> units;
  std::vector<model::Market> markets;
  std::vector<model::Channel> channels;
  // Of the period at least, responses and answers to the main question.
  std::vector<model::EmployeeCell> employee_cells;
  std::vector<model::Employee> employees;
  model::Settings settings;
  std::vector<store::PraisedWords> praised;  // to choose quotes from
  // What customers said and did, where outcome events are stored.
  std::optional<CustomerHistory> customers;
  std::string customers_reason;   // why not, where outcome events are stored
  std::optional<RowCounts> rows;  // none where they were not read; then why, as a clause
  std::string rows_reason = "responses were not read one by one";
  bool rows_come_later = false;  // with ReadRows::kLater: another report will have them
  ReportOptions options;
};

struct Distribution {
  std::vector<std::string> values;                                 // "0" … "10", or the choices
  std::array<std::vector<std::int64_t>, kGroupCount> counts = {};  // by Group
};

// Shares of one choice.
struct ChoiceFigures {
  std::string choice;
  Figure commended, spoke, difference;
};

struct QuestionReport {
  model::QuestionId id;
  std::string key;
  std::string title;  // as asked; with the version where there are several
  std::int32_t version = 1;
  model::QuestionKind kind = model::QuestionKind::kScale;
  model::QuestionRole role = model::QuestionRole::kNone;
  Measure measure = Measure::kMean;
  std::int32_t scale_min = 0, scale_max = 0;
  std::optional<Figure> commended, spoke, silent, unread, everyone;  // not for kOrdered, kShares
  Comparison comparison;
  std::optional<Figure> superiority;
  // Evened out over markets; the odds ratio for yes/no only and never alone.
  std::optional<Figure> market_adjusted, odds_ratio;
  std::vector<ChoiceFigures> choices;  // kShares
  Distribution distribution;
};

// The main question at one place.
struct PlaceReport {
  std::int32_t id = 0;  // of the market, unit or channel; 0: the responses that name none
  std::string name;
  std::string code;  // of a unit
  bool known() const { return id != 0; }
  std::int64_t responses = 0;
  std::int64_t commended_responses = 0;
  Figure commended, spoke, silent, unread;
  Comparison comparison;
  std::string planner;  // how many responses a 10-point difference needs, where there are too few
};

struct StrengthReport {
  Group group = Group::kKind;
  Figure figure;
  Comparison comparison;  // against spoke
};

// The difference evened out over strata, beside the raw one.
struct AdjustedReport {
  std::string
      strata;      // "market and unit", "market", "unit"; empty when there is nothing to even out
  Figure overlap;  // where both groups are found
  Figure commended_mix;  // the mix of those who praised (ATT)
  std::size_t strata_kept = 0;
  std::vector<std::string> dropped;                       // strata with only one of the groups
  std::int64_t dropped_commended = 0, dropped_spoke = 0;  // answers in them
  std::string sentence;
};

// What an unmeasured common cause would take to explain the difference away: E-values, that is risk
// ratios (stats/sensitivity.h). 1 is nothing at all.
struct SensitivityReport {
  bool evened_out = false;  // of the difference evened out; otherwise as answered
  std::string_view method;  // how the difference becomes a risk ratio
  std::optional<double> risk_ratio, e_value;
  std::optional<double> e_value_of_interval;  // of the interval's end nearer to no difference
  std::string reason;                         // why e_value or e_value_of_interval is missing
  std::string sentence;
};

// What may be said of the difference from market to market.
enum class Likeness : std::uint8_t {
  kUndefined,  // fewer than kFewestMarkets can be compared; `reason` says so
  kSame,       // no more than chance, and little room for more
  kOpen,       // chance can't be ruled out, nor can real differences
  kDiffers,    // more than chance
};
inline constexpr std::size_t kFewestMarkets = 3;

struct MarketEffect {
  std::string name;
  Figure as_answered;  // without a test: with its interval from the variance that is used here
  Figure shrunk;       // drawn towards the average market by as much as its noise deserves
};

struct HeterogeneityReport {
  Likeness likeness = Likeness::kUndefined;
  std::optional<double> q, q_p;  // Cochran's Q: are the markets alike?
  int q_df = 0;
  std::optional<double> tau2;  // variance of the true difference between markets
  std::optional<double> i2;    // share of the spread that is not chance
  Figure average;              // of the average market
  std::optional<double> prediction_lo, prediction_hi;  // where another market may lie
  std::vector<MarketEffect> markets;                   // by name
  std::vector<std::string> left_out;                   // known markets with too few answers
  std::string reason;
  std::string sentence;
};

struct MainReport {
  QuestionReport question;
  // CR1 by account; leads when `clustered_leads`.
  Figure clustered;
  std::size_t accounts = 0;
  bool clustered_leads = false;
  AdjustedReport adjusted;
  SensitivityReport sensitivity;
  HeterogeneityReport heterogeneity;
  std::vector<StrengthReport> strength;
  std::vector<PlaceReport> markets, units, channels;
};

// One month, also one in which nobody answered.
struct TrendMonth {
  base::Month month{};
  std::int64_t responses = 0;
  Figure share;                                      // with praise, of the comments read
  std::optional<Figure> commended, spoke, everyone;  // of the main question
};

// A month against the limits of a control chart.
struct ChartPoint {
  std::optional<double> lower, upper;  // none: too few answers, the month is not judged
  bool outside = false;
};

enum class ChartRule : std::uint8_t {
  kOutside,  // a month outside the limits
  kRun,      // kRunLength or more months in a row on one side of the centre line
};
struct ChartSignal {
  ChartRule rule = ChartRule::kOutside;
  bool above = true;
  std::size_t first = 0, last = 0;  // indices into TrendReport::months
};

// A control chart: what a figure does from month to month when nothing changes (report_trend.h).
struct ControlChart {
  std::string_view statistic, unit;  // as in the figures of the months
  std::string_view method;           // "laney_p", "laney_x"
  std::optional<double> centre;
  std::optional<double> excess;  // spread between months over that of the answers; at least 1
  std::size_t months_judged = 0;
  std::vector<ChartPoint> points;  // as TrendReport::months
  std::vector<ChartSignal> signals;
  std::string reason;  // why there are no limits
  std::string sentence;
};

struct TrendReport {
  std::vector<TrendMonth> months;  // every month from the first to the last
  ControlChart share;
  std::optional<ControlChart> main;  // of all answers to the main question
  std::string reason;                // why there are no months
};

// How often words hold praise, by unit.
struct EffortUnit {
  model::UnitId id;
  std::string name, code;
  Figure share;   // with praise, of the comments read
  Figure shrunk;  // drawn towards all units by as much as its noise deserves
};

// How evenly praise is spread. Which words are used is in report_effort.h.
enum class Evenness : std::uint8_t { kUndefined, kEven, kFairlyEven, kUneven, kVeryUneven };
inline constexpr std::int64_t kFewestComments = 20;  // for a unit's figures to be given

struct EffortReport {
  Evenness evenness = Evenness::kUndefined;
  std::vector<EffortUnit> units;  // most praise first; those with too few comments last
  std::size_t units_shown = 0;    // with enough comments
  std::int64_t comments_without_unit = 0;
  std::optional<double> typical_lo, typical_hi;  // four of five units lie between these
  std::string reason;
  std::string sentence;
};

// Something that can't be said, or must be known when reading, with a stable code.
struct Note {
  std::string_view code;
  std::string text;
};

struct ResponseCounts {
  std::int64_t total = 0, silent = 0, unread = 0, spoke = 0;
  std::int64_t commended_kind = 0, commended_exemplary = 0;
  std::int64_t pending = 0;  // of spoke and commended: a review could still change them
  std::int64_t commended() const { return commended_kind + commended_exemplary; }
  std::int64_t read() const { return spoke + commended(); }
};

struct Report {
  std::string organization_slug, organization_name;
  std::string place;  // "Depot Leeds, Germany"; empty for the whole organization
  ReportOptions options;
  base::Month first_month{}, last_month{};
  std::int64_t undated_responses = 0;  // within the report
  std::vector<std::string> headline;   // sentences; the first leads
  ResponseCounts responses;
  Figure commended_share, pending_share;
  std::vector<Quote> praise;              // some of it, in the customers' words
  std::optional<MainReport> main;         // none when no question was answered
  std::vector<QuestionReport> outcomes;   // yes/no
  std::vector<QuestionReport> questions;  // every other counted question
  std::size_t family_size = 0;            // p-values adjusted together
  TrendReport trend;
  EffortReport effort;
  std::optional<RetentionReport> retention;     // where outcome events are stored
  std::optional<CertaintyReport> certainty;     // with a main question, where rows were read
  std::optional<NextSurveyReport> next_survey;  // the same
  ExperienceReport experience;
  PeopleReport people;
  UnitsReport standing_units;
  ScorecardReport scorecard;
  bool rows_come_later = false;  // ReadRows::kLater
  std::vector<Note> notes;
  std::vector<std::string> meaning;  // what this does and doesn't show
  std::string attribution;           // of the NPS trademark; empty when no NPS is shown
};

// Error (kInvalidInput) for a period that ends before it begins; (kConflict) when the cells
// contradict the organization's lists, which `laurel recount` mends.
base::Result<Report> build_report(const ReportInput& input);

// Renderings. JSON keeps every figure unrounded; the others round for reading. Names of places and
// questions are foreign text: each escapes what its format would take for markup or a formula.
std::string to_json(const Report& report);
std::string to_markdown(const Report& report);
std::string to_csv(const Report& report);
std::string to_text(const Report& report);
std::string to_html(const Report& report);  // one file that needs no network

std::string_view name(ReportStrength strength);  // "any", "exemplary"
std::string_view name(Group group);              // "silent", …, "commended_kind"
std::string_view name(Measure measure);          // "nps", "rate", "mean", "ordered", "shares"
std::string_view name(Finding finding);    // "undefined", "too_few", "no_clear_difference", …
std::string_view name(Likeness likeness);  // "undefined", "same", "open", "differs"
std::string_view name(ChartRule rule);     // "outside", "run"
std::string_view name(Evenness evenness);  // "undefined", "even", "fairly_even", …

}  // namespace laurel::report
