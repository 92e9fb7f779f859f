// The frames praise is told in: of deeds, of manner, of two people at once, with pronouns that
// carry on from a name, and the voices of different Englishes. No frame praises anybody but {who}
// (and {who2}); the rest of a comment comes from other tables.
#include "sample/vocabulary.h"

namespace laurel::sample {
namespace {

constexpr Line kTraits[] = {
    {"helpful", kSolving},
    {"friendly", kCourtesy},
    {"polite", kCourtesy},
    {"patient", kCare},
    {"professional", kExpertise},
    {"quick", kSpeed},
    {"knowledgeable", kExpertise},
    {"courteous", kCourtesy},
    {"efficient", kSpeed},
    {"understanding", kCare},
    {"honest with {us}", kHonesty},
    {"clear and to the point", kTelling},
    {"cheerful", kCourtesy},
    {"attentive", kCare},
    {"easy to deal with", kCourtesy},
    {"very obliging", kCourtesy | kSolving},
    {"on the ball", kExpertise},
    {"prompt", kSpeed},
    {"kind", kCourtesy},
    {"thorough", kExpertise},
    {"good at keeping {us} informed", kTelling},
    {"straight with {us}", kHonesty},
    {"happy to help", kSolving | kCourtesy},
    {"respectful", kCourtesy},
    {"friendly and efficient", kCourtesy | kSpeed},
    {"calm and patient", kCare},
    {"polite and knowledgeable", kCourtesy | kExpertise},
    {"quick to find a solution", kSpeed | kSolving},
    {"fair", kHonesty},
    {"welcoming", kCourtesy},
    {"pleasant on the phone", kCourtesy},
};

constexpr Line kDegrees[] = {{"very "},      {"really "},  {"always "},   {"so "},
                             {"extremely "}, {""},         {""},          {"most "},
                             {"genuinely "}, {"ever so "}, {"as always "}};

// Praise that is mild or general.
constexpr Line kKindFrames[] = {
    {"{who} {was} {degree}{trait}."},
    {"{who} {was} {degree}{trait} [{day}|as usual|throughout|about the {job}|with the {paper}]."},
    {"{who} {is} {degree}{trait}."},
    {"{we} found {who} {degree}{trait}."},
    {"{who}: {trait}, {trait}."},
    {"{who} {was} {trait} and {trait}."},
    {"always a pleasure to deal with {who}.", kCourtesy},
    {"nice to speak to {who} [{day}|again|on the phone], {degree}{trait}.", kCourtesy},
    {"{degree}{trait}, {who}."},
    {"good service from {who} [{day}|on {ref}|when the {asset} {fault}].", kSolving},
    {"thanks to {who} for the help with the {job}.", kSolving},
    {"{who} did a good job on the {asset}.", kExpertise},
    {"no complaints about {who}, {degree}{trait}."},
    {"{we} like dealing with {who}, {trait} and {trait}."},
    {"{who} [looked after|took care of] {us} well [{day}|with {ref}|during the {job}].", kCare},
    {"happy with {who}, {trait}."},
    {"spoke to {who} about the {paper}, {he} {was} {degree}{trait}."},
    {"{who} came for the {job} and {was} {degree}{trait}."},
    {"dealt with {who} over {ref}: {trait} and {trait}."},
    {"pleased with how {who} handled the {paper}.", kSolving},
    {"{who} [could not have been more|{was} as ever] {trait}."},
    {"the best thing about your [company|firm|outfit] is {who}, {degree}{trait}."},
    {"have to say {who} {was} {degree}{trait}."},
    {"to be fair, {who} {was} {degree}{trait}."},
    {"{our} [people|team|lads|operators] get on well with {who}, {degree}{trait}."},
    {"great help from {who} with {system}.", kSolving},
    {"{who} never let {us} down.", kCare},
    {"{we} asked for {who} and {wewere} glad: {degree}{trait}."},
    {"{who} at your end {was} {degree}{trait} about {ref}."},
    {"{degree}{trait} service from {who}."},
    {"what {we} like is {who}: {trait}, {trait}."},
    {"thanks {who}, {degree}{trait}."},
    {"{who} {was} new to {our} site but {degree}{trait}."},
    {"you can rely on {who}, {degree}{trait}."},
    {"compared with last year {who} {was} {degree}{trait}."},
    {"{who} {was} there to help {day}.", kSolving},
    {"not much to add except that {who} {was} {degree}{trait}."},
    {"{our} night shift found {who} {trait} and {trait}."},
    {"{who} had an answer for every question about {system} and {was} {trait}."},
    {"despite the queue {who} {was} {degree}{trait}."},
};

// Praise of what somebody did.
constexpr Line kDeedFrames[] = {
    {"{who} {deed}."},
    {"{who} {deed}, {bonus}."},
    {"{who} {deed} and {deed}."},
    {"{who} {deed}. {hewas} {degree}{trait} too."},
    {"{day} {who} {deed}."},
    {"{who} {deed} {day}."},
    {"[big thanks|many thanks|thank you|a huge thank you|hats off] to {who}, who {deed}."},
    {"[big thanks|special thanks|thanks] to {who}: {he} {deed}."},
    {"{our} {asset} {fault}. {who} {deed}."},
    {"the {asset} in {place} {fault} {day} and {reason}. {who} {deed}."},
    {"when the {asset} {fault}, {who} {deed}."},
    {"{we} had given up on {ref} until {who} {deed}."},
    {"{who} [was the one who|is the person who] {deed}."},
    {"it was {who} who {deed}."},
    {"{we} would not have made it without {who}. {he} {deed}.", kSolving},
    {"I want to mention {who}. {he} {deed}, {bonus}."},
    {"could you please pass on {our} thanks to {who}? {he} {deed}."},
    {"please tell {his} boss that {who} {deed}."},
    {"credit where it is due: {who} {deed}."},
    {"{who} [really|truly] saved {us} {day}. {he} {deed}.", kSolving},
    {"nothing was too much trouble for {who}. {he} {deed}.", kExtra},
    {"{who} listened, then {deed}.", kCare},
    {"what impressed {us}: {who} {deed}, {bonus}."},
    {"{who} {deed}. that is what {we} call service."},
    {"{who} {deed}. how many [suppliers|firms|companies] do that?"},
    {"after {wait} of nothing, {who} {deed}."},
    {"others had tried. {who} {deed}."},
    {"one call to {who} and it was done. {he} {deed}.", kSpeed},
    {"{wewere} down and {reason}. {who} {deed}."},
    {"{who} first {deed}, then {deed}."},
    {"as {reason}, {who} {deed}."},
    {"you should know that {who} {deed}, {bonus}."},
    {"{we} still talk about how {who} {deed}."},
    {"with {ref} {who} {deed}."},
    {"not many would have done what {who} did: {he} {deed}."},
    {"{ref} would still be open if {who} had not stepped in. {he} {deed}."},
    {"for the record, {who} {deed}."},
    {"{we} rang in a panic {day}. {who} {deed}."},
    {"small thing, big effect: {who} {deed}."},
    {"my boss does not believe that {who} {deed}."},
    {"{who} could have gone home but {deed}."},
    {"{reason}. enter {who}, who {deed}."},
    {"{who} did more than the {paper} asks for and {deed}."},
    {"instead of excuses {who} gave {us} an answer and {deed}."},
    {"it takes somebody like {who}: {he} {deed}."},
    {"I asked for little and {who} {deed}."},
};

// Strong words for a named person or a team.
constexpr Line kStarFrames[] = {
    {"{who} {is} [an absolute star|a legend|worth {his} weight in gold|a real asset to your "
     "company|simply the best]."},
    {"{who} {is} the reason {we} stay with you. {he} {deed}."},
    {"[give {who} a raise|a medal for {who}|{who} should get employee of the month|{who} should be "
     "cloned], {he} {deed}."},
    {"{who} [saved the day|saved {our} bacon|worked a miracle] when the {asset} {fault}.",
     kSolving},
    {"I have worked with suppliers for {10-35} years and {who} {is} the best I have met."},
    {"if you have more like {who}, keep them. {he} {deed}."},
    {"outstanding work by {who}. {he} {deed}."},
    {"[hero|superstar|champion] of the week: {who}, who {deed}."},
    {"{who} {was} [amazing|brilliant|exceptional|outstanding|fantastic|superb] {day}. {he} "
     "{deed}."},
    {"I cannot praise {who} enough, {he} {deed}."},
    {"10 out of 10 for {who}, {degree}{trait}."},
    {"exemplary: {who} {deed}."},
    {"{who} [is|remains] second to none. {he} {deed}."},
};

// Goes on about the one just named.
constexpr Line kPronounFrames[] = {
    {"{he} even {deed}."},
    {"{he} also {deed}."},
    {"{hewas} {degree}{trait}."},
    {"{hewas} {degree}{trait} and {he} {deed}."},
    {"later {he} {deed}, {bonus}."},
    {"on top of that {he} {deed}."},
    {"{hehas} been {trait} every time."},
    {"and {day} {he} {deed}."},
    {"{we} asked {him} about the {paper} and {hewas} {degree}{trait}."},
    {"{his} manner with {our} people {day} was [lovely|spot on|a credit to you].", kCourtesy},
    {"{we} did not ask for that. {he} just did it.", kExtra},
    {"not once did {he} complain."},
};

// After a deed was told: what the customer thinks of it.
constexpr Line kCodas[] = {
    {"much appreciated."},
    {"thank you!"},
    {"very impressed."},
    {"well done."},
    {"brilliant."},
    {"[that is|now that is] what I call service."},
    {"{wewere} speechless."},
    {"great work."},
    {"hats off."},
    {"first class."},
    {"that made {our} week."},
    {"excellent."},
    {"many thanks."},
    {"{we} will not forget that."},
    {"you can be proud of {him}."},
    {"superb."},
    {"credit to {him}."},
    {"nobody has done that for {us} before."},
    {"please pass it on."},
    {"a real help.", kSolving},
    {"that deserves a thank you."},
    {"so thoughtful.", kCare},
    {"very professional.", kExpertise},
    {"well above what {we} expected.", kExtra},
    {"what a difference that made."},
    {"thanks again to {him}."},
    {"it meant a lot to {us}."},
    {"could not be happier with {him}."},
};

constexpr Line kPairFrames[] = {
    {"{who} and {who2} {deed}."},
    {"{who} and {who2} both {deed}, {bonus}."},
    {"between them {who} and {who2} {deed}."},
    {"{who} together with {who2} {deed}."},
    {"thanks to {who} and {who2}, who {deed}."},
    {"{who} as well as {who2} {deed} {day}."},
    {"{who} and {who2} were {degree}{trait}."},
    {"{who} & {who2} make a great team, they {deed}."},
    {"both {who} and {who2} {deed} when the {asset} {fault}."},
    {"shout out to {who} and {who2}: they {deed}."},
    {"I would like to thank {who} and {who2}. they {deed}."},
    {"the two who deserve a mention are {who} and {who2}, they {deed}."},
};

constexpr Line kBritish[] = {
    {"{who} {was} [a star|an absolute gem|brilliant|first class|top drawer|spot on], {he} {deed}."},
    {"cracking job by {who}, {he} {deed}."},
    {"can't fault {who}. {he} {deed}."},
    {"{who} {was} a proper star about it and {deed}."},
    {"top marks to {who}, who {deed} despite the weather."},
    {"chuffed to bits with {who}, {he} {deed}.", kCare},
    {"{who} {was} ever so {trait}, and {he} {deed} {bonus}."},
    {"fair play to {who}, {he} {deed}."},
    {"{who} pulled it out of the bag {day}, {he} {deed}.", kSolving},
    {"full credit to {who}, who {deed}."},
    {"hand on heart, {who} {was} superb: {he} {deed}."},
};

constexpr Line kAmerican[] = {
    {"{who} {is} awesome, {he} {deed}."},
    {"kudos to {who}. {he} {deed}."},
    {"shout out to {who} for real, {he} {deed}."},
    {"{who} totally went to bat for {us} and {deed}.", kExtra},
    {"y'all need to know {who} {deed}."},
    {"{who} {is} the real deal. {he} {deed}."},
    {"two thumbs up for {who}, {he} {deed}."},
    {"{who} rocks! {he} {deed}."},
    {"props to {who}, {he} {deed} {bonus}."},
    {"{who} knocked it out of the park. {he} {deed}."},
    {"I can't say enough good things about {who}. {he} {deed}."},
};

constexpr Line kIndian[] = {
    {"{who} has done excellent work, {he} {deed}."},
    {"kindly convey {our} appreciation to {who}, who {deed}."},
    {"{who} {is} very much cooperative and {deed}.", kCourtesy},
    {"{we} feel very happy with the prompt support of {who}, {he} {deed}.", kSpeed},
    {"hats off to {who} only, {he} {deed}."},
    {"full marks to {who}, {he} {deed} even on holiday.", kExtra},
    {"the way {who} has handled {our} {asset} issue is really appreciable, {he} {deed}."},
    {"{who} did the needful immediately and {deed}.", kSpeed},
    {"superb support from {who}, {he} {deed}, no follow up required."},
    {"{who} {is} a gem of a person, {he} {deed}.", kCourtesy},
    {"I must appreciate {who}, {he} {deed}."},
    {"one thing I will say, {who} {deed}. Very good."},
};

constexpr Line kNordic[] = {
    {"{who} did it very fine, {he} {deed}."},
    {"{we} feel much satisfied with {who}. {he} {deed}."},
    {"{who} have helped {us} good, {he} {deed}.", kSolving},
    {"I give {who} the best grade. {he} {deed}."},
    {"a hug to {who}, who {deed}."},
    {"{who} {was} in a good mood all the time and {deed}.", kCourtesy},
    {"tusen takk to {who}, {he} {deed}."},
    {"very skilled, {who}: {he} {deed}.", kExpertise},
};

constexpr Line kTags[] = {
    {"#teamwork"},      {"#legend"},         {"#thankyou"}, {"#customerservice"}, {"#lifesaver"},
    {"#fridayfeeling"}, {"#backinbusiness"}, {"#hero"},     {"#happycustomer"},   {"#respect"}};

constexpr Line kFaces[] = {{"👍"}, {"🙏"},      {"😊"}, {"👏👏"}, {"⭐⭐⭐⭐⭐"}, {"💪"},
                           {"🎉"}, {"❤️"}, {"🙌"}, {":)"}, {"😀"},     {"💯"}};

constexpr Line kQuoted[] = {
    {"{our} [foreman|boss|night manager|MD|warehouse lead] said \"{who} {deed}, remember that "
     "name\"."},
    {"\"don't worry, {we} will get you going,\" said {who}, and {he} {deed}.", kCare},
    {"when {we} rang, {who} just said \"leave it with me\" and {deed}.", kSolving},
    {"as {our} operator put it: \"{who} {is} one of {our} own\". {he} {deed}.", kCourtesy},
    {"{who} told {us} \"I am not going home until this runs\" and {deed}.", kExtra},
};

constexpr Table kTables[] = {
    {"trait", kTraits, Weight::kKind},
    {"degree", kDegrees},
    {"praise.kind", kKindFrames, Weight::kKind},
    {"praise.deed", kDeedFrames, Weight::kExemplary},
    {"praise.star", kStarFrames, Weight::kExemplary},
    {"praise.more", kPronounFrames, Weight::kKind},
    {"praise.coda", kCodas},
    {"praise.pair", kPairFrames, Weight::kKind},
    {"praise.british", kBritish, Weight::kExemplary},
    {"praise.american", kAmerican, Weight::kExemplary},
    {"praise.indian", kIndian, Weight::kExemplary},
    {"praise.nordic", kNordic, Weight::kExemplary},
    {"praise.quoted", kQuoted, Weight::kExemplary},
    {"tag", kTags},
    {"face", kFaces},
};

}  // namespace

std::span<const Table> praise_tables() { return kTables; }

}  // namespace laurel::sample
