# Finds what Tenon builds on: MLIR 22, ONNX with protobuf, and fmt.

if(NOT MLIR_DIR)
  set(MLIR_DIR "/usr/lib/llvm-22/lib/cmake/mlir")
endif()
# No version argument: the package of 22.1 refuses a request for 22.
find_package(MLIR REQUIRED CONFIG)
if(NOT LLVM_VERSION_MAJOR EQUAL 22)
  message(FATAL_ERROR "expected MLIR 22, but got ${LLVM_PACKAGE_VERSION} in ${MLIR_DIR}; "
                      "install libmlir-22-dev or set MLIR_DIR")
endif()

# mlir-doc writes to MLIR_BINARY_DIR/docs and would take the root otherwise.
set(MLIR_BINARY_DIR "${CMAKE_BINARY_DIR}")
list(APPEND CMAKE_MODULE_PATH "${MLIR_CMAKE_DIR}" "${LLVM_CMAKE_DIR}")
include(TableGen)
include(AddLLVM)
include(AddMLIR)

separate_arguments(TENON_LLVM_DEFINITIONS NATIVE_COMMAND "${LLVM_DEFINITIONS}")
add_definitions(${TENON_LLVM_DEFINITIONS})
include_directories(SYSTEM ${LLVM_INCLUDE_DIRS} ${MLIR_INCLUDE_DIRS})

include(TenonMLIR)

# Protobuf comes before ONNX, whose package names its targets.
find_package(Protobuf REQUIRED)
find_package(ONNX REQUIRED CONFIG)
find_package(fmt REQUIRED)
find_package(Eigen3 REQUIRED NO_MODULE)
find_package(SQLite3 REQUIRED)
find_package(GTest REQUIRED)
find_package(Threads REQUIRED)

# Optional: grows the trees of estimators.
find_package(PkgConfig)
if(PkgConfig_FOUND)
  pkg_check_modules(XGBOOST xgboost)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_C_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
  # What ccache asks for with precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE_PROGRAM}")
endif()
