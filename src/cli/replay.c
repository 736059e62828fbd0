#include "cli/replay.h"

#include "files/files.h"
#include "files/whole.h"

enum { CONFIGURATION_MOST = 1 << 20, PACKED_MOST = 64 << 20 };

void replay_add_time(struct buf *out, int64_t time) {
    char text[TIME_TEXT];
    time_format(time, text);
    buf_printf(out, "%.10s %.5s", text, text + 11);
}

struct settings {
    struct buf *out;
    const char *indent;
};

static void add_setting(void *state, struct str path, struct str before, struct str after) {
    struct settings *settings = state;
    buf_printf(settings->out, "%s%.*s: ", settings->indent, STR_ARG(path));
    log_inert(settings->out, before);
    BUF_ADD(settings->out, " → ");
    log_inert(settings->out, after);
    BUF_ADD(settings->out, "\n");
}

enum status replay_add_settings(struct invocation *invocation, const struct edition *before,
                                const struct edition *after, const char *indent, struct buf *out) {
    struct settings settings = {out, indent};
    return edition_compare(before, after, add_setting, &settings, &invocation->error);
}

/* A day as midnight, UTC; `otherwise` when the option was not given. */
static enum status day_option(struct invocation *invocation, const char *name, int64_t otherwise,
                              int64_t *time) {
    char stamp[TIME_TEXT];
    struct str day = option_value(invocation, name);
    *time = otherwise;
    if (str_absent(day))
        return STATUS_OK;
    snprintf(stamp, sizeof stamp, "%.*sT00:00:00Z", (int)(day.n < 11 ? day.n : 11), day.p);
    if (day.n == 10 && time_parse(str_from(stamp), time))
        return STATUS_OK;
    return error_set(&invocation->error, STATUS_USAGE, "--%s: expected a day like 2022-06-30",
                     name);
}

static enum status read_span(struct replay *replay) {
    struct invocation *invocation = replay->invocation;
    int64_t day;
    enum status status = day_option(invocation, "from", INT64_MIN, &replay->span.from);
    if (status == STATUS_OK)
        status = day_option(invocation, "to", TIME_NONE, &day);
    if (status != STATUS_OK)
        return status;
    replay->span.to = day == TIME_NONE ? INT64_MAX : day + DAY_SECONDS;
    return option_number(invocation, "most", 0, 1000000, 40, &replay->most);
}

/* The files of the edition with another edition.yaml, or those of another folder. */
static enum status read_with(struct replay *replay, struct str path, struct edition_file **files,
                             size_t *count) {
    struct invocation *invocation = replay->invocation;
    struct arena *arena = &replay->workspace->arena;
    struct buf bytes;
    const char *name = arena_cstr(arena, path);
    if (name == NULL)
        return error_memory(&invocation->error);
    if (files_is_folder(name))
        return files_read_edition(arena, name, files, count, &invocation->error);
    buf_init(&bytes, CONFIGURATION_MOST);
    enum status status = cli_read(invocation, path, CONFIGURATION_MOST, &bytes);
    if (status == STATUS_OK)
        status = files_read_edition(arena, invocation->folder, files, count, &invocation->error);
    for (size_t i = 0; status == STATUS_OK && i < *count; i++)
        if (str_eq((*files)[i].path, STR("edition.yaml")))
            (*files)[i].bytes = arena_copy(arena, buf_str(&bytes));
    buf_release(&bytes);
    return status != STATUS_OK ? status : arena_status(arena, &invocation->error);
}

/* Checks the other configuration before hours are spent on it. */
static enum status pack_with(struct replay *replay, struct str path) {
    struct invocation *invocation = replay->invocation;
    struct edition_file *files;
    struct edition edition;
    struct buf packed;
    size_t count;
    enum status status = read_with(replay, path, &files, &count);
    if (status != STATUS_OK)
        return status;
    status = edition_load(&replay->workspace->arena, files, count, &edition, &invocation->error);
    if (status != STATUS_OK)
        return status;
    buf_init(&packed, PACKED_MOST);
    status = edition_pack(files, count, &packed, &invocation->error);
    replay->packed = arena_copy(&replay->workspace->arena, buf_str(&packed));
    buf_release(&packed);
    return status != STATUS_OK ? status
                               : arena_status(&replay->workspace->arena, &invocation->error);
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct replay replay = {.invocation = invocation, .workspace = &workspace};
    struct str with = option_value(invocation, "with");
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = read_span(&replay);
    if (status == STATUS_OK && !str_absent(with))
        status = pack_with(&replay, with);
    if (status == STATUS_OK)
        status = workspace_open_store(invocation, &workspace, STORE_READ);
    if (status == STATUS_OK)
        status = option_given(invocation, "against") ? replay_against(&replay)
                 : str_absent(with)                  ? replay_as_it_was(&replay)
                                                     : replay_with(&replay);
    workspace_close(&workspace);
    return status;
}

const struct command command_replay = {
    .name = "replay",
    .arguments = "",
    .summary = "run the past again: as it was, under another configuration, against an archive",
    .help =
        "Folds the edition's facts again, in memory: nothing is fetched, and nothing of the "
        "edition is changed.\n\n"
        "Without --with, every front is compared with the one that left the house then, and the "
        "state at the end with that of today; a difference is a bug, or the work of a newer "
        "program, and gives exit code 1.\n\n"
        "With --with FILE the past is run twice, as it was and as it would have been if FILE had "
        "been edition.yaml all the time (or, where FILE is a folder, with the topics, providers "
        "and sources in it, too). Listed are the stories of the front page that come, go or move, "
        "change their lead or their topics, each with its reason. --from and --to bound the days "
        "(UTC) that are compared.\n\n"
        "With --against ARCHIVE the weeks that another edition published are run again, and what "
        "it led with is compared with our fronts: what both led with, what it missed, and what we "
        "missed, each with its reason. ARCHIVE is a folder of records, or a file with an address, "
        "a date and perhaps a headline in each line (parted by tabs or blanks), or an OPML file of "
        "the sources that it watched; it may be given several times. --from and --to are the days "
        "of its articles unless they are given; --with counts here, too.",
    .group = GROUP_UPKEEP,
    .edition = true,
    .options = {{"with", 0, "FILE", "another edition.yaml, or a folder with one", false},
                {"from", 0, "DAY", "compare from this day on", false},
                {"to", 0, "DAY", "compare up to this day; what came later does not count", false},
                {"most", 0, "N", "list at most N stories, or differences (40; 0: all)", false},
                {"against", 0, "ARCHIVE", "what was published in the past, or watched", true},
                {.name = "json",
                 .help = "one JSON line a story, or difference, and one in the end"}},
    .exits = {{EXIT_FOUND, "something did not come out as it was"},
              {EXIT_DATA, "the edition has not run yet, or the archive cannot be read"},
              {EXIT_CONFIG, NULL}},
    .run = run,
};
