# Precompiled headers. Most of the time of a build goes into reading headers of
# MLIR and of the dialects, the same ones for every source. Sources include what
# they use all the same: with TENON_PCH=OFF each is compiled by itself.

option(TENON_PCH "Precompile the headers of LLVM, MLIR and the dialects" ON)
set(TENON_PCH_DIR "${CMAKE_CURRENT_LIST_DIR}/precompiled")

# An object library that owns the precompiled header <name>.h, which needs the
# generated files of these targets.
function(tenon_add_pch name)
  file(GENERATE OUTPUT "${PROJECT_BINARY_DIR}/pch/${name}.cpp" CONTENT "")
  add_library(tenon-pch-${name} OBJECT "${PROJECT_BINARY_DIR}/pch/${name}.cpp")
  tenon_set_options(tenon-pch-${name})
  # With the times of its headers in it, a file of ccache would never fit.
  target_compile_options(tenon-pch-${name} PRIVATE -fno-exceptions "SHELL:-Xclang -fno-pch-timestamp")
  target_precompile_headers(tenon-pch-${name} PRIVATE "${TENON_PCH_DIR}/${name}.h")
  if(ARGN)
    add_dependencies(tenon-pch-${name} ${ARGN})
  endif()
endfunction()

# Sets <out> to a target and all libraries of Tenon that it links, directly or
# not.
function(tenon_get_links target out)
  set(links ${target})
  set(seen)
  while(links)
    list(POP_FRONT links link)
    if(link IN_LIST seen OR NOT TARGET ${link} OR (NOT link MATCHES "^Tenon" AND NOT link STREQUAL target))
      continue()
    endif()
    list(APPEND seen ${link})
    get_target_property(type ${link} TYPE)
    set(property LINK_LIBRARIES)
    if(type STREQUAL "INTERFACE_LIBRARY")
      set(property INTERFACE_LINK_LIBRARIES)
    endif()
    get_target_property(more ${link} ${property})
    if(more)
      list(APPEND links ${more})
    endif()
  endwhile()
  set(${out} ${seen} PARENT_SCOPE)
endfunction()

# Gives each library and tool the precompiled header that fits what it links.
# Call it when all targets are there.
function(tenon_precompile_headers)
  # The flags are those of Clang, with which Tenon is built.
  if(NOT TENON_PCH OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    return()
  endif()
  tenon_add_pch(MLIR)
  tenon_add_pch(Engine TenonInterfacesIncGen TenonEngineIncGen)
  tenon_add_pch(Network TenonInterfacesIncGen TenonNetworkIncGen)
  get_property(targets GLOBAL PROPERTY TENON_PCH_USERS)
  foreach(target ${targets})
    tenon_get_links(${target} links)
    set(header)
    foreach(name Network Engine MLIR)
      if(NOT header AND "Tenon${name}" IN_LIST links)
        set(header ${name})
      endif()
    endforeach()
    get_target_property(own ${target} TENON_EXCEPTIONS)
    if(header AND own)
      target_precompile_headers(${target} PRIVATE "${TENON_PCH_DIR}/${header}.h")
      target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
    elseif(header)
      target_precompile_headers(${target} REUSE_FROM tenon-pch-${header})
      # Not -fPIE, which CMake gives to programs: it must be that of the header.
      target_compile_options(${target} PRIVATE -fPIC)
    endif()
  endforeach()
endfunction()
