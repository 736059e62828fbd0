#include "cli/rounds.h"

#include "base/json.h"
#include "base/utf8.h"
#include <unistd.h>

enum { PROGRESS_WIDTH = 76, PASSPHRASE_MEMORY = 1 << 16 };

static void write_terminal(struct str text) {
    if (write(STDERR_FILENO, text.p, text.n) < 0) {
        /* Progress that cannot be shown is not needed. */
    }
}

static void draw(void *state, struct str what, size_t done, size_t of) {
    struct buf line;
    (void)state;
    buf_init(&line, 4096);
    BUF_ADD(&line, "\r\033[K");
    if (of > 0)
        buf_printf(&line, "%zu/%zu ", done + 1, of);
    log_inert(&line, str_take(what, utf8_offset(what, PROGRESS_WIDTH)));
    write_terminal(buf_str(&line));
    buf_release(&line);
}

void rounds_clear(struct invocation *invocation) {
    if (invocation->terminal)
        write_terminal(STR("\r\033[K"));
}

struct round_options rounds_options(struct invocation *invocation, unsigned parts) {
    return (struct round_options){
        .folder = invocation->folder,
        .clock = &invocation->clock,
        .log = &invocation->log,
        .parts = parts,
        .program = "/proc/self/exe",
        .progress = invocation->terminal ? draw : NULL,
    };
}

static void json_report(struct invocation *invocation, const struct round_report *report) {
    struct json json;
    json_init(&json, &invocation->out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_int(&json, "sources", (int64_t)report->gather.sources);
    json_field_int(&json, "failed", (int64_t)report->gather.failed);
    json_field_int(&json, "entries", (int64_t)report->gather.entries);
    json_field_int(&json, "observed", (int64_t)report->gather.fresh);
    json_field_int(&json, "fresh", (int64_t)report->press.fresh);
    json_field_int(&json, "revised", (int64_t)report->press.revised);
    json_field_int(&json, "imported", (int64_t)report->press.imported);
    json_field_int(&json, "pictures", (int64_t)report->gather.pictures);
    json_field_int(&json, "articles", report->articles);
    json_field_int(&json, "stories", report->stories);
    json_field_int(&json, "front", (int64_t)report->front.shown);
    json_field_int(&json, "below", (int64_t)report->front.below);
    json_field_int(&json, "recordsWritten", (int64_t)report->publish.records.written);
    json_field_int(&json, "filesWritten", (int64_t)report->publish.pages.written);
    json_end_object(&json);
    buf_add_byte(&invocation->out, '\n');
}

enum status rounds_report(struct invocation *invocation, const struct round_report *report,
                          unsigned parts) {
    rounds_clear(invocation);
    if (invocation->json)
        json_report(invocation, report);
    else
        round_summary(report, parts, &invocation->out);
    return cli_flush(invocation);
}

enum status rounds_run(struct invocation *invocation, unsigned parts, round_change *change,
                       void *state) {
    struct round_options options = rounds_options(invocation, parts);
    struct round_report report;
    struct arena arena;
    arena_init(&arena, PASSPHRASE_MEMORY);
    enum status status = keys_passphrase(invocation, &arena, &options.passphrase);
    if (status == STATUS_OK)
        status = round_with(&options, change, state, &report, &invocation->error);
    keys_forget_passphrase(&arena, options.passphrase);
    if (status != STATUS_OK) {
        rounds_clear(invocation);
        return status;
    }
    return rounds_report(invocation, &report, parts);
}
