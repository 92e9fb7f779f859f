// truth.json is laid out for people to read; truth.ndjson, a line per interview, for speed.
#include "sample/truth.h"

#include <fmt/format.h>

#include <cmath>

#include "sample/format.h"

namespace laurel::sample {
namespace {

constexpr std::array<Voice, 3> kVoices = {Voice::kSilent, Voice::kSpoke, Voice::kCommended};

void append_behaviours(std::string& out, Behaviours behaviours) {
  out += '[';
  bool any = false;
  for (std::size_t b = 0; b < kBehaviourNames.size(); ++b) {
    if ((behaviours >> b & 1U) == 0) continue;
    if (any) out += ',';
    append_json(out, kBehaviourNames[b]);
    any = true;
  }
  out += ']';
}

std::string_view strength(Weight weight) {
  return weight == Weight::kExemplary ? "exemplary" : "kind";
}

// {"responses_share": {...}, "nps": {...}, "nps_difference": …, "questions": {...}}
std::string moments_json(const Moments& m, std::string_view indent) {
  std::string out = "{\n";
  const auto line = [&](std::string_view text) { out += fmt::format("{}  {}", indent, text); };
  std::string shares, scores;
  for (const Voice v : kVoices) {
    shares += fmt::format("{}\"{}\": {:.4f}", shares.empty() ? "" : ", ", name(v), m.share(v));
    scores +=
        fmt::format("{}\"{}\": {:.2f}", scores.empty() ? "" : ", ", name(v), m.net_promoters(v));
  }
  double net = 0;
  for (const Voice v : kVoices) net += m.share(v) * m.net_promoters(v);
  line(fmt::format("\"share\": {{{}}},\n", shares));
  line(fmt::format("\"nps\": {{\"all\": {:.2f}, {}}},\n", net, scores));
  line(fmt::format("\"nps_difference\": {:.2f},\n", m.nps_difference()));
  line("\"questions\": {\n");
  for (int i = 0; i < kQuestions; ++i) {
    const auto q = static_cast<Question>(i);
    const double spoke = m.mean(q, Voice::kSpoke), commended = m.mean(q, Voice::kCommended);
    out += fmt::format(
        "{}    \"{}\": {{\"spoke\": {:.4f}, \"commended\": {:.4f}, \"difference\": {:.4f}}}{}\n",
        indent, name(q), spoke, commended, commended - spoke, i + 1 < kQuestions ? "," : "");
  }
  out += fmt::format("{}  }}\n{}}}", indent, indent);
  return out;
}

// What the report says of expectation, of what was told on, of how customers came and of what deeds
// cost.
std::string experience_json(const Moments& m) {
  constexpr std::array<std::string_view, 3> kSides = {"worse", "as_expected", "better"};
  constexpr std::array<std::string_view, 3> kExperiences = {"negative", "middling", "positive"};
  double all = 0;
  for (const auto& side : m.by_expectation) all += side[0];
  std::string out = "    \"expectation\": {";
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& side = m.by_expectation[i];
    out += fmt::format("{}\"{}\": {{\"share\": {:.4f}, \"nps\": {:.2f}, \"referred\": {:.4f}}}",
                       i > 0 ? ", " : "", kSides[i], side[0] / all, 100 * side[1] / side[0],
                       side[2] / side[0]);
  }
  out += "},\n    \"people_told\": {";
  for (std::size_t i = 0; i < 3; ++i) {
    out += fmt::format("{}\"{}\": {:.4f}", i > 0 ? ", " : "", kExperiences[i],
                       m.told[i][1] / m.told[i][0]);
  }
  out += "},\n    \"heard_through\": {";
  for (std::size_t i = 0; i < kHeardThrough.size(); ++i) {
    out += fmt::format("{}\"{}\": {}", i > 0 ? ", " : "", kHeardThrough[i], kHeardWeights[i]);
  }
  return out + fmt::format("}},\n    \"deeds_that_cost_nothing\": {},\n", kFreeDeeds);
}

// Customers who commented, followed for 365 days from 30 days after their first comment.
std::string outcomes_json(const OutcomeTruth& truth) {
  std::string out = "{\n    \"landmark_days\": 30, \"days\": 365,\n";
  for (const auto& [arm, who] :
       {std::pair(&truth.arms[0], "commended"), {&truth.arms[1], "spoke"}}) {
    out += fmt::format(
        "    \"{}\": {{\"customers\": {:.0f}, \"kept_share\": {:.4f}, \"kept_days\": {:.3f}, "
        "\"returned_share\": {:.4f}, \"returned_days\": {:.3f}, \"spent\": {:.2f}, "
        "\"captive_share\": {:.4f}}},\n",
        who, arm->customers, arm->kept_share, arm->kept_days, arm->returned_share,
        arm->returned_days, arm->spent, arm->captive);
  }
  return out + fmt::format(
                   "    \"cap\": {:.2f}, \"currency\": \"{}\", \"net_revenue_retention\": {:.4f}, "
                   "\"earned_new_customers\": {:.4f}\n  }}",
                   truth.cap, kCurrency, truth.net_retention, truth.earned_new);
}

}  // namespace

std::string population_truth(const Company& company, const Population& population,
                             const OutcomeTruth& outcomes, std::uint64_t responses,
                             std::uint64_t draws) {
  std::string out = fmt::format(
      "{{\n  \"company\": \"{}\",\n  \"invented\": true,\n  \"seed\": {},\n"
      "  \"responses\": {},\n  \"accounts\": {},\n"
      "  \"first_day\": \"{}\",\n  \"last_day\": \"{}\",\n",
      kCompanyName, company.seed(), responses, account_count(responses), kFirstDay.to_string(),
      base::Date{kFirstDay.days + kDays - 1}.to_string());
  out += fmt::format(
      "  \"population\": {{\n    \"simulated_interviews\": {},\n"
      "    \"standard_error_nps_difference\": {:.2f},\n"
      "    \"adjusted_nps_difference\": {:.2f},\n    \"negative_control\": \"price_fairness\",\n",
      draws, 160 / std::sqrt(static_cast<double>(draws)), population.adjusted_difference());
  out += experience_json(population.all);
  out += "    \"all\": " + moments_json(population.all, "    ") + ",\n    \"markets\": {\n";
  for (std::size_t m = 0; m < kMarkets; ++m) {
    out += fmt::format("      \"{}\": {}{}\n", company.markets()[m].name,
                       moments_json(population.markets[m], "      "), m + 1 < kMarkets ? "," : "");
  }
  out += "    },\n    \"branches\": {\n";
  for (std::size_t b = 0; b < kBranches; ++b) {
    out +=
        fmt::format("      \"{}\": {}{}\n", company.branches()[b].name,
                    moments_json(population.branches[b], "      "), b + 1 < kBranches ? "," : "");
  }
  out += "    }\n  },\n  \"outcomes\": " + outcomes_json(outcomes) +
         ",\n  \"process\": {\n    \"markets\": [\n";
  for (std::size_t m = 0; m < kMarkets; ++m) {
    const Market& market = company.markets()[m];
    out += fmt::format(
        "      {{\"name\": \"{}\", \"weight\": {}, \"baseline\": {}, \"drift\": {}, "
        "\"praise_slope\": {}}}{}\n",
        market.name, market.weight, market.baseline, market.drift, market.praise_slope,
        m + 1 < kMarkets ? "," : "");
  }
  out += "    ],\n    \"branches\": [\n";
  for (std::size_t b = 0; b < kBranches; ++b) {
    const Branch& branch = company.branches()[b];
    out += fmt::format(
        "      {{\"unit_id\": \"{}\", \"name\": \"{}\", \"weight\": {}, \"effect\": {}}}{}\n",
        branch.unit_id, branch.name, branch.weight, branch.effect, b + 1 < kBranches ? "," : "");
  }
  out += "    ],\n    \"employees\": [\n";
  for (std::size_t e = 0; e < company.employees().size(); ++e) {
    const Employee& employee = company.employees()[e];
    out += fmt::format(
        "      {{\"employee_id\": \"{}\", \"merit\": \"{}\", \"quality\": {:.4f}, "
        "\"mention\": {:.4f}}}{}\n",
        employee.id, name(employee.merit), employee.quality, employee.mention,
        e + 1 < company.employees().size() ? "," : "");
  }
  out += "    ]\n  }\n}\n";
  return out;
}

void append_interview_id(std::string& out, std::uint64_t number) {
  out += 'I';
  append_padded(out, number + 1, 7);
}

void append_interview_truth(std::string& out, const Company& company, const Interview& interview,
                            const Comment* comment) {
  out += "{\"id\":\"";
  append_interview_id(out, interview.number);
  out += "\",\"voice\":\"";
  out += name(!interview.words   ? Voice::kSilent
              : interview.praise ? Voice::kCommended
                                 : Voice::kSpoke);
  out += '"';
  if (comment == nullptr) {
    out += "}\n";
    return;
  }
  out += ",\"commendation\":";
  out += interview.praise ? "true" : "false";
  out += ",\"scenario\":\"";
  out += name(comment->scenario);
  out += '"';
  if (interview.praise) {
    Weight best = Weight::kKind;
    for (const ToldMention& mention : comment->mentions) best = std::max(best, mention.weight);
    out += ",\"strength\":\"";
    out += strength(best);
    out += '"';
  }
  for (const bool praised : {true, false}) {
    bool any = false;
    for (const ToldMention& mention : comment->mentions) {
      if ((mention.weight != Weight::kNone) != praised) continue;
      out += any ? "," : praised ? ",\"targets\":[" : ",\"unpraised\":[";
      any = true;
      out += "{\"text\":";
      append_json(out, comment->words(mention));
      out += ",\"start\":";
      append_integer(out, mention.start);
      out += ",\"end\":";
      append_integer(out, mention.end);
      out += ",\"kind\":\"";
      out += name(mention.kind);
      out += "\",\"employee_id\":";
      if (mention.employee >= 0) {
        append_json(out, company.employees()[static_cast<std::size_t>(mention.employee)].id);
      } else {
        out += "null";
      }
      out += ",\"form\":\"";
      out += name(mention.form);
      out += '"';
      if (praised) {
        out += ",\"strength\":\"";
        out += strength(mention.weight);
        out += "\",\"behaviours\":";
        append_behaviours(out, mention.behaviours);
      }
      out += '}';
    }
    if (any) out += ']';
  }
  out += "}\n";
}

}  // namespace laurel::sample
