#include "app/outcomes.h"

#include <cmath>

#include "app/resolve_names.h"
#include "store/outcomes.h"

namespace laurel::app {
namespace {

constexpr double kMostAmount = 1e15;  // minor units

std::string lower_case(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

}  // namespace

base::Result<model::Outcome> outcome_of(const IncomingOutcome& incoming) {
  if (incoming.account.empty() && incoming.contact_email.empty())
    return base::invalid_input("Say whose outcome it is: give account or contact_email.");
  if (!incoming.contact_email.empty() && incoming.contact_email.find('@') == std::string::npos)
    return base::invalid_input("contact_email is not an e-mail address.");
  model::Outcome outcome;
  outcome.source = incoming.source.empty() ? "api" : incoming.source;
  outcome.external_id = incoming.external_id;
  outcome.kind = incoming.kind;
  outcome.occurred_on = incoming.occurred_on;
  if (!incoming.amount) {
    if (incoming.currency.empty()) return outcome;
    return base::invalid_input("A currency needs an amount. Give one, or leave out the currency.");
  }
  const auto decimals = model::currency_decimals(incoming.currency);
  if (!decimals)
    return base::invalid_input("Give the amount's currency as a code of three letters like EUR.");
  const double minor = std::round(*incoming.amount * std::pow(10.0, *decimals));
  if (!(std::abs(minor) <= kMostAmount)) return base::invalid_input("The amount is too large.");
  outcome.amount = static_cast<std::int64_t>(minor);
  outcome.currency = incoming.currency;
  return outcome;
}

base::Result<store::SaveCounts> save_incoming(store::Transaction& tx,
                                              model::OrganizationId organization,
                                              std::span<const IncomingOutcome> incoming) {
  std::vector<model::Outcome> outcomes;
  std::vector<PendingNames> names;
  for (const IncomingOutcome& each : incoming) {
    outcomes.push_back(TRY(outcome_of(each)));
    PendingNames& pending = names.emplace_back();
    pending.account = each.account;
    pending.contact_email = lower_case(each.contact_email);
  }
  std::vector<NameResolver::Party> parties;
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    parties.push_back({&names[i], &outcomes[i].account, &outcomes[i].contact});
  NameResolver resolver(organization);
  TRY(resolver.resolve_parties(tx, parties));
  return store::save_outcomes(tx, organization, outcomes);
}

}  // namespace laurel::app
