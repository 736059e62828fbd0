#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "article/article.h"
#include "article/cites.h"
#include "article/revision.h"

enum { SEEN = 1700000000, HOUR = 3600 };

struct trial {
    struct arena arena;
    struct edition edition;
    struct error error;
};

static int set_up(void **state) {
    static struct trial trial;
    static const char yaml[] = "title: Trial\nid: trial\nurl: https://trial.example\n"
                               "officialDomains: [maker.example]\n";
    static const char opml[] =
        "<opml version=\"2.0\"><body>"
        "<outline type=\"rss\" xmlUrl=\"https://a.example/feed\"/>"
        "<outline type=\"rss\" xmlUrl=\"https://b.example/feed\" provider=\"known.example\"/>"
        "<outline type=\"rss\" xmlUrl=\"https://c.example/feed\" official=\"true\"/>"
        "</body></opml>";
    static const struct edition_file files[] = {
        {STR_INIT("edition.yaml"), {yaml, sizeof yaml - 1}},
        {STR_INIT("providers/known.md"),
         STR_INIT("---\n_id: known\nname: The Known\ndomain: known.example\n---\n")},
        {STR_INIT("sources.opml"), {opml, sizeof opml - 1}},
        {STR_INIT("topics/00.yaml"), STR_INIT("taxonomy: topics\n_id: all\nname: All\n")},
    };
    trial = (struct trial){0};
    arena_init(&trial.arena, 1 << 24);
    if (edition_load(&trial.arena, files, sizeof files / sizeof files[0], &trial.edition,
                     &trial.error) != STATUS_OK)
        fail_msg("%s: %s", trial.error.file, trial.error.message);
    *state = &trial;
    return 0;
}

static int tear_down(void **state) {
    struct trial *trial = *state;
    arena_release(&trial->arena);
    return 0;
}

static void good(struct trial *trial, enum status status) {
    if (status != STATUS_OK)
        fail_msg("%s", trial->error.message);
}

static struct str identity_of(struct trial *trial, const struct observation *observation) {
    struct buf out;
    buf_init(&out, 1 << 20);
    good(trial, article_identity(&trial->arena, &trial->edition, observation, &out, &trial->error));
    struct str copy = arena_copy(&trial->arena, buf_str(&out));
    buf_release(&out);
    return copy;
}

/* Keys in their order, a line each. */
static struct str keys_of(struct trial *trial, const struct observation *observation) {
    struct str keys[ARTICLE_KEYS_MOST], text = STR("");
    size_t count;
    good(trial,
         article_keys(&trial->arena, &trial->edition, observation, keys, &count, &trial->error));
    for (size_t i = 0; i < count; i++)
        text = arena_format(&trial->arena, "%.*s%s%.*s", STR_ARG(text), i > 0 ? "\n" : "",
                            STR_ARG(keys[i]));
    return text;
}

/* ---- identity and keys (attacks.md E16, E19) ---- */

static void addresses_are_keys(void **state) {
    static const struct {
        struct observation observation;
        const char *keys;
    } cases[] = {
        {{.link = STR_INIT("http://A.example:80/x?utm_source=b#c")}, "a.example/x"},
        {{.link = STR_INIT("https://a.example/x")}, "a.example/x"},
        {{.link = STR_INIT("https://a.example/x"), .guid = STR_INIT("1")}, "a.example/x"},
        {{.canonical = STR_INIT("https://a.example/y"), .link = STR_INIT("https://a.example/x")},
         "a.example/y\na.example/x"},
        {{.canonical = STR_INIT("https://a.example/x"), .link = STR_INIT("http://a.example/x")},
         "a.example/x"},
        {{.link = STR_INIT("https://a.example/x"), .amp = STR_INIT("https://amp.a.example/x")},
         "a.example/x\namp.a.example/x"},
        {{.link = STR_INIT("https://evil.example/x"), .amp = STR_INIT("https://a.example/x")},
         "evil.example/x"},
        {{.link = STR_INIT("https://a.example/x"), .amp = STR_INIT("nothing")}, "a.example/x"},
        /* what is compared goes further than what is asked for */
        {{.link = STR_INIT("https://www.a.org/x/?b=1&a=2")}, "a.org/x?a=2&b=1"},
        {{.link = STR_INIT("https://www.google.com/url?q=https://a.org/x")}, "a.org/x"},
        {{.link = STR_INIT("https://www-a-org.cdn.ampproject.org/c/s/www.a.org/x/amp")},
         "a.org/x/amp"},
        {{.link = STR_INIT("https://m.a.org/x"), .amp = STR_INIT("https://m.a.org/x/amp")},
         "m.a.org/x\nm.a.org/x/amp"},
    };
    struct trial *trial = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str keys = keys_of(trial, &cases[i].observation);
        if (!str_eq(keys, str_from(cases[i].keys)))
            fail_msg("case %zu: %.*s", i, STR_ARG(keys));
    }
}

/* An AMP or mobile address stands for another by its looks, where no page says so. */
static void looks_are_guesses(void **state) {
    static const struct {
        struct observation observation;
        const char *key; /* NULL: none */
    } cases[] = {
        {{.link = STR_INIT("https://m.a.org/x")}, "a.org/x"},
        {{.link = STR_INIT("https://www.a.org/x/amp?utm_source=y")}, "a.org/x"},
        {{.link = STR_INIT("https://www-a-org.cdn.ampproject.org/c/s/www.a.org/x/amp")}, "a.org/x"},
        {{.canonical = STR_INIT("https://www.a.org/y"), .link = STR_INIT("https://m.a.org/x")},
         NULL},
        {{.canonical = STR_INIT("https://m.a.org/x")}, NULL},
        {{.link = STR_INIT("https://www.a.org/x")}, NULL},
        {{.guid = STR_INIT("m.a.org/x")}, NULL},
    };
    struct trial *trial = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str key;
        good(trial, article_guessed_key(&trial->arena, &trial->edition, &cases[i].observation, &key,
                                        &trial->error));
        if (str_absent(key) != (cases[i].key == NULL) || !str_eq(key, str_from(cases[i].key)))
            fail_msg("case %zu: %.*s", i, STR_ARG(key));
    }
}

/* Pairs of observations: are they the same at first sight? */
static void identity_tells_articles_apart(void **state) {
    static char long_guid[1 << 20];
    memset(long_guid, 'g', sizeof long_guid);
    const struct str huge = {long_guid, sizeof long_guid};
    const struct {
        struct observation a, b;
        bool same;
    } cases[] = {
        {{.link = STR("https://a.example/1"), .guid = STR("g")},
         {.link = STR("https://a.example/2"), .guid = STR("g")},
         false},
        {{.source = "one", .link = STR("https://a.example/1"), .guid = STR("g")},
         {.source = "two", .link = STR("https://a.example/1#x"), .guid = STR("h")},
         true},
        {{.source = "one", .guid = STR("g"), .title = STR("A")},
         {.source = "one", .guid = STR("g"), .title = STR("B")},
         true},
        {{.source = "one", .guid = STR("g"), .title = STR("A")},
         {.source = "two", .guid = STR("g"), .title = STR("A")},
         false},
        {{.source = "one", .guid = STR(""), .title = STR("A")},
         {.source = "one", .guid = STR(""), .title = STR("B")},
         false},
        {{.source = "one", .title = STR("A"), .text_hash = STR("1")},
         {.source = "one", .title = STR("A"), .text_hash = STR("2")},
         false},
        {{.source = "one", .title = STR("A")}, {.source = "two", .title = STR("A")}, false},
        {{.source = "one", .guid = huge}, {.source = "one", .guid = huge}, true},
        {{.source = "one", .guid = huge}, {.source = "one", .guid = str_take(huge, 99)}, false},
    };
    struct trial *trial = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool same = str_eq(identity_of(trial, &cases[i].a), identity_of(trial, &cases[i].b));
        bool one_key = str_eq(keys_of(trial, &cases[i].a), keys_of(trial, &cases[i].b));
        if (same != cases[i].same || one_key != cases[i].same)
            fail_msg("case %zu", i);
        assert_true(keys_of(trial, &cases[i].a).n < 1000);
    }
}

/* ---- making ---- */

static struct article make(struct trial *trial, const struct observation *observation) {
    struct article article;
    good(trial, article_make(&trial->arena, &trial->edition, observation, SEEN, "abcdefghijkl",
                             &article, &trial->error));
    return article;
}

/* No date lies in the future (J03), nor before there were feeds. */
static void dates_are_clamped(void **state) {
    static const struct {
        int64_t claimed, published;
    } cases[] = {
        {SEEN - HOUR, SEEN - HOUR},
        {SEEN, SEEN},
        {SEEN + 1, SEEN},
        {SEEN + 365 * 24 * HOUR, SEEN},
        {INT64_MAX, SEEN},
        {TIME_NONE, SEEN},
        {0, SEEN},
        {-1, SEEN},
        {1, 1},
    };
    struct trial *trial = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct observation observation = {
            .link = STR("https://a.example/"), .title = STR("A"), .claimed = cases[i].claimed};
        struct article article = make(trial, &observation);
        assert_int_equal(article.published, cases[i].published);
        assert_int_equal(article.claimed, cases[i].claimed);
        assert_int_equal(article.seen, SEEN);
    }
}

static void outlets_are_named(void **state) {
    struct trial *trial = *state;
    static const struct {
        int source; /* in sources.opml; -1: none */
        struct str link, own_name, site_name;
        const char *name, *domain;
        bool official;
    } cases[] = {
        {-1, STR_INIT("https://www.a.example/x"), {0}, {0}, "a.example", "a.example", false},
        {-1, STR_INIT("https://a.example/x"), {0}, STR_INIT("Site"), "Site", "a.example", false},
        {-1, STR_INIT("https://a.example/x"), STR_INIT("Own"), STR_INIT("Site"), "Own", "a.example",
         false},
        {0,
         STR_INIT("https://news.known.example/x"),
         {0},
         STR_INIT("Site"),
         "The Known",
         "known.example",
         false},
        {0,
         STR_INIT("https://known.example/x"),
         STR_INIT("Own"),
         {0},
         "Own",
         "known.example",
         false},
        {1, STR_INIT("https://other.example/x"), {0}, {0}, "The Known", "known.example", false},
        {2, STR_INIT("https://a.example/x"), {0}, {0}, "a.example", "a.example", true},
        {-1, STR_INIT("https://blog.maker.example/x"), {0}, {0}, NULL, NULL, true},
        {-1, STR_INIT("https://notmaker.example/x"), {0}, {0}, NULL, NULL, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct observation observation = {.link = cases[i].link,
                                          .title = STR("A"),
                                          .provider_name = cases[i].own_name,
                                          .site_name = cases[i].site_name};
        if (cases[i].source >= 0)
            memcpy(observation.source, trial->edition.sources[cases[i].source].id,
                   sizeof observation.source);
        struct article article = make(trial, &observation);
        if (article.official != cases[i].official ||
            (cases[i].name != NULL &&
             (!str_eq(article.provider_name, str_from(cases[i].name)) ||
              !str_eq(article.provider_domain, str_from(cases[i].domain)))))
            fail_msg("case %zu: %.*s, %.*s, %d", i, STR_ARG(article.provider_name),
                     STR_ARG(article.provider_domain), article.official);
    }
}

/* Dots become dashes, dashes are doubled (developers.google.com/amp/cache/overview). */
static void amp_pages_have_a_cache_address(void **state) {
    static const struct {
        const char *amp, *cache; /* NULL: none */
    } cases[] = {
        {"https://a.example/x?y", "https://a-example.cdn.ampproject.org/c/s/a.example/x?y"},
        {"http://a.example/x", "https://a-example.cdn.ampproject.org/c/a.example/x"},
        {"https://a-b.c.example/x",
         "https://a--b-c-example.cdn.ampproject.org/c/s/a-b.c.example/x"},
        {"https://a.example:8443/x", NULL},
        {NULL, NULL},
    };
    struct trial *trial = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct observation observation = {.link = STR("https://a.example/"),
                                                .title = STR("A"),
                                                .amp = cases[i].amp != NULL ? str_from(cases[i].amp)
                                                                            : STR_NONE};
        struct article article = make(trial, &observation);
        struct str wanted = cases[i].cache != NULL ? str_from(cases[i].cache) : STR_NONE;
        if (!str_eq(article.cdn_amp_url, wanted))
            fail_msg("case %zu: %.*s", i, STR_ARG(article.cdn_amp_url));
    }
}

static void addresses_are_canonical_or_as_found(void **state) {
    struct trial *trial = *state;
    const struct observation observation = {.link = STR("https://a.example/x?utm_source=b"),
                                            .canonical = STR("https://a.example/y#z"),
                                            .title = STR("A")};
    struct article article = make(trial, &observation);
    assert_true(str_eq(article.original_url, observation.link));
    assert_true(str_eq(article.web_url, STR("https://a.example/y")));
    trial->edition.urls = URLS_AS_FOUND;
    article = make(trial, &observation);
    assert_true(str_eq(article.web_url, observation.link));
}

/* ---- revising (E16, E17, J04) ---- */

static void revisions(void **state) {
    struct trial *trial = *state;
    const struct observation first = {.source = "one",
                                      .link = STR("https://a.example/x"),
                                      .title = STR("Title"),
                                      .excerpt = STR("Excerpt"),
                                      .claimed = SEEN - HOUR,
                                      .updated = TIME_NONE};
    struct article_image image = {.url = STR("https://a.example/p.png")};
    const struct {
        struct observation observation;
        const char *title, *excerpt;
        bool changed;
        int64_t revisions, updated;
    } cases[] = {
        /* nothing new, and a new date alone, change nothing */
        {first, "Title", "Excerpt", false, 1, TIME_NONE},
        {{.source = "one", .title = STR("Title"), .claimed = SEEN + HOUR, .updated = SEEN + HOUR},
         "Title",
         "Excerpt",
         false,
         1,
         TIME_NONE},
        /* an empty word takes nothing away */
        {{.source = "one", .title = STR("Title"), .excerpt = STR("")},
         "Title",
         "Excerpt",
         false,
         1,
         TIME_NONE},
        {{.source = "one", .title = STR("Better"), .updated = TIME_NONE},
         "Better",
         "Excerpt",
         true,
         2,
         SEEN + HOUR},
        {{.source = "one", .title = STR("Better"), .updated = SEEN + 60},
         "Better",
         "Excerpt",
         true,
         2,
         SEEN + 60},
        /* nor may a revision claim a time to come, or one before the article */
        {{.source = "one", .title = STR("Better"), .updated = SEEN + 9 * HOUR},
         "Better",
         "Excerpt",
         true,
         2,
         SEEN + HOUR},
        {{.source = "one", .title = STR("Better"), .updated = 5},
         "Better",
         "Excerpt",
         true,
         2,
         SEEN + HOUR},
        /* another source fills gaps, no more */
        {{.source = "two", .title = STR("Stolen"), .excerpt = STR("Stolen")},
         "Title",
         "Excerpt",
         false,
         1,
         TIME_NONE},
        {{.source = "two", .title = STR("Stolen"), .images = &image, .image_count = 1},
         "Title",
         "Excerpt",
         true,
         1,
         TIME_NONE},
        {{.source = "two", .title = STR("Stolen"), .byline = STR("By")},
         "Title",
         "Excerpt",
         true,
         1,
         TIME_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct article article = make(trial, &first);
        bool changed;
        good(trial, article_revise(&trial->arena, &trial->edition, &cases[i].observation,
                                   SEEN + HOUR, &article, &changed, &trial->error));
        if (changed != cases[i].changed || article.revisions != cases[i].revisions ||
            article.updated != cases[i].updated ||
            !str_eq(article.title, str_from(cases[i].title)) ||
            !str_eq(article.excerpt, str_from(cases[i].excerpt)))
            fail_msg("case %zu: %d, %lld revisions, %.*s", i, changed, (long long)article.revisions,
                     STR_ARG(article.title));
        assert_int_equal(article.published, SEEN - HOUR);
        assert_string_equal(article.id, "abcdefghijkl");
        assert_string_equal(article.source, "one");
    }
}

static void revisions_are_capped(void **state) {
    struct trial *trial = *state;
    struct observation observation = {.link = STR("https://a.example/x"), .title = STR("0")};
    struct article article = make(trial, &observation);
    size_t changes = 0;
    for (int i = 1; i < 3 * ARTICLE_REVISIONS_MOST; i++) {
        bool changed;
        observation.title = arena_format(&trial->arena, "%d", i);
        good(trial, article_revise(&trial->arena, &trial->edition, &observation, SEEN + i, &article,
                                   &changed, &trial->error));
        changes += changed;
    }
    assert_int_equal(changes, ARTICLE_REVISIONS_MOST - 1);
    assert_int_equal(article.revisions, ARTICLE_REVISIONS_MOST);
    assert_true(str_eq(article.title, STR("49")));
}

/* What is said at four times, and what the history then tells. */
static void history_is_kept(void **state) {
    struct trial *trial = *state;
    static const struct {
        struct observation said[4]; /* ends at one without a title */
        const char *history;        /* changes parted by " | " */
        bool withdrawn;
    } cases[] = {
        {{{.source = "one", .title = STR_INIT("A")}, {.source = "one", .title = STR_INIT("A")}},
         "",
         false},
        {{{.source = "one", .title = STR_INIT("A")}, {.source = "one", .title = STR_INIT("B")}},
         "the headline was “A” before",
         false},
        /* Another source's headline is not the article's. */
        {{{.source = "one", .title = STR_INIT("A")}, {.source = "two", .title = STR_INIT("B")}},
         "",
         false},
        {{{.source = "one", .title = STR_INIT("A")},
          {.source = "one", .title = STR_INIT("A"), .gone = true}},
         "withdrawn by its outlet",
         true},
        {{{.source = "one", .title = STR_INIT("A")},
          {.source = "two", .title = STR_INIT("A"), .gone = true}},
         "",
         false},
        {{{.source = "one", .title = STR_INIT("A")},
          {.source = "one", .title = STR_INIT("A"), .gone = true},
          {.source = "one", .title = STR_INIT("A"), .gone = true},
          {.source = "one", .title = STR_INIT("A")}},
         "withdrawn by its outlet | there again",
         false},
        {{{.source = "one", .title = STR_INIT("Fish feel cold")},
          {.source = "one", .title = STR_INIT("RETRACTED: Fish feel cold")}},
         "the headline was “Fish feel cold” before; withdrawn by its outlet",
         true},
        /* A piece about a retraction, and one that never had any text. */
        {{{.source = "one", .title = STR_INIT("Retracted: the fish study")},
          {.source = "one", .title = STR_INIT("Retracted: a fish study")}},
         "the headline was “Retracted: the fish study” before",
         false},
        {{{.source = "one", .title = STR_INIT("A")},
          {.source = "one", .title = STR_INIT("A"), .emptied = true}},
         "",
         false},
        {{{.source = "one", .title = STR_INIT("A"), .text_hash = STR_INIT("1")},
          {.source = "one", .title = STR_INIT("A"), .emptied = true}},
         "withdrawn by its outlet",
         true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct article article = make(trial, &cases[i].said[0]);
        struct buf told;
        buf_init(&told, 1 << 16);
        for (size_t k = 1; k < 4 && !str_empty(cases[i].said[k].title); k++) {
            bool changed;
            good(trial, article_revise(&trial->arena, &trial->edition, &cases[i].said[k],
                                       SEEN + (int64_t)k, &article, &changed, &trial->error));
        }
        for (size_t k = 0; k < article.change_count; k++) {
            if (k > 0)
                BUF_ADD(&told, " | ");
            article_explain_change(&article.changes[k], &told);
        }
        assert_string_equal(buf_cstr(&told), cases[i].history);
        assert_int_equal(article.withdrawn > 0, cases[i].withdrawn);
        buf_release(&told);
    }
}

/* A page lets readers in at one time and not at another; one that once did not keeps the mark, also
 * through the facts. */
static void a_paywall_is_kept(void **state) {
    struct trial *trial = *state;
    struct page page = {.url = STR("https://a.example/x"), .title = STR("Title")};
    struct observation open, paid, read;
    const struct json_value *object;
    struct json json;
    struct buf text;
    bool changed;
    good(trial, observation_from_page(&trial->arena, &page, &open, &trial->error));
    page.paywalled = true;
    good(trial, observation_from_page(&trial->arena, &page, &paid, &trial->error));
    buf_init(&text, 1 << 16);
    json_init(&json, &text, JSON_COMPACT);
    observation_write(&paid, &json);
    good(trial, json_read(&trial->arena, buf_str(&text), &object, &trial->error));
    good(trial, observation_read(&trial->arena, object, &read, &trial->error));
    struct article article = make(trial, &open);
    assert_false(article.paywalled);
    for (int i = 0; i < 2; i++) {
        good(trial, article_revise(&trial->arena, &trial->edition, &read, SEEN + 1, &article,
                                   &changed, &trial->error));
        assert_true(article.paywalled);
        assert_int_equal(changed, i == 0);
    }
    good(trial, article_revise(&trial->arena, &trial->edition, &open, SEEN + 2, &article, &changed,
                               &trial->error));
    assert_true(article.paywalled);
    buf_release(&text);
}

static void texts_are_compared(void **state) {
    (void)state;
    static const struct {
        const char *before, *after;
        int64_t kept;
    } cases[] = {
        {"", "", 1000},
        {"too short", "something else", 1000},
        {"one two three four five", "one  two\nthree four five", 1000},
        {"one two three four five", "", 0},
        {"one two three four five", "one two three four", 500},
        {"one two three four five six seven", "zero one two three four five 6 seven", 500},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t kept;
        assert_int_equal(
            article_text_kept(str_from(cases[i].before), str_from(cases[i].after), &kept, NULL),
            STATUS_OK);
        assert_int_equal(kept, cases[i].kept);
    }
}

static void titles_say_withdrawn(void **state) {
    (void)state;
    static const struct {
        const char *title;
        bool says;
    } cases[] = {
        {"Retracted: a study", true},
        {"[WITHDRAWN] A study", true},
        {"(Retracted) A study", true},
        {"Withdrawn – A study", true},
        {"Article removed", true},
        {"Retracted article: A study", true},
        {"Retracted claims haunt us", false},
        {"Withdrawn from Kabul", false},
        {"A study, retracted", false},
        {"", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (article_says_withdrawn(str_from(cases[i].title)) != cases[i].says)
            fail_msg("%s", cases[i].title);
}

/* ---- JSON ---- */

static struct str written(struct trial *trial, const struct article *article) {
    struct buf out;
    struct json json;
    buf_init(&out, 1 << 20);
    json_init(&json, &out, JSON_COMPACT);
    article_write(article, &json);
    struct str copy = arena_copy(&trial->arena, buf_str(&out));
    buf_release(&out);
    return copy;
}

static void an_article_is_written_and_read(void **state) {
    struct trial *trial = *state;
    struct article_image images[] = {{STR("https://a.example/p.png"), 20, 10, true, NULL, 0},
                                     {STR("https://a.example/q.png"), 0, 0, false}};
    const struct observation observation = {.source = "abcdefghijkl",
                                            .link = STR("https://a.example/x"),
                                            .amp = STR("https://a.example/x/amp"),
                                            .title = STR("\"Ä\"\n"),
                                            .type = STR("video"),
                                            .embed = STR("https://www.youtube.com/embed/a"),
                                            .claimed = SEEN - 1,
                                            .images = images,
                                            .image_count = 2};
    struct article article = make(trial, &observation), again;
    article.removed = true;
    struct str text = written(trial, &article);
    good(trial, article_read(&trial->arena, text, &again, &trial->error));
    assert_true(str_eq(written(trial, &again), text));
    assert_true(again.removed && again.images[0].cached);
    assert_int_equal(again.image_count, 2);
    assert_true(str_absent(again.byline));
    assert_int_equal(again.updated, TIME_NONE);
}

#define TRIAL(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

/* ---- rights ---- */

static void rights_only_grow(void **state) {
    struct trial *trial = *state;
    struct article article;
    bool changed;
    struct observation observation = {.link = STR("https://known.example/1"),
                                      .title = STR("A title"),
                                      .claimed = TIME_NONE,
                                      .updated = TIME_NONE,
                                      .rights = {.said = PAGE_MAX_SNIPPET, .max_snippet = 40}};
    good(trial, article_make(&trial->arena, &trial->edition, &observation, SEEN, "aaaaaaaaaaaa",
                             &article, &trial->error));
    assert_int_equal(article.rights.max_snippet, 40);
    static const struct {
        struct page_rights rights;
        bool changed;
        unsigned said;
        int64_t max_snippet;
    } cases[] = {
        {{0}, false, PAGE_MAX_SNIPPET, 40},
        {{.said = PAGE_MAX_SNIPPET, .max_snippet = 90}, false, PAGE_MAX_SNIPPET, 40},
        {{.said = PAGE_MAX_SNIPPET, .max_snippet = 20}, true, PAGE_MAX_SNIPPET, 20},
        {{.said = PAGE_NOAI}, true, PAGE_MAX_SNIPPET | PAGE_NOAI, 20},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        article.imported = i == 3; /* for records, too */
        observation.rights = cases[i].rights;
        good(trial, article_revise(&trial->arena, &trial->edition, &observation, SEEN + HOUR,
                                   &article, &changed, &trial->error));
        assert_int_equal(changed, cases[i].changed);
        assert_int_equal(article.rights.said, cases[i].said);
        assert_int_equal(article.rights.max_snippet, cases[i].max_snippet);
    }
}

static void whom_a_text_cites(void **state) {
    static const struct {
        const char *html, *cites;
    } cases[] = {
        {"", ""},
        {"<p>no links</p>", ""},
        {"<a href=\"https://www.b.example/x?a=1&amp;b=2\">b</a> <a href=\"http://b.example\">b</a>",
         "b.example"},
        {"<a href=\"https://blog.own.example/\">own</a><a href=\"/x\">own</a>", ""},
        {"<a href=\"https://c.co.uk/\">c</a><a rel=\"x\" href=\"https://news.b.example/\">b</a>",
         "c.co.uk b.example"},
        {"<a href=\"http://127.0.0.1/\">x</a><a href=\"http://localhost/\">x</a>", ""},
        {"<a href=\"http://\">x</a><a href=\"http", ""},
    };
    struct trial *trial = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str cites;
        good(trial, article_cites(&trial->arena, str_from(cases[i].html),
                                  STR("https://own.example/1"), &cites, &trial->error));
        if (!str_eq(cites, str_from(cases[i].cites)))
            fail_msg("%s: %.*s", cases[i].html, STR_ARG(cites));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TRIAL(addresses_are_keys),
        TRIAL(looks_are_guesses),
        TRIAL(identity_tells_articles_apart),
        TRIAL(dates_are_clamped),
        TRIAL(outlets_are_named),
        TRIAL(amp_pages_have_a_cache_address),
        TRIAL(addresses_are_canonical_or_as_found),
        TRIAL(revisions),
        TRIAL(revisions_are_capped),
        TRIAL(history_is_kept),
        TRIAL(a_paywall_is_kept),
        TRIAL(texts_are_compared),
        TRIAL(titles_say_withdrawn),
        TRIAL(rights_only_grow),
        TRIAL(whom_a_text_cites),
        TRIAL(an_article_is_written_and_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
