#include "storage/known_stores.hpp"

#include "storage/message_schema.hpp"
#include "storage/registry_schema.hpp"

#include <algorithm>

namespace mysigfox::storage {

std::span<const char* const> message_steps()
{
    return kMessageSchema;
}

std::span<const char* const> registry_steps()
{
    return kRegistrySchema;
}

const KnownStore* known_store(std::string_view name) noexcept
{
    const auto* const known = std::ranges::find(kKnownStores, name, &KnownStore::name);
    return known == kKnownStores.end() ? nullptr : known;
}

}  // namespace mysigfox::storage
