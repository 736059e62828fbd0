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

/* "address …" of what waits, and how many are in each state. */
static void assert_letters(struct contract *contract, const char *first, int64_t waiting,
                           int64_t sent, int64_t refused) {
    struct store_letter letter;
    struct store_subscriber subscriber;
    int64_t counts[LETTER_STATES];
    GOOD(store_letters_next(contract->store, &contract->arena, STR("i"), &letter, &subscriber,
                            &contract->error));
    assert_str(letter.address, first);
    assert_str(subscriber.address, first);
    GOOD(store_letters_count(contract->store, STR("i"), counts, &contract->error));
    assert_int_equal(counts[LETTER_WAITING], waiting);
    assert_int_equal(counts[LETTER_SENT], sent);
    assert_int_equal(counts[LETTER_REFUSED], refused);
}

static void letters_are_planned_once(void **state) {
    struct contract *contract = *state;
    struct store_subscriber put[] = {ada(), ada(), ada(), ada(), ada()}, got;
    bool found;
    put[1].address = put[1].token = STR("b@example.org");
    put[2].address = put[2].token = STR("c@example.org");
    put[2].lists = STR("weekly");
    put[3].address = put[3].token = STR("d@example.org");
    put[3].state = SUBSCRIBER_PENDING;
    put[4].address = put[4].token = STR("e@example.org");
    put[4].paused = 101;
    GOOD(store_subscribers_put(contract->store, put, 5, &contract->error));
    GOOD(store_letters_plan(contract->store, STR("i"), STR("week"), 100, &contract->error));
    assert_letters(contract, "Ada@example.org", 2, 0, 0);
    put[3].state = SUBSCRIBER_CONFIRMED;
    GOOD(store_subscribers_put(contract->store, put, 4, &contract->error));
    GOOD(store_letters_plan(contract->store, STR("i"), STR("week"), 100, &contract->error));
    assert_letters(contract, "Ada@example.org", 2, 0, 0);
    struct store_letter letter = {.address = put[0].address, .due = 9, .answer = STR("450")};
    GOOD(store_letters_put(contract->store, STR("i"), &letter, false, &contract->error));
    assert_letters(contract, "b@example.org", 2, 0, 0);
    letter.state = LETTER_SENT;
    GOOD(store_letters_put(contract->store, STR("i"), &letter, false, &contract->error));
    letter = (struct store_letter){
        .address = put[1].address, .state = LETTER_REFUSED, .answer = STR("550")};
    GOOD(store_letters_put(contract->store, STR("i"), &letter, true, &contract->error));
    assert_letters(contract, NULL, 0, 1, 1);
    GOOD(store_subscriber_get(contract->store, &contract->arena, put[1].address, &got,
                              &contract->error));
    assert_int_equal(got.state, SUBSCRIBER_BLOCKED);
    assert_str(got.reason, "550");
    GOOD(store_subscriber_erase(contract->store, put[0].address, &found, &contract->error));
    assert_letters(contract, NULL, 0, 0, 1);
}

/* ---- requests ---- */

static struct store_request request(void) {
    return (struct store_request){
        .address = STR("New@example.org"),
        .token = STR("r1"),
        .lists = STR("daily week"),
        .consent = STR("Yes, letters."),
        .asked = 50,
        .due = 60,
    };
}

static void requests_wait_in_the_order_they_are_due(void **state) {
    struct contract *contract = *state;
    struct store_request put[] = {request(), request()}, got;
    int64_t waiting;
    put[1].address = put[1].token = STR("b@example.org");
    put[1].due = 55;
    put[1].asked = 40;
    for (size_t i = 0; i < 2; i++)
        GOOD(store_request_put(contract->store, &put[i], &contract->error));
    GOOD(store_request_get(contract->store, &contract->arena, STR("new@EXAMPLE.org"), &got,
                           &contract->error));
    assert_str(got.consent, "Yes, letters.");
    assert_str(got.instead, NULL);
    assert_int_equal(got.asked, 50);
    GOOD(store_request_next(contract->store, &contract->arena, &got, &contract->error));
    assert_str(got.address, "b@example.org");
    got.due = TIME_NONE;
    got.letters = 1;
    got.lists = STR("not taken");
    GOOD(store_request_note(contract->store, &got, &contract->error));
    GOOD(store_request_of(contract->store, &contract->arena, STR("b@example.org"), &got,
                          &contract->error));
    assert_str(got.lists, "daily week");
    assert_int_equal(got.letters, 1);
    assert_true(got.due == TIME_NONE);
    GOOD(store_requests_waiting(contract->store, &waiting, &contract->error));
    assert_int_equal(waiting, 1);
    GOOD(store_requests_lapse(contract->store, 50, &contract->error));
    GOOD(store_request_get(contract->store, &contract->arena, put[1].address, &got,
                           &contract->error));
    assert_str(got.address, NULL);
    GOOD(store_request_next(contract->store, &contract->arena, &got, &contract->error));
    assert_str(got.address, "New@example.org");
}

/* Somebody asks again while the letter is on its way. */
static void a_change_repeats_no_letter(void **state) {
    struct contract *contract = *state;
    struct store_request put = request(), sent = request(), got;
    GOOD(store_request_put(contract->store, &put, &contract->error));
    sent.letters = 1;
    sent.due = TIME_NONE;
    GOOD(store_request_note(contract->store, &sent, &contract->error));
    put.lists = STR("week");
    GOOD(store_request_change(contract->store, &put, &contract->error));
    GOOD(store_request_of(contract->store, &contract->arena, put.token, &got, &contract->error));
    assert_str(got.lists, "week");
    assert_int_equal(got.letters, 1);
    assert_true(got.due == TIME_NONE);
    sent.due = 99;
    GOOD(store_request_change(contract->store, &sent, &contract->error));
    GOOD(store_request_of(contract->store, &contract->arena, put.token, &got, &contract->error));
    assert_int_equal(got.due, 99);
}

static void a_request_is_granted_once(void **state) {
    struct contract *contract = *state;
    struct store_request put = request(), got;
    struct store_subscriber subscriber = ada(), found;
    GOOD(store_subscribers_put(contract->store, &subscriber, 1, &contract->error));
    put.instead = subscriber.address;
    GOOD(store_request_put(contract->store, &put, &contract->error));
    subscriber.address = put.address;
    subscriber.token = STR("t9");
    GOOD(store_request_grant(contract->store, &put, &subscriber, &contract->error));
    GOOD(store_subscriber_get(contract->store, &contract->arena, put.address, &found,
                              &contract->error));
    assert_str(found.token, "t9");
    GOOD(store_subscriber_get(contract->store, &contract->arena, ada().address, &found,
                              &contract->error));
    assert_str(found.address, NULL);
    GOOD(store_request_of(contract->store, &contract->arena, put.token, &got, &contract->error));
    assert_str(got.address, NULL);
    subscriber.token = STR("t10");
    FAILS(STATUS_NOT_FOUND, store_request_grant(contract->store, &put, &subscriber, NULL));
    GOOD(store_subscriber_get(contract->store, &contract->arena, put.address, &found,
                              &contract->error));
    assert_str(found.token, "t9");
}

static void who_is_erased_has_no_request(void **state) {
    struct contract *contract = *state;
    struct store_request put = request(), got;
    bool found;
    GOOD(store_request_put(contract->store, &put, &contract->error));
    put.address = put.token = STR("b@example.org");
    put.instead = STR("new@example.org");
    GOOD(store_request_put(contract->store, &put, &contract->error));
    GOOD(store_subscriber_erase(contract->store, put.instead, &found, &contract->error));
    assert_true(found);
    GOOD(store_request_next(contract->store, &contract->arena, &got, &contract->error));
    assert_str(got.address, NULL);
}

static void bad_requests_change_nothing(void **state) {
    struct contract *contract = *state;
    struct store_request bad = request();
    for (size_t i = 0; i < CONTRACT_BAD_TEXTS; i++) {
        bad.instead = contract_bad_texts[i];
        FAILS(STATUS_INVALID, store_request_put(contract->store, &bad, NULL));
    }
    bad = request();
    bad.lists = STR("");
    FAILS(STATUS_INVALID, store_request_put(contract->store, &bad, NULL));
    bad = request();
    contract_reopen(contract, STORE_READ);
    FAILS(STATUS_DENIED, store_request_put(contract->store, &bad, NULL));
    FAILS(STATUS_DENIED, store_requests_lapse(contract->store, 9, NULL));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(subscribers_are_found),
    cmocka_unit_test(an_erased_one_leaves_nothing),
    cmocka_unit_test(bad_subscribers_change_nothing),
    cmocka_unit_test(letters_are_planned_once),
    cmocka_unit_test(requests_wait_in_the_order_they_are_due),
    cmocka_unit_test(a_change_repeats_no_letter),
    cmocka_unit_test(a_request_is_granted_once),
    cmocka_unit_test(who_is_erased_has_no_request),
    cmocka_unit_test(bad_requests_change_nothing),
};
const struct contract_part contract_subscribers = {tests, sizeof tests / sizeof tests[0]};
