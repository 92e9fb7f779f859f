// Outsiders: names in a text that belong to no employee of the business it is about, by the words
// around them: relatives, pets and companions of the customer, fellow customers, people of another
// business, the writer, namesakes in streets and companies, and ordinary words that open a sentence
// and so are written like names. Praise of them must never be given to the employee of that name;
// where the words leave it open, a name is taken for the employee's. Pure functions; thread-safe.
#pragma once

#include "detect/reading.h"

namespace laurel::detect {

// What find_mentions() keeps in Mention::outsider. REQUIRES: the mentions of the reading were
// found, and names have their sense; `mention` is a name.
bool is_outsider(const Reading& reading, const Mention& mention);

}  // namespace laurel::detect
