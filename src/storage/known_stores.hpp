// The four files of the state directory: their names, their tables, how far they have come.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace mysigfox::storage {

// The steps that open_writer() takes each file through.
std::span<const char* const> message_steps();
std::span<const char* const> registry_steps();
std::span<const char* const> inbox_steps();
std::span<const char* const> mail_steps();

struct KnownStore {
    std::string_view name;
    std::span<const char* const> (*steps)();
    std::array<std::string_view, 3> tables;  ///< worth counting; empty: none
};

/// In the order they are copied in: see copy_stores().
inline constexpr std::array<KnownStore, 4> kKnownStores{
    KnownStore{"messages.db", message_steps, {"message", "delivery", "attempt"}},
    KnownStore{"registry.db", registry_steps, {"device", "customer", "webhook"}},
    KnownStore{"inbox.db", inbox_steps, {"inbox", "request", {}}},
    KnownStore{"mail.db", mail_steps, {"letter", "reader", {}}}};

/// Null for a name that none has.
const KnownStore* known_store(std::string_view name) noexcept;

}  // namespace mysigfox::storage
