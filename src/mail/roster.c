#include "mail/roster.h"

#include "base/utf8.h"
#include "issue/issue.h"
#include "mail/csv.h"
#include "mail/links.h"
#include "text/mailbox.h"

const struct str mail_subscriber_states[SUBSCRIBER_STATES] = {
    [SUBSCRIBER_PENDING] = STR_INIT("pending"),
    [SUBSCRIBER_CONFIRMED] = STR_INIT("confirmed"),
    [SUBSCRIBER_LEFT] = STR_INIT("unsubscribed"),
    [SUBSCRIBER_BLOCKED] = STR_INIT("blocked"),
};

enum column {
    COLUMN_ADDRESS,
    COLUMN_NAME,
    COLUMN_STATE,
    COLUMN_LISTS,
    COLUMN_SINCE,
    COLUMN_CONSENTED,
    COLUMN_CONSENT,
    COLUMN_REASON,
    COLUMN_PAUSED,
    COLUMNS,
};
static const struct str columns[COLUMNS] = {
    STR_INIT("address"), STR_INIT("name"),   STR_INIT("state"),
    STR_INIT("lists"),   STR_INIT("since"),  STR_INIT("consented"),
    STR_INIT("consent"), STR_INIT("reason"), STR_INIT("paused"),
};
enum { TEXT_MOST = 1000 };

/* ---- writing ---- */

static void add_time(struct buf *out, int64_t time, const char *end) {
    char text[TIME_TEXT];
    if (time != TIME_NONE)
        buf_add_cstr(out, time_format(time, text));
    buf_add_cstr(out, end);
}

void mail_roster_write(const struct store_subscriber *subscribers, size_t count, struct buf *out) {
    for (size_t i = 0; i < COLUMNS; i++) {
        buf_add(out, columns[i]);
        buf_add(out, i + 1 < COLUMNS ? STR(",") : STR("\r\n"));
    }
    for (size_t i = 0; i < count; i++) {
        const struct store_subscriber *subscriber = &subscribers[i];
        const struct str first[] = {subscriber->address, subscriber->name,
                                    mail_subscriber_states[subscriber->state], subscriber->lists};
        for (size_t k = 0; k < sizeof first / sizeof first[0]; k++) {
            csv_add(out, first[k]);
            buf_add_byte(out, ',');
        }
        add_time(out, subscriber->since, ",");
        add_time(out, subscriber->consented, ",");
        csv_add(out, subscriber->consent);
        buf_add_byte(out, ',');
        csv_add(out, subscriber->reason);
        buf_add_byte(out, ',');
        add_time(out, subscriber->paused > 0 ? subscriber->paused : TIME_NONE, "\r\n");
    }
}

/* ---- reading ---- */

struct reading {
    const struct mail_roster *roster;
    struct arena *arena;
    size_t place[COLUMNS]; /* of a column in a line; SIZE_MAX: none */
    struct str *fields;
    size_t count;
};

static struct str field(const struct reading *reading, enum column column) {
    size_t place = reading->place[column];
    struct str text =
        place < reading->count ? str_trim(csv_plain(reading->fields[place])) : STR("");
    return text.n > 0 ? text : STR_NONE;
}

static bool read_time(const struct reading *reading, enum column column, int64_t otherwise,
                      int64_t *time) {
    struct str text = field(reading, column);
    *time = otherwise;
    return str_absent(text) || time_parse(text, time);
}

static bool read_state(const struct reading *reading, struct store_subscriber *subscriber) {
    struct str text = field(reading, COLUMN_STATE);
    if (str_absent(text)) {
        subscriber->state =
            subscriber->consented != TIME_NONE ? SUBSCRIBER_CONFIRMED : SUBSCRIBER_PENDING;
        return true;
    }
    for (int i = 0; i < SUBSCRIBER_STATES; i++)
        if (str_eq(text, mail_subscriber_states[i])) {
            subscriber->state = (enum subscriber_state)i;
            return true;
        }
    return false;
}

static bool lists_known(const struct edition *edition, struct str lists) {
    struct str part;
    while (str_next(&lists, ' ', &part))
        if (issue_list(edition, part) == NULL)
            return false;
    return true;
}

/* Why the line is refused; NULL when it is not. */
static const char *read_line(const struct reading *reading, struct store_subscriber *subscriber) {
    const struct mail_roster *roster = reading->roster;
    char token[MAIL_TOKEN_LENGTH + 1];
    *subscriber = (struct store_subscriber){
        .address = field(reading, COLUMN_ADDRESS),
        .name = field(reading, COLUMN_NAME),
        .lists = str_first_of(field(reading, COLUMN_LISTS), roster->lists),
        .consent = str_first_of(field(reading, COLUMN_CONSENT), roster->consent),
        .reason = field(reading, COLUMN_REASON),
    };
    if (!text_address_valid(subscriber->address))
        return "no address of mail";
    for (size_t i = 0; i < reading->count; i++)
        if (reading->fields[i].n > TEXT_MOST || !utf8_valid(reading->fields[i], NULL) ||
            str_find_byte(reading->fields[i], '\0') != SIZE_MAX)
            return "a text that is too long or no UTF-8";
    if (!lists_known(roster->edition, subscriber->lists))
        return "a list that mail.lists has not";
    if (!read_time(reading, COLUMN_SINCE, roster->now, &subscriber->since) ||
        !read_time(reading, COLUMN_CONSENTED, str_absent(roster->consent) ? TIME_NONE : roster->now,
                   &subscriber->consented) ||
        !read_time(reading, COLUMN_PAUSED, 0, &subscriber->paused))
        return "a time that is not like 2026-11-22T17:00:00Z";
    if (!read_state(reading, subscriber))
        return "a state that is not pending, confirmed, unsubscribed or blocked";
    if (subscriber->state == SUBSCRIBER_CONFIRMED && subscriber->consented == TIME_NONE)
        return "confirmed, but without the time of the consent";
    mail_subscriber_token(roster->secret, subscriber->address, token);
    subscriber->token = arena_copy(reading->arena, str_from(token));
    return NULL;
}

static enum status read_names(struct reading *reading, struct error *error) {
    for (size_t i = 0; i < COLUMNS; i++)
        reading->place[i] = SIZE_MAX;
    for (size_t k = 0; k < reading->count; k++) {
        struct str name = str_trim(reading->fields[k]);
        for (size_t i = 0; i < COLUMNS; i++)
            if (str_eq_case(name, columns[i]) ||
                (i == COLUMN_ADDRESS && str_eq_case(name, STR("email"))))
                reading->place[i] = k;
    }
    if (reading->place[COLUMN_ADDRESS] == SIZE_MAX)
        return error_set_at(error, STATUS_INVALID, (struct position){0, 1, 1},
                            "expected a line of names first, one of them 'address'");
    return STATUS_OK;
}

enum status mail_roster_read(const struct mail_roster *roster, struct arena *arena,
                             struct str bytes, struct store_subscriber **subscribers, size_t *count,
                             struct mail_roster_refusal **refusals, size_t *refused,
                             struct error *error) {
    struct str fields[CSV_FIELDS_MOST];
    struct reading reading = {.roster = roster, .arena = arena, .fields = fields};
    struct csv csv = csv_begin(bytes);
    struct store_subscriber subscriber;
    size_t room = 0, refusal_room = 0;
    *subscribers = NULL;
    *refusals = NULL;
    *count = *refused = 0;
    csv_next(&csv, arena, fields, &reading.count);
    enum status status = read_names(&reading, error);
    while (status == STATUS_OK && csv_next(&csv, arena, fields, &reading.count)) {
        const char *why = read_line(&reading, &subscriber);
        if (why == NULL)
            status = arena_grow(arena, subscribers, &room, *count + 1, sizeof **subscribers);
        else
            status = arena_grow(arena, refusals, &refusal_room, *refused + 1, sizeof **refusals);
        if (status == STATUS_OK && why == NULL)
            (*subscribers)[(*count)++] = subscriber;
        else if (status == STATUS_OK)
            (*refusals)[(*refused)++] =
                (struct mail_roster_refusal){csv.line, subscriber.address, why};
    }
    return status == STATUS_INVALID ? status : arena_status(arena, error);
}

bool mail_roster_merge(struct arena *arena, struct store_subscriber *known,
                       const struct store_subscriber *fresh) {
    struct str rest = fresh->lists, part;
    if (known->state == SUBSCRIBER_LEFT || known->state == SUBSCRIBER_BLOCKED)
        return false;
    while (str_next(&rest, ' ', &part))
        if (!issue_lists_hold(known->lists, part))
            known->lists = ARENA_JOIN(arena, known->lists, STR(" "), part);
    known->name = str_first_of(fresh->name, known->name);
    if (known->consented == TIME_NONE) {
        known->consented = fresh->consented;
        known->consent = fresh->consent;
    }
    if (known->state == SUBSCRIBER_PENDING || fresh->state != SUBSCRIBER_CONFIRMED)
        known->state = fresh->state;
    return true;
}
