# TenonMLIR: MLIR and LLVM as every library of Tenon links them. Which form that
# is, the program at the end decides: with the property TENON_STATIC_MLIR it is
# linked with the parts of the static libraries that it needs, else with the
# shared ones. The shared libraries take some 20 ms and 80 MiB to load; with
# them, programs share symbols with the plugins that they load.

option(TENON_ALLOW_STATIC_MLIR "Link the static libraries of MLIR where a tool asks for them" ON)

add_library(TenonSharedMLIR INTERFACE)
target_link_libraries(TenonSharedMLIR INTERFACE MLIR LLVM)
set(TENON_MLIR_TARGETS TenonMLIR TenonSharedMLIR)

file(GLOB TENON_STATIC_LIBRARIES "${LLVM_LIBRARY_DIR}/libMLIR*.a")
list(FILTER TENON_STATIC_LIBRARIES EXCLUDE REGEX "CAPI|Shared")
list(SORT TENON_STATIC_LIBRARIES)
foreach(component BinaryFormat BitstreamReader Core Demangle Remarks Support TargetParser)
  list(APPEND TENON_STATIC_LIBRARIES "${LLVM_LIBRARY_DIR}/libLLVM${component}.a")
endforeach()
find_package(ZLIB QUIET)
find_library(TENON_ZSTD zstd)
list(GET TENON_STATIC_LIBRARIES 0 first)
list(GET TENON_STATIC_LIBRARIES -1 last)

add_library(TenonMLIR INTERFACE)
if(TENON_ALLOW_STATIC_MLIR AND ZLIB_FOUND AND TENON_ZSTD AND EXISTS "${first}" AND EXISTS "${last}")
  add_library(TenonStaticMLIR INTERFACE)
  target_link_libraries(TenonStaticMLIR INTERFACE
    -Wl,--start-group ${TENON_STATIC_LIBRARIES} -Wl,--end-group
    ZLIB::ZLIB ${TENON_ZSTD} ${CMAKE_DL_LIBS} pthread)
  target_link_options(TenonStaticMLIR INTERFACE -Wl,--gc-sections)
  list(APPEND TENON_MLIR_TARGETS TenonStaticMLIR)
  set(is_static "$<BOOL:$<TARGET_PROPERTY:TENON_STATIC_MLIR>>")
  target_link_libraries(TenonMLIR INTERFACE 
    "$<IF:${is_static},$<TARGET_NAME:TenonStaticMLIR>,$<TARGET_NAME:TenonSharedMLIR>>")
else()
  target_link_libraries(TenonMLIR INTERFACE TenonSharedMLIR)
endif()
