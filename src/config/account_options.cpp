// The keys of a [[sigfox.account]].
#include "config/options.hpp"

namespace mysigfox::config {
namespace {

std::optional<Complaint> read_unknown_device(const Value& value, AccountDraft& draft)
{
    return read_word<sigfox::UnknownDevice>(value,
                                            {{"keep", sigfox::UnknownDevice::keep},
                                             {"drop", sigfox::UnknownDevice::drop},
                                             {"reject", sigfox::UnknownDevice::reject}},
                                            draft.account.unknown_device);
}

std::vector<Option<AccountDraft>> make_options()
{
    using A = AccountDraft;
    return {
        {"name", R"("main")", "What logs, lists and counters call it.", kApplied,
         [](const Value& value, A& a) { return read_name(value, a.account.name); }},
        {"secret_files", "[]",
         "One secret a file, relative to $CREDENTIALS_DIRECTORY or to this file; the first is "
         "shown to people, all are accepted (rotation).",
         kApplied, [](const Value& value, A& a) { return read(value, a.secret_files); }},
        {"secrets", "[]", "The same written here, when this file is readable by nobody else.",
         kApplied, [](const Value& value, A& a) { return read(value, a.account.secrets); }, true},
        {"allowed_sources", "[]",
         "Blocks of addresses (CIDR) callbacks may come from, such as \"185.110.96.0/22\"; empty: "
         "from anywhere.",
         kApplied, [](const Value& value, A& a) { return read(value, a.account.allowed_sources); }},
        {"unknown_device", R"("keep")",
         "keep: 204, stored for 7 days (bounded) and listed; drop: 204, counted; reject: 404.",
         kApplied, read_unknown_device},
    };
}

}  // namespace

const std::vector<Option<AccountDraft>>& account_options()
{
    static const std::vector<Option<AccountDraft>> table = make_options();
    return table;
}

}  // namespace mysigfox::config
