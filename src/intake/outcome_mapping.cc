#include "intake/outcome_mapping.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "intake/overrides.h"
#include "intake/profile.h"
#include "intake/values.h"

namespace laurel::intake {
namespace {

using model::OutcomeKind;

struct Known {
  Field field;
  std::string_view names;  // best first, separated by '|'
};
constexpr std::array kKnown = {
    Known{Field::kExternalId,
          "external id|outcome id|event id|transaction id|order id|order number|order no|invoice "
          "id|invoice number|invoice no|receipt id|receipt number|payment id|booking id|booking "
          "number|reservation id|renewal id|record id|uuid|id|no|nr|number"},
    Known{Field::kDate,
          "occurred on|event date|transaction date|order date|ordered on|invoice date|purchase "
          "date|payment date|paid on|renewal date|visit date|stay date|check in date|arrival "
          "date|referral date|cancellation date|cancelled on|churn date|end date|closed on|date|"
          "occurred at|created at|createtime|timestamp|datum|fecha|day"},
    Known{Field::kKind,
          "kind|event kind|event type|outcome|outcome kind|outcome type|event|event name|"
          "transaction type|type|activity|art"},
    Known{Field::kAmount,
          "amount|net amount|amount net|revenue|net revenue|order total|order value|invoice "
          "total|invoice amount|total net|total|value|sales|price|turnover|gross amount|amount "
          "paid|betrag|umsatz|montant|importe"},
    Known{Field::kCurrency,
          "currency|currency code|iso currency|currency iso code|waehrung|wahrung|devise|moneda"},
    Known{Field::kAccount,
          "account id|account code|account|account number|customer id|customer number|customer "
          "no|client id|client|customer|company id|company|account name|customer name|company "
          "name|organisation|organization|kunde|kundennummer"},
    Known{Field::kContactEmail,
          "contact email|contact e mail|email|e mail|email address|customer email|contact email "
          "address|buyer email|guest email|mail"},
};

struct Words {
  OutcomeKind kind;
  bool money_back;
  std::string_view words;  // separated by '|'
};
constexpr std::array kKindWords = {
    Words{OutcomeKind::kPurchase, false,
          "purchase|purchased|order|ordered|sale|sold|invoice|invoiced|payment|paid|buy|bought|"
          "transaction|charge|subscription|new|kauf|bestellung|rechnung|achat|commande|compra"},
    Words{OutcomeKind::kPurchase, true,
          "refund|refunded|return of goods|credit note|credit|chargeback|money back|"
          "gutschrift|remboursement"},
    Words{OutcomeKind::kRenewal, false,
          "renewal|renewed|renew|renewing|extension|extended|contract renewal|verlangerung|"
          "renouvellement|renovacion"},
    Words{OutcomeKind::kVisit, false,
          "visit|visited|stay|stayed|booking|booked|check in|checkin|appointment|return visit|"
          "besuch|visite|visita"},
    Words{OutcomeKind::kReferral, false,
          "referral|referred|referral made|made a referral|recommendation|recommended|"
          "empfehlung|parrainage"},
    Words{OutcomeKind::kChurn, false,
          "churn|churned|cancel|cancelled|canceled|cancellation|lost|left|closed|terminated|"
          "termination|non renewal|not renewed|unsubscribed|kundigung|resiliation|baja"},
};

std::optional<std::size_t> place_in(std::string_view names, std::string_view words) {
  for (std::size_t place = 0;; ++place) {
    const std::size_t bar = names.find('|');
    if (names.substr(0, bar) == words) return place;
    if (bar == std::string_view::npos) return std::nullopt;
    names.remove_prefix(bar + 1);
  }
}

struct Values {
  std::int64_t filled = 0, kinds = 0, currencies = 0;
  double share(std::int64_t n) const {
    return filled == 0 ? 0.0 : static_cast<double>(n) / static_cast<double>(filled);
  }
};

Values values_of(std::span<const Record> sample, std::size_t column) {
  Values values;
  for (const Record& row : sample) {
    if (column >= row.size() || is_blank(trim(row[column]))) continue;
    ++values.filled;
    if (kind_said(row[column])) ++values.kinds;
    std::string code(trim(row[column]));
    for (char& c : code)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    if (model::currency_decimals(code)) ++values.currencies;
  }
  return values;
}

bool values_fit(Field field, const ColumnProfile& profile, const Values& values) {
  const double bytes = profile.share(profile.bytes);
  switch (field) {
    case Field::kExternalId:
      return profile.filled * 10 >= profile.rows * 9 &&
             profile.distinct * 10 >= profile.filled * 9 && bytes <= 100;
    case Field::kDate:
      return profile.filled > 0 && profile.share(profile.dates) >= 0.8;
    case Field::kKind:
      return values.share(values.kinds) >= 0.5;
    case Field::kAmount:
      return profile.share(profile.decimals) >= 0.8;
    case Field::kCurrency:
      return values.share(values.currencies) >= 0.8;
    case Field::kContactEmail:
      return profile.share(profile.emails) >= 0.5;
    default:
      return profile.filled > 0 && bytes <= 80;
  }
}

base::Status apply(const MapRequest& request, ColumnPlan& plan) {
  std::string meaning = request.meaning;
  for (char& c : meaning)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  plan.given = true;
  plan.reason = "as you said";
  for (const Field field :
       {Field::kIgnore, Field::kExternalId, Field::kDate, Field::kKind, Field::kAmount,
        Field::kCurrency, Field::kAccount, Field::kContactEmail}) {
    if (meaning == name(field)) {
      plan.field = field;
      return {};
    }
  }
  return base::invalid_input(fmt::format(
      "{} is nothing a column of outcomes can be mapped to. Use one of: external_id, date, kind, "
      "amount, currency, account, contact_email, ignore.",
      request.meaning));
}

// Who, when, what and in which currency.
base::Status check_complete(const Mapping& mapping) {
  if (!mapping.has(Field::kAccount) && !mapping.has(Field::kContactEmail)) {
    return base::invalid_input(
        "No column says whose outcome it is. Name it with --map account=COLUMN or --map "
        "contact_email=COLUMN.");
  }
  if (!mapping.has(Field::kDate)) {
    return base::invalid_input("No column says when it happened. Name it with --map date=COLUMN.");
  }
  if (!mapping.has(Field::kKind) && !mapping.every_kind) {
    return base::invalid_input(
        "No column says what happened (purchase, renewal, visit, referral, churn). Name it with "
        "--map kind=COLUMN, or say it for the whole file with --kind purchase.");
  }
  if (mapping.has(Field::kAmount) && !mapping.has(Field::kCurrency) &&
      mapping.every_currency.empty()) {
    return base::invalid_input(
        "No column says the currency of the amounts. Say it for the whole file with --currency "
        "EUR, or name the column with --map currency=COLUMN.");
  }
  return {};
}

void add_notes(Mapping& mapping) {
  if (!mapping.has(Field::kExternalId)) {
    mapping.notes.push_back(
        "No column identifies an outcome, so each is known by what it says: the same file, also "
        "grown, adds nothing twice, but a row that was corrected is added anew. If there is one: "
        "--map external_id=COLUMN");
  }
  if (!mapping.has(Field::kAmount)) {
    mapping.notes.push_back(
        "No column has amounts, so nothing can be said about revenue. If there is one: --map "
        "amount=COLUMN");
  }
}

}  // namespace

std::optional<KindSaid> kind_said(std::string_view value) {
  const std::string words = plain_words(trim(value));
  if (words.empty()) return std::nullopt;
  for (const Words& known : kKindWords)
    if (place_in(known.words, words)) return KindSaid{known.kind, known.money_back};
  return std::nullopt;
}

bool looks_like_outcomes(const Header& header) {
  bool kind = false, amount = false, date = false, who = false;
  for (const Column& column : header.columns) {
    const std::string words = plain_words(column.name);
    for (const Known& known : kKnown) {
      if (!place_in(known.names, words)) continue;
      kind |= known.field == Field::kKind;
      amount |= known.field == Field::kAmount;
      date |= known.field == Field::kDate;
      who |= known.field == Field::kAccount || known.field == Field::kContactEmail;
    }
  }
  return who && date && (kind || amount);
}

base::Result<Mapping> guess_outcome_mapping(const Header& header, std::span<const Record> sample,
                                            const OutcomeMappingOptions& options) {
  Mapping mapping;
  mapping.form = header.form;
  mapping.file_columns = header.columns.size();
  mapping.every_kind = options.kind;
  mapping.every_currency = options.currency;
  std::vector<ColumnProfile> profiles;
  std::vector<Values> values;
  for (std::size_t i = 0; i < header.columns.size(); ++i) {
    ColumnPlan plan;
    plan.index = i;
    plan.column = header.columns[i].name;
    plan.reason = "not needed";
    mapping.columns.push_back(std::move(plan));
    profiles.push_back(profile_column(sample, i));
    values.push_back(values_of(sample, i));
  }
  for (const MapRequest& request : options.requests) {
    ColumnPlan& plan = mapping.columns[TRY(find_column(header, request.column))];
    if (plan.given) {
      return base::invalid_input(
          fmt::format("{} is mapped twice. Give each column one --map.", plan.column));
    }
    TRY(apply(request, plan));
  }
  for (const Known& known : kKnown) {
    if (mapping.has(known.field)) continue;
    if (known.field == Field::kKind && options.kind) continue;
    ColumnPlan* best = nullptr;
    std::size_t best_place = 0;
    for (ColumnPlan& plan : mapping.columns) {
      if (plan.given || plan.field != Field::kIgnore) continue;
      const auto place = place_in(known.names, plain_words(plan.column));
      if (!place) continue;
      if (!values_fit(known.field, profiles[plan.index], values[plan.index])) {
        plan.reason = fmt::format("named like {}, but its values aren't", name(known.field));
        continue;
      }
      if (best == nullptr || *place < best_place) {
        best = &plan;
        best_place = *place;
      }
    }
    if (best != nullptr) {
      best->field = known.field;
      best->reason = "by its name";
    }
  }
  TRY(check_once(mapping));
  TRY(check_complete(mapping));
  TRY(decide_dates(profiles, options.dates, mapping));
  add_notes(mapping);
  return mapping;
}

}  // namespace laurel::intake
