// Cleaning what people type, and judging every field at once.
#include "api/form_input.hpp"

#include "mysigfox/base/encoding.hpp"
#include "mysigfox/http/message.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace mysigfox::api {
namespace {

using pages::FormField;
using pages::FormMistake;

/// What stands between groups in print and on the web, in UTF-8: spaces that do not break, thin
/// and of no width; soft, long and mathematical dashes.
constexpr std::array<std::string_view, 18> kSeparators{" ",
                                                       "-",
                                                       "\t",
                                                       "\r",
                                                       "\n",
                                                       "\xC2\xA0",
                                                       "\xC2\xAD",
                                                       "\xE2\x80\x87",
                                                       "\xE2\x80\x89",
                                                       "\xE2\x80\x8B",
                                                       "\xE2\x80\x90",
                                                       "\xE2\x80\x91",
                                                       "\xE2\x80\x92",
                                                       "\xE2\x80\x93",
                                                       "\xE2\x80\x94",
                                                       "\xE2\x80\xAF",
                                                       "\xE2\x88\x92",
                                                       "\xEF\xBB\xBF"};

/// Judges the fields one by one, gathering the problems.
class Reader {
public:
    Reader(std::string_view body, Language language)
        : form_(http::parse_form(body)), language_(language)
    {
    }

    bool is_text() const
    {
        return std::ranges::all_of(form_, [](const auto& field) { return is_utf8(field.second); });
    }

    FormInput read(const TargetPolicy& policy)
    {
        const auto device = read_device();
        const auto token = read_token();
        const auto email = read_email();
        const auto url = read_url(policy);
        input_.is_switch = http::form_value(form_, "switch").has_value();
        if (device && token && email && url)
            input_.entry = FormEntry{*device, *token, *email, *url};
        return std::move(input_);
    }

private:
    std::string value(std::string_view name) const
    {
        return std::string{trimmed(http::form_value(form_, name).value_or(""))};
    }

    void complain(FormField field, std::string sentence)
    {
        input_.problems.push_back({field, std::move(sentence)});
    }

    void complain(FormField field, FormMistake mistake)
    {
        complain(field, pages::sentence(mistake, language_));
    }

    std::optional<DeviceId> read_device()
    {
        input_.values.device = value("device");
        const std::string cleaned = without_separators(input_.values.device);
        const auto device = DeviceId::parse(cleaned);
        if (!device) {
            complain(FormField::device,
                     cleaned.empty() ? FormMistake::device_empty : FormMistake::device_invalid);
        }
        return device;
    }

    std::optional<Token> read_token()
    {
        const std::string typed = without_separators(value("token"));
        auto token = Token::parse(typed);
        if (!token) {
            complain(FormField::token,
                     typed.empty() ? FormMistake::token_empty : FormMistake::token_invalid);
        }
        return token;
    }

    std::optional<EmailAddress> read_email()
    {
        input_.values.email = value("email");
        auto email = EmailAddress::parse(input_.values.email);
        if (!email) {
            complain(FormField::email, input_.values.email.empty() ? FormMistake::email_empty
                                                                   : FormMistake::email_invalid);
        }
        return email;
    }

    std::optional<WebhookUrl> read_url(const TargetPolicy& policy)
    {
        input_.values.webhook_url = value("webhook_url");
        auto url = WebhookUrl::parse(input_.values.webhook_url, policy);
        if (url) return std::move(*url);
        complain(FormField::webhook_url, pages::sentence(url.error(), language_));
        return std::nullopt;
    }

    std::vector<std::pair<std::string, std::string>> form_;
    Language language_;
    FormInput input_;
};

nlohmann::json name_of(FormField field)
{
    switch (field) {
        case FormField::device:
            return "device";
        case FormField::token:
            return "token";
        case FormField::email:
            return "email";
        case FormField::webhook_url:
            return "webhook_url";
        case FormField::whole:
            break;
    }
    return nullptr;
}

}  // namespace

std::string without_separators(std::string_view text)
{
    std::string cleaned;
    while (!text.empty()) {
        const auto found = std::ranges::find_if(
            kSeparators, [text](std::string_view each) { return text.starts_with(each); });
        const bool is_separator = found != kSeparators.end();
        if (!is_separator) cleaned += text.front();
        text.remove_prefix(is_separator ? found->size() : 1);
    }
    return cleaned;
}

std::optional<FormInput> read_form(std::string_view body, const TargetPolicy& policy,
                                   Language language)
{
    Reader reader{body, language};
    if (!reader.is_text()) return std::nullopt;
    return reader.read(policy);
}

std::string problems_as_json(const std::vector<pages::FormProblem>& problems)
{
    nlohmann::json answer;
    for (const pages::FormProblem& problem : problems) {
        const nlohmann::json field = name_of(problem.field);
        if (answer.empty()) answer = {{"error", problem.text}, {"field", field}};
        answer["problems"].push_back({{"field", field}, {"error", problem.text}});
    }
    return answer.dump();
}

}  // namespace mysigfox::api
