/* Any line is read without trouble or refused with a reason; what is marked in it lies in it, in
 * order, between whole characters. */
#include "base/utf8.h"
#include "query/mark.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds) {
    if (!holds)
        abort();
}

static void check_marks(struct arena *arena, const struct query *query, struct str text) {
    struct query_marker marker;
    struct query_span *spans;
    size_t count, end = 0;
    check(query_marker_open(&marker, query, NULL) == STATUS_OK);
    check(query_mark(&marker, arena, text, QUERY_TITLE, &spans, &count, NULL) == STATUS_OK);
    for (size_t i = 0; i < count; i++) {
        check(spans[i].start < spans[i].end && spans[i].end <= text.n);
        check(i == 0 || spans[i].start > end);
        end = spans[i].end;
        if (utf8_valid(text, NULL))
            check(utf8_valid(str_of(text.p + spans[i].start, end - spans[i].start), NULL));
    }
    query_marker_close(&marker);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct query query;
    struct error error;
    struct str line = str_of((const char *)data, size);
    arena_init(&arena, 1 << 24);
    enum status status = query_read(&arena, line, &query, &error);
    check(status == STATUS_OK || status == STATUS_INVALID || status == STATUS_LIMIT);
    check(status == STATUS_OK || error.message[0] != '\0');
    size_t terms = 0;
    for (size_t i = 0; status == STATUS_OK && i < query.phrase_count; i++) {
        const struct query_phrase *phrase = &query.phrases[i];
        terms += phrase->count;
        check(phrase->count > 0 && phrase->words.p >= line.p &&
              phrase->words.p + phrase->words.n <= line.p + line.n);
        for (size_t k = 0; k < phrase->count; k++)
            check(phrase->terms[k].n > 0 && utf8_valid(phrase->terms[k], NULL));
    }
    check(terms <= QUERY_TERMS_MOST);
    if (status == STATUS_OK)
        check_marks(&arena, &query, line);
    arena_release(&arena);
    return 0;
}
