#include "story/story.h"

#include "base/grow.h"
#include "story/decide.h"

enum {
    WORDS_SHOWN = 5,
    TITLE_WORTH_SAYING = 500,
    ID_MOST = 2048,
    NEAR_LEAST = -1500, /* thousandths of log-odds: what is less likely was not near */
};

static enum status make(struct story_index *index, const struct story_document *document,
                        struct story_live **live, struct error *error) {
    if (str_empty(document->id) || document->id.n > ID_MOST)
        return error_set(error, STATUS_INVALID, "an article needs an id of at most %d bytes",
                         ID_MOST);
    struct story_document dated = *document;
    if (dated.published == TIME_NONE)
        dated.published = index->last_time;
    enum status status = story_words_read(&index->words, &dated, error);
    if (status != STATUS_OK)
        return status;
    *live = story_index_make(index, &dated);
    return *live != NULL ? STATUS_OK : error_memory(error);
}

static enum status put(struct story_index *index, struct story_live *live, struct str story,
                       struct str copy_of, struct error *error) {
    int64_t published = live->published;
    enum status status = story_index_put(index, live, story, copy_of);
    if (status != STATUS_OK) {
        story_live_free(live);
        return error_memory(error);
    }
    index->last_time = published;
    return STATUS_OK;
}

struct told {
    uint64_t value;
    size_t word;
};

/* The words that made two documents alike, the most telling first, as the document that is being
 * decided writes them. */
static struct str shared_words(const struct story_search *search, uint32_t slot,
                               struct arena *arena) {
    const struct story_index *index = search->index;
    const struct story_live *other = index->live[slot];
    struct told told[WORDS_SHOWN + 1];
    size_t n = 0;
    for (size_t i = 0; i < other->weight_count; i++) {
        uint32_t term = other->weights[i].term;
        if (index->query[term].words == 0)
            continue;
        uint64_t value = (uint64_t)index->query[term].words * other->weights[i].weight *
                         story_index_rarity(index, term);
        size_t at = n;
        for (; at > 0 && told[at - 1].value < value; at--)
            told[at] = told[at - 1];
        told[at] = (struct told){value, term};
        n += n < WORDS_SHOWN;
    }
    struct buf text;
    buf_init(&text, 4096);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < search->live->weight_count; k++)
            if (search->live->weights[k].term == told[i].word)
                buf_printf(&text, "%s%.*s", text.n > 0 ? ", " : "",
                           STR_ARG(index->words.words[k].surface));
    struct str words = text.n > 0 ? arena_copy(arena, buf_str(&text)) : STR_NONE;
    buf_release(&text);
    return words;
}

static void give_reason(struct story_decision *decision, enum story_reason_kind kind, int64_t value,
                        struct str other, struct str detail) {
    decision->reasons[decision->reason_count++] = (struct story_reason){kind, value, other, detail};
}

static void explain_likeness(const struct story_search *search, const struct story_likeness *best,
                             struct arena *arena, struct story_decision *decision) {
    struct str other = arena_copy(arena, search->index->live[best->slot]->id);
    decision->similarity = best->words;
    give_reason(decision, STORY_SAME_WORDS, best->words, other,
                shared_words(search, best->slot, arena));
    if (best->title >= TITLE_WORTH_SAYING)
        give_reason(decision, STORY_SAME_TITLE, best->title, other, STR_NONE);
}

/* Why the story it nearly joined, or nearly joined instead, is not its own. */
static void explain_near(const struct story_search *search, const struct story_choice *choice,
                         struct arena *arena, struct story_decision *decision) {
    if (choice->margin == INT64_MIN || choice->margin < NEAR_LEAST)
        return;
    give_reason(decision, STORY_NEAR, choice->margin,
                arena_copy(arena, search->index->live[choice->best.slot]->id),
                story_choice_told(choice));
}

static void explain_founding(const struct story_search *search, struct story_decision *decision) {
    give_reason(decision, STORY_FOUNDED, search->count > 0 ? search->likenesses[0].words : 0,
                STR_NONE, STR_NONE);
}

static void explain_joining(const struct story_search *search,
                            const struct story_choice choices[STORY_CHOICES], struct arena *arena,
                            struct story_decision *decision) {
    explain_likeness(search, &choices[0].best, arena, decision);
    give_reason(decision, STORY_DECIDED, choices[0].margin, decision->reasons[0].other,
                story_choice_told(&choices[0]));
    if (decision->reason_count < STORY_REASONS_MOST)
        explain_near(search, &choices[1], arena, decision);
}

static void decide(const struct story_search *search, struct arena *arena,
                   struct story_decision *decision) {
    const struct story_index *index = search->index;
    struct story_likeness copy = {0};
    struct story_choice choices[STORY_CHOICES];
    int64_t same = 0;
    decision->story = search->live->id;
    decision->copy_of = STR_NONE;
    if (story_find_copy(search, &copy, &same)) {
        const struct story_live *other = index->live[copy.slot];
        decision->story = index->groups[other->story].id;
        decision->copy_of = str_first_of(other->copy_of, other->id);
        give_reason(decision, STORY_SAME_TEXT, same, arena_copy(arena, other->id), STR_NONE);
        explain_likeness(search, &copy, arena, decision);
    } else if (story_choose(search, choices)) {
        decision->story = index->groups[choices[0].group].id;
        explain_joining(search, choices, arena, decision);
    } else {
        explain_founding(search, decision);
        for (size_t i = 0; i < STORY_CHOICES; i++)
            explain_near(search, &choices[i], arena, decision);
    }
    decision->story = arena_copy(arena, decision->story);
    decision->copy_of = arena_copy(arena, decision->copy_of);
}

enum status story_index_add(struct story_index *index, struct arena *arena,
                            const struct story_document *document, struct story_decision *decision,
                            struct error *error) {
    struct story_live *live;
    *decision = (struct story_decision){0};
    enum status status = make(index, document, &live, error);
    if (status != STATUS_OK)
        return status;
    struct story_search search = {.index = index, .live = live};
    status = story_search_run(&search);
    if (status == STATUS_OK)
        decide(&search, arena, decision);
    story_search_end(&search);
    if (status == STATUS_OK)
        status = arena_status(arena, NULL);
    if (status != STATUS_OK) {
        story_live_free(live);
        return error_set(error, status, "no memory for the decision on an article");
    }
    return put(index, live, decision->story, decision->copy_of, error);
}

enum status story_index_restore(struct story_index *index, const struct story_document *document,
                                struct str story, struct str copy_of, struct error *error) {
    struct story_live *live;
    if (str_empty(story))
        return error_set(error, STATUS_INVALID, "an article to restore needs its story");
    enum status status = make(index, document, &live, error);
    return status == STATUS_OK ? put(index, live, story, copy_of, error) : status;
}

enum status story_index_describe(struct story_index *index, struct arena *arena, size_t n,
                                 const struct story_document *document,
                                 struct story_decision *decision, struct error *error) {
    struct str id;
    *decision = (struct story_decision){0};
    if (!story_index_member(index, n, &id, &decision->story, &decision->copy_of))
        return error_set(error, STATUS_NOT_FOUND, "there is no article number %zu", n);
    enum status status = story_words_read(&index->words, document, error);
    if (status != STATUS_OK)
        return status;
    struct story_search search = {.index = index, .live = index->live[n]};
    status = story_search_run(&search);
    size_t at = 0;
    while (at < search.count &&
           index->live[search.likenesses[at].slot]->story != search.live->story)
        at++;
    if (status == STATUS_OK && at < search.count)
        explain_likeness(&search, &search.likenesses[at], arena, decision);
    else if (status == STATUS_OK)
        explain_founding(&search, decision);
    story_search_end(&search);
    return status == STATUS_OK ? arena_status(arena, error) : error_memory(error);
}
