/* Subscribing, confirming and leaving, over a socket. */
#include "house.h"

#include "files/keys.h"
#include "mail/links.h"
#include "mail/request.h"

struct reception {
    struct house house; /* first */
    struct store *store;
    struct arena arena;
    unsigned char secret[HASH_BYTES];
};

static const char *const configuration =
    "title: Paper\nurl: https://paper.example\nid: paper\nmainTopic: All\n"
    "mail:\n  from: \"The Paper <news@paper.example>\"\n  smtp: {server: \"127.0.0.1:9\"}\n"
    "  lists: [daily every weekday at 18:00, week every sunday at 09:00]\n";

static int open_reception(void **state) {
    struct reception *reception = malloc(sizeof *reception);
    house_build(&reception->house);
    const char *folder = reception->house.scratch.folder;
    scratch_folder(&reception->house.scratch, "topics");
    scratch_put(&reception->house.scratch, "edition.yaml", configuration);
    scratch_put(&reception->house.scratch, "topics/00-all.yaml", "_id: all\nname: All\n");
    arena_init(&reception->arena, 1 << 20);
    assert_int_equal(files_secret(folder, MAIL_SECRET, reception->secret, NULL), STATUS_OK);
    assert_int_equal(store_open(folder, STR("sqlite:state/"), STORE_WRITE, &reception->store, NULL),
                     STATUS_OK);
    house_open(&reception->house);
    *state = reception;
    return 0;
}

static int close_reception(void **state) {
    struct reception *reception = *state;
    house_close(&reception->house);
    store_close(reception->store);
    arena_release(&reception->arena);
    house_drop(&reception->house);
    free(reception);
    return 0;
}

static const char *const form_type = "Content-Type: application/x-www-form-urlencoded\r\n";

static struct str post(struct reception *reception, const char *target, const char *lines,
                       const char *body) {
    char request[16384];
    int n = snprintf(request, sizeof request,
                     "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s"
                     "Content-Length: %zu\r\n\r\n%s",
                     target, lines, strlen(body), body);
    return house_ask(&reception->house, str_of(request, (size_t)n));
}

static void says(struct str answer, unsigned int status, const char *words) {
    if (house_status(answer) != status || str_find(answer, str_from(words)) == SIZE_MAX)
        fail_msg("not %u, or without \"%s\": %.*s", status, words, STR_ARG(answer));
}

static struct store_request request_for(struct reception *reception, const char *address) {
    struct store_request request;
    assert_int_equal(
        store_request_get(reception->store, &reception->arena, str_from(address), &request, NULL),
        STATUS_OK);
    return request;
}

static struct store_subscriber subscriber_at(struct reception *reception, const char *address) {
    struct store_subscriber subscriber;
    assert_int_equal(store_subscriber_get(reception->store, &reception->arena, str_from(address),
                                          &subscriber, NULL),
                     STATUS_OK);
    return subscriber;
}

/* "<door><token>", in the arena. */
static const char *door(struct reception *reception, enum mail_door which, struct str token) {
    return arena_cstr(&reception->arena, ARENA_JOIN(&reception->arena, mail_doors[which], token));
}

static const char *own_page(struct reception *reception, const char *address) {
    char pass[MAIL_PASS_LENGTH + 1];
    mail_pass(reception->secret, str_from(address), pass);
    return door(reception, MAIL_DOOR_OWN, str_from(pass));
}

static void put_subscriber(struct reception *reception, const char *address,
                           enum subscriber_state state) {
    char token[MAIL_TOKEN_LENGTH + 1];
    mail_subscriber_token(reception->secret, str_from(address), token);
    const struct store_subscriber subscriber = {.address = str_from(address),
                                                .token = str_from(token),
                                                .state = state,
                                                .lists = STR("daily"),
                                                .since = 1,
                                                .consented = 1,
                                                .consent = STR("Said yes.")};
    assert_int_equal(store_subscribers_put(reception->store, &subscriber, 1, NULL), STATUS_OK);
}

static void a_reader_subscribes_and_confirms(void **state) {
    struct reception *reception = *state;
    says(house_get(&reception->house, "/subscribe", ""), 200, "name=\"address\"");
    says(post(reception, "/subscribe", form_type, "address=Ada%40example.org&list=daily&list=week"),
         200, "Look into your mailbox");
    struct store_request request = request_for(reception, "ada@example.org");
    assert_true(str_eq(request.lists, STR("daily week")));
    assert_true(request.due == 1760000000);
    assert_true(str_starts(request.consent, STR("I agree that Paper sends me")));
    assert_true(str_absent(subscriber_at(reception, "ada@example.org").address));

    const char *link = door(reception, MAIL_DOOR_CONFIRM, request.token);
    says(house_get(&reception->house, link, ""), 200, "Confirm your subscription");
    assert_true(str_absent(subscriber_at(reception, "ada@example.org").address));
    atomic_store(&reception->house.now, 1760000500);
    says(post(reception, link, form_type, ""), 200, "You are subscribed");
    struct store_subscriber ada = subscriber_at(reception, "ada@example.org");
    assert_int_equal(ada.state, SUBSCRIBER_CONFIRMED);
    assert_int_equal(ada.consented, 1760000500);
    assert_true(str_eq(ada.consent, request.consent));
    says(post(reception, link, form_type, ""), 404, "This link leads nowhere any more");
}

static void a_link_works_for_a_week(void **state) {
    struct reception *reception = *state;
    post(reception, "/subscribe", form_type, "address=a%40example.org&list=daily");
    const char *link =
        door(reception, MAIL_DOOR_CONFIRM, request_for(reception, "a@example.org").token);
    atomic_store(&reception->house.now, 1760000000 + 7 * DAY_SECONDS);
    says(post(reception, link, form_type, ""), 404, "leads nowhere");
    assert_true(str_absent(subscriber_at(reception, "a@example.org").address));
}

/* Whoever asks learns nothing; also not a program that fills in what nobody sees. */
static void every_address_gets_the_same_answer(void **state) {
    struct reception *reception = *state;
    static const char *const addresses[] = {"known@example.org", "other@example.org",
                                            "gone_@example.org"};
    char body[100], first[sizeof reception->house.answer];
    put_subscriber(reception, addresses[0], SUBSCRIBER_CONFIRMED);
    put_subscriber(reception, addresses[2], SUBSCRIBER_LEFT);
    for (size_t i = 0; i < 3; i++) {
        snprintf(body, sizeof body, "address=%s&list=daily", addresses[i]);
        struct str page = house_body(post(reception, "/subscribe", form_type, body));
        char *name = strstr(reception->house.answer, addresses[i]);
        assert_non_null(name);
        memcpy(name, "xxxxx", 5);
        if (i == 0)
            snprintf(first, sizeof first, "%.*s", STR_ARG(page));
        assert_true(str_eq(page, str_from(first)));
        assert_true(request_for(reception, addresses[i]).due == 1760000000);
    }
    says(post(reception, "/subscribe", form_type, "address=bot@example.org&list=daily&website=x"),
         200, "Look into your mailbox");
    assert_true(str_absent(request_for(reception, "bot@example.org").address));
}

static void what_is_wrong_is_said(void **state) {
    struct reception *reception = *state;
    static const char *const addresses[] = {"",
                                            "ada",
                                            "a%40b%0d%0aRCPT TO:%3Cx%40y.example%3E",
                                            "%22a b%22%40x.example",
                                            "a%40[127.0.0.1]",
                                            "%3Cscript%3E%40x.example"};
    char body[300];
    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
        snprintf(body, sizeof body, "address=%s&list=daily", addresses[i]);
        struct str answer = post(reception, "/subscribe", form_type, body);
        says(answer, 400, "Letters cannot go to this address");
        assert_true(str_find(answer, STR("<script>@")) == SIZE_MAX);
    }
    says(post(reception, "/subscribe", form_type, "address=a@example.org&list=none"), 400,
         "Choose at least one list.");
}

static void one_click_leaves_and_looking_does_not(void **state) {
    struct reception *reception = *state;
    char token[MAIL_TOKEN_LENGTH + 1];
    mail_subscriber_token(reception->secret, STR("ada@example.org"), token);
    const char *link = door(reception, MAIL_DOOR_LEAVE, str_from(token));
    put_subscriber(reception, "ada@example.org", SUBSCRIBER_CONFIRMED);
    says(house_get(&reception->house, link, ""), 200, "<button>Unsubscribe</button>");
    assert_int_equal(subscriber_at(reception, "ada@example.org").state, SUBSCRIBER_CONFIRMED);
    /* As RFC 8058 says, from wherever it comes. */
    says(post(reception, link,
              "Content-Type: multipart/form-data; boundary=b\r\nSec-Fetch-Site: cross-site\r\n",
              "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\n"
              "One-Click\r\n--b--\r\n"),
         200, "You are unsubscribed");
    assert_int_equal(subscriber_at(reception, "ada@example.org").state, SUBSCRIBER_LEFT);
    says(post(reception, link, form_type, "List-Unsubscribe=One-Click"), 200,
         "You are unsubscribed");
    says(house_get(&reception->house, link, ""), 200, "You are unsubscribed");
    says(post(reception, "/unsubscribe/00000000000000000000000000000000", form_type, ""), 404,
         "leads nowhere");
}

static void one_click_is_for_any_number_of_readers(void **state) {
    struct reception *reception = *state;
    for (int i = 0; i < 30; i++)
        says(post(reception, "/unsubscribe/00000000000000000000000000000000", form_type, ""), 404,
             "");
}

static void a_subscribers_own_page(void **state) {
    struct reception *reception = *state;
    char token[MAIL_TOKEN_LENGTH + 1];
    const char *page = own_page(reception, "ada@example.org");
    put_subscriber(reception, "ada@example.org", SUBSCRIBER_CONFIRMED);
    says(house_get(&reception->house, page, ""), 200, "Said yes.");
    says(post(reception, page, form_type, "do=save&list=week&pause=30"), 200, "Saved.");
    struct store_subscriber ada = subscriber_at(reception, "ada@example.org");
    assert_true(str_eq(ada.lists, STR("week")));
    assert_int_equal(ada.paused, 1760000000 + 30 * DAY_SECONDS);
    assert_int_equal(ada.consented, 1);
    says(post(reception, page, form_type, "do=save&list=week&pause=keep"), 200,
         "No letters until Saturday 8 November 2025.");
    says(post(reception, page, form_type, "do=save"), 200, "You get no letters at the moment.");
    assert_int_equal(subscriber_at(reception, "ada@example.org").state, SUBSCRIBER_LEFT);
    says(post(reception, page, form_type, "do=save&list=daily&pause=0"), 200, "Saved.");
    ada = subscriber_at(reception, "ada@example.org");
    assert_int_equal(ada.state, SUBSCRIBER_CONFIRMED);
    assert_int_equal(ada.consented, 1760000000);
    assert_int_equal(ada.paused, 0);
    /* Whoever has the token of another link has not this page. */
    mail_subscriber_token(reception->secret, STR("ada@example.org"), token);
    says(house_get(&reception->house, door(reception, MAIL_DOOR_OWN, str_from(token)), ""), 404,
         "nowhere");
}

static void everything_can_be_erased(void **state) {
    struct reception *reception = *state;
    put_subscriber(reception, "ada@example.org", SUBSCRIBER_CONFIRMED);
    says(post(reception, own_page(reception, "ada@example.org"), form_type, "do=erase"), 200,
         "Everything about you is deleted");
    assert_true(str_absent(subscriber_at(reception, "ada@example.org").address));
}

static void a_new_address_counts_once_it_is_confirmed(void **state) {
    struct reception *reception = *state;
    put_subscriber(reception, "ada@example.org", SUBSCRIBER_CONFIRMED);
    const char *page = own_page(reception, "ada@example.org");
    says(post(reception, page, form_type, "do=save&list=daily&address=new"), 200,
         "cannot go to this");
    says(post(reception, page, form_type, "do=save&list=daily&address=new%40example.org"), 200,
         "A letter with a link goes there");
    assert_false(str_absent(subscriber_at(reception, "ada@example.org").address));
    struct store_request request = request_for(reception, "new@example.org");
    says(post(reception, door(reception, MAIL_DOOR_CONFIRM, request.token), form_type, ""), 200,
         "You are subscribed");
    assert_true(str_absent(subscriber_at(reception, "ada@example.org").address));
    assert_int_equal(subscriber_at(reception, "new@example.org").since, 1);
}

static void other_sites_forms_are_refused(void **state) {
    struct reception *reception = *state;
    static const struct {
        const char *lines;
        unsigned int status;
    } cases[] = {
        {"Sec-Fetch-Site: cross-site\r\n", 403},
        {"Origin: https://evil.example\r\n", 403},
        {"Origin: null\r\n", 403},
        {"Origin: http://localhost\r\n", 200},
        {"Sec-Fetch-Site: same-origin\r\nOrigin: https://paper.example\r\n", 200},
        {"", 200},
    };
    char lines[300];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        snprintf(lines, sizeof lines, "%s%s", form_type, cases[i].lines);
        says(post(reception, "/subscribe", lines, "address=a@example.org&list=daily"),
             cases[i].status, "");
    }
    says(post(reception, "/subscribe", "Content-Type: text/plain\r\n", "address=a@example.org"),
         415, "");
}

static void bodies_have_an_end(void **state) {
    struct reception *reception = *state;
    char body[10000];
    memset(body, 'a', sizeof body - 1);
    body[sizeof body - 1] = '\0';
    says(post(reception, "/subscribe", form_type, body), 413, "");
    says(house_ask(&reception->house, STR("PUT /subscribe HTTP/1.1\r\nHost: localhost\r\n"
                                          "Connection: close\r\nContent-Length: 0\r\n\r\n")),
         405, "Allow: GET, HEAD, POST");
}

static void a_client_asks_only_so_often(void **state) {
    struct reception *reception = *state;
    unsigned int refused = 0;
    for (int i = 0; i < 12; i++) {
        struct str answer =
            post(reception, "/subscribe", form_type, "address=a@example.org&list=daily");
        refused += house_status(answer) == 429;
        if (house_status(answer) == 429)
            assert_false(str_absent(house_header(answer, "Retry-After")));
    }
    assert_int_equal(refused, 2);
    assert_int_equal(request_for(reception, "a@example.org").letters, 0);
}

static void nobody_on_the_way_keeps_these(void **state) {
    struct reception *reception = *state;
    put_subscriber(reception, "ada@example.org", SUBSCRIBER_CONFIRMED);
    struct str answer = house_get(&reception->house, own_page(reception, "ada@example.org"), "");
    assert_true(str_eq(house_header(answer, "Cache-Control"), STR("no-store")));
    assert_true(str_eq(house_header(answer, "X-Robots-Tag"), STR("noindex")));
    assert_true(
        str_find(house_header(answer, "Content-Security-Policy"), STR("default-src 'none'")) == 0);
    assert_true(str_absent(house_header(answer, "Set-Cookie")));
}

#define LETTERS_TEST(test) cmocka_unit_test_setup_teardown(test, open_reception, close_reception)

int main(void) {
    const struct CMUnitTest tests[] = {
        LETTERS_TEST(a_reader_subscribes_and_confirms),
        LETTERS_TEST(a_link_works_for_a_week),
        LETTERS_TEST(every_address_gets_the_same_answer),
        LETTERS_TEST(what_is_wrong_is_said),
        LETTERS_TEST(one_click_leaves_and_looking_does_not),
        LETTERS_TEST(one_click_is_for_any_number_of_readers),
        LETTERS_TEST(a_subscribers_own_page),
        LETTERS_TEST(everything_can_be_erased),
        LETTERS_TEST(a_new_address_counts_once_it_is_confirmed),
        LETTERS_TEST(other_sites_forms_are_refused),
        LETTERS_TEST(bodies_have_an_end),
        LETTERS_TEST(a_client_asks_only_so_often),
        LETTERS_TEST(nobody_on_the_way_keeps_these),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
