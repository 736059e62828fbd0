#include "cli/workspace.h"

#include "files/files.h"
#include "files/keys.h"
#include "image/image.h"
#include "press/counted.h"
#include "record/record.h"
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* One finding: what is wrong, and the mend. */
static void find(struct invocation *invocation, struct str wrong, const char *mend) {
    invocation->found = true;
    buf_printf(&invocation->out, "%s ", invocation->color ? "\033[31m✗\033[0m" : "✗");
    log_inert(&invocation->out, wrong);
    buf_printf(&invocation->out, "\n    %s\n", mend);
}

static void fine(struct invocation *invocation, struct str what) {
    buf_printf(&invocation->out, "%s ", invocation->color ? "\033[32m✓\033[0m" : "✓");
    log_inert(&invocation->out, what);
    buf_add_byte(&invocation->out, '\n');
}

static bool has_feeds_in_inbox(struct invocation *invocation, struct workspace *workspace) {
    struct str *names;
    size_t count;
    return files_list(&workspace->arena, invocation->folder, STR("inbox"), true, &names, &count,
                      NULL) == STATUS_OK &&
           count > 0;
}

static void look_at_edition(struct invocation *invocation, struct workspace *workspace) {
    const struct edition *edition = &workspace->edition;
    fine(invocation, arena_format(&workspace->arena,
                                  "edition.yaml: %.*s, %zu topics, %zu providers, %zu sources",
                                  STR_ARG(edition->title), edition->topic_count,
                                  edition->provider_count, edition->source_count));
    if (edition->topic_count == 0)
        find(invocation, STR("There are no topics"),
             "Add topics/00-main.yaml with name and keywords: every article has the main topic.");
    if (edition->source_count == 0 && !has_feeds_in_inbox(invocation, workspace))
        find(invocation, STR("There are no sources"),
             "Put feeds into inbox/ or their addresses into sources.opml.");
    for (size_t i = 0; i < edition->topic_count; i++)
        if (edition->topics[i].keyword_count == 0)
            find(
                invocation,
                arena_format(&workspace->arena, "The topic %.*s has no keywords",
                             STR_ARG(edition->topics[i].name)),
                "Only articles of sources with this topic will have it; add keywords to its file.");
}

static void look_at_folder(struct invocation *invocation, struct workspace *workspace) {
    static const char *const folders[] = {"", "/records", "/public", "/state"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        struct str path = arena_format(&workspace->arena, "%s%s", invocation->folder, folders[i]);
        if (!str_absent(path) && access(path.p, F_OK) == 0 && access(path.p, W_OK) != 0)
            find(invocation,
                 arena_format(&workspace->arena, "%.*s cannot be written: %s", STR_ARG(path),
                              strerror(errno)),
                 "Change its owner or permissions, or run as the user that owns it.");
    }
}

/* The key that sealed what belongs to no article: whoever makes the edition again needs it. Absent
 * when nothing was sealed. */
static struct str key_in_use(struct invocation *invocation, struct workspace *workspace) {
    struct buf bytes;
    struct record record = {0};
    struct str id = STR_NONE;
    buf_init(&bytes, RECORD_BYTES_MOST);
    if (files_read(invocation->folder, STR("records/_edition/edition.md"), RECORD_BYTES_MOST,
                   &bytes, NULL) == STATUS_OK &&
        record_read(&workspace->arena, buf_str(&bytes), &record, NULL) == STATUS_OK &&
        seal_form(record.secured, &id) == SEAL_OURS)
        id = arena_copy(&workspace->arena, id);
    buf_release(&bytes);
    return id;
}

static void look_at_each_key(struct invocation *invocation, struct workspace *workspace,
                             const struct key_file *keys, size_t count) {
    struct str used = key_in_use(invocation, workspace);
    size_t sealing = 0;
    bool here = str_absent(used);
    for (size_t i = 0; i < count; i++) {
        sealing += !keys[i].key.old;
        here |= str_eq(used, str_from(keys[i].key.id));
    }
    if (!here)
        find(invocation,
             arena_format(&workspace->arena,
                          "Records were sealed with the key %.*s, which is not here",
                          STR_ARG(used)),
             "Put its file back into keys/: without it nobody opens them.");
    if (count > 0 && sealing == 0)
        find(invocation, STR("There are keys for the old form only: nothing is sealed"),
             "'broadsheet key new' makes one that seals.");
    if (sealing > 0)
        fine(invocation, arena_format(&workspace->arena, "keys: %zu, read by nobody else", count));
    else if (here && count == 0)
        fine(invocation, STR("keys: none, records say what is public and hold nothing else"));
}

static void look_at_keys(struct invocation *invocation, struct workspace *workspace) {
    char text[1024];
    struct key_file *keys;
    struct error error = {0};
    size_t count;
    if (files_keys_read(&workspace->arena, invocation->folder, STR_NONE, true, &keys, &count,
                        &error) == STATUS_OK)
        look_at_each_key(invocation, workspace, keys, count);
    else
        find(invocation, str_from(error_describe(&error, text, sizeof text)),
             "Nothing is published until this is mended; docs/sealing.md says more of keys.");
}

static enum status look_at_sources(struct invocation *invocation, struct workspace *workspace) {
    struct store_source *states;
    size_t count, good = 0, watched = 0;
    enum status status = store_sources_list(workspace->store, &workspace->arena, &states, &count,
                                            &invocation->error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        const struct edition_source *source =
            edition_find_source(&workspace->edition, str_from(states[i].id));
        if (source == NULL || source->paused)
            continue;
        watched++;
        good += states[i].failures == 0;
        if (states[i].failures == 0)
            continue;
        find(invocation,
             arena_format(&workspace->arena, "%.*s failed %lld times in a row (%.*s): %.*s",
                          STR_ARG(str_first_of(source->title, source->url)),
                          (long long)states[i].failures, STR_ARG(states[i].error_class),
                          STR_ARG(states[i].error_text)),
             "Look at it ('broadsheet source check'), or let it be ('broadsheet source pause').");
    }
    if (status == STATUS_OK)
        fine(invocation, watched == 0
                             ? STR("no source was asked yet")
                             : arena_format(&workspace->arena, "%zu of %zu sources answered well",
                                            good, watched));
    return status;
}

static enum status look_at_state(struct invocation *invocation, struct workspace *workspace) {
    int64_t last, folded, articles;
    const struct store_query all = {0};
    enum status status = store_facts_last(workspace->store, &last, &invocation->error);
    if (status == STATUS_OK)
        status = store_folded(workspace->store, &folded, &invocation->error);
    if (status == STATUS_OK)
        status = store_articles_count(workspace->store, &all, &articles, &invocation->error);
    if (status != STATUS_OK)
        return status;
    fine(invocation, arena_format(&workspace->arena, "state: %lld facts, %lld articles",
                                  (long long)last, (long long)articles));
    if (folded < last)
        find(invocation,
             arena_format(&workspace->arena, "%lld facts are not sorted yet",
                          (long long)(last - folded)),
             "'broadsheet publish' goes on where the last run was interrupted.");
    return STATUS_OK;
}

/* Which background of words holds, where the edition has one of its own. */
static enum status look_at_background(struct invocation *invocation, struct workspace *workspace) {
    struct text_background model;
    struct str hash;
    struct buf texts;
    int64_t day;
    char date[TIME_TEXT];
    enum status status =
        counted_read(workspace->store, &workspace->arena, &hash, &model, &invocation->error);
    if (status == STATUS_OK)
        status = counted_day(workspace->store, &workspace->arena, &day, &invocation->error);
    if (status != STATUS_OK || str_absent(hash))
        return status;
    buf_init(&texts, 1 << 12);
    for (size_t i = 0; i < model.n; i++)
        buf_printf(&texts, "%s%s %u", i > 0 ? ", " : "", model.languages[i].code,
                   model.languages[i].texts);
    struct str told = arena_format(&workspace->arena,
                                   "words: counted in stories before %.10s (%.*s), model %.12s",
                                   time_format(day, date), STR_ARG(buf_str(&texts)), hash.p);
    buf_release(&texts);
    if (str_absent(told))
        return arena_status(&workspace->arena, &invocation->error);
    fine(invocation, told);
    return STATUS_OK;
}

static void look_at_pictures(struct invocation *invocation, const struct workspace *workspace) {
    if (workspace->edition.pictures.on == SWITCH_OFF)
        return;
    if (image_available())
        fine(invocation, STR("pictures: copies can be made"));
    else
        find(invocation, STR("No copies of pictures can be made: there is no libvips"),
             "Install it (Debian: libvips42), or write 'pictures: off' into edition.yaml.");
}

static enum status look(struct invocation *invocation, struct workspace *workspace) {
    look_at_edition(invocation, workspace);
    look_at_folder(invocation, workspace);
    look_at_keys(invocation, workspace);
    look_at_pictures(invocation, workspace);
    enum status status = workspace_open_store(invocation, workspace, STORE_READ);
    if (status == STATUS_NOT_FOUND) {
        find(invocation, STR("The edition has not run yet"), "'broadsheet run --once' runs it.");
        return STATUS_OK;
    }
    if (status == STATUS_INVALID) {
        char text[1024];
        find(invocation, str_from(error_describe(&invocation->error, text, sizeof text)),
             "If it is derived.db, delete it and run again; facts.db comes back from a backup "
             "only.");
        return STATUS_OK;
    }
    if (status == STATUS_OK)
        status = look_at_state(invocation, workspace);
    if (status == STATUS_OK)
        status = look_at_background(invocation, workspace);
    return status != STATUS_OK ? status : look_at_sources(invocation, workspace);
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_CONFIG) {
        char text[1024];
        error_describe(&invocation->error, text, sizeof text);
        find(invocation, str_from(text), "docs/configuration.md lists every key.");
        status = STATUS_OK;
    } else if (status == STATUS_OK) {
        status = look(invocation, &workspace);
    }
    workspace_close(&workspace);
    return status;
}

const struct command command_doctor = {
    .name = "doctor",
    .arguments = "",
    .summary = "say what is wrong with this edition, and the mend",
    .help = "Looks at the configuration, the folder, the keys, the state and the sources, and says "
            "of each what "
            "is well and what is not, with what to do about it. Exits with 1 when something was "
            "found.",
    .group = GROUP_STARTING,
    .edition = true,
    .exits = {{EXIT_FOUND, "something is wrong"}},
    .run = run,
};
