// Everything else customers say: how it began, how it ends, praise of the company or the machine
// but of nobody, neutral words about somebody, suggestions, politeness. None of it praises a
// person, role or team.
#include "sample/vocabulary.h"

namespace laurel::sample {
namespace {

constexpr Line kOpeners[] = {
    {"{our} {asset} {fault} {day}."},
    {"{day} the {asset} in {place} {fault}."},
    {"{we} run {2-40} machines in {place} and {reason}."},
    {"background: {ref}, the {asset} {fault} and {reason}."},
    {"{we} had a breakdown {day}, the {asset} {fault}."},
    {"{we} needed a {part} for the {asset} in a hurry."},
    {"this is about {ref}."},
    {"regarding the {job} {day}."},
    {"{we} rang {day} because the {asset} {fault}."},
    {"{we} moved to {branch} {2-9} years ago and have used you since."},
    {"when {system} stopped working {day} {we} feared the worst."},
    {"{day}, {reason}, and of course the {asset} {fault}."},
    {"{we} ordered a {part} and a {part} {day}."},
    {"{our} contract came up for renewal {day}."},
    {"there was a mix-up with the {paper} for {ref}."},
    {"a question about the {paper} turned into a longer story."},
    {"it was {hour} and the {asset} in {place} {fault}."},
    {"{we} booked a {job} for {day2}."},
};

constexpr Line kDay2[] = {{"the {2-28}th"},
                          {"early {month}"},
                          {"late {month}"},
                          {"the first week of {month}"},
                          {"a Tuesday"}};

constexpr Line kClosers[] = {
    {"will use you again."},
    {"would recommend."},
    {"running fine since."},
    {"{wewere} soon up and running."},
    {"happy customer here."},
    {"the {asset} has run ever since."},
    {"no more trouble with the {asset} so far."},
    {"see you at the next {job}."},
    {"the score says it all."},
    {"{ref} can be closed."},
    {"{we} have renewed for {2-5} years."},
    {"hope that helps."},
    {"that is all from {us}."},
    {"I have told {2-9} people about it."},
    {"{our} boss asked {us} to write this."},
    {"feel free to quote {us}."},
    {"no need to reply."},
    {"best wishes from {our} crew in {place}."},
    {"regards from {branch}."},
    {"{we} hope it stays that way."},
};

// Company or product, nobody in particular.
constexpr Line kCompany[] = {
    {"good company, prices ok."},
    {"the {asset} {we} bought {day} runs well."},
    {"solid product, the {asset} does what it should."},
    {"{we} have used you for {3-25} years and have no plans to change."},
    {"quality of the {part} is excellent."},
    {"{system} is easy to use now."},
    {"reasonable prices and a wide range of spares."},
    {"the new {asset} is much quieter than the old one."},
    {"everything went smoothly with {ref}."},
    {"great company, I recommend it to others in {our} trade."},
    {"the {job} was done on time and on budget."},
    {"service was good, the {asset} is fine."},
    {"best {asset} on the market."},
    {"delivery was on time and complete."},
    {"nice new building in {branch}."},
    {"{our} {asset} has run {1000-9000} hours without a fault."},
    {"very satisfied with the {asset}, less so with the price."},
    {"love the {asset}, {our} output is up {5-30} percent."},
    {"excellent value compared with {rival}."},
    {"all good so far, the {part} fits and works."},
    {"the catalogue is very complete and {system} is quick."},
    {"fast delivery, the {part} was well packed."},
    {"reliable supplier, keeps {our} {asset} going."},
    {"the warranty on the {asset} is generous."},
    {"repair of the {asset} took {wait}, which is fine by {us}."},
    {"it all works as promised, {ref} went through without a hitch."},
};

// A person, role or team is named and that's all.
constexpr Line kNeutral[] = {
    {"{who} came out {day} for the {job}."},
    {"I spoke with {who} about {ref}."},
    {"{who} is {our} usual contact."},
    {"please tell {who} that the gate code has changed to {1000-9999}."},
    {"{who} said the {part} would be here {day2}."},
    {"{we} still wait for {who} to send the {paper}."},
    {"ask {who} about the {asset}, {he} has the details."},
    {"{who} replaced the {part} and left at {hour}."},
    {"{who} took the meter readings in {place}."},
    {"the {paper} was signed by {who}."},
    {"could {who} call {us} about {system}?"},
    {"{who} is down for the next {job}."},
    {"{who} visited {branch} {day}, {we} discussed the {paper}."},
    {"{who} asked {us} to fill this in."},
    {"handed the {part} to {who} for return under {ref}."},
    {"{who} was the engineer on {ref}."},
    {"not sure whether it was {who} or someone else who came {day}."},
    {"{who} was ok, nothing special."},
    {"{who} did what was on the {paper}."},
    {"is {who} still with you? {we} need a {paper}."},
    {"{who} will be back {day2} for the {part}."},
    {"I gave {who} the keys to {place}."},
    {"{who} has {our} drawings for {place}."},
};

constexpr Line kSuggestions[] = {
    {"you should offer a loan {asset} during the {job}."},
    {"please add a search by part number to {system}."},
    {"a text message before the van arrives would help."},
    {"can {we} get one {paper} per month instead of {5-30}?"},
    {"please open the counter in {branch} on Saturdays."},
    {"it would be good to see the stock of every {part} online."},
    {"consider a discount for several sites, {we} have {2-12}."},
    {"better photos in {system} please."},
    {"send the {paper} by e-mail, not by post."},
    {"more training on the {asset} would be welcome."},
    {"an English manual for the {asset} would be useful."},
    {"when will the {asset} get the new firmware?"},
    {"how do {we} order a {part} through {system}?"},
    {"{we} need one more {asset} in {month}, please quote."},
    {"tell {us} earlier when prices change, before {day2} if possible."},
};

constexpr Line kNothing[] = {
    {"no comment"},
    {"nothing to add"},
    {"n/a"},
    {"all fine"},
    {"thanks"},
    {"ok"},
    {"good"},
    {"no"},
    {"none"},
    {"see above"},
    {"-"},
    {"everything ok"},
    {"nothing special"},
    {"fine"},
    {"no complaints"},
    {"as expected"},
    {"thank you"},
    {"nil"},
    {"happy"},
    {"satisfied"},
    {"very good"},
    {"keep it up"},
    {"all good thanks"},
    {"no issues"},
    {"average"},
    {"could be better"},
    {"too expensive"},
    {"slow"},
    {"???"},
    {"same as last time"},
    {"Nothing else, thanks for asking"},
    {"can't think of anything"},
    {"will think about it"},
    {"no time, sorry"},
    {"ask me next year"},
    {"👍"},
    {"k"},
    {"not applicable"},
};

constexpr Line kFeelings[] = {
    {"{we} felt [relieved|tired|let down|ignored|lucky|nervous] {day}."},
    {"it was what {we} expected, no more."},
    {"it was better than {we} expected."},
    {"{day} was a long day."},
    {"it cost {us} {wait} but it is done."},
    {"{reason}, so it mattered."},
    {"{we} need the {asset} every day."},
    {"the weather did not help."},
    {"{ref} took longer than planned."},
};

constexpr Table kTables[] = {
    {"opener", kOpeners},  {"day2", kDay2},       {"closer", kClosers},
    {"company", kCompany}, {"neutral", kNeutral}, {"suggestion", kSuggestions},
    {"nothing", kNothing}, {"filler", kFeelings},
};

}  // namespace

std::span<const Table> chatter_tables() { return kTables; }

}  // namespace laurel::sample
