# Writes OUTPUT, a C++ file that holds every migration of FOLDER as a string, in order of its number.
# Run as: cmake -D FOLDER=… -D OUTPUT=… -P embed_migrations.cmake
file(GLOB files ${FOLDER}/*.sql)
list(SORT files)
set(entries "")
foreach(file ${files})
  get_filename_component(name ${file} NAME)
  file(READ ${file} text)
  string(APPEND entries "    {\"${name}\", R\"migration(${text})migration\"},\n")
endforeach()
file(WRITE ${OUTPUT} "// Made by src/store/embed_migrations.cmake.
#include \"store/migration_files.h\"

namespace laurel::store {

const std::vector<MigrationFile>& migration_files() {
  static const std::vector<MigrationFile> files = {
${entries}  };
  return files;
}

}  // namespace laurel::store
")
