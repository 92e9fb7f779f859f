// What went wrong, who is blamed for it, and praise that is none: sarcasm, wishes, comparisons.
#include "sample/vocabulary.h"

namespace laurel::sample {
namespace {

// Clauses that can stand alone or follow "but".
constexpr Line kComplaints[] = {
    {"the {part} arrived {ages} late"},
    {"the {paper} was wrong again"},
    {"nobody called back for {ages}"},
    {"{we} waited {wait} for a visit"},
    {"the price has gone up {5-25} percent since {month}"},
    {"{system} is down more often than up"},
    {"{ref} is still open"},
    {"the wrong {part} came twice"},
    {"{our} {asset} {fault} again the very next day"},
    {"{we} get passed from one desk to the next"},
    {"the hold music is all {we} hear"},
    {"nobody tells {us} anything"},
    {"the {paper} never matches the {paper}"},
    {"the van came without the {part}"},
    {"the appointment {day} was missed without a word"},
    {"{we} paid for a {job} that was never finished"},
    {"the {job} had to be done twice"},
    {"the call-out charge is far too high"},
    {"parts take {ages} and that is too long"},
    {"{we} had to explain the same thing {3-6} times"},
    {"the delivery to {place} was damaged"},
    {"half of the {paper} was missing"},
    {"the response time in the contract is a joke"},
    {"{system} logs {us} out every {5-20} minutes"},
    {"mails go unanswered for {ages}"},
    {"the loan unit was older than {our} own"},
    {"the {asset} {fault} under load again"},
    {"it took {ages} to get a {paper}"},
    {"somebody left the gate in {place} open"},
    {"the new {asset} has been nothing but trouble"},
    {"the phone menu has {5-9} options and none of them is mine"},
    {"{we} lost {wait} of production over it"},
    {"the credit for {ref} has not come through"},
    {"the packaging was soaked through when it got to {place}"},
    {"weekend cover exists on paper only"},
    {"the new {part} failed after {ages}"},
    {"every visit brings a different face who knows nothing of the last one"},
    {"{our} order {day} simply vanished"},
    {"the driver left {our} pallets in the rain"},
    {"the dispatcher put the phone down on {us}"},
    {"whoever answers the helpdesk reads from a script"},
    {"the parts desk never picks up"},
    {"accounts keep sending reminders for a {paper} {we} have paid"},
    {"your technicians rush in and out"},
};

constexpr Line kComplaintFrames[] = {
    {"{complaint}."},
    {"{complaint}. {complaint}."},
    {"{complaint}, and {complaint}."},
    {"not good enough: {complaint}."},
    {"{complaint} and {reason}."},
    {"{day} {complaint}."},
    {"[disappointed|unhappy|frustrated|annoyed] that {complaint}."},
    {"my only complaint: {complaint}."},
    {"{complaint}, [which is unacceptable|which cost {us} money|hence the score|please look into "
     "it]."},
    {"why is it that {complaint}?"},
    {"{we} have been a customer for {3-25} years and lately {complaint}."},
    {"{complaint}. please sort it out."},
    {"to sum up {ref}: {complaint}, {complaint}."},
    {"{complaint}!! {complaint}!!"},
    {"third time now that {complaint}."},
    {"{complaint}. {we} may have to look elsewhere."},
};

// After praise: the other half of a mixed comment.
constexpr Line kButFrames[] = {
    {"[but|however|still|sadly|shame that|pity that|on the other hand|that said,|less good:] "
     "{complaint}."},
    {"[but|however,] {complaint}, {complaint}."},
    {"the rest was poor: {complaint}."},
    {"if only the rest worked like that, {complaint}."},
    {"pity about everything else. {complaint}."},
    {"that does not change that {complaint}."},
    {"so the low score is not about that, it is because {complaint}."},
    {"[apart from that|otherwise] {complaint}."},
};

// Before praise.
constexpr Line kDespiteFrames[] = {
    {"{complaint}, but"},
    {"although {complaint},"},
    {"even if {complaint},"},
    {"{complaint}. However,"},
    {"{complaint}. On the plus side,"},
    {"while {complaint},"},
    {"yes, {complaint}, yet"},
    {"{complaint}. The one bright spot:"},
};

// Somebody named and blamed: {who} is not praised here.
constexpr Line kBlame[] = {
    {"{who} promised to ring back {day} and never did."},
    {"{who} never turned up for the {job}."},
    {"{who} was [rude|short with {us}|not interested|clueless] {day}."},
    {"{who} left before the {asset} was running and {complaint}."},
    {"{who} told {us} it was {our} own fault that the {asset} {fault}."},
    {"{we} sent {who} {3-8} mails about {ref} and heard nothing."},
    {"ever since {who} took over, {complaint}."},
    {"{who} fitted the wrong {part} and blamed {our} operator."},
    {"{who} kept saying it would be fixed {day}. it was not."},
    {"please do not send {who} again, {complaint}."},
    {"{who} argued with {us} over the {paper} instead of helping."},
    {"{who} could not explain the {paper}."},
    {"I asked {who} for help and was told to read the manual."},
    {"{who} hung up when {we} mentioned the {paper}."},
    {"according to {who} the {part} was in stock. it was not, {we} waited {wait}."},
    {"{who} has no idea about {system}."},
    {"{who} needs more training on the {asset}."},
    {"not impressed with {who}, {complaint}."},
    {"{who} was supposed to sort {ref} but {complaint}."},
    {"I was told {who} would help. no help came."},
};

constexpr Line kSarcasm[] = {
    {"great job, {who}: {complaint}."},
    {"brilliant work by {who} as always, {complaint}."},
    {"thanks to {who} {we} spent {wait} without a {asset}. bravo."},
    {"oh well done, {complaint}. give {who} a medal."},
    {"{who} worked wonders: the {asset} {fault} worse than before."},
    {"wonderful service, {complaint}. {who} must be so proud."},
    {"yeah right, 'expert' {who} took {wait} to find the on switch."},
    {"a big round of applause for {who}, who managed to lose {our} {part}."},
    {"{who} was so helpful that {we} had to fix it ourselves."},
    {"superb. {complaint}. {who} should win an award for that."},
    {"I just love how {complaint}. keep it up, {who}."},
    {"thank you {who} for breaking the {part} that still worked."},
    {"lovely, {complaint}. 10/10 would wait again, {who}."},
    {"{who} is a genius, only {wait} to change a {part}."},
    {"how kind of {who} to call back after {wait}. slow clap."},
    {"as usual {who} was 'too busy', fantastic support."},
};

constexpr Line kWishes[] = {
    {"it would be nice if {who} called back for once."},
    {"if {who} had rung before coming, {we} would have been ready."},
    {"I wish {who} would explain the {paper} properly."},
    {"had {who} listened, the {asset} would be running now."},
    {"a friendly word from {who} would not hurt."},
    {"{who} could be more helpful with {system}."},
    {"would have given a ten if {who} had fixed the {asset} {day}."},
    {"hopefully {who} will be quicker next time."},
    {"{we} expect {who} to stay until the {job} is done."},
    {"if {who} sorts out {ref} {we} will be happy, let's see."},
    {"should {who} ever keep a promise I will praise {him} gladly."},
    {"maybe {who} can help with the {asset}, {we} shall see."},
    {"next time please have {who} bring the right {part}."},
    {"it would help if {who} were as quick as the sales people claim."},
};

constexpr Line kRivalPraise[] = {
    {"the technician from {rival} was brilliant and fixed it in {10-50} minutes, yours could not."},
    {"{rival} sent a lovely lady who explained everything. take note."},
    {"in the end {colleague} stayed late and got the {asset} going, not you."},
    {"{colleague} did a fantastic job {day}, otherwise {we} would still be waiting for you."},
    {"{rival} always answers within the hour. here {complaint}."},
    {"thank goodness for {colleague}, who repaired the {asset} while {we} waited for your van."},
    {"the support people at {rival} are friendlier and quicker."},
    {"{colleague} found the fault in no time. your people had looked for {wait}."},
    {"the driver from {rival} was very helpful unloading your {asset}."},
    {"{colleague} is a hero for rewiring the {asset} because {complaint}."},
};

constexpr Table kTables[] = {
    {"complaint", kComplaints}, {"complain", kComplaintFrames},
    {"but", kButFrames},        {"despite", kDespiteFrames},
    {"blame", kBlame},          {"sarcasm", kSarcasm},
    {"wish", kWishes},          {"rival.praise", kRivalPraise},
};

}  // namespace

std::span<const Table> complaint_tables() { return kTables; }

}  // namespace laurel::sample
