// Which of the Backend's callbacks a body says it is.
#pragma once

#include "sigfox/fields.hpp"

namespace mysigfox::sigfox {

/// The path for the kind of callback that the fields belong to, if that is another one than
/// uplink; empty for an uplink, and for what cannot be told. `has_data`: there is a payload.
std::string_view path_of_other_kind(const Fields& fields, bool has_data) noexcept;

}  // namespace mysigfox::sigfox
