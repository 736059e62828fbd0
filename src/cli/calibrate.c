#include "replay/calibrate.h"

#include "base/json.h"
#include "cli/workspace.h"
#include "files/files.h"
#include "files/tree.h"

static const struct str configuration_path = STR_INIT("edition.yaml");

static void add_day(struct buf *out, int64_t day) {
    char text[TIME_TEXT];
    buf_add_cstr(out, day_format(day * DAY_SECONDS, text));
}

/* ---- as JSON ---- */

static void add_json(struct buf *out, const struct calibrate_report *report) {
    struct json json;
    json_init(&json, out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_time(&json, "from", report->from);
    json_field_time(&json, "to", report->to);
    json_field_int(&json, "articles", (int64_t)report->articles);
    json_field_int(&json, "stories", (int64_t)report->stories);
    json_field_int(&json, "shownNow", (int64_t)report->before);
    json_field_int(&json, "shownThen", (int64_t)report->after);
    json_key(&json, "changes");
    json_begin_array(&json);
    for (size_t i = 0; i < report->change_count; i++) {
        const struct calibrate_change *change = &report->changes[i];
        json_begin_object(&json);
        json_field_str(&json, "key", change->path);
        json_field_str(&json, "before", change->before);
        json_field_str(&json, "after", change->after);
        json_field_str(&json, "reason", change->reason);
        json_end_object(&json);
    }
    json_end_array(&json);
    json_key(&json, "notes");
    json_begin_array(&json);
    for (size_t i = 0; i < report->note_count; i++)
        json_str(&json, report->notes[i]);
    json_end_array(&json);
    json_end_object(&json);
    BUF_ADD(out, "\n");
}

/* ---- in words ---- */

static void add_row(struct buf *out, const struct calibrate_day *day) {
    add_day(out, day->day);
    buf_printf(out, "  %8zu  %7zu  %9zu  %10zu\n", day->articles, day->stories, day->before,
               day->after);
}

static void add_words(struct buf *out, const struct calibrate_report *report) {
    int64_t hours = (report->to - report->from) / HOUR_SECONDS;
    buf_printf(out, "%lld day%s and %lld hour%s of intake\n\n", (long long)(hours / 24),
               hours / 24 == 1 ? "" : "s", (long long)(hours % 24), hours % 24 == 1 ? "" : "s");
    BUF_ADD(out, "day         articles  stories  shown now  shown then\n");
    for (size_t i = 0; i < report->day_count; i++)
        add_row(out, &report->days[i]);
    buf_printf(out, "all         %8zu  %7zu  %9zu  %10zu\n\n", report->articles, report->stories,
               report->before, report->after);
    for (size_t i = 0; i < report->change_count; i++) {
        const struct calibrate_change *change = &report->changes[i];
        buf_printf(out, "%.*s: %.*s → %.*s\n    %.*s\n", STR_ARG(change->path),
                   STR_ARG(change->before), STR_ARG(change->after), STR_ARG(change->reason));
    }
    if (report->change_count == 0)
        BUF_ADD(out, "Nothing is to be changed.\n");
    for (size_t i = 0; i < report->note_count; i++)
        buf_printf(out, "%s- %.*s\n", i == 0 ? "\n" : "", STR_ARG(report->notes[i]));
}

/* ---- writing ---- */

/* The present edition.yaml with the changes in it; loaded, so that nothing broken is written. */
static enum status apply(struct invocation *invocation, struct workspace *workspace,
                         const struct calibrate_report *report, struct str *out) {
    struct error *error = &invocation->error;
    struct edition_file *files;
    struct edition edition;
    size_t count, at = 0;
    enum status status =
        files_read_edition(&workspace->arena, invocation->folder, &files, &count, error);
    while (status == STATUS_OK && at < count && !str_eq(files[at].path, configuration_path))
        at++;
    for (size_t i = 0; status == STATUS_OK && i < report->change_count; i++)
        status = edition_set(&workspace->arena, files[at].bytes, report->changes[i].path,
                             report->changes[i].after, &files[at].bytes, error);
    if (status == STATUS_OK)
        status = edition_load(&workspace->arena, files, count, &edition, error);
    if (status == STATUS_OK)
        *out = files[at].bytes;
    return status;
}

static void add_paste(struct buf *out, const struct calibrate_report *report) {
    BUF_ADD(out, "\nedition.yaml is laid out so that this cannot be written into it; below their "
                 "sections go\n");
    for (size_t i = 0; i < report->change_count; i++)
        buf_printf(out, "    %.*s: %.*s\n", STR_ARG(report->changes[i].path),
                   STR_ARG(report->changes[i].after));
}

static enum status write_into(struct invocation *invocation, const char *folder, struct str path,
                              struct str bytes) {
    struct tree *tree = NULL;
    enum status status = tree_open(folder, &tree, &invocation->error);
    if (status == STATUS_OK)
        status = tree_write(tree, path, bytes, &invocation->error);
    if (status == STATUS_OK)
        status = tree_settle(tree, &invocation->error);
    tree_close(tree);
    return status;
}

static enum status rewrite(struct invocation *invocation, struct workspace *workspace,
                           const struct calibrate_report *report) {
    struct files_lock lock;
    struct str bytes;
    enum status status = files_lock_editing(invocation->folder, &lock, &invocation->error);
    if (status != STATUS_OK)
        return status;
    status = apply(invocation, workspace, report, &bytes);
    if (status == STATUS_OK)
        status = write_into(invocation, invocation->folder, configuration_path, bytes);
    files_unlock(&lock);
    return status;
}

static enum status write_changes(struct invocation *invocation, struct workspace *workspace,
                                 const struct calibrate_report *report) {
    struct buf *out = &invocation->out;
    enum status status = rewrite(invocation, workspace, report);
    if (status == STATUS_UNSUPPORTED) {
        invocation->found = true;
        if (!invocation->json)
            add_paste(out, report);
        return STATUS_OK;
    }
    if (status == STATUS_OK && !invocation->json)
        BUF_ADD(out, "\nedition.yaml is written; the next run makes all scores anew.\n");
    return status;
}

static enum status finish(struct invocation *invocation, struct workspace *workspace,
                          const struct calibrate_report *report) {
    if (invocation->json)
        add_json(&invocation->out, report);
    else
        add_words(&invocation->out, report);
    if (report->change_count == 0)
        return STATUS_OK;
    if (option_given(invocation, "write"))
        return write_changes(invocation, workspace, report);
    if (!invocation->json)
        BUF_ADD(&invocation->out, "\nNothing is written: --write does that.\n");
    return STATUS_OK;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct calibrate_options options = {.keep_points = option_given(invocation, "keep-points")};
    struct calibrate_report report;
    if (!option_given(invocation, "stories"))
        return error_set(&invocation->error, STATUS_USAGE,
                         "--stories N must say how many stories a day are wanted");
    enum status status = option_number(invocation, "stories", 1, 1000, 0, &options.stories);
    if (status == STATUS_OK)
        status = option_number(invocation, "days", 1, 3650, 14, &options.days);
    if (status != STATUS_OK)
        return status;
    status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = workspace_open_store(invocation, &workspace, STORE_READ);
    if (status == STATUS_OK)
        status = calibrate(workspace.store, &workspace.edition, &options, &workspace.arena, &report,
                           &invocation->error);
    if (status == STATUS_OK)
        status = finish(invocation, &workspace, &report);
    workspace_close(&workspace);
    return status;
}

const struct command command_calibrate = {
    .name = "calibrate",
    .arguments = "",
    .summary = "fit threshold and points to what comes in and to how much is wanted",
    .help =
        "Looks at the stories of the last days and says which threshold would have shown N of them "
        "a day, what a related article should count so that wide coverage outweighs a good "
        "headline, how large the front page should be and from which heat its larger types. Each "
        "change has its reason. Scores are made anew from what is stored, without readers' clicks "
        "and without fetching.\n\n"
        "Nothing is changed without --write, which writes the changes into edition.yaml and leaves "
        "its comments and its order as they are; where the file is laid out so that this is not "
        "sure, it says what to write. 'broadsheet replay --with' tells of a changed copy what it "
        "would have made of the past.",
    .group = GROUP_STARTING,
    .edition = true,
    .options = {{"stories", 0, "N", "how many stories a day are wanted", false},
                {"days", 0, "N", "look back at most N days (14)", false},
                {.name = "keep-points", .help = "leave the points, fit only threshold and front"},
                {.name = "write", .help = "write the changes into edition.yaml"},
                {.name = "json", .help = "one JSON line"}},
    .exits = {{EXIT_FOUND, "with --write: edition.yaml must be changed by hand"},
              {EXIT_DATA, "too little has come in"},
              {EXIT_CREATE, NULL},
              {EXIT_CONFIG, NULL}},
    .run = run,
};
