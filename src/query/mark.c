#include "query/mark.h"

#include "text/token.h"

enum status query_marker_open(struct query_marker *marker, const struct query *query,
                              struct error *error) {
    *marker = (struct query_marker){.query = query};
    for (size_t i = 0; i < query->phrase_count; i++)
        for (size_t k = 0; k < query->phrases[i].count; k++)
            if (query->phrases[i].terms[k].n > 0)
                marker->begins[(unsigned char)query->phrases[i].terms[k].p[0]] = true;
    return text_termer_open(&marker->termer, error);
}

void query_marker_close(struct query_marker *marker) {
    text_termer_close(&marker->termer);
}

static bool matches(const struct query_phrase *phrase, const struct str *words, size_t left) {
    if (phrase->count > left)
        return false;
    for (size_t i = 0; i < phrase->count; i++) {
        bool beginning = phrase->prefix && i + 1 == phrase->count;
        /* What is stored are terms: a beginning is one of those. */
        if (beginning ? !str_starts(words[i], phrase->terms[i])
                      : !str_eq(words[i], phrase->terms[i]))
            return false;
    }
    return true;
}

/* How many words from here on belong to a phrase that is found here. */
static size_t longest(const struct query *query, enum query_field field, const struct str *words,
                      size_t left) {
    size_t most = 0;
    for (size_t i = 0; i < query->phrase_count; i++) {
        const struct query_phrase *phrase = &query->phrases[i];
        bool here = phrase->field == QUERY_ANYWHERE || phrase->field == field;
        if (!phrase->excluded && here && phrase->count > most && matches(phrase, words, left))
            most = phrase->count;
    }
    return most;
}

/* Of English words only the end is cut (text_term): one of ASCII that begins as no term does can be
 * none, and most are such. (They stay absent below.) */
static bool is_hopeful(const struct query_marker *marker, struct str folded) {
    unsigned char first = folded.n > 0 ? (unsigned char)folded.p[0] : 0;
    return first >= 0x80 || marker->begins[first];
}

static enum status find_words(struct query_marker *marker, struct arena *arena,
                              const struct text_tokens *tokens, struct str **words,
                              struct error *error) {
    *words = arena_array(arena, tokens->n, struct str);
    if (*words == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < tokens->n; i++) {
        struct str folded = tokens->items[i].folded;
        if (!is_hopeful(marker, folded))
            continue;
        struct str term = text_term(&marker->termer, folded);
        (*words)[i] = term.p == folded.p ? folded : arena_copy(arena, term);
    }
    return arena_status(arena, error);
}

static enum status add_span(struct arena *arena, struct query_span span, size_t *room,
                            struct query_span **spans, size_t *count, struct error *error) {
    struct query_span *last = *count > 0 ? &(*spans)[*count - 1] : NULL;
    if (last != NULL && span.start <= last->end) {
        last->end = span.end > last->end ? span.end : last->end;
        return STATUS_OK;
    }
    if (arena_grow(arena, spans, room, *count + 1, sizeof span) != STATUS_OK)
        return arena_status(arena, error);
    (*spans)[(*count)++] = span;
    return STATUS_OK;
}

enum status query_mark(struct query_marker *marker, struct arena *arena, struct str text,
                       enum query_field field, struct query_span **spans, size_t *count,
                       struct error *error) {
    struct text_tokens tokens = {0};
    struct str *words = NULL;
    size_t room = 0;
    *spans = NULL;
    *count = 0;
    enum status status = text_tokenize(arena, text, &tokens, error);
    if (status == STATUS_OK)
        status = find_words(marker, arena, &tokens, &words, error);
    for (size_t i = 0; status == STATUS_OK && i < tokens.n; i++) {
        if (str_absent(words[i]))
            continue;
        size_t n = longest(marker->query, field, words + i, tokens.n - i);
        if (n > 0)
            status = add_span(
                arena, (struct query_span){tokens.items[i].start, tokens.items[i + n - 1].end},
                &room, spans, count, error);
    }
    return status;
}
