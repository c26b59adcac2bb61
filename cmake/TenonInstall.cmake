# What `cmake --install` puts in place besides the tools and the pipelines:
# headers, written and generated, under the paths that sources include them by,
# the libraries, and the package that find_package(Tenon) reads.
include(CMakePackageConfigHelpers)

install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/tenon" "${PROJECT_SOURCE_DIR}/dialects"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  FILES_MATCHING
  PATTERN "*.h" PATTERN "*.td" PATTERN "*.inc"
  PATTERN "*Detail.h" EXCLUDE)

# What tblgen makes lies in the build folder at the same paths, or below its
# include folder.
install(DIRECTORY "${PROJECT_BINARY_DIR}/dialects" "${PROJECT_BINARY_DIR}/include/tenon"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  FILES_MATCHING PATTERN "*.h.inc"
  PATTERN "CMakeFiles" EXCLUDE)
install(DIRECTORY "${PROJECT_BINARY_DIR}/tenon"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  FILES_MATCHING PATTERN "*.h.inc")

get_property(libraries GLOBAL PROPERTY TENON_LIBRARIES)
install(TARGETS ${libraries} ${TENON_MLIR_TARGETS} EXPORT TenonTargets ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/Tenon")
install(EXPORT TenonTargets NAMESPACE Tenon:: DESTINATION "${package_dir}")
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/TenonConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/TenonConfig.cmake" INSTALL_DESTINATION "${package_dir}"
  PATH_VARS CMAKE_INSTALL_INCLUDEDIR)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/TenonConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/TenonConfig.cmake" "${PROJECT_BINARY_DIR}/TenonConfigVersion.cmake"
  DESTINATION "${package_dir}")
