// registry.db: devices, customers, webhooks, and who belongs to whom.
#pragma once

#include "mysigfox/base/clock.hpp"
#include "mysigfox/base/error.hpp"
#include "mysigfox/base/secret.hpp"
#include "mysigfox/base/task.hpp"
#include "mysigfox/domain/email_address.hpp"
#include "mysigfox/domain/ids.hpp"
#include "mysigfox/domain/language.hpp"
#include "mysigfox/domain/own_header.hpp"
#include "mysigfox/domain/payload_format.hpp"
#include "mysigfox/domain/signing_secret.hpp"
#include "mysigfox/domain/token.hpp"
#include "mysigfox/storage/commit_meter.hpp"
#include "mysigfox/storage/failure.hpp"
#include "mysigfox/storage/lender.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mysigfox::storage {

/// Whose a device is at this moment: what intake and delivery ask for every message.
struct Ownership {
    CustomerId owner = kNobody;
    WebhookId webhook = kNoWebhook;
    bool owner_left = false;  ///< unregistered, transferred or forgotten: count and drop
    bool is_paused = false;   ///< messages wait
};

/// What a customer chose for one webhook.
struct WebhookSettings {
    PayloadFormat format = PayloadFormat::classic;
    std::vector<OwnHeader> headers;  ///< none if they cannot be read, as the secrets below
};

/// Where a device's messages go at this moment.
struct Target {
    Ownership ownership;
    std::string url;  ///< as stored: WebhookUrl::parse() judges it again at every attempt
    /// What to sign with. None if they cannot be read, as after a loss of the key file.
    std::optional<SigningSecrets> secrets;
    WebhookSettings settings;
};

/// Everything about a device that may be shown. No token: only its hash exists.
struct DeviceRecord {
    DeviceId id = DeviceId::from_value(0);
    std::string email;        ///< on file; empty: none yet
    std::string webhook_url;  ///< empty: none yet
    WebhookId webhook = kNoWebhook;
    Language language = Language::cs;
    bool is_paused = false;
    bool owner_left = false;
    Timestamp created;
    Timestamp changed;
};

/// The form, sent.
struct Enrollment {
    DeviceId device = DeviceId::from_value(0);
    Token token;
    EmailAddress email;
    std::string webhook_url;  ///< of a WebhookUrl
    Language language;
    bool may_replace_email;  ///< registration.email = "any"
};

/// What sending the form changed.
struct Enrolled {
    CustomerId customer = kNobody;
    WebhookId webhook = kNoWebhook;
    bool is_first = false;  ///< the device had no webhook before
    bool url_changed = false;
    bool email_changed = false;
    std::string previous_url;    ///< if url_changed
    std::string previous_email;  ///< if email_changed: to be told
    /// Of a webhook that this made, and of no other: whoever has a device of his own can send the
    /// form with another customer's e-mail and URL, and must not learn what signs for them.
    std::optional<SigningSecret> new_secret;
};

/// One row of `device import`, its values already judged.
struct ImportRow {
    DeviceId device = DeviceId::from_value(0);
    std::optional<Token> token;  ///< none: a new one for a new device, its own otherwise
    std::optional<EmailAddress> email;
    std::string webhook_url;           ///< of a WebhookUrl; empty: none given, what is there stays
    std::optional<Language> language;  ///< of the customer: without one it says nothing
    bool pauses = false;               ///< its messages wait from now on; otherwise as before
};

enum class ImportVerdict : std::uint8_t { created, updated, unchanged, rejected };

struct ImportedRow {
    ImportVerdict verdict;
    std::optional<Token> new_token;  ///< made here: shown now or never
    std::string reason;              ///< if rejected
    bool needs_claim = false;        ///< it got a webhook: messages may be waiting
};

/// Changes, made by the one thread that writes registry.db; each completes once on disk.
/// Callable from any loop. Fails with storage_unavailable, or as said.
class Registry {
public:
    virtual ~Registry() = default;

    /// unauthorized if device, token and e-mail do not belong together; it does not say which.
    virtual Task<Result<Enrolled>> enroll(Enrollment enrollment, Timestamp now) = 0;

    /// All rows in one transaction; one result a row, in order.
    virtual Task<Result<std::vector<ImportedRow>>> import(std::vector<ImportRow> rows,
                                                          Timestamp now) = 0;

    /// conflict if it exists, invalid_value for what import would reject. The token returned is
    /// shown now or never.
    virtual Task<Result<Token>> add(ImportRow row, Timestamp now) = 0;
    /// These fail with unknown_device.
    virtual Task<Result<Token>> renew_token(DeviceId device, Timestamp now) = 0;
    virtual Task<Result<void>> set_paused(DeviceId device, bool paused, Timestamp now) = 0;
    /// E-mail (only if it has none or the same), URL, language of a device, as in import.
    virtual Task<Result<ImportedRow>> set(ImportRow row, Timestamp now) = 0;
    /// To the customer with this e-mail, who must register it anew; its token is renewed, since
    /// the old owner knows it.
    virtual Task<Result<Token>> transfer(DeviceId device, EmailAddress to, Timestamp now) = 0;
    /// Takes it from its customer; whoever holds its token may register it anew.
    virtual Task<Result<void>> unregister(DeviceId device, Timestamp now) = 0;
    virtual Task<Result<void>> remove(DeviceId device) = 0;

    /// All in one transaction; returns those of them that were paused.
    virtual Task<Result<std::vector<DeviceId>>> resume(std::vector<DeviceId> devices,
                                                       Timestamp now) = 0;

    /// A new signing secret for one customer's webhook. The one that it had signs beside it for
    /// 24 hours more, so that the customer can change his server in between; one that was being
    /// replaced already ends now. not_found if there is no such webhook.
    virtual Task<Result<SigningSecret>> rotate_secret(CustomerId owner, WebhookId webhook,
                                                      Timestamp now) = 0;
};

/// What the registry holds, read on a connection of its own by one thread. A look-up sees
/// everything committed before it; it throws std::runtime_error if the file cannot be read.
class RegistryReader {
public:
    virtual ~RegistryReader() = default;

    /// Nothing for a device that is not in the registry.
    virtual std::optional<Ownership> ownership(DeviceId device) = 0;
    virtual std::optional<Target> target(DeviceId device) = 0;
    virtual std::optional<DeviceRecord> device(DeviceId device) = 0;
    /// For the page of the customer himself: nothing if there is no such webhook, or its secrets
    /// cannot be read.
    virtual std::optional<SigningSecrets> secrets(CustomerId owner, WebhookId webhook) = 0;
    /// In the order of ids, beginning after `after`; at most `limit`.
    virtual std::vector<DeviceRecord> devices(std::optional<DeviceId> after, std::size_t limit) = 0;

    struct UrlChange {
        Timestamp at;
        std::string url;             ///< empty: taken away, by unregister or transfer
        CustomerId owner = kNobody;  ///< whose device it was then: show him no other's
    };
    /// Newest first; at most the last 100.
    virtual std::vector<UrlChange> url_history(DeviceId device) = 0;
    virtual std::uint64_t count_devices() = 0;

    /// Lets go of the file until the next look-up; ten times a second is often enough.
    virtual void rest() {}
};

class Customers;
class CustomerReader;
class CustomerDirectory;

struct RegistryOptions {
    std::filesystem::path file;
    std::size_t max_waiting = 1'024;  ///< changes queued for a commit
    OnFailure on_failure;
    std::shared_ptr<const CommitMeter> meter;  ///< null: nobody looks
};

/// Owns registry.db, its only writing connection and the thread that uses it.
class RegistryStore : public Lender {
public:
    virtual Registry& registry() = 0;
    virtual std::unique_ptr<RegistryReader> make_reader() = 0;
    /// For a loop: a look-up costs a third of what it does otherwise, and rest() is to be called.
    virtual std::unique_ptr<RegistryReader> make_loop_reader() = 0;
    /// What customers change and see of their own devices.
    virtual Customers& customers() = 0;
    virtual std::unique_ptr<CustomerReader> make_customer_reader() = 0;

    /// For the operator.
    virtual std::unique_ptr<CustomerDirectory> make_customer_directory() = 0;
    /// His devices are nobody's from now on, and are returned; he and his past URLs stay until
    /// forget(), so that who breaks off between the two finds him again. not_found likewise.
    virtual Task<Result<std::vector<DeviceId>>> release(CustomerId owner, Timestamp now) = 0;
    /// He, his webhooks and every URL that was his go; devices that were his are returned.
    /// not_found if there is no such customer.
    virtual Task<Result<std::vector<DeviceId>>> forget(CustomerId owner, Timestamp now) = 0;
};

/// Opens and migrates the file; throws std::runtime_error naming it if it cannot. The key makes
/// the token hashes and seals the signing secrets.
std::unique_ptr<RegistryStore> open_registry(const RegistryOptions& options, const SecretKey& key);

}  // namespace mysigfox::storage
