// The frame around every page: head, navigation, who is signed in, what was just done. Views are
// pure functions from plain structs to HTML; nothing here reads a database. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "html/html.h"
#include "http/message.h"
#include "http/static_files.h"

namespace laurel::web {

struct NavigationLink {
  std::string address;
  std::string words;
  bool here = false;         // the page that is shown
  std::string waiting = {};  // how many wait for the visitor there: "1,204"
};

// What the frame says, as the page's handler knows it.
struct Frame {
  std::string title;
  std::string organization;              // name; empty outside of any
  std::vector<NavigationLink> links;     // the verbs, as far as there is something there
  std::vector<NavigationLink> settings;  // of the organization
  std::string person;                    // who is signed in; empty: nobody
  std::string form_token;                // of the form that signs out
  std::string done;                      // "Maria's role is changed." or empty
  bool figures = false;                  // the page has figures of a report, and charts
};

// The style and script addresses that pages link to.
struct FrameFiles {
  std::string icon, style, base_style, script, htmx;
  std::string figures_style, charts, chart_script;  // of pages with figures
};
FrameFiles frame_files(const http::StaticFiles& files);

// The whole page.
std::string framed(const Frame& frame, const FrameFiles& files, const html::Html& content);

// A page that says why there is no other: for errors.
html::Html trouble_view(std::string_view heading, std::string_view sentence);

// What somebody sent when their session had ended, or was another than the form's: all of it, to be
// sent once more. `form_token` is empty where nobody is signed in.
struct KeptForm {
  std::string sentence;  // what happened, and what to do
  std::string address;   // where it goes
  std::string form_token;
  std::vector<std::pair<std::string, std::string>> fields;
};
html::Html kept_form_view(const KeptForm& kept);

// Parts that many pages have.
html::Html page_heading(std::string_view heading, std::string_view lead = {});
html::Html hidden_field(std::string_view name, std::string_view value);

// A labelled input with what is wrong with it.
struct Field {
  std::string name, label;
  std::string value = {};
  std::string type = "text";
  std::string hint = {};
  std::string problem = {};
  std::string autocomplete = {};
  bool required = false;
  bool focused = false;
};
html::Html field(const Field& field);

struct Option {
  std::string value, words;
};
html::Html choice(std::string_view name, std::string_view label, const std::vector<Option>& options,
                  std::string_view chosen);

// Style-src, script-src and so on for pages that only use what the site itself serves.
std::string_view page_policy();

}  // namespace laurel::web
