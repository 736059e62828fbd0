#include "cli/pipe.h"
#include "url/url.h"

struct canonicalizer {
    struct arena arena;
    bool why;
};

/* Canonicalises; *reasons stay empty when nobody asked for them. */
static enum status canonicalize(struct canonicalizer *state, struct str url, struct str base,
                                struct url_reasons *reasons, struct str *canonical,
                                struct error *error) {
    *reasons = (struct url_reasons){0};
    return url_canonicalize(&state->arena, NULL, url, base, state->why ? reasons : NULL, canonical,
                            error);
}

static enum status answer_line(void *state, struct str line, struct buf *out, struct error *error) {
    struct canonicalizer *canonicalizer = state;
    struct url_reasons reasons;
    struct str canonical;
    arena_clear(&canonicalizer->arena);
    enum status status = canonicalize(canonicalizer, line, STR_NONE, &reasons, &canonical, error);
    if (status != STATUS_OK)
        return status;
    buf_add(out, canonical);
    for (size_t i = 0; i < reasons.count; i++) {
        const struct url_reason *reason = &reasons.list[i];
        buf_add_byte(out, '\t');
        buf_add(out, reason->rule);
        if (reason->source.n > 0)
            buf_printf(out, " (%.*s)", STR_ARG(reason->source));
        BUF_ADD(out, ": ");
        buf_add(out, reason->what);
    }
    return STATUS_OK;
}

static void write_reasons(const struct url_reasons *reasons, struct json *out) {
    json_key(out, "why");
    json_begin_array(out);
    for (size_t i = 0; i < reasons->count; i++) {
        json_begin_object(out);
        json_field_str(out, "rule", reasons->list[i].rule);
        json_field_str(out, "what", reasons->list[i].what);
        if (reasons->list[i].source.n > 0)
            json_field_str(out, "source", reasons->list[i].source);
        json_end_object(out);
    }
    json_end_array(out);
}

static enum status answer_jsonl(void *state, const struct json_value *line, struct json *out,
                                struct error *error) {
    struct canonicalizer *canonicalizer = state;
    struct url_reasons reasons;
    struct str url = json_get_str(line, "url"), canonical;
    arena_clear(&canonicalizer->arena);
    if (str_absent(url))
        return error_set(error, STATUS_INVALID, "a line needs \"url\"");
    enum status status =
        canonicalize(canonicalizer, url, json_get_str(line, "base"), &reasons, &canonical, error);
    if (status != STATUS_OK)
        return status;
    json_field_str(out, "url", url);
    json_field_str(out, "canonical", canonical);
    json_field_text(out, "domain", url_domain(&canonicalizer->arena, canonical));
    if (canonicalizer->why) {
        json_field_str(out, "key", url_key(&canonicalizer->arena, canonical));
        json_field_text(out, "pair", url_paired_key(&canonicalizer->arena, canonical));
        write_reasons(&reasons, out);
    }
    return STATUS_OK;
}

static enum status run(struct invocation *invocation) {
    struct canonicalizer state = {.why = option_given(invocation, "why")};
    arena_init(&state.arena, (size_t)16 * PIPE_LINE_MOST);
    enum status status = option_given(invocation, "jsonl")
                             ? pipe_jsonl(invocation, answer_jsonl, &state)
                             : pipe_lines(invocation, answer_line, &state);
    arena_release(&state.arena);
    return status;
}

const struct command command_url_canonicalize = {
    .name = "url canonicalize",
    .arguments = "[FILE]",
    .summary = "write addresses in the form under which they are compared",
    .help =
        "Reads an address a line and writes its canonical form: as browsers write it, without "
        "fragment and tracking parameters, and opened where it leads to another. A line that is "
        "no address is answered by '!' and the reason. The rules are the built-in ones; an "
        "edition may have more.\n\n"
        "With --jsonl it reads {\"id\",\"url\",\"base\"} a line and answers "
        "{\"id\",\"url\",\"canonical\",\"domain\"}.\n\n"
        "With --why each answer goes on with what was left out and by which rule, parted by "
        "tabs; in JSON as \"why\", beside the \"key\" under which the address is compared and "
        "the \"pair\", the key of the address that an AMP or mobile one may stand for.",
    .group = GROUP_PIPE,
    .most = 1,
    .options = {{.name = "jsonl", .help = "read and write JSON lines"},
                {.name = "why", .help = "say which rule changed what"}},
    .exits = {{EXIT_DATA, "a file is not there, or too long"},
              {EXIT_PERMISSION, "a file may not be read"}},
    .run = run,
};
