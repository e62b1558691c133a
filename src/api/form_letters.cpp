// Puts letters about a registration into the box.
#include "api/form_letters.hpp"
#include "mysigfox/domain/url_text.hpp"

namespace mysigfox::api {

void write_about(const FormEntry& entry, const storage::Enrolled& enrolled, Language language,
                 const std::string& public_url, mail::Letterbox& letters, Timestamp now)
{
    using mail::Letter;
    using mail::Occasion;
    const std::string device = entry.device.str();
    const std::string url = shown_url(entry.url.str());
    const auto previous = EmailAddress::parse(enrolled.previous_email);
    const EmailAddress& owner = enrolled.email_changed && previous ? *previous : entry.email;
    if (enrolled.is_first) {
        const std::string link = public_url + "/device";
        letters.put({Occasion::welcome,
                     entry.email,
                     language,
                     {{"device", device}, {"url", url}, {"link", link}}},
                    now);
    }
    if (enrolled.url_changed && !enrolled.is_first) {
        letters.put(
            {Occasion::webhook_changed, owner, language, {{"device", device}, {"url", url}}}, now);
    }
    if (enrolled.email_changed && previous) {
        letters.put({Occasion::email_changed, *previous, language, {{"device", device}}}, now);
    }
}

}  // namespace mysigfox::api
