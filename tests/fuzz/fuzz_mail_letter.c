/* Any bytes as the words of a letter and as its addresses: what is written has only headers of
 * ours, in lines that every server takes, and a body without a line that ends the letter
 * (attacks.md L01, L02). */
#include "mail/letter.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void insist(bool holds) {
    if (!holds)
        abort();
}

/* The first line of what is left, without its end. */
static bool next_line(struct str *rest, struct str *line) {
    size_t end = str_find(*rest, STR("\r\n"));
    if (end == SIZE_MAX)
        return false;
    *line = str_take(*rest, end);
    *rest = str_skip(*rest, end + 2);
    insist(str_find_byte(*line, '\r') == SIZE_MAX && str_find_byte(*line, '\n') == SIZE_MAX);
    insist(str_find_byte(*line, '\0') == SIZE_MAX && line->n <= 998);
    return true;
}

static bool is_ours(struct str line) {
    static const struct str names[] = {
        STR_INIT("From: "),         STR_INIT("To: "),           STR_INIT("Reply-To: "),
        STR_INIT("Subject: "),      STR_INIT("Date: "),         STR_INIT("Message-ID: "),
        STR_INIT("MIME-Version: "), STR_INIT("Content-Type: "), STR_INIT("List-Id: ")};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (str_starts(line, names[i]))
            return true;
    return line.n > 1 && line.p[0] == ' ';
}

static void read_letter(struct str letter) {
    struct str rest = letter, line;
    while (next_line(&rest, &line) && line.n > 0)
        insist(is_ours(line));
    while (next_line(&rest, &line))
        insist(line.n <= 76 && !str_eq(line, STR(".")));
    insist(rest.n == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str words = str_of(size > 0 ? (const char *)data : "", size), line = words, rest = words;
    struct text_mailbox mailbox;
    str_next(&rest, '\n', &line);
    struct mail_letter letter = {
        .from = {words, STR("a@example.org")},
        .to = {line, STR("b@example.org")},
        .subject = words,
        .date = 1763812800,
        .message_id = STR("x.y@example.org"),
        .list_name = words,
        .list_id = STR("daily.paper.example.org"),
        .text = words,
        .html = words,
    };
    if (text_mailbox_read(line, &mailbox)) {
        insist(text_address_valid(mailbox.address) && mailbox.address.n <= TEXT_ADDRESS_MOST);
        letter.reply_to = mailbox;
    } else if (text_address_valid(line)) {
        abort();
    }
    struct buf out;
    buf_init(&out, 8 << 20);
    if (mail_letter_write(&letter, &out, NULL) == STATUS_OK)
        read_letter(buf_str(&out));
    buf_release(&out);
    return 0;
}
