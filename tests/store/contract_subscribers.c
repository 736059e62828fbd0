/* Subscribers: overwritten, found by address and token, erased. */
#include "contract.h"

#include "store/subscribers.h"

static struct store_subscriber ada(void) {
    return (struct store_subscriber){
        .address = STR("Ada@example.org"),
        .token = STR("t1"),
        .state = SUBSCRIBER_CONFIRMED,
        .lists = STR("daily week"),
        .name = STR("Ada, \"A\""),
        .since = 5,
        .consented = 7,
        .consent = STR("Yes, please"),
    };
}

static void subscribers_are_found(void **state) {
    struct contract *contract = *state;
    const struct store_subscriber put[] = {
        ada(),
        {.address = STR("a@example.org"),
         .token = STR("t2"),
         .lists = STR(""),
         .consented = TIME_NONE},
    };
    struct store_subscriber got, *all;
    size_t count;
    GOOD(store_subscribers_put(contract->store, put, 2, &contract->error));
    contract_reopen(contract, STORE_SERVE);
    GOOD(store_subscriber_get(contract->store, &contract->arena, STR("ADA@EXAMPLE.ORG"), &got,
                              &contract->error));
    assert_str(got.address, "Ada@example.org");
    assert_str(got.name, "Ada, \"A\"");
    assert_str(got.consent, "Yes, please");
    assert_int_equal(got.consented, 7);
    GOOD(store_subscriber_of(contract->store, &contract->arena, STR("t2"), &got, &contract->error));
    assert_str(got.address, "a@example.org");
    assert_str(got.name, NULL);
    assert_true(got.consented == TIME_NONE);
    assert_int_equal(got.state, SUBSCRIBER_PENDING);
    GOOD(store_subscriber_of(contract->store, &contract->arena, STR("t3"), &got, &contract->error));
    assert_str(got.address, NULL);
    got = ada();
    got.address = STR("ADA@example.org");
    got.state = SUBSCRIBER_LEFT;
    GOOD(store_subscribers_put(contract->store, &got, 1, &contract->error));
    GOOD(store_subscribers_list(contract->store, &contract->arena, &all, &count, &contract->error));
    assert_int_equal(count, 2);
    assert_int_equal(all[1].state, SUBSCRIBER_LEFT);
}

static void an_erased_one_leaves_nothing(void **state) {
    struct contract *contract = *state;
    struct store_subscriber put = ada(), got;
    bool found;
    GOOD(store_subscribers_put(contract->store, &put, 1, &contract->error));
    GOOD(store_subscriber_erase(contract->store, STR("b@example.org"), &found, &contract->error));
    assert_false(found);
    GOOD(store_subscriber_erase(contract->store, STR("ada@example.org"), &found, &contract->error));
    assert_true(found);
    GOOD(store_subscriber_get(contract->store, &contract->arena, put.address, &got,
                              &contract->error));
    assert_str(got.address, NULL);
    char command[128];
    snprintf(command, sizeof command, "grep -raq 'Ada@example.org' '%s'", contract->folder);
    assert_int_not_equal(system(command), 0);
}

static void bad_subscribers_change_nothing(void **state) {
    struct contract *contract = *state;
    struct store_subscriber bad[] = {ada(), ada()}, got;
    bool found;
    for (size_t i = 0; i < CONTRACT_BAD_TEXTS; i++) {
        bad[1].name = contract_bad_texts[i];
        FAILS(STATUS_INVALID, store_subscribers_put(contract->store, bad, 2, NULL));
    }
    bad[1] = ada();
    bad[1].address = STR("");
    FAILS(STATUS_INVALID, store_subscribers_put(contract->store, bad, 2, NULL));
    GOOD(store_subscriber_of(contract->store, &contract->arena, STR("t1"), &got, &contract->error));
    assert_str(got.address, NULL);
    contract_reopen(contract, STORE_READ);
    FAILS(STATUS_DENIED, store_subscribers_put(contract->store, bad, 1, NULL));
    FAILS(STATUS_DENIED, store_subscriber_erase(contract->store, STR("a"), &found, NULL));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(subscribers_are_found),
    cmocka_unit_test(an_erased_one_leaves_nothing),
    cmocka_unit_test(bad_subscribers_change_nothing),
};
const struct contract_part contract_subscribers = {tests, sizeof tests / sizeof tests[0]};
