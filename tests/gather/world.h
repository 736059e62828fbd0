/* An edition that is gathered from servers of its own: what each round finds is said by the test.
 */
#ifndef TESTS_GATHER_WORLD_H
#define TESTS_GATHER_WORLD_H

#include "fetch/site.h"
#include "support/edition_copy.h"
#include <stdio.h>
#include <stdlib.h>

enum { NOW = 1760000000 };

/* A feed of one entry, with further lines of the header. */
static inline void says_feed(struct site *site, const char *path, const char *header,
                             const char *title) {
    struct path *found = path_of(site, path);
    snprintf(found->answer, sizeof found->answer,
             "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n%s\r\n"
             "<rss version=\"2.0\"><channel><title>Site</title><item><title>%s</title>"
             "<link>https://outlet.example/%s</link><guid>%s</guid>"
             "<pubDate>Thu, 09 Oct 2025 08:00:00 GMT</pubDate></item></channel></rss>",
             header, title, title, title);
}

struct world {
    struct edition_copy copy;
    struct site site, other;
    struct round_report report;
};

/* Writes the configuration, with further lines for `fetch`, and the sources: paths of `site`, or of
 * `other` behind a '+'. */
static inline void configure(struct world *world, const char *fetch, const char *const *sources) {
    struct buf text;
    buf_init(&text, 1 << 20);
    buf_printf(&text,
               "title: Small\nid: small\nurl: https://small.example\npublish: {threshold: 10}\n"
               "fetch:\n  pages: none\n  perHostDelay: 0s\n  allow: [\"%s\", \"%s\"]\n%s",
               world->site.server.address, world->other.server.address, fetch);
    edition_copy_write(&world->copy, "edition.yaml", buf_cstr(&text));
    buf_clear(&text);
    BUF_ADD(&text, "<opml version=\"2.0\"><head/><body>\n");
    for (size_t i = 0; sources[i] != NULL; i++) {
        bool other = sources[i][0] == '+';
        buf_printf(&text, "<outline type=\"rss\" xmlUrl=\"http://%s%s\"/>\n",
                   other ? world->other.server.address : world->site.server.address,
                   sources[i] + other);
    }
    BUF_ADD(&text, "</body></opml>\n");
    edition_copy_write(&world->copy, "sources.opml", buf_cstr(&text));
    buf_release(&text);
}

static inline void open_world(struct world *world) {
    memset(world, 0, sizeof *world);
    edition_copy_make(&world->copy, "tests/run/small", NOW);
    edition_copy_shell(&world->copy, "rm -r inbox");
    site_start(&world->site, "127.0.0.1");
    site_start(&world->other, "127.0.0.2");
}

static inline void close_world(struct world *world) {
    server_stop(&world->site.server);
    server_stop(&world->other.server);
    edition_copy_remove(&world->copy);
}

/* A round `later` seconds after the last. */
static inline void round_after(struct world *world, int64_t later) {
    world->copy.clock = clock_fixed(clock_now(&world->copy.clock) + later);
    edition_copy_round(&world->copy, &world->report);
}

/* What is noted of the source at an address; its texts lie in `arena`. */
static inline struct store_source noted(struct world *world, struct arena *arena,
                                        const struct site *site, const char *path) {
    struct store *store;
    struct store_source *sources;
    size_t count;
    char url[300];
    char id[ID_LENGTH + 1];
    snprintf(url, sizeof url, "http://%s%s", site->server.address, path);
    id_make(str_from(url), id);
    assert_int_equal(store_open(world->copy.folder, STR("sqlite:state/"), STORE_READ, &store, NULL),
                     STATUS_OK);
    assert_int_equal(store_sources_list(store, arena, &sources, &count, NULL), STATUS_OK);
    store_close(store);
    for (size_t i = 0; i < count; i++)
        if (strcmp(sources[i].id, id) == 0)
            return sources[i];
    fail_msg("nothing is noted of %s", url);
    return (struct store_source){0};
}

static inline void expect_class(struct world *world, const struct site *site, const char *path,
                                const char *class, int64_t failures) {
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct store_source source = noted(world, &arena, site, path);
    bool same =
        class == NULL ? str_empty(source.error_class) : str_eq(source.error_class, str_from(class));
    if (!same || source.failures != failures)
        fail_msg("%s: '%.*s' (%.*s), %lld failures", path, STR_ARG(source.error_class),
                 STR_ARG(source.error_text), (long long)source.failures);
    if (class != NULL)
        assert_true(source.error_text.n > 0);
    assert_true(source.due > clock_now(&world->copy.clock)); /* G5: it does not spin */
    arena_release(&arena);
}

#endif
