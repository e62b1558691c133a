// One "Name: value" a line, then sealed.
#include "storage/sealed_headers.hpp"

namespace mysigfox::storage {

std::string SealedHeaders::sealed(const std::vector<OwnHeader>& headers, WebhookId webhook)
{
    if (headers.empty()) return {};
    std::string lines;
    for (const OwnHeader& header : headers) lines += header.name() + ": " + header.reveal() + '\n';
    return seal_.close(lines, public_id(webhook));
}

std::optional<std::vector<OwnHeader>> SealedHeaders::read(const Cursor& row, int column,
                                                          WebhookId webhook)
{
    const auto sealed = row.blob(column);
    if (sealed.empty()) return std::vector<OwnHeader>{};
    const auto lines = seal_.open({reinterpret_cast<const char*>(sealed.data()), sealed.size()},
                                  public_id(webhook));
    if (!lines) return std::nullopt;
    auto headers = parse_own_headers(*lines);
    if (!headers) return std::nullopt;
    return std::move(*headers);
}

}  // namespace mysigfox::storage
