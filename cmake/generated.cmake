# What the build writes: the version, and text files that the program carries inside.
set(generated ${CMAKE_BINARY_DIR}/generated/mysigfox_generated)
file(CONFIGURE OUTPUT ${generated}/version.hpp CONTENT
"// Written by the build.
#pragma once
namespace mysigfox { inline constexpr const char* kVersion = \"@MYSIGFOX_VERSION@\"; }
" @ONLY)

# The examples of docs/receivers, as the help offers them.
file(GLOB examples CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/receivers/*.*)
list(FILTER examples EXCLUDE REGEX "\\.md$")
set(entries "")
foreach(example ${examples})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${example})
    get_filename_component(name ${example} NAME)
    file(READ ${example} text)
    string(APPEND entries "    {\"${name}\", R\"example(${text})example\"},\n")
endforeach()
file(CONFIGURE OUTPUT ${generated}/examples.hpp CONTENT
"// Written by the build.
#pragma once
#include <string_view>
namespace mysigfox {
struct ReceiverExample {
    std::string_view name;
    std::string_view text;
};
inline constexpr ReceiverExample kReceiverExamples[] = {
@entries@};
}
" @ONLY)

# The description of /api/v1, as it is served.
set(openapi_file ${PROJECT_SOURCE_DIR}/docs/openapi.json)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${openapi_file})
file(READ ${openapi_file} openapi)
file(CONFIGURE OUTPUT ${generated}/openapi.hpp CONTENT
"// Written by the build.
#pragma once
#include <string_view>
namespace mysigfox { inline constexpr std::string_view kOpenApi = R\"openapi(@openapi@)openapi\"; }
" @ONLY)
