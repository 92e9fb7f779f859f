// The default praise model, put into the program by the assembler. LAUREL_MODEL_FILE is its path,
// set by CMakeLists.txt, which also rebuilds this file when the model changes.
__asm__(
    ".section .rodata\n"
    ".global laurel_default_model\n"
    ".global laurel_default_model_end\n"
    ".balign 16\n"
    "laurel_default_model:\n"
    ".incbin \"" LAUREL_MODEL_FILE
    "\"\n"
    "laurel_default_model_end:\n"
    ".byte 0\n"
    ".previous\n");
