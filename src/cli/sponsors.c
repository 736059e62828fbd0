/* The booked days of sponsorships, and what they brought. */
#include "cli/workspace.h"

#include "base/json.h"

struct survey {
    struct invocation *invocation;
    struct workspace *workspace;
    int64_t today;
    struct buf *out;
};

/* Clicks on a message on the days [from, to]; none before the first run. */
static enum status clicks_on(struct survey *survey, const struct edition_message *message,
                             int64_t from, int64_t to, int64_t *clicks) {
    struct str id = str_from(message->id);
    *clicks = 0;
    if (survey->workspace->store == NULL)
        return STATUS_OK;
    return store_clicks_sum(survey->workspace->store, &id, 1, from, to, clicks,
                            &survey->invocation->error);
}

static void row(struct survey *survey, const struct edition_sponsorship *sponsorship,
                const struct edition_message *message, int64_t day, int64_t clicks) {
    char text[TIME_TEXT];
    struct json json;
    if (!survey->invocation->json) {
        buf_printf(survey->out, "  %s  ", day_format(day * DAY_SECONDS, text));
        if (day > survey->today)
            buf_printf(survey->out, "%11s", "to come");
        else
            buf_printf(survey->out, "%4lld click%c", (long long)clicks, clicks == 1 ? ' ' : 's');
        BUF_ADD(survey->out, "  ");
        log_inert(survey->out, message->title);
        BUF_ADD(survey->out, "\n");
        return;
    }
    json_init(&json, survey->out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "sponsorship", sponsorship->name);
    json_field_str(&json, "sponsor", sponsorship->sponsor);
    json_field_str(&json, "day", str_from(day_format(day * DAY_SECONDS, text)));
    json_field_str(&json, "id", str_from(message->id));
    json_field_str(&json, "title", message->title);
    json_field_int(&json, "clicks", clicks);
    json_end_object(&json);
    BUF_ADD(survey->out, "\n");
}

static void heading(struct survey *survey, const struct edition_sponsorship *sponsorship) {
    if (survey->invocation->json)
        return;
    if (survey->out->n > 0)
        BUF_ADD(survey->out, "\n");
    log_inert(survey->out, sponsorship->name);
    BUF_ADD(survey->out, ": ");
    log_inert(survey->out, sponsorship->sponsor);
    if (sponsorship->at[PLACE_FRONT] && sponsorship->at[PLACE_ISSUE])
        BUF_ADD(survey->out, ", on the front page and in issues\n");
    else
        buf_add_cstr(survey->out,
                     sponsorship->at[PLACE_FRONT] ? ", on the front page\n" : ", in issues\n");
}

/* What was clicked on other days than those booked: an issue is read later. */
static enum status add_later(struct survey *survey, const struct edition_sponsorship *sponsorship,
                             int64_t on_days) {
    int64_t all = 0;
    for (size_t i = 0; i < sponsorship->message_count; i++) {
        int64_t clicks;
        enum status status =
            clicks_on(survey, &sponsorship->messages[i], 0, survey->today, &clicks);
        if (status != STATUS_OK)
            return status;
        all += clicks;
    }
    if (all > on_days)
        buf_printf(survey->out, "  on other days %lld\n", (long long)(all - on_days));
    return STATUS_OK;
}

static enum status list(struct survey *survey, const struct edition_sponsorship *sponsorship) {
    enum status status = STATUS_OK;
    size_t turn = 0;
    int64_t sum = 0;
    heading(survey, sponsorship);
    for (size_t i = 0; i < sponsorship->day_count; i++)
        for (int64_t day = sponsorship->days[i].from;
             status == STATUS_OK && day <= sponsorship->days[i].to; day++, turn++) {
            const struct edition_message *message =
                &sponsorship->messages[turn % sponsorship->message_count];
            int64_t clicks;
            status = clicks_on(survey, message, day, day, &clicks);
            if (status == STATUS_OK)
                row(survey, sponsorship, message, day, clicks);
            sum += clicks;
        }
    if (status == STATUS_OK && !survey->invocation->json)
        status = add_later(survey, sponsorship, sum);
    return status;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct survey survey = {.invocation = invocation,
                            .workspace = &workspace,
                            .today = day_of(clock_now(&invocation->clock)),
                            .out = &invocation->out};
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK) {
        status = workspace_open_store(invocation, &workspace, STORE_READ);
        if (status == STATUS_NOT_FOUND) /* before the first run */
            status = STATUS_OK;
    }
    for (size_t i = 0; status == STATUS_OK && i < workspace.edition.sponsorship_count; i++)
        status = list(&survey, &workspace.edition.sponsorships[i]);
    if (status == STATUS_OK && workspace.edition.sponsorship_count == 0 && !invocation->json)
        BUF_ADD(survey.out, "No sponsorships: each is a file in _sponsorships/.\n");
    workspace_close(&workspace);
    return status;
}

const struct command command_sponsors = {
    .name = "sponsors",
    .arguments = "",
    .summary = "list the booked days of sponsorships and their clicks",
    .help = "Lists the sponsorships of the edition, the files of _sponsorships/, with each booked "
            "day, the message that stands on it, and how many readers clicked it on that day "
            "(UTC). Messages of one sponsorship take turns.",
    .group = GROUP_READING,
    .edition = true,
    .options = {{.name = "json", .help = "one JSON line a booked day"}},
    .run = run,
};
