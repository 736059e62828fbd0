#include "cli/rounds.h"

#include "base/utf8.h"
#include "url/url.h"

struct adding {
    struct invocation *invocation;
};

/* The page from a file instead of the network. */
static enum status add_from_file(struct adding *adding, struct gatherer *gatherer, struct str url,
                                 struct facts *facts, struct error *error) {
    struct arena arena;
    struct buf bytes;
    struct page page;
    struct observation observation;
    arena_init(&arena, 256 * 1024 * 1024);
    buf_init(&bytes, PAGE_BYTES_MOST + 1);
    enum status status = cli_read(adding->invocation, option_value(adding->invocation, "page"),
                                  PAGE_BYTES_MOST, &bytes);
    if (status == STATUS_OK)
        status = page_extract(&arena, buf_str(&bytes), url, STR_NONE, &page, error);
    if (status == STATUS_OK)
        status = observation_from_page(&arena, &page, &observation, error);
    if (status == STATUS_OK)
        gather_rights(gatherer, &arena, &page, STR_NONE, &observation);
    if (status == STATUS_OK)
        status = gather_language(gatherer, &arena, &observation, error);
    if (status == STATUS_OK)
        status = facts_add_observed(facts, &observation, gatherer->now, error);
    buf_release(&bytes);
    arena_release(&arena);
    return status;
}

static enum status add_all(void *state, struct gatherer *gatherer, struct facts *facts,
                           struct error *error) {
    struct adding *adding = state;
    struct arena arena;
    enum status status = STATUS_OK;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; status == STATUS_OK && i < adding->invocation->argument_count; i++) {
        struct str url, argument = adding->invocation->arguments[i];
        struct error why = {0};
        status = url_resolve(&arena, argument, STR_NONE, &url, &why);
        if (status != STATUS_OK)
            error_set(error, status, "%.*s: %s", STR_ARG(utf8_cut_bytes(argument, 200)),
                      why.message);
        if (status == STATUS_OK && option_given(adding->invocation, "page"))
            status = add_from_file(adding, gatherer, url, facts, error);
        else if (status == STATUS_OK)
            status = gather_page(gatherer, url, facts, error);
    }
    arena_release(&arena);
    return status;
}

static enum status run(struct invocation *invocation) {
    struct adding adding = {.invocation = invocation};
    if (option_given(invocation, "page") && invocation->argument_count != 1)
        return error_set(&invocation->error, STATUS_USAGE, "--page goes with one address");
    return rounds_run(invocation, ROUND_PROCESS | ROUND_PUBLISH, add_all, &adding);
}

const struct command command_add = {
    .name = "add",
    .arguments = "URL…",
    .summary = "take an article in by hand, now",
    .help =
        "Fetches the page of each address, takes its title, date, picture and text from it, files "
        "it under topics, finds its story, and publishes. When one cannot be fetched, none is "
        "added. With --page the page is read from a file instead.",
    .group = GROUP_HAND,
    .least = 1,
    .most = -1,
    .edition = true,
    .options = {{.name = "page", .value = "FILE", .help = "the address's page, read from a file"},
                {.name = "json", .help = "the summary as one JSON line"},
                KEYS_PASSPHRASE},
    .exits = {{EXIT_DATA, "an address or its page cannot be used"},
              {EXIT_UNAVAILABLE, "a page cannot be fetched, or may not be"},
              {EXIT_CREATE, NULL},
              {EXIT_RETRY, NULL}},
    .run = run,
};
