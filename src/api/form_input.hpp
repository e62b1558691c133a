// What the form brought: cleaned, judged all at once, and either an enrollment or its problems.
#pragma once

#include "mysigfox/domain/device_id.hpp"
#include "mysigfox/domain/email_address.hpp"
#include "mysigfox/domain/token.hpp"
#include "mysigfox/domain/webhook_url.hpp"
#include "mysigfox/pages/pages.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::api {

/// Without what people type or paste between groups of letters: spaces and dashes of any kind,
/// and what takes no room.
std::string without_separators(std::string_view text);

/// The four fields, each of them right in itself.
struct FormEntry {
    DeviceId device;
    Token token;
    EmailAddress email;
    WebhookUrl url;
};

struct FormInput {
    pages::FormValues values;        ///< as typed, to be shown again: the token is not among them
    bool is_switch = false;          ///< sent by the language switch: to be shown, not taken
    std::optional<FormEntry> entry;  ///< none: there are problems
    std::vector<pages::FormProblem> problems;  ///< in the order of the fields
};

/// Nothing if the body is not the UTF-8 text of a form.
std::optional<FormInput> read_form(std::string_view body, const TargetPolicy& policy,
                                   Language language);

/// {"error": first sentence, "field": its field or null, "problems": [{"field", "error"}, …]}
std::string problems_as_json(const std::vector<pages::FormProblem>& problems);

}  // namespace mysigfox::api
