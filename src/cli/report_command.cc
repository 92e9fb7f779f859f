// `laurel report`: the commendation report on the terminal or into a file.
#include <fmt/format.h>

#include <charconv>

#include "app/directory.h"
#include "base/file.h"
#include "cli/command.h"
#include "report/read.h"
#include "report/report.h"
#include "report/xlsx.h"

namespace laurel::cli {
namespace {

constexpr Option kOptions[] = {
    {"from", "YYYY-MM", "only responses of this month and later"},
    {"to", "YYYY-MM", "only responses of this month and earlier"},
    {"unit", "UNIT", "only of this unit (code or name) and those below it"},
    {"market", "MARKET", "only of this market"},
    {"channel", "CHANNEL", "only of this channel"},
    {"format", "FORMAT", "text, html, xlsx, json, markdown or csv; by FILE's ending, else text"},
    {"output", "FILE", "write there instead of on the terminal"},
    {"people", "WHICH",
     "who is named: none, praise (default: only whom the figures speak well of) or all"},
    {"rows", "WHEN", "read single responses: auto (default: up to 2,000,000), always or never"},
    {"quotes", "N", "quote N customers on people they praise by name (default 3; 0: none)"},
    {"landmark", "DAYS",
     "after the first comment, from when on customers are followed (default 30)"},
    {"revenue-cap", "AMOUNT",
     "the most of one customer's revenue that counts (default: the 99th percentile)"},
    {"strength", "WHICH", "which praise counts: any (default) or exemplary"},
};

base::Result<base::Month> month(const Arguments& arguments, std::string_view name) {
  const auto text = arguments.value(name);
  if (!text) return base::Month{};
  auto parsed = base::Month::parse(*text);
  if (!parsed.ok()) {
    return base::invalid_input(
        fmt::format("--{} takes a month like 2026-03, not \"{}\".", name, *text));
  }
  return parsed;
}

struct Format {
  std::string_view name;
  std::string_view extension;
  base::Result<std::string> (*render)(const report::Report&);
};
// A form of the report that can't fail.
template <std::string (*kRender)(const report::Report&)>
base::Result<std::string> sure(const report::Report& report) {
  return kRender(report);
}
constexpr Format kFormats[] = {
    {"text", ".txt", sure<report::to_text>},  {"html", ".html", sure<report::to_html>},
    {"json", ".json", sure<report::to_json>}, {"markdown", ".md", sure<report::to_markdown>},
    {"csv", ".csv", sure<report::to_csv>},    {"xlsx", ".xlsx", report::to_xlsx}};

base::Result<const Format*> format_named(const std::string& name) {
  for (const Format& format : kFormats) {
    if (format.name == name) return &format;
  }
  return base::invalid_input(
      fmt::format("--format can be text, html, xlsx, json, markdown or csv, not \"{}\".", name));
}

// As asked for; otherwise as the file is named; otherwise text.
base::Result<const Format*> format_of(const Arguments& arguments) {
  if (const auto name = arguments.value("format")) return format_named(std::string(*name));
  const std::string file = arguments.value_or("output", "");
  for (const Format& format : kFormats) {
    if (file.ends_with(format.extension)) return &format;
  }
  return &kFormats[0];
}

base::Result<std::size_t> quotes(const Arguments& arguments) {
  const auto text = arguments.value("quotes");
  if (!text) return report::ReportOptions().quotes;
  std::size_t n = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), n);
  if (error != std::errc() || end != text->data() + text->size() || n > 10) {
    return base::invalid_input(
        fmt::format("--quotes takes a number from 0 to 10, not \"{}\".", *text));
  }
  return n;
}

// A member of an organization's list by what it is called.
template <typename Find>
base::Status place(const Arguments& arguments, std::string_view name, const Find& find, auto& id) {
  const auto text = arguments.value(name);
  if (!text) return {};
  id = find(*text);
  if (id.known()) return {};
  return base::not_found(fmt::format("--{}: there is no {} \"{}\" here.", name, name, *text));
}

base::Result<report::Place> place(const Session& session) {
  const Arguments& arguments = session.arguments;
  report::Place chosen;
  if (!arguments.has("unit") && !arguments.has("market") && !arguments.has("channel"))
    return chosen;
  auto tx = TRY(session.database->begin_read());
  const auto directory = TRY(app::Directory::read(tx, session.organization.id));
  using Text = std::string_view;
  TRY(place(
      arguments, "unit", [&](Text x) { return directory->unit_named(x); }, chosen.unit));
  TRY(place(
      arguments, "market", [&](Text x) { return directory->market_named(x); }, chosen.market));
  TRY(place(
      arguments, "channel", [&](Text x) { return directory->channel_named(x); }, chosen.channel));
  return chosen;
}

base::Result<int> run(Session& session) {
  const Arguments& arguments = session.arguments;
  report::ReportOptions options;
  options.from = TRY(month(arguments, "from"));
  options.to = TRY(month(arguments, "to"));
  options.place = TRY(place(session));
  const std::string strength = arguments.value_or("strength", "any");
  if (strength != "any" && strength != "exemplary") {
    return base::invalid_input(
        fmt::format("--strength can be any or exemplary, not \"{}\".", strength));
  }
  if (strength == "exemplary") options.strength = report::ReportStrength::kExemplary;
  options.retention.landmark_days =
      static_cast<int>(TRY(arguments.number("landmark", options.retention.landmark_days, 0, 365)));
  if (arguments.has("revenue-cap")) {
    options.retention.revenue_cap = static_cast<double>(
        TRY(arguments.number("revenue-cap", 0, 1, std::int64_t{1'000'000'000'000})));
  }
  const std::string rows = arguments.value_or("rows", "auto");
  if (rows != "auto" && rows != "always" && rows != "never") {
    return base::invalid_input(
        fmt::format("--rows can be auto, always or never, not \"{}\".", rows));
  }
  if (rows != "auto") {
    options.read_rows = rows == "always" ? report::ReadRows::kAlways : report::ReadRows::kNever;
  }
  const std::string people = arguments.value_or("people", "praise");
  if (people != "none" && people != "praise" && people != "all") {
    return base::invalid_input(
        fmt::format("--people can be none, praise or all, not \"{}\".", people));
  }
  options.show_people = people == "none"  ? report::ShowPeople::kNone
                        : people == "all" ? report::ShowPeople::kAll
                                          : report::ShowPeople::kPraise;
  options.quotes = TRY(quotes(arguments));
  const Format* format = TRY(format_of(arguments));
  const auto file = arguments.value("output");
  if (format->name == "xlsx" && !file) {
    return base::invalid_input("A workbook goes into a file: add --output report.xlsx.");
  }
  const report::Report report =
      TRY(report::make_report(*session.database, session.organization, options));
  const std::string text = TRY(format->render(report));
  if (file) {
    TRY(base::write_file(*file, text));
    session.terminal.err(fmt::format("The report is in {}.\n", *file));
  } else {
    session.terminal.out(text);
  }
  return 0;
}

}  // namespace

const Command kReportCommand = {
    .name = "report",
    .summary = "Compare customers who praised somebody with those who didn't",
    .description =
        "NPS with and without a commendation, yes/no outcomes and every question, with intervals\n"
        "and tests, overall and by market, unit and channel. The difference is an association:\n"
        "praise and score come from the same response. docs/report.md names the methods and the\n"
        "keys of the JSON form.",
    .options = kOptions,
    .needs = Needs::kOrganization,
    .run = run};

}  // namespace laurel::cli
