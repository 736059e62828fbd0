/* The first line is a rule of an edition's own, where it reads as one; the rest an address. The
 * canonical form is its own, what is opened is public http(s), a rule written is the rule read, and
 * keys, pairs and hosts for people can be made of whatever it is. */
#include "url/rules.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds) {
    if (!holds)
        abort();
}

static void check_rule(const struct url_rule *rule) {
    struct buf text, second;
    struct url_rule again;
    buf_init(&text, 2000);
    buf_init(&second, 2000);
    url_rule_write(rule, &text);
    check(url_rule_read(buf_str(&text), &again) && again.kind == rule->kind);
    url_rule_write(&again, &second);
    check(str_eq(buf_str(&text), buf_str(&second)));
    buf_release(&text);
    buf_release(&second);
}

/* What was opened leads to a public name. */
static void check_target(struct arena *arena, const struct url_reasons *reasons,
                         struct str canonical) {
    struct url url;
    for (size_t i = 0; i < reasons->count; i++) {
        if (!str_starts(reasons->list[i].rule, STR("open ")))
            continue;
        check(url_parse(arena, canonical, STR_NONE, &url, NULL) == STATUS_OK);
        check(str_starts(canonical, STR("http")) && url.username.n + url.password.n == 0);
        check(rules_host_is_public(url.hostname));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct str all = str_of((const char *)data, size);
    struct str line = str_take(all, str_find_byte(all, '\n'));
    struct str input = str_skip(all, line.n + 1), canonical, plain, again;
    struct url_rule rule;
    struct url_reasons reasons = {0};
    struct url url;
    bool ruled = url_rule_read(line, &rule);
    const struct url_rules own = {&rule, ruled};
    arena_init(&arena, 1 << 26);
    if (ruled)
        check_rule(&rule);
    if (url_canonicalize(&arena, &own, input, STR_NONE, &reasons, &canonical, NULL) == STATUS_OK) {
        check(url_canonicalize(&arena, &own, canonical, STR_NONE, NULL, &again, NULL) == STATUS_OK);
        check(str_eq(canonical, again));
        check(url_canonicalize(&arena, &own, input, STR_NONE, NULL, &plain, NULL) == STATUS_OK);
        check(str_eq(canonical, plain));
        check_target(&arena, &reasons, canonical);
        check(url_key(&arena, canonical).n > 0);
        struct str pair = url_paired_key(&arena, canonical);
        check(str_absent(pair) || !str_eq(pair, url_key(&arena, canonical)));
        check(url_parse(&arena, canonical, STR_NONE, &url, NULL) == STATUS_OK);
        check(!str_absent(url_display_host(&arena, url.hostname)) || url.hostname.n == 0);
    }
    arena_release(&arena);
    return 0;
}
