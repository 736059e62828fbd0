#include "run/post.h"

#include "edition/edition.h"
#include "files/files.h"
#include "mail/due.h"
#include "mail/post.h"
#include "mail/request.h"
#include "mail/send.h"
#include "press/issued.h"
#include <time.h>

enum { EDITION_MEMORY = 1 << 28, WORK_MEMORY = 64 << 20 };

struct outgoing {
    const struct post_options *options;
    struct arena arena; /* the edition's files */
    struct arena work;
    struct edition edition;
    struct store *store; /* NULL: there is nothing to send */
};

/* Before the first run nothing shall be made. */
static enum status open_store(struct outgoing *outgoing, struct error *error) {
    const char *folder = outgoing->options->folder;
    struct store *there;
    enum status status = store_open(folder, outgoing->edition.store, STORE_READ, &there, error);
    if (status != STATUS_OK)
        return status == STATUS_NOT_FOUND ? STATUS_OK : status;
    store_close(there);
    return store_open(folder, outgoing->edition.store, STORE_SERVE, &outgoing->store, error);
}

static enum status open_outgoing(struct outgoing *outgoing, const struct post_options *options,
                                 struct error *error) {
    struct edition_file *files;
    size_t count;
    *outgoing = (struct outgoing){.options = options};
    arena_init(&outgoing->arena, EDITION_MEMORY);
    arena_init(&outgoing->work, WORK_MEMORY);
    enum status status =
        files_read_edition(&outgoing->arena, options->folder, &files, &count, error);
    if (status == STATUS_OK)
        status = edition_load(&outgoing->arena, files, count, &outgoing->edition, error);
    if (status != STATUS_OK || str_absent(outgoing->edition.mail.from) ||
        str_absent(outgoing->edition.mail.smtp_server))
        return status;
    return open_store(outgoing, error);
}

static void close_outgoing(struct outgoing *outgoing) {
    store_close(outgoing->store);
    arena_release(&outgoing->work);
    arena_release(&outgoing->arena);
}

/* ---- requests ---- */

static enum status send_requests(struct outgoing *outgoing, struct error *error) {
    struct mail_post post;
    int64_t sent = 0;
    enum status status =
        mail_post_open(&post, outgoing->options->folder, &outgoing->edition, error);
    if (status == STATUS_OK)
        status = mail_requests_send(&post, outgoing->store, outgoing->options->clock, &sent, error);
    mail_post_close(&post);
    if (sent > 0)
        log_write(outgoing->options->log, LOG_INFO, "confirmations asked for",
                  LOG_INT("letters", sent));
    return status;
}

static enum status look_for_requests(struct outgoing *outgoing, struct error *error) {
    struct store_request request;
    struct files_lock lock = {.fd = -1};
    arena_reset(&outgoing->work);
    enum status status = store_request_next(outgoing->store, &outgoing->work, &request, error);
    if (status != STATUS_OK || str_absent(request.address) ||
        request.due > clock_now(outgoing->options->clock))
        return status;
    status = files_lock_sending(outgoing->options->folder, &lock, error);
    if (status == STATUS_OK)
        status = send_requests(outgoing, error);
    files_unlock(&lock);
    return status == STATUS_BUSY ? STATUS_OK : status;
}

/* ---- issues ---- */

static enum status send_issue(struct outgoing *outgoing, const struct issue *issue,
                              struct error *error) {
    const struct mail_sending sending = {.folder = outgoing->options->folder,
                                         .edition = &outgoing->edition,
                                         .store = outgoing->store,
                                         .issue = issue,
                                         .clock = outgoing->options->clock};
    struct files_lock lock = {.fd = -1};
    struct mail_sent sent = {0};
    bool waits;
    enum status status = mail_send_plan(&sending, &waits, error);
    if (status != STATUS_OK || !waits)
        return status;
    status = files_lock_sending(outgoing->options->folder, &lock, error);
    if (status == STATUS_OK)
        status = mail_send(&sending, &sent, error);
    files_unlock(&lock);
    if (sent.now > 0)
        log_write(outgoing->options->log, LOG_INFO, "issue sent", LOG_STR("issue", issue->id),
                  LOG_INT("letters", sent.now), LOG_INT("waiting", sent.counts[LETTER_WAITING]));
    return status == STATUS_BUSY ? STATUS_OK : status;
}

static enum status send_issues(struct outgoing *outgoing, struct error *error) {
    struct issued *issued;
    size_t count;
    int64_t since = clock_now(outgoing->options->clock) - MAIL_LATE_MOST;
    arena_reset(&outgoing->work);
    enum status status = issued_list(outgoing->store, &outgoing->work, &issued, &count, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct issue issue;
        if (issued[i].at < since)
            continue;
        status = issued_read(outgoing->store, &outgoing->work, &issued[i], &issue, error);
        if (status == STATUS_OK)
            status = send_issue(outgoing, &issue, error);
    }
    return status;
}

static enum status send_all(struct outgoing *outgoing, struct error *error) {
    int64_t lapsed = clock_now(outgoing->options->clock) - MAIL_REQUEST_LAPSES;
    enum status status = store_requests_lapse(outgoing->store, lapsed, error);
    if (status == STATUS_OK)
        status = look_for_requests(outgoing, error);
    return status == STATUS_OK ? send_issues(outgoing, error) : status;
}

enum status post_once(const struct post_options *options, struct error *error) {
    struct outgoing outgoing;
    enum status status = open_outgoing(&outgoing, options, error);
    if (status == STATUS_OK && outgoing.store != NULL)
        status = send_all(&outgoing, error);
    close_outgoing(&outgoing);
    return status;
}

/* ---- for ever ---- */

/* The edition and the store as they are now; then requests, until these are to be read anew. */
static enum status post_for_a_while(const struct post_options *options, struct error *error) {
    const struct timespec pause = {.tv_sec = POST_LOOK_SECONDS};
    struct outgoing outgoing;
    enum status status = open_outgoing(&outgoing, options, error);
    if (status == STATUS_OK && outgoing.store != NULL)
        status = send_all(&outgoing, error);
    for (int waited = 0; waited < POST_ROUND_SECONDS; waited += POST_LOOK_SECONDS) {
        nanosleep(&pause, NULL);
        if (status == STATUS_OK && outgoing.store != NULL)
            status = look_for_requests(&outgoing, error);
    }
    close_outgoing(&outgoing);
    return status;
}

void post_run(const struct post_options *options) {
    enum status told = STATUS_OK;
    char text[1024];
    for (;;) {
        struct error error = {0};
        enum status status = post_for_a_while(options, &error);
        if (status != STATUS_OK && status != told)
            log_write(options->log, LOG_ERROR, "letters cannot be sent",
                      LOG_TEXT("why", error_describe(&error, text, sizeof text)));
        told = status;
    }
}
