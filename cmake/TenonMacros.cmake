# Thin wrappers: one call a library, a dialect, a tool.

set(TENON_INCLUDE_DIRS
    "${PROJECT_SOURCE_DIR}/include"
    "${PROJECT_SOURCE_DIR}"
    "${PROJECT_BINARY_DIR}")
include_directories(${TENON_INCLUDE_DIRS})

# tenon_set_options(<target>): warnings, sanitizers, public include folders.
function(tenon_set_options target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wno-unused-parameter)
  if(TENON_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(TENON_ASSERTIONS)
    target_compile_definitions(${target} PRIVATE TENON_ASSERTIONS)
  endif()
  if(TENON_SANITIZE)
    # Exported symbols of a sanitized build are its own; LLVM_USE_SANITIZER
    # drops UBSan silently out of tree, so the flags are set here.
    target_compile_options(${target} PRIVATE -fsanitize=${TENON_SANITIZE} -fno-sanitize-recover=all
                                             -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=${TENON_SANITIZE})
  endif()
  if(TENON_FUZZ)
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
endfunction()

# tenon_tablegen(<td file> <output> <flags...>): runs mlir-tblgen and adds the
# output to the target of the folder, TENON_TABLEGEN_TARGET.
macro(tenon_tablegen td output)
  set(LLVM_TARGET_DEFINITIONS ${td})
  mlir_tablegen(${output} ${ARGN} -I${PROJECT_SOURCE_DIR})
endmacro()

# tenon_add_library(<name> SOURCES ... [LINK ...] [DEPENDS ...] [EXCEPTIONS])
# EXCEPTIONS is for the few libraries that meet a throwing dependency; their
# headers throw nothing.
function(tenon_add_library name)
  cmake_parse_arguments(ARG "EXCEPTIONS" "" "SOURCES;LINK;DEPENDS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  tenon_set_options(${name})
  target_include_directories(${name} PUBLIC
    "$<BUILD_INTERFACE:${TENON_INCLUDE_DIRS}>"
    "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
  target_link_libraries(${name} PUBLIC ${ARG_LINK})
  if(ARG_DEPENDS)
    add_dependencies(${name} ${ARG_DEPENDS})
  endif()
  if(NOT ARG_EXCEPTIONS)
    target_compile_options(${name} PRIVATE -fno-exceptions)
  endif()
  set_target_properties(${name} PROPERTIES TENON_EXCEPTIONS "${ARG_EXCEPTIONS}")
  set_property(GLOBAL APPEND PROPERTY TENON_LIBRARIES ${name})
  set_property(GLOBAL APPEND PROPERTY TENON_PCH_USERS ${name})
endfunction()

# tenon_add_tool(<name> SOURCES ... [LINK ...] [STATIC_MLIR])
# STATIC_MLIR is for tools that must start at once and need few of MLIR's
# dialects; they can load no plugins.
function(tenon_add_tool name)
  cmake_parse_arguments(ARG "STATIC_MLIR" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  tenon_set_options(${name})
  target_compile_options(${name} PRIVATE -fno-exceptions)
  target_link_libraries(${name} PRIVATE ${ARG_LINK})
  # Installed tools find the shared libraries of LLVM where the built ones do.
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin"
    INSTALL_RPATH_USE_LINK_PATH ON
    TENON_STATIC_MLIR "${ARG_STATIC_MLIR}")
  install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  set_property(GLOBAL APPEND PROPERTY TENON_TOOLS ${name})
  set_property(GLOBAL APPEND PROPERTY TENON_PCH_USERS ${name})
endfunction()
