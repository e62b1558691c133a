// Every language that a page must speak.
#pragma once

#include "mysigfox/domain/language.hpp"

namespace mysigfox::test {

inline constexpr Language kLanguages[] = {Language::cs, Language::en};

}  // namespace mysigfox::test
