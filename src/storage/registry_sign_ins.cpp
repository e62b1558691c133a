// Who signs in to the pages, and out of them.
#include "mysigfox/base/encoding.hpp"
#include "storage/registry_writer.hpp"

#include <span>
#include <string>

namespace mysigfox::storage {
namespace {

constexpr std::size_t kShownBytes = 32;

}  // namespace

bool RegistryWriter::still_holds(const Fleet& reach, const TokenProof& proof) const
{
    if (!reach.only) return rows_.find(reach.owner).has_value();
    const auto device = rows_.find(*reach.only);
    const bool is_his = device && device->customer == reach.owner && !device->owner_left;
    return is_his && equals_in_constant_time(bytes_of(proof), bytes_of(device->token));
}

Result<std::string> RegistryWriter::sign_in(const SignedIn& who, Timestamp now)
{
    const Fleet reach{who.customer, who.device};
    if (!still_holds(reach, who.proof)) {
        return make_error(Errc::unauthorized, "he has another token, or is no customer any more");
    }
    const std::string bytes = random_bytes(kShownBytes);
    std::string shown = to_hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
    sign_ins_.erase_ended(now);
    sign_ins_.insert(sign_in_hash(key_, shown), reach, now + kSignInLife);
    sign_ins_.trim(reach, kMostSignIns);
    return {boost::system::in_place_value, std::move(shown)};
}

Result<void> RegistryWriter::sign_out(const std::string& shown)
{
    sign_ins_.erase(sign_in_hash(key_, shown));
    return {};
}

}  // namespace mysigfox::storage
