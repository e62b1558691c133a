// Looks fields up, makes the common answers and reads forms.
#include "mysigfox/http/message.hpp"

#include "mysigfox/base/encoding.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace mysigfox::http {
namespace {

Response typed_response(int status, std::string type, std::string body)
{
    Response response;
    response.status = status;
    response.fields.emplace_back("Content-Type", std::move(type));
    response.body = std::move(body);
    return response;
}

}  // namespace

std::string_view RequestHead::field(std::string_view name) const noexcept
{
    for (const auto& [known, value] : fields) {
        if (equals_ignoring_case(known, name)) return value;
    }
    return {};
}

Response plain_response(int status, std::string text)
{
    if (!text.empty()) return typed_response(status, "text/plain; charset=utf-8", std::move(text));
    Response response;
    response.status = status;
    return response;
}

Response json_error(int status, std::string_view detail)
{
    // What came from outside may be no UTF-8, and dump() throws on that unless told to replace.
    const std::string text =
        nlohmann::json(detail).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return json_response(status, R"({"error": )" + text + "}");
}

Response json_response(int status, std::string json)
{
    return typed_response(status, "application/json", std::move(json));
}

Response html_response(int status, std::string html)
{
    return typed_response(status, "text/html; charset=utf-8", std::move(html));
}

std::vector<std::pair<std::string, std::string>> parse_form(std::string_view text)
{
    std::vector<std::pair<std::string, std::string>> form;
    while (!text.empty()) {
        const std::string_view pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), pair.size() + 1));
        if (pair.empty()) continue;
        const std::string_view name = pair.substr(0, pair.find('='));
        const std::string_view value = pair.substr(std::min(pair.size(), name.size() + 1));
        form.emplace_back(decode_form_text(name), decode_form_text(value));
    }
    return form;
}

std::optional<std::string> form_value(const std::vector<std::pair<std::string, std::string>>& form,
                                      std::string_view name)
{
    for (const auto& [known, value] : form) {
        if (known == name) return value;
    }
    return std::nullopt;
}

}  // namespace mysigfox::http
