#include "cli/source.h"

#include "edition/opml.h"

static bool watched(const struct edition *edition, const struct edition_source *source) {
    for (size_t i = 0; i < edition->source_count; i++)
        if (str_eq(edition->sources[i].url, source->url))
            return true;
    return false;
}

/* Moves those of the file that are not watched yet to the front; returns how many. */
static size_t sift(const struct edition *edition, struct edition_source *fresh, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!watched(edition, &fresh[i]))
            fresh[kept++] = fresh[i];
    return kept;
}

static enum status import(struct invocation *invocation, struct workspace *workspace,
                          struct buf *bytes) {
    struct edition_source *fresh;
    struct opml_refused refused;
    size_t count, kept;
    struct error *error = &invocation->error;
    enum status status = cli_read(invocation, invocation->arguments[0], SOURCE_OPML_MOST, bytes);
    if (status == STATUS_OK)
        status = opml_read_others(&workspace->arena, buf_str(bytes), &workspace->edition, &fresh,
                                  &count, &refused, error);
    if (status != STATUS_OK)
        return status;
    kept = sift(&workspace->edition, fresh, count);
    if (kept > 0)
        status = source_append(invocation, workspace, fresh, kept);
    if (status == STATUS_OK)
        buf_printf(&invocation->out, "Added %zu of %zu sources; the edition watches %zu now.\n",
                   kept, count + refused.count, workspace->edition.source_count + kept);
    if (status == STATUS_OK && refused.count > 0) {
        char text[1024];
        buf_printf(&invocation->out, "%zu cannot be watched%s %s\n", refused.count,
                   refused.count > 1 ? ", the first:" : ":",
                   error_describe(&refused.first, text, sizeof text));
    }
    return status;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct buf bytes;
    buf_init(&bytes, SOURCE_OPML_MOST + 1);
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = import(invocation, &workspace, &bytes);
    buf_release(&bytes);
    workspace_close(&workspace);
    return status;
}

const struct command command_source_import = {
    .name = "source import",
    .arguments = "FILE",
    .summary = "watch the sources of an OPML file, too",
    .help =
        "Adds the sources of an OPML file (- for standard input) to sources.opml. Those that are "
        "watched already, and all else in sources.opml, stay as they are. Outlines that cannot be "
        "watched are left out and told of; nothing changes when the file cannot be read.",
    .group = GROUP_SOURCES,
    .least = 1,
    .most = 1,
    .edition = true,
    .exits = {{EXIT_DATA, "the file is not there, or no OPML"}, {EXIT_CREATE, NULL}},
    .run = run,
};
