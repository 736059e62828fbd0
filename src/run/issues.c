#include "run/issues.h"

#include "files/zone.h"
#include "mail/due.h"

enum { ZONE_MEMORY = 1 << 20 };

enum status issues_let_go(const struct issues_round *round, struct press_report *report,
                          struct error *error) {
    struct arena arena;
    struct facts facts;
    struct zone zone;
    const struct mail_due due = {
        .folder = round->folder,
        .edition = round->edition,
        .store = round->store,
        .zone = &zone,
        .log = round->log,
        .now = round->now,
    };
    if (str_absent(round->edition->mail.from))
        return STATUS_OK;
    arena_init(&arena, ZONE_MEMORY);
    facts_init(&facts);
    enum status status = files_zone(&arena, round->edition->time_zone, &zone, error);
    if (status == STATUS_OK)
        status = mail_due(&due, &facts, error);
    if (status == STATUS_OK)
        status = facts_commit(&facts, round->store, error);
    if (status == STATUS_OK)
        status = press_fold(round->press, report, error);
    if (status == STATUS_OK)
        status = mail_due_sweep(&due, error);
    facts_release(&facts);
    arena_release(&arena);
    return status;
}
