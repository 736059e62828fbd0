/* Tables of subscribers, and tokens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mail/csv.h"
#include "mail/token.h"

/* Each field of each record in brackets, records with the lines on which they begin. */
static const struct {
    const char *bytes, *records;
} tables[] = {
    {"", ""},
    {"a,b\r\nc,d", "1[a][b] 2[c][d] "},
    {"\xEF\xBB\xBF"
     "a\n\n\nb\n",
     "1[a] 4[b] "},
    {"\"a\"\"b\",\"c,d\"\n\"e\nf\",g\nh", "1[a\"b][c,d] 2[e\nf][g] 4[h] "},
    {" a , b ,\n", "1[a][b][] "},
    {"\"a\" x,b\n", "1[a][b] "},
    {"\"never closed,\nb", "1[never closed,\nb] "},
    {"a\"b,c\n\"\"\n", "1[a\"b][c] 2[] "},
};

static void reads_records(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        struct arena arena;
        struct buf got;
        struct str fields[CSV_FIELDS_MOST];
        size_t count;
        struct csv csv = csv_begin(str_from(tables[i].bytes));
        arena_init(&arena, 1 << 20);
        buf_init(&got, 1 << 20);
        while (csv_next(&csv, &arena, fields, &count)) {
            buf_printf(&got, "%zu", csv.line);
            for (size_t k = 0; k < count; k++)
                buf_printf(&got, "[%.*s]", STR_ARG(fields[k]));
            BUF_ADD(&got, " ");
        }
        assert_string_equal(buf_cstr(&got), tables[i].records);
        buf_release(&got);
        arena_release(&arena);
    }
}

static void written_fields_come_back(void **state) {
    (void)state;
    static const char *const texts[] = {"",  "a",  "a,b", "\"",   " a ",     "=1+1", "-",
                                        "'", "'a", "'=1", "a\nb", "@SUM(A)", "\t",   "a'b"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct arena arena;
        struct buf out;
        struct str fields[CSV_FIELDS_MOST];
        size_t count;
        arena_init(&arena, 1 << 20);
        buf_init(&out, 1 << 20);
        csv_add(&out, str_from(texts[i]));
        BUF_ADD(&out, ",x\r\n");
        assert_null(out.p[0] != 0 ? strchr("=+-@", out.p[out.p[0] == '"']) : NULL);
        struct csv csv = csv_begin(buf_str(&out));
        assert_true(csv_next(&csv, &arena, fields, &count));
        assert_int_equal(count, 2);
        assert_true(str_eq(csv_plain(fields[0]), str_from(texts[i])));
        buf_release(&out);
        arena_release(&arena);
    }
}

static void tokens_are_keyed(void **state) {
    (void)state;
    /* HMAC-SHA256(HMAC-SHA256(key, SHA256("leave")), SHA256("ada@example.org")) by another hand. */
    unsigned char key[HASH_BYTES];
    char token[MAIL_TOKEN_LENGTH + 1], other[MAIL_TOKEN_LENGTH + 1];
    for (size_t i = 0; i < sizeof key; i++)
        key[i] = (unsigned char)i;
    mail_token(key, STR("leave"), STR("Ada@Example.org"), token);
    assert_string_equal(token, "6323a2011f64d79669465261fb65846b");
    assert_true(mail_token_valid(str_from(token)));
    mail_token(key, STR("join"), STR("ada@example.org"), other);
    assert_string_not_equal(token, other);
    key[31] ^= 1;
    mail_token(key, STR("leave"), STR("ada@example.org"), other);
    assert_string_not_equal(token, other);
    token[0] = 'A';
    assert_false(mail_token_valid(str_from(token)));
    assert_false(mail_token_valid(STR("../../etc/passwd")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_records),
        cmocka_unit_test(written_fields_come_back),
        cmocka_unit_test(tokens_are_keyed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
