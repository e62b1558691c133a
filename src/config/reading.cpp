// Defaults, file, environment and flags, one over the other.
#include "config/reading.hpp"

#include "config/toml_text.hpp"
#include "mysigfox/config/nearest.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

namespace mysigfox::config {
namespace {

constexpr const char* kUsualFile = "/etc/mysigfox/mysigfox.toml";
constexpr std::string_view kAccountPrefix = "sigfox.account";

const char* from_environment(const Source& source, const std::string& name)
{
    return source.environment ? source.environment(name.c_str()) : nullptr;
}

/// Nothing if no file was asked for and the usual one is not there.
std::optional<std::filesystem::path> file_of(const Source& source)
{
    if (source.file) return source.file;
    if (const char* file = from_environment(source, "MYSIGFOX_CONFIG")) return file;
    std::error_code ignored;
    if (std::filesystem::exists(kUsualFile, ignored)) return kUsualFile;
    return std::nullopt;
}

TomlText read_toml(const std::filesystem::path& file)
{
    std::ifstream stream{file};
    std::error_code ignored;
    if (stream && !std::filesystem::is_directory(file, ignored)) {
        std::ostringstream text;
        text << stream.rdbuf();
        return parse_toml(text.str(), file.string());
    }
    TomlText nothing;
    nothing.is_readable = false;
    nothing.problems.push_back(file.string() + ": found nothing to read, expected a file");
    return nothing;
}

/// "found …, expected …", without the value where it is a secret.
std::string describe(const Complaint& complaint, bool is_secret)
{
    const std::string found = is_secret ? "something else" : to_toml(*complaint.found);
    return "found " + found + ", expected " + complaint.expected;
}

std::string unknown_key(const std::string& key, const std::string& where,
                        const std::vector<std::string>& known)
{
    const auto meant = nearest(key, known);
    return where + ": " + key + ": unknown key" +
           (meant ? ", did you mean " + *meant + "?" : "; `mysigfox config defaults` lists all");
}

template <typename Target>
std::vector<std::string> keys_of(const std::vector<Option<Target>>& table)
{
    std::vector<std::string> keys;
    keys.reserve(table.size());
    for (const auto& option : table) keys.push_back(option.key);
    return keys;
}

template <typename Target>
Value default_of(const Option<Target>& option)
{
    return parse_value(option.fallback, "default", Value{});
}

/// The values of one layer by key.
using Layer = std::map<std::string, Value>;

class LayerReader {
public:
    explicit LayerReader(const Source& source) : source_(source) {}

    Reading read(const ConfigurationFile& from)
    {
        out_.folder = from.folder;
        out_.problems = from.text.problems;
        if (!from.text.is_readable) return std::move(out_);
        Layer file;
        for (const Entry& entry : from.text.entries) file.insert_or_assign(entry.key, entry.value);
        const Layer flags = read_overrides();
        refuse_unknown(file, keys_of(options()));
        refuse_unknown(flags, keys_of(options()));
        for (const auto& option : options()) {
            set(option, option.key, effective(option, file, flags), out_.settings);
        }
        read_accounts(from.text.accounts);
        return std::move(out_);
    }

private:
    Layer read_overrides()
    {
        Layer flags;
        for (const std::string& override_text : source_.overrides) {
            const std::size_t equals = override_text.find('=');
            if (equals == std::string::npos) {
                out_.problems.push_back("--set: found " + override_text + ", expected key=value");
                continue;
            }
            const std::string key = override_text.substr(0, equals);
            const auto option = std::ranges::find(options(), key, &Option<Settings>::key);
            const Value like = option == options().end() ? Value{} : default_of(*option);
            flags[key] = parse_value(override_text.substr(equals + 1), "--set", like);
        }
        return flags;
    }

    void refuse_unknown(const Layer& layer, const std::vector<std::string>& known)
    {
        for (const auto& [key, value] : layer) {
            if (std::ranges::find(known, key) == known.end()) {
                out_.problems.push_back(unknown_key(key, value.where, known));
            }
        }
    }

    /// Flag, then environment, then file, then default.
    Value effective(const Option<Settings>& option, const Layer& file, const Layer& flags) const
    {
        if (const auto flag = flags.find(option.key); flag != flags.end()) return flag->second;
        const std::string name = environment_name(option.key);
        if (const char* text = from_environment(source_, name)) {
            return parse_value(text, name, default_of(option));
        }
        if (const auto entry = file.find(option.key); entry != file.end()) return entry->second;
        return default_of(option);
    }

    template <typename Target>
    void set(const Option<Target>& option, const std::string& full_key, const Value& value,
             Target& target)
    {
        if (const auto complaint = option.set(value, target)) {
            out_.problems.push_back(complaint->found->where + ": " + full_key + ": " +
                                    describe(*complaint, option.is_secret));
        }
        const bool has_secret =
            option.is_secret && !(value.list() != nullptr && value.list()->empty());
        out_.in_force.push_back({full_key, has_secret ? R"("***")" : to_toml(value), value.where,
                                 option.on_reload == OnReload::applied});
    }

    void read_accounts(const std::vector<AccountEntries>& accounts)
    {
        if (accounts.empty()) {
            // One account with the defaults: enough to try things out on loopback.
            read_account({"default", {}}, 0);
            return;
        }
        for (std::size_t i = 0; i < accounts.size(); ++i) read_account(accounts[i], i);
    }

    void read_account(const AccountEntries& entries, std::size_t index)
    {
        const std::string prefix = std::string{kAccountPrefix} + "[" + std::to_string(index) + "].";
        Layer layer;
        for (const Entry& entry : entries.entries) layer.insert_or_assign(entry.key, entry.value);
        refuse_unknown(layer, keys_of(account_options()));
        AccountDraft draft;
        draft.where = entries.where;
        for (const auto& option : account_options()) {
            const auto entry = layer.find(option.key);
            const Value value = entry == layer.end() ? default_of(option) : entry->second;
            set(option, prefix + option.key, value, draft);
        }
        out_.accounts.push_back(std::move(draft));
    }

    const Source& source_;
    Reading out_;
};

}  // namespace

ConfigurationFile read_file(const Source& source)
{
    const auto file = file_of(source);
    if (!file) return {};
    return {read_toml(*file), file->parent_path()};
}

Reading read_layers(const Source& source, const ConfigurationFile& file)
{
    return LayerReader{source}.read(file);
}

}  // namespace mysigfox::config
