#include "mail/letter.h"

#include "base/hash.h"
#include "mail/encode.h"

enum { BOUNDARY_HEX = 24 };

static enum status refuse(struct error *error, const char *what) {
    return error_set(error, STATUS_INVALID, "a letter: %s is none that can be written", what);
}

static bool token_or_none(struct str text) {
    return str_absent(text) || encode_token_valid(text);
}

/* Part of an address of a letter: nothing that would have to be encoded there. */
static bool is_subject(struct str text) {
    for (size_t i = 0; i < text.n; i++)
        if (!ascii_is_alnum(text.p[i]) && strchr("._ -", text.p[i]) == NULL)
            return false;
    return text.n < 200;
}

static enum status check(const struct mail_letter *letter, struct error *error) {
    if (!text_address_valid(letter->from.address))
        return refuse(error, "the sender's address");
    if (!text_address_valid(letter->to.address))
        return refuse(error, "the reader's address");
    if (!str_absent(letter->reply_to.address) && !text_address_valid(letter->reply_to.address))
        return refuse(error, "the address for answers");
    if (!str_absent(letter->unsubscribe_address) &&
        !text_address_valid(letter->unsubscribe_address))
        return refuse(error, "the address to leave by");
    if (!is_subject(letter->unsubscribe_subject))
        return refuse(error, "the subject to leave by");
    if (!encode_token_valid(letter->message_id))
        return refuse(error, "the Message-ID");
    if (!token_or_none(letter->list_id) || !token_or_none(letter->unsubscribe) ||
        !token_or_none(letter->archive) || !token_or_none(letter->language))
        return refuse(error, "an address of the list");
    return STATUS_OK;
}

static void add_bracketed(struct buf *out, const char *name, struct str value) {
    if (!str_absent(value))
        buf_printf(out, "%s: <%.*s>\r\n", name, STR_ARG(value));
}

/* RFC 2369, 2919; one click: RFC 8058. */
static void add_list(const struct mail_letter *letter, struct buf *out) {
    if (!str_absent(letter->list_id))
        encode_mailbox_header(out, "List-Id",
                              &(struct text_mailbox){letter->list_name, letter->list_id});
    bool link = !str_absent(letter->unsubscribe);
    bool mail = !str_absent(letter->unsubscribe_address);
    if (link || mail)
        BUF_ADD(out, "List-Unsubscribe: ");
    if (link)
        buf_printf(out, "<%.*s>%s", STR_ARG(letter->unsubscribe), mail ? ",\r\n " : "");
    if (mail) {
        struct str subject = letter->unsubscribe_subject, word;
        buf_printf(out, "<mailto:%.*s", STR_ARG(letter->unsubscribe_address));
        for (bool first = true; str_next(&subject, ' ', &word); first = false) {
            buf_add_cstr(out, first ? "?subject=" : "%20");
            buf_add(out, word);
        }
        BUF_ADD(out, ">");
    }
    if (link || mail)
        BUF_ADD(out, "\r\n");
    if (link && str_starts(letter->unsubscribe, STR("https://")))
        BUF_ADD(out, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
    add_bracketed(out, "List-Archive", letter->archive);
}

static void add_headers(const struct mail_letter *letter, struct buf *out) {
    encode_mailbox_header(out, "From", &letter->from);
    if (!str_absent(letter->reply_to.address))
        encode_mailbox_header(out, "Reply-To", &letter->reply_to);
    encode_mailbox_header(out, "To", &letter->to);
    encode_text_header(out, "Subject", letter->subject);
    encode_date_header(out, letter->date);
    add_bracketed(out, "Message-ID", letter->message_id);
    add_list(letter, out);
    if (letter->automatic)
        BUF_ADD(out, "Auto-Submitted: auto-generated\r\n");
    if (!str_absent(letter->language))
        encode_text_header(out, "Content-Language", letter->language);
    BUF_ADD(out, "MIME-Version: 1.0\r\n");
}

static void add_part(const char *type, struct str text, struct buf *out) {
    buf_printf(out,
               "Content-Type: text/%s; charset=utf-8\r\n"
               "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
               type);
    encode_body(out, text);
}

/* "=_" cannot stand in quoted-printable text, so the boundary is in no part. */
static void add_parts(const struct mail_letter *letter, struct buf *out) {
    char boundary[HASH_HEX + 1];
    hash_hex(letter->message_id, boundary);
    boundary[BOUNDARY_HEX] = '\0';
    buf_printf(out, "Content-Type: multipart/alternative;\r\n boundary=\"=_%s\"\r\n\r\n--=_%s\r\n",
               boundary, boundary);
    add_part("plain", letter->text, out);
    buf_printf(out, "\r\n--=_%s\r\n", boundary);
    add_part("html", letter->html, out);
    buf_printf(out, "\r\n--=_%s--\r\n", boundary);
}

enum status mail_letter_write(const struct mail_letter *letter, struct buf *out,
                              struct error *error) {
    enum status status = check(letter, error);
    if (status != STATUS_OK)
        return status;
    add_headers(letter, out);
    if (str_absent(letter->html))
        add_part("plain", letter->text, out);
    else
        add_parts(letter, out);
    return buf_check(out, error);
}
