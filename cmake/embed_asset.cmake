# Run by laurel_embed(): joins FILES into OUTPUT.bin and writes the source that brings it into the program.
# A file named LICENSE becomes a comment, so that what is passed on carries its licence.
cmake_policy(VERSION 3.25)
file(WRITE ${OUTPUT}.bin "")
foreach(path IN LISTS FILES)
  file(READ ${path} text)
  if(path MATCHES "/([^/]+)/LICENSE(.md)?$")
    string(REPLACE "*/" "* /" text "${text}")
    file(APPEND ${OUTPUT}.bin "/*! ${CMAKE_MATCH_1}\n${text}*/\n")
  else()
    file(APPEND ${OUTPUT}.bin "${text}\n")
  endif()
endforeach()
# The same compressed, for clients that accept it: -n leaves out name and time, so that builds are alike.
execute_process(COMMAND gzip -9 -n -c ${OUTPUT}.bin OUTPUT_FILE ${OUTPUT}.bin.gz COMMAND_ERROR_IS_FATAL ANY)
file(SHA256 ${OUTPUT}.bin hash)
file(WRITE ${OUTPUT}.cc "// Made by cmake/embed_asset.cmake.
__asm__(
    \".section .rodata\\n\"
    \".global ${SYMBOL}\\n\"
    \".global ${SYMBOL}_end\\n\"
    \".balign 16\\n\"
    \"${SYMBOL}:\\n\"
    \".incbin \\\"${OUTPUT}.bin\\\"\\n\"
    \"${SYMBOL}_end:\\n\"
    \".byte 0\\n\"
    \".global ${SYMBOL}_gzip\\n\"
    \".global ${SYMBOL}_gzip_end\\n\"
    \"${SYMBOL}_gzip:\\n\"
    \".incbin \\\"${OUTPUT}.bin.gz\\\"\\n\"
    \"${SYMBOL}_gzip_end:\\n\"
    \".byte 0\\n\"
    \".previous\\n\");
extern const char ${SYMBOL}_sha256[];
const char ${SYMBOL}_sha256[] = \"${hash}\";
")
