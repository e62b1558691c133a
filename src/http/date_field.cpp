// Writes the Date of an answer, in the one form that RFC 9110 lets a server send.
#include "http/date_field.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace mysigfox::http {

std::string_view DateField::at(std::chrono::system_clock::time_point now)
{
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    if (text_.empty() || second != second_) {
        second_ = second;
        text_ = fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", second);
    }
    return text_;
}

}  // namespace mysigfox::http
