#include "web/frame.h"

namespace laurel::web {
namespace {

using html::Html;
using html::Url;
using namespace html::tags;

Html link_list(const std::vector<NavigationLink>& links) {
  std::vector<Html> items;
  for (const NavigationLink& link : links) {
    items.push_back(
        li(a(href(Url(link.address)), html::when(link.here, aria_current("page")), link.words,
             link.waiting.empty() ? Html() : span(class_("waiting"), link.waiting))));
  }
  return ul(items);
}

Html masthead_of(const Frame& frame) {
  const Html brand =
      a(class_("brand"), href(Url("/")), span(class_("leaf"), aria_hidden("true"), "❧"), "Laurel");
  if (frame.person.empty()) return header(class_("masthead"), div(class_("bar"), brand));

  const Html where =
      frame.organization.empty() ? Html() : span(class_("organization"), frame.organization);
  const Html verbs = frame.links.empty()
                         ? Html()
                         : nav(aria_label("Main"), class_("verbs"), link_list(frame.links));
  const Html settings = frame.settings.empty() ? Html()
                                               : details(class_("menu"), summary("Settings"),
                                                         link_list(frame.settings));
  const Html me = details(
      class_("menu"), summary(frame.person),
      ul(li(a(href(Url("/")), "Organizations")), li(a(href(Url("/account")), "Your account")),
         li(form(method("post"), action(Url("/sign-out")),
                 hidden_field("form_token", frame.form_token),
                 button(type("submit"), class_("quiet"), "Sign out")))));
  return header(class_("masthead"),
                div(class_("bar"), brand, where, verbs, div(class_("menus"), settings, me)));
}

}  // namespace

FrameFiles frame_files(const http::StaticFiles& files) {
  return {files.url("icon.svg"), files.url("app.css"),  files.url("pico.css"),
          files.url("app.js"),   files.url("htmx.js"),  files.url("figures.css"),
          files.url("vega.js"),  files.url("report.js")};
}

std::string framed(const Frame& frame, const FrameFiles& files, const Html& content_) {
  const std::string full_title = frame.organization.empty()
                                     ? frame.title + " · Laurel"
                                     : frame.title + " · " + frame.organization + " · Laurel";
  Html top;
  top += meta(charset("utf-8"));
  top += meta(name("viewport"), content("width=device-width, initial-scale=1"));
  top += meta(name("color-scheme"), content("light dark"));
  // No code from attributes and no styles of its own: the policy would refuse them anyway.
  top +=
      meta(name("htmx-config"),
           content(R"({"includeIndicatorStyles":false,"allowEval":false,"historyCacheSize":0})"));
  top += title(full_title);
  top += link(rel("icon"), href(Url(files.icon)));
  top += link(rel("stylesheet"), href(Url(files.base_style)));
  top += link(rel("stylesheet"), href(Url(files.style)));
  top += script_file(Url(files.htmx));
  top += script_file(Url(files.script));
  if (frame.figures) {
    top += link(rel("stylesheet"), href(Url(files.figures_style)));
    top += script_file(Url(files.charts));
    top += script_file(Url(files.chart_script));
  }

  const Html done = frame.done.empty() ? Html() : p(class_("done"), role("status"), frame.done);
  const Html page = html::tags::main(id("content"), tabindex(-1), done, content_);
  return html::document("en", top,
                        body(a(class_("skip"), href(Url::fragment("content")), "To the content"),
                             masthead_of(frame), page));
}

Html trouble_view(std::string_view heading, std::string_view sentence) {
  return section(class_("trouble"), h1(heading), p(sentence), p(a(href(Url("/")), "To the start")));
}

Html kept_form_view(const KeptForm& kept) {
  Html hidden_ones = hidden_field("form_token", kept.form_token);
  std::vector<Html> shown;
  for (const auto& [field_name, text] : kept.fields) {
    hidden_ones += hidden_field(field_name, text);
    if (text.empty()) continue;
    shown.push_back(dt(field_name));
    shown.push_back(dd(text));
  }
  return section(
      class_("trouble"), h1("Nothing you typed is lost"), p(kept.sentence),
      form(method("post"), action(Url(kept.address)), hidden_ones,
           button(type("submit"), "Send it again")),
      shown.empty() ? Html() : details(summary("What it says"), dl(class_("facts"), shown)));
}

Html page_heading(std::string_view heading, std::string_view lead) {
  return header(class_("heading"), h1(heading), lead.empty() ? Html() : p(class_("lead"), lead));
}

Html hidden_field(std::string_view field_name, std::string_view text) {
  return input(type("hidden"), name(field_name), value(text));
}

Html field(const Field& field) {
  const std::string field_id = "field-" + field.name;
  const std::string note_id = field_id + "-note";
  const bool wrong = !field.problem.empty();
  const std::string_view note = wrong ? field.problem : field.hint;
  return div(class_("field"), label(for_(field_id), field.label),
             input(id(field_id), name(field.name), type(field.type), value(field.value),
                   required(field.required), autofocus(field.focused),
                   html::when(!field.autocomplete.empty(), autocomplete(field.autocomplete)),
                   html::when(!note.empty(), aria_describedby(note_id)),
                   html::when(wrong, aria_invalid("true"))),
             note.empty() ? Html() : small(id(note_id), note));
}

Html choice(std::string_view field_name, std::string_view label_,
            const std::vector<Option>& options, std::string_view chosen) {
  const std::string field_id = "field-" + std::string(field_name);
  std::vector<Html> items;
  for (const Option& item : options)
    items.push_back(option(value(item.value), selected(item.value == chosen), item.words));
  return div(class_("field"), label(for_(field_id), label_),
             select(id(field_id), name(field_name), items));
}

std::string_view page_policy() {
  return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
         "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
         "frame-ancestors 'none'";
}

}  // namespace laurel::web
