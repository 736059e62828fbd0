/* `replay --with`: what another configuration would change. */
#include "base/json.h"
#include "cli/replay.h"

static const char *kind_of(const struct replay_change *change) {
    return change->came                         ? "comes"
           : change->went                       ? "goes"
           : !str_absent(change->lead_before)   ? "lead"
           : !str_absent(change->topics_before) ? "topics"
                                                : "moves";
}

static void add_line(struct buf *out, const struct replay_change *change) {
    struct json json;
    json_init(&json, out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "story", change->story);
    json_field_str(&json, "title", change->title);
    json_field_str(&json, "change", str_from(kind_of(change)));
    json_field_time(&json, "at", change->at);
    json_key(&json, "before");
    json_begin_object(&json);
    json_field_int(&json, "ticks", (int64_t)change->ticks_before);
    if (change->best_before > 0)
        json_field_int(&json, "best", (int64_t)change->best_before);
    json_field_str(&json, "lead", change->lead_before);
    json_field_str(&json, "topics", change->topics_before);
    json_end_object(&json);
    json_key(&json, "after");
    json_begin_object(&json);
    json_field_int(&json, "ticks", (int64_t)change->ticks_after);
    if (change->best_after > 0)
        json_field_int(&json, "best", (int64_t)change->best_after);
    json_field_str(&json, "lead", change->lead_after);
    json_field_str(&json, "topics", change->topics_after);
    json_end_object(&json);
    json_field_str(&json, "reason", change->reason);
    json_end_object(&json);
    BUF_ADD(out, "\n");
}

static void add_place(struct buf *out, size_t place) {
    if (place > 0)
        buf_printf(out, "%3zu", place);
    else
        BUF_ADD(out, "  –");
}

static void add_other(struct buf *out, const char *what, struct str before, struct str after) {
    if (str_absent(before))
        return;
    buf_printf(out, "               %s ", what);
    log_inert(out, before);
    BUF_ADD(out, " → ");
    log_inert(out, after);
    BUF_ADD(out, "\n");
}

static void add_words(struct buf *out, const struct replay_change *change) {
    buf_printf(out, "%-6s ", kind_of(change));
    add_place(out, change->best_before);
    BUF_ADD(out, " →");
    add_place(out, change->best_after);
    BUF_ADD(out, "  ");
    log_inert(out, change->title);
    BUF_ADD(out, "\n               ");
    replay_add_time(out, change->at);
    BUF_ADD(out, "  ");
    log_inert(out, change->reason);
    BUF_ADD(out, "\n");
    add_other(out, "lead", change->lead_before, change->lead_after);
    add_other(out, "topics", change->topics_before, change->topics_after);
}

static void add_summary(struct replay *replay, const struct replay_changes *changes) {
    struct buf *out = &replay->invocation->out;
    size_t came = 0, went = 0;
    for (size_t i = 0; i < changes->count; i++) {
        came += changes->items[i].came;
        went += changes->items[i].went;
    }
    if (replay->invocation->json) {
        struct json json;
        json_init(&json, out, JSON_COMPACT);
        json_begin_object(&json);
        json_field_int(&json, "ticks", (int64_t)changes->ticks);
        json_field_int(&json, "storiesBefore", (int64_t)changes->stories_before);
        json_field_int(&json, "storiesAfter", (int64_t)changes->stories_after);
        json_field_int(&json, "come", (int64_t)came);
        json_field_int(&json, "go", (int64_t)went);
        json_field_int(&json, "others", (int64_t)(changes->count - came - went));
        json_end_object(&json);
        BUF_ADD(out, "\n");
        return;
    }
    buf_printf(out,
               "%zu fronts compared: %zu stories stood there, %zu would; %zu come, %zu go, %zu "
               "change\n",
               changes->ticks, changes->stories_before, changes->stories_after, came, went,
               changes->count - came - went);
    if (replay->most > 0 && changes->count > (size_t)replay->most)
        buf_printf(out, "%lld of %zu are listed (--most 0 lists all)\n", (long long)replay->most,
                   changes->count);
}

/* What the two configurations differ in, as they stand at the end. */
static enum status add_settings(struct replay *replay, const struct rerun *before,
                                const struct rerun *after) {
    struct invocation *invocation = replay->invocation;
    const struct edition *one = press_edition(before->press), *two = press_edition(after->press);
    if (invocation->json || one == NULL || two == NULL)
        return STATUS_OK;
    size_t start = invocation->out.n;
    enum status status = replay_add_settings(invocation, one, two, "", &invocation->out);
    if (status == STATUS_OK && invocation->out.n == start)
        BUF_ADD(&invocation->out, "edition.yaml has no key with another value\n");
    BUF_ADD(&invocation->out, "\n");
    return status;
}

enum status replay_with(struct replay *replay) {
    struct invocation *invocation = replay->invocation;
    struct rerun before = {0}, after = {0};
    struct replay_changes changes;
    struct str where = replay->workspace->edition.store;
    enum status status = rerun_open(invocation->folder, where, &invocation->log, STR_NONE, &before,
                                    &invocation->error);
    if (status == STATUS_OK)
        status = rerun_open(invocation->folder, where, &invocation->log, replay->packed, &after,
                            &invocation->error);
    if (status == STATUS_OK)
        status = replay_compare(&before, &after, &replay->span, &replay->workspace->arena, &changes,
                                &invocation->error);
    if (status == STATUS_OK)
        status = add_settings(replay, &before, &after);
    for (size_t i = 0; status == STATUS_OK && i < changes.count; i++)
        if (replay->most == 0 || i < (size_t)replay->most) {
            if (invocation->json)
                add_line(&invocation->out, &changes.items[i]);
            else
                add_words(&invocation->out, &changes.items[i]);
        }
    if (status == STATUS_OK)
        add_summary(replay, &changes);
    rerun_close(&before);
    rerun_close(&after);
    return status;
}
