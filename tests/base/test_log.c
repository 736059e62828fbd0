#include "support/case.h"

#include "base/buf.h"
#include "base/json_read.h"
#include "base/log.h"
#include "base/utf8.h"
#include "support/failing.h"
#include <unistd.h>

/* Everything that a log may be handed: controls, escapes, bidi, ill-formed bytes, quotes. */
static const char nasty[] = "a\nb\r\x1B]0;title\x07\x1B[2J\x7F\xC2\x9B"
                            "1m\xE2\x80\xA8\xE2\x80\xAE"
                            "\xFF\xC3\"\\<\t";

struct catcher {
    int ends[2];
    struct log log;
};

static void catch_log(struct catcher *catcher, enum log_form form, bool color) {
    static struct clock clock;
    clock = clock_fixed(1760000000);
    assert_int_equal(pipe(catcher->ends), 0);
    catcher->log = (struct log){
        .fd = catcher->ends[1], .least = LOG_INFO, .form = form, .color = color, .clock = &clock};
}

static size_t caught(struct catcher *catcher, char *text, size_t size) {
    close(catcher->ends[1]);
    ssize_t n = read(catcher->ends[0], text, size - 1);
    close(catcher->ends[0]);
    text[n > 0 ? n : 0] = '\0';
    return n > 0 ? (size_t)n : 0;
}

static void writes_plain_lines(void **state) {
    (void)state;
    static const struct {
        enum log_form form;
        bool color;
        const char *text;
    } cases[] = {
        {LOG_READABLE, false, "warning: fetch failed: source x, status 503\n"},
        {LOG_READABLE, true, "\033[33mwarning: \033[0mfetch failed: source x, status 503\n"},
        {LOG_JSON, false,
         "{\"time\":\"2025-10-09T08:53:20Z\",\"level\":\"warning\",\"event\":\"fetch failed\","
         "\"source\":\"x\",\"status\":503}\n"},
    };
    for (size_t i = 0; i < CASES(cases); i++) {
        struct catcher catcher;
        char text[1000];
        catch_log(&catcher, cases[i].form, cases[i].color);
        log_write(&catcher.log, LOG_DEBUG, "not this");
        log_write(&catcher.log, LOG_WARNING, "fetch failed", LOG_TEXT("source", "x"),
                  LOG_INT("status", 503));
        caught(&catcher, text, sizeof text);
        assert_string_equal(text, cases[i].text);
    }
    log_write(NULL, LOG_ERROR, "nowhere");
    struct log closed = {.fd = -1};
    log_write(&closed, LOG_ERROR, "nowhere");
}

/* G11: one line, and nothing in it that a terminal would act on. */
static void stays_inert(void **state) {
    (void)state;
    static const enum log_form forms[] = {LOG_READABLE, LOG_JSON};
    for (size_t i = 0; i < CASES(forms); i++) {
        struct catcher catcher;
        char text[4000];
        catch_log(&catcher, forms[i], false);
        log_write(&catcher.log, LOG_ERROR, "event", LOG_TEXT("field", nasty));
        struct str line = str_of(text, caught(&catcher, text, sizeof text));
        assert_true(str_ends(line, STR("\n")));
        line.n--;
        for (size_t at = 0; at < line.n;)
            assert_false(utf8_is_control(utf8_next(line, &at)));
        assert_true(utf8_valid(line, NULL));
        if (forms[i] != LOG_JSON)
            continue;
        struct arena arena;
        const struct json_value *object;
        arena_init(&arena, JSON_MEMORY_MOST);
        assert_int_equal(json_read(&arena, line, &object, NULL), STATUS_OK);
        assert_true(str_starts(json_get_str(object, "field"), STR("a\nb\r\x1B]0;title")));
        arena_release(&arena);
    }
}

static void keeps_long_lines_whole(void **state) {
    (void)state;
    char *much = malloc(100000);
    assert_non_null(much);
    memset(much, '\x01', 100000); /* each byte becomes six */
    for (int form = LOG_READABLE; form <= LOG_JSON; form++) {
        struct catcher catcher;
        char text[40000];
        struct log_field fields[40];
        for (size_t i = 0; i < CASES(fields); i++)
            fields[i] = LOG_STR("field", str_of(much, 100000));
        catch_log(&catcher, (enum log_form)form, false);
        log_fields(&catcher.log, LOG_INFO, "much", fields, 1);
        log_fields(&catcher.log, LOG_INFO, "too much", fields, CASES(fields));
        struct str lines = str_of(text, caught(&catcher, text, sizeof text)), line;
        assert_true(str_next(&lines, '\n', &line) && line.n > 2000);
        assert_true(str_next(&lines, '\n', &line) && line.n < 200);
        assert_true(str_find(line, STR("too much")) != SIZE_MAX);
        assert_int_equal(lines.n, 0);
    }
    free(much);
}

static void says_nothing_without_memory(void **state) {
    (void)state;
    char field[1500];
    memset(field, 'x', sizeof field);
    for (size_t n = 0; failing_from(n); n++) {
        struct catcher catcher;
        char text[4000];
        catch_log(&catcher, LOG_READABLE, false);
        log_write(&catcher.log, LOG_INFO, "event", LOG_STR("field", str_of(field, sizeof field)));
        failing_stop();
        size_t length = caught(&catcher, text, sizeof text);
        assert_true(length == 0 ? failing_happened() : text[length - 1] == '\n');
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_plain_lines),
        cmocka_unit_test(stays_inert),
        cmocka_unit_test(keeps_long_lines_whole),
        cmocka_unit_test(says_nothing_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
