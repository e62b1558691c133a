// An e-mail address that a mail server would take.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mysigfox {

/// One address, at most 254 octets (RFC 5321, 4.5.3.1.3), of the shape people have: a dot-atom,
/// one `@`, a domain of at least two labels. Compared without regard to ASCII case, since
/// nobody types his address twice the same way; spelt as first given.
class EmailAddress {
public:
    /// Surrounding white space is dropped.
    static std::optional<EmailAddress> parse(std::string_view text);

    const std::string& str() const noexcept { return text_; }
    /// Lower case: the form to look it up by.
    std::string key() const;

    friend bool operator==(const EmailAddress& a, const EmailAddress& b)
    {
        return a.key() == b.key();
    }

private:
    explicit EmailAddress(std::string text) : text_(std::move(text)) {}

    std::string text_;
};

}  // namespace mysigfox
