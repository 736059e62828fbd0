/* The search page and the live API, over a socket. */
#include "house.h"

#include "article/article.h"
#include "base/json_read.h"
#include "serve/inquiry.h"
#include "store/search.h"
#include "text/terms.h"

enum { ARTICLES = 30, MEMBERS = 3 };

static void article_of(size_t i, struct article *article, char title[128]) {
    static const char *const titles[] = {"Glacier loses its name", "Harbour talks go on",
                                         "A planet of <b>bread</b> & \"salt\"",
                                         "Harbour closes for storm", "Talks end in the night"};
    char identity[32];
    int n = snprintf(identity, sizeof identity, "article %zu", i);
    snprintf(title, 128, "%s, day %zu", titles[i % 5], i);
    *article = (struct article){
        .title = str_from(title),
        .excerpt = STR("What the <i>harbour</i> said."),
        .type = STR("article"),
        .byline = i % 2 == 0 ? STR("Amara Okafor") : STR_NONE,
        .web_url = STR("https://outlet.example/a?b=c"),
        .original_url = STR("https://outlet.example/a?b=c"),
        .published = 1759000000 + (int64_t)i * 3600,
        .claimed = TIME_NONE,
        .updated = TIME_NONE,
        .provider_name = i % 3 == 0 ? STR("The Sun") : STR("The Moon"),
        .provider_domain = i % 3 == 0 ? STR("sun.example") : STR("moon.example"),
    };
    id_make(str_of(identity, (size_t)n), article->id);
}

static void index_article(struct store *store, const struct article *article) {
    struct arena arena;
    struct store_search_entry entry = {.id = str_from(article->id)};
    arena_init(&arena, 1 << 20);
    assert_int_equal(text_terms(&arena, article->title, &entry.title, NULL), STATUS_OK);
    assert_int_equal(text_terms(&arena, article->excerpt, &entry.text, NULL), STATUS_OK);
    assert_int_equal(text_terms(&arena, article->byline, &entry.author, NULL), STATUS_OK);
    assert_int_equal(text_words(&arena, article->title, &entry.words, NULL), STATUS_OK);
    assert_int_equal(store_search_put(store, &entry, NULL), STATUS_OK);
    arena_release(&arena);
}

/* Article i; every third leads a story of itself and the two behind it. Of the last story nothing
 * is shown. */
static void put_article(struct store *store, size_t i, bool removed) {
    struct article article, lead;
    struct buf data;
    struct json json;
    struct str topic[] = {STR("sea")};
    char title[128], other[128];
    article_of(i, &article, title);
    article_of(i / MEMBERS * MEMBERS, &lead, other);
    article.removed = removed;
    bool leads = i % MEMBERS == 0, shown = i < ARTICLES - MEMBERS;
    buf_init(&data, 1 << 16);
    json_init(&json, &data, JSON_COMPACT);
    article_write(&article, &json);
    struct store_article row = {
        .lead = leads,
        .shown = leads && shown,
        .published = article.published,
        .provider = article.provider_domain,
        .topics = topic,
        .topic_count = i % 2,
        .quality = 10,
        .heat = 100,
        .score = STR("{}"),
        .data = buf_str(&data),
    };
    memcpy(row.id, article.id, sizeof row.id);
    memcpy(row.story, lead.id, sizeof row.story);
    assert_int_equal(store_articles_put(store, &row, 1, NULL), STATUS_OK);
    struct store_story story = {.shown = shown, .members = MEMBERS, .newest = article.published};
    struct store_key slug = {str_from(lead.id), STR("a-story")};
    memcpy(story.id, lead.id, sizeof story.id);
    memcpy(story.lead, lead.id, sizeof story.lead);
    if (leads) {
        assert_int_equal(store_stories_put(store, &story, 1, NULL), STATUS_OK);
        assert_int_equal(store_keys_put(store, KEYS_SLUG, &slug, 1, NULL), STATUS_OK);
    }
    index_article(store, &article);
    buf_release(&data);
}

static void write_store(struct house *house, size_t from, size_t to, int64_t folded) {
    struct store *store;
    struct fact fact = {.at = 1, .kind = STR("tick"), .body = STR("{}")};
    assert_int_equal(
        store_open(house->scratch.folder, STR("sqlite:state/"), STORE_WRITE, &store, NULL),
        STATUS_OK);
    assert_int_equal(store_facts_append(store, &fact, 1, NULL, 0, NULL), STATUS_OK);
    assert_int_equal(store_begin(store, NULL), STATUS_OK);
    for (size_t i = from; i < to; i++)
        put_article(store, i, i == 4);
    assert_int_equal(store_commit(store, folded, NULL), STATUS_OK);
    store_close(store);
}

static void build(struct house *house) {
    house_build(house);
    scratch_folder(&house->scratch, "topics");
    scratch_put(&house->scratch, "edition.yaml",
                "title: Paper\nurl: https://paper.example\nid: paper\nmainTopic: All\n");
    scratch_put(&house->scratch, "topics/00-all.yaml", "_id: all\nname: All\n");
    scratch_put(&house->scratch, "topics/01-sea.yaml", "_id: sea\nname: The sea\nparent: All\n");
}

static int open_house(void **state) {
    static const struct str origins[] = {STR_INIT("https://reader.example")};
    struct house *house = malloc(sizeof *house);
    build(house);
    write_store(house, 0, ARTICLES, 1);
    house->options.origins = origins;
    house->options.origin_count = 1;
    house_open(house);
    *state = house;
    return 0;
}

static int drop_house(void **state) {
    struct house *house = *state;
    house_close(house);
    house_drop(house);
    free(house);
    return 0;
}

static size_t count_of(struct str text, const char *what) {
    size_t n = 0, at;
    while ((at = str_find(text, str_from(what))) != SIZE_MAX) {
        n++;
        text = str_skip(text, at + strlen(what));
    }
    return n;
}

static bool has(struct str text, const char *what) {
    return str_find(text, str_from(what)) != SIZE_MAX;
}

/* ---- the page ---- */

static void test_page(void **state) {
    static const struct {
        const char *target;
        unsigned int status;
        size_t results;
        const char *has;
    } cases[] = {
        {"/search", 200, 0, "quotation marks"},
        {"/search?q=", 200, 0, "quotation marks"},
        {"/search?q=-", 200, 0, "quotation marks"},
        {"/search?q=glacier", 200, 6, "<mark>Glacier</mark> loses"},
        {"/search?q=%22harbour+talks%22", 200, 6, "<mark>Harbour talks</mark> go on"},
        {"/search?q=bread", 200, 5, "of &lt;b&gt;<mark>bread</mark>&lt;/b&gt; &amp; &quot;salt"},
        {"/search?q=harbour", 200, 20, "rel=\"next\""},
        {"/search?q=glacier&topic=sea", 200, 3, "selected>The sea"},
        {"/search?q=glacier&topic=The+sea", 200, 3, "Glacier"},
        {"/search?q=glacier&provider=sun.example", 200, 2, "value=\"sun.example\""},
        {"/search?topic=sea", 200, 13, "newest"},
        {"/search?q=glacir", 200, 0, "Did you mean: <a href=\"search?q=glacier\">glacier</a>"},
        {"/search?q=nowhere", 200, 0, "Nothing was found"},
        {"/search?q=on:soon", 400, 0, "is no date"},
        {"/search?q=glacier&cursor=x", 400, 0, "no cursor"},
        {"/search?q=%3Cscript%3Ealert(1)%3C/script%3E", 200, 0, "&lt;script&gt;alert(1)"},
        {"/search?q=%22%3E%3Cimg+src%3Dx%3E", 200, 0, "value=\"&quot;&gt;&lt;img src=x&gt;"},
        {"/search?q=%00%ff%zz", 200, 0, "<h1>Search</h1>"},
        {"/search?provider=%22onfocus%3D1", 200, 0, "value=\"&quot;onfocus=1"},
    };
    struct house *house = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str answer = house_get(house, cases[i].target, "");
        HOUSE_STATUS(answer, cases[i].status);
        HOUSE_HEADER(answer, "Content-Type", "text/html; charset=utf-8");
        if (count_of(answer, "<article") != cases[i].results || !has(answer, cases[i].has))
            fail_msg("%s: %zu results\n%.3000s", cases[i].target, count_of(answer, "<article"),
                     house_body(answer).p);
        assert_false(has(house_body(answer), "<script>") || has(answer, "<b>bread"));
    }
}

/* attacks.md N18, N19, N21: whatever is asked, it is an answer and never a fault. */
static void test_odd_questions(void **state) {
    static const char *const questions[] = {"%22unterminated",
                                            "NEAR%2F0",
                                            "a+AND",
                                            "*",
                                            "%5E",
                                            "col:",
                                            "%27+OR+1%3D1--",
                                            "a*",
                                            "%5C",
                                            "%3BDROP",
                                            "-",
                                            "title:",
                                            "-a+-b",
                                            "%28%29",
                                            "%22%22%22",
                                            "on:",
                                            "%25",
                                            "%2A%2A",
                                            "%7F",
                                            "%E2%80%AE"};
    struct house *house = *state;
    char target[2048];
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
        for (int api = 0; api < 2; api++) {
            snprintf(target, sizeof target, "%s?q=%s", api ? "/api/v1/search" : "/search",
                     questions[i]);
            HOUSE_STATUS(house_get(house, target, ""), 200);
        }
    int n = snprintf(target, sizeof target, "/search?q=");
    for (int i = 0; i < 900; i++)
        n += snprintf(target + n, sizeof target - (size_t)n, "a+");
    HOUSE_STATUS(house_get(house, target, ""), 400);
}

static void test_more_pages(void **state) {
    struct house *house = *state;
    char target[512] = "/search?q=harbour";
    size_t results = 0, pages = 0;
    while (target[0] != '\0' && pages < 5) {
        struct str answer = house_get(house, target, "");
        HOUSE_STATUS(answer, 200);
        results += count_of(answer, "<article");
        pages++;
        size_t at = str_find(answer, STR("<a href=\"search?"));
        size_t next = str_find(answer, STR("\" rel=\"next\""));
        target[0] = '\0';
        if (next == SIZE_MAX)
            continue;
        struct str address = str_of(answer.p + at + 9, next - at - 9);
        int n = snprintf(target, sizeof target, "/");
        for (size_t i = 0; i < address.n && n < 500; i++) {
            target[n++] = address.p[i];
            if (str_starts(str_skip(address, i), STR("&amp;")))
                i += 4;
        }
        target[n] = '\0';
    }
    assert_int_equal(pages, 2);
    assert_int_equal(results, ARTICLES - MEMBERS - 1); /* one was taken down */
}

/* ---- the API ---- */

static const struct json_value *read_json(struct arena *arena, struct str answer) {
    const struct json_value *value;
    struct error error;
    if (json_read(arena, house_body(answer), &value, &error) != STATUS_OK)
        fail_msg("%s: %.500s", error.message, answer.p);
    return value;
}

static void test_lists(void **state) {
    static const struct {
        const char *target;
        size_t count;
        bool more;
    } cases[] = {
        {"stories", 9, false},
        {"stories?limit=4", 4, true},
        {"stories?topic=sea", 4, false},
        {"stories?provider=sun.example", 9, false},
        {"stories?provider=moon.example", 0, false},
        {"stories?since=2025-09-28", 7, false},
        {"stories?since=2025-09-29", 0, false},
        {"stories?until=2025-09-27", 2, false},
        {"articles", 24, true}, /* of 25 one was taken down */
        {"articles?limit=100", 26, false},
        {"articles?topic=The%20sea&limit=100", 13, false},
        {"articles?since=2025-09-28T00:06:40Z&until=2025-09-28T02:06:40Z", 2, false},
        {"search?q=glacier", 6, false},
        {"search?q=glacier&topic=sea&limit=1", 1, true},
        {"search?q=glacier&sort=newest", 6, false},
        {"search", 0, false},
        {"search?q=nowhere", 0, false},
    };
    struct house *house = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        char target[512];
        snprintf(target, sizeof target, "/api/v1/%s", cases[i].target);
        struct str answer = house_get(house, target, "");
        HOUSE_STATUS(answer, 200);
        HOUSE_HEADER(answer, "Content-Type", "application/json");
        arena_init(&arena, 1 << 22);
        const struct json_value *list = read_json(&arena, answer);
        size_t count = json_size(json_get_array(list, "value"));
        bool more = !str_absent(json_get_str(list, "next"));
        if (count != cases[i].count || more != cases[i].more)
            fail_msg("%s: %zu, %d", cases[i].target, count, more);
        arena_release(&arena);
    }
}

static void test_fields(void **state) {
    struct house *house = *state;
    struct arena arena;
    struct article article;
    char title[128], target[64];
    article_of(3, &article, title);
    snprintf(target, sizeof target, "/api/v1/stories/%s", article.id);
    struct str answer = house_get(house, target, "");
    HOUSE_STATUS(answer, 200);
    arena_init(&arena, 1 << 22);
    const struct json_value *story = read_json(&arena, answer);
    assert_true(str_eq(json_get_str(story, "id"), str_from(article.id)));
    assert_true(str_eq(json_get_str(story, "title"), str_from(title)));
    assert_true(str_starts(json_get_str(story, "address"), STR("s/")));
    assert_true(str_eq(json_get_str(story, "publishedDateTime"), STR("2025-09-27T22:06:40Z")));
    /* Article 4 was taken down: it is no related one, and is not there. */
    assert_int_equal(json_size(json_get_array(story, "related")), 1);
    arena_clear(&arena);
    article_of(5, &article, title);
    snprintf(target, sizeof target, "/api/v1/articles/%s", article.id);
    story = read_json(&arena, house_get(house, target, ""));
    assert_true(str_eq(json_get_str(story, "id"), str_from(article.id)));
    assert_null(json_get_array(story, "related"));
    arena_release(&arena);
    static const size_t hidden[] = {4, ARTICLES - 1, ARTICLES};
    for (size_t i = 0; i < 3; i++) {
        article_of(hidden[i], &article, title);
        snprintf(target, sizeof target, "/api/v1/articles/%s", article.id);
        HOUSE_STATUS(house_get(house, target, ""), 404);
    }
}

static void test_problems(void **state) {
    static const struct {
        const char *target;
        unsigned int status;
    } cases[] = {
        {"stories?limit=-1", 400},
        {"stories?limit=1e9", 400},
        {"stories?limit=99999999999999999999", 400},
        {"stories?limit=0x10", 400},
        {"stories?limit=", 400},
        {"stories?limit=0", 400},
        {"stories?limit=101", 400},
        {"stories?cursor=n1", 400},
        {"stories?cursor=b1.aaaaaaaaaaaa", 400},
        {"stories?cursor=n99999999999999999999.aaaaaaaaaaaa", 400},
        {"articles?since=NaN", 400},
        {"articles?until=2025-02-30", 400},
        {"search?q=a&sort=heat;DROP", 400},
        {"search?q=on:x", 400},
        {"", 404},
        {"stories/", 404},
        {"stories/aaaaaaaaaaaa", 404},
        {"stories/..%2f..%2fsecret", 404},
        {"articles/aaaaaaaaaaaa/x", 404},
        {"../secret", 404},
        {"records", 404},
    };
    struct house *house = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        char target[512];
        snprintf(target, sizeof target, "/api/v1/%s", cases[i].target);
        struct str answer = house_get(house, target, "");
        HOUSE_STATUS(answer, cases[i].status);
        HOUSE_HEADER(answer, "Content-Type", "application/problem+json");
        HOUSE_HEADER(answer, "Cache-Control", "no-store");
        arena_init(&arena, 1 << 16);
        const struct json_value *problem = read_json(&arena, answer);
        assert_int_equal(json_get_int(problem, "status", 0), cases[i].status);
        assert_true(json_get_str(problem, "title").n > 0);
        arena_release(&arena);
    }
}

/* The ids of a whole list, page by page, while the store is written to after the first. */
static void test_cursor_is_stable(void **state) {
    struct house *house = *state;
    struct arena arena;
    char target[512] = "/api/v1/articles?limit=7", seen[64][ID_LENGTH + 1];
    size_t count = 0;
    arena_init(&arena, 1 << 24);
    for (bool first = true; target[0] != '\0'; first = false) {
        const struct json_value *list = read_json(&arena, house_get(house, target, ""));
        const struct json_value *value = json_first(json_get_array(list, "value"));
        for (; value != NULL; value = value->next) {
            struct str id = json_get_str(value, "id");
            for (size_t i = 0; i < count; i++)
                assert_false(str_eq(id, str_from(seen[i])));
            snprintf(seen[count++], sizeof seen[0], "%.*s", STR_ARG(id));
        }
        if (first) /* the story that was not shown is, now that another follows: three newer ones */
            write_store(house, ARTICLES, ARTICLES + MEMBERS, 2);
        struct str next = json_get_str(list, "next");
        target[0] = '\0';
        if (!str_absent(next))
            snprintf(target, sizeof target, "/api/v1/articles?limit=7&cursor=%.*s", STR_ARG(next));
    }
    assert_int_equal(count, ARTICLES - MEMBERS - 1);
    arena_release(&arena);
}

static void test_etag(void **state) {
    static const char *const targets[] = {"/api/v1/stories?limit=2", "/search?q=glacier",
                                          "/api/v1/openapi.json"};
    struct house *house = *state;
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        char lines[128];
        struct str answer = house_get(house, targets[i], "");
        struct str etag = house_header(answer, "ETag");
        assert_true(etag.n > 2);
        snprintf(lines, sizeof lines, "If-None-Match: \"x\", W/%.*s\r\n", STR_ARG(etag));
        answer = house_get(house, targets[i], lines);
        HOUSE_STATUS(answer, 304);
        assert_int_equal(house_body(answer).n, 0);
        HOUSE_STATUS(house_get(house, targets[i], "If-None-Match: \"other\"\r\n"), 200);
    }
}

static void test_origins(void **state) {
    struct house *house = *state;
    struct str answer = house_get(house, "/api/v1/stories", "Origin: https://reader.example\r\n");
    HOUSE_HEADER(answer, "Access-Control-Allow-Origin", "https://reader.example");
    HOUSE_HEADER(answer, "Vary", "Origin, Accept-Encoding");
    answer = house_get(house, "/api/v1/stories", "Origin: https://evil.example\r\n");
    HOUSE_STATUS(answer, 200);
    assert_true(str_absent(house_header(answer, "Access-Control-Allow-Origin")));
    answer = house_get(house, "/search?q=a", "Origin: https://reader.example\r\n");
    assert_true(str_absent(house_header(answer, "Access-Control-Allow-Origin")));
    answer = house_ask(house, STR("OPTIONS /api/v1/stories HTTP/1.1\r\nHost: x\r\nConnection: "
                                  "close\r\nOrigin: https://reader.example\r\n\r\n"));
    HOUSE_STATUS(answer, 204);
    HOUSE_HEADER(answer, "Access-Control-Allow-Methods", "GET, HEAD");
    HOUSE_HEADER(answer, "Access-Control-Allow-Origin", "https://reader.example");
    answer = house_ask(house, STR("DELETE /api/v1/stories HTTP/1.1\r\nHost: x\r\nConnection: "
                                  "close\r\n\r\n"));
    HOUSE_STATUS(answer, 405);
    HOUSE_HEADER(answer, "Allow", "GET, HEAD, OPTIONS");
}

/* Another house, where one client may ask ten times at once. */
static void test_rate(void **state) {
    struct house house;
    (void)state;
    build(&house);
    write_store(&house, 0, 3, 1);
    house.options.per_minute = 1;
    house_open(&house);
    for (int i = 0; i < 10; i++)
        HOUSE_STATUS(house_get(&house, i % 2 == 0 ? "/api/v1/stories" : "/search?q=a", ""), 200);
    struct str answer = house_get(&house, "/api/v1/stories", "X-Forwarded-For: 192.0.2.9\r\n");
    HOUSE_STATUS(answer, 429);
    HOUSE_HEADER(answer, "Retry-After", "60");
    HOUSE_HEADER(answer, "Content-Type", "application/problem+json");
    answer = house_get(&house, "/search?q=a", "");
    HOUSE_STATUS(answer, 429);
    HOUSE_HEADER(answer, "Content-Type", "text/plain; charset=utf-8");
    HOUSE_STATUS(house_get(&house, "/none", ""), 404);
    house_close(&house);
    house_drop(&house);
}

/* Before the first run, and without an edition that can be read. */
static void test_nothing_there(void **state) {
    struct house house;
    (void)state;
    build(&house);
    house_open(&house);
    struct str answer = house_get(&house, "/search?q=a", "");
    HOUSE_STATUS(answer, 503);
    HOUSE_HEADER(answer, "Retry-After", "5");
    HOUSE_STATUS(house_get(&house, "/api/v1/stories", ""), 503);
    HOUSE_STATUS(house_get(&house, "/api/v1/openapi.json", ""), 200);
    house_close(&house);
    house_drop(&house);
    build(&house);
    scratch_put(&house.scratch, "edition.yaml", "nonsense: [");
    house_open(&house);
    HOUSE_STATUS(house_get(&house, "/api/v1/stories", ""), 503);
    house_close(&house);
    house_drop(&house);
}

/* Many at once on connections of their own, some of which leave before they are answered; the
 * server ends while some wait. */
static void test_a_crowd(void **state) {
    enum { CROWD = 100 };
    struct house *house = *state;
    static const char request[] =
        "GET /search?q=harbour HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    int fds[CROWD];
    for (int i = 0; i < CROWD; i++) {
        fds[i] = house_connect(house);
        house_say(fds[i], STR(request));
        if (i % 5 == 4)
            close(fds[i]);
    }
    size_t answered = 0;
    for (int i = 0; i < CROWD; i++) {
        if (i % 5 == 4)
            continue;
        unsigned int status = house_status(house_hear(house, fds[i]));
        assert_true(status == 200 || status == 503);
        answered += status == 200;
    }
    assert_true(answered > 0);
    for (int i = 0; i < 5; i++)
        house_say(fds[i] = house_connect(house), STR(request));
    house_close(house);
    for (int i = 0; i < 5; i++)
        close(fds[i]);
    house_open(house);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_page, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_odd_questions, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_more_pages, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_lists, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_fields, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_problems, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_cursor_is_stable, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_etag, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_origins, open_house, drop_house),
        cmocka_unit_test(test_rate),
        cmocka_unit_test(test_nothing_there),
        cmocka_unit_test_setup_teardown(test_a_crowd, open_house, drop_house),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
