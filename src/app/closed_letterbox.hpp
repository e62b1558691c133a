// Mail that is off.
#pragma once

#include "mysigfox/mail/letters.hpp"

namespace mysigfox::app {

/// The pages say that it is, and nobody is written to.
class ClosedLetterbox final : public mail::Letterbox {
public:
    void put(mail::Letter, Timestamp) override {}
    bool is_open() const noexcept override { return false; }
};

}  // namespace mysigfox::app
