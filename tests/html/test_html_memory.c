/* Memory that runs out, at each allocation in turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "html/decode.h"
#include "html/sanitize.h"
#include "html/select.h"
#include "html/write.h"
#include "support/failing.h"

enum { ARENA_MOST = 64 * 1024 * 1024, OUT_MOST = 16 * 1024 * 1024, REPEATS = 60 };

/* A page with something of everything that takes memory. */
static const char various[] =
    "<!doctype html PUBLIC 'a' \"b\"><HTML LANG=en><title>a &amp; b</title><body class=k>"
    "<script>x</script><p ID=1 title='&lt;'>a</x>b<b>c<i>d<p>e</b>f<table><tr>g<td>h\r\n"
    "<svg viewbox=1><ForeignObject><p>i</svg><template><li>j</template><!-- k\0 -->"
    "<select><button><selectedcontent></button><option>l<option selected>m</select>"
    "<unknown a=1>n</unknown><a href=o><a href=p>q<ruby><rt>r";

/* The arena's cap, byte by byte: each piece that is asked for is refused once. */
static void keeps_to_the_arenas_cap(void **state) {
    (void)state;
    struct str page = STR_INIT(various);
    struct arena arena;
    struct html_document document;
    arena_init(&arena, ARENA_MOST);
    assert_int_equal(html_parse(&arena, page, &document, NULL), STATUS_OK);
    size_t need = arena.used;
    arena_release(&arena);
    for (size_t most = 0; most < need; most += 16) {
        struct error error = {0};
        arena_init(&arena, most);
        assert_int_equal(html_parse(&arena, page, &document, &error), STATUS_LIMIT);
        assert_int_equal(error.status, STATUS_LIMIT);
        assert_true(arena.used <= most);
        arena_release(&arena);
    }
}

/* The same several times over, so that every buffer has to grow. */
static void repeat(struct str page, struct buf *out) {
    buf_init(out, OUT_MOST);
    for (int i = 0; i < REPEATS; i++)
        buf_add(out, page);
    assert_int_equal(buf_check(out, NULL), STATUS_OK);
}

typedef enum status work(struct arena *arena, struct str html, struct buf *out,
                         struct error *error);

static enum status parse_and_write(struct arena *arena, struct str html, struct buf *out,
                                   struct error *error) {
    struct html_document document;
    enum status status = html_parse(arena, html, &document, error);
    if (status != STATUS_OK)
        return status;
    html_serialise(document.root, out);
    html_describe(document.root, out);
    html_text(document.root, out);
    return buf_check(out, error);
}

static enum status parse_cell(struct arena *arena, struct str html, struct buf *out,
                              struct error *error) {
    struct html_document document;
    enum status status = html_parse_within(arena, html, STR("td"), &document, error);
    if (status == STATUS_OK)
        html_serialise(document.body, out);
    return status == STATUS_OK ? buf_check(out, error) : status;
}

static enum status sanitize(struct arena *arena, struct str html, struct buf *out,
                            struct error *error) {
    return html_sanitize(arena, html, STR("https://example.org/"), out, error);
}

static enum status sanitize_node(struct arena *arena, struct str html, struct buf *out,
                                 struct error *error) {
    struct html_document document;
    enum status status = html_parse(arena, html, &document, error);
    return status == STATUS_OK
               ? html_sanitize_node(arena, document.body, STR("https://example.org/"), out, error)
               : status;
}

static enum status select_cells(struct arena *arena, struct str html, struct buf *out,
                                struct error *error) {
    struct html_document document;
    struct html_selector *selector =
        html_selector_parse(arena, STR("table td, p[id='1'] > b"), error);
    if (selector == NULL)
        return error->status;
    enum status status = html_parse(arena, html, &document, error);
    const struct html_node *node = status == STATUS_OK ? document.root : NULL;
    while (node != NULL && (node = html_select_next(selector, node, document.root)) != NULL)
        buf_add(out, html_name(node));
    return status == STATUS_OK ? buf_check(out, error) : status;
}

static enum status decode_guessed(struct arena *arena, struct str html, struct buf *out,
                                  struct error *error) {
    (void)arena;
    (void)html;
    enum status status =
        html_decode(STR("\x82\xA0 \x83\x41 <p>\x93\xFA\x96\x7B"), STR_NONE, out, NULL, error);
    return status != STATUS_OK ? status
                               : html_decode(STR("\xFF\xFEx\0"), STR_NONE, out, NULL, error);
}

static enum status decode_named(struct arena *arena, struct str html, struct buf *out,
                                struct error *error) {
    (void)arena;
    return html_decode(html, STR("text/html; charset=euc-kr"), out, NULL, error);
}

/* What fails says so; what does not is whole. */
static void says_so_when_memory_fails(void **state) {
    (void)state;
    static const struct {
        const char *name;
        work *work;
    } cases[] = {
        {"parse and write", parse_and_write},
        {"parse a cell", parse_cell},
        {"sanitise", sanitize},
        {"sanitise a node", sanitize_node},
        {"plain text", html_to_text},
        {"select", select_cells},
        {"decode, guessed", decode_guessed},
        {"decode, named", decode_named},
    };
    struct buf page, whole, out;
    struct arena arena;
    repeat((struct str)STR_INIT(various), &page);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t failures = 0;
        buf_init(&whole, OUT_MOST);
        arena_init(&arena, ARENA_MOST);
        assert_int_equal(cases[i].work(&arena, buf_str(&page), &whole, NULL), STATUS_OK);
        assert_true(whole.n > 0);
        arena_release(&arena);
        for (size_t n = 0; failing_from(n); n++) {
            struct error error = {0};
            buf_init(&out, OUT_MOST);
            arena_init(&arena, ARENA_MOST);
            enum status status = cases[i].work(&arena, buf_str(&page), &out, &error);
            if (status == STATUS_OK ? !str_eq(buf_str(&out), buf_str(&whole))
                                    : status != STATUS_MEMORY || error.status != STATUS_MEMORY)
                fail_msg("%s: allocation %zu gives status %d", cases[i].name, n, (int)status);
            failures += status != STATUS_OK;
            arena_release(&arena);
            buf_release(&out);
        }
        assert_true(failures > 0);
        buf_release(&whole);
    }
    buf_release(&page);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_to_the_arenas_cap),
        cmocka_unit_test(says_so_when_memory_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
