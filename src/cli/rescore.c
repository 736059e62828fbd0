#include "cli/workspace.h"

#include "base/json.h"
#include "cli/rounds.h"
#include "press/rescore.h"

struct tally {
    struct invocation *invocation;
    size_t articles, same_quality, same_heat;
    size_t come, go; /* would be published that are not, and the other way round */
};

static void add_line(struct buf *out, const struct rescored *rescored) {
    struct json json;
    json_init(&json, out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "id", str_from(rescored->row->id));
    json_field_str(&json, "path", rescored->path);
    json_field_str(&json, "title", rescored->title);
    json_field_str(&json, "domain", rescored->row->provider);
    json_key(&json, "stored");
    json_begin_object(&json);
    json_field_int(&json, "quality", rescored->row->quality);
    json_field_int(&json, "heat", rescored->row->heat);
    json_field_bool(&json, "published", rescored->row->shown);
    json_end_object(&json);
    json_key(&json, "computed");
    json_begin_object(&json);
    json_field_int(&json, "quality", rescored->quality.total);
    json_field_int(&json, "heat", rescored->heat.total);
    json_field_bool(&json, "published", rescored->shown);
    json_end_object(&json);
    json_key(&json, "parts");
    score_write_parts(&rescored->quality, &json);
    json_key(&json, "heatParts");
    score_write_parts(&rescored->heat, &json);
    json_end_object(&json);
    buf_add_byte(out, '\n');
}

static void add_words(struct buf *out, const struct rescored *rescored) {
    if (rescored->quality.total == rescored->row->quality &&
        rescored->heat.total == rescored->row->heat)
        return;
    buf_printf(out, "%s  quality %lld → %lld, heat %lld → %lld  ", rescored->row->id,
               (long long)rescored->row->quality, (long long)rescored->quality.total,
               (long long)rescored->row->heat, (long long)rescored->heat.total);
    log_inert(out, rescored->title);
    if (rescored->shown != rescored->row->shown)
        buf_add_cstr(out, rescored->shown ? "  (published)" : "  (not published any longer)");
    BUF_ADD(out, "\n    ");
    score_sentence(&rescored->quality, out);
    buf_add_byte(out, '\n');
}

static enum status show(void *state, const struct rescored *rescored, struct error *error) {
    struct tally *tally = state;
    struct buf *out = &tally->invocation->out;
    (void)error;
    tally->articles++;
    tally->same_quality += rescored->quality.total == rescored->row->quality;
    tally->same_heat += rescored->heat.total == rescored->row->heat;
    tally->come += rescored->shown && !rescored->row->shown;
    tally->go += rescored->row->shown && !rescored->shown;
    if (tally->invocation->json)
        add_line(out, rescored);
    else
        add_words(out, rescored);
    return out->n > 1 << 20 ? cli_flush(tally->invocation) : STATUS_OK;
}

static enum status dry_run(struct invocation *invocation, struct workspace *workspace) {
    struct tally tally = {.invocation = invocation};
    enum status status =
        rescore_all(workspace->store, &workspace->edition, clock_now(&invocation->clock), show,
                    &tally, &invocation->error);
    if (status == STATUS_OK && !invocation->json)
        buf_printf(
            &invocation->out,
            "%zu articles: quality stays for %zu, heat for %zu; %zu more would be published, "
            "%zu would not be any longer\n",
            tally.articles, tally.same_quality, tally.same_heat, tally.come, tally.go);
    return status;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    if (!option_given(invocation, "dry-run"))
        return rounds_run(invocation, ROUND_PROCESS | ROUND_PUBLISH, round_rescore, NULL);
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = workspace_open_store(invocation, &workspace, STORE_READ);
    if (status == STATUS_OK)
        status = dry_run(invocation, &workspace);
    workspace_close(&workspace);
    return status;
}

const struct command command_rescore = {
    .name = "rescore",
    .arguments = "",
    .summary = "make all scores anew under the present configuration",
    .help = "Computes quality and heat of every article from what is stored, with the topics, "
            "providers and points that the edition has now, without fetching anything. The "
            "rescoring is a fact of its own, so that it is in the log. With --dry-run nothing is "
            "changed, and what would change is listed; with --json every article, with its "
            "stored and computed figures and their parts.",
    .group = GROUP_UPKEEP,
    .edition = true,
    .options = {{.name = "dry-run", .help = "only show what would change"},
                {.name = "json",
                 .help = "the summary as one JSON line; with --dry-run, one line an article"},
                KEYS_PASSPHRASE},
    .exits = {{EXIT_CREATE, NULL}, {EXIT_RETRY, NULL}},
    .run = run,
};
