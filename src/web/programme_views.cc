#include "web/programme_views.h"

#include <fmt/format.h>

#include "web/parts.h"

namespace laurel::web {
namespace {

using html::Html;
using html::Url;
using namespace html::tags;

Html check(std::string_view field_name, std::string_view chosen, bool on, std::string_view words) {
  return label(input(type("checkbox"), name(field_name), value(chosen), checked(on)), " ", words);
}

Html lines_field(std::string_view field_name, std::string_view words, std::string_view text,
                 std::string_view hint) {
  const std::string field_id = "field-" + std::string(field_name);
  const std::string note_id = field_id + "-note";
  return div(
      class_("field"), label(for_(field_id), words),
      textarea(id(field_id), name(field_name), rows_attribute(4), aria_describedby(note_id), text),
      small(id(note_id), hint));
}

bool has_scale(const QuestionForm& typed) {
  return !(typed.min.empty() && typed.max.empty() && typed.choices.empty() && typed.bins.empty() &&
           typed.decimals.empty());
}

// What a question is, for a new one and for one that is there.
Html fields_of_question(const QuestionForm& typed, const std::vector<Option>& kinds,
                        const std::vector<Option>& roles) {
  return field({.name = "label",
                .label = "The question as it is asked",
                .value = typed.label,
                .required = true}) +
         choice("kind", "Kind", kinds, typed.kind) + choice("role", "Meaning", roles, typed.role) +
         details(open(has_scale(typed)), summary("Scale, choices and bins"),
                 div(class_("more"),
                     field({.name = "min",
                            .label = "Scale from",
                            .value = typed.min,
                            .type = "number",
                            .hint = "Of a scale; 0 if empty."}),
                     field({.name = "max",
                            .label = "Scale to",
                            .value = typed.max,
                            .type = "number",
                            .hint = "Of a scale; 10 if empty."}),
                     lines_field("choices", "Choices", typed.choices,
                                 "Of a choice: one a line; new ones go to the end."),
                     field({.name = "bins",
                            .label = "Bins",
                            .value = typed.bins,
                            .hint = "Of a count or number: where they begin: 1, 2, 5, 10."}),
                     field({.name = "decimals",
                            .label = "Decimals",
                            .value = typed.decimals,
                            .type = "number",
                            .hint = "Of a number."})));
}

}  // namespace

Html organization_view(const OrganizationView& view) {
  Html out = page_heading("Organization", "What it is called, and what it decides about itself.");
  out += problem_line(view.problem);
  const std::vector<Option> drivers = {
      {"", "Nobody has said"},
      {"recognition", "Recognition: people hear of their good work"},
      {"recommendation", "Recommendation: customers send others"},
      {"return", "Return: customers come back"},
      {"revenue", "Revenue: customers spend more"}};
  out += section(class_("plain"), h2("Main driver"),
                 p("Which of the four rewards you run the programme for. The report sets it beside "
                   "what was measured."),
                 form(method("post"), action(Url(view.address + "/driver")),
                      hidden_field("form_token", view.form_token),
                      choice("main_driver", "We do this for", drivers, view.main_driver),
                      button(type("submit"), "Save the driver")));
  if (!view.may_manage) {
    return out + p(class_("lead"),
                   "An owner can change the name, and where figures of single people are shown.");
  }
  out += section(class_("plain"), h2("Name"),
                 form(method("post"), action(Url(view.address + "/name")),
                      hidden_field("form_token", view.form_token),
                      field({.name = "name",
                             .label = "As people and reports see it",
                             .value = view.name,
                             .hint = "Addresses and commands go on with “" + view.slug + "”.",
                             .required = true}),
                      button(type("submit"), "Rename")));
  std::vector<Html> units;
  for (const CouncilUnit& unit : view.council_units)
    units.push_back(check("units", unit.id, unit.on, unit.name));
  out += section(
      class_("plain"), h2("Works council"),
      p("Where it asks for it, no figures of single people are shown to anybody; they are counted "
        "together."),
      form(
          method("post"), action(Url(view.address + "/works-council")),
          hidden_field("form_token", view.form_token),
          fieldset(check("everywhere", "on", view.council_everywhere, "In the whole organization")),
          units.empty()
              ? Html()
              : details(open(!view.council_everywhere && view.council_units.size() < 12),
                        summary("Or in these units and those below them"), fieldset(units)),
          button(type("submit"), "Save for the works council")));
  return out;
}

Html questions_view(const QuestionsView& view) {
  Html out = page_heading("Questions", "What customers are asked, and how answers are counted.");
  std::vector<Html> rows;
  for (const QuestionRow& question : view.questions) {
    rows.push_back(
        tr(td(a(href(Url(question.address)), question.label)), td(code(question.key)),
           td(question.kind), td(question.scale), td(question.role),
           td(question.derived        ? span(class_("tag"), "worked out")
              : question.versions > 1 ? Html(fmt::format("{} versions", question.versions))
                                      : Html())));
  }
  out +=
      rows.empty()
          ? p(class_("empty"), "None yet. An import declares what its file asks, or add one below.")
          : div(class_("scroll"),
                table(heads({"Question", "Key", "Kind", "Scale", "Meaning", ""}), tbody(rows)));
  out +=
      section(h2("Add one"), problem_line(view.problem),
              form(method("post"), action(Url(view.address)), class_("filters"),
                   hidden_field("form_token", view.form_token),
                   field({.name = "key",
                          .label = "Key",
                          .value = view.typed.key,
                          .hint = "What files and programs name it with: seat_comfort. It stays.",
                          .required = true}),
                   fields_of_question(view.typed, view.kinds, view.roles),
                   div(class_("act"), button(type("submit"), "Add"))));
  return out;
}

Html question_view(const QuestionView& view) {
  Html out = p(class_("back"), a(href(Url(view.list_address)), "Questions"));
  out += page_heading(view.heading, "Key: " + view.typed.key);
  out += problem_line(view.problem);
  std::vector<Html> rows;
  for (const VersionRow& version : view.versions) {
    rows.push_back(tr(td(fmt::format("Version {}", version.version)), td(version.kind),
                      td(version.scale),
                      td(version.newest ? span(class_("tag"), "new answers go here") : Html())));
  }
  out += div(class_("scroll"), table(heads({"", "Kind", "Scale", ""}), tbody(rows)));
  if (view.derived)
    return out + p(class_("lead"), "Nobody is asked this: it is worked out from other answers.");
  out += section(
      h2("Change it"),
      p("Other words, another meaning and choices added at the end keep the version. Another kind, "
        "scale or other bins make a new one: answers given before stay with theirs, and figures "
        "never mix them."),
      form(method("post"), action(Url(view.address)), class_("filters"),
           hidden_field("form_token", view.form_token),
           fields_of_question(view.typed, view.kinds, view.roles),
           div(class_("act"), button(type("submit"), "Save"))));
  return out;
}

}  // namespace laurel::web
