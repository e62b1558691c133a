// Each invariant is a name and the rows that break it.
#include "storage/invariants.hpp"

#include "storage/sealed_headers.hpp"
#include "storage/webhook_secrets.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mysigfox::storage {
namespace {

struct Invariant {
    std::string_view store;
    std::string_view name;
    std::string_view broken_by;  ///< one column: which row
};

constexpr std::string_view kWhole = "SQLite finds every page and index in order";
constexpr std::string_view kOpens = "secrets and headers of webhooks can be opened with the key";

// Of chains, only what is there is judged: retention may have taken the rest, and places in the
// attempt log that became free altogether may be used again later.
constexpr std::array kInvariants{
    Invariant{"messages.db", "a delivery carries a message",
              "SELECT d.id FROM delivery d LEFT JOIN message m ON m.id = d.message"
              " WHERE m.id IS NULL"},
    Invariant{"messages.db", "a message has a delivery",
              "SELECT id FROM message EXCEPT SELECT message FROM delivery"},
    Invariant{"messages.db", "a message has one delivery only",
              "SELECT message FROM delivery GROUP BY message HAVING count(*) > 1"},
    Invariant{"messages.db", "a delivery is of the device that its message is of",
              "SELECT d.id FROM delivery d JOIN message m ON m.id = d.message"
              " WHERE m.device <> d.device"},
    Invariant{"messages.db", "the state of a delivery is one that there is",
              "SELECT id FROM delivery WHERE state NOT BETWEEN 0 AND 4"},
    Invariant{"messages.db", "what is pending was meant for somebody",
              "SELECT id FROM delivery WHERE state = 0 AND owner = 0"},
    Invariant{"messages.db", "the delivery before it is an earlier one of the same device",
              "SELECT d.id FROM delivery d LEFT JOIN delivery p ON p.id = d.previous"
              " WHERE d.previous >= d.id OR p.device <> d.device"},
    Invariant{"messages.db", "the newest delivery of a device is that device's",
              "SELECT n.device FROM newest n JOIN delivery d ON d.id = n.delivery"
              " WHERE d.device <> n.device"},
    Invariant{"messages.db", "what is unclaimed is listed for its registration",
              "SELECT d.id FROM delivery d LEFT JOIN unclaimed u"
              " ON u.device = d.device AND u.delivery = d.id"
              " WHERE d.state = 1 AND u.delivery IS NULL"},
    Invariant{"messages.db", "what is listed for a registration is unclaimed",
              "SELECT u.delivery FROM unclaimed u LEFT JOIN delivery d"
              " ON d.id = u.delivery AND d.device = u.device WHERE d.state IS NOT 1"},
    Invariant{"messages.db", "the last attempt of a delivery is its own",
              "SELECT d.id FROM delivery d JOIN attempt a ON a.id = d.last_attempt"
              " WHERE a.delivery <> d.id AND a.begun <= d.at"},
    Invariant{"messages.db", "the attempt before it is an earlier one of the same delivery",
              "SELECT a.id FROM attempt a LEFT JOIN attempt p ON p.id = a.previous"
              " WHERE a.previous = a.id OR (p.delivery = a.delivery AND p.id > a.id)"
              " OR (p.delivery <> a.delivery AND p.begun <= a.begun)"},
    Invariant{"messages.db", "the condition of a lane is one that there is",
              "SELECT webhook FROM lane WHERE condition NOT BETWEEN 1 AND 4"},
    Invariant{"registry.db", "a device's customer is there",
              "SELECT id FROM device WHERE customer IS NOT NULL"
              " AND customer NOT IN (SELECT id FROM customer)"},
    Invariant{"registry.db", "a device's webhook is its customer's",
              "SELECT d.id FROM device d LEFT JOIN webhook w"
              " ON w.customer = d.customer AND w.id = d.webhook"
              " WHERE d.webhook IS NOT NULL AND w.id IS NULL"},
    Invariant{"registry.db", "a webhook is one that a device uses",
              "SELECT w.id FROM webhook w WHERE NOT EXISTS(SELECT 1 FROM device d"
              " WHERE d.customer = w.customer AND d.webhook = w.id)"},
    Invariant{"registry.db", "no two customers have the same webhook",
              "SELECT id FROM webhook GROUP BY id HAVING count(*) > 1"},
    Invariant{"registry.db", "an earlier URL is of a device that is there",
              "SELECT id FROM past_url WHERE device NOT IN (SELECT id FROM device)"},
    Invariant{"registry.db", "an API key is of a customer who is there",
              "SELECT id FROM api_key WHERE customer NOT IN (SELECT id FROM customer)"},
    Invariant{"registry.db", "an API key for one device is of that device's customer",
              "SELECT k.id FROM api_key k LEFT JOIN device d ON d.id = k.device"
              " WHERE k.device IS NOT NULL AND d.customer IS NOT k.customer"},
    Invariant{"registry.db", "who is signed in is a customer who is there",
              "SELECT id FROM sign_in WHERE customer NOT IN (SELECT id FROM customer)"},
    Invariant{"registry.db", "who is signed in for one device is that device's customer",
              "SELECT s.id FROM sign_in s LEFT JOIN device d ON d.id = s.device"
              " WHERE s.device IS NOT NULL AND d.customer IS NOT s.customer"},
    Invariant{"inbox.db", "a request is in an inbox that is there",
              "SELECT id FROM request WHERE inbox NOT IN (SELECT id FROM inbox)"},
    Invariant{"mail.db", "a letter is to somebody who is there",
              "SELECT id FROM letter WHERE reader NOT IN (SELECT id FROM reader)"},
    Invariant{"mail.db", "what a finished letter said is forgotten",
              "SELECT id FROM letter WHERE due IS NULL AND length(facts) > 0"},
};

/// Nothing if no row breaks it.
std::optional<BrokenInvariant> judged(Database& db, const Invariant& invariant)
{
    const Statement ask = db.prepare(fmt::format(
        "WITH broken(id) AS ({}) SELECT count(*), min(id) FROM broken", invariant.broken_by));
    Cursor row = ask.query();
    row.next();
    if (row.integer(0) == 0) return std::nullopt;
    return BrokenInvariant{std::string{invariant.store}, std::string{invariant.name},
                           static_cast<std::uint64_t>(row.integer(0)),
                           std::to_string(row.integer(1))};
}

std::optional<BrokenInvariant> damage(Database& db, std::string_view store)
{
    const Statement look = db.prepare("PRAGMA integrity_check(1)");
    Cursor row = look.query();
    if (row.next() && row.text(0) == "ok") return std::nullopt;
    return BrokenInvariant{std::string{store}, std::string{kWhole}, 1, std::string{row.text(0)}};
}

/// One that was never given stays NULL.
bool opens(const Cursor& row, WebhookId webhook, WebhookSecrets& secrets, SealedHeaders& headers)
{
    const auto found = secrets.read(row, 1, webhook);
    const bool has_previous = !row.is_null(2);
    const bool is_secret_well =
        row.is_null(1) || (found && (!has_previous || found->previous.has_value()));
    return is_secret_well && headers.read(row, 4, webhook).has_value();
}

std::optional<BrokenInvariant> locked(Database& db, const SecretKey& key)
{
    WebhookSecrets secrets{key};
    SealedHeaders headers{key};
    BrokenInvariant broken{"registry.db", std::string{kOpens}, 0, {}};
    const Statement all =
        db.prepare("SELECT id, secret, previous_secret, previous_until, headers FROM webhook");
    for (Cursor row = all.query(); row.next();) {
        const WebhookId webhook{row.integer(0)};
        if (opens(row, webhook, secrets, headers)) continue;
        if (broken.rows++ == 0) broken.example = public_id(webhook);
    }
    if (broken.rows == 0) return std::nullopt;
    return broken;
}

}  // namespace

std::vector<BrokenInvariant> broken_in(Database& db, std::string_view store, const SecretKey& key)
{
    std::vector<BrokenInvariant> all;
    if (auto broken = damage(db, store)) return {std::move(*broken)};  // the rest would only guess
    for (const Invariant& invariant : kInvariants) {
        if (invariant.store != store) continue;
        if (auto broken = judged(db, invariant)) all.push_back(std::move(*broken));
    }
    if (store != "registry.db") return all;
    if (auto broken = locked(db, key)) all.push_back(std::move(*broken));
    return all;
}

std::vector<std::string> invariants()
{
    std::vector<std::string> names{std::string{kWhole}, std::string{kOpens}};
    for (const Invariant& invariant : kInvariants) names.emplace_back(invariant.name);
    return names;
}

}  // namespace mysigfox::storage
