#include "cli/issue.h"

#include "date/zone.h"
#include "files/zone.h"
#include "mail/draft.h"
#include "press/issued.h"

static enum status newest_draft(struct invocation *invocation, struct workspace *workspace,
                                struct str *id) {
    struct str *ids;
    size_t count;
    enum status status =
        mail_draft_list(&workspace->arena, invocation->folder, &ids, &count, &invocation->error);
    if (status == STATUS_OK && count == 0)
        return error_set(&invocation->error, STATUS_NOT_FOUND,
                         "there is no draft ('broadsheet issue build' makes one)");
    if (status == STATUS_OK)
        *id = ids[count - 1];
    return status;
}

enum status issue_open_draft(struct invocation *invocation, struct workspace *workspace,
                             struct issue *issue) {
    struct str id = invocation->argument_count > 0 ? invocation->arguments[0] : STR_NONE;
    enum status status = workspace_open(invocation, workspace);
    if (status == STATUS_OK && str_absent(id))
        status = newest_draft(invocation, workspace, &id);
    return status == STATUS_OK ? mail_draft_read(&workspace->arena, invocation->folder, id, issue,
                                                 &invocation->error)
                               : status;
}

enum status issue_open(struct invocation *invocation, struct workspace *workspace,
                       struct issue *issue, bool *draft) {
    struct issued issued;
    enum status status = issue_open_draft(invocation, workspace, issue);
    *draft = status == STATUS_OK;
    if (status != STATUS_NOT_FOUND || invocation->argument_count == 0)
        return status;
    status = workspace_open_store(invocation, workspace, STORE_READ);
    return status == STATUS_OK
               ? issued_find(workspace->store, &workspace->arena, invocation->arguments[0], &issued,
                             issue, &invocation->error)
               : status;
}

/* "18:00" on the local day of `now`, or the next. */
static bool next_time(const struct zone *zone, int64_t now, struct str text, int64_t *time) {
    uint64_t hour, minute;
    int64_t day = zone_day(zone, now);
    if (text.n != 5 || text.p[2] != ':' || !str_to_u64(str_take(text, 2), &hour) ||
        !str_to_u64(str_skip(text, 3), &minute) || hour > 23 || minute > 59)
        return false;
    int64_t seconds = (int64_t)(hour * 3600 + minute * 60);
    *time = zone_time(zone, day * DAY_SECONDS + seconds);
    if (*time <= now)
        *time = zone_time(zone, (day + 1) * DAY_SECONDS + seconds);
    return true;
}

/* "2026-11-22 18:00", which UTC would read so, too. */
static bool local_time(const struct zone *zone, struct str text, int64_t *time) {
    char full[TIME_TEXT];
    if (text.n != 16 || (text.p[10] != ' ' && text.p[10] != 'T'))
        return false;
    snprintf(full, sizeof full, "%.10sT%.5s:00Z", text.p, text.p + 11);
    if (!time_parse(str_from(full), time))
        return false;
    *time = zone_time(zone, *time);
    return true;
}

enum status issue_time(struct invocation *invocation, struct workspace *workspace,
                       const char *option, int64_t otherwise, int64_t *time) {
    struct zone zone;
    struct str text = option_value(invocation, option);
    *time = otherwise;
    if (str_absent(text))
        return STATUS_OK;
    enum status status =
        files_zone(&workspace->arena, workspace->edition.time_zone, &zone, &invocation->error);
    if (status != STATUS_OK)
        return status;
    if (next_time(&zone, clock_now(&invocation->clock), text, time) ||
        local_time(&zone, text, time) || time_parse(text, time))
        return STATUS_OK;
    return error_set(&invocation->error, STATUS_USAGE,
                     "--%s: expected a time like 18:00, \"2026-11-22 18:00\" or "
                     "2026-11-22T17:00:00Z",
                     option);
}

struct str issue_local(struct invocation *invocation, struct workspace *workspace, int64_t time) {
    struct zone zone;
    char text[TIME_TEXT];
    if (files_zone(&workspace->arena, workspace->edition.time_zone, &zone, &invocation->error) !=
        STATUS_OK)
        zone = zone_utc();
    time_format(time + zone_offset(&zone, time), text);
    return arena_format(&workspace->arena, "%.10s %.5s", text, text + 11);
}

void issue_add_line(struct invocation *invocation, struct workspace *workspace,
                    const struct issue *issue, const char *state) {
    struct buf *out = &invocation->out;
    buf_printf(out, "%-32.*s  %-9s %.*s  %2zu  ", STR_ARG(issue->id), state,
               STR_ARG(issue_local(invocation, workspace, issue->send)), issue->count);
    log_inert(out, issue_subject(&workspace->arena, issue));
    buf_add_byte(out, '\n');
}
