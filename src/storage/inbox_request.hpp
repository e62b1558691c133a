// What of a request an inbox keeps, and how its header fields are stored.
#pragma once

#include "mysigfox/storage/inbox_store.hpp"

#include <string>
#include <string_view>

namespace mysigfox::storage {

using HeaderFields = std::vector<std::pair<std::string, std::string>>;

/// The request within the limits of one inbox entry; is_truncated says if that cut something.
InboxRequest within_limits(InboxRequest request);

/// Any bytes are allowed in names and values.
std::string pack(const HeaderFields& fields);
HeaderFields unpack_fields(std::string_view packed);

}  // namespace mysigfox::storage
