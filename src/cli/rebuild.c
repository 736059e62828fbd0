#include "run/rebuild.h"

#include "base/json.h"
#include "cli/losses.h"
#include "cli/rounds.h"

static void add_words(struct buf *out, const struct rebuild_report *report, bool keys) {
    buf_printf(out,
               "Made again: %zu articles with all that was known of them, %zu further records, "
               "%zu issues.\n",
               report->articles, report->further, report->issues);
    if (report->records > 0)
        buf_printf(out,
                   "%zu records say only what is public: sources, clicks, addresses and "
                   "stories' names of theirs are lost.\n",
                   report->records);
    if (report->lost[LOSS_UNREADABLE] > 0)
        buf_printf(out, "%zu files cannot be read as records: what they said is lost.\n",
                   report->lost[LOSS_UNREADABLE]);
    if (!report->edition)
        BUF_ADD(out, "The front and the ids that lead to others are lost: the front is made "
                     "anew.\n");
    if (!keys)
        BUF_ADD(out, "There is no key: nothing that was sealed could be opened.\n");
    BUF_ADD(out, "Texts of articles, what was learnt of topics and what sources said last are in "
                 "no record: they come back as sources are asked.\n");
}

static void add_json(struct buf *out, const struct rebuild_report *report) {
    struct json json;
    json_init(&json, out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_int(&json, "articles", (int64_t)report->articles);
    json_field_int(&json, "further", (int64_t)report->further);
    json_field_int(&json, "records", (int64_t)report->records);
    json_field_int(&json, "issues", (int64_t)report->issues);
    json_field_bool(&json, "edition", report->edition);
    losses_json(&json, report->lost);
    json_end_object(&json);
    buf_add_byte(out, '\n');
}

static enum status make_again(struct invocation *invocation, const struct keys *keys) {
    struct losses losses = {.invocation = invocation};
    struct rebuild rebuild = {
        .keys = keys->ring, .key_count = keys->count, .tell = losses_tell, .state = &losses};
    struct round_options options =
        rounds_options(invocation, ROUND_PROCESS | ROUND_PICTURES | ROUND_PUBLISH);
    struct round_report report;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    enum status status = keys_passphrase(invocation, &arena, &options.passphrase);
    if (status == STATUS_OK)
        status = rebuild_run(&options, &rebuild, &report, &invocation->error);
    keys_forget_passphrase(&arena, options.passphrase);
    if (status != STATUS_OK)
        return status;
    rounds_clear(invocation);
    invocation->found = rebuild.report.records > 0 || rebuild.report.lost[LOSS_UNREADABLE] > 0 ||
                        !rebuild.report.edition;
    if (invocation->json)
        add_json(&invocation->out, &rebuild.report);
    else
        add_words(&invocation->out, &rebuild.report, keys->count > 0);
    return STATUS_OK;
}

static enum status run(struct invocation *invocation) {
    struct keys keys = {0};
    enum status status = keys_open(invocation, &keys);
    if (status == STATUS_OK)
        status = make_again(invocation, &keys);
    keys_close(&keys);
    return status;
}

const struct command command_rebuild = {
    .name = "rebuild",
    .arguments = "",
    .summary = "make the edition again from its records and keys",
    .help =
        "For an edition that lost its state/, or was copied without it: reads records/, opens what "
        "was sealed there with the keys in keys/, and makes articles, stories, front and issues "
        "again as they were. Publishing then writes the same bytes. Nothing is fetched.\n\nRecords "
        "that do not open are named, with the reason, and taken in as 'record import' does: by "
        "what is public of them. Without any key all of them are. An edition that has a state is "
        "never touched; an interrupted rebuild goes on where it was.",
    .group = GROUP_UPKEEP,
    .edition = true,
    .options = {{.name = "json", .help = "what was made again and lost as one JSON line"},
                KEYS_PASSPHRASE},
    .exits = {{EXIT_FOUND, "not everything could be made again"},
              {EXIT_DATA, "the edition has a state, or a key file is damaged"},
              {EXIT_CREATE, NULL},
              {EXIT_RETRY, NULL},
              {EXIT_PERMISSION, "others can read a key file, or the passphrase is wrong"}},
    .run = run,
};
