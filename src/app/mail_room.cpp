// From settings to a post office.
#include "app/mail_room.hpp"

namespace mysigfox::app {

std::unique_ptr<mail::PostOffice> open_mail_room(const config::Settings& settings,
                                                 const Clock& clock, Stores& stores,
                                                 Metrics& metrics)
{
    mail::MailSettings mail;
    mail.smtp_url = settings.mail.smtp_url;
    mail.starttls = settings.mail.starttls;
    mail.username = settings.mail.username;
    mail.password = settings.mail.password;
    mail.authorities = settings.mail.authorities;
    mail.sendmail_command = settings.mail.sendmail_command;
    mail.from = settings.mail.from;
    mail.public_url = settings.public_url;
    mail.silent_after = settings.mail.silent_after;
    mail.deadline = settings.mail.deadline;
    return mail::open_post_office(mail,
                                  {clock, *stores.mail, stores.registry->make_reader(), metrics});
}

}  // namespace mysigfox::app
