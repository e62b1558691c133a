// How an Error travels over the control socket: status, code word and sentence.
#pragma once

#include "mysigfox/base/error.hpp"

#include <string>
#include <string_view>

namespace mysigfox::control {

int status_of(const Error& error);
/// {"error": "…", "code": "unknown device"}
std::string to_wire(const Error& error);
/// The same Error again; a body that is none of ours becomes storage_unavailable.
Error from_wire(std::string_view body);

inline constexpr std::size_t kMostBody = std::size_t{4} * 1024 * 1024;     ///< of a request
inline constexpr std::size_t kMostAnswer = std::size_t{64} * 1024 * 1024;  ///< of an answer

}  // namespace mysigfox::control
