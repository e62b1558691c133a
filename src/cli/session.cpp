#include "cli/session.hpp"

#include "mysigfox/base/log.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace mysigfox::cli {
namespace {

ExitCode exit_code_of(const boost::system::error_code& code)
{
    if (code == Errc::unreachable) return kUnreachable;
    if (code == Errc::bad_configuration) return kWrongConfiguration;
    if (code == Errc::overloaded || code == Errc::deadline_exceeded) return kTryAgain;
    if (code == Errc::storage_unavailable) return kIoError;
    return kBadData;
}

void complain(std::string_view who, const std::string& text)
{
    if (is_stderr_the_journal()) {
        log_last_words(text, LogFormat::journal);
    } else {
        tell(std::string{who} + text);
    }
}

}  // namespace

config::Source Session::source() const
{
    config::Source source;
    if (!config_file.empty()) source.file = config_file;
    source.environment = [](const char* name) -> const char* { return std::getenv(name); };
    source.overrides = overrides;
    return source;
}

Result<config::Settings> Session::settings_without_secrets() const
{
    return config::load(source(), config::Secrets::leave);
}

void tell(const std::string& message)
{
    std::fprintf(stderr, "%s\n", message.c_str());
}

int fail(ExitCode code, const std::string& message)
{
    complain("mysigfox: ", message);
    return code;
}

int fail(const Error& error)
{
    const ExitCode code = exit_code_of(error.code);
    // Problems of a configuration begin with file:line:column, so that editors can jump there.
    if (code == kWrongConfiguration) {
        complain("", error.detail);
        return code;
    }
    return fail(code, error.detail.empty() ? error.code.message() : error.detail);
}

}  // namespace mysigfox::cli
