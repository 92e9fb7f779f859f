// Everything that can be said, as tables for the grammar; written for Laurel, a file per subject.
// Plain constant data.
#pragma once

#include <span>
#include <vector>

#include "sample/grammar.h"

namespace laurel::sample {

std::span<const Table> thing_tables();      // equipment, parts, days, papers, waits
std::span<const Table> deed_tables();       // what people did well, by department
std::span<const Table> praise_tables();     // the frames praise is told in
std::span<const Table> complaint_tables();  // what went wrong, blame, sarcasm
std::span<const Table> chatter_tables();    // words without praise or much complaint
std::span<const Table> note_tables();       // an interviewer's notes on the phone

// All of the above, compiled once on first use.
const Grammar& vocabulary();

}  // namespace laurel::sample
