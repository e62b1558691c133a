#include "storage/recent_messages.hpp"

#include "mysigfox/base/secret.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace mysigfox::storage {
namespace {

constexpr std::size_t kGenerations = 8;
constexpr std::size_t kFirstSlots = 1'024;
constexpr std::size_t kKeySize = 16;

const unsigned char* bytes_of(const void* data)
{
    return static_cast<const unsigned char*>(data);
}

/// What SipHash sees before the data: fixed in size, so no two messages read the same.
struct Head {
    std::int64_t time;
    std::uint32_t device;
    std::int32_t sequence;  ///< -1: none
};
static_assert(sizeof(Head) == 16, "padding would be hashed");

}  // namespace

void Fingerprinter::Free::operator()(evp_mac_ctx_st* context) const noexcept
{
    EVP_MAC_CTX_free(context);
}

Fingerprinter::Fingerprinter() : key_(random_bytes(kKeySize))
{
    EVP_MAC* mac = EVP_MAC_fetch(nullptr, "SIPHASH", nullptr);
    context_.reset(mac ? EVP_MAC_CTX_new(mac) : nullptr);
    EVP_MAC_free(mac);
    std::size_t size = sizeof(std::uint64_t);
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_size_t(OSSL_MAC_PARAM_SIZE, &size),
                                     OSSL_PARAM_construct_end()};
    if (!context_ || EVP_MAC_CTX_set_params(context_.get(), parameters) != 1) {
        throw std::runtime_error("OpenSSL has no SipHash");
    }
}

std::uint64_t Fingerprinter::operator()(const Uplink& uplink)
{
    const Head head{uplink.time.time_since_epoch().count(), uplink.device.value(),
                    uplink.sequence ? std::int32_t{*uplink.sequence} : -1};
    std::uint64_t fingerprint = 0;
    std::size_t size = 0;
    EVP_MAC_CTX* mac = context_.get();
    const bool is_done =
        EVP_MAC_init(mac, bytes_of(key_.data()), key_.size(), nullptr) == 1 &&
        EVP_MAC_update(mac, bytes_of(&head), sizeof head) == 1 &&
        EVP_MAC_update(mac, bytes_of(uplink.data.data()), uplink.data.size()) == 1 &&
        EVP_MAC_final(mac, reinterpret_cast<unsigned char*>(&fingerprint), &size,
                      sizeof fingerprint) == 1;
    if (!is_done || size != sizeof fingerprint) throw std::runtime_error("SipHash failed");
    return fingerprint == 0 ? 1 : fingerprint;
}

RecentMessages::RecentMessages(std::size_t memory)
    : share_(memory / kGenerations / sizeof(std::uint64_t))
{
    generations_.emplace_front(kFirstSlots, share_);
}

bool RecentMessages::contains(std::uint64_t fingerprint) const noexcept
{
    const auto has = [fingerprint](const auto& table) { return table.contains(fingerprint); };
    return std::ranges::any_of(generations_, has) || std::ranges::any_of(history_, has);
}

bool RecentMessages::remember(std::uint64_t fingerprint)
{
    if (contains(fingerprint)) return false;
    if (generations_.front().insert(fingerprint)) return true;
    start_generation();
    return generations_.front().insert(fingerprint);
}

void RecentMessages::start_generation()
{
    if (generations_.size() + history_.size() >= kGenerations) {
        takes_history_ = false;
        (history_.empty() ? generations_ : history_).pop_back();
    }
    // The last one was filled to the end, so this one will be: growing would only take time, and
    // more memory than allowed while it lasts.
    generations_.emplace_front(share_, share_);
}

bool RecentMessages::remember_older(std::uint64_t fingerprint)
{
    if (!takes_history_) return false;
    if (contains(fingerprint)) return true;
    if (!history_.empty() && history_.back().insert(fingerprint)) return true;
    // One generation stays free, so that what comes now need not push history out at once.
    takes_history_ = generations_.size() + history_.size() + 1 < kGenerations;
    if (!takes_history_) return false;
    history_.emplace_back(kFirstSlots, share_);
    return history_.back().insert(fingerprint);
}

void RecentMessages::forget(std::uint64_t fingerprint) noexcept
{
    const auto erased = [fingerprint](auto& table) { return table.erase(fingerprint); };
    static_cast<void>(std::ranges::any_of(generations_, erased) ||
                      std::ranges::any_of(history_, erased));
}

std::size_t RecentMessages::size() const noexcept
{
    std::size_t sum = 0;
    for (const auto& table : generations_) sum += table.size();
    for (const auto& table : history_) sum += table.size();
    return sum;
}

}  // namespace mysigfox::storage
