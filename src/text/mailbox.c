#include "text/mailbox.h"

#include "base/utf8.h"

/* RFC 5322, 3.2.3: atext. */
static bool is_atext(char c) {
    return ascii_is_alnum(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static bool is_local(struct str local) {
    if (local.n == 0 || local.n > TEXT_LOCAL_MOST)
        return false;
    for (size_t i = 0; i < local.n; i++) {
        bool dot = local.p[i] == '.' && i > 0 && i + 1 < local.n && local.p[i - 1] != '.';
        if (!is_atext(local.p[i]) && !dot)
            return false;
    }
    return true;
}

static bool is_label(struct str label) {
    if (label.n == 0 || label.n > 63 || label.p[0] == '-' || label.p[label.n - 1] == '-')
        return false;
    for (size_t i = 0; i < label.n; i++)
        if (!ascii_is_alnum(label.p[i]) && label.p[i] != '-')
            return false;
    return true;
}

static bool is_domain(struct str domain) {
    struct str label;
    size_t labels = 0;
    uint64_t number;
    for (struct str rest = domain; str_next(&rest, '.', &label); labels++)
        if (!is_label(label))
            return false;
    return labels >= 2 && !str_ends(domain, STR(".")) && !str_to_u64(label, &number);
}

bool text_address_valid(struct str address) {
    size_t at = str_find_byte(address, '@');
    return at != SIZE_MAX && address.n <= TEXT_ADDRESS_MOST && is_local(str_take(address, at)) &&
           is_domain(str_skip(address, at + 1));
}

static bool is_name(struct str name) {
    for (size_t i = 0; i < name.n;) {
        uint32_t c = utf8_next(name, &i);
        if (utf8_is_control(c) || c == '"' || c == '\\' || c == '<' || c == '>' ||
            c == UTF8_REPLACEMENT)
            return false;
    }
    return true;
}

bool text_mailbox_read(struct str text, struct text_mailbox *mailbox) {
    text = str_trim(text);
    *mailbox = (struct text_mailbox){.address = text};
    if (text.n > TEXT_MAILBOX_MOST)
        return false;
    if (str_ends(text, STR(">"))) {
        size_t open = str_find_byte(text, '<');
        if (open == SIZE_MAX)
            return false;
        struct str name = str_trim(str_take(text, open));
        mailbox->address = str_take(str_skip(text, open + 1), text.n - open - 2);
        if (name.n >= 2 && name.p[0] == '"' && name.p[name.n - 1] == '"')
            name = str_trim(str_of(name.p + 1, name.n - 2));
        mailbox->name = name.n > 0 ? name : STR_NONE;
    }
    return is_name(mailbox->name) && text_address_valid(mailbox->address);
}
