/* A list of the newsletter as edition.yaml has it. */
#include "edition/parts.h"

static const struct str days[] = {
    [WHEN_MONDAY] = STR_INIT("monday"),
    [1] = STR_INIT("tuesday"),
    [2] = STR_INIT("wednesday"),
    [3] = STR_INIT("thursday"),
    [4] = STR_INIT("friday"),
    [5] = STR_INIT("saturday"),
    [WHEN_SUNDAY] = STR_INIT("sunday"),
    [WHEN_EVERY] = STR_INIT("day"),
    [WHEN_WEEKDAYS] = STR_INIT("weekday"),
};
enum { LIST_NAME_MOST = 40 };

static bool to_days(struct str word, enum edition_when *value) {
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        if (str_eq_case(word, days[i])) {
            *value = (enum edition_when)i;
            return true;
        }
    return false;
}

/* "18:00" */
static bool to_minute(struct str text, int *minute) {
    uint64_t hours, minutes;
    if (text.n != 5 || text.p[2] != ':' || !str_to_u64(str_take(text, 2), &hours) ||
        !str_to_u64(str_skip(text, 3), &minutes) || hours > 23 || minutes > 59)
        return false;
    *minute = (int)(hours * 60 + minutes);
    return true;
}

/* The next word of `rest`, which spaces part. */
static struct str next_word(struct str *rest) {
    *rest = str_trim(*rest);
    size_t end = str_find_byte(*rest, ' ');
    struct str word = str_take(*rest, end);
    *rest = str_trim(str_skip(*rest, word.n));
    return word;
}

bool list_read(struct str text, struct edition_list *list) {
    *list = (struct edition_list){.topic_index = SIZE_MAX};
    list->id = next_word(&text);
    if (!value_identifier(list->id, LIST_NAME_MOST) || !str_eq(next_word(&text), STR("every")) ||
        !to_days(next_word(&text), &list->when) || !str_eq(next_word(&text), STR("at")) ||
        !to_minute(next_word(&text), &list->minute))
        return false;
    if (text.n == 0)
        return true;
    if (!str_eq(next_word(&text), STR("about")))
        return false;
    list->topic = text;
    return text.n > 0;
}

void list_write(const struct edition_list *list, struct buf *out) {
    buf_printf(out, "%.*s every %.*s at %02d:%02d", STR_ARG(list->id), STR_ARG(days[list->when]),
               list->minute / 60, list->minute % 60);
    if (!str_absent(list->topic))
        buf_printf(out, " about %.*s", STR_ARG(list->topic));
}
