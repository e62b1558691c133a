// The mail room as the configuration wants it.
#pragma once

#include "app/stores.hpp"

#include "mysigfox/base/metrics.hpp"
#include "mysigfox/mail/post_office.hpp"

#include <memory>

namespace mysigfox::app {

std::unique_ptr<mail::PostOffice> open_mail_room(const config::Settings& settings,
                                                 const Clock& clock, Stores& stores,
                                                 Metrics& metrics);

}  // namespace mysigfox::app
