#include "query/query.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "text/terms.h"
#include "text/token.h"

enum field {
    FIELD_NONE,
    FIELD_TITLE,
    FIELD_AUTHOR,
    FIELD_TOPIC,
    FIELD_PROVIDER,
    FIELD_AFTER,
    FIELD_BEFORE,
    FIELD_ON
};

static const struct {
    struct str name;
    enum field field;
} fields[] = {
    {STR_INIT("title:"), FIELD_TITLE}, {STR_INIT("author:"), FIELD_AUTHOR},
    {STR_INIT("topic:"), FIELD_TOPIC}, {STR_INIT("provider:"), FIELD_PROVIDER},
    {STR_INIT("after:"), FIELD_AFTER}, {STR_INIT("before:"), FIELD_BEFORE},
    {STR_INIT("on:"), FIELD_ON},
};

/* One thing that is asked for, as it was typed. */
struct item {
    bool excluded, quoted;
    enum field field;
    struct str words;
};

static size_t skip_space(struct str line, size_t at) {
    while (at < line.n) {
        size_t next = at;
        if (!utf8_is_space(utf8_next(line, &next)))
            break;
        at = next;
    }
    return at;
}

static size_t find_space(struct str line, size_t at) {
    while (at < line.n) {
        size_t next = at;
        if (utf8_is_space(utf8_next(line, &next)))
            break;
        at = next;
    }
    return at;
}

/* The quotation mark at `at`, typographic ones too: how many bytes it has, or 0. */
static size_t quote_at(struct str line, size_t at) {
    static const struct str marks[] = {STR_INIT("\""), STR_INIT("\xE2\x80\x9C"),
                                       STR_INIT("\xE2\x80\x9D"), STR_INIT("\xE2\x80\x9E")};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (str_starts(str_skip(line, at), marks[i]))
            return marks[i].n;
    return 0;
}

static enum field take_field(struct str line, size_t *at) {
    struct str rest = str_skip(line, *at);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (str_starts_case(rest, fields[i].name)) {
            *at += fields[i].name.n;
            return fields[i].field;
        }
    return FIELD_NONE;
}

/* Reads the item at *at and moves behind it; false at the line's end. */
static bool next_item(struct str line, size_t *at, struct item *item) {
    *at = skip_space(line, *at);
    if (*at >= line.n)
        return false;
    *item = (struct item){.excluded = line.p[*at] == '-'};
    *at += item->excluded;
    item->field = take_field(line, at);
    size_t mark = quote_at(line, *at);
    item->quoted = mark > 0;
    *at += mark;
    size_t end = *at;
    if (item->quoted)
        while (end < line.n && quote_at(line, end) == 0)
            end++;
    else
        end = find_space(line, end);
    item->words = str_of(line.p + *at, end - *at);
    *at = end + (item->quoted ? quote_at(line, end) : 0);
    return true;
}

/* ---- dates ---- */

bool query_date(struct str text, int64_t *from, int64_t *to) {
    enum { YEAR_MOST = 9999 };
    uint64_t parts[3] = {0, 1, 1};
    static const size_t widths[3] = {4, 2, 2};
    struct str rest = text, part;
    size_t n = 0;
    while (str_next(&rest, '-', &part))
        if (n == 3 || part.n != widths[n] || !str_to_u64(part, &parts[n++]))
            return false;
    if (n == 0 || text.p[text.n - 1] == '-' || parts[0] == 0 || parts[0] > YEAR_MOST)
        return false;
    struct civil day = {.year = (int64_t)parts[0], .month = (int)parts[1], .day = (int)parts[2]};
    *from = time_from_civil(day);
    struct civil same = civil_from_time(*from);
    if (same.month != day.month || same.day != day.day || same.year != day.year)
        return false;
    day.year += n == 1;
    day.month += n == 2;
    day.day += n == 3;
    *to = time_from_civil(day);
    return true;
}

static enum status add_date(struct query *query, const struct item *item, struct error *error) {
    int64_t from, to;
    if (item->words.n == 0)
        return STATUS_OK;
    if (!query_date(item->words, &from, &to))
        return error_set(error, STATUS_INVALID,
                         "'%.*s' is no date; a day is written 2025-10-08, a month 2025-10",
                         STR_ARG(item->words));
    if (item->field != FIELD_BEFORE && (query->from == TIME_NONE || from > query->from))
        query->from = from;
    if (item->field == FIELD_BEFORE)
        to = from;
    if (item->field != FIELD_AFTER && (query->to == TIME_NONE || to < query->to))
        query->to = to;
    return STATUS_OK;
}

/* ---- names and words ---- */

static enum status add_name(struct query_name *names, size_t *count, const struct item *item,
                            struct error *error) {
    if (str_trim(item->words).n == 0)
        return STATUS_OK;
    if (*count == QUERY_NAMES_MOST)
        return error_set(error, STATUS_LIMIT, "at most %d outlets and topics can be named",
                         QUERY_NAMES_MOST);
    names[(*count)++] = (struct query_name){str_trim(item->words), item->excluded};
    return STATUS_OK;
}

/* The terms of the words; of a beginning the folded tokens, as its ending is not known. What is no
 * UTF-8 is in no article. */
static enum status find_terms(struct arena *arena, struct query_phrase *phrase,
                              struct error *error) {
    struct str all, term;
    struct text_tokens tokens;
    size_t room = 0;
    enum status status = text_terms(arena, phrase->words, &all, error);
    while (status == STATUS_OK && str_next(&all, ' ', &term)) {
        if (term.n == 0 || !utf8_valid(term, NULL))
            continue;
        status = arena_grow(arena, &phrase->terms, &room, phrase->count + 1, sizeof term);
        if (status != STATUS_OK)
            return arena_status(arena, error);
        phrase->terms[phrase->count++] = term;
    }
    if (status != STATUS_OK || !phrase->prefix || phrase->count == 0)
        return status;
    status = text_tokenize(arena, phrase->words, &tokens, error);
    if (status == STATUS_OK && tokens.n == phrase->count &&
        utf8_valid(tokens.items[tokens.n - 1].folded, NULL))
        phrase->terms[phrase->count - 1] = tokens.items[tokens.n - 1].folded;
    return status;
}

static enum status add_phrase(struct arena *arena, struct query *query, size_t *room,
                              const struct item *item, struct error *error) {
    struct query_phrase phrase = {
        .words = item->words,
        .excluded = item->excluded,
        .field = item->field == FIELD_TITLE    ? QUERY_TITLE
                 : item->field == FIELD_AUTHOR ? QUERY_AUTHOR
                                               : QUERY_ANYWHERE,
        .prefix = !item->quoted && str_ends(item->words, STR("*")),
    };
    enum status status = find_terms(arena, &phrase, error);
    if (status != STATUS_OK || phrase.count == 0)
        return status;
    query->term_count += phrase.count;
    if (query->term_count > QUERY_TERMS_MOST)
        return error_set(error, STATUS_LIMIT, "these are more than %d words", QUERY_TERMS_MOST);
    status = arena_grow(arena, &query->phrases, room, query->phrase_count + 1, sizeof phrase);
    if (status != STATUS_OK)
        return arena_status(arena, error);
    query->phrases[query->phrase_count++] = phrase;
    return STATUS_OK;
}

enum status query_read(struct arena *arena, struct str line, struct query *query,
                       struct error *error) {
    struct item item;
    size_t at = 0, room = 0;
    enum status status = STATUS_OK;
    *query = (struct query){.from = TIME_NONE, .to = TIME_NONE};
    if (line.n > QUERY_BYTES_MOST)
        return error_set(error, STATUS_LIMIT, "this is longer than %d bytes", QUERY_BYTES_MOST);
    while (status == STATUS_OK && next_item(line, &at, &item)) {
        switch (item.field) {
        case FIELD_TOPIC:
            status = add_name(query->topics, &query->topic_count, &item, error);
            break;
        case FIELD_PROVIDER:
            status = add_name(query->providers, &query->provider_count, &item, error);
            break;
        case FIELD_AFTER:
        case FIELD_BEFORE:
        case FIELD_ON:
            status = item.excluded ? STATUS_OK : add_date(query, &item, error);
            break;
        case FIELD_NONE:
        case FIELD_TITLE:
        case FIELD_AUTHOR:
            status = add_phrase(arena, query, &room, &item, error);
            break;
        }
    }
    return status;
}

bool query_asks(const struct query *query) {
    bool asks = query->from != TIME_NONE || query->to != TIME_NONE ||
                query->topic_count + query->provider_count > 0;
    for (size_t i = 0; i < query->phrase_count; i++)
        asks |= !query->phrases[i].excluded;
    return asks;
}
