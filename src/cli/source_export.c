#include "cli/workspace.h"

#include "edition/opml.h"

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        opml_write(&workspace.edition, workspace.edition.sources, workspace.edition.source_count,
                   &invocation->out);
    workspace_close(&workspace);
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
