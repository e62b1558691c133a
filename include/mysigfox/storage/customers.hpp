// What customers do with their own devices, and what they may see of the registry.
#pragma once

#include "mysigfox/domain/api_key.hpp"
#include "mysigfox/storage/api_keys.hpp"
#include "mysigfox/storage/fleet.hpp"
#include "mysigfox/storage/registry.hpp"
#include "mysigfox/storage/sign_ins.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::storage {

/// What a change of URL did.
struct Pointed {
    std::vector<DeviceId> devices;  ///< whose messages go elsewhere now
    WebhookId webhook{};
    std::string previous_url;                 ///< of the first of them
    std::optional<SigningSecret> new_secret;  ///< as in Enrolled
};

/// What a change of e-mail did.
struct Readdressed {
    std::vector<DeviceId> devices;
    CustomerId customer = kNobody;  ///< whose they are now
    std::string previous_email;
    Language language = Language::cs;
    /// Only some of his devices went, or the other address had some: what waits of them is
    /// dropped, since it was the other customer's.
    bool has_moved = false;
};

/// What leaving did.
struct Left {
    std::vector<DeviceId> devices;
    std::vector<std::string> urls;  ///< where their messages went while they were his, each once
};

/// Changes by the customer himself, made as Registry makes its own. They fail with unknown_device
/// if the device is not (or no longer) his, as a sign-in of hours ago may believe.
class Customers {
public:
    virtual ~Customers() = default;

    /// Of the devices that were not so before.
    virtual Task<Result<std::vector<DeviceId>>> pause(Fleet fleet, bool is_paused,
                                                      Timestamp now) = 0;
    /// The format goes along with the device; own headers do not, they belong to their server.
    virtual Task<Result<Pointed>> point(Fleet fleet, std::string url, Timestamp now) = 0;
    virtual Task<Result<Readdressed>> readdress(Fleet fleet, EmailAddress to, Timestamp now) = 0;
    /// They are nobody's now; who holds the token may register anew. When the last one is gone,
    /// so are his address and all his URLs.
    virtual Task<Result<Left>> leave(Fleet fleet, Timestamp now) = 0;
    /// Of these names of built-in inboxes those that a webhook of anybody leads to: one walk
    /// through all webhooks, in steps that let other changes pass between them. A webhook that is
    /// made meanwhile may be overlooked.
    virtual Task<Result<std::set<std::string>>> inboxes_in_use(std::set<std::string> names) = 0;
    virtual Task<Result<Token>> renew_token(DeviceId device, CustomerId owner, Timestamp now) = 0;

    /// not_found if there is no such webhook.
    virtual Task<Result<void>> set_format(CustomerId owner, WebhookId webhook, PayloadFormat format,
                                          Timestamp now) = 0;
    virtual Task<Result<void>> set_headers(CustomerId owner, WebhookId webhook,
                                           std::vector<OwnHeader> headers, Timestamp now) = 0;

    /// conflict if he has as many as he may; unauthorized if the token is another one by now.
    virtual Task<Result<ApiKey>> make_api_key(ApiKeyOrder order, Timestamp now) = 0;
    /// Within what the fleet says; not_found if there is no such key.
    virtual Task<Result<void>> revoke_api_key(Fleet fleet, ApiKeyId key) = 0;
    /// The day counts, so once a day is enough.
    virtual Task<Result<void>> api_key_was_used(ApiKeyId key, Timestamp now) = 0;

    /// What he shows from now on, 64 hexadecimal digits: only a keyed hash of it is stored. It ends
    /// after kSignInLife, with the token or the owner of the device, with the customer, and, if
    /// it is of all his devices, with his e-mail address. unauthorized if it has ended by now.
    virtual Task<Result<std::string>> sign_in(SignedIn who, Timestamp now) = 0;
    /// Also if there is none.
    virtual Task<Result<void>> sign_out(std::string shown) = 0;
};

struct CustomerRecord {
    CustomerId id = kNobody;
    EmailAddress email;
    Language language = Language::cs;
};

/// A webhook as its owner sees it: the values of his headers stay hidden.
struct WebhookRecord {
    std::string url;
    PayloadFormat format = PayloadFormat::classic;
    std::vector<std::string> header_names;
    std::size_t devices = 0;
    Timestamp previous_secret_until;
};

/// On a connection of its own, for one thread; throws std::runtime_error if it cannot read.
class CustomerReader {
public:
    virtual ~CustomerReader() = default;

    struct Holder {
        CustomerId owner = kNobody;
        TokenProof proof{};
    };
    /// Nothing if there is no such device, or that is not its token: whichever it is takes the
    /// same time.
    virtual std::optional<Holder> holder(DeviceId device, const Token& token) = 0;
    virtual bool still_proves(DeviceId device, const TokenProof& proof) = 0;
    /// Whose it is; nobody also if he left.
    virtual CustomerId owner(DeviceId device) = 0;

    virtual std::optional<CustomerRecord> customer(const EmailAddress& email) = 0;
    virtual std::optional<CustomerRecord> customer(CustomerId id) = 0;
    /// By ids, beginning after `after`; at most `limit`.
    virtual std::vector<DeviceRecord> devices(CustomerId owner, std::optional<DeviceId> after,
                                              std::size_t limit) = 0;
    /// Those of them that have these digits somewhere in their ID as it is printed, in upper case.
    virtual std::vector<DeviceRecord> devices_with(CustomerId owner, std::string_view digits,
                                                   std::optional<DeviceId> after,
                                                   std::size_t limit) = 0;
    virtual std::size_t count_devices(CustomerId owner) = 0;
    virtual std::optional<WebhookRecord> webhook(CustomerId owner, WebhookId webhook) = 0;

    /// Nothing unless it is in force: the owner exists, and the one device, if it is for one, is
    /// his still and has the token it had.
    virtual std::optional<ApiKeyRecord> api_key(const ApiKey& key) = 0;
    /// Nothing unless that sign-in has not ended.
    virtual std::optional<SignedIn> signed_in(std::string_view shown, Timestamp now) = 0;

    /// In the order they were made; of a fleet of one device, those for that device.
    virtual std::vector<ApiKeyRecord> api_keys(const Fleet& fleet) = 0;
};

}  // namespace mysigfox::storage
