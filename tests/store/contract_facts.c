/* Facts and texts: numbers, order, what is refused, what survives. */
#include "contract.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HASH_B "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static struct fact fact_of(const char *kind, const char *body, int64_t at) {
    return (struct fact){.at = at, .kind = str_from(kind), .body = str_from(body)};
}

static void append(struct contract *contract, const char *kind, const char *body, int64_t at) {
    struct fact fact = fact_of(kind, body, at);
    GOOD(store_facts_append(contract->store, &fact, 1, NULL, 0, &contract->error));
}

static int64_t last(struct contract *contract) {
    int64_t number = -1;
    GOOD(store_facts_last(contract->store, &number, &contract->error));
    return number;
}

static void a_new_store_has_no_facts(void **state) {
    struct contract *contract = *state;
    struct fact *facts, fact;
    size_t count = 7;
    bool found = true;
    assert_int_equal(last(contract), 0);
    GOOD(store_facts_read(contract->store, &contract->arena, 0, 10, &facts, &count,
                          &contract->error));
    assert_int_equal(count, 0);
    GOOD(store_facts_last_of(contract->store, &contract->arena, STR("observed"), &fact, &found,
                             &contract->error));
    assert_false(found);
}

static void facts_are_numbered_in_order(void **state) {
    struct contract *contract = *state;
    struct fact batch[3] = {fact_of("observed", "{\"n\":1}", 100),
                            fact_of("configured", "{}", INT64_MIN),
                            fact_of("observed", "{\"n\":3}", INT64_MAX)};
    struct fact *facts;
    size_t count;
    GOOD(store_facts_append(contract->store, batch, 3, NULL, 0, &contract->error));
    for (int i = 0; i < 3; i++)
        assert_int_equal(batch[i].number, i + 1);
    append(contract, "observed", "{\"n\":4}", 4);
    assert_int_equal(last(contract), 4);

    GOOD(store_facts_read(contract->store, &contract->arena, 1, 2, &facts, &count,
                          &contract->error));
    assert_int_equal(count, 2);
    assert_int_equal(facts[0].number, 2);
    assert_int_equal(facts[0].at, INT64_MIN);
    assert_str(facts[0].kind, "configured");
    assert_str(facts[0].body, "{}");
    assert_int_equal(facts[1].number, 3);
    assert_int_equal(facts[1].at, INT64_MAX);
    GOOD(store_facts_read(contract->store, &contract->arena, 0, 0, &facts, &count,
                          &contract->error));
    assert_int_equal(count, 0);
    GOOD(store_facts_read(contract->store, &contract->arena, 4, SIZE_MAX, &facts, &count,
                          &contract->error));
    assert_int_equal(count, 0);
    GOOD(store_facts_read(contract->store, &contract->arena, -5, SIZE_MAX, &facts, &count,
                          &contract->error));
    assert_int_equal(count, 4);
}

static void the_last_of_a_kind(void **state) {
    struct contract *contract = *state;
    struct fact fact;
    bool found;
    append(contract, "configured", "{\"n\":1}", 1);
    append(contract, "configured", "{\"n\":2}", 2);
    append(contract, "observed", "{\"n\":3}", 3);
    GOOD(store_facts_last_of(contract->store, &contract->arena, STR("configured"), &fact, &found,
                             &contract->error));
    assert_true(found);
    assert_int_equal(fact.number, 2);
    assert_str(fact.body, "{\"n\":2}");
    GOOD(store_facts_last_of(contract->store, &contract->arena, STR("config"), &fact, &found,
                             &contract->error));
    assert_false(found);
    GOOD(store_facts_last_of(contract->store, &contract->arena, STR("' OR 1=1--"), &fact, &found,
                             &contract->error));
    assert_false(found);
}

static void facts_survive_reopening(void **state) {
    struct contract *contract = *state;
    append(contract, "observed", "{}", 1);
    contract_reopen(contract, STORE_WRITE);
    assert_int_equal(last(contract), 1);
    append(contract, "observed", "{}", 2);
    assert_int_equal(last(contract), 2);
}

static void bad_facts_append_nothing(void **state) {
    struct contract *contract = *state;
    const struct store_text good_text = {STR(HASH_A), STR("good")};
    for (size_t i = 0; i < CONTRACT_BAD_TEXTS; i++) {
        struct str bad = contract_bad_texts[i];
        struct fact kinds[2] = {fact_of("observed", "{}", 1), {.kind = bad, .body = STR("{}")}};
        struct fact bodies[2] = {fact_of("observed", "{}", 1), {.kind = STR("x"), .body = bad}};
        struct store_text texts[2] = {good_text, {STR(HASH_B), bad}};
        FAILS(STATUS_INVALID,
              store_facts_append(contract->store, kinds, 2, &good_text, 1, &contract->error));
        FAILS(STATUS_INVALID, store_facts_append(contract->store, bodies, 2, &good_text, 1, NULL));
        FAILS(STATUS_INVALID, store_facts_append(contract->store, bodies, 1, texts, 2, NULL));
        assert_int_equal(kinds[0].number, 0);
    }
    const struct fact wrong[] = {
        {.kind = STR(""), .body = STR("{}")},
        {.kind = STR_NONE, .body = STR("{}")},
        {.kind = STR("x"), .body = STR("")},
        {.kind = STR("x"), .body = STR_NONE},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct fact fact = wrong[i];
        FAILS(STATUS_INVALID, store_facts_append(contract->store, &fact, 1, NULL, 0, NULL));
    }
    struct store_text text = good_text;
    assert_int_equal(last(contract), 0);
    GOOD(store_texts_read(contract->store, &contract->arena, &text, 1, &contract->error));
    assert_str(text.text, NULL);
}

static void odd_texts_come_back(void **state) {
    struct contract *contract = *state;
    struct fact *facts;
    size_t count;
    for (size_t i = 0; i < CONTRACT_ODD_TEXTS; i++) {
        struct str odd = contract_odd_texts[i];
        struct fact fact = {.at = 1, .kind = odd, .body = odd};
        bool found;
        GOOD(store_facts_append(contract->store, &fact, 1, NULL, 0, &contract->error));
        GOOD(store_facts_last_of(contract->store, &contract->arena, odd, &fact, &found,
                                 &contract->error));
        assert_true(found && str_eq(fact.kind, odd) && str_eq(fact.body, odd));
    }
    GOOD(store_facts_read(contract->store, &contract->arena, 0, 1000, &facts, &count,
                          &contract->error));
    assert_int_equal(count, CONTRACT_ODD_TEXTS);
    for (size_t i = 0; i < count; i++)
        assert_true(str_eq(facts[i].body, contract_odd_texts[i]));
}

static void texts_go_and_facts_stay(void **state) {
    struct contract *contract = *state;
    struct store_text texts[2] = {{STR(HASH_A), STR("first")}, {STR(HASH_B), STR("")}};
    struct store_text again = {STR(HASH_A), STR("second")};
    struct fact fact = fact_of("observed", "{}", 1);
    GOOD(store_facts_append(contract->store, &fact, 1, texts, 2, &contract->error));
    GOOD(store_facts_append(contract->store, NULL, 0, &again, 1, &contract->error));
    struct store_text wanted[4] = {{STR(HASH_B), STR_NONE},
                                   {STR("no hash"), STR("x")},
                                   {STR_NONE, STR("x")},
                                   {STR(HASH_A), STR_NONE}};
    GOOD(store_texts_read(contract->store, &contract->arena, wanted, 4, &contract->error));
    assert_str(wanted[0].text, "");
    assert_str(wanted[1].text, NULL);
    assert_str(wanted[2].text, NULL);
    assert_str(wanted[3].text, "first");

    const struct str gone[] = {STR(HASH_A), STR("no hash")};
    GOOD(store_texts_erase(contract->store, gone, 2, &contract->error));
    GOOD(store_texts_read(contract->store, &contract->arena, wanted, 4, &contract->error));
    assert_str(wanted[0].text, "");
    assert_str(wanted[3].text, NULL);
    assert_int_equal(last(contract), 1);
}

static void texts_need_a_hash(void **state) {
    struct contract *contract = *state;
    static const char *const hashes[] = {
        "", "abc", HASH_A "a", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "gggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg"};
    struct fact fact = fact_of("observed", "{}", 1);
    for (size_t i = 0; i < sizeof hashes / sizeof hashes[0]; i++) {
        struct store_text text = {str_from(hashes[i]), STR("x")};
        FAILS(STATUS_INVALID, store_facts_append(contract->store, &fact, 1, &text, 1, NULL));
    }
    struct store_text absent = {STR(HASH_A), STR_NONE};
    FAILS(STATUS_INVALID, store_facts_append(contract->store, &fact, 1, &absent, 1, NULL));
    assert_int_equal(last(contract), 0);
}

static void a_long_text_comes_back(void **state) {
    struct contract *contract = *state;
    enum { LONG = 5 << 20 };
    char *bytes = arena_alloc(&contract->arena, LONG);
    memset(bytes, 'x', LONG);
    struct store_text text = {STR(HASH_A), str_of(bytes, LONG)};
    GOOD(store_facts_append(contract->store, NULL, 0, &text, 1, &contract->error));
    text.text = STR_NONE;
    GOOD(store_texts_read(contract->store, &contract->arena, &text, 1, &contract->error));
    assert_true(str_eq(text.text, str_of(bytes, LONG)));
}

static void an_arena_at_its_cap_is_a_limit(void **state) {
    struct contract *contract = *state;
    struct arena small;
    struct fact *facts;
    size_t count;
    for (int i = 0; i < 50; i++)
        append(contract, "observed", "{\"long\":\"0123456789012345678901234567890123456789\"}", i);
    arena_init(&small, 1000);
    FAILS(STATUS_LIMIT,
          store_facts_read(contract->store, &small, 0, 50, &facts, &count, &contract->error));
    arena_release(&small);
    assert_int_equal(last(contract), 50);
}

/* Appends batches of one to three facts until it is killed, each batch of a time of its own, from
 * `first` on; after each acknowledgement it says the last number. */
static void append_until_killed(const struct contract *contract, int64_t first, int out) {
    struct store *store;
    struct error error;
    if (contract->backing->open(contract->folder, STORE_WRITE, &store, &error) != STATUS_OK)
        _exit(1);
    for (int64_t i = first;; i++) {
        struct fact batch[3] = {fact_of("observed", "{}", i), fact_of("observed", "{}", i),
                                fact_of("observed", "{}", i)};
        size_t count = (size_t)(i % 3) + 1;
        if (store_facts_append(store, batch, count, NULL, 0, &error) != STATUS_OK)
            _exit(1);
        if (write(out, &batch[count - 1].number, sizeof(int64_t)) != sizeof(int64_t))
            _exit(1);
    }
}

/* attacks.md O08: whenever it is killed, each acknowledged fact is there, none twice, without
 * gaps, and a batch is there whole or not at all. */
static void killed_between_statements(void **state) {
    struct contract *contract = *state;
    enum { ROUNDS = 25, TIMES = 3000000 };
    int64_t before = 0;
    for (int round = 0; round < ROUNDS; round++) {
        int ends[2];
        int64_t acknowledged = before, number;
        store_close(contract->store);
        contract->store = NULL;
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        if (child == 0) {
            close(ends[0]);
            append_until_killed(contract, (int64_t)round * TIMES, ends[1]);
        }
        close(ends[1]);
        for (int i = 0; i <= round % 7; i++)
            if (read(ends[0], &number, sizeof number) == sizeof number)
                acknowledged = number;
        usleep((useconds_t)(round * 137 % 1500));
        kill(child, SIGKILL);
        while (read(ends[0], &number, sizeof number) == sizeof number)
            acknowledged = number;
        close(ends[0]);
        int ended;
        waitpid(child, &ended, 0);
        assert_true(WIFSIGNALED(ended));

        contract_reopen(contract, STORE_WRITE);
        int64_t there = last(contract);
        assert_true(acknowledged > before);
        assert_in_range(there, acknowledged, acknowledged + 3);
        before = there;
    }
    struct fact *facts;
    size_t count;
    GOOD(store_facts_read(contract->store, &contract->arena, 0, SIZE_MAX, &facts, &count,
                          &contract->error));
    assert_int_equal(count, before);
    for (size_t i = 0, run = 0; i < count; i++) {
        assert_int_equal(facts[i].number, i + 1);
        run = i > 0 && facts[i].at == facts[i - 1].at ? run + 1 : 1;
        bool ends = i + 1 == count || facts[i + 1].at != facts[i].at;
        if (ends)
            assert_int_equal(run, facts[i].at % 3 + 1);
    }
}

static void access_is_kept_to(void **state) {
    struct contract *contract = *state;
    struct fact fact = fact_of("observed", "{}", 1);
    struct str hash = STR(HASH_A);
    append(contract, "observed", "{}", 1);
    const enum store_access looking[] = {STORE_READ, STORE_SERVE};
    for (size_t i = 0; i < 2; i++) {
        contract_reopen(contract, looking[i]);
        assert_int_equal(last(contract), 1);
        FAILS(STATUS_DENIED, store_facts_append(contract->store, &fact, 1, NULL, 0, NULL));
        FAILS(STATUS_DENIED, store_texts_erase(contract->store, &hash, 1, NULL));
        FAILS(STATUS_DENIED, store_derived_clear(contract->store, NULL));
        FAILS(STATUS_DENIED, store_front_put(contract->store, STR("{}"), NULL));
        assert_int_equal(last(contract), 1);
    }
}

/* A reader sees what was committed, while and after it is written. */
static void a_reader_beside_a_writer(void **state) {
    struct contract *contract = *state;
    struct store *reader;
    int64_t number;
    append(contract, "observed", "{}", 1);
    GOOD(contract->backing->open(contract->folder, STORE_READ, &reader, &contract->error));
    GOOD(store_begin(contract->store, &contract->error));
    GOOD(store_front_put(contract->store, STR("new"), &contract->error));
    append(contract, "observed", "{}", 2);
    GOOD(store_facts_last(reader, &number, &contract->error));
    assert_int_equal(number, 2);
    struct str front;
    GOOD(store_front_get(reader, &contract->arena, &front, &contract->error));
    assert_str(front, NULL);
    GOOD(store_commit(contract->store, 2, &contract->error));
    GOOD(store_front_get(reader, &contract->arena, &front, &contract->error));
    assert_str(front, "new");
    store_close(reader);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_new_store_has_no_facts),  cmocka_unit_test(facts_are_numbered_in_order),
    cmocka_unit_test(the_last_of_a_kind),        cmocka_unit_test(facts_survive_reopening),
    cmocka_unit_test(bad_facts_append_nothing),  cmocka_unit_test(odd_texts_come_back),
    cmocka_unit_test(texts_go_and_facts_stay),   cmocka_unit_test(texts_need_a_hash),
    cmocka_unit_test(a_long_text_comes_back),    cmocka_unit_test(an_arena_at_its_cap_is_a_limit),
    cmocka_unit_test(killed_between_statements), cmocka_unit_test(access_is_kept_to),
    cmocka_unit_test(a_reader_beside_a_writer),
};
const struct contract_part contract_facts = {tests, sizeof tests / sizeof tests[0]};
