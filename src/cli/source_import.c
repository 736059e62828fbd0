#include "cli/edition.h"

#include "edition/opml.h"
#include "files/tree.h"

enum { OPML_MOST = 16 * 1024 * 1024 };

static bool watched(const struct edition *edition, const struct edition_source *source) {
    for (size_t i = 0; i < edition->source_count; i++)
        if (str_eq(edition->sources[i].url, source->url))
            return true;
    return false;
}

/* The edition's own sources, then those of the file that it does not watch yet. */
static enum status join(struct desk *desk, const struct edition_source *fresh, size_t fresh_count,
                        struct edition_source **all, size_t *count, struct error *error) {
    const struct edition *edition = &desk->edition;
    *count = 0;
    *all = arena_array(&desk->arena, edition->source_count + fresh_count, struct edition_source);
    if (*all == NULL)
        return arena_status(&desk->arena, error);
    for (size_t i = 0; i < edition->source_count; i++)
        (*all)[(*count)++] = edition->sources[i];
    for (size_t i = 0; i < fresh_count; i++)
        if (!watched(edition, &fresh[i]))
            (*all)[(*count)++] = fresh[i];
    return STATUS_OK;
}

static enum status import(struct invocation *invocation, struct desk *desk, struct buf *bytes,
                          struct buf *out) {
    struct edition_source *fresh, *all;
    size_t fresh_count, count;
    struct tree *tree = NULL;
    struct error *error = &invocation->error;
    enum status status = cli_read(invocation, invocation->arguments[0], OPML_MOST, bytes);
    if (status == STATUS_OK)
        status =
            opml_read(&desk->arena, buf_str(bytes), &desk->edition, &fresh, &fresh_count, error);
    if (status == STATUS_OK)
        status = join(desk, fresh, fresh_count, &all, &count, error);
    if (status != STATUS_OK)
        return status;
    opml_write(&desk->edition, all, count, out);
    status = buf_check(out, error);
    if (status == STATUS_OK)
        status = tree_open(invocation->folder, &tree, error);
    if (status == STATUS_OK)
        status = tree_write(tree, STR("sources.opml"), buf_str(out), error);
    tree_close(tree);
    if (status == STATUS_OK)
        buf_printf(&invocation->out, "Added %zu of %zu sources; the edition watches %zu now.\n",
                   count - desk->edition.source_count, fresh_count, count);
    return status;
}

static enum status run(struct invocation *invocation) {
    struct desk desk;
    struct buf bytes, out;
    buf_init(&bytes, OPML_MOST + 1);
    buf_init(&out, OPML_MOST * 2);
    enum status status = desk_open(invocation, &desk);
    if (status == STATUS_OK)
        status = import(invocation, &desk, &bytes, &out);
    buf_release(&out);
    buf_release(&bytes);
    desk_close(&desk);
    return status;
}

const struct command command_source_import = {
    .name = "source import",
    .arguments = "FILE",
    .summary = "watch the sources of an OPML file, too",
    .help =
        "Adds the sources of an OPML file (- for standard input) to sources.opml. Those that are "
        "watched already stay as they are. Nothing changes when the file cannot be read.",
    .group = GROUP_SOURCES,
    .least = 1,
    .most = 1,
    .edition = true,
    .exits = {{EXIT_DATA, "the file is not there, or no OPML"}, {EXIT_CREATE, NULL}},
    .run = run,
};
