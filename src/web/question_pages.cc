#include "web/question_pages.h"

#include <fmt/format.h>

#include "app/programme.h"
#include "web/fields.h"
#include "web/problem.h"
#include "web/programme_views.h"
#include "web/questions.h"
#include "web/redirect.h"

namespace laurel::web {
namespace {

using model::Permission;
using model::Question;
using model::QuestionKind;
using model::QuestionRole;

std::string_view words_of(QuestionKind kind) {
  switch (kind) {
    case QuestionKind::kNps:
      return "recommendation, 0 to 10 (NPS)";
    case QuestionKind::kScale:
      return "scale";
    case QuestionKind::kYesNo:
      return "yes or no";
    case QuestionKind::kChoice:
      return "choice";
    case QuestionKind::kCount:
      return "count";
    case QuestionKind::kNumber:
      return "number";
    case QuestionKind::kText:
      return "words";
  }
  return "";
}

std::string_view words_of(QuestionRole role) {
  switch (role) {
    case QuestionRole::kNone:
      return "";
    case QuestionRole::kRecommend:
      return "would recommend us";
    case QuestionRole::kReferred:
      return "referred somebody in six months";
    case QuestionRole::kExpectation:
      return "against what was expected";
    case QuestionRole::kFeeling:
      return "how the customer felt";
    case QuestionRole::kToldOthers:
      return "how many were told";
    case QuestionRole::kHeardThrough:
      return "how the customer came";
    case QuestionRole::kPriceTolerance:
      return "would stay at a higher price";
    case QuestionRole::kReturn:
      return "will come back";
    case QuestionRole::kDeedCost:
      return "what the praised deed cost";
    case QuestionRole::kPromoterReferred:
      return "promoters who referred";
    case QuestionRole::kCaptiveReturner:
      return "come back, wouldn't recommend";
  }
  return "";
}

template <typename T>
std::string joined(const std::vector<T>& items, std::string_view between) {
  return fmt::format("{}", fmt::join(items, between));
}

std::string scale_words(const QuestionJson& question) {
  switch (question.kind) {
    case QuestionKind::kNps:
    case QuestionKind::kScale:
      return fmt::format("{} to {}", question.min, question.max);
    case QuestionKind::kChoice:
      return joined(question.choices, ", ");
    case QuestionKind::kCount:
    case QuestionKind::kNumber:
      return question.bins.empty() ? "" : "bins " + joined(question.bins, ", ");
    case QuestionKind::kYesNo:
    case QuestionKind::kText:
      break;
  }
  return "";
}

std::vector<Option> kinds() {
  std::vector<Option> options;
  for (const auto kind :
       {QuestionKind::kScale, QuestionKind::kNps, QuestionKind::kYesNo, QuestionKind::kChoice,
        QuestionKind::kCount, QuestionKind::kNumber, QuestionKind::kText})
    options.push_back({std::string(name(kind)), std::string(words_of(kind))});
  return options;
}

std::vector<Option> roles() {
  std::vector<Option> options = {{"", "Nothing more than it says"}};
  for (int i = 1; i < static_cast<int>(QuestionRole::kPromoterReferred); ++i) {
    const auto role = static_cast<QuestionRole>(i);
    options.push_back({std::string(name(role)), std::string(words_of(role))});
  }
  return options;
}

bool is_derived(QuestionRole role) {
  return role == QuestionRole::kPromoterReferred || role == QuestionRole::kCaptiveReturner;
}

QuestionForm typed_in(const http::Form& form) {
  const auto typed = [&](std::string_view field) { return std::string(form.value_or(field, "")); };
  return {typed("key"), typed("kind"),    typed("role"),     typed("label"), typed("min"),
          typed("max"), typed("choices"), typed("decimals"), typed("bins")};
}

QuestionForm form_of(const QuestionJson& question) {
  const bool scaled = question.kind == QuestionKind::kScale;
  return {question.key,
          std::string(name(question.kind)),
          question.role == QuestionRole::kNone ? "" : std::string(name(question.role)),
          question.label,
          scaled ? std::to_string(question.min) : "",
          scaled ? std::to_string(question.max) : "",
          joined(question.choices, "\n"),
          question.decimals == 0 ? "" : std::to_string(question.decimals),
          joined(question.bins, ", ")};
}

// A form's question, saved; or a sentence that says what to change.
base::Status save_typed(const Visit& visit, const http::Form& form, std::string key) {
  schema::Fields fields = fields_of(form, "choices");
  std::erase_if(fields, [](const auto& field) { return field.first == "key"; });
  const auto read = schema::read_fields(*question_change(), fields);
  if (!read) return base::invalid_input(first_problem(read.problems));
  const Question question = question_of(*read.value, std::move(key));
  return visit.services.writes.write([&](store::Transaction& tx) -> base::Status {
    TRY(app::save_question(tx, visit.services.access.audit(), visit.caller(), question));
    return {};
  });
}

http::Response list_page(const Pages& pages, const Visit& visit, QuestionsView view, int status) {
  const auto questions = list_questions(visit, {});
  if (!questions) return pages.trouble(visit.request, questions.error());
  view.address = visit.at("/questions");
  view.form_token = visit.form_token();
  view.kinds = kinds();
  view.roles = roles();
  for (const QuestionJson& question : *questions) {
    if (!question.newest) continue;
    view.questions.push_back({view.address + "/" + encoded(question.key),
                              question.label.empty() ? question.key : question.label, question.key,
                              std::string(words_of(question.kind)),
                              std::string(words_of(question.role)), scale_words(question),
                              question.version, is_derived(question.role)});
  }
  return pages.page(visit, "Questions", "/questions", questions_view(view), status);
}

http::Reply add_typed(const Pages& pages, const Visit& visit, const http::Form& form) {
  QuestionsView view;
  view.typed = typed_in(form);
  const auto again = [&](std::string problem, int status) {
    view.problem = std::move(problem);
    return list_page(pages, visit, std::move(view), status);
  };
  if (view.typed.key.empty()) return again("Give the question a key.", 422);
  const auto known = list_questions(visit, {.key = view.typed.key});
  if (!known) return again(known.error().message, status_of(known.error().code));
  if (!known->empty()) return again("There is a question of that key. Change it on its page.", 409);
  const auto saved = save_typed(visit, form, view.typed.key);
  if (!saved) return again(saved.error().message, status_of(saved.error().code));
  return done(visit.at("/questions"), "question-saved");
}

// The page of the question that the path names. kNotFound.
base::Result<QuestionView> page_of(const Visit& visit) {
  const std::string key(visit.request.parameter("key"));
  const auto versions = TRY(list_questions(visit, {.key = key}));
  if (versions.empty()) return base::not_found("There is no question of that key.");
  QuestionView view;
  view.list_address = visit.at("/questions");
  view.address = view.list_address + "/" + encoded(key);
  view.form_token = visit.form_token();
  view.kinds = kinds();
  view.roles = roles();
  for (const QuestionJson& version : versions) {
    view.versions.push_back({version.version, std::string(words_of(version.kind)),
                             scale_words(version), version.newest});
  }
  view.typed = form_of(versions.back());
  view.derived = is_derived(versions.back().role);
  view.heading = versions.back().label.empty() ? key : versions.back().label;
  return view;
}

http::Reply change_typed(const Pages& pages, const Visit& visit, const http::Form& form) {
  auto view = page_of(visit);
  if (!view) return pages.trouble(visit.request, view.error());
  const std::string key = view->typed.key;
  const auto saved = save_typed(visit, form, key);
  if (saved) return done(view->address, "question-saved");
  view->typed = typed_in(form);
  view->typed.key = key;
  view->problem = saved.error().message;
  return pages.page(visit, view->heading, "/questions", question_view(*view),
                    status_of(saved.error().code));
}

}  // namespace

void add_question_pages(Pages& pages) {
  constexpr Permission kNeeds = Permission::kEditProgramme;
  pages.of_organization("/questions", kNeeds, [&](const Visit& visit) -> http::Reply {
    return list_page(pages, visit, {}, 200);
  });
  pages.organization_form("/questions", kNeeds, [&](const Visit& visit, const http::Form& form) {
    return add_typed(pages, visit, form);
  });
  pages.of_organization("/questions/{key}", kNeeds, [&](const Visit& visit) -> http::Reply {
    const auto view = page_of(visit);
    if (!view) return pages.trouble(visit.request, view.error());
    return pages.page(visit, view->heading, "/questions", question_view(*view));
  });
  pages.organization_form(
      "/questions/{key}", kNeeds,
      [&](const Visit& visit, const http::Form& form) { return change_typed(pages, visit, form); });
}

}  // namespace laurel::web
