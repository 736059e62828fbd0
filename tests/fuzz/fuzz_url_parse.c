/* The input's first line is the base, the rest the address; a base that is none is left out. What
 * was parsed must parse again as itself, and the canonical form must be its own. */
#include "url/url.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds) {
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct str all = str_of((const char *)data, size);
    struct str base = str_take(all, str_find_byte(all, '\n'));
    struct str input = str_skip(all, base.n + 1), canonical, again, absolute;
    struct url url, second;
    arena_init(&arena, 1 << 24);
    if (base.n == 0 || url_parse(&arena, base, STR_NONE, &url, NULL) != STATUS_OK)
        base = STR_NONE;
    if (url_parse(&arena, input, base, &url, NULL) == STATUS_OK) {
        check(url_parse(&arena, url.href, STR_NONE, &second, NULL) == STATUS_OK);
        check(str_eq(url.href, second.href) && str_eq(url.pathname, second.pathname) &&
              str_eq(url.host, second.host) && str_eq(url.search, second.search) &&
              str_eq(url.username, second.username) && str_eq(url.password, second.password));
        check(url_canonicalize(&arena, NULL, input, base, NULL, &canonical, NULL) == STATUS_OK);
        check(url_canonicalize(&arena, NULL, canonical, STR_NONE, NULL, &again, NULL) == STATUS_OK);
        check(str_eq(canonical, again));
        check(!str_absent(url_domain(&arena, url.href)));
    }
    if (url_resolve(&arena, input, base, &absolute, NULL) == STATUS_OK)
        check(str_starts(absolute, STR("http")) && absolute.n <= URL_BYTES_MOST);
    arena_release(&arena);
    return 0;
}
