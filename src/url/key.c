#include "url/percent.h"
#include "url/rules.h"

#include <libpsl.h>
#include <stdlib.h>

/* An http(s) address in canonical form, cut into what keys are made of. */
struct pieces {
    struct str host; /* with user and port, as the address has it */
    struct str path;
    struct str query; /* without '?' */
    struct str route; /* "#!…" */
};

static bool cut(struct str canonical, struct pieces *pieces) {
    size_t scheme = str_starts(canonical, STR("https://"))  ? 8
                    : str_starts(canonical, STR("http://")) ? 7
                                                            : 0;
    struct str rest = str_skip(canonical, scheme);
    size_t end = 0;
    while (end < rest.n && rest.p[end] != '/' && rest.p[end] != '?' && rest.p[end] != '#')
        end++;
    pieces->host = str_take(rest, end);
    rest = str_skip(rest, end);
    size_t route = str_find_byte(rest, '#');
    pieces->route = route != SIZE_MAX ? str_skip(rest, route) : STR("");
    rest = str_take(rest, route);
    pieces->path = str_take(rest, str_find_byte(rest, '?'));
    pieces->query = str_skip(rest, pieces->path.n + 1);
    return scheme > 0;
}

static void write_path(struct url_out *out, struct str path) {
    size_t start = out->n;
    for (size_t i = 0; i < path.n; i++)
        if (path.p[i] != '/' || i == 0 || path.p[i - 1] != '/')
            url_out_byte(out, path.p[i]);
    if (out->n > start + 1 && out->p[out->n - 1] == '/')
        out->n--;
}

struct pair {
    struct str text;
    size_t name, at; /* the name's length; the place, so that equal names keep their order */
};

static int compare_pairs(const void *a, const void *b) {
    const struct pair *left = a, *right = b;
    int order = str_compare(str_take(left->text, left->name), str_take(right->text, right->name));
    return order != 0 ? order : (left->at > right->at) - (left->at < right->at);
}

static void write_pair(struct url_out *out, struct str pair) {
    for (size_t i = 0; i < pair.n; i++) {
        if (pair.p[i] == '+')
            url_out_str(out, STR("%20"));
        else
            url_out_byte(out, pair.p[i]);
    }
}

static bool write_query(struct arena *arena, struct url_out *out, struct str query) {
    struct str rest = query, text;
    size_t count = 0;
    for (size_t i = 0; i < query.n; i++)
        count += query.p[i] == '&';
    struct pair *pairs = arena_array(arena, count + 1, struct pair);
    if (pairs == NULL)
        return false;
    for (count = 0; str_next(&rest, '&', &text); count++) {
        size_t equals = str_find_byte(text, '=');
        pairs[count] = (struct pair){text, equals < text.n ? equals : text.n, count};
    }
    qsort(pairs, count, sizeof *pairs, compare_pairs);
    for (size_t i = 0; i < count; i++) {
        url_out_byte(out, i == 0 ? '?' : '&');
        write_pair(out, pairs[i].text);
    }
    return true;
}

static struct str write_key(struct arena *arena, const struct pieces *pieces) {
    struct str host = pieces->host, plain = str_skip(host, 4);
    if (str_starts(host, STR("www.")) && str_find_byte(plain, '.') != SIZE_MAX)
        host = plain;
    struct url_out out = {.room =
                              host.n + pieces->path.n + 1 + 3 * pieces->query.n + pieces->route.n};
    out.p = arena_alloc(arena, out.room);
    if (out.p == NULL)
        return STR_NONE;
    url_out_str(&out, host);
    write_path(&out, pieces->path);
    if (pieces->query.n > 0 && !write_query(arena, &out, pieces->query))
        return STR_NONE;
    url_out_str(&out, pieces->route);
    return str_of(out.p, out.n);
}

struct str url_key(struct arena *arena, struct str canonical) {
    struct pieces pieces;
    return cut(canonical, &pieces) ? write_key(arena, &pieces) : canonical;
}

/* Takes the labels that say "mobile" out of what stands before the registrable domain. */
static bool pair_host(struct arena *arena, struct str *host) {
    struct str name = str_take(*host, str_find_byte(*host, ':'));
    struct str port = str_skip(*host, name.n);
    if (str_find_byte(*host, '@') != SIZE_MAX || !rules_host_is_public(name))
        return false;
    const char *text = arena_cstr(arena, name);
    const char *domain = text != NULL ? psl_registrable_domain(psl_builtin(), text) : NULL;
    char *out = domain != NULL ? arena_alloc(arena, host->n) : NULL;
    if (out == NULL)
        return false;
    struct url_out written = {.p = out, .room = host->n};
    struct str rest = str_take(name, (size_t)(domain - text)), label;
    while (str_next(&rest, '.', &label)) {
        if (rules_pair_label(label))
            continue;
        url_out_str(&written, label);
        url_out_byte(&written, '.');
    }
    url_out_str(&written, str_from(domain));
    url_out_str(&written, port);
    bool changed = written.n < host->n;
    *host = str_of(written.p, written.n);
    return changed;
}

/* The path's "/amp", ".amp" or "/amp.html" at its end, or "/amp/" at its start. */
static bool pair_path(struct arena *arena, struct str *path) {
    static const struct {
        struct str ending, instead;
    } endings[] = {
        {STR_INIT("/amp"), STR_INIT("")},
        {STR_INIT("/amp.html"), STR_INIT("")},
        {STR_INIT(".amp.html"), STR_INIT(".html")},
        {STR_INIT(".amp"), STR_INIT("")},
    };
    struct str bare = str_ends(*path, STR("/")) ? str_take(*path, path->n - 1) : *path;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (!str_ends(bare, endings[i].ending) || bare.n == endings[i].ending.n)
            continue;
        *path = ARENA_JOIN(arena, str_take(bare, bare.n - endings[i].ending.n), endings[i].instead);
        return true;
    }
    if (!str_starts(*path, STR("/amp/")))
        return false;
    *path = str_skip(*path, 4);
    return true;
}

static bool pair_query(struct arena *arena, struct str *query) {
    struct url_out out = {.room = query->n};
    struct str rest = *query, pair;
    out.p = arena_alloc(arena, out.room);
    if (out.p == NULL)
        return false;
    while (str_next(&rest, '&', &pair)) {
        struct str name = str_take(pair, str_find_byte(pair, '='));
        if (rules_pair_parameter(name, str_skip(pair, name.n + 1)))
            continue;
        if (out.n > 0)
            url_out_byte(&out, '&');
        url_out_str(&out, pair);
    }
    bool changed = out.n < query->n;
    *query = str_of(out.p, out.n);
    return changed;
}

struct str url_paired_key(struct arena *arena, struct str canonical) {
    struct pieces pieces;
    if (!cut(canonical, &pieces))
        return STR_NONE;
    bool changed = pair_host(arena, &pieces.host);
    changed |= pair_path(arena, &pieces.path);
    changed |= pieces.query.n > 0 && pair_query(arena, &pieces.query);
    if (!changed || arena_failed(arena) || (pieces.path.n <= 1 && pieces.query.n == 0))
        return STR_NONE;
    return write_key(arena, &pieces);
}
