#include "cli/device_request.hpp"

#include "cli/performer.hpp"

namespace mysigfox::cli {

int request(const Session& session, std::string_view verb, const Json& arguments,
            const std::function<void(const Json& answer)>& print)
{
    auto settings = session.settings_without_secrets();
    if (!settings) return fail(settings.error());
    Performer performer{std::move(*settings)};
    const std::string text = arguments.dump(-1, ' ', false, Json::error_handler_t::replace);
    const auto answer = performer.perform(verb, text);
    if (!answer) return fail(answer.error());
    print(*answer);
    return kDone;
}

void print_token(const Json& answer, bool as_json)
{
    if (as_json) return out_json(answer);
    out("device_id,token\n" + answer.value("device_id", "") + "," + answer.value("token", "") +
        "\n");
}

}  // namespace mysigfox::cli
