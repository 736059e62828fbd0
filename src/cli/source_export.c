#include "cli/edition.h"

#include "edition/opml.h"

static enum status run(struct invocation *invocation) {
    struct desk desk;
    enum status status = desk_open(invocation, &desk);
    if (status == STATUS_OK)
        opml_write(&desk.edition, desk.edition.sources, desk.edition.source_count,
                   &invocation->out);
    desk_close(&desk);
    return status;
}

const struct command command_source_export = {
    .name = "source export",
    .arguments = "",
    .summary = "print the sources as OPML",
    .help = "Prints the sources of the edition as an OPML file, with all attributes.",
    .group = GROUP_SOURCES,
    .edition = true,
    .run = run,
};
