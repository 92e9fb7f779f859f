# laurel_embed(<target> <symbol> <file>...): puts files, one after the other, into the program's read-only data as
# laurel_asset_<symbol> … laurel_asset_<symbol>_end, compressed as laurel_asset_<symbol>_gzip …, with the SHA-256 of the
# whole as laurel_asset_<symbol>_sha256.
# The assembler reads them (.incbin), so megabytes cost no compile time.
set(LAUREL_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/embed_asset.cmake)
function(laurel_embed target symbol)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${symbol})
  add_custom_command(
    OUTPUT ${output}.cc ${output}.bin ${output}.bin.gz
    COMMAND ${CMAKE_COMMAND} -D SYMBOL=laurel_asset_${symbol} -D OUTPUT=${output} "-DFILES=${ARGN}"
            -P ${LAUREL_EMBED_SCRIPT}
    DEPENDS ${ARGN} ${LAUREL_EMBED_SCRIPT}
    VERBATIM)
  target_sources(${target} PRIVATE ${output}.cc)
  set_source_files_properties(${output}.cc PROPERTIES OBJECT_DEPENDS "${output}.bin;${output}.bin.gz")
endfunction()

# laurel_node_file(<variable> <path>): a file of an npm package that tools/setup installs.
function(laurel_node_file variable path)
  set(file ${CMAKE_SOURCE_DIR}/node_modules/${path})
  if(NOT EXISTS ${file})
    message(FATAL_ERROR "node_modules/${path} is missing. Run tools/setup, which installs what package-lock.json names.")
  endif()
  set(${variable} ${file} PARENT_SCOPE)
endfunction()
