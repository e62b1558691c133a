// What a registration is written about.
#pragma once

#include "api/form_input.hpp"
#include "mysigfox/mail/letters.hpp"
#include "mysigfox/storage/registry.hpp"

namespace mysigfox::api {

/// Welcomes a new device; tells of another webhook or e-mail, the latter at the old address.
void write_about(const FormEntry& entry, const storage::Enrolled& enrolled, Language language,
                 const std::string& public_url, mail::Letterbox& letters, Timestamp now);

}  // namespace mysigfox::api
