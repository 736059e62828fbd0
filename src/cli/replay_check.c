/* `replay` as it was. */
#include "base/json.h"
#include "cli/replay.h"

struct listing {
    struct replay *replay;
    int64_t listed;
};

static void list(void *state, struct str what, struct str id, struct str how) {
    struct listing *listing = state;
    struct invocation *invocation = listing->replay->invocation;
    struct buf *out = &invocation->out;
    if (listing->replay->most > 0 && listing->listed++ >= listing->replay->most)
        return;
    if (invocation->json) {
        struct json json;
        json_init(&json, out, JSON_COMPACT);
        json_begin_object(&json);
        json_field_str(&json, "what", what);
        json_field_str(&json, "id", id);
        json_field_str(&json, "how", how);
        json_end_object(&json);
    } else {
        buf_printf(out, "%-8.*s ", STR_ARG(what));
        log_inert(out, id);
        BUF_ADD(out, ": ");
        log_inert(out, how);
    }
    BUF_ADD(out, "\n");
}

static void add_json(struct buf *out, const struct replay_report *report) {
    struct json json;
    json_init(&json, out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_int(&json, "facts", report->facts);
    json_field_int(&json, "ticks", (int64_t)report->ticks);
    json_field_int(&json, "fronts", (int64_t)report->fronts);
    json_field_int(&json, "frontsSame", (int64_t)report->fronts_same);
    json_field_bool(&json, "compared", report->compared);
    json_field_int(&json, "articles", (int64_t)report->articles);
    json_field_int(&json, "stories", (int64_t)report->stories);
    json_field_int(&json, "names", (int64_t)report->names);
    json_field_int(&json, "differences", (int64_t)report->differences);
    json_end_object(&json);
    BUF_ADD(out, "\n");
}

static void add_words(struct buf *out, const struct replay_report *report, bool whole) {
    buf_printf(out, "%lld facts folded again, %zu ticks\n", (long long)report->facts,
               report->ticks);
    if (report->fronts > 0)
        buf_printf(out, "fronts    %zu of %zu as they left the house\n", report->fronts_same,
                   report->fronts);
    else
        BUF_ADD(out, "fronts    none of these days was noted when it left the house\n");
    if (report->compared)
        buf_printf(out, "state     %zu articles, %zu stories and %zu names compared: %s\n",
                   report->articles, report->stories, report->names,
                   report->differences == 0 ? "all the same" : "not all the same");
    else if (whole)
        BUF_ADD(out, "state     not compared: the edition's own is not made of the same facts "
                     "(the next run mends that)\n");
    else
        BUF_ADD(out, "state     not compared: facts came after these days\n");
    if (report->differences > 0)
        buf_printf(out, "%zu differences\n", report->differences);
}

enum status replay_as_it_was(struct replay *replay) {
    struct invocation *invocation = replay->invocation;
    struct listing listing = {replay, 0};
    struct replay_report report;
    struct rerun rerun;
    enum status status = rerun_open(invocation->folder, replay->workspace->edition.store,
                                    &invocation->log, STR_NONE, &rerun, &invocation->error);
    if (status == STATUS_OK)
        status = replay_check(&rerun, replay->workspace->store, &replay->span, list, &listing,
                              &report, &invocation->error);
    rerun_close(&rerun);
    if (status != STATUS_OK)
        return status;
    if (invocation->json)
        add_json(&invocation->out, &report);
    else
        add_words(&invocation->out, &report, replay->span.to == INT64_MAX);
    invocation->found = report.differences > 0;
    return STATUS_OK;
}
