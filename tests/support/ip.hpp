// An address as a test writes it.
#pragma once

#include "mysigfox/domain/ip_address.hpp"

namespace mysigfox::test {

inline IpAddress ip(const char* text)
{
    return IpAddress::parse(text).value();
}

}  // namespace mysigfox::test
