// One grammar from all tables.
#include "sample/vocabulary.h"

namespace laurel::sample {

const Grammar& vocabulary() {
  static const Grammar grammar([] {
    std::vector<Table> all;
    for (const auto part : {thing_tables(), deed_tables(), praise_tables(), complaint_tables(),
                            chatter_tables(), note_tables()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }());
  return grammar;
}

}  // namespace laurel::sample
