// Every change to registry.db, as the commit thread makes it: who may do what to whose device.
#pragma once

#include "mysigfox/storage/registry.hpp"
#include "storage/api_key_rows.hpp"
#include "storage/commit_thread.hpp"
#include "storage/fleet_rows.hpp"
#include "storage/registry_rows.hpp"
#include "storage/sealed_headers.hpp"
#include "storage/shared_read.hpp"
#include "storage/sign_in_rows.hpp"
#include "storage/webhook_secrets.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace mysigfox::storage {

Error not_in_registry(DeviceId device);

/// The rules behind Registry. Each change decides first and writes afterwards, so that a refusal
/// has changed nothing. Confined to the commit thread, once that runs.
class RegistryWriter final : public Writer {
public:
    RegistryWriter(const std::filesystem::path& file, const SecretKey& key);

    Result<Enrolled> enroll(const Enrollment& enrollment, Timestamp now);
    std::vector<ImportedRow> import(const std::vector<ImportRow>& rows, Timestamp now);
    Result<Token> add(const ImportRow& row, Timestamp now);
    Result<ImportedRow> set(const ImportRow& row, Timestamp now);
    Result<Token> renew_token(DeviceId device, Timestamp now);
    Result<void> set_paused(DeviceId device, bool paused, Timestamp now);
    Result<std::vector<DeviceId>> resume(const std::vector<DeviceId>& devices, Timestamp now);
    Result<Token> transfer(DeviceId device, const EmailAddress& to, Timestamp now);
    Result<void> unregister(DeviceId device, Timestamp now);
    Result<void> remove(DeviceId device);
    Result<SigningSecret> rotate_secret(const WebhookKey& webhook, Timestamp now);

    // registry_fleet.cpp
    Result<std::vector<DeviceId>> pause(const Fleet& fleet, bool is_paused, Timestamp now);
    Result<Pointed> point(const Fleet& fleet, const std::string& url, Timestamp now);
    Result<Readdressed> readdress(const Fleet& fleet, const EmailAddress& to, Timestamp now);
    Result<Left> leave(const Fleet& fleet, Timestamp now);
    Result<FleetRows::WalkStep> look_for_inboxes(const std::set<std::string>& names,
                                                 const WebhookKey& after) const
    {
        return fleet_.look_for_inboxes(names, after);
    }
    Result<std::vector<DeviceId>> release(CustomerId owner, Timestamp now);
    Result<std::vector<DeviceId>> forget(CustomerId owner, Timestamp now);
    Result<Token> renew_token(DeviceId device, CustomerId owner, Timestamp now);
    Result<void> set_format(const WebhookKey& webhook, PayloadFormat format, Timestamp now);
    Result<void> set_headers(const WebhookKey& webhook, const std::vector<OwnHeader>& headers,
                             Timestamp now);

    // registry_api_keys.cpp
    Result<ApiKey> make_api_key(const ApiKeyOrder& order, Timestamp now);
    Result<void> revoke_api_key(const Fleet& fleet, ApiKeyId key);
    Result<void> api_key_was_used(ApiKeyId key, Timestamp now);

    // registry_sign_ins.cpp
    Result<std::string> sign_in(const SignedIn& who, Timestamp now);
    Result<void> sign_out(const std::string& shown);

    Database& database() override { return db_; }
    void batch_was_committed() noexcept override { commits_.add(); }
    /// Loops that still read the log look anew, so that it can start over.
    void log_was_checkpointed() noexcept override { commits_.add(); }
    /// Any thread may look at it.
    const CommitCount& commits() const noexcept { return commits_; }

private:
    struct FoundWebhook {
        WebhookId id;
        std::optional<SigningSecret> new_secret;  ///< if it was made
    };

    TokenHash hash(DeviceId device, const Token& token) const;
    Enrolled what_changes(const DeviceRow& before, const DeviceRow& after) const;
    ImportedRow upsert(const ImportRow& row, Timestamp now);
    DeviceRow changed_by(const ImportRow& row, const DeviceRow& before,
                         const std::optional<CustomerRow>& customer, Timestamp now);
    /// The customer with this e-mail: made, or told the language, if need be.
    CustomerId settle(const std::optional<CustomerRow>& known, const EmailAddress& email,
                      std::optional<Language> language, Timestamp now);
    void tell(const CustomerRow& customer, std::optional<Language> language, Timestamp now);
    /// The customer's webhook with this URL, made if need be.
    FoundWebhook webhook_of(CustomerId customer, const std::string& url, Timestamp now);
    /// Of a fleet of one device: it is his, and has that token. Otherwise: he is a customer.
    bool still_holds(const Fleet& reach, const TokenProof& proof) const;
    std::vector<DeviceRow> rows_of(const Fleet& fleet) const;
    void move(const std::vector<DeviceRow>& rows, CustomerId to, Timestamp now);
    void give_missing_secrets();
    void store(const DeviceRow& before, const DeviceRow& after, Timestamp now);

    const SecretKey key_;
    Database db_;
    const RegistryRows rows_;
    const FleetRows fleet_;
    const ApiKeyRows keys_;
    const SignInRows sign_ins_;
    WebhookSecrets secrets_;
    SealedHeaders headers_;
    CommitCount commits_;
};

}  // namespace mysigfox::storage
