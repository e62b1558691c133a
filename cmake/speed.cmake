# What makes a clean build short: a compiler cache if there is one, the large headers parsed once,
# and the sources of a room read together.
option(MYSIGFOX_UNITY "Compile the sources of rooms together" OFF)

find_program(CCACHE ccache)
if(CCACHE)
    # A source that uses a precompiled header is cached only if ccache may trust its macros and times.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
endif()

set(MYSIGFOX_LARGE_HEADERS
    <algorithm> <array> <chrono> <charconv> <filesystem> <functional> <map> <memory> <optional> <span>
    <string> <string_view> <unordered_map> <utility> <vector>
    <boost/asio/as_tuple.hpp> <boost/asio/awaitable.hpp> <boost/asio/co_spawn.hpp>
    <boost/asio/deferred.hpp> <boost/asio/experimental/parallel_group.hpp> <boost/asio/io_context.hpp>
    <boost/asio/ip/tcp.hpp> <boost/asio/post.hpp> <boost/asio/steady_timer.hpp>
    <boost/asio/use_awaitable.hpp> <fmt/format.h> <nlohmann/json.hpp>)

# The precompiled header is a matter of speed alone: scripts/lint.sh reads every source without it.
function(parse_large_headers_once target)
    target_precompile_headers(${target} PRIVATE ${MYSIGFOX_LARGE_HEADERS} ${ARGN})
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endfunction()

# Rooms that are read together, since they use the same libraries: a clean build takes much less time,
# a changed source somewhat more. Tests stand with the rooms they are of, those in one folder by their first word.
set(MYSIGFOX_READ_TOGETHER
    "base domain sigfox architecture"
    "http net client"
    "delivery intake"
    "api pages mail device inbox"
    "storage registry backup sqlite state"
    "app admin control"
    "cli config")

function(compile_rooms_together target)
    # GCC takes a source read by another for a header, and warns of its unnamed namespaces.
    target_compile_options(${target} PRIVATE $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${MYSIGFOX_UNITY}>>:-Wno-subobject-linkage>)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ${MYSIGFOX_UNITY} UNITY_BUILD_MODE GROUP)
    get_target_property(sources ${target} SOURCES)
    foreach(source ${sources})
        cmake_path(GET source PARENT_PATH folder)
        cmake_path(GET folder FILENAME room)
        if(room STREQUAL "integration")
            cmake_path(GET source FILENAME room)
            string(REGEX REPLACE "_.*" "" room ${room})
        endif()
        set(together ${MYSIGFOX_READ_TOGETHER})
        list(FILTER together INCLUDE REGEX "(^| )${room}( |$)")
        string(REGEX REPLACE " .*" "" group "${together}")
        set_source_files_properties(${source} PROPERTIES UNITY_GROUP "${group}")
    endforeach()
endfunction()
