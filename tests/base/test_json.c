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

static void reads_strictly(void **state) {
    (void)state;
    static const struct {
        struct str text;
        enum status status;
        size_t at;
    } cases[] = {
        {STR_INIT("{}"), STATUS_OK, 0},
        {STR_INIT(" [1, 2.5e3, \"\\u00e4\", true, null] \n"), STATUS_OK, 0},
        {STR_INIT("12"), STATUS_OK, 0},
        {STR_INIT("null"), STATUS_OK, 0},
        {STR_INIT("\"\\ud83d\\ude00\""), STATUS_OK, 0},
        {STR_INIT(""), STATUS_INVALID, 0},
        {STR_INIT("  "), STATUS_INVALID, 2},
        {STR_INIT("{\"a\":1"), STATUS_INVALID, 6},
        {STR_INIT("tru"), STATUS_INVALID, 3},
        {STR_INIT("{\"a\":1}x"), STATUS_INVALID, 7},
        {STR_INIT("{} {}"), STATUS_INVALID, 3},
        {STR_INIT("{}\0{}"), STATUS_INVALID, 2},
        {STR_INIT("[1\0]"), STATUS_INVALID, 2},
        {STR_INIT("{\"a\":1,}"), STATUS_INVALID, 7},
        {STR_INIT("[1,]"), STATUS_INVALID, 3},
        {STR_INIT("{'a':1}"), STATUS_INVALID, 1},
        {STR_INIT("{a:1}"), STATUS_INVALID, 1},
        {STR_INIT("[1 2]"), STATUS_INVALID, 3},
        {STR_INIT("// note\n1"), STATUS_INVALID, 0},
        {STR_INIT("NaN"), STATUS_INVALID, 0},
        {STR_INIT("[Infinity]"), STATUS_INVALID, 1},
        {STR_INIT("True"), STATUS_INVALID, 0},
        {STR_INIT("\"a\xFF\""), STATUS_INVALID, 2},
        {STR_INIT("\"\\x\""), STATUS_INVALID, 2},
        {STR_INIT("-"), STATUS_INVALID, 1},
        {STR_INIT("01"), STATUS_INVALID, 1},
        {STR_INIT("-01"), STATUS_INVALID, 2},
        {STR_INIT("1."), STATUS_INVALID, 2},
        {STR_INIT("[1.e5]"), STATUS_INVALID, 3},
        {STR_INIT("[1e+]"), STATUS_INVALID, 4},
        {STR_INIT("[-0.5E-7, 0, 10]"), STATUS_OK, 0},
        {STR_INIT("\"NaN ' \\\" -01\""), STATUS_OK, 0},
        {STR_INIT("\"a\nb\""), STATUS_OK, 0},
        {STR_INIT("\"a\0b\""), STATUS_INVALID, 2},
        {STR_INIT("\"open"), STATUS_INVALID, 5},
    };
    for (size_t i = 0; i < CASES(cases); i++) {
        struct json_object *value;
        struct error error = {.at = {.offset = 0}};
        enum status status = json_read(cases[i].text, &value, &error);
        if (status != cases[i].status || error.at.offset != cases[i].at)
            fail_msg("case %zu, %.*s: %s at %zu", i, STR_ARG(cases[i].text), status_word(status),
                     error.at.offset);
        json_object_put(value);
    }
}

static void reads_to_its_depth(void **state) {
    (void)state;
    char text[201];
    static const size_t depths[] = {1, 63, 64, 65, 100};
    for (size_t i = 0; i < CASES(depths); i++) {
        struct json_object *value;
        memset(text, '[', depths[i]);
        memset(text + depths[i], ']', depths[i]);
        enum status status = json_read(str_of(text, 2 * depths[i]), &value, NULL);
        assert_int_equal(status, depths[i] <= 64 ? STATUS_OK : STATUS_INVALID);
        json_object_put(value);
    }
}

static void forgives_in_accessors(void **state) {
    (void)state;
    struct json_object *object;
    assert_int_equal(json_read(STR("{\"s\":\"a\\u0000b\",\"n\":7,\"b\":true,\"l\":[1,2],\"o\":{},"
                                   "\"z\":null,\"t\":\"2022-06-30T18:21:00Z\"}"),
                               &object, NULL),
                     STATUS_OK);
    assert_str_equal(0, json_get_str(object, "s"), STR("a\0b"));
    assert_true(str_absent(json_get_str(object, "n")) && str_absent(json_get_str(object, "none")));
    assert_int_equal(json_get_int(object, "n", 1), 7);
    assert_int_equal(json_get_int(object, "s", 1), 1);
    assert_true(json_get_bool(object, "b", false) && json_get_bool(object, "z", true));
    assert_int_equal(json_get_time(object, "t"), 1656613260);
    assert_int_equal(json_get_time(object, "s"), TIME_NONE);
    assert_int_equal(json_array_size(json_get_array(object, "l")), 2);
    assert_int_equal(json_array_size(json_get_array(object, "o")), 0);
    assert_null(json_get_object(object, "l"));
    assert_non_null(json_get_object(object, "o"));
    assert_null(json_get(NULL, "s"));
    assert_null(json_get(json_get(object, "l"), "s"));
    json_object_put(object);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes),
        cmocka_unit_test(quotes),
        cmocka_unit_test(reads_strictly),
        cmocka_unit_test(reads_to_its_depth),
        cmocka_unit_test(forgives_in_accessors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
