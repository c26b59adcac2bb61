# What `cmake --install` puts in place besides the tools and the pipelines:
# headers, written and generated, under the paths that sources include them by,
# and the libraries.

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
install(TARGETS ${libraries} ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
