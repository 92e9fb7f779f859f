#include "web/roster_views.h"

#include <fmt/format.h>

#include "base/wording.h"
#include "web/parts.h"

namespace laurel::web {
namespace {

using app::RosterChange;
using html::Html;
using html::Url;
using namespace html::tags;

constexpr std::size_t kMostShown = 300;

std::vector<Option> with_none(std::string_view words, const std::vector<Option>& options) {
  std::vector<Option> out = {{"", std::string(words)}};
  out.insert(out.end(), options.begin(), options.end());
  return out;
}

std::string_view words_of(RosterChange::Kind kind) {
  switch (kind) {
    case RosterChange::Kind::kAdded:
      return "new";
    case RosterChange::Kind::kLeaving:
      return "leaving";
    case RosterChange::Kind::kChanged:
      break;
  }
  return "changed";
}

// "first_name" → "first name"
std::string field_words(std::string field) {
  for (char& c : field)
    if (c == '_') c = ' ';
  return field;
}

Html changes_table(const std::vector<RosterChange>& changes) {
  std::vector<Html> rows;
  for (const RosterChange& change : changes) {
    if (rows.size() == kMostShown) break;
    std::string fields;
    for (const std::string& field : change.fields)
      fields += (fields.empty() ? "" : ", ") + field_words(field);
    rows.push_back(tr(td(span(class_("tag"), words_of(change.kind))), td(change.code),
                      td(strong(change.name)), td(fields)));
  }
  if (rows.empty()) return Html();
  Html out = div(class_("scroll"), table(heads({"", "Id", "Name", "What changes"}), tbody(rows)));
  if (changes.size() > kMostShown) {
    out +=
        p(class_("count"), fmt::format("The first {} of {}.", kMostShown,
                                       base::grouped(static_cast<std::int64_t>(changes.size()))));
  }
  return out;
}

Html comparison(const RosterFileView& view) {
  const app::RosterResult& result = view.result;
  std::vector<Html> notes;
  for (const std::string& note : result.notes) notes.push_back(li(note));
  Html out = h2("What would change");
  out += p(fmt::format(
      "{} new, {} changed ({} of them leaving), {} unchanged. {} whom the file "
      "doesn't name stay as they are.",
      base::grouped(result.added), base::grouped(result.changed), base::grouped(result.leaving),
      base::grouped(result.unchanged), result.units_only ? "Units" : "People"));
  if (result.units_added > 0 && !result.units_only) {
    out += p(fmt::format("{} new {} from the file's locations.", result.units_added,
                         result.units_added == 1 ? "unit" : "units"));
  }
  if (!notes.empty()) out += ul(notes);
  out += changes_table(result.changes);
  if (result.added + result.changed == 0) {
    out += p(class_("empty"), "The file says what is known already. There is nothing to apply.");
    return out;
  }
  out += form(
      method("post"), action(Url(view.apply_address)), hidden_field("form_token", view.form_token),
      hidden_field("revision", std::to_string(view.revision)), hidden_field("dates", view.dates),
      textarea(name("csv"), hidden(), aria_label("The file"), view.csv),
      p(class_("act"),
        button(type("submit"),
               fmt::format("Apply {} {}", base::grouped(result.added + result.changed),
                           result.added + result.changed == 1 ? "change" : "changes")),
        a(href(Url(view.address)), "Choose another file")));
  return out;
}

Html nodes(const std::vector<UnitNode>& units) {
  std::vector<Html> items;
  for (const UnitNode& unit : units) {
    items.push_back(li(
        a(href(Url(unit.address)), unit.name), " ", small(unit.code),
        unit.people == 0 ? Html()
                         : Html(" ") + small(fmt::format("· {} {}", base::grouped(unit.people),
                                                         unit.people == 1 ? "person" : "people")),
        unit.last_day.empty() ? Html() : Html(" ") + span(class_("tag"), "until " + unit.last_day),
        unit.below.empty() ? Html() : nodes(unit.below)));
  }
  return ul(items);
}

}  // namespace

Html people_view(const PeopleView& view) {
  Html out =
      page_heading("Roster", "The people whom customers may praise, with the names they go by.");
  out += form(class_("filters"), method("get"), action(Url(view.address)),
              field({.name = "words", .label = "Name, address or id", .value = view.words}),
              choice("unit", "Unit", with_none("All", view.units), view.unit),
              div(class_("act"), button(type("submit"), "Show"),
                  view.may_edit ? a(href(Url(view.new_address)), "Add somebody") : Html(),
                  view.may_edit ? a(href(Url(view.file_address)), "Upload a file") : Html()));
  if (view.people.empty()) {
    const bool filtered = !view.words.empty() || !view.unit.empty();
    out += p(class_("empty"), filtered ? "Nobody is called that."
                              : view.may_edit
                                  ? "Nobody yet. Upload the roster, and praise finds its people."
                                  : "Nobody yet.");
    return out;
  }
  out += p(class_("count"),
           fmt::format("{} {}", base::grouped(view.found), view.found == 1 ? "person" : "people"));
  std::vector<Html> rows;
  for (const PersonRow& person : view.people) {
    rows.push_back(tr(td(a(href(Url(person.address)), person.name)),
                      td(person.left ? span(class_("tag"), "left") : Html()), td(person.code),
                      td(person.unit), td(person.title), td(person.leader)));
  }
  out += div(class_("scroll"),
             table(heads({"Name", "", "Id", "Unit", "Title", "Leader"}), tbody(rows)));
  if (!view.next.empty())
    out += nav(class_("pager"), aria_label("Pages"), a(href(Url(view.next)), rel("next"), "More"));
  return out;
}

Html person_view(const PersonView& view) {
  Html out = p(class_("back"), a(href(Url(view.list_address)), "Roster"));
  out += page_heading(view.heading, view.is_new ? "" : view.code);
  if (!view.praise_address.empty())
    out += p(a(href(Url(view.praise_address)), "What customers say"));
  if (!view.may_edit) {
    std::vector<Html> facts;
    const auto fact = [&](std::string_view what, std::string_view text) {
      if (text.empty()) return;
      facts.push_back(dt(what));
      facts.push_back(dd(text));
    };
    fact("Also called", view.aliases);
    fact("Address", view.email);
    fact("Unit", view.unit);
    fact("Title", view.title);
    fact("Leader", view.leader);
    return out + dl(class_("facts"), facts);
  }
  out += problem_line(view.problem);
  out += form(
      method("post"), action(Url(view.address)), class_("filters"),
      hidden_field("form_token", view.form_token),
      view.is_new ? field({.name = "employee_id",
                           .label = "Employee id",
                           .value = view.code,
                           .hint = "As the business has it. It stays.",
                           .required = true})
                  : Html(),
      field({.name = "first_name", .label = "First name", .value = view.first_name}),
      field({.name = "last_name", .label = "Last name", .value = view.last_name}),
      field({.name = "preferred_name",
             .label = "Goes by",
             .value = view.preferred_name,
             .hint = "If it isn't the first name."}),
      field({.name = "aliases",
             .label = "Also called",
             .value = view.aliases,
             .hint = "Nicknames and former names, with commas."}),
      field({.name = "email", .label = "E-mail address", .value = view.email, .type = "email"}),
      choice("unit", "Unit", with_none("None", view.units), view.unit),
      field({.name = "department", .label = "Department", .value = view.department}),
      field({.name = "title", .label = "Title", .value = view.title}),
      field({.name = "manager_id", .label = "Leader's employee id", .value = view.leader}),
      field({.name = "start_date",
             .label = "First day",
             .value = view.employed_from,
             .type = "date"}),
      field({.name = "end_date",
             .label = "Last day",
             .value = view.employed_until,
             .type = "date",
             .hint = "Praise of later days is not theirs."}),
      div(class_("act"), button(type("submit"), view.is_new ? "Add" : "Save")));
  return out;
}

Html roster_file_view(const RosterFileView& view) {
  Html out = p(class_("back"), a(href(Url(view.list_address)), "Roster"));
  out += page_heading("Upload a roster",
                      "First the file is held against the roster. Nothing changes before you say "
                      "so.");
  if (!view.problem.empty()) out += problem_lines(view.problem);
  if (view.compared) return out + comparison(view);
  out += form(
      method("post"), action(Url(view.address)), html::Attribute{"enctype", "multipart/form-data"},
      hidden_field("form_token", view.form_token),
      div(class_("field"), label(for_("field-file"), "CSV file"),
          input(id("field-file"), type("file"), name("file"), required(),
                aria_describedby("field-file-note")),
          small(id("field-file-note"),
                "employee_id, first_name, last_name, preferred_name, aliases, email, manager_email "
                "or manager_id, location, department, title, start_date, end_date. Or units: "
                "unit_id, name, parent.")),
      choice("dates", "Dates like 03/04/2026",
             {{"", "There are none"}, {"dmy", "Day first"}, {"mdy", "Month first"}}, view.dates),
      button(type("submit"), "Compare"));
  return out;
}

Html units_view(const UnitsView& view) {
  Html out = page_heading("Units", "Branches, teams, regions: where service happens.");
  out += view.tree.empty()
             ? p(class_("empty"), "None yet. They also come with responses and with the roster.")
             : div(class_("tree"), nodes(view.tree));
  if (!view.may_edit) return out;
  out += section(
      h2("Add one"), problem_line(view.problem),
      form(method("post"), action(Url(view.address)), class_("filters"),
           hidden_field("form_token", view.form_token),
           field({.name = "unit_id",
                  .label = "Code",
                  .value = view.typed_code,
                  .hint = "As your files name it. It stays.",
                  .required = true}),
           field({.name = "name", .label = "Name", .value = view.typed_name, .required = true}),
           choice("parent", "Belongs to", with_none("Nothing: it is at the top", view.units),
                  view.typed_parent),
           div(class_("act"), button(type("submit"), "Add"))));
  return out;
}

Html unit_view(const UnitView& view) {
  Html out = p(class_("back"), a(href(Url(view.list_address)), "Units"));
  out += page_heading(view.name, view.code);
  out += problem_line(view.problem);
  out += p(a(href(Url(view.people_address)), "Its people"));
  out += form(method("post"), action(Url(view.address)), class_("filters"),
              hidden_field("form_token", view.form_token),
              field({.name = "name", .label = "Name", .value = view.name, .required = true}),
              choice("parent", "Belongs to", with_none("Nothing: it is at the top", view.units),
                     view.parent),
              field({.name = "last_day",
                     .label = "Last day",
                     .value = view.last_day,
                     .type = "date",
                     .hint = "When it is closed. What was said of it stays."}),
              div(class_("act"), button(type("submit"), "Save")));
  return out;
}

}  // namespace laurel::web
