#include "search/suggest.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "text/terms.h"
#include "text/token.h"
#include "text/typo.h"

enum { USUAL = 3 }; /* headlines with a word from which on it is no mistake */

/* The word that is nearest to `word`, then the most usual one; absent for none, and where the word
 * itself is usual. */
static enum status nearest(struct store *store, struct arena *arena, struct str word,
                           struct str *best, struct error *error) {
    struct text_trigrams trigrams;
    struct str list[TEXT_TYPO_CHARACTERS + 1];
    struct store_word *words;
    size_t count, least = text_typo_allowed(word) + 1;
    int64_t itself = 0, most = 0;
    *best = STR_NONE;
    text_trigrams(word, &trigrams);
    for (size_t i = 0; i < trigrams.count; i++)
        list[i] = text_trigram(&trigrams, i);
    enum status status =
        store_words_near(store, arena, list, trigrams.count, &words, &count, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        size_t distance = text_typo_distance(word, words[i].word);
        if (distance == 0)
            itself = words[i].articles;
        else if (distance < least ||
                 (distance == least && words[i].articles > most && !str_absent(*best))) {
            least = distance;
            most = words[i].articles;
            *best = words[i].word;
        }
    }
    if (itself >= USUAL || most <= itself)
        *best = STR_NONE;
    return status;
}

/* Appends the phrase's words, with better ones where there are. */
static enum status add_phrase(struct store *store, struct arena *arena, struct str words,
                              struct buf *out, bool *changed, struct error *error) {
    struct text_tokens tokens;
    size_t done = 0;
    enum status status = text_tokenize(arena, words, &tokens, error);
    for (size_t i = 0; status == STATUS_OK && i < tokens.n; i++) {
        const struct text_token *token = &tokens.items[i];
        struct str better = STR_NONE;
        if (utf8_length(token->folded) >= TEXT_WORD_LEAST)
            status = nearest(store, arena, token->folded, &better, error);
        if (status != STATUS_OK || str_absent(better))
            continue;
        buf_add(out, str_of(words.p + done, token->start - done));
        buf_add(out, better);
        done = token->end;
        *changed = true;
    }
    buf_add(out, str_skip(words, done));
    return status;
}

enum status search_suggest(struct store *store, struct arena *arena, struct str line,
                           const struct query *query, struct str *suggestion, struct error *error) {
    enum { LINE_MOST = 4 * QUERY_BYTES_MOST };
    struct buf out;
    const char *done = line.p;
    bool changed = false;
    enum status status = STATUS_OK;
    *suggestion = STR_NONE;
    buf_init(&out, LINE_MOST);
    for (size_t i = 0; i < query->phrase_count && status == STATUS_OK; i++) {
        const struct query_phrase *phrase = &query->phrases[i];
        if (phrase->excluded || phrase->prefix)
            continue;
        buf_add(&out, str_of(done, (size_t)(phrase->words.p - done)));
        status = add_phrase(store, arena, phrase->words, &out, &changed, error);
        done = phrase->words.p + phrase->words.n;
    }
    if (line.n > 0)
        buf_add(&out, str_of(done, (size_t)(line.p + line.n - done)));
    if (status == STATUS_OK && changed && out.status == STATUS_OK)
        *suggestion = arena_copy(arena, buf_str(&out));
    buf_release(&out);
    return status == STATUS_OK ? arena_status(arena, error) : status;
}
