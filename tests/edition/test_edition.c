#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "edition/edition.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#define CONFIGURATION "title: T\nid: t\nurl: https://example.org\n"

static void reports_files(void **state) {
    (void)state;
    static const struct {
        const char *path, *bytes, *expected;
    } cases[] = {
        {"topics/a.yaml", "name: A\nkeyword: [x]\n",
         "topics/a.yaml:2:1: unknown key 'keyword': did you mean 'keywords'?"},
        {"topics/a.yaml", "name: A\nkeywords: x\n",
         "topics/a.yaml:2:11: keywords: expected a list"},
        {"topics/a.yaml", "name: A\nparent: B\n", "topics/a.yaml: parent: there is no topic 'B'"},
        {"topics/a.yaml", "name: A\nparent: A\n", "topics/a.yaml: parent: 'A' is its own ancestor"},
        {"topics/a.yaml", "keywords: [x]\n", "topics/a.yaml:1:1: a topic needs a name"},
        {"topics/a.yaml", "name: A\nimages:\n  - {url: x, height: tall}\n",
         "topics/a.yaml:3:22: height: expected a whole number of pixels"},
        {"topics/a.yaml", "- A\n", "topics/a.yaml:1:1: expected a topic: keys with values"},
        {"topics/a.yaml", "name: &n A\n",
         "topics/a.yaml:1:7: anchors are not taken: write the value where it is meant"},
        {"topics/a.yaml", "name: News\n",
         "topics/z.yaml: there is a topic with the name 'NEWS' or the _id 'z' already"},
        {"providers/a.md", "name: A\n",
         "providers/a.md:1:1: expected front matter: a first line '---'"},
        {"providers/a.md", "---\nname: A\n---\n", "providers/a.md:2:1: a provider needs a domain"},
        {"providers/a.md", "---\nname: A\ndomain: a.org\ntier: 0\n---\n",
         "providers/a.md:4:7: tier: expected a whole number from 1, the best, to 9"},
        {"providers/a.md", "---\nname: A\ndomain: a.org\nexcerpt: 301\n---\n",
         "providers/a.md:4:10: excerpt: expected a whole number of characters from 0 to 300"},
        {"providers/a.md", "---\nname: A\ndomain: Example.org\n---\n",
         "providers/a.md:3:9: domain: expected a domain in lower case, like example.org"},
        {"providers/a.md", "---\nname: A\ndomian: a.org\n---\n",
         "providers/a.md:3:1: unknown key 'domian': did you mean 'domain'?"},
        {"_sponsorships/a.md", "---\nsponsor: A\nschedul: []\n---\n",
         "_sponsorships/a.md:3:1: unknown key 'schedul': did you mean 'schedule'?"},
        {"_sponsorships/a.md", "---\nsponsor: A\nmessages: [x]\n---\n",
         "_sponsorships/a.md:2:1: a sponsorship needs a webUrl, or one for each message"},
        {"_sponsorships/a.md", "---\nsponsor: A\nwebUrl: javascript:alert(1)\n---\n",
         "_sponsorships/a.md:3:9: webUrl: expected an address like https://example.org/offer"},
        {"_sponsorships/a.md", "---\nplacement: [rail]\n---\n",
         "_sponsorships/a.md:2:12: placement: expected a list of front and issue"},
        {"_sponsorships/a.md", "---\nschedule: [2026-11-31]\n---\n",
         "_sponsorships/a.md:2:12: expected a day like 2026-11-23, or days like "
         "2026-11-23..2026-11-27, a year at most"},
        {"_sponsorships/a.md", "---\nschedule: [2026-11-02..2026-11-04, 2026-11-04]\n---\n",
         "_sponsorships/a.md:2:11: schedule: expected each day once"},
        {"_sponsorships/a.md", "---\nsponsor: A\n---\n",
         "_sponsorships/a.md:2:1: a sponsorship needs messages"},
        {"sources.opml", "<opml><body>\n  <outline xmlUrl='ftp://x'/>\n</body></opml>",
         "sources.opml:2:3: xmlUrl: expected an address that starts with http:// or https://"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct edition edition;
        struct error error = {0};
        char text[1024];
        const struct edition_file files[] = {
            {STR("topics/z.yaml"), STR("name: NEWS\n")},
            {str_from(cases[i].path), str_from(cases[i].bytes)},
            {STR("edition.yaml"), STR(CONFIGURATION)},
        };
        arena_init(&arena, 1 << 20);
        assert_int_equal(edition_load(&arena, files, 3, &edition, &error), STATUS_CONFIG);
        assert_string_equal(error_describe(&error, text, sizeof text), cases[i].expected);
        arena_release(&arena);
    }
}

static void finds(void **state) {
    (void)state;
    struct arena arena;
    struct edition edition;
    struct error error = {0};
    const struct edition_file files[] = {
        {STR("providers/b.md"), STR("---\nname: B\ndomain: blog.example.org\n---\n")},
        {STR("providers/a.md"), STR("---\nname: A\ndomain: example.org\n---\n")},
        {STR("topics/02-two.yaml"), STR("name: Two\nparent: one\n")},
        {STR("topics/01-one.yaml"), STR("name: The One\n_id: one\n")},
        {STR("topics/.hidden.yaml"), STR("[")},
        {STR("notes.txt"), STR("[")},
        {STR("edition.yaml"), STR(CONFIGURATION "officialDomains: [maker.com]\nmainTopic: Two\n")},
    };
    arena_init(&arena, 1 << 20);
    assert_int_equal(edition_load(&arena, files, 7, &edition, &error), STATUS_OK);
    assert_int_equal(edition.topic_count, 2);
    assert_int_equal(edition.main_topic, 1);
    assert_true(str_eq(edition.topics[1].id, STR("two")));
    assert_int_equal(edition.topics[1].parent_index, 0);
    assert_true(str_eq(edition.topics[1].parent, STR("The One")));
    assert_int_equal(edition_find_topic(&edition, STR("THE ONE")), 0);
    assert_int_equal(edition_find_topic(&edition, STR("one")), 0);
    assert_true(edition_find_topic(&edition, STR("three")) == SIZE_MAX);
    static const struct {
        const char *domain, *name;
    } cases[] = {
        {"example.org", "A"},
        {"WWW.Example.ORG", "A"},
        {"blog.example.org", "B"},
        {"x.blog.example.org", "B"},
        {"notexample.org", NULL},
        {"org", NULL},
        {"", NULL},
        {"example.org.", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct edition_provider *provider =
            edition_find_provider(&edition, str_from(cases[i].domain));
        assert_true(cases[i].name == NULL
                        ? provider == NULL
                        : provider != NULL && str_eq(provider->name, str_from(cases[i].name)));
    }
    assert_true(edition_domain_official(&edition, STR("maker.com")));
    assert_true(edition_domain_official(&edition, STR("blog.Maker.com")));
    assert_false(edition_domain_official(&edition, STR("notmaker.com")));
    arena_release(&arena);
}

static void packs(void **state) {
    (void)state;
    struct arena arena;
    struct error error = {0};
    struct buf one, other;
    struct edition_file *files;
    size_t count;
    const struct edition_file first[] = {
        {STR("topics/a.yaml"), STR("name: \"\xE2\x80\xA8 </x>\"\n")},
        {STR("records/x.md"), STR("not of the edition")},
        {STR("edition.yaml"), STR(CONFIGURATION)},
    };
    const struct edition_file second[] = {first[2], first[0]};
    arena_init(&arena, 1 << 20);
    buf_init(&one, 1 << 20);
    buf_init(&other, 1 << 20);
    assert_int_equal(edition_pack(first, 3, &one, &error), STATUS_OK);
    assert_int_equal(edition_pack(second, 2, &other, &error), STATUS_OK);
    assert_string_equal(buf_cstr(&one), buf_cstr(&other));
    assert_int_equal(edition_unpack(&arena, buf_str(&one), &files, &count, &error), STATUS_OK);
    assert_int_equal(count, 2);
    assert_true(str_eq(files[1].path, first[0].path) && str_eq(files[1].bytes, first[0].bytes));
    assert_int_equal(edition_unpack(&arena, STR("[1]"), &files, &count, &error), STATUS_INVALID);
    assert_int_equal(edition_unpack(&arena, STR("{\"a\":1}"), &files, &count, &error),
                     STATUS_INVALID);
    buf_release(&one);
    buf_release(&other);
    arena_release(&arena);
}

enum { FILES_MOST = 1000 };

static size_t add_folder(struct arena *arena, const char *folder, const char *as,
                         struct edition_file *files, size_t count) {
    DIR *directory = opendir(folder);
    struct dirent *entry;
    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        struct str path = arena_format(arena, "%s/%s", folder, entry->d_name);
        FILE *file = fopen(path.p, "rb");
        char *bytes = arena_alloc(arena, 65536);
        assert_non_null(file);
        assert_true(count < FILES_MOST);
        size_t n = fread(bytes, 1, 65536, file);
        fclose(file);
        files[count++] = (struct edition_file){arena_format(arena, "%s/%s", as, entry->d_name),
                                               str_of(bytes, n)};
    }
    closedir(directory);
    return count;
}

/* Topics and organizations of real editions, where the folder that holds them is named. */
static void loads_real_editions(void **state) {
    (void)state;
    static const struct {
        const char *name;
        size_t topics, providers;
    } cases[] = {{"azure", 20, 70}, {"powerapps", 7, 70}};
    const char *records = getenv("BROADSHEET_RECORDS");
    if (records == NULL)
        skip();
    for (size_t i = 0; i < 2; i++) {
        struct arena arena;
        struct edition edition;
        struct error error = {0};
        struct edition_file files[FILES_MOST] = {{STR("edition.yaml"), STR(CONFIGURATION)}};
        char folder[4096], text[1024];
        arena_init(&arena, 64 << 20);
        snprintf(folder, sizeof folder, "%s/%s/_data/topics", records, cases[i].name);
        size_t count = add_folder(&arena, folder, "topics", files, 1);
        snprintf(folder, sizeof folder, "%s/%s/_data/organizations", records, cases[i].name);
        count = add_folder(&arena, folder, "providers", files, count);
        if (edition_load(&arena, files, count, &edition, &error) != STATUS_OK)
            fail_msg("%s", error_describe(&error, text, sizeof text));
        assert_int_equal(edition.topic_count, cases[i].topics);
        assert_int_equal(edition.provider_count, cases[i].providers);
        arena_release(&arena);
    }
}

#define SPONSORSHIP(more)                                                                          \
    "---\nsponsor: Northlight\nwebUrl: https://northlight.example/\n" more "---\n"

static void sponsors_take_turns(void **state) {
    (void)state;
    static const struct edition_file files[] = {
        {STR_INIT("edition.yaml"), STR_INIT(CONFIGURATION)},
        {STR_INIT("_sponsorships/a.md"),
         STR_INIT(SPONSORSHIP("placement: [front]\nschedule: [1970-01-03, 1970-01-05..1970-01-06]\n"
                              "messages: [One, {title: Two, webUrl: 'https://two.example/'}]\n"))},
        {STR_INIT("_sponsorships/b.md"),
         STR_INIT(SPONSORSHIP("placement: [issue]\nschedule: [1970-01-05]\nmessages: [Three]\n"))},
    };
    static const struct {
        enum edition_place place;
        int64_t day;
        const char *title, *url;
    } cases[] = {
        {PLACE_FRONT, 1, NULL, NULL},
        {PLACE_FRONT, 2, "One", "https://northlight.example/"},
        {PLACE_FRONT, 3, NULL, NULL},
        {PLACE_FRONT, 4, "Two", "https://two.example/"},
        {PLACE_FRONT, 5, "One", "https://northlight.example/"},
        {PLACE_FRONT, 6, NULL, NULL},
        {PLACE_ISSUE, 4, "Three", "https://northlight.example/"},
        {PLACE_ISSUE, 5, NULL, NULL},
    };
    struct arena arena;
    struct edition edition;
    struct error error = {0};
    arena_init(&arena, 1 << 20);
    assert_int_equal(edition_load(&arena, files, 3, &edition, &error), STATUS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct edition_message *message = NULL;
        const struct edition_sponsorship *found =
            edition_sponsor(&edition, cases[i].place, cases[i].day, &message);
        assert_int_equal(found != NULL, cases[i].title != NULL);
        if (found != NULL) {
            assert_true(str_eq(message->title, str_from(cases[i].title)));
            assert_true(str_eq(message->url, str_from(cases[i].url)));
            assert_true(id_valid(str_from(message->id)));
        }
    }
    arena_release(&arena);
}

static void a_place_has_one_sponsor_a_day(void **state) {
    (void)state;
    static const struct edition_file files[] = {
        {STR_INIT("edition.yaml"), STR_INIT(CONFIGURATION)},
        {STR_INIT("_sponsorships/a.md"),
         STR_INIT(SPONSORSHIP("schedule: [2026-11-01..2026-11-09]\nmessages: [One]\n"))},
        {STR_INIT("_sponsorships/b.md"),
         STR_INIT(SPONSORSHIP("placement: [issue]\nschedule: [2026-11-05]\nmessages: [Two]\n"))},
    };
    struct arena arena;
    struct edition edition;
    struct error error = {0};
    char text[1024];
    arena_init(&arena, 1 << 20);
    assert_int_equal(edition_load(&arena, files, 3, &edition, &error), STATUS_CONFIG);
    assert_string_equal(error_describe(&error, text, sizeof text),
                        "_sponsorships/: a and b both have the issue of 2026-11-05");
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reports_files),
        cmocka_unit_test(finds),
        cmocka_unit_test(packs),
        cmocka_unit_test(sponsors_take_turns),
        cmocka_unit_test(a_place_has_one_sponsor_a_day),
        cmocka_unit_test(loads_real_editions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
