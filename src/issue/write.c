#include "base/json.h"
#include "issue/fields.h"

static const char hints[] =
    "# An issue of the newsletter, as it will be sent. Change what you like: the words, the order\n"
    "# of the stories; take one out by deleting it, add one that has a headline of its own. "
    "`line`\n"
    "# is for your own words below a story. 'issue show' says how it reads, 'issue test ADDRESS'\n"
    "# makes the letter of it, 'issue approve' lets it go.\n";

/* Plain JSON strings are YAML, too. */
static void write_quoted(struct buf *out, struct str text) {
    json_quote(out, text, JSON_INERT);
}

/* A block, as an editor would write it: each line below the key, two spaces in. */
static void write_text(struct buf *out, struct str text) {
    struct str line;
    BUF_ADD(out, "|-");
    while (str_next(&text, '\n', &line)) {
        BUF_ADD(out, "\n");
        if (line.n > 0)
            BUF_ADD(out, "  ");
        buf_add(out, line);
    }
}

static void write_outlets(const struct issue_story *story, struct buf *out) {
    BUF_ADD(out, "[");
    for (size_t i = 0; i < story->other_count; i++) {
        if (i > 0)
            BUF_ADD(out, ", ");
        write_quoted(out, story->others[i]);
    }
    BUF_ADD(out, "]");
}

static bool is_stated(const struct issue_field *field, const void *item) {
    const void *at = (const char *)item + field->offset;
    switch (field->form) {
    case FORM_STATE:
        return true;
    case FORM_COUNT:
        return *(const int64_t *)at > 0;
    case FORM_TIME:
        return *(const int64_t *)at != TIME_NONE;
    case FORM_OUTLETS:
        return ((const struct issue_story *)item)->other_count > 0;
    default:
        return ((const struct str *)at)->n > 0;
    }
}

static void write_value(const struct issue_field *field, const void *item, struct buf *out) {
    const void *at = (const char *)item + field->offset;
    char time[TIME_TEXT];
    switch (field->form) {
    case FORM_STATE:
        buf_add(out, issue_states[*(const enum issue_state *)at]);
        return;
    case FORM_TIME:
        buf_add_cstr(out, time_format(*(const int64_t *)at, time));
        return;
    case FORM_COUNT:
        buf_add_i64(out, *(const int64_t *)at);
        return;
    case FORM_TEXT:
        write_text(out, *(const struct str *)at);
        return;
    case FORM_OUTLETS:
        write_outlets(item, out);
        return;
    case FORM_WORD:
        buf_add(out, *(const struct str *)at);
        return;
    default:
        write_quoted(out, *(const struct str *)at);
        return;
    }
}

static void write_story(const struct issue_story *story, struct buf *out) {
    const char *lead = "  - ";
    for (size_t i = 0; i < issue_story_field_count; i++) {
        const struct issue_field *field = &issue_story_fields[i];
        if (!is_stated(field, story))
            continue;
        buf_add_cstr(out, lead);
        buf_add(out, field->key);
        BUF_ADD(out, ": ");
        write_value(field, story, out);
        BUF_ADD(out, "\n");
        lead = "    ";
    }
}

void issue_write(const struct issue *issue, bool with_hints, struct buf *out) {
    if (with_hints)
        buf_add_cstr(out, hints);
    for (size_t i = 0; i < issue_field_count; i++) {
        const struct issue_field *field = &issue_fields[i];
        bool stated = is_stated(field, issue);
        if (!stated && !with_hints)
            continue;
        if (!stated)
            BUF_ADD(out, "# ");
        buf_add(out, field->key);
        BUF_ADD(out, ":");
        if (stated) {
            BUF_ADD(out, " ");
            write_value(field, issue, out);
        }
        if (with_hints && field->hint.n > 0 && field->form != FORM_TEXT) {
            BUF_ADD(out, "  # ");
            buf_add(out, field->hint);
        }
        BUF_ADD(out, "\n");
    }
    BUF_ADD(out, "stories:\n");
    for (size_t i = 0; i < issue->count; i++)
        write_story(&issue->stories[i], out);
}
