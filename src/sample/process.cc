// The numbers of the process are chosen so that praise goes with 8 to 12 points of NPS, depending
// on the market: an association, through the service of the moment, as large as programmes report.
#include "sample/process.h"

#include "sample/outcomes.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>

namespace laurel::sample {
namespace {

constexpr std::uint64_t kInterviewPurpose = 4, kPopulationPurpose = 5, kHeardPurpose = 6;
constexpr double kInterviewsPerAccount = 3.6;
constexpr double kServiceInSatisfaction = 0.30;
constexpr double kPraiseIntercept = -0.50;

constexpr double kNpsCuts[] = {-2.50, -2.25, -1.95, -1.65, -1.40, -1.02, -0.75, -0.30, 0.32, 0.85};
constexpr double kOverallCuts[] = {-2.6, -2.2, -1.8, -1.4, -0.95, -0.45, 0.15, 0.8, 1.5};
constexpr double kFiveCuts[] = {-2.0, -1.2, -0.4, 0.7};

// How a five-point question draws on satisfaction and on the service of the moment.
struct Loading {
  Question question;
  double satisfaction, service, offset;
};
constexpr Loading kLoadings[] = {
    {Question::kStaffCourtesy, 0.25, 0.55, 0.35},  {Question::kResolution, 0.40, 0.40, 0.00},
    {Question::kCommunication, 0.35, 0.25, -0.10}, {Question::kResponseTime, 0.40, 0.12, -0.15},
    {Question::kEaseOfContact, 0.30, 0.06, 0.05},
};

constexpr double kWords[] = {0.72, 0.52, 0.46, 0.38};  // by channel
constexpr double kBlank[] = {0.02, 0.04, 0.06, 0.08, 0.08, 0.06, 0.10, 0.12, 0.10, 0.09, 0.14};
constexpr double kLaterBlank[] = {0.11, 0.09, 0.13};  // of the questions after those
constexpr int kFirstLater = std::size(kBlank);
static_assert(kFirstLater + static_cast<int>(std::size(kLaterBlank)) == kQuestions);

int cut(double latent, std::span<const double> cuts) {
  int score = 0;
  for (const double c : cuts) score += latent > c ? 1 : 0;
  return score;
}

double logistic(double x) { return 1 / (1 + std::exp(-x)); }

int draw_branch(const Company& company, base::Random& random) {
  double at = random.uniform();
  for (int b = 0; b < kBranches; ++b) {
    const Branch& branch = company.branches()[static_cast<std::size_t>(b)];
    at -= branch.weight * company.markets()[static_cast<std::size_t>(branch.market)].weight;
    if (at < 0) return b;
  }
  return kBranches - 1;
}

// Large accounts are heard more often than small ones.
std::uint32_t draw_account(int branch, std::uint64_t total, base::Random& random) {
  const double per_branch = std::max(1.0, static_cast<double>(account_count(total)) / kBranches);
  const double u = random.uniform();
  const double place = u * (0.35 + 0.65 * u) * per_branch;
  return static_cast<std::uint32_t>(place) * kBranches + static_cast<std::uint32_t>(branch);
}

Channel draw_channel(base::Random& random) {
  const double u = random.uniform();
  return u < 0.45   ? Channel::kPhone
         : u < 0.70 ? Channel::kEmail
         : u < 0.88 ? Channel::kWeb
                    : Channel::kSms;
}

// Bad experience is told to more people than good, and good more than middling.
int draw_told(double satisfaction, base::Random& random) {
  const double mean =
      0.8 + 1.6 * std::max(0.0, -satisfaction) + 0.6 * std::max(0.0, satisfaction - 0.4);
  const double stay = mean / (1 + mean);
  int told = 0;
  while (told < 40 && random.uniform() < stay) ++told;
  return told;
}

// Questions that were added later have a sequence of their own, so that what was there stayed as it
// was, comments included. `random` is only looked at.
void draw_later(const Company& company, base::Random random, Interview& made) {
  base::Random later(random.next() ^ 0x9e3779b97f4a7c15ULL);
  const double s = made.satisfaction, p = made.service;
  const auto answer = [&](Question q) -> int& { return made.answers[static_cast<std::size_t>(q)]; };
  answer(Question::kFeeling) =
      1 + cut(0.10 + 0.50 * s + 0.35 * p + 0.7 * later.normal(), kFiveCuts);
  answer(Question::kReturn) = later.chance(logistic(1.2 + 0.55 * s + 0.20 * p)) ? 1 : 0;
  answer(Question::kPrice) = later.chance(logistic(-0.5 + 0.40 * s + 0.15 * p)) ? 1 : 0;
  for (std::size_t i = 0; i < std::size(kLaterBlank); ++i) {
    if (later.chance(kLaterBlank[i])) made.blank |= 1U << (kFirstLater + i);
  }
  made.heard_through = later.chance(0.15) ? -1 : heard_through_of(company, made.account.number);
  const bool free = later.chance(kFreeDeeds);
  const int cost = free ? 0 : 5 + static_cast<int>(later.below(60)) * (later.chance(0.2) ? 5 : 1);
  if (made.praise && later.chance(0.6)) made.deed_cost = cost;
}

}  // namespace

int heard_through_of(const Company& company, std::uint32_t account) {
  base::Random random(mix(company.seed(), kHeardPurpose, account));
  double at = random.uniform();
  for (std::size_t i = 0; i < kHeardWeights.size(); ++i) {
    at -= kHeardWeights[i];
    if (at < 0) return static_cast<int>(i);
  }
  return 0;
}

std::string_view name(Channel channel) {
  constexpr std::string_view kNames[] = {"phone", "email", "web", "sms"};
  return kNames[static_cast<std::size_t>(channel)];
}

std::string_view name(Question question) {
  constexpr std::string_view kNames[] = {"nps",
                                         "overall_satisfaction",
                                         "staff_courtesy",
                                         "problem_resolution",
                                         "communication",
                                         "response_time",
                                         "ease_of_contact",
                                         "price_fairness",
                                         "referred_6m",
                                         "expectation",
                                         "told_others",
                                         "feeling",
                                         "return_intention",
                                         "price_tolerance"};
  return kNames[static_cast<std::size_t>(question)];
}

std::string_view name(Voice voice) {
  constexpr std::string_view kNames[] = {"silent", "spoke", "commended"};
  return kNames[static_cast<std::size_t>(voice)];
}

std::uint32_t account_count(std::uint64_t interviews) {
  const double count = static_cast<double>(interviews) / kInterviewsPerAccount;
  return static_cast<std::uint32_t>(std::clamp(count, 12.0 * kBranches, 3e8));
}

std::uint64_t interview_seed(const Company& company, std::uint64_t number) {
  return mix(company.seed(), kInterviewPurpose, number);
}

Interview draw_interview(const Company& company, std::uint64_t number, std::uint64_t total,
                         base::Random& random) {
  Interview made;
  made.number = number;
  const double when = (static_cast<double>(number) + random.uniform()) / static_cast<double>(total);
  made.day = {kFirstDay.days + std::min(kDays - 1, static_cast<int>(when * kDays))};
  made.branch = draw_branch(company, random);
  const Branch& branch = company.branches()[static_cast<std::size_t>(made.branch)];
  made.market = branch.market;
  const Market& market = company.markets()[static_cast<std::size_t>(made.market)];
  made.account = company.account(draw_account(made.branch, total, random));
  made.contact = static_cast<int>(random.below(static_cast<std::uint64_t>(made.account.contacts)));
  made.channel = draw_channel(random);

  made.served[0] = company.someone_at(made.branch, made.day, random);
  if (random.chance(0.3)) {
    const int second = company.someone_at(made.branch, made.day, random);
    if (second != made.served[0]) made.served[1] = second;
  }
  const auto employees = company.employees();
  const Employee& first = employees[static_cast<std::size_t>(made.served[0])];
  double quality = first.quality, mention = first.mention;
  if (made.served[1] >= 0) {
    const Employee& second = employees[static_cast<std::size_t>(made.served[1])];
    quality = (quality + second.quality) / 2;
    mention = (mention + second.mention) / 2;
  }
  made.service = quality + 0.8 * random.normal();
  made.satisfaction = market.baseline + branch.effect + market.drift * (when - 0.5) +
                      made.account.effect + kServiceInSatisfaction * made.service +
                      0.90 * random.normal();

  const auto answer = [&](Question q) -> int& { return made.answers[static_cast<std::size_t>(q)]; };
  const double s = made.satisfaction, p = made.service;
  answer(Question::kNps) = cut(s, kNpsCuts);
  answer(Question::kOverall) = 1 + cut(s + 0.15 * p + 0.4 * random.normal(), kOverallCuts);
  for (const Loading& load : kLoadings) {
    answer(load.question) =
        1 + cut(load.offset + load.satisfaction * s + load.service * p + 0.75 * random.normal(),
                kFiveCuts);
  }
  answer(Question::kPriceFairness) =
      1 + cut(-0.3 + made.account.price_effect + 0.9 * random.normal(), kFiveCuts);
  answer(Question::kReferred) = random.chance(logistic(-1.0 + 0.45 * s + 0.35 * p)) ? 1 : 0;
  answer(Question::kExpectation) =
      1 + cut(-0.25 + 0.35 * s + 0.40 * p + 0.7 * random.normal(), kFiveCuts);
  answer(Question::kToldOthers) = draw_told(s, random);

  for (int q = 0; q < kFirstLater; ++q)
    if (random.chance(kBlank[q])) made.blank |= 1U << q;

  const int nps = answer(Question::kNps);
  made.words_probability = kWords[static_cast<std::size_t>(made.channel)] + (nps <= 4   ? 0.14
                                                                             : nps >= 9 ? 0.06
                                                                                        : -0.05);
  made.praise_probability = logistic(kPraiseIntercept + mention + market.praise_slope * p);
  made.words = random.chance(made.words_probability);
  made.praise = random.chance(made.praise_probability) && made.words;
  draw_later(company, random, made);
  return made;
}

void Moments::add(const Interview& interview) {
  const double words = interview.words_probability, praise = interview.praise_probability;
  const std::array<double, 3> weights = {1 - words, words * (1 - praise), words * praise};
  const auto score = static_cast<std::size_t>(interview.answer(Question::kNps));
  const double net = score >= 9 ? 1 : score >= 7 ? 0 : -1;
  const int expected = interview.answer(Question::kExpectation);
  auto& side = by_expectation[expected < 3 ? 0 : expected == 3 ? 1 : 2];
  side[0] += 1;
  side[1] += net;
  side[2] += interview.answer(Question::kReferred);
  auto& experience = told[static_cast<std::size_t>(net + 1)];
  experience[0] += 1;
  experience[1] += interview.answer(Question::kToldOthers);
  for (std::size_t v = 0; v < 3; ++v) {
    weight[v] += weights[v];
    nps[v][score] += weights[v];
    for (std::size_t q = 0; q < kQuestions; ++q) sum[v][q] += weights[v] * interview.answers[q];
  }
}

double Moments::mean(Question q, Voice v) const {
  return sum[static_cast<std::size_t>(v)][static_cast<std::size_t>(q)] /
         weight[static_cast<std::size_t>(v)];
}

double Moments::net_promoters(Voice v) const {
  const auto& counts = nps[static_cast<std::size_t>(v)];
  double net = counts[9] + counts[10];
  for (std::size_t score = 0; score <= 6; ++score) net -= counts[score];
  return 100 * net / weight[static_cast<std::size_t>(v)];
}

double Moments::nps_difference() const {
  return net_promoters(Voice::kCommended) - net_promoters(Voice::kSpoke);
}

double Population::adjusted_difference() const {
  double sum = 0, weights = 0;
  for (const Moments& market : markets) {
    const double spoke = market.weight[1], commended = market.weight[2];
    const double overlap = spoke * commended / (spoke + commended);
    sum += overlap * market.nps_difference();
    weights += overlap;
  }
  return sum / weights;
}

Population simulate_population(const Company& company, std::uint64_t draws,
                               OutcomeTally* outcomes) {
  // Many accounts of few interviews each: a population of accounts, not the ones of one sample.
  Population population;
  population.branches.resize(kBranches);
  for (std::uint64_t i = 0; i < draws; ++i) {
    base::Random random(mix(company.seed(), kPopulationPurpose, i));
    const Interview interview = draw_interview(company, i, draws, random);
    if (outcomes != nullptr) outcomes->add(interview);
    population.all.add(interview);
    population.markets[static_cast<std::size_t>(interview.market)].add(interview);
    population.branches[static_cast<std::size_t>(interview.branch)].add(interview);
  }
  return population;
}

}  // namespace laurel::sample
