// `laurel settings`: what the organization decides about itself.
#include <fmt/format.h>

#include <algorithm>

#include "cli/command.h"
#include "store/organizations.h"
#include "store/settings.h"

namespace laurel::cli {
namespace {

constexpr Option kOptions[] = {
    {"unit", "CODE", "works-council for this unit and those below it, not for all"},
};

constexpr std::string_view kDescription =
    "Without a name: shows them all.\n\n"
    "  main-driver REWARD   why you run the programme: recognition, recommendation, return,\n"
    "                       revenue or none. The scorecard of `laurel report` sets it against\n"
    "                       the reward that was measured.\n"
    "  works-council on|off no figures of single people anywhere, or in one unit (--unit) and\n"
    "                       those below it. Reports count these people together and name nobody.";

const model::Unit* unit_coded(const std::vector<model::Unit>& units, std::string_view code) {
  const auto found = std::find_if(units.begin(), units.end(), [&](const model::Unit& unit) {
    return unit.code == code || unit.name == code;
  });
  return found == units.end() ? nullptr : &*found;
}

base::Status change(model::Settings& settings, const std::vector<model::Unit>& units,
                    std::string_view setting, const std::string& value,
                    const std::optional<std::string>& code) {
  if (setting == "main-driver") {
    if (code) {
      return base::invalid_input("main-driver is of the whole organization: leave out --unit.");
    }
    settings.main_driver = model::reward_named(value);
    if (settings.main_driver || value == "none") return {};
    return base::invalid_input(fmt::format(
        "main-driver can be recognition, recommendation, return, revenue or none, not \"{}\".",
        value));
  }
  if (setting != "works-council") {
    return base::invalid_input(fmt::format(
        "There is no setting \"{}\". There are main-driver and works-council.", setting));
  }
  if (value != "on" && value != "off") {
    return base::invalid_input(fmt::format("works-council can be on or off, not \"{}\".", value));
  }
  const bool on = value == "on";
  if (!code) {
    settings.works_council = on;
    return {};
  }
  const model::Unit* unit = unit_coded(units, *code);
  if (unit == nullptr) {
    return base::not_found(
        fmt::format("There is no unit \"{}\". --unit takes the code or the name of one.", *code));
  }
  std::erase(settings.works_council_units, unit->id);
  if (on) settings.works_council_units.push_back(unit->id);
  std::sort(settings.works_council_units.begin(), settings.works_council_units.end());
  return {};
}

std::string shown(const model::Settings& settings, const std::vector<model::Unit>& units) {
  std::string out =
      fmt::format("main-driver    {}\n", settings.main_driver ? model::name(*settings.main_driver)
                                                              : std::string_view("none"));
  out += fmt::format("works-council  {}\n", settings.works_council ? "on" : "off");
  for (const model::Unit& unit : units) {
    if (!std::binary_search(settings.works_council_units.begin(),
                            settings.works_council_units.end(), unit.id))
      continue;
    out += fmt::format("works-council  on in {} ({}) and below\n", unit.name, unit.code);
  }
  return out;
}

base::Result<int> run(Session& session) {
  const Arguments& arguments = session.arguments;
  const std::vector<std::string>& words = arguments.words();
  if (words.size() == 1 || words.size() > 2) {
    return base::invalid_input(
        "Give the name of a setting and its value, such as main-driver recommendation, or "
        "neither.");
  }
  const model::OrganizationId organization = session.organization.id;
  if (words.empty()) {
    auto tx = TRY(session.database->begin_read());
    const model::Settings settings = TRY(store::read_settings(tx, organization));
    session.terminal.out(shown(settings, TRY(store::list_units(tx, organization))));
    return 0;
  }
  auto tx = TRY(session.database->begin_write());
  const std::vector<model::Unit> units = TRY(store::list_units(tx, organization));
  model::Settings settings = TRY(store::read_settings(tx, organization));
  TRY(change(settings, units, words[0], words[1], arguments.value("unit")));
  TRY(store::save_settings(tx, organization, settings));
  TRY(tx.commit());
  session.terminal.out(shown(settings, units));
  return 0;
}

}  // namespace

const Command kSettingsCommand = {.name = "settings",
                                  .summary = "Show or change what the organization decides",
                                  .words = "[NAME VALUE]",
                                  .description = kDescription,
                                  .options = kOptions,
                                  .needs = Needs::kOrganization,
                                  .run = run};

}  // namespace laurel::cli
