// What people did well, as past-tense phrases that follow a name, a role or a team, one table for
// each department. `deed.any` fits everybody.
#include "sample/vocabulary.h"

namespace laurel::sample {
namespace {

constexpr Line kService[] = {
    {"stayed until {hour} to get {our} {asset} running again", kExtra | kSolving},
    {"drove back with the right {part} although the shift was over", kExtra | kSolving},
    {"found the fault in {10-40} minutes after two others had given up", kExpertise | kSpeed},
    {"fixed the {asset} and then checked the other two as well", kExtra | kSolving},
    {"showed {our} operators how to reset the {asset} safely", kTelling | kExpertise},
    {"came out {day} when the {asset} {fault}", kExtra | kSpeed},
    {"rebuilt the {part} on the spot so that {we} would not have to wait for a new one",
     kExpertise | kSolving},
    {"told {us} honestly that the old {part} would last another year", kHonesty},
    {"talked {us} out of a replacement {we} did not need", kHonesty},
    {"traced the problem to a {part} nobody had thought of", kExpertise},
    {"had the {asset} back up before the next shift came in", kSpeed | kSolving},
    {"cleaned up the whole plant room afterwards", kExtra | kCourtesy},
    {"rang twice from the road to say when to expect the van", kTelling},
    {"explained every step while working on the {asset}", kTelling},
    {"borrowed a {part} from the training unit to keep {us} going", kExtra | kSolving},
    {"sat with {our} new operator until she felt sure of the {asset}", kCare},
    {"got the {asset} through its inspection at the first attempt", kExpertise},
    {"wrote up the {job} so clearly that {our} auditor asked for a copy", kExpertise | kTelling},
    {"turned up an hour early for the {job} and finished before lunch", kSpeed},
    {"spotted a worn {part} before it could fail", kExpertise | kExtra},
    {"crawled under the {asset} in {place} three times until it held pressure", kExtra | kSolving},
    {"diagnosed the {asset} over a video call and saved {us} a visit", kExpertise | kSpeed},
    {"would not leave until the {asset} had done {20-90} clean cycles", kExtra | kSolving},
    {"kept {our} people calm when the {asset} {fault}", kCare},
};

constexpr Line kDispatch[] = {
    {"moved three other jobs around so that {we} had a technician within {2-5} hours",
     kExtra | kSpeed},
    {"rang every hour with an update while {wewere} down", kTelling | kCare},
    {"found {us} a slot {day} when the calendar said no", kSolving | kExtra},
    {"stayed on the line until the van was actually in {our} yard", kCare | kTelling},
    {"spotted that two visits were booked for the same {asset} and saved {us} the second charge",
     kHonesty | kExpertise},
    {"got somebody to {place} inside {30-90} minutes", kSpeed},
    {"called ahead so that {our} gatehouse had the paperwork ready", kTelling | kExtra},
    {"listened to the whole story before booking anything", kCare},
    {"sorted out the access permits for {us}", kSolving},
    {"sent the one engineer who knows {our} {asset}", kExpertise | kSolving},
    {"kept the late crew back because {reason}", kExtra},
    {"apologised for the delay and found a crew from another branch", kCourtesy | kSolving},
    {"told {us} straight that nobody was free before {day} and offered a loan unit",
     kHonesty | kSolving},
    {"put {us} at the top of the list when the {asset} {fault}", kSpeed | kCare},
    {"remembered that {we} close early and planned around it", kCare},
    {"texted {us} the technician's arrival to the minute", kTelling},
    {"rearranged the {job} twice without a grumble", kCourtesy | kCare},
    {"chased the subcontractor until he finally came", kSolving | kExtra},
};

constexpr Line kPartsDesk[] = {
    {"tracked down a {part} that everyone said was obsolete", kExtra | kSolving},
    {"found the right {part} from nothing but a blurry photo", kExpertise},
    {"had the {part} on a motorbike within the hour", kSpeed | kExtra},
    {"noticed {we} had ordered the wrong {part} and rang before it shipped", kExpertise | kTelling},
    {"talked {us} through fitting the {part} over the phone", kTelling | kCare},
    {"offered the cheaper {part} because it does the same job", kHonesty},
    {"opened up the counter at {hour} so that {we} could collect a {part}", kExtra},
    {"rang round four branches for a {part}", kExtra | kSolving},
    {"identified a thirty year old {part} by the thread alone", kExpertise},
    {"kept a {part} back for {us} without being asked", kExtra | kCare},
    {"took back the wrong {part} with no argument", kSolving | kCourtesy},
    {"matched the {part} by hand and drove it over to {place}", kExtra | kSolving},
    {"sent drawings, part numbers and prices in {10-30} minutes flat", kSpeed},
    {"warned {us} that the {part} was going up in price and let {us} order early",
     kHonesty | kTelling},
    {"made up a {part} from stock bits to get {us} through the weekend", kExtra | kExpertise},
    {"picked up at the second ring and knew the number by heart", kSpeed | kExpertise},
};

constexpr Line kAccountsTeam[] = {
    {"untangled {3-18} months of wrong {paper}s in one afternoon", kSolving | kExpertise},
    {"rang back within {10-50} minutes with the corrected {paper}", kSpeed | kTelling},
    {"spotted that {we} had paid twice and refunded it before {we} noticed", kHonesty | kExtra},
    {"explained the {paper} line by line without making {us} feel stupid", kTelling | kCare},
    {"spread the payments for {us} when cash was tight", kCare | kSolving},
    {"waived the late fee after hearing what had happened", kCare | kHonesty},
    {"re-issued the {paper} in the format {our} head office insists on", kSolving},
    {"owned up to the mistake on the {paper} and put it right the same day", kHonesty | kSolving},
    {"chased the missing {paper} through three departments for {us}", kExtra | kSolving},
    {"set up a single {paper} for all {our} sites", kSolving},
    {"kept an eye on {our} credit limit and warned {us} in good time", kTelling | kExtra},
    {"stayed late at year end so that {our} books would close", kExtra},
    {"sent copies of every {paper} since {month} without a sigh", kCourtesy | kSpeed},
    {"found the purchase order nobody else could find", kExpertise | kSolving},
};

constexpr Line kHelpdesk[] = {
    {"stayed on the phone for {2-4} hours until {system} worked", kExtra | kCare},
    {"had {system} back within {10-45} minutes", kSpeed | kSolving},
    {"explained {system} in plain words", kTelling},
    {"logged in remotely {day} and put {system} right", kExtra | kSolving},
    {"walked {us} through the reset twice and never lost patience", kCare},
    {"wrote a one-page guide to {system} for {our} drivers", kExtra | kTelling},
    {"found the bug in {system} that three vendors had blamed on each other", kExpertise},
    {"called back the next day to make sure {system} still worked", kCare | kExtra},
    {"took ownership of {ref} and kept it until it was closed", kSolving | kCare},
    {"rolled back the update before {our} shift even noticed", kSpeed | kExpertise},
    {"gave {us} a direct number in case it happened again", kCare | kExtra},
    {"admitted that the update was to blame and did not hide behind the script", kHonesty},
    {"restored {our} settings for {5-60} handhelds one by one", kExtra | kSolving},
    {"answered a dozen silly questions about {system} in good humour", kCourtesy | kCare},
    {"escalated {ref} within minutes and kept {us} posted", kSpeed | kTelling},
    {"trained {our} whole office on {system} in one morning", kExpertise | kTelling},
};

constexpr Line kWarehouse[] = {
    {"repacked the whole order when {our} pallet turned out to be too tall", kExtra | kSolving},
    {"picked {our} order by hand when {system} was down", kExtra | kSolving},
    {"had {ref} loaded in under {20-40} minutes", kSpeed},
    {"double checked every box and caught the wrong {part}", kExpertise},
    {"wrapped the {asset} so well that it arrived without a scratch", kCare | kExpertise},
    {"stayed behind {day} to load {our} late lorry", kExtra},
    {"labelled every crate the way {our} goods-in likes it", kExtra | kCare},
    {"helped {our} driver tie down the {asset}", kCourtesy | kSolving},
    {"found {our} lost {part} on the wrong rack", kSolving},
    {"made a cup of tea for {our} driver and loaded him first", kCourtesy},
    {"sent photos of each pallet before it left", kTelling},
    {"held {ref} safe for {2-6} weeks because {our} building was not ready", kCare | kSolving},
    {"sorted the mixed pallets so {we} could unload straight to {place}", kExtra},
    {"told {us} at once that two boxes were damaged", kHonesty | kTelling},
};

constexpr Line kDrivers[] = {
    {"carried the {asset} up two flights of stairs", kExtra},
    {"waited an hour for {our} forklift and helped unload", kCare | kExtra},
    {"rang from the motorway to say when to expect the delivery", kTelling},
    {"reversed a full trailer down {our} impossible alley", kExpertise},
    {"came back {day} with the box that had been left behind", kExtra | kSolving},
    {"put every pallet exactly where {we} wanted it in {place}", kCare},
    {"got through the snow with {our} {part}", kExtra},
    {"noticed {our} ramp was broken and helped {us} fix it", kExtra | kSolving},
    {"took the old {asset} away as well", kExtra},
    {"delivered at {hour} because {reason}", kExtra | kSpeed},
    {"greeted everyone by name and even swept up afterwards", kCourtesy},
    {"checked the {paper} with {us} line by line", kTelling | kCare},
    {"swapped routes with a colleague so {we} would get it first", kExtra | kSpeed},
    {"refused to drop a pallet that looked unsafe and made two trips instead", kCare | kHonesty},
};

constexpr Line kSales[] = {
    {"took the time to measure everything in {place} before quoting", kCare | kExpertise},
    {"told {us} not to buy the bigger {asset}", kHonesty},
    {"put {us} in touch with another user of the same {asset}", kSolving | kExtra},
    {"came to site three times until the layout was right", kExtra | kCare},
    {"brought a demo {asset} over {day} so {our} people could try it", kExtra},
    {"answered every question without any pressure", kHonesty | kCare},
    {"designed a fix for {place} that saved {us} a new {asset}", kExpertise | kSolving},
    {"sent a clear {paper} the same evening", kSpeed | kTelling},
    {"fought for {us} with head office over the {paper}", kExtra | kSolving},
    {"explained what {we} would not get, which nobody else did", kHonesty | kTelling},
    {"introduced {us} to the right expert when it got too technical", kSolving},
    {"called every few weeks to see how the {asset} was doing", kCare},
    {"worked out the payback with {us} on the back of a pallet label", kExpertise | kTelling},
    {"kept every single promise made at the {job}", kHonesty},
};

constexpr Line kAnybody[] = {
    {"rang back within the hour, as promised", kSpeed | kTelling},
    {"went out of {his} way for {us}", kExtra},
    {"kept {us} informed from start to finish", kTelling},
    {"took the time to listen", kCare},
    {"sorted everything in one phone call", kSpeed | kSolving},
    {"went above and beyond for {us}", kExtra},
    {"dropped everything to help {us}", kExtra | kSpeed},
    {"saved {our} week", kSolving},
    {"met {our} anger with real patience", kCare | kCourtesy},
    {"treated {us} like {we} mattered more than anyone", kCare},
    {"did not give up on {ref}", kSolving},
    {"answered {our} mail at {hour}", kExtra | kSpeed},
    {"pulled out all the stops {day}", kExtra},
    {"owned the problem when others passed it on", kSolving | kHonesty},
    {"checked in afterwards to see if all was well", kCare},
    {"made a bad week bearable", kCare},
};

constexpr Table kTables[] = {
    {"deed.service", kService, Weight::kExemplary},
    {"deed.dispatch", kDispatch, Weight::kExemplary},
    {"deed.parts", kPartsDesk, Weight::kExemplary},
    {"deed.accounts", kAccountsTeam, Weight::kExemplary},
    {"deed.helpdesk", kHelpdesk, Weight::kExemplary},
    {"deed.warehouse", kWarehouse, Weight::kExemplary},
    {"deed.drivers", kDrivers, Weight::kExemplary},
    {"deed.sales", kSales, Weight::kExemplary},
    {"deed.any", kAnybody, Weight::kExemplary},
};

}  // namespace

std::span<const Table> deed_tables() { return kTables; }

}  // namespace laurel::sample
