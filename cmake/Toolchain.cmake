# Compiler cache, warnings and sanitizers, the same for every target.

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

set(LAUREL_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these inside the standard library's own headers at -O2 and above.
  list(APPEND LAUREL_WARNINGS -Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow
       -Wno-stringop-overread -Wno-array-bounds)
else()
  # g++'s -Wconversion leaves changes of sign out; clang++'s is told to as well.
  list(APPEND LAUREL_WARNINGS -Wno-sign-conversion)
endif()

set(LAUREL_SANITIZE "" CACHE STRING "Sanitizers to build with, as for -fsanitize=")
if(LAUREL_SANITIZE)
  add_compile_options(-fsanitize=${LAUREL_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${LAUREL_SANITIZE})
  if(LAUREL_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Asio's fences, which ThreadSanitizer does not model; its locks, which order the same things, it does.
    list(APPEND LAUREL_WARNINGS -Wno-tsan)
  endif()
endif()
