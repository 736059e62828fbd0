#include "front/repeats.h"

#include "text/terms.h"

enum {
    HEADLINE_BYTES = 1 << 24, /* of an arena: memory for the words of one */
    WORDS_LEAST = 4,          /* a headline of fewer words is like another by chance */
    SHARE = 3,                /* of SHARE_OF of the longer headline's words: the same */
    SHARE_OF = 4,
};

void repeats_init(struct repeats *repeats, struct arena *arena) {
    *repeats = (struct repeats){.arena = arena};
    arena_init(&repeats->asked, HEADLINE_BYTES);
    map_init(&repeats->texts, 0);
}

void repeats_release(struct repeats *repeats) {
    map_release(&repeats->texts);
    arena_release(&repeats->asked);
}

static int by_bytes(const void *left, const void *right) {
    const struct str *a = left, *b = right;
    return str_compare(*a, *b);
}

static enum status words_of(struct arena *arena, struct str title, struct standing *standing,
                            struct error *error) {
    struct str terms, word;
    struct str *words;
    size_t n = 0, kept = 0;
    *standing = (struct standing){0};
    if (str_absent(title))
        return STATUS_OK;
    enum status status = text_terms(arena, title, &terms, error);
    if (status != STATUS_OK)
        return status;
    words = arena_array(arena, terms.n / 2 + 1, struct str);
    if (words == NULL)
        return arena_status(arena, error);
    while (str_next(&terms, ' ', &word))
        if (word.n > 0)
            words[n++] = word;
    if (n > 0)
        qsort(words, n, sizeof *words, by_bytes);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || !str_eq(words[kept - 1], words[i]))
            words[kept++] = words[i];
    standing->words = words;
    standing->word_count = kept;
    return STATUS_OK;
}

/* Numbers are what parts headlines that are otherwise the same: results, magnitudes, dates. */
static bool is_number(struct str word) {
    return ascii_is_digit(word.p[0]);
}

static bool same_headline(const struct standing *a, const struct standing *b) {
    size_t shared = 0, i = 0, k = 0;
    size_t most = a->word_count > b->word_count ? a->word_count : b->word_count;
    if (a->word_count < WORDS_LEAST || b->word_count < WORDS_LEAST)
        return false;
    while (i < a->word_count || k < b->word_count) {
        size_t left_a = a->word_count - i, left_b = b->word_count - k;
        if ((shared + (left_a < left_b ? left_a : left_b)) * SHARE_OF < most * SHARE)
            return false; /* whatever the rest is: nearly all pairs end here */
        int order = i == a->word_count   ? 1
                    : k == b->word_count ? -1
                                         : str_compare(a->words[i], b->words[k]);
        if (order != 0 && is_number(order < 0 ? a->words[i] : b->words[k]))
            return false;
        shared += order == 0;
        i += order <= 0;
        k += order >= 0;
    }
    return shared * SHARE_OF >= most * SHARE;
}

enum status repeats_find(struct repeats *repeats, const struct front_story *story,
                         const struct front_story **same, struct error *error) {
    size_t at;
    *same = NULL;
    if (story->text[0] != '\0' && map_get(&repeats->texts, str_from(story->text), &at)) {
        *same = repeats->list[at].story;
        return STATUS_OK;
    }
    arena_clear(&repeats->asked);
    enum status status = words_of(&repeats->asked, story->title, &repeats->last, error);
    repeats->last.story = story;
    for (size_t i = 0; status == STATUS_OK && *same == NULL && i < repeats->count; i++)
        if (same_headline(&repeats->last, &repeats->list[i]))
            *same = repeats->list[i].story;
    return status;
}

enum status repeats_note(struct repeats *repeats, struct error *error) {
    struct standing standing = repeats->last;
    struct str text = str_from(standing.story->text);
    struct str *words = arena_array(repeats->arena, standing.word_count, struct str);
    if (words == NULL || arena_grow(repeats->arena, &repeats->list, &repeats->capacity,
                                    repeats->count + 1, sizeof *repeats->list) != STATUS_OK)
        return arena_status(repeats->arena, error);
    for (size_t i = 0; i < standing.word_count; i++)
        words[i] = arena_copy(repeats->arena, standing.words[i]);
    standing.words = words;
    repeats->list[repeats->count] = standing;
    if (text.n > 0 && map_put(&repeats->texts, text, repeats->count) != STATUS_OK)
        return error_memory(error);
    repeats->count++;
    return arena_status(repeats->arena, error);
}
