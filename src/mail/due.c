#include "mail/due.h"

#include "issue/cadence.h"
#include "mail/draft.h"
#include "mail/message.h"
#include "mail/pick.h"

enum { DUE_MEMORY = 64 << 20 };

static enum status was_issued(const struct mail_due *due, struct arena *arena, struct str id,
                              bool *was, struct error *error) {
    struct store_key key = {.key = id};
    enum status status = store_keys_get(due->store, arena, KEYS_ISSUE, &key, 1, error);
    *was = !str_absent(key.value);
    return status;
}

static void log_issue(const struct mail_due *due, const char *event, const struct issue *issue) {
    log_write(due->log, LOG_INFO, event, LOG_STR("issue", issue->id),
              LOG_INT("stories", (int64_t)issue->count));
}

/* The draft for a list's last time, unless it is there or left the house. */
static enum status make_draft(const struct mail_due *due, struct arena *arena,
                              const struct edition_list *list, struct error *error) {
    const struct mail_pick pick = {
        .folder = due->folder,
        .edition = due->edition,
        .store = due->store,
        .zone = due->zone,
        .list = list,
        .at = cadence_last(list, due->zone, due->now),
        .since = TIME_NONE,
    };
    struct issue issue;
    bool was = false;
    struct str id = issue_id(arena, due->edition, list, zone_day(due->zone, pick.at));
    if (due->now - pick.at > MAIL_LATE_MOST)
        return STATUS_OK;
    enum status status = was_issued(due, arena, id, &was, error);
    if (status != STATUS_OK || was)
        return status;
    status = mail_draft_read(arena, due->folder, id, &issue, NULL);
    if (status != STATUS_NOT_FOUND)
        return STATUS_OK;
    status = mail_pick_issue(&pick, arena, &issue, error);
    if (status != STATUS_OK || issue.count == 0)
        return status;
    log_issue(due, "issue drafted", &issue);
    return mail_draft_write(due->folder, &issue, error);
}

/* The issue, and its letter as it is for nobody in particular. */
static enum status add_fact(const struct mail_due *due, const struct issue *issue,
                            struct facts *facts, struct error *error) {
    static const struct mail_recipient nobody = {0};
    struct mail_house *house = NULL;
    struct buf html;
    buf_init(&html, MAIL_LETTER_MOST);
    enum status status = mail_house_open(due->folder, due->edition, &house, error);
    if (status == STATUS_OK)
        status = mail_render(house, issue, &nobody, &html, NULL, error);
    if (status == STATUS_OK)
        status = facts_add_issued(facts, issue, buf_str(&html), due->now, error);
    mail_house_close(house);
    buf_release(&html);
    return status;
}

static enum status release(const struct mail_due *due, struct arena *arena, struct str id,
                           struct facts *facts, struct error *error) {
    struct issue issue;
    bool was;
    struct error broken = {0};
    char message[1024];
    enum status status = mail_draft_read(arena, due->folder, id, &issue, &broken);
    if (status == STATUS_MEMORY)
        return error_memory(error);
    if (status != STATUS_OK) {
        log_write(due->log, LOG_WARNING, "draft not read", LOG_STR("issue", id),
                  LOG_STR("error", str_from(error_describe(&broken, message, sizeof message))));
        return STATUS_OK;
    }
    if (issue.state != ISSUE_APPROVED || issue.send > due->now)
        return STATUS_OK;
    status = was_issued(due, arena, id, &was, error);
    if (status != STATUS_OK || was)
        return status;
    if (due->now - issue.send > MAIL_LATE_MOST) {
        log_write(due->log, LOG_WARNING, "issue held: its time is long over, approve it again",
                  LOG_STR("issue", id));
        return STATUS_OK;
    }
    log_issue(due, "issue out", &issue);
    return add_fact(due, &issue, facts, error);
}

enum status mail_due(const struct mail_due *due, struct facts *facts, struct error *error) {
    const struct edition_mail *mail = &due->edition->mail;
    struct arena arena;
    struct str *ids;
    size_t count = 0;
    enum status status = STATUS_OK;
    if (str_absent(mail->from))
        return STATUS_OK;
    arena_init(&arena, DUE_MEMORY);
    for (size_t i = 0; status == STATUS_OK && i < mail->list_count; i++) {
        arena_clear(&arena);
        status = make_draft(due, &arena, &mail->lists[i], error);
    }
    if (status == STATUS_OK)
        status = mail_draft_list(&arena, due->folder, &ids, &count, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = release(due, &arena, ids[i], facts, error);
    arena_release(&arena);
    return status;
}

enum status mail_due_sweep(const struct mail_due *due, struct error *error) {
    struct arena arena;
    struct str *ids;
    size_t count;
    arena_init(&arena, DUE_MEMORY);
    enum status status = mail_draft_list(&arena, due->folder, &ids, &count, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        bool was;
        status = was_issued(due, &arena, ids[i], &was, error);
        if (status == STATUS_OK && was)
            status = mail_draft_remove(due->folder, ids[i], error);
    }
    arena_release(&arena);
    return status;
}
