#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "support/failing.h"
#include "text/number_words.h"
#include "text/numbers.h"

static struct arena arena;

static int set_up(void **state) {
    (void)state;
    arena_init(&arena, 1 << 24);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_release(&arena);
    return 0;
}

/* The keys that were read, parted by ", "; kinds that a key does not show have a letter before. */
static void read_keys(const char *text, const char *language, struct buf *out) {
    struct text_numbers numbers;
    struct str s = str_from(text);
    assert_int_equal(text_numbers_read(&arena, s, str_from(language), &numbers, NULL), STATUS_OK);
    for (size_t i = 0; i < numbers.n; i++) {
        const struct text_number *number = &numbers.items[i];
        assert_true(number->start < number->end && number->end <= s.n);
        if (i > 0)
            BUF_ADD(out, ", ");
        if (number->kind == TEXT_NUMBER_YEAR)
            BUF_ADD(out, "y");
        buf_add(out, number->key);
    }
}

static void reads_numbers(void **state) {
    (void)state;
    static const struct {
        const char *text, *language, *keys;
    } cases[] = {
        /* Grouping and decimals. */
        {"1,200 people", "en", "1200"},
        {"1.2k people", "en", "1200"},
        {"1.200 Menschen", "de", "1200"},
        {"1,5 Prozent", "de", "1.5%"},
        {"1.200 people", "en", "1.2"},
        {"1.200", "", "1200"},
        {"1,200", "", "1200"},
        {"1,5", "", "1.5"},
        {"0.125", "", "0.125"},
        {"1 200 personnes", "fr", "1200"},
        {"1\xC2\xA0"
         "200 000",
         "ru", "1200000"},
        {"in 2024 300 people", "en", "y2024, 300"},
        {"12,34,567 voters", "en", "1234567"},
        {"1'250 Franken", "de", "chf 1250"},
        {"1,234.5 and 1.234,5", "", "1234.5, 1234.5"},
        {"\xD9\xA1\xD9\xA2", "ar", "12"},
        {"\xEF\xBC\x91\xEF\xBC\x92", "ja", "12"},
        /* Scales. */
        {"1.2 billion users", "en", "1200000000"},
        {"1,2 Milliarden Nutzer", "de", "1200000000"},
        {"3 Mio. Euro", "de", "eur 3000000"},
        {"2 billion", "de", "2000000000000"},
        {"3 mil millones", "es", "3000000000"},
        {"5 lakh voters", "en", "500000"},
        {"1.5m users ran 100m", "en", "1500000, 100"},
        {"1,5 \xD0\xBC\xD0\xBB\xD0\xBD \xD1\x80\xD1\x83\xD0\xB1\xD0\xBB\xD0\xB5\xD0\xB9", "ru",
         "rub 1500000"},
        {"12\xE4\xB8\x87\xE4\xBA\xBA", "zh", "120000"},
        {"3\xE5\x84\x84\xE5\x86\x86", "ja", "jpy 300000000"},
        {"50\xEB\xA7\x8C \xEB\xAA\x85", "ko", "500000"},
        /* Per cent and money. */
        {"up 3.50%", "en", "3.5%"},
        {"up 12 per cent", "en", "12%"},
        {"un 12 por ciento", "es", "12%"},
        {"12 pour cent", "fr", "12%"},
        {"12 \xD0\xBF\xD1\x80\xD0\xBE\xD1\x86\xD0\xB5\xD0\xBD\xD1\x82\xD0\xBE\xD0\xB2", "ru",
         "12%"},
        {"$1.2bn", "en", "usd 1200000000"},
        {"$1.2 billion", "en", "usd 1200000000"},
        {"US$5m and A$5m", "en", "usd 5000000, aud 5000000"},
        {"USD 500", "en", "usd 500"},
        {"\xE2\x82\xAC"
         "5-6 million",
         "en", "eur 5000000, eur 6000000"},
        {"5 million euros", "en", "eur 5000000"},
        {"a $5-million deal", "en", "usd 5000000"},
        {"Rs. 500", "en", "inr 500"},
        {"10-15% cut", "en", "10%, 15%"},
        /* Years, days, times. */
        {"in 2024, the 1990s", "en", "y2024, y1990"},
        {"season 2024-25 and 2024/25", "en", "y2024, y2024"},
        {"2,024 people", "en", "2024"},
        {"June 5, 2024", "en", "06-05, y2024"},
        {"5th of June", "en", "06-05"},
        {"may 5 more", "en", "5"},
        {"September 11", "en", "09-11"},
        {"am 5. Juni 2024", "de", "06-05, y2024"},
        {"el 5 de junio", "es", "06-05"},
        {"5 \xD0\xB8\xD1\x8E\xD0\xBD\xD1\x8F", "ru", "06-05"},
        {"24.12.2025", "de", "12-24"},
        {"2024-06-05", "en", "y2024, 06-05"},
        {"2024\xE5\xB9\xB4"
         "6\xE6\x9C\x88"
         "5\xE6\x97\xA5",
         "ja", "y2024, 06-05"},
        {"at 10:30 and 7pm, 7:45 pm", "en", "10:30, 19:00, 19:45"},
        /* Scores, ordinals. */
        {"won 3-1 and 21\xE2\x80\x93"
         "14",
         "en", "3-1, 21-14"},
        {"the 3rd and 21st", "en", "3., 21."},
        /* In words. */
        {"three dead, twenty-five hurt", "en", "3, 25"},
        {"Three million dollars", "en", "usd 3000000"},
        {"one of two", "en", "2"},
        {"elf Tote", "de", "11"},
        {"elf costumes", "en", ""},
        {"\xD1\x82\xD1\x80\xD0\xBE\xD0\xB5 "
         "\xD0\xBF\xD0\xBE\xD0\xB3\xD0\xB8\xD0\xB1\xD0\xBB\xD0\xB8",
         "ru", "3"},
        /* Parts of names, versions, telephone numbers. */
        {"GPT-4, COVID-19, 5G, H5N1, A320", "en", ""},
        {"version 3.14.2", "en", ""},
        {"call 555-123-4567, 24/7", "en", ""},
        {"1234567890123456", "en", ""},
        {"a 30-day, 5-year-old", "en", "30, 5"},
        {"12km, 16GB", "en", "12, 16"},
        {"no numbers", "en", ""},
        {"", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf keys;
        buf_init(&keys, 10000);
        read_keys(cases[i].text, cases[i].language, &keys);
        if (strcmp(buf_cstr(&keys), cases[i].keys) != 0)
            print_error("%s (%s)\n", cases[i].text, cases[i].language);
        assert_string_equal(buf_cstr(&keys), cases[i].keys);
        buf_release(&keys);
    }
}

static void survives_without_memory(void **state) {
    (void)state;
    for (size_t n = 0; failing_from(n); n++) {
        struct arena own;
        struct text_numbers numbers;
        arena_init(&own, 1 << 20);
        enum status status =
            text_numbers_read(&own, STR("$5m on June 5, 3-1"), STR("en"), &numbers, NULL);
        assert_int_equal(status, failing_happened() ? STATUS_MEMORY : STATUS_OK);
        arena_release(&own);
    }
}

/* They are found by halving. */
static void keeps_words_in_order(void **state) {
    (void)state;
    for (size_t i = 1; i < text_number_words_count; i++) {
        const struct text_number_word *a = &text_number_words[i - 1], *b = &text_number_words[i];
        int order = str_compare(str_from(a->text), str_from(b->text));
        assert_true(order < 0 || (order == 0 && a->languages[0] != '\0'));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_numbers, set_up, tear_down),
        cmocka_unit_test(survives_without_memory),
        cmocka_unit_test(keeps_words_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
