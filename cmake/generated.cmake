# What the build writes: the version, and text files that the program carries inside.
set(generated ${CMAKE_BINARY_DIR}/generated/mysigfox_generated)
file(CONFIGURE OUTPUT ${generated}/version.hpp CONTENT
"// Written by the build.
#pragma once
namespace mysigfox { inline constexpr const char* kVersion = \"@MYSIGFOX_VERSION@\"; }
" @ONLY)
