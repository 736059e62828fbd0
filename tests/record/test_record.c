#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "record/fields.h"
#include "record/record.h"
#include "text/slug.h"
#include "yaml/yaml.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static void read_file(const char *path, struct buf *into) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    buf_clear(into);
    assert_int_equal(buf_reserve(into, RECORD_BYTES_MOST), STATUS_OK);
    into->n = fread(into->p, 1, RECORD_BYTES_MOST, file);
    into->p[into->n] = '\0';
    fclose(file);
}

/* Both readers by themselves, and the one in front of them, give the same bytes again. */
static void check_both_readers(const char *path, struct buf *bytes, struct buf *out) {
    struct arena arena;
    struct yaml_front front;
    struct record record;
    struct error error = {0};
    arena_init(&arena, 64 << 20);
    read_file(path, bytes);
    assert_int_equal(yaml_front_matter(&arena, buf_str(bytes), &front, &error), STATUS_OK);
    for (unsigned reader = 0; reader < 3; reader++) {
        if (reader == 0)
            assert_true(record_read_canonical(&arena, front.front, &record));
        else if (reader == 1)
            assert_int_equal(record_read_tree(&arena, front.front, 2, &record, &error), STATUS_OK);
        else
            assert_int_equal(record_read(&arena, buf_str(bytes), &record, &error), STATUS_OK);
        buf_clear(out);
        record_write(&record, out);
        if (!str_eq(buf_str(out), buf_str(bytes)))
            fail_msg("reader %u: %s is not the same", reader, path);
    }
    arena_release(&arena);
}

static void newsletters_are_the_same(void **state) {
    static const char *const paths[] = {"tests/record/newsletter/old-form.html",
                                        "tests/record/newsletter/secured.html"};
    (void)state;
    struct buf bytes, out;
    buf_init(&bytes, 2 << 20);
    buf_init(&out, 8 << 20);
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct arena arena;
        struct record record;
        arena_init(&arena, 64 << 20);
        read_file(paths[i], &bytes);
        assert_int_equal(record_read(&arena, buf_str(&bytes), &record, NULL), STATUS_OK);
        buf_clear(&out);
        record_write(&record, &out);
        assert_string_equal(buf_cstr(&out), buf_cstr(&bytes));
        arena_release(&arena);
    }
    buf_release(&bytes);
    buf_release(&out);
}

static void seed_record_is_the_same(void **state) {
    (void)state;
    struct buf bytes, out;
    buf_init(&bytes, 2 << 20);
    buf_init(&out, 8 << 20);
    check_both_readers("tests/record/seed-record.md", &bytes, &out);
    buf_release(&bytes);
    buf_release(&out);
}

/* Whether the rule for new names gives the file's. */
static bool has_own_slug(const char *name, struct str bytes) {
    struct arena arena;
    struct record record;
    struct error error = {0};
    struct buf slug;
    arena_init(&arena, 64 << 20);
    buf_init(&slug, 1000);
    assert_int_equal(record_read(&arena, bytes, &record, &error), STATUS_OK);
    text_slug(record.title, &slug);
    BUF_ADD(&slug, ".md");
    bool same = str_eq(buf_str(&slug), str_skip(str_from(name), 11));
    buf_release(&slug);
    arena_release(&arena);
    return same;
}

static size_t check_folder(const char *folder, struct buf *bytes, struct buf *out,
                           size_t *own_slugs) {
    DIR *directory = opendir(folder);
    struct dirent *entry;
    size_t count = 0;
    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL) {
        char path[4096];
        if (!str_ends(str_from(entry->d_name), STR(".md")))
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        check_both_readers(path, bytes, out);
        *own_slugs += has_own_slug(entry->d_name, buf_str(bytes));
        count++;
    }
    closedir(directory);
    return count;
}

/* Where the folder that holds them is named. */
static void real_records_are_the_same(void **state) {
    (void)state;
    const char *records = getenv("BROADSHEET_RECORDS");
    char folder[4096];
    struct buf bytes, out;
    if (records == NULL)
        skip();
    buf_init(&bytes, 2 << 20);
    buf_init(&out, 8 << 20);
    snprintf(folder, sizeof folder, "%s/azure/_news", records);
    size_t own_slugs = 0;
    size_t count = check_folder(folder, &bytes, &out, &own_slugs);
    snprintf(folder, sizeof folder, "%s/powerapps/_news", records);
    count += check_folder(folder, &bytes, &out, &own_slugs);
    assert_int_equal(count, 570);
    printf("own slugs: %zu of %zu\n", own_slugs, count);
    assert_true(own_slugs >= 560);
    buf_release(&bytes);
    buf_release(&out);
}

/* Pieces that YAML, Markdown and readers in a hurry trip over (attacks.md G08, G09, G11). */
static const char *const pieces[] = {
    "\"",
    "'",
    "\\",
    ": ",
    "# ",
    " #",
    "- ",
    "? ",
    "[",
    "]",
    "{",
    "}",
    "&",
    "*",
    "!",
    "|",
    ">",
    "%",
    "@",
    "`",
    " ",
    "  ",
    ",",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "---",
    "\n---\n",
    "\n...\n",
    "\npublished: true\n",
    "\nsecured: x\n",
    "\xE2\x80\xA8",
    "\xE2\x80\xA9",
    "\xC2\x85",
    "\xEF\xBB\xBF",
    "\x01",
    "\x1B[2J",
    "\x7F",
    "\xC2\x9B",
    "\xEF\xBF\xBE",
    "\xEF\xBF\xBF",
    "\xF0\x9F\x98\x80",
    "\xC3\xA9",
    "e\xCC\x81",
    "\xE2\x80\xAE",
    "null",
    "true",
    "12",
    "2022-06-30",
    "<<",
    "~",
    "a",
    "word",
    ":",
    "=",
    "\\n",
    "\\u0041",
    "\\x41",
    "\xED\x9F\xBF",
    "\xC2\xA0",
    "\xE2\x80\x9C",
};

static void random_text(struct rng *rng, struct buf *out) {
    size_t count = 1 + (size_t)rng_below(rng, 8);
    buf_clear(out);
    for (size_t i = 0; i < count; i++)
        buf_add_cstr(out, pieces[rng_below(rng, sizeof pieces / sizeof pieces[0])]);
}

static struct record sample(struct str title, struct str name, struct str *topic) {
    struct record record;
    record_clear(&record_table_top, &record);
    record.title = title;
    record.excerpt = title;
    record.provider.name = name;
    record.topics = topic;
    record.topic_count = 1;
    record.secured = title;
    return record;
}

static void assert_read_back(struct arena *arena, const struct record *record, struct str front,
                             bool canonical) {
    struct record again;
    struct error error = {0};
    char text[1024];
    if (canonical)
        assert_true(record_read_canonical(arena, front, &again));
    else if (record_read_tree(arena, front, 2, &again, &error) != STATUS_OK)
        fail_msg("%s in\n%.*s", error_describe(&error, text, sizeof text), STR_ARG(front));
    assert_true(str_eq(again.title, record->title) && str_eq(again.excerpt, record->title));
    assert_true(str_eq(again.provider.name, record->provider.name));
    assert_true(again.topic_count == 1 && str_eq(again.topics[0], record->topics[0]));
    assert_true(str_eq(again.secured, record->title));
    /* No key was smuggled in. */
    assert_true(!again.has_published && str_absent(again.unknown) && again.related_count == 0);
}

static void hostile_titles_survive(void **state) {
    (void)state;
    struct rng rng = rng_seeded(8);
    struct buf title, name, out;
    buf_init(&title, 10000);
    buf_init(&name, 10000);
    buf_init(&out, 1 << 20);
    for (unsigned i = 0; i < 10000; i++) {
        struct arena arena;
        struct yaml_front front;
        struct error error = {0};
        random_text(&rng, &title);
        random_text(&rng, &name);
        struct str topic = buf_str(&name);
        struct record record = sample(buf_str(&title), buf_str(&name), &topic);
        arena_init(&arena, 8 << 20);
        buf_clear(&out);
        record_write(&record, &out);
        assert_int_equal(yaml_front_matter(&arena, buf_str(&out), &front, &error), STATUS_OK);
        assert_true(str_eq(front.body, STR("\n")));
        assert_read_back(&arena, &record, front.front, true);
        assert_read_back(&arena, &record, front.front, false);
        arena_release(&arena);
    }
    buf_release(&title);
    buf_release(&name);
    buf_release(&out);
}

static void limits_hold(void **state) {
    (void)state;
    static const struct {
        size_t related, padding;
        enum status status;
    } cases[] = {
        {RECORD_RELATED_MOST, 0, STATUS_OK},
        {RECORD_RELATED_MOST + 1, 0, STATUS_LIMIT},
        {0, RECORD_BYTES_MOST - 100, STATUS_OK},
        {0, RECORD_BYTES_MOST, STATUS_LIMIT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct record record;
        struct error error = {0};
        struct buf bytes;
        arena_init(&arena, 64 << 20);
        buf_init(&bytes, 4 << 20);
        BUF_ADD(&bytes, "---\ntitle: \"x\"\nexcerpt: \"");
        buf_add_repeat(&bytes, 'x', cases[i].padding);
        BUF_ADD(&bytes, "\"\n");
        if (cases[i].related > 0)
            BUF_ADD(&bytes, "\nrelated:\n");
        for (size_t k = 0; k < cases[i].related; k++)
            BUF_ADD(&bytes, "  - title: \"y\"\n");
        BUF_ADD(&bytes, "---\n\n");
        assert_int_equal(record_read(&arena, buf_str(&bytes), &record, &error), cases[i].status);
        if (cases[i].status == STATUS_OK)
            assert_int_equal(record.related_count, cases[i].related);
        buf_release(&bytes);
        arena_release(&arena);
    }
}

/* With less and less memory a read fails cleanly until it has enough. */
static void survives_little_memory(void **state) {
    (void)state;
    struct buf bytes;
    bool done = false;
    buf_init(&bytes, 2 << 20);
    read_file("tests/record/edited/flow.md", &bytes);
    for (size_t max = 0; !done; max += 64) {
        struct arena arena;
        struct record record;
        struct error error = {0};
        arena_init(&arena, max);
        enum status status = record_read(&arena, buf_str(&bytes), &record, &error);
        assert_true(status == STATUS_OK || status == STATUS_LIMIT || status == STATUS_MEMORY);
        done = status == STATUS_OK;
        arena_release(&arena);
    }
    buf_release(&bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seed_record_is_the_same),
        cmocka_unit_test(newsletters_are_the_same),
        cmocka_unit_test(real_records_are_the_same),
        cmocka_unit_test(hostile_titles_survive),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(survives_little_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
