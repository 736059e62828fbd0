#include "mail/returned.h"

#include "mail/token.h"

/* What the lines of a letter said so far. */
struct reading {
    bool in_header; /* its own, not one that it carries */
    bool bounces, complains, leaves;
    bool failed, permanent, appeased;
    struct str token, status, diagnosis;
};

/* The value of "Name: value"; absent for another name. */
static struct str value_of(struct str line, const char *name) {
    size_t colon = str_find_byte(line, ':');
    bool is = colon != SIZE_MAX && str_eq_case(str_trim(str_take(line, colon)), str_from(name));
    return is ? str_trim(str_skip(line, colon + 1)) : STR_NONE;
}

/* As it stands behind "unsubscribe" in our links: "/TOKEN", "%20TOKEN", " TOKEN". */
static struct str token_in(struct str line) {
    static const struct str word = STR_INIT("unsubscribe");
    for (size_t at; (at = str_find_case(line, word)) != SIZE_MAX;) {
        line = str_skip(line, at + word.n);
        struct str rest = str_starts(line, STR("%20")) ? str_skip(line, 3) : str_skip(line, 1);
        struct str token = str_take(rest, MAIL_TOKEN_LENGTH);
        struct str behind = str_skip(rest, MAIL_TOKEN_LENGTH);
        if (mail_token_valid(token) && (behind.n == 0 || !ascii_is_alnum(behind.p[0])))
            return token;
    }
    return STR_NONE;
}

/* A line of the letter's own header, or one that goes on from the line before. */
static void read_own(struct reading *reading, struct str line) {
    struct str subject = value_of(line, "Subject");
    reading->bounces |= str_find_case(line, STR("report-type=delivery-status")) != SIZE_MAX ||
                        str_find_case(line, STR("report-type=\"delivery-status\"")) != SIZE_MAX;
    reading->complains |= str_find_case(line, STR("report-type=feedback-report")) != SIZE_MAX ||
                          str_find_case(line, STR("report-type=\"feedback-report\"")) != SIZE_MAX;
    reading->leaves |= str_starts_case(subject, STR("unsubscribe"));
}

static void read_report(struct reading *reading, struct str line) {
    struct str status = value_of(line, "Status"), action = value_of(line, "Action");
    struct str feedback = value_of(line, "Feedback-Type");
    struct str diagnosis = value_of(line, "Diagnostic-Code");
    reading->failed |= str_eq_case(action, STR("failed"));
    reading->appeased |= str_eq_case(feedback, STR("not-spam"));
    if (!str_absent(status) && str_absent(reading->status)) {
        reading->status = status;
        reading->permanent = str_starts(status, STR("5.")) && !str_starts(status, STR("5.7."));
    }
    if (!str_absent(diagnosis) && str_absent(reading->diagnosis)) {
        size_t semicolon = str_find_byte(diagnosis, ';');
        reading->diagnosis =
            semicolon != SIZE_MAX ? str_trim(str_skip(diagnosis, semicolon + 1)) : diagnosis;
    }
}

static enum mail_returned_kind kind_of(const struct reading *reading) {
    if (str_absent(reading->token))
        return RETURNED_NOTHING;
    if (reading->bounces)
        return reading->failed && reading->permanent ? RETURNED_BOUNCE : RETURNED_NOTHING;
    if (reading->complains)
        return reading->appeased ? RETURNED_NOTHING : RETURNED_COMPLAINT;
    return reading->leaves ? RETURNED_LEAVE : RETURNED_NOTHING;
}

struct mail_returned mail_returned_read(struct str letter) {
    struct reading reading = {.in_header = true};
    struct str line;
    while (str_next(&letter, '\n', &line)) {
        line = line.n > 0 && line.p[line.n - 1] == '\r' ? str_take(line, line.n - 1) : line;
        reading.in_header &= line.n > 0;
        if (reading.in_header)
            read_own(&reading, line);
        else
            read_report(&reading, line);
        if (str_absent(reading.token))
            reading.token = token_in(line);
    }
    return (struct mail_returned){
        .kind = kind_of(&reading),
        .token = reading.token,
        .reason = str_take(str_first_of(reading.diagnosis, reading.status), RETURNED_REASON_MOST)};
}
