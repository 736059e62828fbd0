#include "support/case.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/grow.h"
#include "base/map.h"
#include "support/failing.h"

static void arena_gives_aligned_and_distinct(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 24);
    char *last = NULL;
    for (size_t size = 0; size < 5000; size += 7) {
        char *p = arena_alloc(&arena, size);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        assert_ptr_not_equal(p, last);
        memset(p, 0xAA, size);
        last = p;
    }
    int *numbers = arena_array(&arena, 1000, int);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(numbers[i], 0);
    assert_int_equal(arena_status(&arena, NULL), STATUS_OK);
    arena_release(&arena);
    struct arena zeroed = {0};
    arena_release(&zeroed);
}

static void arena_stops_at_its_cap(void **state) {
    (void)state;
    static const size_t caps[] = {0, 16, 1000, 1 << 20, 5 << 20};
    for (size_t i = 0; i < CASES(caps); i++) {
        struct arena arena;
        struct error error;
        arena_init(&arena, caps[i]);
        assert_null(arena_alloc(&arena, caps[i] + 1));
        assert_true(arena_failed(&arena));
        assert_int_equal(arena_status(&arena, &error), STATUS_LIMIT);
        arena_clear(&arena);
        assert_int_equal(arena_status(&arena, &error), STATUS_OK);
        for (size_t given = 0; given + 16 <= caps[i]; given += 16)
            assert_non_null(arena_alloc(&arena, 16));
        assert_null(arena_alloc(&arena, 16));
        arena_release(&arena);
    }
}

static void arena_refuses_absurd_sizes(void **state) {
    (void)state;
    static const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 16, SIZE_MAX - 47,
                                   SIZE_MAX / 2 + 1};
    struct arena arena;
    arena_init(&arena, SIZE_MAX);
    for (size_t i = 0; i < CASES(sizes); i++) {
        assert_null(arena_alloc(&arena, sizes[i]));
        assert_true(arena_failed(&arena));
        arena_clear(&arena);
    }
    assert_null(arena_zero(&arena, SIZE_MAX / 2, 3));
    assert_true(arena_failed(&arena));
    char some[] = "x";
    assert_null(arena_cstr(&arena, str_of(some, SIZE_MAX)));
    arena_release(&arena);
}

static void arena_copies(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    assert_true(str_absent(arena_copy(&arena, STR_NONE)));
    struct str empty = arena_copy(&arena, STR(""));
    assert_true(!str_absent(empty) && empty.n == 0 && empty.p[0] == '\0');
    struct str copy = arena_copy(&arena, STR("a\0b"));
    assert_true(copy.n == 3 && memcmp(copy.p, "a\0b", 4) == 0);
    assert_string_equal(arena_cstr(&arena, STR_NONE), "");
    assert_str_equal(0, arena_format(&arena, "%s-%d", "a", 7), STR("a-7"));
    assert_str_equal(0, ARENA_JOIN(&arena, STR("a"), STR_NONE, STR(""), STR("-7")), STR("a-7"));
    assert_false(str_absent(arena_join(&arena, NULL, 0)));
    arena_release(&arena);
}

static enum status fill_arena(struct arena *arena) {
    size_t *numbers = NULL;
    size_t capacity = 0;
    for (size_t i = 0; i < 3000; i++) {
        enum status status = arena_grow(arena, &numbers, &capacity, i + 1, sizeof *numbers);
        if (status != STATUS_OK)
            return status;
        numbers[i] = i;
    }
    for (size_t i = 0; i < 3000; i++)
        assert_int_equal(numbers[i], i);
    arena_format(arena, "%0100000d", 1);
    arena_copy(arena, str_of((const char *)numbers, 20000));
    return arena_status(arena, NULL);
}

static void arena_survives_want_of_memory(void **state) {
    (void)state;
    for (size_t n = 0; failing_from(n); n++) {
        struct arena arena;
        arena_init(&arena, 1 << 24);
        enum status status = fill_arena(&arena);
        assert_int_equal(status, failing_happened() ? STATUS_MEMORY : STATUS_OK);
        failing_stop();
        arena_release(&arena);
    }
}

static void buf_appends(void **state) {
    (void)state;
    struct buf buf;
    buf_init(&buf, 1000);
    assert_string_equal(buf_cstr(&buf), "");
    assert_false(str_absent(buf_str(&buf)));
    buf_add(&buf, STR_NONE);
    BUF_ADD(&buf, "a");
    buf_add_byte(&buf, '\0');
    buf_add_repeat(&buf, '-', 3);
    buf_add_u64(&buf, UINT64_MAX);
    buf_add_i64(&buf, INT64_MIN);
    buf_add_i64(&buf, 0);
    buf_printf(&buf, "%s%d", "x", 5);
    buf_printf(&buf, "%s", "");
    buf_add_cstr(&buf, "end");
    assert_str_equal(0, buf_str(&buf), STR("a\0---18446744073709551615-92233720368547758080x5end"));
    assert_int_equal(buf_check(&buf, NULL), STATUS_OK);
    buf_truncate(&buf, 1);
    buf_truncate(&buf, 50);
    assert_string_equal(buf_cstr(&buf), "a");
    buf_clear(&buf);
    assert_string_equal(buf_cstr(&buf), "");
    buf_release(&buf);
}

static void buf_stops_at_its_cap(void **state) {
    (void)state;
    for (size_t max = 0; max < 200; max++) {
        struct buf buf;
        struct error error;
        buf_init(&buf, max);
        for (size_t i = 0; i < max; i++)
            buf_add_byte(&buf, 'x');
        assert_int_equal(buf_check(&buf, NULL), STATUS_OK);
        assert_true(buf.capacity <= max + 64);
        buf_add_byte(&buf, 'y');
        assert_int_equal(buf_check(&buf, &error), STATUS_LIMIT);
        assert_int_equal(error.status, STATUS_LIMIT);
        buf_truncate(&buf, 0);
        buf_add_byte(&buf, 'z'); /* errors stick */
        assert_int_equal(buf.n, 0);
        buf_clear(&buf);
        assert_int_equal(buf_check(&buf, NULL), STATUS_OK);
        buf_release(&buf);
    }
    struct buf endless;
    buf_init(&endless, SIZE_MAX);
    BUF_ADD(&endless, "x");
    assert_int_equal(buf_reserve(&endless, SIZE_MAX - 1), STATUS_LIMIT);
    buf_release(&endless);
}

static void buf_survives_want_of_memory(void **state) {
    (void)state;
    for (size_t n = 0; failing_from(n); n++) {
        struct buf buf;
        buf_init(&buf, 100000);
        for (size_t i = 0; i < 1000; i++)
            buf_printf(&buf, "%03zu", i % 1000);
        failing_stop();
        assert_int_equal(buf_check(&buf, NULL), failing_happened() ? STATUS_MEMORY : STATUS_OK);
        assert_int_equal(buf.n % 3, 0); /* what stands there is whole */
        for (size_t i = 0; i < buf.n; i++)
            assert_int_equal(buf.p[i], "000"[0] + (int)(i % 3 == 0   ? i / 300
                                                        : i % 3 == 1 ? i / 30 % 10
                                                                     : i / 3 % 10));
        buf_release(&buf);
    }
}

static void grow_survives_want_of_memory(void **state) {
    (void)state;
    for (size_t n = 0; failing_from(n); n++) {
        int *items = NULL;
        size_t capacity = 0, i = 0;
        while (i < 1000 && grow(&items, &capacity, i + 1, sizeof *items) == STATUS_OK) {
            items[i] = (int)i;
            i++;
        }
        failing_stop();
        assert_int_equal(i < 1000, failing_happened());
        for (size_t k = 0; k < i; k++)
            assert_int_equal(items[k], k);
        free(items);
    }
    int *items = NULL;
    size_t capacity = 0;
    assert_int_equal(grow(&items, &capacity, SIZE_MAX, 1), STATUS_MEMORY);
    assert_int_equal(grow(&items, &capacity, SIZE_MAX / 3, sizeof *items), STATUS_MEMORY);
    assert_true(items == NULL && capacity == 0);
}

enum { KEYS = 2000 };

static void make_keys(char keys[KEYS][16]) {
    for (size_t i = 0; i < KEYS; i++)
        snprintf(keys[i], 16, "key %zu", i);
}

static void map_keeps_order(void **state) {
    (void)state;
    char keys[KEYS][16];
    make_keys(keys);
    for (uint64_t seed = 0; seed < 3; seed++) {
        struct map map;
        size_t value = 99;
        map_init(&map, seed * 0x9E3779B97F4A7C15u);
        assert_null(map_find(&map, STR("key 0")));
        for (size_t i = 0; i < KEYS; i++)
            assert_int_equal(map_put(&map, str_from(keys[i]), i), STATUS_OK);
        for (size_t i = 0; i < KEYS; i += 2)
            assert_int_equal(map_put(&map, str_from(keys[i]), 2 * i), STATUS_OK);
        assert_int_equal(map.n, KEYS);
        for (size_t i = 0; i < KEYS; i++) {
            assert_ptr_equal(map.entries[i].key.p, keys[i]);
            assert_true(map_get(&map, str_from(keys[i]), &value));
            assert_int_equal(value, i % 2 == 0 ? 2 * i : i);
        }
        bool fresh;
        assert_int_equal(map_ensure(&map, STR("key 2"), 7, &fresh)->value, 4);
        assert_false(fresh);
        assert_int_equal(map_ensure(&map, STR(""), 7, &fresh)->value, 7);
        assert_true(fresh);
        assert_ptr_equal(map_find(&map, STR_NONE), map_find(&map, STR("")));
        assert_false(map_get(&map, STR("key"), &value));
        map_clear(&map);
        assert_false(map_get(&map, STR("key 1"), &value));
        assert_int_equal(map_put(&map, STR("again"), 1), STATUS_OK);
        map_release(&map);
    }
}

static void map_survives_want_of_memory(void **state) {
    (void)state;
    char keys[KEYS][16];
    make_keys(keys);
    for (size_t n = 0; failing_from(n); n++) {
        struct map map;
        size_t i = 0, value;
        map_init(&map, 1);
        while (i < KEYS && map_put(&map, str_from(keys[i]), i) == STATUS_OK)
            i++;
        failing_stop();
        assert_int_equal(i < KEYS, failing_happened());
        assert_int_equal(map.n, i);
        for (size_t k = 0; k < KEYS; k++)
            assert_int_equal(map_get(&map, str_from(keys[k]), &value) && value == k, k < i);
        for (; i < KEYS; i++) /* and it goes on where it stood */
            assert_int_equal(map_put(&map, str_from(keys[i]), i), STATUS_OK);
        assert_int_equal(map.n, KEYS);
        map_release(&map);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_gives_aligned_and_distinct),
        cmocka_unit_test(arena_stops_at_its_cap),
        cmocka_unit_test(arena_refuses_absurd_sizes),
        cmocka_unit_test(arena_copies),
        cmocka_unit_test(arena_survives_want_of_memory),
        cmocka_unit_test(buf_appends),
        cmocka_unit_test(buf_stops_at_its_cap),
        cmocka_unit_test(buf_survives_want_of_memory),
        cmocka_unit_test(grow_survives_want_of_memory),
        cmocka_unit_test(map_keeps_order),
        cmocka_unit_test(map_survives_want_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
