/* Payloads: RFC 5297's way, the form, and everything that must not open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "seal/seal.h"
#include "seal/siv.h"
#include <stdio.h>

static struct seal_key key_named(const char *id, unsigned char seed) {
    struct seal_key key = {0};
    snprintf(key.id, sizeof key.id, "%s", id);
    for (size_t i = 0; i < sizeof key.bytes; i++)
        key.bytes[i] = (unsigned char)(seed + 7 * i);
    return key;
}

static const struct seal_place place = {STR_INIT("ai-every-day"), STR_INIT("2026-11-22-a-b.md")};

static void make(const struct seal_key *key, struct str plain, struct buf *out) {
    struct error error;
    buf_init(out, 1 << 21);
    assert_int_equal(seal_make(key, &place, plain, out, &error), STATUS_OK);
}

static enum status open_at(const struct seal_key *key, const struct seal_place *where,
                           struct str payload, char *out, size_t size) {
    struct arena arena;
    struct error error;
    struct str plain;
    arena_init(&arena, 1 << 22);
    enum status status = seal_open(key, 1, where, payload, &arena, &plain, &error);
    if (status == STATUS_OK)
        snprintf(out, size, "%.*s", STR_ARG(plain));
    arena_release(&arena);
    return status;
}

static void test_there_and_back(void **state) {
    (void)state;
    struct seal_key key = key_named("k1", 3);
    struct arena arena;
    struct error error;
    char text[200];
    memset(text, 'x', sizeof text);
    arena_init(&arena, 1 << 22);
    for (size_t n = 1; n <= sizeof text; n++) {
        struct buf payload, again;
        struct str plain, id;
        make(&key, str_of(text, n), &payload);
        make(&key, str_of(text, n), &again);
        assert_true(str_eq(buf_str(&payload), buf_str(&again)));
        assert_int_equal(seal_form(buf_str(&payload), &id), SEAL_OURS);
        assert_true(str_eq(id, STR("k1")));
        /* The length is seen in steps of 64 bytes. */
        size_t cipher = (n / 64 + 1) * 64;
        assert_int_equal(payload.n, strlen("v2:k1:") + (cipher + 2) / 3 * 4 + 1 + 24);
        assert_int_equal(seal_open(&key, 1, &place, buf_str(&payload), &arena, &plain, &error),
                         STATUS_OK);
        assert_true(str_eq(plain, str_of(text, n)));
        buf_release(&payload);
        buf_release(&again);
    }
    arena_release(&arena);
}

/* What another implementation of RFC 5297 makes of the same key, place and text (Python's
 * cryptography: AESSIV over the padded text; the five parts of the place as one text, each behind
 * its length in four bytes). */
static void test_is_the_standards(void **state) {
    (void)state;
    struct seal_key key = key_named("k1", 3);
    struct buf payload;
    make(&key, STR("{\"version\":1}"), &payload);
    assert_string_equal(buf_cstr(&payload),
                        "v2:k1:AQ561+rJcVDCi4Z1dlTqhhfBjeu+sGg+jQ+dIJRzeNsyAf7e3C"
                        "EaXISPHU2blbJF/q3bPGFYr2iMYdfSlv6sLg==;HkSis3QmYb0T/G8wbh9cIw==");
    buf_release(&payload);
}

/* attacks.md P02: moved to another record or edition. */
static void test_opens_nowhere_else(void **state) {
    (void)state;
    struct seal_key key = key_named("k1", 3), other = key_named("k1", 4),
                    third = key_named("k2", 3);
    struct seal_place record = place, edition = place;
    struct buf payload;
    char out[64];
    record.file = STR("2026-11-22-a-c.md");
    edition.edition = STR("ai-every-da");
    edition.file = STR("y2026-11-22-a-b.md"); /* the same bytes when joined without lengths */
    make(&key, STR("{\"version\":1}"), &payload);
    assert_int_equal(open_at(&key, &place, buf_str(&payload), out, sizeof out), STATUS_OK);
    assert_string_equal(out, "{\"version\":1}");
    assert_int_equal(open_at(&key, &record, buf_str(&payload), out, sizeof out), STATUS_INVALID);
    assert_int_equal(open_at(&key, &edition, buf_str(&payload), out, sizeof out), STATUS_INVALID);
    assert_int_equal(open_at(&other, &place, buf_str(&payload), out, sizeof out), STATUS_INVALID);
    assert_int_equal(open_at(&third, &place, buf_str(&payload), out, sizeof out), STATUS_NOT_FOUND);
    buf_release(&payload);
}

static void test_bit_flips(void **state) {
    (void)state;
    struct seal_key key = key_named("k1", 3);
    struct buf payload;
    char out[64];
    make(&key, STR("{\"version\":1,\"source\":\"abc\"}"), &payload);
    for (size_t i = 0; i < payload.n; i++)
        for (int bit = 0; bit < 8; bit++) {
            payload.p[i] = (char)(payload.p[i] ^ (1 << bit));
            if (open_at(&key, &place, buf_str(&payload), out, sizeof out) == STATUS_OK)
                fail_msg("byte %zu, bit %d: %s", i, bit, payload.p);
            payload.p[i] = (char)(payload.p[i] ^ (1 << bit));
        }
    for (size_t n = 0; n < payload.n; n++)
        assert_int_not_equal(open_at(&key, &place, str_take(buf_str(&payload), n), out, sizeof out),
                             STATUS_OK);
    assert_int_equal(open_at(&key, &place, buf_str(&payload), out, sizeof out), STATUS_OK);
    buf_release(&payload);
}

#define TAG "AAAAAAAAAAAAAAAAAAAAAA=="
#define BLOCK                                                                                      \
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="

struct form_case {
    const char *payload;
    enum seal_form form;
    enum status status; /* under the one key k1 */
};

/* attacks.md P03, P04, P05, P08. */
static const struct form_case forms[] = {
    {"", SEAL_FOREIGN, STATUS_INVALID},
    {";", SEAL_FOREIGN, STATUS_INVALID},
    {"v2:k1:" BLOCK, SEAL_FOREIGN, STATUS_INVALID},                 /* no tag */
    {"v2:k1:;" TAG, SEAL_FOREIGN, STATUS_INVALID},                  /* nothing sealed */
    {"v2:k1:" BLOCK ";" TAG ";" TAG, SEAL_FOREIGN, STATUS_INVALID}, /* three parts */
    {"v2:k1:" TAG ";" BLOCK, SEAL_FOREIGN, STATUS_INVALID},         /* swapped */
    {"v2:k1:" BLOCK "; " TAG, SEAL_FOREIGN, STATUS_INVALID},
    {"v2:k1:" BLOCK ";" TAG "\n", SEAL_FOREIGN, STATUS_INVALID},
    {"v3:k1:" BLOCK ";" TAG, SEAL_FOREIGN, STATUS_INVALID},
    {"v2:../../x:" BLOCK ";" TAG, SEAL_FOREIGN, STATUS_INVALID},
    {"v2:K1:" BLOCK ";" TAG, SEAL_FOREIGN, STATUS_INVALID},
    {"v2::" BLOCK ";" TAG, SEAL_FOREIGN, STATUS_INVALID},
    {"v2:k1:" BLOCK ";" TAG, SEAL_OURS, STATUS_INVALID}, /* well-formed, sealed by nobody */
    {"v2:k2:" BLOCK ";" TAG, SEAL_OURS, STATUS_NOT_FOUND},
    {BLOCK ";" TAG, SEAL_OLD, STATUS_NOT_FOUND}, /* no key is marked for it */
    {"v2:k1:" BLOCK ";AAAAAAAAAAAAAAAAAAAAAB==", SEAL_OURS, STATUS_INVALID}, /* unused bits */
    {"v2:k1:" BLOCK ";AAAAAAAAAAAAAAAAAAAAAA=A", SEAL_OURS, STATUS_INVALID},
    {"v2:k1:" BLOCK ";AAAAAAAAAAAAAAAAAAAAAAAA", SEAL_OURS, STATUS_INVALID}, /* 18 bytes */
    {"v2:k1:" BLOCK ";AAAAAAAAAAAAAAAAAAAA-_==", SEAL_OURS, STATUS_INVALID},
    {"v2:k1:AAAA AAAA;" TAG, SEAL_OURS, STATUS_INVALID},
    {"v2:k1:AAAA;" TAG, SEAL_OURS, STATUS_INVALID}, /* not a multiple of 64 bytes */
};

static void test_forms(void **state) {
    (void)state;
    struct seal_key key = key_named("k1", 3);
    char out[64];
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        struct str id, payload = str_from(forms[i].payload);
        if (seal_form(payload, &id) != forms[i].form ||
            open_at(&key, &place, payload, out, sizeof out) != forms[i].status)
            fail_msg("payload %zu: %s", i, forms[i].payload);
    }
}

static void test_long_key_id(void **state) {
    (void)state;
    struct str id;
    char payload[10400];
    memset(payload, 'k', sizeof payload);
    memcpy(payload, "v2:", 3);
    snprintf(payload + 10240, sizeof payload - 10240, ":" BLOCK ";" TAG);
    assert_int_equal(seal_form(str_from(payload), &id), SEAL_FOREIGN);
}

/* `echo -n private | openssl enc -aes-256-cbc` with these bytes as key and iv. */
static void test_old_form(void **state) {
    (void)state;
    struct seal_key old = {.id = "old", .old = true};
    struct seal_key ours = key_named("k1", 0);
    struct str payload = STR("LJ1kO74AWIZkjJ+Vdt7TrQ==;AAECAwQFBgcICQoLDA0ODw==");
    char out[64];
    for (size_t i = 0; i < SEAL_OLD_KEY_BYTES; i++)
        old.bytes[i] = (unsigned char)i;
    assert_int_equal(open_at(&old, &place, payload, out, sizeof out), STATUS_OK);
    assert_string_equal(out, "private");
    assert_int_equal(open_at(&ours, &place, payload, out, sizeof out), STATUS_NOT_FOUND);
    old.bytes[0] ^= 1;
    assert_int_equal(open_at(&old, &place, payload, out, sizeof out), STATUS_INVALID);
    struct buf none;
    struct error error;
    buf_init(&none, 1000);
    assert_int_equal(seal_make(&old, &place, STR("x"), &none, &error), STATUS_DENIED);
    assert_int_equal(none.n, 0);
    buf_release(&none);
}

/* attacks.md P06: without its first letters a payload of ours is one of the old form, which no key
 * opens but one that is marked for it, and that one opens nothing of ours. P05: sizes that AES in
 * CBC mode does not have. Why something does not open is not said. */
static void test_no_way_down(void **state) {
    static const char *const refused[] = {
        "LJ1kO74AWIZkjJ+Vdt7Trg==;AAECAwQFBgcICQoLDA0ODw==", /* padding */
        "LJ1kO74AWIZkjJ+Vdt7T;AAECAwQFBgcICQoLDA0ODw==",     /* 15 bytes */
        "LJ1kO74AWIZkjJ+Vdt7TrQA=;AAECAwQFBgcICQoLDA0ODw==", /* 17 bytes */
    };
    (void)state;
    struct seal_key keys[2] = {{.id = "old", .old = true}, key_named("k1", 0)};
    struct buf payload;
    struct arena arena;
    struct error first, error;
    struct str plain;
    arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < SEAL_OLD_KEY_BYTES; i++)
        keys[0].bytes[i] = (unsigned char)i; /* the first half of k1, too */
    memcpy(keys[1].bytes, keys[0].bytes, SEAL_OLD_KEY_BYTES);
    make(&keys[1], STR("{\"version\":1}"), &payload);
    struct str bare = str_skip(buf_str(&payload), strlen("v2:k1:"));
    assert_int_equal(seal_open(keys, 2, &place, bare, &arena, &plain, &first), STATUS_INVALID);
    assert_int_equal(seal_open(keys + 1, 1, &place, bare, &arena, &plain, &error),
                     STATUS_NOT_FOUND);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        assert_int_equal(seal_open(keys, 2, &place, str_from(refused[i]), &arena, &plain, &error),
                         STATUS_INVALID);
        assert_string_equal(error.message, first.message);
    }
    for (size_t n = 14; n <= 18; n++) { /* bytes behind the ';' */
        char text[128];
        snprintf(text, sizeof text, "LJ1kO74AWIZkjJ+Vdt7TrQ==;%.*s%s", (int)(n * 4 / 3 + 1),
                 "AAECAwQFBgcICQoLDA0ODxAREhMUFQ",
                 n % 3 == 0   ? ""
                 : n % 3 == 1 ? "=="
                              : "=");
        enum status status = seal_open(keys, 2, &place, str_from(text), &arena, &plain, &error);
        assert_true(status == STATUS_INVALID || n == 16);
    }
    arena_release(&arena);
    buf_release(&payload);
}

/* Too little and too much. */
static void test_sizes(void **state) {
    (void)state;
    struct seal_key key = key_named("k1", 3);
    struct error error;
    struct buf out;
    static char large[SEAL_PLAIN_MOST + 1];
    buf_init(&out, 1 << 22);
    memset(large, 'y', sizeof large);
    assert_int_equal(seal_make(&key, &place, STR(""), &out, &error), STATUS_LIMIT);
    assert_int_equal(seal_make(&key, &place, str_of(large, sizeof large), &out, &error),
                     STATUS_LIMIT);
    assert_int_equal(seal_make(&key, &place, str_of(large, SEAL_PLAIN_MOST), &out, &error),
                     STATUS_OK);
    struct arena arena;
    struct str plain;
    arena_init(&arena, 1 << 24);
    assert_int_equal(seal_open(&key, 1, &place, buf_str(&out), &arena, &plain, &error), STATUS_OK);
    assert_int_equal(plain.n, SEAL_PLAIN_MOST);
    arena_release(&arena);
    buf_release(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back), cmocka_unit_test(test_opens_nowhere_else),
        cmocka_unit_test(test_bit_flips),      cmocka_unit_test(test_forms),
        cmocka_unit_test(test_long_key_id),    cmocka_unit_test(test_old_form),
        cmocka_unit_test(test_no_way_down),    cmocka_unit_test(test_is_the_standards),
        cmocka_unit_test(test_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
