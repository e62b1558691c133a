// A field that a customer wants in the requests to his webhook.
#pragma once

#include <boost/system/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox {

/// Why a field was refused, each with a sentence for people in `pages`.
enum class HeaderProblem {
    no_colon,
    bad_name,
    reserved_name,  ///< HTTP's own, or one that we set
    bad_value,
    too_long,
    too_many,
    twice,
};

/// Called by value() of refused text: asking is a bug, so it throws.
[[noreturn]] void throw_exception_from_error(HeaderProblem problem, const boost::source_location&);

/// "Authorization: Bearer abc", judged: it can neither break the framing of a request nor stand
/// for a field that is ours. The value is the customer's secret: no operator<< and no formatter.
class OwnHeader {
public:
    static constexpr std::size_t kMostName = 64;
    static constexpr std::size_t kMostValue = 1'024;
    static constexpr std::size_t kMost = 8;  ///< of one webhook

    static boost::system::result<OwnHeader, HeaderProblem> parse(std::string_view line);
    /// Authorization with Basic credentials; bad_value if the user has a colon, or either has a
    /// control character.
    static boost::system::result<OwnHeader, HeaderProblem> basic(std::string_view user,
                                                                 std::string_view password);

    const std::string& name() const noexcept { return name_; }
    /// For the request and for sealing.
    const std::string& reveal() const noexcept { return value_; }

    friend bool operator==(const OwnHeader&, const OwnHeader&) = default;

private:
    OwnHeader(std::string name, std::string value)
        : name_(std::move(name)), value_(std::move(value))
    {
    }

    std::string name_;
    std::string value_;
};

/// One a line, empty lines ignored; at most OwnHeader::kMost, no name twice.
boost::system::result<std::vector<OwnHeader>, HeaderProblem> parse_own_headers(
    std::string_view lines);

}  // namespace mysigfox
