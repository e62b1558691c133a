# What makes a clean build short: a compiler cache if there is one, and the large headers parsed once.
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
