#include "web/questions.h"

#include <algorithm>
#include <tuple>

#include "app/programme.h"
#include "store/questions.h"
#include "web/problem.h"
#include "web/written.h"

namespace laurel::web {
namespace {

using model::Permission;
using model::Question;
using model::QuestionKind;
using model::QuestionRole;

// --- What is sent and answered ------------------------------------------------------------------

constexpr std::int64_t kLargest = 1'000'000'000;

schema::Type<QuestionKind> kind_type() {
  static const auto declared = [] {
    std::vector<std::pair<std::string_view, QuestionKind>> names;
    for (const auto kind :
         {QuestionKind::kNps, QuestionKind::kScale, QuestionKind::kYesNo, QuestionKind::kChoice,
          QuestionKind::kCount, QuestionKind::kNumber, QuestionKind::kText})
      names.emplace_back(name(kind), kind);
    return schema::one_of<QuestionKind>(std::move(names));
  }();
  return declared;
}

schema::Type<QuestionRole> role_type() {
  static const auto declared = [] {
    std::vector<std::pair<std::string_view, QuestionRole>> names;
    for (int i = 0; i <= static_cast<int>(QuestionRole::kCaptiveReturner); ++i)
      names.emplace_back(name(static_cast<QuestionRole>(i)), static_cast<QuestionRole>(i));
    return schema::one_of<QuestionRole>(std::move(names));
  }();
  return declared;
}

constexpr std::string_view kLabelWords = "As it is asked.";
constexpr std::string_view kRoleWords =
    "What Laurel knows of it beyond its kind. none keeps the role it has.";
constexpr std::string_view kChoiceWords = "Of a choice: the answers in their order.";
constexpr std::string_view kBinWords =
    "Of a count or number: where bins begin, ascending. Of a number they are scaled by its "
    "decimals.";

schema::ObjectType<QuestionJson> question_json() {
  using namespace schema;
  using Q = QuestionJson;
  static const auto declared = object<Q>(
      "Question", "A question in one of its versions.", required("key", &Q::key, text(), ""),
      required("version", &Q::version, whole_number(1, kLargest),
               "A changed scale is a new version; figures never mix them."),
      required("newest", &Q::newest, boolean(), "The version that new answers go to."),
      required("kind", &Q::kind, kind_type(), ""), required("role", &Q::role, role_type(), ""),
      required("label", &Q::label, text(), kLabelWords),
      required("min", &Q::min, whole_number(-kLargest, kLargest), ""),
      required("max", &Q::max, whole_number(-kLargest, kLargest), ""),
      required("choices", &Q::choices, list(text(), 200), kChoiceWords),
      required("decimals", &Q::decimals, whole_number(0, 6), ""),
      required("bins", &Q::bins, list(whole_number(-kLargest, kLargest), 100), kBinWords));
  return declared;
}

struct QuestionsJson {
  std::vector<QuestionJson> questions;
};
schema::ObjectType<QuestionsJson> questions_json() {
  using namespace schema;
  static const auto declared =
      object<QuestionsJson>("Questions", "",
                            required("questions", &QuestionsJson::questions,
                                     list(Type<QuestionJson>(question_json()), 100'000), ""));
  return declared;
}

schema::ObjectType<QuestionQuery> question_query() {
  using namespace schema;
  using Q = QuestionQuery;
  static const auto declared = object<Q>(
      "QuestionQuery", "",
      optional("key", &Q::key, text({.longest = 200}), "The versions of one question only."),
      optional("newest", &Q::newest, boolean(), "The newest versions only."),
      optional("sort", &Q::order,
               one_of<QuestionOrder>(
                   {{"key", QuestionOrder::kKey}, {"-key", QuestionOrder::kKeyBackwards}}),
               "By key, from the first (key, as without it) or from the last (-key); versions "
               "ascend with the keys."));
  return declared;
}

QuestionJson json_of(const Question& question, bool newest) {
  return {question.key,     question.version,  newest,       question.kind,
          question.role,    question.label,    question.min, question.max,
          question.choices, question.decimals, question.bins};
}

http::Reply put(const Visit& visit, const QuestionJson& wanted) {
  const Question question = question_of(wanted, std::string(visit.request.parameter("key")));
  return written(
      visit, [visit, question](store::Transaction& tx) -> base::Result<store::KeptReply> {
        const app::SavedQuestion saved =
            TRY(app::save_question(tx, visit.services.access.audit(), visit.caller(), question));
        return kept(*question_json(), json_of(saved.question, true), saved.new_version ? 201 : 200);
      });
}

}  // namespace

schema::ObjectType<QuestionJson> question_change() {
  using namespace schema;
  using Q = QuestionJson;
  static const Type<std::string> word = text({.longest = 500});
  static const auto declared = object<Q>(
      "QuestionChange", "A question as it is to be.", required("kind", &Q::kind, kind_type(), ""),
      optional("role", &Q::role, role_type(), kRoleWords),
      optional("label", &Q::label, word, kLabelWords),
      optional("min", &Q::min, whole_number(-kLargest, kLargest), "Of a scale; 0 if absent."),
      optional("max", &Q::max, whole_number(-kLargest, kLargest), "Of a scale; 10 if absent."),
      optional("choices", &Q::choices, list(word, 200), kChoiceWords),
      optional("decimals", &Q::decimals, whole_number(0, 6), "Of a number."),
      optional("bins", &Q::bins, list(whole_number(-kLargest, kLargest), 100), kBinWords));
  return declared;
}

model::Question question_of(const QuestionJson& json, std::string key) {
  Question question;
  question.key = std::move(key);
  question.kind = json.kind;
  question.role = json.role;
  question.label = json.label;
  question.min = static_cast<std::int32_t>(json.min);
  question.max = static_cast<std::int32_t>(json.max);
  question.choices = json.choices;
  question.decimals = static_cast<std::int32_t>(json.decimals);
  question.bins = json.bins;
  return question;
}

base::Result<std::vector<QuestionJson>> list_questions(const Visit& visit,
                                                       const QuestionQuery& query) {
  store::Transaction tx = TRY(visit.services.database.begin_read());
  std::vector<Question> all = TRY(store::list_questions(tx, visit.organization()));
  std::sort(all.begin(), all.end(), [](const Question& a, const Question& b) {
    return std::tie(a.key, a.version) < std::tie(b.key, b.version);
  });
  std::vector<QuestionJson> out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool newest = i + 1 == all.size() || all[i + 1].key != all[i].key;
    if ((query.newest && !newest) || (!query.key.empty() && query.key != all[i].key)) continue;
    out.push_back(json_of(all[i], newest));
  }
  if (query.order == QuestionOrder::kKeyBackwards) std::reverse(out.begin(), out.end());
  return out;
}

void add_questions(Api& api) {
  api.add<QuestionQuery>(
      {.path = "/questions",
       .id = "listQuestions",
       .tag = "Questions",
       .summary = "The questions, in all their versions",
       .needs = Permission::kSeeResponses,
       .answers = {answer(200, "All of them.", questions_json())}},
      question_query(), [](const Visit& visit, const QuestionQuery& query) -> http::Reply {
        auto questions = list_questions(visit, query);
        if (!questions) return problem(visit.request, questions.error());
        return json_answer(*questions_json(), QuestionsJson{std::move(*questions)});
      });
  api.add_with_body<QuestionJson>(
      {.method = http::Method::kPut,
       .path = "/questions/{key}",
       .id = "putQuestion",
       .tag = "Questions",
       .summary = "Declare a question, or change one",
       .description = "Other words, another role and choices added at the end keep the version; "
                      "another scale makes a new one, and answers before stay with theirs.",
       .needs = Permission::kEditProgramme,
       .path_parameters = {{"key", "What responses name it with."}},
       .answers = {answer(200, "It keeps its version.", question_json()),
                   answer(201, "It is new, or a new version.", question_json())}},
      question_change(), put);
}

}  // namespace laurel::web
