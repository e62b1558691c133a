// The shape of an e-mail address, without asking anybody whether it exists.
#include "mysigfox/domain/email_address.hpp"

#include "mysigfox/base/ascii.hpp"
#include "mysigfox/base/encoding.hpp"

#include <algorithm>

namespace mysigfox {
namespace {

constexpr std::size_t kMaxAddress = 254;  // RFC 5321, 4.5.3.1.3, less the angle brackets
constexpr std::size_t kMaxLocalPart = 64;
constexpr std::size_t kMaxMailLabel = 63;

/// RFC 5322, 3.2.3.
bool is_atom_text(char c) noexcept
{
    constexpr std::string_view kSigns = "!#$%&'*+-/=?^_`{|}~";
    return is_alphanumeric(c) || kSigns.find(c) != std::string_view::npos;
}

bool is_atom(std::string_view text) noexcept
{
    return !text.empty() && std::all_of(text.begin(), text.end(), is_atom_text);
}

bool is_mail_label(std::string_view text) noexcept
{
    return !text.empty() && text.size() <= kMaxMailLabel && text.front() != '-' &&
           text.back() != '-' && std::all_of(text.begin(), text.end(), [](char c) {
               return is_alphanumeric(c) || c == '-';
           });
}

/// Every part between the dots satisfies the claim. How many there are; 0 if one does not.
std::size_t count_parts(std::string_view text, bool (*claim)(std::string_view) noexcept) noexcept
{
    for (std::size_t count = 1;; ++count) {
        const std::size_t dot = text.find('.');
        if (!claim(text.substr(0, dot))) return 0;
        if (dot == std::string_view::npos) return count;
        text.remove_prefix(dot + 1);
    }
}

bool is_domain(std::string_view text) noexcept
{
    if (count_parts(text, is_mail_label) < 2) return false;
    const std::string_view top = text.substr(text.rfind('.') + 1);
    return !std::all_of(top.begin(), top.end(), is_digit);
}

}  // namespace

std::optional<EmailAddress> EmailAddress::parse(std::string_view text)
{
    text = trimmed(text);
    if (text.size() > kMaxAddress) return std::nullopt;
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos || at > kMaxLocalPart) return std::nullopt;
    if (count_parts(text.substr(0, at), is_atom) == 0) return std::nullopt;
    if (!is_domain(text.substr(at + 1))) return std::nullopt;
    return EmailAddress{std::string{text}};
}

std::string EmailAddress::key() const
{
    return to_lower(text_);
}

}  // namespace mysigfox
