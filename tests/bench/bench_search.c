/* bench_search FOLDER [ARTICLES]: finds articles by search/ and by the bare query of the full-text
 * index in turn, in one process and over the same database, which is made in FOLDER when it is not
 * there (100,000 articles). Prints microseconds of each, the median of several rounds over all
 * questions of a kind, and the ratio. search/ gives what a page of results needs: 20 articles that
 * readers may see, marked. */
#include "base/buf.h"
#include "base/json.h"
#include "search/search.h"
#include "text/terms.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

enum { ROUNDS = 7, PAGE = 20, WORDS = 40000, BATCH = 1000, TEXT_MOST = 1 << 16, MEMORY = 1 << 28 };
enum { TITLE_WORDS = 9, EXCERPT_WORDS = 40, TEXT_WORDS = 260, MEMBERS = 3 };

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void must(enum status status, const struct error *error) {
    if (status == STATUS_OK)
        return;
    fprintf(stderr, "bench_search: %s\n", error->message);
    exit(70);
}

/* ---- the database ---- */

/* The word of a rank, as spoken as five letters can be: "bakelo". */
static void add_word(struct buf *out, uint64_t rank) {
    static const char first[] = "bcdfghjklmnprstvwz", second[] = "aeiou";
    for (uint64_t rest = rank + 90; rest > 0; rest /= 90) {
        buf_add_byte(out, first[rest % 90 / 5]);
        buf_add_byte(out, second[rest % 5]);
    }
}

/* As often as words of a language are: the r-th in proportion to 1/r. */
static uint64_t any_rank(struct rng *rng) {
    uint64_t octave = rng_below(rng, 15); /* 2^15 < WORDS: each octave is as likely */
    uint64_t least = UINT64_C(1) << octave;
    return least - 1 + rng_below(rng, octave == 14 ? WORDS - least : least);
}

static void add_words(struct buf *out, struct rng *rng, size_t count) {
    buf_clear(out);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_add_byte(out, ' ');
        add_word(out, any_rank(rng));
    }
}

static void make_article(struct rng *rng, size_t number, struct article *article) {
    char text[32];
    int n = snprintf(text, sizeof text, "article %zu", number);
    *article = (struct article){
        .published = 1760000000 - (int64_t)rng_below(rng, 30 * DAY_SECONDS),
        .type = STR("article"),
        .byline = STR("Bako Wena"),
        .provider_name = STR("The Example"),
        .provider_domain = STR("example.com"),
        .web_url = STR("https://example.com/a/path/of/usual/length/2025/10/08/article.html"),
        .claimed = TIME_NONE,
        .updated = TIME_NONE,
    };
    id_make(str_of(text, (size_t)n), article->id);
}

static void put_article(struct store *store, struct arena *arena, struct buf parts[3],
                        struct rng *rng, size_t number, struct error *error) {
    struct article article;
    struct str topic = STR("topic");
    struct buf data;
    struct json json;
    struct store_search_entry entry = {0};
    static char story[ID_LENGTH + 1];
    make_article(rng, number, &article);
    if (number % MEMBERS == 0)
        memcpy(story, article.id, sizeof story);
    add_words(&parts[0], rng, TITLE_WORDS);
    add_words(&parts[1], rng, EXCERPT_WORDS);
    add_words(&parts[2], rng, TEXT_WORDS);
    article.title = buf_str(&parts[0]);
    article.excerpt = buf_str(&parts[1]);
    buf_init(&data, TEXT_MOST);
    json_init(&json, &data, JSON_COMPACT);
    article_write(&article, &json);
    struct store_article row = {
        .lead = number % MEMBERS == 0,
        .published = article.published,
        .provider = article.provider_domain,
        .topics = &topic,
        .topic_count = 1,
        .data = buf_str(&data),
        .score = STR("{}"),
    };
    memcpy(row.id, article.id, sizeof row.id);
    memcpy(row.story, story, sizeof row.story);
    must(store_articles_put(store, &row, 1, error), error);
    struct store_story group = {.shown = true, .members = MEMBERS};
    memcpy(group.id, story, sizeof group.id);
    memcpy(group.lead, story, sizeof group.lead);
    if (row.lead)
        must(store_stories_put(store, &group, 1, error), error);
    entry.id = str_from(article.id);
    must(text_terms(arena, article.title, &entry.title, error), error);
    must(text_terms(arena, article.byline, &entry.author, error), error);
    must(text_words(arena, article.title, &entry.words, error), error);
    struct str all =
        arena_format(arena, "%.*s %.*s", STR_ARG(article.excerpt), STR_ARG(buf_str(&parts[2])));
    must(text_terms(arena, all, &entry.text, error), error);
    must(store_search_put(store, &entry, error), error);
    buf_release(&data);
}

static void make(const char *folder, size_t articles) {
    struct store *store;
    struct error error = {0};
    struct arena arena;
    struct buf parts[3];
    struct rng rng = rng_seeded(17);
    struct fact fact = {.kind = STR("bench"), .body = STR("{}")};
    mkdir(folder, 0777);
    arena_init(&arena, MEMORY);
    for (size_t i = 0; i < 3; i++)
        buf_init(&parts[i], TEXT_MOST);
    must(store_open(folder, STR("sqlite:state/"), STORE_WRITE, &store, &error), &error);
    must(store_facts_append(store, &fact, 1, NULL, 0, &error), &error);
    for (size_t i = 0; i < articles; i++) {
        if (i % BATCH == 0)
            must(store_begin(store, &error), &error);
        put_article(store, &arena, parts, &rng, i, &error);
        if (i % BATCH == BATCH - 1 || i + 1 == articles) {
            arena_clear(&arena);
            must(store_commit(store, 1, &error), &error);
        }
    }
    store_close(store);
    for (size_t i = 0; i < 3; i++)
        buf_release(&parts[i]);
    arena_release(&arena);
}

/* ---- measuring ---- */

/* Ranks of words: each question is the words of one row, parted by commas. */
static const struct kind {
    const char *name;
    uint64_t ranks[6][3];
    size_t words;
} kinds[] = {
    {"a rare word", {{30000}, {31000}, {32000}, {33000}, {34000}, {35000}}, 1},
    {"a word", {{2000}, {2500}, {3000}, {4000}, {5000}, {6000}}, 1},
    {"a usual word", {{100}, {150}, {200}, {300}, {400}, {500}}, 1},
    {"two words", {{60, 900}, {70, 1100}, {90, 800}, {150, 600}, {200, 500}, {120, 700}}, 2},
    {"three words",
     {{10, 60, 900}, {12, 70, 700}, {15, 90, 800}, {9, 150, 600}, {30, 200, 50}, {20, 120, 70}},
     3},
};

static void make_line(const struct kind *kind, size_t i, struct buf *line) {
    buf_clear(line);
    for (size_t k = 0; k < kind->words; k++) {
        if (k > 0)
            buf_add_byte(line, ' ');
        add_word(line, kind->ranks[i][k]);
    }
}

static size_t run_ours(struct store *store, const struct edition *edition, struct arena *arena,
                       struct str line) {
    struct search_results results;
    struct error error;
    const struct search_request request = {
        .line = line,
        .from = TIME_NONE,
        .to = TIME_NONE,
        .public_only = true,
        .most = PAGE,
        .patience_ms = 2000,
    };
    arena_reset(arena);
    must(search_run(store, edition, arena, &request, &results, &error), &error);
    return results.count;
}

static size_t run_bare(sqlite3_stmt *statement, struct arena *arena, struct str line) {
    struct str terms;
    struct error error;
    size_t count = 0;
    arena_reset(arena);
    must(text_terms(arena, line, &terms, &error), &error); /* it must ask for the same */
    sqlite3_bind_text64(statement, 1, terms.p, terms.n, SQLITE_STATIC, SQLITE_UTF8);
    while (sqlite3_step(statement) == SQLITE_ROW)
        count++;
    sqlite3_reset(statement);
    return count;
}

static int by_size(const void *left, const void *right) {
    const double *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

static double median(double *values) {
    qsort(values, ROUNDS, sizeof *values, by_size);
    return values[ROUNDS / 2];
}

struct bench {
    struct store *store;
    sqlite3_stmt *bare;
    const struct edition *edition;
    struct arena arena;
    struct buf line;
    double ours_all, bare_all;
};

static void measure(struct bench *bench, const struct kind *kind) {
    double ours[ROUNDS], bare[ROUNDS];
    size_t ours_found = 0, bare_found = 0;
    for (size_t round = 0; round < ROUNDS; round++) {
        ours[round] = bare[round] = 0;
        for (size_t i = 0; i < 6; i++) {
            make_line(kind, i, &bench->line);
            int64_t start = now();
            bare_found += run_bare(bench->bare, &bench->arena, buf_str(&bench->line));
            int64_t middle = now();
            ours_found +=
                run_ours(bench->store, bench->edition, &bench->arena, buf_str(&bench->line));
            bare[round] += (double)(middle - start) / 6000;
            ours[round] += (double)(now() - middle) / 6000;
        }
    }
    double a = median(ours), b = median(bare);
    bench->ours_all += a;
    bench->bare_all += b;
    printf("%-14s  search %8.0f us  index alone %8.0f us  ratio %.2f  (%zu and %zu found)\n",
           kind->name, a, b, a / b, ours_found / ROUNDS, bare_found / ROUNDS);
}

int main(int argc, char **argv) {
    char path[4096];
    struct stat info;
    struct error error = {0};
    sqlite3 *handle;
    struct edition edition = {.main_topic = SIZE_MAX};
    struct bench bench = {.edition = &edition};
    if (argc < 2)
        return 64;
    snprintf(path, sizeof path, "%s/state/derived.db", argv[1]);
    if (stat(path, &info) != 0)
        make(argv[1], argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : 100000);
    must(store_open(argv[1], STR("sqlite:state/"), STORE_READ, &bench.store, &error), &error);
    if (sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        sqlite3_exec(handle, "PRAGMA cache_size=-8000", NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(handle,
                           "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rank LIMIT 20",
                           -1, &bench.bare, NULL) != SQLITE_OK)
        return 70;
    arena_init(&bench.arena, MEMORY);
    buf_init(&bench.line, TEXT_MOST);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        measure(&bench, &kinds[i]);
    printf("%-14s  search %8.0f us  index alone %8.0f us  ratio %.2f\n", "all", bench.ours_all,
           bench.bare_all, bench.ours_all / bench.bare_all);
    sqlite3_finalize(bench.bare);
    sqlite3_close(handle);
    store_close(bench.store);
    buf_release(&bench.line);
    arena_release(&bench.arena);
    return 0;
}
