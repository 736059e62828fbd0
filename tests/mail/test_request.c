/* Who asks for letters is asked back: how often, for how long, and what becomes of it. */
#include "files/scratch.h"

#include "mail/links.h"
#include "mail/request.h"

enum { NOW = 1760000000 };

struct fixture {
    struct scratch scratch;
    struct arena arena;
    struct store *store;
    unsigned char secret[HASH_BYTES];
    struct mail_reception reception;
};

static int open_fixture(void **state) {
    static struct fixture fixture;
    static struct edition edition;
    fixture = (struct fixture){.secret = {1, 2, 3}};
    scratch_make(&fixture.scratch);
    arena_init(&fixture.arena, 1 << 20);
    assert_int_equal(
        store_open(fixture.scratch.folder, STR("sqlite:state/"), STORE_WRITE, &fixture.store, NULL),
        STATUS_OK);
    fixture.reception = (struct mail_reception){
        .edition = &edition, .store = fixture.store, .secret = fixture.secret, .now = NOW};
    *state = &fixture;
    return 0;
}

static int close_fixture(void **state) {
    struct fixture *fixture = *state;
    store_close(fixture->store);
    arena_release(&fixture->arena);
    scratch_drop(&fixture->scratch);
    return 0;
}

/* Asks at a time; the request as it is kept. */
static struct store_request ask(struct fixture *fixture, int64_t at, const char *lists) {
    const struct store_request wanted = {
        .address = STR("Ada@example.org"), .lists = str_from(lists), .consent = STR("Yes.")};
    struct store_request kept;
    fixture->reception.now = at;
    assert_int_equal(mail_request(&fixture->reception, &fixture->arena, &wanted, NULL), STATUS_OK);
    assert_int_equal(
        store_request_get(fixture->store, &fixture->arena, wanted.address, &kept, NULL), STATUS_OK);
    return kept;
}

/* The letter that waits has been sent. */
static void send_letter(struct fixture *fixture, struct store_request request) {
    request.letters++;
    request.due = TIME_NONE;
    assert_int_equal(store_request_note(fixture->store, &request, NULL), STATUS_OK);
}

static void letters_are_few(void **state) {
    struct fixture *fixture = *state;
    struct store_request first = ask(fixture, NOW, "daily"), again;
    assert_true(first.due == NOW);
    assert_true(ask(fixture, NOW + 5, "week").due == NOW);
    send_letter(fixture, first);
    again = ask(fixture, NOW + MAIL_REQUEST_PAUSE - 1, "daily week");
    assert_true(again.due == TIME_NONE);
    assert_true(str_eq(again.lists, STR("daily week")));
    assert_true(str_eq(again.token, first.token));
    for (int64_t letter = 1; letter < MAIL_REQUEST_LETTERS_MOST; letter++) {
        again = ask(fixture, NOW + letter * MAIL_REQUEST_PAUSE, "daily");
        assert_true(again.due == NOW + letter * MAIL_REQUEST_PAUSE);
        send_letter(fixture, again);
    }
    assert_true(ask(fixture, NOW + DAY_SECONDS, "daily").due == TIME_NONE);
    /* When the request has lapsed, it is another one. */
    again = ask(fixture, NOW + MAIL_REQUEST_LAPSES, "daily");
    assert_true(again.due == NOW + MAIL_REQUEST_LAPSES);
    assert_false(str_eq(again.token, first.token));
}

static void lists_are_added_to_those_there_are(void **state) {
    struct fixture *fixture = *state;
    static const struct {
        enum subscriber_state state;
        const char *lists;
    } cases[] = {{SUBSCRIBER_CONFIRMED, "week daily"},
                 {SUBSCRIBER_LEFT, "week"},
                 {SUBSCRIBER_BLOCKED, "week"},
                 {SUBSCRIBER_PENDING, "week"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char token[MAIL_TOKEN_LENGTH + 1];
        mail_subscriber_token(fixture->secret, STR("ada@example.org"), token);
        const struct store_subscriber before = {.address = STR("ada@example.org"),
                                                .token = str_from(token),
                                                .state = cases[i].state,
                                                .lists = STR("daily"),
                                                .name = STR("Ada"),
                                                .since = 5,
                                                .consented = TIME_NONE};
        struct store_subscriber after;
        assert_int_equal(store_subscribers_put(fixture->store, &before, 1, NULL), STATUS_OK);
        struct store_request request = ask(fixture, NOW, "week");
        assert_int_equal(
            mail_request_grant(&fixture->reception, &fixture->arena, &request, &after, NULL),
            STATUS_OK);
        assert_true(str_eq(after.lists, str_from(cases[i].lists)));
        assert_int_equal(after.state, SUBSCRIBER_CONFIRMED);
        assert_true(str_eq(after.name, STR("Ada")));
        assert_int_equal(after.since, 5);
        assert_int_equal(after.consented, NOW);
    }
}

static void there_is_room_for_so_many(void **state) {
    struct fixture *fixture = *state;
    char address[40];
    for (int i = 0; i <= MAIL_REQUESTS_MOST; i++) {
        int n = snprintf(address, sizeof address, "r%d@example.org", i);
        const struct store_request wanted = {
            .address = str_of(address, (size_t)n), .lists = STR("daily"), .consent = STR("Yes.")};
        arena_clear(&fixture->arena);
        assert_int_equal(mail_request(&fixture->reception, &fixture->arena, &wanted, NULL),
                         i < MAIL_REQUESTS_MOST ? STATUS_OK : STATUS_BUSY);
    }
}

static void links_are_keyed(void **state) {
    struct fixture *fixture = *state;
    char pass[MAIL_PASS_LENGTH + 1], token[MAIL_TOKEN_LENGTH + 1];
    const struct str ada = STR("ada@example.org");
    mail_pass(fixture->secret, ada, pass);
    mail_subscriber_token(fixture->secret, STR("ADA@example.org"), token);
    assert_true(str_starts(str_from(pass), str_from(token)));
    assert_true(mail_pass_true(fixture->secret, ada, str_from(pass)));
    assert_false(mail_pass_true(fixture->secret, STR("b@example.org"), str_from(pass)));
    assert_false(mail_pass_true(fixture->secret, ada, str_from(token)));
    for (size_t i = 0; i < MAIL_PASS_LENGTH; i++) {
        pass[i] ^= 1;
        assert_false(mail_pass_true(fixture->secret, ada, str_from(pass)));
        pass[i] ^= 1;
    }
}

#define REQUEST_TEST(test) cmocka_unit_test_setup_teardown(test, open_fixture, close_fixture)

int main(void) {
    const struct CMUnitTest tests[] = {
        REQUEST_TEST(letters_are_few),
        REQUEST_TEST(lists_are_added_to_those_there_are),
        REQUEST_TEST(there_is_room_for_so_many),
        REQUEST_TEST(links_are_keyed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
