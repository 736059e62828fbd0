/* Clicks from a socket to the store. */
#include "house.h"

#include "article/article.h"
#include "store/store.h"

static const char *const article_id = "aaaaaaaaaaaa";
static const char *const alias_id = "bbbbbbbbbbbb";
static const char *const removed_id = "cccccccccccc";
static const char *const bad_id = "dddddddddddd";
static const char *const sponsor_id = "gggggggggggg";
static const char *const reader = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0";

static void put_article(struct store *store, const char *id, const char *url, bool removed) {
    struct article article = {.title = STR("A"), .web_url = str_from(url), .removed = removed};
    struct buf data;
    struct json json;
    struct store_article row = {.score = STR("{}"), .provider = STR("x.example")};
    memcpy(article.id, id, ID_LENGTH);
    memcpy(row.id, id, ID_LENGTH);
    memcpy(row.story, id, ID_LENGTH);
    buf_init(&data, 1 << 16);
    json_init(&json, &data, JSON_COMPACT);
    article_write(&article, &json);
    row.data = buf_str(&data);
    assert_int_equal(store_articles_put(store, &row, 1, NULL), STATUS_OK);
    buf_release(&data);
}

static void fill_store(struct house *house) {
    struct store *store;
    const struct store_key alias = {str_from(alias_id), str_from(article_id)};
    const struct store_key slug = {str_from(article_id), STR("a-story")};
    /* Merged, and what it was merged into merged again. */
    const struct store_key merged[] = {{STR("eeeeeeeeeeee"), STR("ffffffffffff")},
                                       {STR("ffffffffffff"), str_from(article_id)}};
    const struct store_key sponsor = {str_from(sponsor_id),
                                      STR("https://northlight.example/offer")};
    struct store_story story = {.members = 1};
    struct fact fact = {.at = 1, .kind = STR("tick"), .body = STR("{}")};
    assert_int_equal(
        store_open(house->scratch.folder, STR("sqlite:state/"), STORE_WRITE, &store, NULL),
        STATUS_OK);
    assert_int_equal(store_facts_append(store, &fact, 1, NULL, 0, NULL), STATUS_OK);
    assert_int_equal(store_begin(store, NULL), STATUS_OK);
    put_article(store, article_id, "https://outlet.example/a?b=c", false);
    put_article(store, removed_id, "https://outlet.example/gone", true);
    put_article(store, bad_id, "javascript:alert(1)", false);
    assert_int_equal(store_keys_put(store, KEYS_ALIAS, &alias, 1, NULL), STATUS_OK);
    assert_int_equal(store_keys_put(store, KEYS_SLUG, &slug, 1, NULL), STATUS_OK);
    assert_int_equal(store_keys_put(store, KEYS_STORY, merged, 2, NULL), STATUS_OK);
    assert_int_equal(store_keys_put(store, KEYS_SPONSOR, &sponsor, 1, NULL), STATUS_OK);
    memcpy(story.id, article_id, sizeof story.id);
    memcpy(story.lead, article_id, sizeof story.lead);
    assert_int_equal(store_stories_put(store, &story, 1, NULL), STATUS_OK);
    assert_int_equal(store_commit(store, fact.number, NULL), STATUS_OK);
    store_close(store);
}

static int open_house(void **state) {
    struct house *house = malloc(sizeof *house);
    house_build(house);
    fill_store(house);
    house_open(house);
    *state = house;
    return 0;
}

static int drop_house(void **state) {
    struct house *house = *state;
    house_drop(house);
    free(house);
    return 0;
}

static void click(struct house *house, const char *id, const char *agent, const char *lines) {
    char request[1024];
    snprintf(request, sizeof request,
             "POST /click HTTP/1.1\r\nHost: x\r\nConnection: close\r\nUser-Agent: %s\r\n"
             "Content-Type: text/plain\r\n%sContent-Length: %zu\r\n\r\n%s",
             agent, lines, strlen(id), id);
    struct str answer = house_ask(house, str_from(request));
    HOUSE_STATUS(answer, 204);
    assert_true(str_absent(house_header(answer, "Content-Length")));
    assert_true(str_absent(house_header(answer, "Set-Cookie")));
}

/* The sum that waits for the press, of an article and day. */
static int64_t counted(struct house *house, const char *id, int64_t day) {
    struct store *store;
    struct store_clicks *clicks;
    struct arena arena;
    size_t count;
    int64_t sum = 0;
    arena_init(&arena, 1 << 20);
    assert_int_equal(
        store_open(house->scratch.folder, STR("sqlite:state/"), STORE_READ, &store, NULL),
        STATUS_OK);
    assert_int_equal(store_clicks_pending(store, &arena, &clicks, &count, NULL), STATUS_OK);
    for (size_t i = 0; i < count; i++)
        if (strcmp(clicks[i].article, id) == 0 && clicks[i].day == day)
            sum += clicks[i].count;
    store_close(store);
    arena_release(&arena);
    return sum;
}

/* Clicks are written beside the answering: closing waits for them. */
static void expect(struct house *house, int64_t want) {
    int64_t day = day_of(atomic_load(&house->now));
    house_close(house);
    assert_int_equal(counted(house, article_id, day), want);
}

static void test_once_a_visitor(void **state) {
    struct house *house = *state;
    click(house, article_id, reader, "");
    click(house, article_id, reader, "");
    click(house, article_id, reader, "X-Forwarded-For: 203.0.113.9\r\n");
    click(house, article_id, reader, "Sec-Fetch-Site: same-origin\r\n");
    click(house, alias_id, reader, ""); /* the same article */
    click(house, article_id, "Mozilla/5.0 another", "");
    click(house, "aaaaaaaaaaaa\n", "Mozilla/5.0 a third", "");
    expect(house, 3);
}

static void test_not_counted(void **state) {
    static const char *const ids[] = {
        "",          "zzzzzzzzzzzz", "aaaaaaaaaaa", "aaaaaaaaaaaaa", "AAAAAAAAAAAA", "' OR 1=1 --",
        "{\"id\":1}"};
    struct house *house = *state;
    click(house, article_id, "Googlebot/2.1", "");
    click(house, article_id, "", "");
    click(house, article_id, reader, "Sec-Fetch-Site: cross-site\r\n");
    click(house, article_id, reader, "Purpose: prefetch\r\n");
    click(house, article_id, reader, "Sec-Purpose: prefetch;prerender\r\n");
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        click(house, ids[i], reader, "");
    expect(house, 0);
    assert_false(scratch_has(&house->scratch, "state/click-key-2025-10-09"));
}

/* Stories are found by their ids, whatever follows; ids of stories that were merged lead on. */
static void test_stories(void **state) {
    static const char *const cases[][2] = {
        {"/s/aaaaaaaaaaaa", "aa/aaaaaaaaaaaa-a-story.html"},
        {"/s/aaaaaaaaaaaa/", "../aa/aaaaaaaaaaaa-a-story.html"},
        {"/s/aaaaaaaaaaaa/an-older-slug", "../aa/aaaaaaaaaaaa-a-story.html"},
        {"/s/bbbbbbbbbbbb/merged/", "../../aa/aaaaaaaaaaaa-a-story.html"},
        {"/s/eeeeeeeeeeee", "aa/aaaaaaaaaaaa-a-story.html"},
        {"/s/ffffffffffff/a-slug", "../aa/aaaaaaaaaaaa-a-story.html"},
        {"/s/cccccccccccc", NULL},
        {"/s/'+OR+1=1+--", NULL},
        {"/s/", NULL},
        {"/s/aaaaaaaaaaaaa", NULL},
    };
    struct house *house = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str answer = house_get(house, cases[i][0], "");
        HOUSE_STATUS(answer, cases[i][1] != NULL ? 301 : 404);
        if (cases[i][1] != NULL)
            HOUSE_HEADER(answer, "Location", cases[i][1]);
    }
    house_close(house);
}

static void test_redirect(void **state) {
    static const char *const nowhere[] = {"/r/zzzzzzzzzzzz",   "/r/cccccccccccc",
                                          "/r/dddddddddddd",   "/r/",
                                          "/r/aaaaaaaaaaaa/",  "/r/https://evil.example/",
                                          "/r/..%2f",          "/r//evil.example",
                                          "/r/\\evil.example", "/r/AAAAAAAAAAAA",
                                          "/r/%61aaaaaaaaaaa", "/r/aaaaaaaaaaaa%0d%0aX:1",
                                          "/r/aaaaaaaaaaa",    "/r/aaaaaaaaaaaaa",
                                          "/r/aaaaaaaaaaa%00", "/r/aaaaaaaaaaa0",
                                          "/r/javascript:x"};
    struct house *house = *state;
    char line[256];
    snprintf(line, sizeof line, "User-Agent: %s\r\nSec-Fetch-Site: cross-site\r\n", reader);
    struct str answer = house_get(house, "/r/aaaaaaaaaaaa", line);
    HOUSE_STATUS(answer, 302);
    HOUSE_HEADER(answer, "Location", "https://outlet.example/a?b=c");
    HOUSE_HEADER(answer, "Cache-Control", "no-store");
    answer = house_get(house, "/r/bbbbbbbbbbbb?url=https://evil.example/", line);
    HOUSE_STATUS(answer, 302);
    HOUSE_HEADER(answer, "Location", "https://outlet.example/a?b=c");
    for (size_t i = 0; i < sizeof nowhere / sizeof nowhere[0]; i++) {
        answer = house_get(house, nowhere[i], line);
        HOUSE_STATUS(answer, 404);
        assert_true(str_absent(house_header(answer, "Location")));
    }
    answer =
        house_ask(house, STR("HEAD /r/aaaaaaaaaaaa HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                             "User-Agent: Mozilla/5.0 looks only\r\n\r\n"));
    HOUSE_STATUS(answer, 302);
    expect(house, 1);
}

static void test_sponsor(void **state) {
    struct house *house = *state;
    int64_t day = day_of(atomic_load(&house->now));
    struct str answer = house_get(house, "/r/gggggggggggg", "");
    HOUSE_STATUS(answer, 302);
    assert_true(str_eq(house_header(answer, "Location"), STR("https://northlight.example/offer")));
    click(house, sponsor_id, reader, "");
    click(house, sponsor_id, reader, "");
    house_close(house);
    assert_int_equal(counted(house, sponsor_id, day), 1);
    assert_int_equal(counted(house, article_id, day), 0);
}

static void wait_for(struct house *house, const char *file, bool there) {
    for (int i = 0; i < 400 && scratch_has(&house->scratch, file) != there; i++)
        poll(NULL, 0, 20);
    assert_int_equal(scratch_has(&house->scratch, file), there);
}

/* The key goes with its day though nobody comes, and the next day's visitor is another. */
static void test_midnight(void **state) {
    static const char *const first = "state/click-key-2025-10-09";
    static const char *const second = "state/click-key-2025-10-10";
    struct house *house = *state;
    struct stat info;
    click(house, article_id, reader, "");
    wait_for(house, first, true);
    assert_int_equal(stat(scratch_path(&house->scratch, first), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    atomic_store(&house->now, 1760054399); /* 23:59:59 */
    poll(NULL, 0, 1100);
    assert_true(scratch_has(&house->scratch, first));
    atomic_store(&house->now, 1760054400);
    wait_for(house, first, false);
    assert_false(scratch_has(&house->scratch, second)); /* not before it is needed */
    click(house, article_id, reader, "");
    wait_for(house, second, true);
    expect(house, 1);
    assert_int_equal(counted(house, article_id, day_of(1760000000)), 1);
}

/* A key that a killed server left behind goes when the next one starts; this day's is used on. */
static void test_restart(void **state) {
    struct house *house = *state;
    click(house, article_id, reader, "");
    expect(house, 1);
    scratch_put(&house->scratch, "state/click-key-2025-10-08", "01234567890123456789012345678901");
    house_open(house);
    assert_false(scratch_has(&house->scratch, "state/click-key-2025-10-08"));
    assert_true(scratch_has(&house->scratch, "state/click-key-2025-10-09"));
    click(house, article_id, reader, "");
    expect(house, 1);
}

/* Someone holds the database: readers do not wait for it. */
static void test_locked_store(void **state) {
    struct house *house = *state;
    struct store *store;
    assert_int_equal(
        store_open(house->scratch.folder, STR("sqlite:state/"), STORE_WRITE, &store, NULL),
        STATUS_OK);
    assert_int_equal(store_begin(store, NULL), STATUS_OK);
    int64_t began = clock_monotonic_ms();
    click(house, article_id, reader, "");
    HOUSE_STATUS(house_get(house, "/r/aaaaaaaaaaaa", ""), 302);
    HOUSE_STATUS(house_get(house, "/", ""), 404);
    assert_true(clock_monotonic_ms() - began < 2000);
    store_rollback(store);
    store_close(store);
    expect(house, 1);
}

/* The first run comes while the server is there. */
static void test_first_run_later(void **state) {
    struct house house;
    (void)state;
    house_build(&house);
    house_open(&house);
    click(&house, article_id, reader, "");
    HOUSE_STATUS(house_get(&house, "/r/aaaaaaaaaaaa", ""), 404);
    fill_store(&house);
    poll(NULL, 0, 1200); /* the store is looked for once a second */
    HOUSE_STATUS(house_get(&house, "/r/aaaaaaaaaaaa", ""), 302);
    click(&house, article_id, reader, "");
    expect(&house, 1);
    house_drop(&house);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_once_a_visitor, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_not_counted, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_stories, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_redirect, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_sponsor, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_midnight, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_restart, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_locked_store, open_house, drop_house),
        cmocka_unit_test(test_first_run_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
