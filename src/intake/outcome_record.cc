#include "intake/outcome_record.h"

#include <fmt/format.h>

#include <array>

#include "intake/table.h"
#include "intake/values.h"

namespace laurel::intake {
namespace {

constexpr std::int64_t kMostAmount = 1'000'000'000'000'000;  // minor units

// The columns that are used, in the order in which they identify a row.
constexpr std::array kFields = {Field::kAccount, Field::kContactEmail, Field::kKind,
                                Field::kDate,    Field::kAmount,       Field::kCurrency};

std::string upper_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return out;
}

// The values of a row by what their columns mean, trimmed; blank where there is none.
struct Cells {
  const Row& row;
  const Mapping& mapping;

  const ColumnPlan* plan(Field field) const {
    for (const ColumnPlan& column : mapping.columns)
      if (column.field == field && column.index < row.fields.size()) return &column;
    return nullptr;
  }
  std::string_view value(Field field) const {
    const ColumnPlan* column = plan(field);
    if (column == nullptr) return {};
    const std::string_view text = trim(row.fields[column->index]);
    return is_blank(text) ? std::string_view() : text;
  }
  std::string column(Field field) const {
    const ColumnPlan* found = plan(field);
    return found == nullptr ? std::string() : found->column;
  }
};

// Why who, what and when can't be used, with the column; nothing when they can.
std::optional<Reject> read_event(const Cells& cells, OutcomeDraft& draft, bool& money_back) {
  const auto refuse = [&](Field field, std::string reason) {
    return std::optional(Reject{cells.row.begin.line, cells.column(field), std::move(reason)});
  };
  for (const Field field : {Field::kExternalId, Field::kAccount, Field::kContactEmail}) {
    if (cells.value(field).size() > kMostNameBytes) {
      return refuse(field, fmt::format("is longer than {} bytes, which no {} is", kMostNameBytes,
                                       field == Field::kExternalId ? "id" : name(field)));
    }
  }
  draft.external_id = cells.value(Field::kExternalId);
  if (draft.external_id.empty() && cells.plan(Field::kExternalId) != nullptr)
    return refuse(Field::kExternalId, "has no id");
  draft.account = cells.value(Field::kAccount);
  draft.contact_email.assign(cells.value(Field::kContactEmail));
  for (char& c : draft.contact_email)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  if (!draft.contact_email.empty() && draft.contact_email.find('@') == std::string::npos)
    return refuse(Field::kContactEmail, "is not an e-mail address");
  if (draft.account.empty() && draft.contact_email.empty()) {
    return refuse(cells.plan(Field::kAccount) != nullptr ? Field::kAccount : Field::kContactEmail,
                  "is empty, and nothing else says whose outcome it is");
  }

  const std::string_view kind = cells.value(Field::kKind);
  if (!kind.empty()) {
    const auto said = kind_said(kind);
    if (!said)
      return refuse(Field::kKind, "is none of purchase, renewal, visit, referral and churn");
    draft.kind = said->kind;
    money_back = said->money_back;
  } else if (cells.mapping.every_kind) {
    draft.kind = *cells.mapping.every_kind;
  } else {
    return refuse(Field::kKind, "is empty, so what happened isn't known");
  }

  const std::string_view date = cells.value(Field::kDate);
  if (date.empty()) return refuse(Field::kDate, "has no date");
  ParsedDate day;
  if (std::string reason = read_day(date, cells.mapping.dates, day); !reason.empty())
    return refuse(Field::kDate, std::move(reason));
  draft.occurred_on = day.date;
  return std::nullopt;
}

std::optional<Reject> read_money(const Cells& cells, bool money_back, OutcomeDraft& draft) {
  const auto refuse = [&](Field field, std::string reason) {
    return std::optional(Reject{cells.row.begin.line, cells.column(field), std::move(reason)});
  };
  draft.amount.reset();
  draft.currency.clear();
  const std::string_view amount = cells.value(Field::kAmount);
  if (amount.empty()) return std::nullopt;
  const std::string_view currency = cells.value(Field::kCurrency);
  draft.currency = currency.empty() ? cells.mapping.every_currency : upper_case(currency);
  if (draft.currency.empty())
    return refuse(Field::kAmount, "has no currency; give it in the file or with --currency");
  const auto decimals = model::currency_decimals(draft.currency);
  if (!decimals) return refuse(Field::kCurrency, "is not a currency code like EUR");
  const auto value = parse_decimal(amount);
  if (!value) return refuse(Field::kAmount, "is not an amount of money");
  const auto units = scaled(*value, *decimals);
  if (!units || *units > kMostAmount || *units < -kMostAmount)
    return refuse(Field::kAmount, "is too large an amount");
  draft.amount = money_back && *units > 0 ? -*units : *units;
  return std::nullopt;
}

}  // namespace

Outcome draft_outcome(const Row& row, const Mapping& mapping, OutcomeDraft& draft, Reject& reject) {
  if (row.problem != RowProblem::kNone) {
    const auto field = static_cast<std::size_t>(row.problem_field);
    const bool named = row.problem_field >= 0 && field < mapping.columns.size();
    reject = {row.begin.line, named ? mapping.columns[field].column : std::string(),
              describe_problem(row, mapping)};
    return Outcome::kReject;
  }
  const Cells cells{row, mapping};
  bool money_back = false;
  auto refused = read_event(cells, draft, money_back);
  if (!refused) refused = read_money(cells, money_back, draft);
  if (!refused) return Outcome::kDraft;
  reject = std::move(*refused);
  return Outcome::kReject;
}

std::uint64_t content_id(const Row& row, const Mapping& mapping) {
  std::uint64_t hash =
      hash_bytes(mapping.every_currency,
                 mapping.every_kind ? 1 + static_cast<unsigned>(*mapping.every_kind) : 0U);
  const Cells cells{row, mapping};
  for (const Field field : kFields) hash = hash_bytes(cells.value(field), hash);
  return hash;
}

}  // namespace laurel::intake
