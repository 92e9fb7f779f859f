#include "cli/import_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/saved_mapping.h"
#include "base/wording.h"
#include "cli/file_options.h"
#include "cli/organization_choice.h"
#include "cli/progress.h"
#include "text/utf8.h"

namespace laurel::cli {
namespace {

constexpr std::size_t kWidestColumn = 32;
constexpr int kSomeRejected = 1;  // exit code

// Cut to `width` characters and filled up with spaces.
std::string cell(std::string_view text, std::size_t width) {
  std::string out;
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size();) {
    const text::Decoded next = text::decode(text, at);
    if (characters + 1 == width && text::count_code_points(text.substr(at)) > 1) {
      out += "…";
      ++characters;
      break;
    }
    out += next.code_point < 32 ? " " : text.substr(at, next.length);
    ++characters;
    at += next.length;
  }
  return out + std::string(width - std::min(width, characters), ' ');
}

void show_mapping(const app::ImportPlan& plan, Terminal& terminal) {
  const intake::Mapping& mapping = plan.mapping;
  terminal.out(fmt::format("{} under the name \"{}\" (--source changes it){}\n\n",
                           base::grouped(plan.rows) + (plan.rows == 1 ? " row" : " rows"),
                           plan.source,
                           mapping.form == intake::HeaderForm::kPlain
                               ? std::string()
                               : fmt::format(", exported by {}", intake::name(mapping.form))));
  std::size_t columns = 6, meanings = 7;
  std::vector<std::string> described;
  for (const intake::ColumnPlan& column : mapping.columns) {
    described.push_back(intake::describe(column));
    columns = std::max(columns, std::size_t{text::count_code_points(column.column)});
    meanings = std::max(meanings, std::size_t{text::count_code_points(described.back())});
  }
  columns = std::min(columns, kWidestColumn);
  terminal.out(fmt::format("  {}  {}  Why\n", cell("Column", columns), cell("Meaning", meanings)));
  for (std::size_t i = 0; i < mapping.columns.size(); ++i) {
    terminal.out(fmt::format("  {}  {}  {}\n", cell(mapping.columns[i].column, columns),
                             cell(described[i], meanings), mapping.columns[i].reason));
  }
  terminal.out("\n");
  for (const std::string& note : mapping.notes) terminal.out(fmt::format("Note: {}\n", note));
}

void show_rejects(const app::ImportResult& result, Terminal& terminal) {
  for (const intake::Reject& reject : result.first_rejects) {
    terminal.err(reject.column.empty() ? fmt::format("  line {} {}\n", reject.line, reject.reason)
                                       : fmt::format("  line {}, column {}: {}\n", reject.line,
                                                     reject.column, reject.reason));
  }
  if (result.rejected > std::ssize(result.first_rejects)) terminal.err("  …\n");
}

}  // namespace

base::Result<app::ImportOptions> import_options(const Arguments& arguments) {
  app::ImportOptions options;
  options.path = TRY(arguments.single_word("a file to import"));
  if (options.path == "-" || options.path.starts_with("/dev/") ||
      options.path.starts_with("/proc/")) {
    return base::unsupported(
        "An import reads its file twice and may have to continue in it. Save the data to a file "
        "and import that.");
  }
  options.source = arguments.value_or("source", "");
  options.rejects = arguments.value_or("rejects", "");
  for (const std::string& text : arguments.values("map"))
    options.map.push_back(TRY(intake::parse_map(text)));
  options.dates = TRY(dates_of(arguments));
  options.encoding = TRY(encoding_of(arguments));
  return options;
}

base::Result<int> run_import(Session& session, app::ImportOptions options) {
  Terminal& terminal = session.terminal;
  const auto mapping = session.arguments.value("mapping");
  if (mapping) {
    TRY(check_name("mapping", *mapping));
    TRY(app::use_mapping(session.database.get(), session.organization.id, *mapping, options));
  }
  app::ImportPlan plan = TRY([&] {
    Progress looking(terminal, session.clock, "rows looked at");
    return app::plan_import(
        session.database.get(), session.organization.id, options,
        [&](const app::ImportProgress& at) { looking.update(at.rows, at.bytes, at.total_bytes); });
  }());
  TRY(check_name("source", plan.source));  // the file's, if none was given
  show_mapping(plan, terminal);
  const auto follow = [&](Progress& progress) {
    return [&progress](const app::ImportProgress& at) {
      progress.update(at.rows, at.bytes, at.total_bytes);
    };
  };
  if (session.arguments.has("dry-run")) {
    const app::ImportResult result = TRY([&] {
      Progress progress(terminal, session.clock, "rows");
      return app::dry_run_import(plan, follow(progress));
    }());
    terminal.out(
        fmt::format("Nothing was written. Of {} rows {} can be imported, {} would be "
                    "rejected and {} passed over.\n",
                    base::grouped(result.rows), base::grouped(result.added),
                    base::grouped(result.rejected), base::grouped(result.passed_over)));
    show_rejects(result, terminal);
    return result.rejected > 0 ? kSomeRejected : 0;
  }
  TRY(make_organization(session));
  if (mapping)
    TRY(app::keep_mapping(*session.database, session.organization.id, *mapping, options));
  if (plan.unfinished) {
    terminal.out(fmt::format("A former import of this file was cut off; it continues at line {}.\n",
                             base::grouped(plan.unfinished->line)));
  }
  const app::ImportResult result = TRY([&] {
    Progress progress(terminal, session.clock, "rows");
    return app::run_import(*session.database, session.organization.id, plan, session.clock,
                           follow(progress));
  }());
  terminal.out(app::import_sentence(result, options.of) + "\n");
  for (const std::string& note : result.notes) terminal.out(fmt::format("Note: {}\n", note));
  if (result.rejected > 0) {
    terminal.err(fmt::format("Rejected rows are in {}; correct and import it:\n", result.rejects));
    show_rejects(result, terminal);
    return kSomeRejected;
  }
  return 0;
}

}  // namespace laurel::cli
