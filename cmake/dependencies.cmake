# Every library we use, by the names the distribution gives them. Boost 1.81 on Debian 12; any
# newer one will do.
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(CURL REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(CARES REQUIRED IMPORTED_TARGET libcares)
pkg_check_modules(QRCODEGEN REQUIRED IMPORTED_TARGET qrcodegen)
find_path(BOOST_INCLUDE boost/beast.hpp REQUIRED)
find_path(TOMLPLUSPLUS_INCLUDE toml++/toml.h REQUIRED)

add_library(mysigfox_dependencies INTERFACE)
target_include_directories(mysigfox_dependencies SYSTEM INTERFACE ${BOOST_INCLUDE} ${TOMLPLUSPLUS_INCLUDE})
target_link_libraries(mysigfox_dependencies INTERFACE
    Threads::Threads OpenSSL::SSL OpenSSL::Crypto SQLite::SQLite3 CURL::libcurl fmt::fmt spdlog::spdlog
    nlohmann_json::nlohmann_json CLI11::CLI11 PkgConfig::CARES PkgConfig::QRCODEGEN)
