// SQL of sign-ins.
#include "storage/sign_in_rows.hpp"

#include "storage/api_key_rows.hpp"

#include <span>

namespace mysigfox::storage {

SignInRows::SignInRows(Database& db)
    : insert_(db.prepare("INSERT INTO sign_in(hash, customer, device, ends) VALUES(?, ?, ?, ?)")),
      erase_(db.prepare("DELETE FROM sign_in WHERE hash = ?")),
      erase_of_device_(db.prepare("DELETE FROM sign_in WHERE device = ?")),
      erase_of_customer_(db.prepare("DELETE FROM sign_in WHERE customer = ? AND device IS NULL")),
      erase_ended_(db.prepare("DELETE FROM sign_in WHERE ends <= ?")),
      trim_(db.prepare("DELETE FROM sign_in WHERE id IN (SELECT id FROM sign_in"
                       " WHERE customer = ?1 AND device IS ?2"
                       " ORDER BY ends DESC, id DESC LIMIT -1 OFFSET ?3)"))
{
}

void SignInRows::insert(const Digest& hash, const Fleet& reach, Timestamp ends) const
{
    insert_.run(std::span<const std::uint8_t>{hash}, reach.owner, device_number(reach.only),
                to_milliseconds(ends));
}

void SignInRows::erase(const Digest& hash) const
{
    erase_.run(std::span<const std::uint8_t>{hash});
}

void SignInRows::erase_of(DeviceId device) const
{
    erase_of_device_.run(device.value());
}

void SignInRows::erase_of(CustomerId customer) const
{
    erase_of_customer_.run(customer);
}

void SignInRows::erase_ended(Timestamp now) const
{
    erase_ended_.run(to_milliseconds(now));
}

void SignInRows::trim(const Fleet& reach, std::size_t most) const
{
    trim_.run(reach.owner, device_number(reach.only), most);
}

}  // namespace mysigfox::storage
