#include "cli/workspace.h"

#include "publish/publish.h"

/* What is not sorted yet would be missing in silence. */
static enum status check_sorted(struct invocation *invocation, struct workspace *workspace) {
    int64_t last, folded;
    enum status status = store_facts_last(workspace->store, &last, &invocation->error);
    if (status == STATUS_OK)
        status = store_folded(workspace->store, &folded, &invocation->error);
    if (status == STATUS_OK && folded < last)
        return error_set(&invocation->error, STATUS_UNAVAILABLE,
                         "%lld facts are not sorted yet ('broadsheet process' does it)",
                         (long long)(last - folded));
    return status;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct publish_report report = {0};
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = workspace_open_store(invocation, &workspace, STORE_READ);
    if (status == STATUS_OK)
        status = check_sorted(invocation, &workspace);
    const struct publish_context context = {
        .folder = invocation->folder,
        .edition = &workspace.edition,
        .store = workspace.store,
        .log = &invocation->log,
    };
    const char *folder = arena_cstr(&workspace.arena, invocation->arguments[0]);
    if (status == STATUS_OK && folder == NULL)
        status = arena_status(&workspace.arena, &invocation->error);
    if (status == STATUS_OK)
        status = publish_records(&context, folder, &report, &invocation->error);
    if (status == STATUS_OK)
        buf_printf(&invocation->out, "Wrote %zu of %zu records.\n", report.records.written,
                   report.records.written + report.records.unchanged);
    workspace_close(&workspace);
    return status;
}

const struct command command_record_export = {
    .name = "record export",
    .arguments = "DIR",
    .summary = "write all records into a folder",
    .help = "Writes every record as publishing would, into DIR/_news/, which is made when it is "
            "missing. Files that would not change are not touched, and others are left alone.",
    .group = GROUP_RECORDS,
    .least = 1,
    .most = 1,
    .edition = true,
    .exits = {{EXIT_CREATE, NULL}},
    .run = run,
};
