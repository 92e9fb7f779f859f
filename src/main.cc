// The program: everything starts in the command table of cli.
#include "cli/run.h"

int main(int argc, char** argv) { return laurel::cli::run({argv, argv + argc}); }
