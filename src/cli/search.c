#include "cli/edition.h"

#include "text/terms.h"

enum { TERMS_MOST = 64, RESULTS = 50 };

/* The words asked for as the index holds them. */
static enum status search_terms(struct invocation *invocation, struct desk *desk, struct str *terms,
                                size_t *count) {
    *count = 0;
    for (size_t i = 0; i < invocation->argument_count; i++) {
        struct str all, term;
        enum status status =
            text_terms(&desk->arena, invocation->arguments[i], &all, &invocation->error);
        if (status != STATUS_OK)
            return status;
        while (*count < TERMS_MOST && str_next(&all, ' ', &term))
            terms[(*count)++] = term;
    }
    if (*count == 0)
        return error_set(&invocation->error, STATUS_USAGE, "search needs at least one word");
    return STATUS_OK;
}

static enum status run(struct invocation *invocation) {
    struct desk desk;
    struct str terms[TERMS_MOST];
    struct str *ids;
    struct store_article *rows;
    size_t count, found = 0;
    int64_t most;
    enum status status = option_number(invocation, "most", 1, 10000, RESULTS, &most);
    if (status != STATUS_OK)
        return status;
    status = desk_open(invocation, &desk);
    if (status == STATUS_OK)
        status = desk_open_store(invocation, &desk, STORE_READ);
    if (status == STATUS_OK)
        status = search_terms(invocation, &desk, terms, &count);
    if (status == STATUS_OK)
        status = store_search(desk.store, &desk.arena, terms, count, (size_t)most, &ids, &found,
                              &invocation->error);
    if (status == STATUS_OK)
        status = store_articles_get(desk.store, &desk.arena, ids, found, &rows, &invocation->error);
    for (size_t i = 0; status == STATUS_OK && i < found; i++) {
        struct article article;
        if (rows[i].id[0] == '\0')
            continue;
        status = desk_article(&desk, &rows[i], &article, &invocation->error);
        if (status == STATUS_OK)
            desk_row(invocation, &desk, &rows[i], &article);
    }
    desk_close(&desk);
    return status;
}

const struct command command_search = {
    .name = "search",
    .arguments = "WORD…",
    .summary = "find articles that hold all the words",
    .help =
        "Lists the articles that hold all the words in title, excerpt or text, best first. Case, "
        "accents' form and endings of words do not matter. Nothing in a word is syntax.",
    .group = GROUP_READING,
    .least = 1,
    .most = -1,
    .edition = true,
    .options = {{.name = "most", .value = "N", .help = "at most N of them (50)"},
                {.name = "json", .help = "one JSON line an article"}},
    .run = run,
};
