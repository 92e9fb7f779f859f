// How looks and outcomes of imported files are kept. Internal to the import of files.
#pragma once

#include <string>

#include "app/import_files.h"

namespace laurel::app {

std::string look_json(const ImportLook& look);
std::string outcome_json(const ImportOutcome& outcome);

}  // namespace laurel::app
