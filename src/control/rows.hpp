// Values of the command line, judged in one place; and what the stores hold, as JSON.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/domain/webhook_url.hpp"
#include "mysigfox/storage/outbox.hpp"
#include "mysigfox/storage/registry.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace mysigfox::control {

using Json = nlohmann::json;

/// As text; bytes that are no UTF-8 are replaced.
std::string text_of(const Json& json);

/// Fails with invalid_value; the detail names the field, what was found and what was expected.
/// A token is never part of it, nor is the query of a URL.
Result<DeviceId> device_in(const Json& arguments);
Result<WebhookId> webhook_in(const Json& arguments);
/// What is said of an id that no webhook has.
Error no_webhook(WebhookId id);
Result<EmailAddress> email_in(const Json& arguments);
/// device_id, and whatever stands there of token, email, webhook_url, language. An empty text
/// is one not given.
Result<storage::ImportRow> row_in(const Json& arguments, const TargetPolicy& policy);

Json to_json(const storage::DeviceRecord& device);
Json to_json(const storage::OutboxReader::UnknownDevice& device);
/// The columns of `device import`, without the token.
Json to_import_columns(const storage::DeviceRecord& device);
/// {"device_id", "token"}: the one moment in which a token is shown.
Json with_token(DeviceId device, const Token& token);

std::string to_string(storage::ImportVerdict verdict);

/// "2026-11-23T03:43:22Z"
std::string to_text(Timestamp time);

}  // namespace mysigfox::control
