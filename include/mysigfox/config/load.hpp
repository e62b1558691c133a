// Reads the configuration: defaults, then file, then environment, then flags.
#pragma once

#include "mysigfox/base/error.hpp"
#include "mysigfox/config/settings.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mysigfox::config {

struct Source {
    /// Of --config; else $MYSIGFOX_CONFIG is taken. Either must exist; without them
    /// /etc/mysigfox/mysigfox.toml is read if it is there.
    std::optional<std::filesystem::path> file;
    /// std::getenv in production: MYSIGFOX_LISTEN_HTTP for listen.http and so on.
    std::function<const char*(const char*)> environment;
    /// "key=value", from --set; the value in TOML, or a bare word for a string, or several with
    /// commas for a list.
    std::vector<std::string> overrides;
};

/// Commands that only talk to the daemon do without secrets, which they often may not read.
enum class Secrets { read, leave };

/// The settings, or every problem found, one a line: "file:line:column: listen.http: found …,
/// expected …", with "did you mean …?" for a key nobody knows.
Result<Settings> load(const Source& source, Secrets secrets = Secrets::read);

/// Every key, its default, one sentence of reason: config/mysigfox.toml is this text.
std::string_view default_file();

/// One key as it is in force.
struct InForce {
    std::string key;     ///< "listen.http", "sigfox.account[0].name"
    std::string value;   ///< as TOML, which here is JSON too; "***" for a secret
    std::string origin;  ///< "default", "file:line:column", "MYSIGFOX_LISTEN_HTTP", "--set"
    bool is_applied_on_reload = false;
};

/// What is in force, key by key. Unlike load() it reads no secret and does not judge whether
/// the whole makes sense.
Result<std::vector<InForce>> in_force(const Source& source);

/// The same as TOML, each key with where it comes from.
std::string show(const std::vector<InForce>& keys);

/// Keys that differ and that a reload does not apply: what `reload` must own up to.
std::vector<std::string> needs_restart(const std::vector<InForce>& before,
                                       const std::vector<InForce>& after);

}  // namespace mysigfox::config
