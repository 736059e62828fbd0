#include "mail/message.h"

#include <stdlib.h>

#include "mail/house.h"
#include "mail/wrap.h"
#include "words/words.h"

enum { VALUES_BYTES = 8 * 1024 * 1024 };

/* What one letter is made of. */
struct making {
    const struct mail_house *house;
    const struct edition *edition;
    const struct words *words;
    const struct issue *issue;
    const struct mail_recipient *recipient;
    struct arena *arena;
};

enum status mail_house_open(const char *folder, const struct edition *edition,
                            struct mail_house **house, struct error *error) {
    struct mail_house *made = calloc(1, sizeof *made);
    *house = made;
    if (made == NULL)
        return error_memory(error);
    made->edition = edition;
    arena_init(&made->arena, VALUES_BYTES);
    if (str_absent(edition->mail.from))
        return error_set(error, STATUS_CONFIG,
                         "there is no newsletter: mail.from, its sender, is not given");
    text_mailbox_read(edition->mail.from, &made->from);
    if (!str_absent(edition->mail.reply_to))
        text_mailbox_read(edition->mail.reply_to, &made->reply_to);
    return templates_init(&made->templates, folder, error);
}

void mail_house_close(struct mail_house *house) {
    if (house == NULL)
        return;
    templates_release(&house->templates);
    arena_release(&house->arena);
    free(house);
}

/* ---- addresses and names ---- */

/* "example.org" of "https://example.org:8080/paper". */
static struct str host_of(struct str url) {
    size_t start = str_find(url, STR("://"));
    struct str rest = str_skip(url, start == SIZE_MAX ? 0 : start + 3);
    size_t n = 0;
    while (n < rest.n && rest.p[n] != '/' && rest.p[n] != ':')
        n++;
    return str_take(rest, n);
}

struct str mail_host(const struct edition *edition) {
    struct text_mailbox from = {0};
    text_mailbox_read(edition->mail.from, &from);
    return str_skip(from.address, str_find_byte(from.address, '@') + 1);
}

struct str mail_message_id(struct arena *arena, const struct edition *edition,
                           const struct issue *issue, const struct mail_recipient *recipient) {
    char id[ID_LENGTH + 1];
    struct str whom = str_first_of(recipient->id, recipient->address);
    id_make(ARENA_JOIN(arena, issue->id, STR("\n"), whom), id);
    return ARENA_JOIN(arena, issue->id, STR("."), str_from(id), STR("@"), mail_host(edition));
}

struct str mail_list_id(struct arena *arena, const struct edition *edition, struct str list) {
    if (!str_absent(edition->mail.list_id))
        return ARENA_JOIN(arena, list, STR("."), edition->mail.list_id);
    return ARENA_JOIN(arena, list, STR("."), edition->id, STR("."), host_of(edition->url));
}

struct str mail_service(const struct edition *edition) {
    return str_first_of(edition->mail.service, edition->url);
}

struct mail_letter mail_letter_of(const struct edition *edition) {
    struct mail_letter letter = {.language = edition->locale};
    text_mailbox_read(edition->mail.from, &letter.from);
    if (!str_absent(edition->mail.reply_to))
        text_mailbox_read(edition->mail.reply_to, &letter.reply_to);
    return letter;
}

/* ---- what templates get ---- */

/* "5 outlets: A, B +2", of which one is the story's own; absent for one. */
static struct str outlets_of(const struct making *making, const struct issue_story *story) {
    struct arena *arena = making->arena;
    size_t others = (size_t)(story->outlets - 1), named = story->other_count;
    if (story->outlets < 2)
        return STR_NONE;
    struct str text = words_count(arena, making->words, WORDS_outlets, (uint64_t)story->outlets);
    for (size_t i = 0; i < named && i < others; i++)
        text = ARENA_JOIN(arena, text, i == 0 ? STR(": ") : words_say(making->words, WORDS_comma),
                          story->others[i]);
    if (named > 0 && others > named)
        text = arena_format(arena, "%.*s +%zu", STR_ARG(text), others - named);
    return text;
}

/* The article itself, or the server's way there that counts; else the story's page. */
static struct str link_of(const struct making *making, const struct issue_story *story) {
    if (making->edition->mail.clicks == MAIL_CLICKS_ON && story->article.n > 0 && story->url.n > 0)
        return ARENA_JOIN(making->arena, mail_service(making->edition), STR("/r/"), story->article);
    return str_first_of(story->url, story->page);
}

/* Present even when empty, else it would be looked up around the story. */
static void put(const struct making *making, struct template_value *map, const char *key,
                struct str text) {
    template_put_text(making->arena, map, key, str_absent(text) ? STR("") : text);
}

/* As wide as the column, but no taller than a screen of a phone leaves room for a headline; one
 * that is smaller stays so. */
static void put_picture(const struct making *making, const struct issue_story *story,
                        struct template_value *map) {
    enum { COLUMN = 536, TALLEST = 400 };
    struct arena *arena = making->arena;
    int64_t width = story->picture_width, height = story->picture_height;
    if (str_absent(story->picture)) {
        template_put_boolean(arena, map, "picture", false);
        return;
    }
    if (width > COLUMN) {
        height = (height * COLUMN + width / 2) / width;
        width = COLUMN;
    }
    if (height > TALLEST) {
        width = (width * TALLEST + height / 2) / height;
        height = TALLEST;
    }
    struct template_value *picture = template_put_map(arena, map, "picture");
    template_put_text(arena, picture, "url",
                      ARENA_JOIN(arena, making->edition->url, STR("/"), story->picture));
    template_put_integer(arena, picture, "width", width > 0 ? width : COLUMN);
    if (width > 0 && height > 0)
        template_put_integer(arena, picture, "height", height);
    else
        template_put_boolean(arena, picture, "height", false);
    put(making, picture, "credit", story->picture_credit);
    put(making, picture, "credited",
        str_first_of(story->picture_credit, str_first_of(story->provider, making->edition->title)));
}

static void put_story(const struct making *making, const struct issue_story *story, size_t number,
                      struct template_value *map) {
    struct arena *arena = making->arena;
    struct str age = STR_NONE, outlets = outlets_of(making, story);
    struct str language = str_first_of(story->language, making->edition->locale);
    if (story->published != TIME_NONE)
        age = words_age(arena, making->words, making->issue->at, story->published);
    template_put_integer(arena, map, "number", (int64_t)number);
    put(making, map, "topic", story->topic);
    put(making, map, "headline", story->headline);
    put(making, map, "sentence", story->sentence);
    put(making, map, "line", story->line);
    put(making, map, "url", link_of(making, story));
    put(making, map, "coverage", outlets.n > 0 && story->url.n > 0 ? story->page : STR_NONE);
    put(making, map, "provider", str_first_of(story->provider, making->edition->title));
    put(making, map, "age", age);
    put(making, map, "outlets", outlets);
    put(making, map, "lang", story->language);
    put(making, map, "dir", words_right_to_left(language) ? STR("rtl") : STR("ltr"));
    put(making, map, "credit",
        ARENA_JOIN(arena, str_first_of(story->provider, making->edition->title),
                   age.n > 0 ? STR(" · ") : STR(""), age, outlets.n > 0 ? STR(" · ") : STR(""),
                   outlets));
    put_picture(making, story, map);
}

static void put_paragraphs(const struct making *making, struct template_value *map) {
    struct template_value *list = template_put_list(making->arena, map, "paragraphs");
    struct str rest = making->issue->introduction;
    while (rest.n > 0) {
        size_t end = str_find(rest, STR("\n\n"));
        struct str paragraph = str_trim(str_take(rest, end));
        if (paragraph.n > 0)
            template_add_text(making->arena, list, paragraph);
        rest = str_skip(rest, end == SIZE_MAX ? end : end + 2);
    }
}

static void put_edition(const struct making *making, struct template_value *map) {
    struct arena *arena = making->arena;
    const struct edition *edition = making->edition;
    struct template_value *about = template_put_map(arena, map, "edition");
    template_put_text(arena, about, "title", edition->title);
    template_put_text(arena, about, "url", ARENA_JOIN(arena, edition->url, STR("/")));
    template_put_text(arena, map, "lang", edition->locale);
    template_put_text(arena, map, "dir",
                      words_right_to_left(edition->locale) ? STR("rtl") : STR("ltr"));
    template_put_text(arena, map, "imprint", edition->mail.imprint);
}

/* Midnight of the issue's own day. */
static bool day_of_issue(const struct making *making, int64_t *time) {
    return time_parse(ARENA_JOIN(making->arena, issue_date(making->issue->id), STR("T00:00:00Z")),
                      time);
}

/* "Sunday 22 November 2026" */
static struct str date_of(const struct making *making) {
    int64_t time;
    return day_of_issue(making, &time) ? words_day(making->arena, making->words, time) : STR_NONE;
}

/* Who sponsors the issues of that day. */
static void put_sponsor(const struct making *making, struct template_value *map) {
    int64_t time;
    const struct edition_message *message;
    const struct edition_sponsorship *sponsorship =
        day_of_issue(making, &time)
            ? edition_sponsor(making->edition, PLACE_ISSUE, day_of(time), &message)
            : NULL;
    if (sponsorship == NULL)
        return;
    struct template_value *value = template_put_map(making->arena, map, "sponsor");
    bool counted = making->edition->mail.clicks == MAIL_CLICKS_ON;
    put(making, value, "name", sponsorship->sponsor);
    put(making, value, "title", message->title);
    put(making, value, "text", message->text);
    put(making, value, "url",
        counted ? ARENA_JOIN(making->arena, mail_service(making->edition), STR("/r/"),
                             str_from(message->id))
                : message->url);
}

static struct template_value *values_of(const struct making *making) {
    struct arena *arena = making->arena;
    const struct issue *issue = making->issue;
    const struct mail_recipient *recipient = making->recipient;
    const struct edition_list *list = issue_list(making->edition, issue->list);
    struct template_value *map = template_map(arena);
    struct str archive =
        ARENA_JOIN(arena, making->edition->url, STR("/newsletter/"), issue->id, STR("/"));
    put_edition(making, map);
    template_put_text(arena, map, "title", issue_title(arena, making->edition, issue));
    template_put_text(arena, map, "subject", issue_subject(arena, issue));
    template_put_text(arena, map, "preheader", issue_preheader(arena, making->edition, issue));
    template_put_text(arena, map, "date", date_of(making));
    if (list != NULL && list->topic_index != SIZE_MAX)
        template_put_text(arena, map, "about", making->edition->topics[list->topic_index].name);
    template_put_text(arena, map, "archive", archive);
    template_put_text(arena, map, "unsubscribe", recipient->unsubscribe);
    template_put_text(arena, map, "preferences", recipient->preferences);
    template_put_boolean(arena, map, "both", recipient->unsubscribe.n > 0);
    template_put(arena, map, STR("t"), words_value(arena, making->words));
    const struct str of_what[] = {issue->list, making->edition->title};
    template_put_text(arena, map, "reason",
                      words_fill(arena, words_say(making->words, WORDS_letter_reason), of_what, 2));
    put_paragraphs(making, map);
    put_sponsor(making, map);
    struct template_value *stories = template_put_list(arena, map, "stories");
    for (size_t i = 0; i < issue->count; i++)
        put_story(making, &issue->stories[i], i + 1, template_add_map(arena, stories));
    return map;
}

/* ---- parts and letters ---- */

enum status mail_house_text(const struct mail_house *house, const char *template,
                            const struct template_value *values, struct buf *text,
                            struct error *error) {
    struct buf raw;
    buf_init(&raw, MAIL_PARTS_MOST);
    enum status status =
        templates_render(&house->templates, str_from(template), values, &raw, error);
    buf_clear(text);
    if (status == STATUS_OK) {
        wrap_text(text, buf_str(&raw));
        status = buf_check(text, error);
    }
    buf_release(&raw);
    return status;
}

enum status mail_render(struct mail_house *house, const struct issue *issue,
                        const struct mail_recipient *recipient, struct buf *html, struct buf *text,
                        struct error *error) {
    arena_reset(&house->arena);
    const struct making making = {
        .house = house,
        .edition = house->edition,
        .words = words_of(house->edition->locale),
        .issue = issue,
        .recipient = recipient,
        .arena = &house->arena,
    };
    const struct template_value *values = values_of(&making);
    enum status status = arena_status(&house->arena, error);
    if (status == STATUS_OK && html != NULL)
        status = templates_render(&house->templates, STR("mail"), values, html, error);
    if (status == STATUS_OK && html != NULL && html->n > MAIL_HTML_MOST)
        status = error_set(error, STATUS_LIMIT, "the issue's HTML has %zu bytes, and may have %d",
                           html->n, MAIL_HTML_MOST);
    if (status == STATUS_OK && text != NULL)
        status = mail_house_text(house, "mail-text", values, text, error);
    return status;
}

/* The letter but for its parts. */
static struct mail_letter address_letter(struct mail_house *house, const struct issue *issue,
                                         const struct mail_recipient *recipient) {
    const struct edition *edition = house->edition;
    struct arena *arena = &house->arena;
    struct mail_letter letter = mail_letter_of(edition);
    letter.to = (struct text_mailbox){recipient->name, recipient->address};
    letter.subject = issue_subject(arena, issue);
    letter.date = issue->send;
    letter.message_id = mail_message_id(arena, edition, issue, recipient);
    letter.list_name = edition->title;
    letter.list_id = mail_list_id(arena, edition, issue->list);
    letter.archive = ARENA_JOIN(arena, edition->url, STR("/newsletter/"));
    letter.unsubscribe = recipient->unsubscribe;
    if (!str_absent(recipient->token)) {
        letter.unsubscribe_address = str_first_of(edition->mail.unsubscribe, house->from.address);
        letter.unsubscribe_subject = ARENA_JOIN(arena, STR("unsubscribe "), recipient->token);
    }
    return letter;
}

enum status mail_message(struct mail_house *house, const struct issue *issue,
                         const struct mail_recipient *recipient, struct buf *out,
                         struct error *error) {
    struct buf html, text;
    buf_init(&html, MAIL_PARTS_MOST);
    buf_init(&text, MAIL_PARTS_MOST);
    buf_clear(out);
    enum status status = mail_render(house, issue, recipient, &html, &text, error);
    if (status == STATUS_OK) {
        struct mail_letter letter = address_letter(house, issue, recipient);
        letter.html = buf_str(&html);
        letter.text = buf_str(&text);
        status = arena_status(&house->arena, error);
        if (status == STATUS_OK)
            status = mail_letter_write(&letter, out, error);
    }
    buf_release(&html);
    buf_release(&text);
    return status;
}
