// Look-ups for people who sign in. Every cursor ends with its function.
#include "storage/customer_reader.hpp"

#include "storage/api_key_rows.hpp"
#include "storage/registry_reader.hpp"
#include "storage/token_hash.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace mysigfox::storage {
namespace {

TokenProof read_proof(const Cursor& row, int column)
{
    TokenProof proof{};
    const auto hash = row.blob(column);
    std::copy_n(hash.begin(), std::min(hash.size(), proof.size()), proof.begin());
    return proof;
}

std::optional<CustomerRecord> read_customer_record(const Cursor& row)
{
    auto email = EmailAddress::parse(row.text(1));
    if (!email) return std::nullopt;
    return CustomerRecord{CustomerId{row.integer(0)}, std::move(*email),
                          parse_language(row.text(2)).value_or(Language::cs)};
}

}  // namespace

SqliteCustomerReader::SqliteCustomerReader(const std::filesystem::path& file, const SecretKey& key)
    : key_(key),
      db_(file, Database::Mode::read_only),
      holder_(db_.prepare("SELECT token_hash, customer, owner_left FROM device WHERE id = ?")),
      by_email_(db_.prepare("SELECT id, email, language FROM customer WHERE email_key = ?")),
      by_id_(db_.prepare("SELECT id, email, language FROM customer WHERE id = ?")),
      devices_(db_.prepare(fmt::format("{} WHERE d.customer = ? AND d.id > ? ORDER BY d.id LIMIT ?",
                                       kDeviceRecord))),
      devices_with_(db_.prepare(
          fmt::format("{} WHERE d.customer = ?1 AND d.id > ?2 AND instr(printf('%04X', d.id), ?3)"
                      " ORDER BY d.id LIMIT ?4",
                      kDeviceRecord))),
      count_(db_.prepare("SELECT count(*) FROM device WHERE customer = ?")),
      webhook_(db_.prepare("SELECT url, format, headers, previous_until,"
                           " (SELECT count(*) FROM device d WHERE d.customer = w.customer"
                           " AND d.webhook = w.id) FROM webhook w WHERE customer = ? AND id = ?")),
      api_key_(db_.prepare(fmt::format("{} WHERE hash = ?", kApiKeyRecord))),
      api_keys_(db_.prepare(fmt::format(
          "{} WHERE customer = ?1 AND (?2 IS NULL OR device = ?2) ORDER BY id", kApiKeyRecord))),
      sign_in_(db_.prepare("SELECT s.customer, s.device, d.token_hash FROM sign_in s"
                           " LEFT JOIN device d ON d.id = s.device WHERE hash = ? AND ends > ?")),
      headers_(key)
{
}

std::optional<CustomerReader::Holder> SqliteCustomerReader::holder(DeviceId device,
                                                                   const Token& token)
{
    const TokenProof given = token_hash(key_, device, token);
    Cursor row = holder_.query(device.value());
    const bool is_known = row.next();
    // Compared whatever is known: the time taken shall not tell.
    const TokenProof stored = is_known ? read_proof(row, 0) : TokenProof{};
    const bool is_its = equals_in_constant_time(bytes_of(given), bytes_of(stored));
    if (!is_known || !is_its) return std::nullopt;
    const bool has_left = row.integer(2) != 0;
    return Holder{has_left ? kNobody : CustomerId{row.integer(1)}, stored};
}

bool SqliteCustomerReader::still_proves(DeviceId device, const TokenProof& proof)
{
    Cursor row = holder_.query(device.value());
    if (!row.next()) return false;
    const TokenProof stored = read_proof(row, 0);
    return equals_in_constant_time(bytes_of(proof), bytes_of(stored));
}

CustomerId SqliteCustomerReader::owner(DeviceId device)
{
    Cursor row = holder_.query(device.value());
    if (!row.next() || row.integer(2) != 0) return kNobody;
    return CustomerId{row.integer(1)};
}

std::optional<CustomerRecord> SqliteCustomerReader::customer(const EmailAddress& email)
{
    const std::string key = email.key();
    Cursor row = by_email_.query(key);
    if (!row.next()) return std::nullopt;
    return read_customer_record(row);
}

std::optional<CustomerRecord> SqliteCustomerReader::customer(CustomerId id)
{
    Cursor row = by_id_.query(id);
    if (!row.next()) return std::nullopt;
    return read_customer_record(row);
}

std::vector<DeviceRecord> SqliteCustomerReader::devices(CustomerId owner,
                                                        std::optional<DeviceId> after,
                                                        std::size_t limit)
{
    const std::int64_t first = after ? std::int64_t{after->value()} : -1;
    std::vector<DeviceRecord> records;
    for (Cursor row = devices_.query(owner, first, limit); row.next();) {
        records.push_back(read_device_record(row));
    }
    return records;
}

std::vector<DeviceRecord> SqliteCustomerReader::devices_with(CustomerId owner,
                                                             std::string_view digits,
                                                             std::optional<DeviceId> after,
                                                             std::size_t limit)
{
    const std::int64_t first = after ? std::int64_t{after->value()} : -1;
    std::vector<DeviceRecord> records;
    for (Cursor row = devices_with_.query(owner, first, digits, limit); row.next();) {
        records.push_back(read_device_record(row));
    }
    return records;
}

std::size_t SqliteCustomerReader::count_devices(CustomerId owner)
{
    Cursor row = count_.query(owner);
    row.next();
    return static_cast<std::size_t>(row.integer(0));
}

std::optional<WebhookRecord> SqliteCustomerReader::webhook(CustomerId owner, WebhookId webhook)
{
    Cursor row = webhook_.query(owner, webhook);
    if (!row.next()) return std::nullopt;
    WebhookRecord found{.url = std::string{row.text(0)},
                        .format = static_cast<PayloadFormat>(row.integer(1)),
                        .header_names = {},
                        .devices = static_cast<std::size_t>(row.integer(4)),
                        .previous_secret_until = from_milliseconds(row.integer(3))};
    const auto headers = headers_.read(row, 2, webhook);
    if (!headers) return found;
    for (const OwnHeader& header : *headers) found.header_names.push_back(header.name());
    return found;
}

std::optional<ApiKeyRecord> SqliteCustomerReader::api_key(const ApiKey& key)
{
    // What is not in force is not there: whoever changes a device takes its keys away.
    const Digest hash = api_key_hash(key_, key);
    Cursor row = api_key_.query(std::span<const std::uint8_t>{hash});
    if (!row.next()) return std::nullopt;
    return read_api_key(row);
}

std::optional<SignedIn> SqliteCustomerReader::signed_in(std::string_view shown, Timestamp now)
{
    // What has ended is not there: whoever changes a device or a customer takes it away.
    const Digest hash = sign_in_hash(key_, shown);
    Cursor row = sign_in_.query(std::span<const std::uint8_t>{hash}, to_milliseconds(now));
    if (!row.next()) return std::nullopt;
    SignedIn found;
    found.customer = CustomerId{row.integer(0)};
    if (const auto device = row.optional_integer(1)) {
        found.device = DeviceId::from_value(static_cast<std::uint32_t>(*device));
        found.proof = read_proof(row, 2);
    }
    return found;
}

std::vector<ApiKeyRecord> SqliteCustomerReader::api_keys(const Fleet& fleet)
{
    std::vector<ApiKeyRecord> records;
    const auto device = device_number(fleet.only);
    for (Cursor row = api_keys_.query(fleet.owner, device); row.next();) {
        records.push_back(read_api_key(row));
    }
    return records;
}

}  // namespace mysigfox::storage
