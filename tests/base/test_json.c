#include "support/case.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/json_read.h"
#include "support/failing.h"

static void write_sample(struct buf *out, unsigned flags) {
    struct json json;
    json_init(&json, out, flags);
    json_begin_object(&json);
    json_field_str(&json, "title", STR("a \"b\""));
    json_field_str(&json, "absent", STR_NONE);
    json_field_str(&json, "empty", STR(""));
    json_field_text(&json, "left out", STR(""));
    json_field_int(&json, "least", INT64_MIN);
    json_field_bool(&json, "yes", true);
    json_field_time(&json, "time", 1656613260);
    json_field_time(&json, "never", TIME_NONE);
    json_key(&json, "list");
    json_begin_array(&json);
    json_int(&json, 1);
    json_null(&json);
    json_begin_array(&json);
    json_end_array(&json);
    json_begin_object(&json);
    json_end_object(&json);
    json_raw(&json, STR("{\"x\":1}"));
    json_end_array(&json);
    json_end_object(&json);
}

static void writes(void **state) {
    (void)state;
    static const char compact[] =
        "{\"title\":\"a \\\"b\\\"\",\"empty\":\"\",\"least\":-9223372036854775808,\"yes\":true,"
        "\"time\":\"2022-06-30T18:21:00Z\",\"list\":[1,null,[],{},{\"x\":1}]}";
    static const char pretty[] = "{\n  \"title\": \"a \\\"b\\\"\",\n  \"empty\": \"\",\n"
                                 "  \"least\": -9223372036854775808,\n  \"yes\": true,\n"
                                 "  \"time\": \"2022-06-30T18:21:00Z\",\n  \"list\": [\n    1,\n"
                                 "    null,\n    [],\n    {},\n    {\"x\":1}\n  ]\n}";
    struct buf out;
    buf_init(&out, 10000);
    write_sample(&out, JSON_COMPACT);
    assert_str_equal(0, buf_str(&out), STR(compact));
    buf_clear(&out);
    write_sample(&out, JSON_PRETTY);
    assert_str_equal(1, buf_str(&out), STR(pretty));
    buf_release(&out);
    for (size_t n = 0; failing_from(n); n++) {
        buf_init(&out, 10000);
        write_sample(&out, JSON_COMPACT);
        failing_stop();
        assert_int_equal(out.status, failing_happened() ? STATUS_MEMORY : STATUS_OK);
        buf_release(&out);
    }
}

static void quotes(void **state) {
    (void)state;
    static const struct {
        const char *in;
        unsigned flags;
        const char *out;
    } cases[] = {
        {"", 0, "\"\""},
        {"\"\\\n\r\t\b\x1F\x7F", 0, "\"\\\"\\\\\\n\\r\\t\\u0008\\u001f\\u007f\""},
        {"</script>&", 0, "\"</script>&\""},
        {"</script>&", JSON_HTML_SAFE, "\"\\u003c/script\\u003e\\u0026\""},
        {"\xE2\x80\xA8\xE2\x80\xAE", 0, "\"\xE2\x80\xA8\xE2\x80\xAE\""},
        {"\xE2\x80\xA8\xE2\x80\xAE", JSON_HTML_SAFE, "\"\\u2028\xE2\x80\xAE\""},
        {"\xE2\x80\xA8\xE2\x80\xAE\xC2\x9B", JSON_INERT, "\"\\u2028\\u202e\\u009b\""},
        {"a\xFF\xC3(", 0, "\"a\xEF\xBF\xBD\xEF\xBF\xBD(\""},
        {"\xC3\xA4\xF0\x9F\x98\x80", 0, "\"\xC3\xA4\xF0\x9F\x98\x80\""},
    };
    for (size_t i = 0; i < CASES(cases); i++) {
        struct buf out;
        buf_init(&out, 1000);
        json_quote(&out, str_from(cases[i].in), cases[i].flags);
        assert_str_equal(i, buf_str(&out), str_from(cases[i].out));
        buf_release(&out);
    }
}

/* Wherever in a long text something odd stands, and whatever is known of the text, it comes out the
 * same. */
static void quotes_at_any_place(void **state) {
    (void)state;
    static const char *const odd[] = {"\"",   "\xC3\xA4", "\xE6\x97\xA5", "\xF0\x9F\x98\x80",
                                      "\x7F", "\n"};
    static const unsigned flags[] = {0, JSON_WELL_FORMED, JSON_HTML_SAFE, JSON_INERT,
                                     JSON_WELL_FORMED | JSON_INERT};
    for (size_t k = 0; k < CASES(odd); k++) {
        for (size_t at = 0; at < 40; at++) {
            struct buf text, first, other;
            buf_init(&text, 1000);
            buf_init(&first, 1000);
            buf_init(&other, 1000);
            buf_add_repeat(&text, 'x', at);
            buf_add_cstr(&text, odd[k]);
            buf_add_cstr(&text, "\xD0\xB6 yz");
            buf_add_repeat(&text, 'w', 40 - at);
            json_quote(&first, buf_str(&text), 0);
            assert_true(first.n > text.n);
            for (size_t i = 1; i < CASES(flags); i++) {
                buf_clear(&other);
                json_quote(&other, buf_str(&text), flags[i]);
                assert_str_equal(i, buf_str(&other), buf_str(&first));
            }
            buf_release(&text);
            buf_release(&first);
            buf_release(&other);
        }
    }
}

static void reads_strictly(void **state) {
    (void)state;
    static const struct {
        struct str text;
        enum status status;
        size_t at;
    } cases[] = {
        {STR_INIT("{}"), STATUS_OK, 0},
        {STR_INIT("[]"), STATUS_OK, 0},
        {STR_INIT(" [ ] "), STATUS_OK, 0},
        {STR_INIT(" [1, 2.5e3, \"\\u00e4\", true, null] \n"), STATUS_OK, 0},
        {STR_INIT("\t{ \"a\" :\r\n{ \"b\":[ [ ] , { } ] } }"), STATUS_OK, 0},
        {STR_INIT("12"), STATUS_OK, 0},
        {STR_INIT("null"), STATUS_OK, 0},
        {STR_INIT("\"\""), STATUS_OK, 0},
        {STR_INIT("{\"\":0}"), STATUS_OK, 0},
        {STR_INIT("{\"a\":1,\"a\":2}"), STATUS_OK, 0},
        /* ends and what stands behind them */
        {STR_INIT(""), STATUS_INVALID, 0},
        {STR_INIT("  "), STATUS_INVALID, 2},
        {STR_INIT("["), STATUS_INVALID, 1},
        {STR_INIT("[1"), STATUS_INVALID, 2},
        {STR_INIT("[1,"), STATUS_INVALID, 3},
        {STR_INIT("{\"a\""), STATUS_INVALID, 4},
        {STR_INIT("{\"a\":"), STATUS_INVALID, 5},
        {STR_INIT("{\"a\":1"), STATUS_INVALID, 6},
        {STR_INIT("{\"a\":1}x"), STATUS_INVALID, 7},
        {STR_INIT("{} {}"), STATUS_INVALID, 3},
        {STR_INIT("1]"), STATUS_INVALID, 1},
        {STR_INIT("{}\0{}"), STATUS_INVALID, 2},
        {STR_INIT("[1\0]"), STATUS_INVALID, 2},
        {STR_INIT("\xEF\xBB\xBF{}"), STATUS_INVALID, 0},
        /* containers */
        {STR_INIT("{\"a\":1,}"), STATUS_INVALID, 7},
        {STR_INIT("{,\"a\":1}"), STATUS_INVALID, 1},
        {STR_INIT("{\"a\" 1}"), STATUS_INVALID, 5},
        {STR_INIT("{\"a\"::1}"), STATUS_INVALID, 5},
        {STR_INIT("{\"a\":1 \"b\":2}"), STATUS_INVALID, 7},
        {STR_INIT("{\"a\":1]"), STATUS_INVALID, 6},
        {STR_INIT("{\"a\"}"), STATUS_INVALID, 4},
        {STR_INIT("{1:1}"), STATUS_INVALID, 1},
        {STR_INIT("{'a':1}"), STATUS_INVALID, 1},
        {STR_INIT("{a:1}"), STATUS_INVALID, 1},
        {STR_INIT("{]"), STATUS_INVALID, 1},
        {STR_INIT("[}"), STATUS_INVALID, 1},
        {STR_INIT("[,1]"), STATUS_INVALID, 1},
        {STR_INIT("[1,]"), STATUS_INVALID, 3},
        {STR_INIT("[1,,2]"), STATUS_INVALID, 3},
        {STR_INIT("[1 2]"), STATUS_INVALID, 3},
        {STR_INIT("[1:2]"), STATUS_INVALID, 2},
        {STR_INIT("[\"a\":2]"), STATUS_INVALID, 4},
        {STR_INIT("// note\n1"), STATUS_INVALID, 0},
        {STR_INIT("[1/**/]"), STATUS_INVALID, 2},
        {STR_INIT("[1\f]"), STATUS_INVALID, 2},
        {STR_INIT("[\xC2\xA0]"), STATUS_INVALID, 1},
        /* words */
        {STR_INIT("tru"), STATUS_INVALID, 3},
        {STR_INIT("truth"), STATUS_INVALID, 3},
        {STR_INIT("truee"), STATUS_INVALID, 4},
        {STR_INIT("[falsy]"), STATUS_INVALID, 5},
        {STR_INIT("nul"), STATUS_INVALID, 3},
        {STR_INIT("NaN"), STATUS_INVALID, 0},
        {STR_INIT("[Infinity]"), STATUS_INVALID, 1},
        {STR_INIT("-Infinity"), STATUS_INVALID, 1},
        {STR_INIT("True"), STATUS_INVALID, 0},
        /* numbers */
        {STR_INIT("[-0.5E-7, 0, -0, 10, 1e5, 0e+1, 1.0, 123456789012345678901234567890]"),
         STATUS_OK, 0},
        {STR_INIT("-"), STATUS_INVALID, 1},
        {STR_INIT("--1"), STATUS_INVALID, 1},
        {STR_INIT("+1"), STATUS_INVALID, 0},
        {STR_INIT("01"), STATUS_INVALID, 1},
        {STR_INIT("-01"), STATUS_INVALID, 2},
        {STR_INIT("1."), STATUS_INVALID, 2},
        {STR_INIT(".5"), STATUS_INVALID, 0},
        {STR_INIT("-.5"), STATUS_INVALID, 1},
        {STR_INIT("[1.e5]"), STATUS_INVALID, 3},
        {STR_INIT("[1e+]"), STATUS_INVALID, 4},
        {STR_INIT("[1e]"), STATUS_INVALID, 3},
        {STR_INIT("1.2.3"), STATUS_INVALID, 3},
        {STR_INIT("1e5e5"), STATUS_INVALID, 3},
        {STR_INIT("0x10"), STATUS_INVALID, 1},
        {STR_INIT("1_0"), STATUS_INVALID, 1},
        {STR_INIT("[\xEF\xBC\x91]"), STATUS_INVALID, 1},
        /* strings */
        {STR_INIT("\"NaN ' \\\" -01\""), STATUS_OK, 0},
        {STR_INIT("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\""), STATUS_OK, 0},
        {STR_INIT("\"\\ud83d\\ude00\""), STATUS_OK, 0},
        {STR_INIT("\"a\nb\x01\x7F\""), STATUS_OK, 0},
        {STR_INIT("\"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\xEF\xBF\xBD\xEF\xBF\xBF\""), STATUS_OK,
         0},
        {STR_INIT("\"a\0b\""), STATUS_INVALID, 2},
        {STR_INIT("\"open"), STATUS_INVALID, 5},
        {STR_INIT("\"open\\"), STATUS_INVALID, 6},
        {STR_INIT("\"open\\\""), STATUS_INVALID, 7},
        {STR_INIT("'a'"), STATUS_INVALID, 0},
        {STR_INIT("\"\\x\""), STATUS_INVALID, 2},
        {STR_INIT("\"\\'\""), STATUS_INVALID, 2},
        {STR_INIT("\"\\U0041\""), STATUS_INVALID, 2},
        {STR_INIT("\"\\\0\""), STATUS_INVALID, 2},
        {STR_INIT("\"\\u\""), STATUS_INVALID, 3},
        {STR_INIT("\"\\u004\""), STATUS_INVALID, 6},
        {STR_INIT("\"\\u00g1\""), STATUS_INVALID, 5},
        {STR_INIT("\"\\u12"), STATUS_INVALID, 5},
        {STR_INIT("\"\\ud800\\u\""), STATUS_INVALID, 9},
        {STR_INIT("\"a\xFF\""), STATUS_INVALID, 2},
        {STR_INIT("\"\x80\""), STATUS_INVALID, 1},
        {STR_INIT("\"\xC3\""), STATUS_INVALID, 1},
        {STR_INIT("\"\xC3"), STATUS_INVALID, 1},
        {STR_INIT("\"\xC0\xAF\""), STATUS_INVALID, 1},
        {STR_INIT("\"abcdefgh\xC1\xBF ijklmnop\""), STATUS_INVALID, 9},
        {STR_INIT("\"\xE0\x80\x80\""), STATUS_INVALID, 1},
        {STR_INIT("\"\xED\xA0\x80\""), STATUS_INVALID, 1},
        {STR_INIT("\"\xC3\xA4\xF4\x90\x80\x80\""), STATUS_INVALID, 3},
        {STR_INIT("{\"\xFF\":1}"), STATUS_INVALID, 2},
    };
    struct arena arena;
    arena_init(&arena, JSON_MEMORY_MOST);
    for (size_t i = 0; i < CASES(cases); i++) {
        const struct json_value *value;
        struct error error = {.at = {.offset = 0}};
        /* In memory of its own, so that a step past its end is seen by those who look for it. */
        size_t n = cases[i].text.n;
        char *text = malloc(n > 0 ? n : 1);
        memcpy(text, cases[i].text.p, n);
        enum status status = json_read(&arena, str_of(text, n), &value, &error);
        free(text);
        if (status != cases[i].status || error.at.offset != cases[i].at ||
            (value != NULL) != (status == STATUS_OK))
            fail_msg("case %zu, %.*s: %s at %zu", i, STR_ARG(cases[i].text), status_word(status),
                     error.at.offset);
        arena_clear(&arena);
    }
    arena_release(&arena);
}

static void reads_strings(void **state) {
    (void)state;
    static const struct {
        const char *json;
        struct str text;
    } cases[] = {
        {"\"\"", STR_INIT("")},
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", STR_INIT("\"\\/\b\f\n\r\t")},
        {"\"a\\u0000b\"", STR_INIT("a\0b")},
        {"\"\\u0041\\u00e4\\u20AC\\uFFFF\"", STR_INIT("A\xC3\xA4\xE2\x82\xAC\xEF\xBF\xBF")},
        {"\"\\ud83d\\ude00!\"", STR_INIT("\xF0\x9F\x98\x80!")},
        {"\"\\udbff\\udfff\"", STR_INIT("\xF4\x8F\xBF\xBF")},
        {"\"\\ud83d\"", STR_INIT("\xEF\xBF\xBD")},
        {"\"\\ude00\\ud83d\"", STR_INIT("\xEF\xBF\xBD\xEF\xBF\xBD")},
        {"\"\\ud83d\\ud83d\\ude00\"", STR_INIT("\xEF\xBF\xBD\xF0\x9F\x98\x80")},
        {"\"\\ud83d\\u0041\"", STR_INIT("\xEF\xBF\xBD"
                                        "A")},
        {"\"\\ud83dude00\"", STR_INIT("\xEF\xBF\xBDude00")},
        {"\"seven b\"", STR_INIT("seven b")},
        {"\"eight by\"", STR_INIT("eight by")},
        {"\"rather more than eight\\nbytes, \xC3\xA4\xC3\xB6 and so on\"",
         STR_INIT("rather more than eight\nbytes, \xC3\xA4\xC3\xB6 and so on")},
        {"\"\xD0\xB8\xD0\xB7 \xD0\xBC\xD0\xB8\xD1\x80\xE2\x82\xAC\xF0\x9F\x98\x80.\"",
         STR_INIT("\xD0\xB8\xD0\xB7 \xD0\xBC\xD0\xB8\xD1\x80\xE2\x82\xAC\xF0\x9F\x98\x80.")},
    };
    struct arena arena;
    arena_init(&arena, JSON_MEMORY_MOST);
    for (size_t i = 0; i < CASES(cases); i++) {
        const struct json_value *value;
        assert_int_equal(json_read(&arena, str_from(cases[i].json), &value, NULL), STATUS_OK);
        assert_str_equal(i, json_as_str(value), cases[i].text);
        assert_int_equal(json_as_str(value).p[cases[i].text.n], '\0');
    }
    arena_release(&arena);
}

static void reads_whole_numbers(void **state) {
    (void)state;
    static const struct {
        const char *json;
        bool whole;
        int64_t number;
    } cases[] = {
        {"0", true, 0},
        {"-0", true, 0},
        {"-17", true, -17},
        {"9223372036854775807", true, INT64_MAX},
        {"9223372036854775808", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"-99999999999999999999999", true, INT64_MIN},
        {"1.0", false, 0},
        {"1e2", false, 0},
        {"1E2", false, 0},
        {"\"1\"", false, 0},
        {"null", false, 0},
    };
    struct arena arena;
    arena_init(&arena, JSON_MEMORY_MOST);
    for (size_t i = 0; i < CASES(cases); i++) {
        const struct json_value *value;
        int64_t number = 0;
        assert_int_equal(json_read(&arena, str_from(cases[i].json), &value, NULL), STATUS_OK);
        if (json_as_int(value, &number) != cases[i].whole || number != cases[i].number)
            fail_msg("case %zu: %lld", i, (long long)number);
    }
    arena_release(&arena);
}

/* Arrays and objects in turn. */
static void reads_to_its_depth(void **state) {
    (void)state;
    static const size_t depths[] = {1, 63, 64, 65, 100, 100000};
    struct arena arena;
    struct buf text;
    arena_init(&arena, JSON_MEMORY_MOST);
    buf_init(&text, 1 << 20);
    for (size_t i = 0; i < CASES(depths); i++) {
        const struct json_value *value;
        struct error error = {.at = {.offset = 0}};
        size_t depth = depths[i];
        buf_clear(&text);
        for (size_t k = 0; k < depth; k++)
            buf_add(&text, k % 2 == 0 ? STR("[") : STR("{\"\":"));
        buf_add_byte(&text, '7');
        for (size_t k = depth; k-- > 0;)
            buf_add_byte(&text, k % 2 == 0 ? ']' : '}');
        enum status status = json_read(&arena, buf_str(&text), &value, &error);
        assert_int_equal(status, depth <= 64 ? STATUS_OK : STATUS_INVALID);
        assert_int_equal(error.at.offset, depth <= 64 ? 0 : 32 * 5);
        if (status == STATUS_OK) {
            struct buf again;
            struct json json;
            buf_init(&again, 1000);
            json_init(&json, &again, JSON_COMPACT);
            json_write(&json, value);
            assert_str_equal(i, buf_str(&again), buf_str(&text));
            buf_release(&again);
        }
    }
    buf_release(&text);
    arena_release(&arena);
}

/* The most values in the most bytes have room in JSON_MEMORY_MOST; a byte or a value more is
 * refused. */
static void reads_to_its_limits(void **state) {
    (void)state;
    char *text = malloc(JSON_BYTES_MOST + 1);
    assert_non_null(text);
    static const struct {
        size_t values, bytes;
        enum status status;
    } cases[] = {
        {JSON_VALUES_MOST - 2, JSON_BYTES_MOST, STATUS_OK},
        {JSON_VALUES_MOST - 1, 2 * JSON_VALUES_MOST + 2, STATUS_LIMIT},
        {1, JSON_BYTES_MOST + 1, STATUS_LIMIT},
    };
    for (size_t i = 0; i < CASES(cases); i++) {
        const struct json_value *value;
        struct arena arena;
        size_t at = 0;
        text[at++] = '[';
        for (size_t k = 0; k < cases[i].values; k++, at += 2)
            memcpy(text + at, "1,", 2);
        text[at++] = '"';
        memset(text + at, 'x', cases[i].bytes - at);
        memcpy(text + cases[i].bytes - 2, "\"]", 2);
        arena_init(&arena, JSON_MEMORY_MOST);
        assert_int_equal(json_read(&arena, str_of(text, cases[i].bytes), &value, NULL),
                         cases[i].status);
        if (value != NULL)
            assert_int_equal(json_size(value), cases[i].values + 1);
        arena_release(&arena);
    }
    free(text);
}

static const char sample[] =
    "{\"s\":\"a\\u0000b\",\"n\":7,\"b\":true,\"l\":[1,null,[],\"x\"],\"o\":{},\"z\":null,"
    "\"t\":\"2022-06-30T18:21:00Z\",\"d\":-1.50e+3,\"n\":8,\"f\":false,\"key\":1,\"kay\":2}";

static void forgives_in_accessors(void **state) {
    (void)state;
    const struct json_value *object;
    struct arena arena;
    arena_init(&arena, JSON_MEMORY_MOST);
    assert_int_equal(json_read(&arena, STR(sample), &object, NULL), STATUS_OK);
    assert_str_equal(0, json_get_str(object, "s"), STR("a\0b"));
    assert_true(str_absent(json_get_str(object, "n")) && str_absent(json_get_str(object, "none")));
    assert_int_equal(json_get_int(object, "n", 1), 8); /* the last of two */
    assert_int_equal(json_get_int(object, "s", 1), 1);
    assert_int_equal(json_get_int(object, "d", 1), 1);
    assert_int_equal(json_get_int(object, "key", 0), 1);
    assert_int_equal(json_get_int(object, "kay", 0), 2);
    assert_int_equal(json_get_int(object, "kby", 0), 0);
    assert_true(json_get_bool(object, "b", false) && json_get_bool(object, "z", true));
    assert_false(json_get_bool(object, "f", true) || json_get_bool(object, "z", false));
    assert_int_equal(json_get_time(object, "t"), 1656613260);
    assert_int_equal(json_get_time(object, "s"), TIME_NONE);
    assert_int_equal(json_size(json_get_array(object, "l")), 4);
    assert_int_equal(json_size(json_get(object, "o")), 0);
    assert_int_equal(json_size(json_get(object, "s")), 0);
    assert_null(json_get(object, "z"));
    assert_null(json_get_object(object, "l"));
    assert_null(json_get_array(object, "o"));
    assert_non_null(json_get_object(object, "o"));
    assert_null(json_first(json_get(object, "o")));
    assert_null(json_first(json_get(object, "s")));
    assert_null(json_get(NULL, "s"));
    assert_null(json_get(json_get(object, "l"), "s"));
    arena_release(&arena);
}

static void walks_and_writes(void **state) {
    (void)state;
    static const enum json_kind kinds[] = {JSON_NUMBER, JSON_NULL, JSON_ARRAY, JSON_STRING};
    const struct json_value *object;
    struct arena arena;
    struct buf out;
    struct json json;
    size_t n = 0;
    arena_init(&arena, JSON_MEMORY_MOST);
    assert_int_equal(json_read(&arena, STR(sample), &object, NULL), STATUS_OK);
    for (const struct json_value *item = json_first(json_get(object, "l")); item != NULL;
         item = item->next, n++)
        assert_true(json_is(item, kinds[n]) && str_absent(item->key));
    assert_int_equal(n, CASES(kinds));
    assert_str_equal(0, json_first(object)->next->key, STR("n"));
    buf_init(&out, 1000);
    json_init(&json, &out, JSON_COMPACT);
    json_begin_array(&json);
    json_write(&json, object);
    json_write(&json, json_get(object, "l")); /* without the members behind it */
    json_write(&json, NULL);
    json_end_array(&json);
    struct str written = buf_str(&out);
    assert_true(str_starts(written, STR("[{\"s\":\"a\\u0000b\",\"n\":7,")));
    assert_true(str_find(written, STR("\"d\":-1.50e+3,\"n\":8,\"f\":false,")) != SIZE_MAX);
    assert_true(str_ends(written, STR("\"kay\":2},[1,null,[],\"x\"],null]")));
    buf_release(&out);
    arena_release(&arena);
}

static void bears_no_memory(void **state) {
    (void)state;
    const struct json_value *object;
    struct arena arena;
    for (size_t n = 0; failing_from(n); n++) {
        arena_init(&arena, JSON_MEMORY_MOST);
        enum status status = json_read(&arena, STR(sample), &object, NULL);
        failing_stop();
        assert_int_equal(status, failing_happened() ? STATUS_MEMORY : STATUS_OK);
        assert_int_equal(object != NULL, status == STATUS_OK);
        arena_release(&arena);
    }
    for (size_t most = 0; most < 2000; most += 16) {
        struct error error;
        arena_init(&arena, most);
        enum status status = json_read(&arena, STR(sample), &object, &error);
        assert_int_equal(status, arena_failed(&arena) ? STATUS_LIMIT : STATUS_OK);
        assert_true(status == STATUS_OK || error.status == STATUS_LIMIT);
        arena_release(&arena);
    }
    assert_non_null(object);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes),
        cmocka_unit_test(quotes),
        cmocka_unit_test(quotes_at_any_place),
        cmocka_unit_test(reads_strictly),
        cmocka_unit_test(reads_strings),
        cmocka_unit_test(reads_whole_numbers),
        cmocka_unit_test(reads_to_its_depth),
        cmocka_unit_test(reads_to_its_limits),
        cmocka_unit_test(forgives_in_accessors),
        cmocka_unit_test(walks_and_writes),
        cmocka_unit_test(bears_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
