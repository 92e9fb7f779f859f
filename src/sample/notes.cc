// What interviewers type while they listen: clipped, in the third person, abbreviations. The
// speech says "they" for the customer here.
#include "sample/vocabulary.h"

namespace laurel::sample {
namespace {

constexpr Line kCustomer[] = {{"cust"},       {"customer"}, {"cx"},   {"client"},
                              {"respondent"}, {"contact"},  {"resp."}};

constexpr Line kPraise[] = {
    {"{cust} says {who} {was} [great|excellent|very good|brilliant], {he} {deed}."},
    {"{cust} v happy w {who} - {deed}."},
    {"{cust}: {who} {deed}."},
    {"{cust} wants {who} thanked, {deed}."},
    {"praise for {who}: {deed}."},
    {"{cust} mentioned {who} by name, {he} {deed}."},
    {"asked who stood out: {who}. {deed}, {bonus}."},
    {"{who} - {deed}. {cust} impressed."},
    {"{cust} keen that mgr hears about {who}. {deed}."},
    {"good job 4 {who}! {deed}."},
    {"{cust} said without being asked that {who} {deed}."},
    {"{cust} couldn't speak highly enough of {who}. {he} {deed}."},
    {"when {asset} {fault} {who} {deed}. {cust} v grateful."},
    {"probe: who helped most? {who}, {deed}."},
};

constexpr Line kCodas[] = {
    {"{cust} v pleased."},
    {"{cust} impressed."},
    {"v grateful."},
    {"says thank you."},
    {"{cust} can't thank {him} enough."},
    {"v good."},
    {"wants {him} to know."},
    {"{cust} delighted w that."},
    {"above expectations.", kExtra},
    {"made {cust}'s week."},
    {"{cust} rates {him} highly."},
    {"excellent acc to {cust}."},
};

constexpr Line kKind[] = {
    {"{cust} says {who} {degree}{trait}."},
    {"{who} {trait}, {trait}."},
    {"{cust} likes dealing w {who}, {trait}."},
    {"{cust}: {who} {trait} on phone."},
    {"{who} {trait} acc to {cust}."},
    {"{cust} found {who} {degree}{trait} re {ref}."},
    {"{cust} happy w {who} re {job}, {trait}."},
};

constexpr Line kComplaint[] = {
    {"{cust} says {complaint}."},
    {"{cust} unhappy, {complaint}."},
    {"{complaint}, {cust} wants call back."},
    {"{complaint} ({ref})."},
    {"issue: {complaint}. {cust} asked 4 mgr."},
    {"{cust} annoyed: {complaint}, {complaint}."},
    {"low score bc {complaint}."},
    {"{cust} reports {complaint} - pls follow up."},
    {"{complaint} acc to {cust}, also {complaint}."},
};

constexpr Line kBut[] = {
    {"but {complaint}."},      {"{cust} also says {complaint}."},
    {"neg: {complaint}."},     {"however {complaint}, pls chase."},
    {"- {complaint} though."}, {"still {complaint}."},
};

constexpr Line kNeutral[] = {
    {"{cust} spoke to {who} re {ref}."},      {"{cust} asks if {who} can ring re {paper}."},
    {"usual contact {who}, nothing to add."}, {"{who} attended {day} for {job}, {cust} neutral."},
    {"{cust} waiting on {who} for {paper}."}, {"{cust} knows {who}, no comment on {him}."},
    {"{who} on site {day} per {cust}."},
};

constexpr Line kBlame[] = {
    {"{cust} complains {who} never called back re {ref}."},
    {"{cust} cross w {who}: {complaint}."},
    {"{who} no show {day} per {cust}."},
    {"{cust} does not want {who} again, {complaint}."},
    {"acc to {cust} {who} was rude {day}."},
};

constexpr Line kPlain[] = {
    {"{cust} had no time, just scores."},
    {"{cust} happy overall, {asset} runs ok."},
    {"{cust} says prices ok, {asset} fine."},
    {"nothing further from {cust}, {ref}."},
    {"{cust} wants {paper} by mail."},
    {"{cust} thinking of another {asset}, pls call {day2}."},
    {"spoke to {cust}, all ok w {job}."},
    {"{cust} no view on staff, deals via {system} only."},
    {"{cust} would like quote 4 {part}."},
    {"{cust} in mtg, call again {day2}."},
    {"line poor, could not note all, re {paper} and {part}."},
};

constexpr Line kTails[] = {
    {"rec'd as above."}, {"call {5-25} min."}, {"ok to share."},       {"not for publication."},
    {"pls fwd."},        {"cb {day2}."},       {"ref {10000-99999}."}, {"spoke {day}."},
    {"will renew."},     {"wants no mail."},   {"via switchboard."},   {"busy line."},
};

constexpr Table kTables[] = {
    {"cust", kCustomer},           {"note.praise", kPraise, Weight::kExemplary},
    {"note.coda", kCodas},         {"note.kind", kKind, Weight::kKind},
    {"note.complain", kComplaint}, {"note.but", kBut},
    {"note.neutral", kNeutral},    {"note.blame", kBlame},
    {"note.plain", kPlain},        {"note.tail", kTails},
};

}  // namespace

std::span<const Table> note_tables() { return kTables; }

}  // namespace laurel::sample
