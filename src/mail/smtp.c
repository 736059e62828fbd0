#include "mail/smtp.h"

#include "files/files.h"
#include "text/mailbox.h"
#include <curl/curl.h>
#include <stdlib.h>

enum { CONNECT_SECONDS = 30, LETTER_SECONDS = 300, PASSWORD_MOST = 1024 };

struct smtp {
    CURL *curl;
    struct buf url, password;
    char user[256];
    struct str rest;         /* of the letter at hand */
    bool to_recipient, data; /* what was said last, or at all */
    bool ended;              /* QUIT was said: what comes behind tells nothing of the letter */
    char answer[SMTP_ANSWER_MOST + 1];
};

static size_t give(char *into, size_t size, size_t count, void *state) {
    struct smtp *smtp = state;
    struct str piece = str_take(smtp->rest, size * count);
    if (piece.n > 0)
        memcpy(into, piece.p, piece.n);
    smtp->rest = str_skip(smtp->rest, piece.n);
    return piece.n;
}

static void keep_answer(struct smtp *smtp, struct str line) {
    size_t n = 0;
    line = str_trim(line);
    for (size_t i = 0; i < line.n && n < SMTP_ANSWER_MOST; i++)
        smtp->answer[n++] = line.p[i] >= ' ' && line.p[i] < 0x7f ? line.p[i] : '?';
    smtp->answer[n] = '\0';
}

/* Only so is told which command an answer belongs to. Nothing of what we say is kept. */
static int hear(CURL *curl, curl_infotype type, char *text, size_t n, void *state) {
    struct smtp *smtp = state;
    (void)curl;
    if (smtp->ended)
        return 0;
    if (type == CURLINFO_HEADER_IN)
        keep_answer(smtp, str_of(text, n));
    if (type == CURLINFO_HEADER_OUT)
        smtp->ended = str_starts(str_of(text, n), STR("QUIT"));
    if (type == CURLINFO_HEADER_OUT && !smtp->ended) {
        smtp->to_recipient = str_starts(str_of(text, n), STR("RCPT"));
        smtp->data |= str_starts(str_of(text, n), STR("DATA"));
    }
    return 0;
}

static enum status read_password(const char *folder, const struct edition_mail *mail,
                                 struct smtp *smtp, struct error *error) {
    struct str line, rest;
    if (str_absent(mail->smtp_user))
        return STATUS_OK;
    enum status status =
        files_read(folder, mail->smtp_password_file, PASSWORD_MOST, &smtp->password, error);
    rest = buf_str(&smtp->password);
    if (status == STATUS_OK && !str_next(&rest, '\n', &line))
        status = error_set(error, STATUS_CONFIG, "mail.smtp.passwordFile is empty");
    if (status != STATUS_OK)
        return status;
    buf_truncate(&smtp->password, str_trim(line).n);
    snprintf(smtp->user, sizeof smtp->user, "%.*s", STR_ARG(mail->smtp_user));
    return STATUS_OK;
}

static bool set_options(struct smtp *smtp, const struct edition_mail *mail) {
    CURL *curl = smtp->curl;
    bool set = curl_easy_setopt(curl, CURLOPT_URL, buf_cstr(&smtp->url)) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps") == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_PROXY, "") == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)LETTER_SECONDS) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_READFUNCTION, give) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_READDATA, smtp) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, hear) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_DEBUGDATA, smtp) == CURLE_OK &&
               curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L) == CURLE_OK;
    if (set && mail->smtp_security == MAIL_STARTTLS)
        set = curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL) == CURLE_OK;
    if (set && smtp->user[0] != '\0')
        set = curl_easy_setopt(curl, CURLOPT_USERNAME, smtp->user) == CURLE_OK &&
              curl_easy_setopt(curl, CURLOPT_PASSWORD, buf_cstr(&smtp->password)) == CURLE_OK;
    return set;
}

enum status smtp_open(const char *folder, const struct edition *edition, struct smtp **smtp,
                      struct error *error) {
    const struct edition_mail *mail = &edition->mail;
    struct text_mailbox from;
    *smtp = NULL;
    if (str_absent(mail->smtp_server) || str_absent(mail->from) ||
        !text_mailbox_read(mail->from, &from))
        return error_set(error, STATUS_CONFIG,
                         "edition.yaml: mail.smtp.server, which takes the letters, is not given");
    struct smtp *fresh = calloc(1, sizeof *fresh);
    if (fresh == NULL)
        return error_memory(error);
    buf_init(&fresh->url, 2048);
    buf_init(&fresh->password, 2 * PASSWORD_MOST);
    /* What stands behind the server is the name by which we greet it. */
    buf_printf(&fresh->url, "%s://%.*s/%.*s", mail->smtp_security == MAIL_TLS ? "smtps" : "smtp",
               STR_ARG(mail->smtp_server),
               STR_ARG(str_skip(from.address, str_find_byte(from.address, '@') + 1)));
    enum status status = read_password(folder, mail, fresh, error);
    if (status == STATUS_OK)
        fresh->curl = curl_easy_init();
    if (status == STATUS_OK && (fresh->curl == NULL || !set_options(fresh, mail)))
        status = error_set(error, STATUS_SYSTEM, "libcurl is missing, or cannot send mail");
    if (status == STATUS_OK)
        *smtp = fresh;
    else
        smtp_close(fresh);
    return status;
}

void smtp_close(struct smtp *smtp) {
    if (smtp == NULL)
        return;
    if (smtp->curl != NULL)
        curl_easy_cleanup(smtp->curl);
    if (smtp->password.p != NULL)
        explicit_bzero(smtp->password.p, smtp->password.n);
    buf_release(&smtp->password);
    buf_release(&smtp->url);
    free(smtp);
}

static enum status failed(const struct smtp *smtp, CURLcode code, struct error *error) {
    if (code == CURLE_USE_SSL_FAILED)
        return error_set(error, STATUS_UNAVAILABLE,
                         "the mail server offers no TLS, which mail.smtp.security asks for");
    return error_set(error, STATUS_UNAVAILABLE, "the mail server does not take letters%s%s (%d)",
                     smtp->answer[0] != '\0' ? ": " : "", smtp->answer, (int)code);
}

/* What the server made of it. A 5xx for the recipient says that nobody is there, unless its
 * enhanced code (RFC 3463) speaks of our security or its policy, 5.7.x: that would be said of
 * every address, and none of them is to blame. */
static enum status judge(const struct smtp *smtp, CURLcode code, enum smtp_outcome *outcome,
                         struct error *error) {
    bool theirs = smtp->to_recipient || smtp->data;
    if (code == CURLE_OK)
        *outcome = SMTP_TAKEN;
    else if (theirs && smtp->answer[0] == '4')
        *outcome = SMTP_LATER;
    else if (theirs && smtp->answer[0] == '5')
        *outcome = smtp->data || strstr(smtp->answer, " 5.7.") != NULL ? SMTP_REFUSED : SMTP_NOBODY;
    else
        return failed(smtp, code, error);
    return STATUS_OK;
}

enum status smtp_send(struct smtp *smtp, struct str from, struct str to, struct str letter,
                      enum smtp_outcome *outcome, char answer[SMTP_ANSWER_MOST + 1],
                      struct error *error) {
    char sender[TEXT_ADDRESS_MOST + 3], recipient[TEXT_ADDRESS_MOST + 3];
    if (!text_address_valid(from) || !text_address_valid(to))
        return error_set(error, STATUS_INVALID, "no address of mail");
    snprintf(sender, sizeof sender, "<%.*s>", STR_ARG(from));
    snprintf(recipient, sizeof recipient, "<%.*s>", STR_ARG(to));
    struct curl_slist *recipients = curl_slist_append(NULL, recipient);
    if (recipients == NULL)
        return error_memory(error);
    smtp->rest = letter;
    smtp->to_recipient = smtp->data = smtp->ended = false;
    smtp->answer[0] = '\0';
    CURLcode code = curl_easy_setopt(smtp->curl, CURLOPT_MAIL_FROM, sender);
    if (code == CURLE_OK)
        code = curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, recipients);
    if (code == CURLE_OK)
        code = curl_easy_setopt(smtp->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)letter.n);
    if (code == CURLE_OK)
        code = curl_easy_perform(smtp->curl);
    enum status status = judge(smtp, code, outcome, error);
    memcpy(answer, smtp->answer, sizeof smtp->answer);
    curl_slist_free_all(recipients); /* the next letter sets its own */
    return status;
}
