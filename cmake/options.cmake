# The language, the warnings and the library switches that every target of ours shares.
add_library(mysigfox_options INTERFACE)
target_compile_features(mysigfox_options INTERFACE cxx_std_20)
target_compile_options(mysigfox_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Werror
    # A designated initializer names what differs from the defaults: that is its point.
    -Wno-missing-field-initializers
    # GCC 12 sees mismatched new and delete in coroutine frames where there are none, and takes
    # long strings that are moved for short ones.
    $<$<CXX_COMPILER_ID:GNU>:-Wshadow=local -Wno-mismatched-new-delete
        -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread>
    $<$<CXX_COMPILER_ID:Clang>:-Wshadow -Wthread-safety>)
target_compile_definitions(mysigfox_options INTERFACE
    BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
    BOOST_ERROR_CODE_HEADER_ONLY SPDLOG_FMT_EXTERNAL TOML_EXCEPTIONS=0)

set(MYSIGFOX_SANITIZER "" CACHE STRING "address or thread")
if(MYSIGFOX_SANITIZER STREQUAL "address")
    # The check of virtual tables opens a pipe to ask about memory: a false alarm in the test that
    # has no descriptors. The checks of null and alignment stand at every access and cost a third of
    # a build; the address sanitizer stops at null by itself.
    set(sanitizer -fsanitize=address,undefined -fno-sanitize=vptr,null,alignment -fno-sanitize-recover=all
        -fno-omit-frame-pointer)
elseif(MYSIGFOX_SANITIZER STREQUAL "thread")
    set(sanitizer -fsanitize=thread -Wno-tsan -Wno-maybe-uninitialized)
    # Asio counts references with fences that the sanitizer cannot follow.
    target_compile_definitions(mysigfox_options INTERFACE
        BOOST_ASIO_DISABLE_STD_ATOMIC BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()
if(sanitizer)
    target_compile_options(mysigfox_options INTERFACE ${sanitizer} -Wno-maybe-uninitialized)
    target_link_options(mysigfox_options INTERFACE ${sanitizer})
endif()

option(MYSIGFOX_HARDENING "Make mistakes harder to use against the program; needs an optimised build" OFF)
if(MYSIGFOX_HARDENING)
    target_compile_options(mysigfox_options INTERFACE -fPIE -fstack-protector-strong -fstack-clash-protection
        -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
    if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
        target_compile_options(mysigfox_options INTERFACE -fcf-protection=full)
    endif()
    target_link_options(mysigfox_options INTERFACE -pie -Wl,-z,relro,-z,now,-z,noexecstack)
endif()
