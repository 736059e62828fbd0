/* `replay --against`: the weeks of an archive. */
#include "cli/replay.h"

#include "base/json.h"
#include "files/files.h"
#include "files/whole.h"
#include "replay/against.h"

/* ---- reading the archive ---- */

static enum status read_records(struct replay *replay, const char *folder,
                                struct archive *archive) {
    struct arena *arena = &replay->workspace->arena;
    struct error *error = &replay->invocation->error;
    struct buf bytes;
    struct str *names;
    size_t count;
    enum status status = files_list(arena, folder, STR(""), true, &names, &count, error);
    buf_init(&bytes, RECORD_BYTES_MOST);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        if (!str_ends(names[i], STR(".md")))
            continue;
        buf_clear(&bytes);
        status = files_read(folder, names[i], RECORD_BYTES_MOST, &bytes, error);
        if (status == STATUS_OK)
            status = archive_add_record(arena, &replay->workspace->edition, names[i],
                                        buf_str(&bytes), archive, error);
    }
    buf_release(&bytes);
    return status;
}

static enum status read_archive(struct replay *replay, struct str path, struct archive *archive) {
    struct invocation *invocation = replay->invocation;
    struct arena *arena = &replay->workspace->arena;
    struct buf bytes;
    const char *name = arena_cstr(arena, path);
    if (name == NULL)
        return error_memory(&invocation->error);
    if (files_is_folder(name))
        return read_records(replay, name, archive);
    buf_init(&bytes, ARCHIVE_LIST_MOST);
    enum status status = cli_read(invocation, path, ARCHIVE_LIST_MOST, &bytes);
    if (status == STATUS_OK) {
        status = str_starts(str_trim(buf_str(&bytes)), STR("<"))
                     ? archive_add_sources(arena, buf_str(&bytes), archive, &invocation->error)
                     : archive_add_list(arena, &replay->workspace->edition, buf_str(&bytes),
                                        archive, &invocation->error);
        if (status != STATUS_OK)
            error_in_file(&invocation->error, name);
    }
    buf_release(&bytes);
    return status;
}

/* The days of the archive, where --from and --to do not say others. */
static void span_of(const struct archive *archive, struct replay_span *span) {
    int64_t first = INT64_MAX, last = INT64_MIN;
    for (size_t i = 0; i < archive->count; i++) {
        first = archive->items[i].time < first ? archive->items[i].time : first;
        last = archive->items[i].time > last ? archive->items[i].time : last;
    }
    if (archive->count > 0 && span->from == INT64_MIN)
        span->from = day_of(first) * DAY_SECONDS;
    if (archive->count > 0 && span->to == INT64_MAX)
        span->to = (day_of(last) + 1) * DAY_SECONDS;
}

/* ---- as JSON ---- */

static void json_theirs(struct buf *out, const struct against_theirs *theirs) {
    struct json json;
    json_init(&json, out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "who", STR("theirs"));
    json_field_str(&json, "outcome", against_word(theirs->outcome));
    json_field_str(&json, "url", theirs->item->address);
    json_field_str(&json, "title", theirs->item->title);
    json_field_time(&json, "published", theirs->item->time);
    if (theirs->best > 0)
        json_field_int(&json, "best", (int64_t)theirs->best);
    json_field_str(&json, "lead", theirs->lead);
    json_field_str(&json, "reason", theirs->reason);
    json_end_object(&json);
    BUF_ADD(out, "\n");
}

static void json_ours(struct buf *out, const struct against_ours *ours) {
    struct json json;
    json_init(&json, out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "who", STR("ours"));
    json_field_str(&json, "outcome", ours->theirs ? STR("shared") : STR("missed"));
    json_field_str(&json, "story", ours->story);
    json_field_str(&json, "title", ours->title);
    json_field_str(&json, "domain", ours->provider);
    json_field_time(&json, "at", ours->at);
    json_field_int(&json, "best", (int64_t)ours->best);
    json_field_int(&json, "heat", ours->heat);
    json_field_int(&json, "members", (int64_t)ours->members);
    json_field_text(&json, "reason", ours->reason);
    json_end_object(&json);
    BUF_ADD(out, "\n");
}

static void json_summary(struct buf *out, const struct archive *archive,
                         const struct against_report *report) {
    struct json json;
    json_init(&json, out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_int(&json, "archived", (int64_t)archive->count);
    json_field_int(&json, "theirs", (int64_t)report->theirs_count);
    for (size_t i = 0; i < AGAINST_OUTCOMES; i++) {
        json_key_str(&json, against_word((enum against_outcome)i));
        json_int(&json, (int64_t)report->outcomes[i]);
    }
    json_field_int(&json, "ours", (int64_t)report->ours_count);
    json_field_int(&json, "ticks", (int64_t)report->ticks);
    json_field_int(&json, "articles", (int64_t)report->articles);
    if (archive->source_count > 0) {
        json_field_int(&json, "sourcesShared", (int64_t)report->sources_shared);
        json_field_int(&json, "sourcesMissing", (int64_t)report->sources_missing);
        json_field_int(&json, "sourcesMore", (int64_t)report->sources_more);
    }
    json_end_object(&json);
    BUF_ADD(out, "\n");
}

/* ---- in words ---- */

static void words_ours(struct buf *out, const struct against_ours *ours) {
    buf_printf(out, "%4zu  ", ours->best);
    replay_add_time(out, ours->at);
    buf_printf(out, "  %5lld  ", (long long)ours->heat);
    log_inert(out, ours->title);
    BUF_ADD(out, " (");
    log_inert(out, ours->provider);
    BUF_ADD(out, ")\n");
    if (str_empty(ours->reason))
        return;
    BUF_ADD(out, "                                ");
    log_inert(out, ours->reason);
    BUF_ADD(out, "\n");
}

static void words_theirs(struct buf *out, const struct against_theirs *theirs) {
    BUF_ADD(out, "      ");
    replay_add_time(out, theirs->item->time);
    BUF_ADD(out, "  ");
    log_inert(out, str_first_of(theirs->item->title, theirs->item->address));
    BUF_ADD(out, "\n                        ");
    log_inert(out, theirs->reason);
    if (!str_empty(theirs->lead)) {
        BUF_ADD(out, ": “");
        log_inert(out, theirs->lead);
        BUF_ADD(out, "”");
    }
    BUF_ADD(out, "\n");
}

static void section(struct replay *replay, const char *title, size_t count) {
    struct buf *out = &replay->invocation->out;
    buf_printf(out, "\n%s: %zu", title, count);
    if (replay->most > 0 && count > (size_t)replay->most)
        buf_printf(out, ", of which %lld are listed", (long long)replay->most);
    BUF_ADD(out, "\n");
}

static bool goes_on(const struct replay *replay, size_t listed) {
    return replay->most == 0 || listed < (size_t)replay->most;
}

static void list_ours(struct replay *replay, const struct against_report *report, bool theirs) {
    size_t count = 0, listed = 0;
    for (size_t i = 0; i < report->ours_count; i++)
        count += report->ours[i].theirs == theirs;
    section(replay, theirs ? "Led by both (place, when, heat)" : "Found here and missed there",
            count);
    for (size_t i = 0; i < report->ours_count && goes_on(replay, listed); i++)
        if (report->ours[i].theirs == theirs) {
            words_ours(&replay->invocation->out, &report->ours[i]);
            listed++;
        }
}

static void list_theirs(struct replay *replay, const struct against_report *report,
                        enum against_outcome outcome) {
    static const char *const titles[AGAINST_OUTCOMES] = {
        [AGAINST_LED] = "Theirs that led here, too",
        [AGAINST_OTHER] = "Theirs that stand here below another lead",
        [AGAINST_LEFT] = "Theirs that the front left out here",
        [AGAINST_BELOW] = "Theirs that stayed below the threshold here",
        [AGAINST_ABSENT] = "Theirs that no source brought here",
        [AGAINST_NO_SOURCE] = "Theirs of outlets that are not watched here",
    };
    size_t listed = 0;
    if (report->outcomes[outcome] == 0)
        return;
    section(replay, titles[outcome], report->outcomes[outcome]);
    for (size_t i = 0; i < report->theirs_count && goes_on(replay, listed); i++)
        if (report->theirs[i].outcome == outcome) {
            words_theirs(&replay->invocation->out, &report->theirs[i]);
            listed++;
        }
}

static void words_summary(struct buf *out, const struct archive *archive,
                          const struct replay_span *span, const struct against_report *report) {
    const size_t *outcomes = report->outcomes;
    size_t shared = 0;
    for (size_t i = 0; i < report->ours_count; i++)
        shared += report->ours[i].theirs;
    replay_add_time(out, span->from);
    BUF_ADD(out, " to ");
    replay_add_time(out, span->to);
    buf_printf(out,
               " UTC: %zu ticks, %zu articles here, %zu in the archive\n"
               "theirs  %zu led: %zu led here, %zu below another lead, %zu left out, %zu below the "
               "threshold, %zu in no source, %zu of unwatched outlets\n"
               "ours    %zu stories stood on the front: %zu they had, %zu they missed\n",
               report->ticks, report->articles, archive->count, report->theirs_count,
               outcomes[AGAINST_LED], outcomes[AGAINST_OTHER], outcomes[AGAINST_LEFT],
               outcomes[AGAINST_BELOW], outcomes[AGAINST_ABSENT], outcomes[AGAINST_NO_SOURCE],
               report->ours_count, shared, report->ours_count - shared);
    if (archive->source_count > 0)
        buf_printf(out, "sources %zu of theirs are watched here, %zu are not, %zu only here\n",
                   report->sources_shared, report->sources_missing, report->sources_more);
    if (archive->unreadable > 0)
        buf_printf(out, "%zu record%s could not be read, or say no time or address\n",
                   archive->unreadable, archive->unreadable == 1 ? "" : "s");
}

static void print(struct replay *replay, const struct archive *archive,
                  const struct replay_span *span, const struct against_report *report) {
    struct buf *out = &replay->invocation->out;
    if (replay->invocation->json) {
        for (size_t i = 0; i < report->theirs_count; i++)
            json_theirs(out, &report->theirs[i]);
        for (size_t i = 0; i < report->ours_count; i++)
            json_ours(out, &report->ours[i]);
        json_summary(out, archive, report);
        return;
    }
    words_summary(out, archive, span, report);
    list_ours(replay, report, true);
    list_ours(replay, report, false);
    for (size_t i = 0; i < AGAINST_OUTCOMES; i++)
        if (i != AGAINST_LED)
            list_theirs(replay, report, (enum against_outcome)i);
}

enum status replay_against(struct replay *replay) {
    struct invocation *invocation = replay->invocation;
    struct archive archive = {0};
    struct against_report report;
    struct rerun rerun = {0};
    struct replay_span span = replay->span;
    enum status status = STATUS_OK;
    for (size_t k = 0; status == STATUS_OK; k++) {
        struct str path = option_nth(invocation, "against", k);
        if (str_absent(path))
            break;
        status = read_archive(replay, path, &archive);
    }
    if (status != STATUS_OK)
        return status;
    span_of(&archive, &span);
    if (span.from == INT64_MIN || span.to == INT64_MAX)
        return error_set(&invocation->error, STATUS_USAGE,
                         "the archive names no articles: --from and --to must say which days");
    status = rerun_open(invocation->folder, replay->workspace->edition.store, &invocation->log,
                        replay->packed, &rerun, &invocation->error);
    if (status == STATUS_OK)
        status = against_compare(&rerun, &archive, &span, &replay->workspace->arena, &report,
                                 &invocation->error);
    if (status == STATUS_OK)
        print(replay, &archive, &span, &report);
    rerun_close(&rerun);
    return status;
}
