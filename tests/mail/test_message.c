/* Issues as letters: golden files, and what holds for any letter's HTML and text. With UPDATE in
 * the environment the golden files are written anew; read the difference. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "files/files.h"
#include "files/whole.h"
#include "mail/message.h"

#define HERE "tests/mail"

struct fixture {
    struct arena arena;
    struct edition edition;
    struct issue issue;
    struct mail_house *house;
    struct buf out;
};

static const struct mail_recipient reader = {
    .id = STR_INIT("s1"),
    .address = STR_INIT("reader@example.net"),
    .name = STR_INIT("Ada \"the\" Reader\r\nBcc: victim@example.com"),
    .unsubscribe = STR_INIT("https://ai.example.org/unsubscribe/Zm9vYmFy-_x"),
    .token = STR_INIT("Zm9vYmFy-_x"),
    .preferences = STR_INIT("https://ai.example.org/preferences/Zm9vYmFy-_x"),
};

static struct str read_whole(struct fixture *fixture, const char *path) {
    struct buf bytes;
    buf_init(&bytes, 1 << 20);
    if (files_read(HERE, str_from(path), 1 << 20, &bytes, NULL) != STATUS_OK)
        return STR("");
    struct str copy = arena_copy(&fixture->arena, buf_str(&bytes));
    buf_release(&bytes);
    return copy;
}

static void open_fixture(struct fixture *fixture, const char *folder, const char *issue) {
    struct edition_file *files;
    size_t count;
    struct error error = {0};
    char message[1024], path[64], file[64];
    snprintf(path, sizeof path, HERE "/%s", folder);
    snprintf(file, sizeof file, "%s.yaml", issue);
    arena_init(&fixture->arena, 64 << 20);
    buf_init(&fixture->out, MAIL_LETTER_MOST);
    enum status status = files_read_edition(&fixture->arena, path, &files, &count, &error);
    if (status == STATUS_OK)
        status = edition_load(&fixture->arena, files, count, &fixture->edition, &error);
    if (status == STATUS_OK)
        status = issue_read(&fixture->arena, read_whole(fixture, file), &fixture->issue, &error);
    if (status == STATUS_OK)
        status = mail_house_open(path, &fixture->edition, &fixture->house, &error);
    if (status != STATUS_OK)
        fail_msg("%s", error_describe(&error, message, sizeof message));
}

static void close_fixture(struct fixture *fixture) {
    mail_house_close(fixture->house);
    buf_release(&fixture->out);
    arena_release(&fixture->arena);
}

static const struct {
    const char *folder, *issue;
} cases[] = {{"edition", "daily"}, {"edition", "hostile"}, {"world", "world"}};
enum { CASES = sizeof cases / sizeof cases[0] };

static void looks_as_expected(void **state) {
    (void)state;
    for (size_t i = 0; i < CASES; i++) {
        struct fixture fixture;
        char name[64], path[128];
        open_fixture(&fixture, cases[i].folder, cases[i].issue);
        assert_int_equal(mail_message(fixture.house, &fixture.issue, &reader, &fixture.out, NULL),
                         STATUS_OK);
        snprintf(name, sizeof name, "%s.eml", cases[i].issue);
        snprintf(path, sizeof path, HERE "/%s", name);
        if (getenv("UPDATE") != NULL)
            assert_int_equal(files_replace(str_from(path), buf_str(&fixture.out), NULL), STATUS_OK);
        if (!str_eq(read_whole(&fixture, name), buf_str(&fixture.out)))
            fail_msg("%s is another letter", path);
        close_fixture(&fixture);
    }
}

static void is_the_same_again(void **state) {
    (void)state;
    struct fixture fixture;
    struct buf again;
    struct mail_recipient other = reader;
    open_fixture(&fixture, "edition", "daily");
    buf_init(&again, MAIL_LETTER_MOST);
    assert_int_equal(mail_message(fixture.house, &fixture.issue, &reader, &fixture.out, NULL),
                     STATUS_OK);
    assert_int_equal(mail_message(fixture.house, &fixture.issue, &reader, &again, NULL), STATUS_OK);
    assert_true(str_eq(buf_str(&fixture.out), buf_str(&again)));
    struct str id = mail_message_id(&fixture.arena, &fixture.edition, &fixture.issue, &reader);
    other.id = STR("s2");
    assert_false(
        str_eq(id, mail_message_id(&fixture.arena, &fixture.edition, &fixture.issue, &other)));
    assert_true(str_starts(id, STR("ai-every-day-2026-11-20.")) &&
                str_ends(id, STR("@ai.example.org")));
    other.address = STR("x@example.org>\r\nRCPT TO:<y@example.org");
    assert_int_equal(mail_message(fixture.house, &fixture.issue, &other, &again, NULL),
                     STATUS_INVALID);
    buf_release(&again);
    close_fixture(&fixture);
}

/* What old mail programs know, and nothing that loads or moves anything. */
static bool is_allowed(struct str property) {
    static const struct str known[] = {
        STR_INIT("background-color"),
        STR_INIT("border"),
        STR_INIT("border-top"),
        STR_INIT("color"),
        STR_INIT("display"),
        STR_INIT("font-family"),
        STR_INIT("font-size"),
        STR_INIT("height"),
        STR_INIT("font-weight"),
        STR_INIT("line-height"),
        STR_INIT("margin"),
        STR_INIT("max-height"),
        STR_INIT("max-width"),
        STR_INIT("mso-hide"),
        STR_INIT("overflow"),
        STR_INIT("padding"),
        STR_INIT("text-align"),
        STR_INIT("text-decoration"),
        STR_INIT("width"),
        STR_INIT("word-break"),
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (str_eq(property, known[i]))
            return true;
    return false;
}

static void check_style(struct str style) {
    struct str declaration;
    while (str_next(&style, ';', &declaration)) {
        size_t colon = str_find_byte(declaration, ':');
        struct str value = str_skip(declaration, colon + 1);
        assert_true(colon != SIZE_MAX);
        if (!is_allowed(str_take(declaration, colon)))
            fail_msg("%.*s", STR_ARG(declaration));
        if (str_find_byte(value, '(') != SIZE_MAX || str_find(value, STR("!")) != SIZE_MAX)
            fail_msg("%.*s", STR_ARG(declaration));
    }
}

static void check_html(struct str html) {
    static const struct str banned[] = {
        STR_INIT("<script"),  STR_INIT("<link"),       STR_INIT("<form"), STR_INIT("<iframe"),
        STR_INIT("@import"),  STR_INIT("var("),        STR_INIT(".webp"), STR_INIT("url("),
        STR_INIT("@font-"),   STR_INIT("#fff\""),      STR_INIT("#000"),  STR_INIT("#ffffff"),
        STR_INIT(" onerror"), STR_INIT("javascript:"),
    };
    assert_true(html.n <= MAIL_HTML_MOST);
    for (size_t i = 0; i < sizeof banned / sizeof banned[0]; i++) {
        size_t at = str_find_case(html, banned[i]);
        /* What stands in a text has lost its brackets. */
        if (at != SIZE_MAX && !(i == 12 && str_find(html, STR("&lt;img")) != SIZE_MAX))
            fail_msg("%.*s", STR_ARG(str_take(str_skip(html, at), 60)));
    }
    for (struct str rest = html;;) {
        size_t at = str_find(rest, STR(" style=\""));
        if (at == SIZE_MAX)
            break;
        rest = str_skip(rest, at + 8);
        size_t end = str_find_byte(rest, '"');
        check_style(str_take(rest, end));
    }
    /* Every table but those of stories inside says that it is none; every cell of text a colour. */
    for (struct str rest = html;;) {
        size_t at = str_find(rest, STR("<table"));
        if (at == SIZE_MAX)
            break;
        rest = str_skip(rest, at);
        assert_true(str_find(rest, STR("role=\"presentation\"")) < str_find_byte(rest, '>'));
        rest = str_skip(rest, 1);
    }
}

/* Lines of at most 72 columns, but for those that are one address or one word. */
static void check_text(struct str text) {
    struct str line;
    while (str_next(&text, '\n', &line)) {
        bool address = str_find(line, STR("://")) != SIZE_MAX;
        if (address && !str_starts(line, STR("http")) && !str_starts(line, STR("{{")))
            fail_msg("%.*s", STR_ARG(line));
        if (utf8_length(line) > 72 && !address)
            assert_true(str_find_byte(str_trim(str_skip(line, 4)), ' ') == SIZE_MAX);
    }
}

static void keeps_to_what_mail_can(void **state) {
    (void)state;
    for (size_t i = 0; i < CASES; i++) {
        struct fixture fixture;
        struct buf text;
        open_fixture(&fixture, cases[i].folder, cases[i].issue);
        buf_init(&text, MAIL_LETTER_MOST);
        assert_int_equal(
            mail_render(fixture.house, &fixture.issue, &reader, &fixture.out, &text, NULL),
            STATUS_OK);
        check_html(buf_str(&fixture.out));
        check_text(buf_str(&text));
        buf_release(&text);
        close_fixture(&fixture);
    }
}

/* Twelve stories as long as stories can be stay below what Gmail shows. */
static void stays_small(void **state) {
    (void)state;
    struct fixture fixture;
    struct issue_story stories[12];
    struct issue issue;
    open_fixture(&fixture, "edition", "daily");
    issue = fixture.issue;
    for (size_t i = 0; i < 12; i++)
        stories[i] = issue.stories[0];
    issue.stories = stories;
    issue.count = 12;
    struct error error = {0};
    assert_int_equal(mail_render(fixture.house, &issue, &reader, &fixture.out, NULL, &error),
                     STATUS_OK);
    assert_true(fixture.out.n <= 48 * 1024);
    close_fixture(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(looks_as_expected),
        cmocka_unit_test(is_the_same_again),
        cmocka_unit_test(keeps_to_what_mail_can),
        cmocka_unit_test(stays_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
