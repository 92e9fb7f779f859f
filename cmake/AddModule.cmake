# laurel_module(<name> DEPENDS <module>... LIBRARIES <target>... PRIVATE_LIBRARIES <target>...)
#
# One folder is one module is one static library `laurel_<name>`. Every x.cc in the folder belongs to it;
# every x_test.cc makes up one test program, registered with ctest as `<name>` with the label `unit`.
# tools/lint_modules reads the DEPENDS lists and rejects includes they do not allow.
function(laurel_module name)
  cmake_parse_arguments(MODULE "" "" "DEPENDS;LIBRARIES;PRIVATE_LIBRARIES;TEST_LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")

  set(depends ${MODULE_DEPENDS})
  list(TRANSFORM depends PREPEND laurel_)
  add_library(laurel_${name} STATIC ${sources})
  target_include_directories(laurel_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_compile_options(laurel_${name} PRIVATE ${LAUREL_WARNINGS})
  target_link_libraries(laurel_${name} PUBLIC ${depends} ${MODULE_LIBRARIES}
                                       PRIVATE ${MODULE_PRIVATE_LIBRARIES})

  if(LAUREL_BUILD_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE laurel_${name} GTest::gmock GTest::gtest_main
                                               ${MODULE_TEST_LIBRARIES})
    target_compile_options(${name}_test PRIVATE ${LAUREL_WARNINGS})
    target_compile_definitions(${name}_test PRIVATE LAUREL_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND ${name}_test)
    set_tests_properties(${name} PROPERTIES LABELS unit)
  endif()
endfunction()
