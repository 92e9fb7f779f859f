// Builders for the tests and the benchmark of the report.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "report/report.h"

namespace laurel::report {

inline model::Question question_for_test(int id, std::string key, model::QuestionKind kind,
                                         int min = 0, int max = 10) {
  model::Question question;
  question.id = {id};
  question.label = key;
  question.key = std::move(key);
  question.kind = kind;
  question.min = min;
  question.max = max;
  return question;
}

inline model::Question nps_for_test(int id = 1) {
  model::Question question = question_for_test(id, "nps", model::QuestionKind::kNps);
  question.role = model::QuestionRole::kRecommend;
  return question;
}

// Adds cells as responses would have: answers to a question, and the responses themselves once.
class ReportBuilder {
 public:
  ReportBuilder() {
    input.organization_slug = "acme";
    input.organization_name = "Acme";
  }

  ReportBuilder& at(int market, int unit = 0, int channel = 0) {
    market_ = market;
    unit_ = unit;
    channel_ = channel;
    return *this;
  }
  ReportBuilder& in(base::Month month) {
    month_ = month;
    return *this;
  }
  // n answers of each value.
  ReportBuilder& answers(int question, model::Voice voice,
                         std::initializer_list<std::pair<int, std::int64_t>> values) {
    for (const auto& [value, n] : values) cell(question, voice, value, n);
    return *this;
  }
  // The same, counted as responses too.
  ReportBuilder& responses(int question, model::Voice voice,
                           std::initializer_list<std::pair<int, std::int64_t>> values) {
    for (const auto& [value, n] : values) {
      cell(question, voice, value, n);
      cell(0, voice, 0, n);
    }
    return *this;
  }
  // Sums of one account and voice for the main question.
  ReportBuilder& account(const model::AccountCell& cell) {
    account_cells_.push_back(cell);
    std::sort(account_cells_.begin(), account_cells_.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
    input.accounts = model::account_sums(account_cells_);
    return *this;
  }
  ReportBuilder& market(int id, std::string name) {
    input.markets.push_back({{id}, std::move(name)});
    return *this;
  }
  ReportBuilder& unit(int id, std::string name) {
    input.units.push_back({{id}, "U" + std::to_string(id), std::move(name), {}});
    return *this;
  }
  ReportBuilder& question(model::Question question) {
    input.questions.push_back(std::move(question));
    return *this;
  }

  ReportInput input;

 private:
  void cell(int question, model::Voice voice, int value, std::int64_t n) {
    input.cells.push_back({{month_, {market_}, {unit_}, {channel_}, {question}, voice, value}, n});
  }

  std::vector<model::AccountCell> account_cells_;
  base::Month month_{2026 * 12};
  int market_ = 0, unit_ = 0, channel_ = 0;
};

}  // namespace laurel::report
