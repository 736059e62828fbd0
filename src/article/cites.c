#include "article/cites.h"

#include "base/buf.h"

#include "url/url.h"

static bool held(struct str list, struct str domain) {
    struct str part;
    while (str_next(&list, ' ', &part))
        if (str_eq(part, domain))
            return true;
    return false;
}

/* A name that the net knows: with a dot, and no number as its last part. */
static bool is_name(struct str domain) {
    size_t dot = str_find_last_byte(domain, '.');
    return dot != SIZE_MAX && dot + 1 < domain.n && !ascii_is_digit(domain.p[dot + 1]);
}

enum status article_cites(struct arena *arena, struct str html, struct str own, struct str *cites,
                          struct error *error) {
    static const struct str mark = STR_INIT(" href=\"http");
    struct str itself = url_domain(arena, own);
    struct buf list;
    size_t looked_at = 0, count = 0, at;
    *cites = STR_NONE;
    buf_init(&list, ARTICLE_CITES_MOST * URL_BYTES_MOST);
    while (count < ARTICLE_CITES_MOST && looked_at++ < ARTICLE_LINKS_READ &&
           (at = str_find(html, mark)) != SIZE_MAX) {
        html = str_skip(html, at + strlen(" href=\""));
        struct str address = str_take(html, str_find_byte(html, '"'));
        struct str domain = url_domain(arena, address);
        if (str_empty(domain) || !is_name(domain) || str_eq(domain, itself) ||
            held(buf_str(&list), domain))
            continue;
        if (count++ > 0)
            buf_add_byte(&list, ' ');
        buf_add(&list, domain);
    }
    enum status status = buf_check(&list, error);
    if (status == STATUS_OK && count > 0)
        *cites = arena_copy(arena, buf_str(&list));
    buf_release(&list);
    return status != STATUS_OK ? status : arena_status(arena, error);
}
