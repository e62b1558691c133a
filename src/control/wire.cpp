#include "control/wire.hpp"

#include <nlohmann/json.hpp>

namespace mysigfox::control {
namespace {

using Json = nlohmann::json;

constexpr auto kLastCode = Errc::unreachable;

/// The word for a code is its message, so that there is no second list to keep.
boost::system::error_code code_of(std::string_view word)
{
    for (int value = 1; value <= static_cast<int>(kLastCode); ++value) {
        const auto code = make_error_code(static_cast<Errc>(value));
        if (code.message() == word) return code;
    }
    return make_error_code(Errc::storage_unavailable);
}

}  // namespace

int status_of(const Error& error)
{
    if (error.code == Errc::unknown_device || error.code == Errc::not_found) return 404;
    if (error.code == Errc::conflict) return 409;
    if (error.code == Errc::invalid_value || error.code == Errc::bad_configuration) return 400;
    return 503;
}

std::string to_wire(const Error& error)
{
    const Json json{{"error", error.detail}, {"code", error.code.message()}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Error from_wire(std::string_view body)
{
    const Json json = Json::parse(body, nullptr, /*allow_exceptions=*/false);
    const auto text = [&](const char* key) {
        const bool is_there = json.is_object() && json.contains(key) && json[key].is_string();
        return is_there ? json[key].get<std::string>() : std::string{};
    };
    return {code_of(text("code")), text("error")};
}

}  // namespace mysigfox::control
