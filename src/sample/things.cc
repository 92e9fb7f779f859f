// What a field service company's customers talk about: machines, parts, places, papers, times.
#include "sample/vocabulary.h"

namespace laurel::sample {
namespace {

constexpr Line kAssets[] = {
    {"compressor"},      {"forklift"},
    {"chiller"},         {"boiler"},
    {"conveyor"},        {"dock leveller"},
    {"pallet wrapper"},  {"label printer"},
    {"reach truck"},     {"generator"},
    {"air handler"},     {"packing line"},
    {"filling line"},    {"bottling line"},
    {"CNC lathe"},       {"press brake"},
    {"laser cutter"},    {"cold store"},
    {"walk-in freezer"}, {"roller door"},
    {"goods lift"},      {"scissor lift"},
    {"floor scrubber"},  {"dust extractor"},
    {"cooling tower"},   {"heat pump"},
    {"pump station"},    {"booster pump"},
    {"vacuum pump"},     {"weighbridge"},
    {"barcode scanner"}, {"handheld terminal"},
    {"thermal printer"}, {"UPS"},
    {"server rack"},     {"access gate"},
    {"boom barrier"},    {"fire panel"},
    {"sprinkler pump"},  {"oven line"},
    {"dough mixer"},     {"milk cooler"},
    {"autoclave"},       {"centrifuge"},
    {"bench scale"},     {"dishwasher"},
    {"combi oven"},      {"ice machine"},
    {"baler"},           {"shredder"},
    {"welding robot"},   {"paint booth"},
    {"hydraulic press"}, {"injection moulder"},
    {"granulator"},      {"dryer"},
    {"excavator"},       {"telehandler"},
    {"mini digger"},     {"light tower"},
};

constexpr Line kParts[] = {
    {"hydraulic hose"},  {"drive belt"},     {"control board"},    {"contactor"},
    {"seal kit"},        {"bearing set"},    {"gearbox"},          {"fan motor"},
    {"pressure switch"}, {"solenoid valve"}, {"filter set"},       {"oil cooler"},
    {"battery pack"},    {"charger"},        {"print head"},       {"load cell"},
    {"limit switch"},    {"light curtain"},  {"door spring"},      {"impeller"},
    {"expansion valve"}, {"thermostat"},     {"inverter"},         {"encoder"},
    {"touch screen"},    {"brake kit"},      {"mast chain"},       {"fork set"},
    {"steer tyre"},      {"coupling"},       {"gasket"},           {"power supply"},
    {"safety relay"},    {"cable loom"},     {"proximity sensor"}, {"flow meter"},
    {"alternator"},      {"starter motor"},  {"water pump"},       {"cylinder head"},
};

constexpr Line kDays[] = {
    {"on Monday"},
    {"on Tuesday"},
    {"on Wednesday"},
    {"on Thursday"},
    {"on Friday"},
    {"on Saturday"},
    {"on a Sunday"},
    {"last week"},
    {"the week before last"},
    {"last month"},
    {"in {month}"},
    {"this {season}"},
    {"on the {2-28}th of {month}"},
    {"just before Christmas"},
    {"over the bank holiday"},
    {"the day before {our} audit"},
    {"at the end of the quarter"},
    {"during stocktake"},
    {"in the middle of the night shift"},
    {"first thing in the morning"},
    {"late on a Friday afternoon"},
    {"yesterday"},
    {"the other day"},
    {"a fortnight ago"},
};

constexpr Line kMonths[] = {{"January"},   {"February"}, {"March"},    {"April"},
                            {"May"},       {"June"},     {"July"},     {"August"},
                            {"September"}, {"October"},  {"November"}, {"December"}};

constexpr Line kSeasons[] = {{"spring"}, {"summer"}, {"autumn"}, {"winter"}};

constexpr Line kHours[] = {
    {"seven in the evening"}, {"half past eight"},
    {"nine at night"},        {"eleven at night"},
    {"well past midnight"},   {"{7-10} pm"},
    {"gone {6-9}"},           {"the end of {our} late shift"},
    {"two in the morning"},   {"closing time"},
};

constexpr Line kWaits[] = {
    {"{2-9} days"},          {"two weeks"},
    {"{3-8} weeks"},         {"the best part of a month"},
    {"{2-6} hours"},         {"a whole shift"},
    {"an entire weekend"},   {"half a day"},
    {"{20-55} minutes"},     {"ten days and counting"},
    {"most of the morning"}, {"over a week"},
};

constexpr Line kAges[] = {{"{2-9} days"}, {"two weeks"},   {"{3-8} weeks"},  {"nearly a month"},
                          {"ten days"},   {"over a week"}, {"{2-5} months"}, {"a full week"}};

constexpr Line kPapers[] = {
    {"invoice"},
    {"credit note"},
    {"delivery note"},
    {"service report"},
    {"quotation"},
    {"purchase order"},
    {"calibration certificate"},
    {"statement"},
    {"contract renewal"},
    {"warranty claim"},
    {"return label"},
    {"safety data sheet"},
    {"inspection record"},
    {"packing list"},
    {"timesheet"},
    {"risk assessment"},
};

constexpr Line kJobs[] = {
    {"annual service"},   {"quarterly inspection"},
    {"breakdown call"},   {"installation"},
    {"commissioning"},    {"calibration"},
    {"filter change"},    {"software update"},
    {"rewiring"},         {"relocation of the {asset}"},
    {"belt change"},      {"leak test"},
    {"load test"},        {"emergency call-out"},
    {"retrofit"},         {"site survey"},
    {"training session"}, {"handover"},
    {"stock count"},      {"exchange of the {part}"},
};

constexpr Line kPlaces[] = {
    {"bay {1-14}"},          {"line {1-6}"},        {"the north dock"},   {"the cold store"},
    {"{our} second site"},   {"the yard"},          {"the loading dock"}, {"building {1-9}"},
    {"the plant room"},      {"the roof"},          {"the mezzanine"},    {"the packing hall"},
    {"the canteen kitchen"}, {"the goods-in area"}, {"the lab"},          {"the depot"},
    {"the back gate"},       {"the workshop"},
};

constexpr Line kFaults[] = {
    {"kept tripping"},
    {"was leaking oil"},
    {"had stopped dead"},
    {"threw error {11-99}"},
    {"would not start"},
    {"overheated"},
    {"was making a dreadful noise"},
    {"jammed every hour"},
    {"lost pressure"},
    {"went down"},
    {"failed its inspection"},
    {"was running at half speed"},
    {"kept losing its settings"},
    {"froze solid"},
    {"would not come off standby"},
    {"dropped off the network"},
    {"started smoking"},
    {"had been limping along"},
    {"packed up"},
    {"blew a hose"},
    {"shut itself off twice"},
    {"went out of tolerance"},
};

constexpr Line kSystems[] = {
    {"the customer portal"},
    {"the booking app"},
    {"the telemetry dashboard"},
    {"the ordering system"},
    {"the scanner software"},
    {"the licence server"},
    {"the EDI link"},
    {"the parts catalogue"},
    {"the fleet tracker"},
    {"the new firmware"},
    {"single sign-on"},
    {"the label template"},
    {"the interface to {our} ERP"},
    {"the remote access box"},
};

constexpr Line kRefs[] = {
    {"job {20000-98999}"}, {"order {100000-989999}"}, {"ticket {4000-9999}"},
    {"PO {3000-9899}"},    {"case #{10000-99999}"},   {"call-out {1000-9999}"},
};

constexpr Line kReasons[] = {
    {"{our} auditors were due"},
    {"{our} night shift was about to start"},
    {"a lorry was waiting to be loaded"},
    {"{our} biggest customer was visiting"},
    {"there was {3-40} tonnes of stock at risk"},
    {"{we} had no spare"},
    {"the harvest was coming in"},
    {"production was down to one line"},
    {"the weather had turned"},
    {"{our} own engineer was off sick"},
    {"it was peak season"},
    {"the fire officer was coming"},
    {"{we} had {20-300} orders to get out"},
};

constexpr Line kBonuses[] = {
    {"which is not even {his} job"},
    {"without being asked"},
    {"in {his} own time"},
    {"at no charge"},
    {"and never made a fuss about it"},
    {"although it was {his} day off"},
    {"when nobody else would"},
    {"while {reason}"},
    {"just as {reason}"},
    {"even though {reason}"},
    {"with a smile"},
    {"in pouring rain"},
    {"with half an hour to spare"},
};

constexpr Line kRivals[] = {
    {"the firm {we} used before"},
    {"your competitor down the road"},
    {"{our} previous supplier"},
    {"the other contractor"},
    {"Example Lifts"},
    {"Placeholder Plant Hire"},
    {"Specimen Spares"},
    {"the manufacturer"},
    {"the courier company"},
    {"the hire company"},
};

constexpr Line kColleagues[] = {
    {"{our} own maintenance man"},
    {"{our} shift lead"},
    {"{our} electrician"},
    {"{our} purchasing colleague"},
    {"{our} apprentice"},
    {"{our} caretaker"},
    {"{our} IT guy"},
    {"{our} production manager"},
    {"the security guard at {our} gate"},
    {"{our} neighbour on the estate"},
    {"{our} landlord's handyman"},
};

constexpr Table kTables[] = {
    {"asset", kAssets},
    {"part", kParts},
    {"month", kMonths},
    {"season", kSeasons},
    {"day", kDays},
    {"hour", kHours},
    {"wait", kWaits},
    {"paper", kPapers},
    {"place", kPlaces},
    {"fault", kFaults},
    {"system", kSystems},
    {"ref", kRefs},
    {"reason", kReasons},
    {"bonus", kBonuses},
    {"rival", kRivals},
    {"ages", kAges},
    {"colleague", kColleagues},
    {"job", kJobs},
};

}  // namespace

std::span<const Table> thing_tables() { return kTables; }

}  // namespace laurel::sample
