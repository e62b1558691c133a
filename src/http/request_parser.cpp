// Feeds Beast by hand: it never reads from a socket itself.
#include "http/request_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/none.hpp>

#include <limits>

namespace mysigfox::http {
namespace {

std::string_view view(boost::beast::string_view text) noexcept
{
    return {text.data(), text.size()};
}

}  // namespace

RequestParser::RequestParser()
{
    parser_.eager(true);
    // The gates hold these limits; the route and so the limit of the body is not known yet.
    parser_.header_limit(std::numeric_limits<std::uint32_t>::max());
    parser_.body_limit(boost::none);
}

bool RequestParser::put_head(std::string_view head)
{
    boost::beast::error_code ec;
    const std::size_t used = parser_.put(boost::asio::buffer(head), ec);
    return !ec && used == head.size() && parser_.is_header_done();
}

std::optional<std::size_t> RequestParser::put(std::string_view bytes)
{
    boost::beast::error_code ec;
    const std::size_t used = parser_.put(boost::asio::buffer(bytes), ec);
    if (ec) return std::nullopt;
    return used;
}

std::string_view RequestParser::method() const
{
    return view(parser_.get().method_string());
}

std::string_view RequestParser::target() const
{
    return view(parser_.get().target());
}

void RequestParser::list_fields(
    std::vector<std::pair<std::string_view, std::string_view>>& fields) const
{
    fields.clear();
    for (const auto& field : parser_.get()) {
        fields.emplace_back(view(field.name_string()), view(field.value()));
    }
}

}  // namespace mysigfox::http
