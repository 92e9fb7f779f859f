#include "web/parts.h"

#include <vector>

#include "web/frame.h"

namespace laurel::web {

using html::Html;
using html::Url;
using namespace html::tags;

Html moment(std::string_view at) { return at.empty() ? Html("–") : time(datetime(at), at); }

Html heads(std::initializer_list<std::string_view> names) {
  std::vector<Html> cells;
  for (const std::string_view each : names) cells.push_back(th(scope("col"), each));
  return thead(tr(cells));
}

Html problem_line(std::string_view problem) {
  return problem.empty() ? Html() : p(class_("problem"), role("alert"), problem);
}

Html problem_lines(std::string_view problems) {
  if (problems.empty()) return Html();
  std::vector<Html> items;
  while (!problems.empty()) {
    const std::size_t end = problems.find('\n');
    items.push_back(li(problems.substr(0, end)));
    problems = end == std::string_view::npos ? std::string_view() : problems.substr(end + 1);
  }
  return div(class_("problem"), role("alert"), ul(items));
}

Html row_action(std::string_view address, std::string_view form_token, std::string_view words,
                std::string_view question) {
  return form(method("post"), action(Url(address)), html::data("data-ask", question),
              hidden_field("form_token", form_token),
              button(type("submit"), class_("serious"), words));
}

}  // namespace laurel::web
