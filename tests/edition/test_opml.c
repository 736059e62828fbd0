#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "edition/opml.h"

static void refuses(void **state) {
    (void)state;
    static const struct {
        const char *body; /* inside <opml><body>, on line 2 */
        size_t line, column;
        const char *message;
    } cases[] = {
        {"<outline xmlUrl='https://u:p@x.org/'/>", 2, 1, "name or password"},
        {"<outline xmlUrl='file:///etc/passwd'/>", 2, 1, "starts with http"},
        {"<outline xmlUrl='inbox/../x'/>", 2, 1, "or a file like inbox/feed.xml"},
        {"<outline xmlUrl='https:///x'/>", 2, 1, "needs a host"},
        {"<outline xmlUrl='https://x.org/\\y'/>", 2, 1, "backslashes"},
        {"\n  <outline\n text='x'\n xmlUrl='x'/>", 3, 3, "starts with http"},
        {"<outline xmlUrl='https://x.org/' kind='fed'/>", 2, 1, "kind: expected feed"},
        {"<outline xmlUrl='https://x.org/' every='5'/>", 2, 1, "every: expected a duration"},
        {"<outline xmlUrl='https://x.org/' every='1s'/>", 2, 1, "every: expected a duration"},
        {"<outline xmlUrl='https://x.org/' official='so'/>", 2, 1, "official: expected true"},
        {"<outline xmlUrl='https://x.org/' topic='No'/>", 2, 1, "there is no topic 'No'"},
        {"<outline xmlUrl='https://x.org/' provider='X Y'/>", 2, 1, "provider: expected"},
        {"<outline xmlUrl='https://x.org/' offical='true'/>", 2, 1, "did you mean 'official'?"},
        {"<outline xmlUrl='https://x.org/' pause='true'/>", 2, 1, "did you mean 'paused'?"},
        {"<outline xmlUrl='https://x.org/' select='li'/>", 2, 1, "select: only for kind='page'"},
        {"<outline xmlUrl='https://x.org/' kind='page' selectDate='a:hover'/>", 2, 1,
         "selectDate: "},
        {"<outline xmlUrl='https://x.org/' xmlurl='https://y.org/'/>", 2, 1, "given twice"},
        {"<outline xmlUrl='https://x.org/?a=1&b=2'/>", 2, 36, "not XML: '&' that begins no"},
        {"<outline>", 2, 0, "not XML"},
        {"<outline text='\xFF'/>", 2, 16, "not UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct error error = {0};
        struct edition_topic topic = {.name = STR("AI"), .id = STR("ai")};
        struct edition edition = {.topics = &topic, .topic_count = 1};
        struct edition_source *sources;
        size_t count;
        char bytes[1024];
        arena_init(&arena, 1 << 20);
        snprintf(bytes, sizeof bytes, "<opml><body>\n%s\n</body></opml>", cases[i].body);
        assert_int_equal(opml_read(&arena, str_from(bytes), &edition, &sources, &count, &error),
                         STATUS_INVALID);
        if (strstr(error.message, cases[i].message) == NULL ||
            (cases[i].column != 0 &&
             (error.at.line != cases[i].line || error.at.column != cases[i].column)))
            fail_msg("case %zu: %zu:%zu: %s", i, error.at.line, error.at.column, error.message);
        arena_release(&arena);
    }
}

static void refuses_attacks(void **state) {
    (void)state;
    struct buf many;
    buf_init(&many, 8 << 20);
    BUF_ADD(&many, "<opml");
    for (unsigned i = 0; i < 100000; i++)
        buf_printf(&many, " a%u='1'", i);
    BUF_ADD(&many, "/>");
    struct buf deep;
    buf_init(&deep, 8 << 20);
    BUF_ADD(&deep, "<opml>");
    for (unsigned i = 0; i < 100000; i++)
        BUF_ADD(&deep, "<outline text='x'>");
    const struct str cases[] = {
        buf_str(&many),
        buf_str(&deep),
        STR("<!DOCTYPE opml [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><opml a='1'>&x;</opml>"),
        STR(""),
        STR("<html/>"),
        STR("<opml>\0</opml>"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct error error = {0};
        struct edition_source *sources;
        size_t count;
        arena_init(&arena, 8 << 20);
        assert_int_not_equal(opml_read(&arena, cases[i], NULL, &sources, &count, &error),
                             STATUS_OK);
        arena_release(&arena);
    }
    buf_release(&many);
    buf_release(&deep);
}

static bool same(struct str a, struct str b) {
    return str_absent(a) == str_absent(b) && str_eq(a, b);
}

static void assert_same(const struct edition_source *a, const struct edition_source *b) {
    assert_string_equal(a->id, b->id);
    assert_true(same(a->url, b->url) && same(a->html_url, b->html_url));
    assert_true(same(a->title, b->title) && same(a->folder, b->folder));
    assert_true(same(a->provider, b->provider));
    assert_true(a->kind == b->kind && a->topic == b->topic && a->every == b->every);
    assert_true(a->official == b->official && a->paused == b->paused && a->hidden == b->hidden);
}

static void writes_what_it_reads(void **state) {
    (void)state;
    static const char text[] =
        "<?xml version='1.0'?><opml version='2.0'><head/><body>"
        "<outline text='Top' xmlUrl='https://a.org/?a=1&amp;b=2' htmlUrl='https://a.org/' "
        "topic='ai' official='true' every='90m' paused='true' private='yes' provider='b.org' "
        "foreign='x'/>"
        "<outline text='One'><outline text='Two / Three'>"
        "<outline xmlUrl='inbox/x.xml' text=''/>"
        "<outline xmlUrl='https://a.org/?a=1&amp;b=2' text='again'/>"
        "<outline XMLURL='http://c.org/s.xml' kind='sitemap' title='T' text='U'/>"
        "</outline><outline xmlUrl='https://d.org/' kind='page' select='li.x' selectTitle='h3 > a' "
        "text='&quot;>&lt;outline xmlUrl=&quot;http://evil/&quot;/>&#10;x'/>"
        "</outline><outline xmlUrl='https://e.org/' kind='archive'/></body></opml>";
    struct arena arena;
    struct error error = {0};
    struct edition_topic topic = {.name = STR("AI & <co>"), .id = STR("ai")};
    struct edition edition = {.title = STR("T & <co>"), .topics = &topic, .topic_count = 1};
    struct edition_source *first, *second;
    size_t count, again;
    struct buf out;
    arena_init(&arena, 1 << 20);
    buf_init(&out, 1 << 20);
    assert_int_equal(opml_read(&arena, STR(text), &edition, &first, &count, &error), STATUS_OK);
    assert_int_equal(count, 5);
    assert_true(first[0].topic == 0 && first[0].every == 5400 && first[0].official);
    assert_true(str_eq(first[0].url, STR("https://a.org/?a=1&b=2")) && str_absent(first[0].folder));
    assert_true(str_eq(first[1].folder, STR("One/Two/Three")) && str_absent(first[1].title));
    assert_true(str_eq(first[2].title, STR("T")) && first[2].kind == SOURCE_SITEMAP);
    assert_true(str_eq(first[3].folder, STR("One")));
    assert_true(str_eq(first[3].selectors[SELECT_ITEM], STR("li.x")));
    assert_true(str_eq(first[3].selectors[SELECT_TITLE], STR("h3 > a")));
    assert_true(str_absent(first[3].selectors[SELECT_DATE]));
    assert_true(str_eq(first[3].title, STR("\"><outline xmlUrl=\"http://evil/\"/>\nx")));
    char id[ID_LENGTH + 1];
    id_make(STR("inbox/x.xml"), id);
    assert_string_equal(first[1].id, id);
    opml_write(&edition, first, count, &out);
    assert_int_equal(out.status, STATUS_OK);
    assert_int_equal(opml_read(&arena, buf_str(&out), &edition, &second, &again, &error),
                     STATUS_OK);
    assert_int_equal(again, count);
    for (size_t i = 0; i < count; i++)
        assert_same(&first[i], &second[i]);
    buf_release(&out);
    arena_release(&arena);
}

/* Slashes in a name make folders, but never more than a file can have that is read again. */
static void folders_end_where_a_file_does(void **state) {
    (void)state;
    for (size_t names = 1; names <= 60; names += 59) {
        struct arena arena;
        struct error error = {0};
        struct edition_source *first, *second;
        size_t count, again;
        struct buf text, out;
        arena_init(&arena, 1 << 20);
        buf_init(&text, 1 << 20);
        buf_init(&out, 1 << 20);
        BUF_ADD(&text, "<opml>");
        for (size_t i = 0; i < names; i++) {
            BUF_ADD(&text, "<outline text='");
            buf_add_repeat(&text, '/', 100);
            for (size_t k = 0; k < 100; k++)
                buf_printf(&text, "f%zu/", k);
            BUF_ADD(&text, "'>");
        }
        BUF_ADD(&text, "<outline xmlUrl='https://a.org/'/>");
        for (size_t i = 0; i < names; i++)
            BUF_ADD(&text, "</outline>");
        BUF_ADD(&text, "</opml>");
        assert_int_equal(opml_read(&arena, buf_str(&text), NULL, &first, &count, &error),
                         STATUS_OK);
        opml_write(NULL, first, count, &out);
        assert_int_equal(opml_read(&arena, buf_str(&out), NULL, &second, &again, &error),
                         STATUS_OK);
        assert_int_equal(again, count);
        assert_same(&first[0], &second[0]);
        buf_release(&out);
        buf_release(&text);
        arena_release(&arena);
    }
}

/* What stands in the file stays to the byte; sources go behind the last one. */
static void inserts_and_leaves_the_rest(void **state) {
    static const struct {
        const char *before, *behind; /* the file around what is added */
    } cases[] = {
        {"<opml version='2.0'>\n  <body>\n    <!-- </body> mine -->\n<outline  "
         "xmlUrl='https://a.org/'/>\n",
         "  </body>\n</opml>\n"},
        {"<opml><body>\n", "</body></opml>"},
        {"<opml><body><outline text='F'>\n<outline xmlUrl='inbox/x.xml'/></outline>\n\t",
         "</body>\n<!-- end -->\n</opml>"},
    };
    const struct edition_source more[] = {
        {.url = STR("https://n.org/?a=1&b"), .title = STR("N \"1\""), .topic = SIZE_MAX},
        {.url = STR("https://m.org/"), .topic = SIZE_MAX, .folder = STR("In/It")},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct buf out, in;
        struct edition_source *sources;
        size_t count;
        arena_init(&arena, 1 << 20);
        buf_init(&in, 1 << 20);
        buf_init(&out, 1 << 20);
        buf_add_cstr(&in, cases[i].before);
        buf_add_cstr(&in, cases[i].behind);
        assert_int_equal(opml_insert(&arena, buf_str(&in), NULL, more, 2, &out, NULL), STATUS_OK);
        assert_true(str_starts(buf_str(&out), str_trim(str_from(cases[i].before))));
        assert_true(str_ends(buf_str(&out), str_from(cases[i].behind)));
        assert_int_equal(opml_read(&arena, buf_str(&out), NULL, &sources, &count, NULL), STATUS_OK);
        assert_true(count >= 2);
        assert_true(str_eq(sources[count - 2].url, more[0].url));
        assert_true(str_eq(sources[count - 2].title, more[0].title));
        assert_true(str_eq(sources[count - 1].folder, more[1].folder));
        buf_release(&in);
        buf_release(&out);
        arena_release(&arena);
    }
}

static void inserts_only_where_there_is_a_place(void **state) {
    struct arena arena;
    struct buf out;
    struct error error;
    const struct edition_source more = {.url = STR("https://n.org/"), .topic = SIZE_MAX};
    (void)state;
    arena_init(&arena, 1 << 20);
    buf_init(&out, 1 << 20);
    assert_int_equal(opml_insert(&arena, STR("<opml><body/></opml>"), NULL, &more, 1, &out, &error),
                     STATUS_INVALID);
    buf_clear(&out);
    assert_int_equal(opml_insert(&arena, STR("<opml><body></body><!-- </body> --></opml>"), NULL,
                                 &more, 1, &out, &error),
                     STATUS_INVALID);
    buf_clear(&out);
    static const char there[] =
        "<opml><body>\n<outline xmlUrl=\"https://n.org/\"/>\n</body></opml>";
    assert_int_equal(opml_insert(&arena, STR(there), NULL, &more, 1, &out, &error), STATUS_OK);
    assert_true(str_eq(buf_str(&out), STR(there))); /* it is there already */
    buf_clear(&out);
    assert_int_equal(opml_insert(&arena, STR(" \n"), NULL, &more, 1, &out, &error), STATUS_OK);
    assert_true(str_find(buf_str(&out), STR("https://n.org/")) != SIZE_MAX);
    buf_release(&out);
    arena_release(&arena);
}

/* Each change of `a` and `b`, beside which all stays to the byte. */
static void changes_and_leaves_the_rest(void **state) {
#define HEAD "<opml version='2.0'>\n<body>\n"
#define TAIL "</body></opml>"
#define A "xmlUrl='https://a.org/'"
    static const struct {
        const char *before, *paused, *resumed, *removed; /* NULL: as before */
    } cases[] = {
        {"  <outline " A "/>\n", "  <outline " A " paused=\"true\"/>\n", NULL, ""},
        {"\t<outline " A " >\r\n\t</outline >\t\r\nx",
         "\t<outline " A " paused=\"true\" >\r\n\t</outline >\t\r\nx", NULL, "x"},
        {"<outline\n  " A "\n  paused = 'no'\n/>", "<outline\n  " A "\n  paused = 'true'\n/>",
         "<outline\n  " A "\n/>", ""},
        {"<outline PAUSED='true' " A "/><!-- <outline " A "/> -->", NULL,
         "<outline " A "/><!-- <outline " A "/> -->", "<!-- <outline " A "/> -->"},
        {"<outline text='/> paused=\"1\"' " A "/>",
         "<outline text='/> paused=\"1\"' " A " paused=\"true\"/>", NULL, ""},
        {"<outline text='F'>\n <outline xmlUrl=' https&#58;//a.org/\n'/>\n </outline>",
         "<outline text='F'>\n <outline xmlUrl=' https&#58;//a.org/\n' paused=\"true\"/>\n "
         "</outline>",
         NULL, "<outline text='F'>\n </outline>"},
        {"<outline " A ">\n<outline xmlUrl='http://c.org/'/>\n</outline>\n<outline " A
         "></outline>\n",
         "<outline " A
         " paused=\"true\">\n<outline xmlUrl='http://c.org/'/>\n</outline>\n<outline " A
         " paused=\"true\"></outline>\n",
         NULL, "<outline xmlUrl='http://c.org/'/>\n"},
        {"<outline " A " / every='90m'paused=\"yes\"/>",
         "<outline " A " / every='90m'paused=\"true\"/>", "<outline " A " / every='90m'/>", ""},
        {"<outline xmlUrl='https://a.org/b'/> <outline x:xmlUrl='https://a.org/'/>", NULL, NULL,
         NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *after[] = {cases[i].paused, cases[i].resumed, cases[i].removed};
        for (int change = OPML_PAUSE; change <= OPML_REMOVE; change++)
            for (int mark = 0; mark < 2; mark++) {
                struct arena arena;
                struct buf in, wanted, out;
                const struct str urls[] = {STR("https://b.org/"), STR("https://a.org/")};
                struct error error = {0};
                arena_init(&arena, 1 << 20);
                buf_init(&in, 1 << 20);
                buf_init(&wanted, 1 << 20);
                buf_init(&out, 1 << 20);
                buf_printf(&in, "%s" HEAD "%s" TAIL, mark ? "\xEF\xBB\xBF" : "", cases[i].before);
                buf_printf(&wanted, "%s" HEAD "%s" TAIL, mark ? "\xEF\xBB\xBF" : "",
                           after[change] != NULL ? after[change] : cases[i].before);
                enum status status = opml_change(&arena, buf_str(&in), NULL,
                                                 (enum opml_change)change, urls, 2, &out, &error);
                if (status != STATUS_OK || !str_eq(buf_str(&out), buf_str(&wanted)))
                    fail_msg("case %zu, %d: %s\n%.*s", i, change, error.message,
                             STR_ARG(buf_str(&out)));
                buf_release(&out);
                buf_release(&wanted);
                buf_release(&in);
                arena_release(&arena);
            }
    }
#undef HEAD
#undef TAIL
#undef A
}

/* One bad outline in a list of others is no reason to read none of it. */
static void others_files_are_read_as_far_as_they_go(void **state) {
    (void)state;
    static const char text[] =
        "<opml version='2.0'><body><outline text='a' xmlUrl='https://a.example/' topic='Nothing' "
        "selct='x'/>\n<outline text='b' xmlUrl='file:///etc/passwd'/>\n"
        "<outline text='c' xmlUrl='https://user:pw@c.example/'/>\n"
        "<outline text='d' kind='book' xmlUrl='https://d.example/'/>\n"
        "<outline text='e' xmlUrl='https://e.example/'/></body></opml>";
    struct arena arena;
    struct edition_source *sources;
    struct opml_refused refused;
    struct error error = {0};
    const struct edition edition = {0};
    size_t count;
    arena_init(&arena, 1 << 24);
    assert_int_equal(
        opml_read_others(&arena, STR(text), &edition, &sources, &count, &refused, &error),
        STATUS_OK);
    assert_int_equal(count, 2);
    assert_true(str_eq(sources[0].url, STR("https://a.example/")));
    assert_true(sources[0].topic == SIZE_MAX);
    assert_true(str_eq(sources[1].url, STR("https://e.example/")));
    assert_int_equal(refused.count, 3);
    assert_int_equal(refused.first.at.line, 2);
    assert_int_equal(opml_read_others(&arena, STR("<opml><outline"), &edition, &sources, &count,
                                      &refused, &error),
                     STATUS_INVALID);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses),
        cmocka_unit_test(refuses_attacks),
        cmocka_unit_test(writes_what_it_reads),
        cmocka_unit_test(folders_end_where_a_file_does),
        cmocka_unit_test(inserts_and_leaves_the_rest),
        cmocka_unit_test(changes_and_leaves_the_rest),
        cmocka_unit_test(others_files_are_read_as_far_as_they_go),
        cmocka_unit_test(inserts_only_where_there_is_a_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
