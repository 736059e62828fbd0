#include "article/revision.h"

#include "base/hash.h"
#include "base/map.h"

enum { RUN = 4, WORDS_MOST = 20000 };

/* The hash of the next RUN words, sliding on by one; false behind the last. Words are what stands
 * between white space: a text that was set anew keeps them. */
struct runs {
    struct str rest;
    struct str words[RUN];
    size_t count;
};

static bool next_word(struct str *rest, struct str *word) {
    size_t from = 0, to;
    while (from < rest->n && ascii_is_space(rest->p[from]))
        from++;
    for (to = from; to < rest->n && !ascii_is_space(rest->p[to]); to++)
        ;
    *word = str_take(str_skip(*rest, from), to - from);
    *rest = str_skip(*rest, to);
    return word->n > 0;
}

static bool next_run(struct runs *runs, uint64_t *hash) {
    do {
        memmove(&runs->words[0], &runs->words[1], (RUN - 1) * sizeof runs->words[0]);
        if (!next_word(&runs->rest, &runs->words[RUN - 1]))
            return false;
    } while (++runs->count < RUN);
    *hash = 0;
    for (size_t i = 0; i < RUN; i++)
        *hash = hash_fast(runs->words[i], *hash + 1);
    return runs->count < WORDS_MOST;
}

static int by_value(const void *left, const void *right) {
    uint64_t a, b;
    memcpy(&a, left, sizeof a);
    memcpy(&b, right, sizeof b);
    return a < b ? -1 : a > b;
}

static size_t list_runs(struct str text, uint64_t *hashes) {
    struct runs runs = {.rest = text};
    size_t count = 0;
    while (next_run(&runs, &hashes[count]))
        count++;
    if (count > 1)
        qsort(hashes, count, sizeof *hashes, by_value);
    return count;
}

enum status article_text_kept(struct str before, struct str after, int64_t *kept,
                              struct error *error) {
    uint64_t *old = calloc(WORDS_MOST + 1, sizeof *old);
    uint64_t *now = calloc(WORDS_MOST + 1, sizeof *now);
    *kept = 1000;
    if (old == NULL || now == NULL) {
        free(old);
        free(now);
        return error_memory(error);
    }
    size_t old_count = list_runs(before, old), now_count = list_runs(after, now), same = 0;
    for (size_t i = 0, k = 0; i < old_count && k < now_count;) {
        same += old[i] == now[k];
        uint64_t a = old[i], b = now[k];
        i += a <= b;
        k += b <= a;
    }
    if (old_count > 0)
        *kept = (int64_t)(same * 1000 / old_count);
    free(old);
    free(now);
    return STATUS_OK;
}

/* Whether `title` begins with `word` and then ends, or goes on with a colon, dash or bracket. */
static bool begins(struct str title, struct str word) {
    if (!str_starts_case(title, word))
        return false;
    struct str rest = str_trim(str_skip(title, word.n));
    return rest.n == 0 || rest.p[0] == ':' || rest.p[0] == ']' || rest.p[0] == ')' ||
           str_starts(rest, STR("–")) || str_starts(rest, STR("—")) || str_starts(rest, STR("- "));
}

bool article_says_withdrawn(struct str title) {
    static const struct str words[] = {
        STR_INIT("retracted"),         STR_INIT("retracted article"), STR_INIT("withdrawn"),
        STR_INIT("article withdrawn"), STR_INIT("article removed"),   STR_INIT("article retracted"),
    };
    struct str rest = str_trim(title);
    if (rest.n > 0 && (rest.p[0] == '[' || rest.p[0] == '('))
        rest = str_skip(rest, 1);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (begins(rest, words[i]))
            return true;
    return false;
}

struct article_change *article_change_at(struct arena *arena, struct article *article,
                                         int64_t seen) {
    if (article->change_count > 0 && article->changes[article->change_count - 1].at == seen)
        return &article->changes[article->change_count - 1];
    size_t count = article->change_count;
    struct article_change *changes = arena_array(arena, count + 1, struct article_change);
    if (changes == NULL)
        return NULL;
    if (count > 0)
        memcpy(changes, article->changes, count * sizeof *changes);
    changes[count] = (struct article_change){.at = seen, .kept = 1000};
    article->changes = changes;
    article->change_count++;
    return &changes[count];
}

enum status article_note_text(struct arena *arena, struct article *article, int64_t seen,
                              int64_t kept, struct error *error) {
    if (kept >= ARTICLE_MUCH)
        return STATUS_OK;
    struct article_change *change = article_change_at(arena, article, seen);
    if (change == NULL)
        return arena_status(arena, error);
    change->kept = kept;
    return STATUS_OK;
}

static void add_part(struct buf *out, size_t *parts) {
    if ((*parts)++ > 0)
        BUF_ADD(out, "; ");
}

void article_explain_change(const struct article_change *change, struct buf *out) {
    size_t parts = 0;
    if (!str_empty(change->title)) {
        add_part(out, &parts);
        BUF_ADD(out, "the headline was “");
        buf_add(out, change->title);
        BUF_ADD(out, "” before");
    }
    if (change->kept < 1000) {
        add_part(out, &parts);
        buf_printf(out, "the text was changed: %lld %% of it is left",
                   (long long)(change->kept / 10));
    }
    if (change->gone) {
        add_part(out, &parts);
        BUF_ADD(out, "withdrawn by its outlet");
    }
    if (change->back) {
        add_part(out, &parts);
        BUF_ADD(out, "there again");
    }
}
