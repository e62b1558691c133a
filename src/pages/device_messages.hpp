// Messages of a device with all that became of them.
#pragma once

#include "mysigfox/pages/device.hpp"
#include "pages/device_texts.hpp"
#include "pages/markup.hpp"

#include <cstddef>

namespace mysigfox::pages {

/// Draws them one after the other, newest first: what their attempts say is bounded in all, so
/// that a page has its weight whatever servers answered.
class MessageArticles {
public:
    /// The view must outlive it.
    MessageArticles(Language language, const DeviceView& view)
        : language_(language), view_(view), t_(device_texts(language))
    {
    }

    Markup draw(const ShownMessage& message);

private:
    Markup resend(const ShownMessage& message) const;
    Markup attempts_of(const ShownMessage& message);
    Markup attempt_of(const ShownAttempt& attempt);

    Language language_;
    const DeviceView& view_;
    const DeviceTexts& t_;
    std::size_t drawn_ = 0;  // of attempts, in bytes
};

}  // namespace mysigfox::pages
