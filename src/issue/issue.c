#include "issue/issue.h"

#include "base/utf8.h"
#include "text/excerpt.h"
#include "url/url.h"

enum { DATE_LENGTH = 10, HEADLINES = 3, SUBJECT_SHOWN = 70 };

struct str issue_id(struct arena *arena, const struct edition *edition,
                    const struct edition_list *list, int64_t local_day) {
    char day[TIME_TEXT];
    day_format(local_day * DAY_SECONDS, day);
    if (list == &edition->mail.lists[0])
        return ARENA_JOIN(arena, edition->id, STR("-"), str_from(day));
    return ARENA_JOIN(arena, edition->id, STR("-"), list->id, STR("-"), str_from(day));
}

struct str issue_date(struct str id) {
    return str_skip(id, id.n < DATE_LENGTH ? 0 : id.n - DATE_LENGTH);
}

bool issue_id_valid(struct str id) {
    static const struct str form = STR_INIT("-dddd-dd-dd");
    if (id.n <= form.n || id.n > ISSUE_ID_MOST || !ascii_is_alnum(id.p[0]))
        return false;
    for (size_t i = 0; i < id.n; i++)
        if (!(id.p[i] >= 'a' && id.p[i] <= 'z') && !ascii_is_digit(id.p[i]) && id.p[i] != '-')
            return false;
    struct str end = str_skip(id, id.n - form.n);
    for (size_t i = 0; i < form.n; i++)
        if (form.p[i] == 'd' ? !ascii_is_digit(end.p[i]) : end.p[i] != '-')
            return false;
    return true;
}

const struct edition_list *issue_list(const struct edition *edition, struct str id) {
    for (size_t i = 0; i < edition->mail.list_count; i++)
        if (str_eq(edition->mail.lists[i].id, id))
            return &edition->mail.lists[i];
    return NULL;
}

bool issue_lists_hold(struct str ids, struct str id) {
    struct str part;
    while (str_next(&ids, ' ', &part))
        if (str_eq(part, id))
            return true;
    return false;
}

bool issue_link_valid(struct str url) {
    if (url.n > URL_BYTES_MOST ||
        (!str_starts_case(url, STR("https://")) && !str_starts_case(url, STR("http://"))))
        return false;
    for (size_t i = 0; i < url.n;) {
        uint32_t c = utf8_next(url, &i);
        if (c <= ' ' || c == '"' || c == '<' || c == '>' || c == '\\' || utf8_is_control(c) ||
            utf8_is_space(c) || c == UTF8_REPLACEMENT)
            return false;
    }
    return true;
}

struct str issue_title(struct arena *arena, const struct edition *edition,
                       const struct issue *issue) {
    const struct edition_list *list = issue_list(edition, issue->list);
    bool topical = list != NULL && list->topic_index != SIZE_MAX;
    return ARENA_JOIN(arena, edition->title, topical ? STR(": ") : STR(""),
                      topical ? edition->topics[list->topic_index].name : STR(""), STR(" ("),
                      issue_date(issue->id), STR(")"));
}

struct str issue_excerpt(struct arena *arena, const struct issue *issue) {
    struct str parts[2 * HEADLINES];
    size_t count = 0;
    for (size_t i = 0; i < issue->count && i < HEADLINES; i++) {
        if (i > 0)
            parts[count++] = STR(" / ");
        parts[count++] = issue->stories[i].headline;
    }
    return arena_join(arena, parts, count);
}

struct str issue_subject(struct arena *arena, const struct issue *issue) {
    return issue->subject.n > 0 ? issue->subject
                                : text_shorten(arena, issue->stories[0].headline, SUBJECT_SHOWN);
}

/* Adds a part behind those that are there, unless they are enough. */
static void add_part(struct buf *out, struct str part) {
    if (part.n == 0 || utf8_length(buf_str(out)) >= ISSUE_PREHEADER_LEAST)
        return;
    if (out->n > 0)
        BUF_ADD(out, " / ");
    buf_add(out, part);
}

struct str issue_preheader(struct arena *arena, const struct edition *edition,
                           const struct issue *issue) {
    struct buf text;
    if (issue->preheader.n > 0)
        return issue->preheader;
    buf_init(&text, ISSUE_BYTES_MOST);
    for (size_t i = 1; i < issue->count; i++)
        add_part(&text, issue->stories[i].headline);
    add_part(&text, issue->stories[0].sentence);
    add_part(&text, edition->title);
    add_part(&text, STR("what was published since the last issue"));
    struct str whole = arena_copy(arena, buf_str(&text));
    buf_release(&text);
    return str_absent(whole) ? whole : text_shorten(arena, whole, ISSUE_PREHEADER_MOST);
}
