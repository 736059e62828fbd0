/* The files of _sponsorships/: front matter with sponsor, webUrl, placement, schedule, messages. */
#include "edition/parts.h"

#include <stdlib.h>

#include "base/clock.h"

static const struct str sponsorship_keys[] = {
    STR_INIT("sponsor"),  STR_INIT("webUrl"),   STR_INIT("placement"),
    STR_INIT("schedule"), STR_INIT("messages"),
};
enum sponsorship_key {
    SPONSORSHIP_SPONSOR,
    SPONSORSHIP_URL,
    SPONSORSHIP_PLACEMENT,
    SPONSORSHIP_SCHEDULE,
    SPONSORSHIP_MESSAGES,
    SPONSORSHIP_KEYS,
};
enum { SPONSORSHIP_DAYS_MOST = 366 }; /* in one entry of the schedule */
static const struct str message_keys[] = {STR_INIT("title"), STR_INIT("text"), STR_INIT("webUrl")};
static const struct str place_names[EDITION_PLACES] = {STR_INIT("front"), STR_INIT("issue")};

static enum status read_url(struct edition_loader *loader, const struct yaml_node *node,
                            struct str *url) {
    const char *why;
    enum status status = read_text(loader, node, url);
    if (status == STATUS_OK && !value_http_url(*url, &why))
        return expected_value(loader, node, "an address like https://example.org/offer");
    return status;
}

static enum status read_places(struct edition_loader *loader, const struct yaml_node *node,
                               struct edition_sponsorship *sponsorship) {
    struct str *names = NULL;
    size_t count = 0;
    enum status status = read_texts(loader, node, &names, &count);
    if (status != STATUS_OK)
        return status;
    memset(sponsorship->at, 0, sizeof sponsorship->at);
    for (size_t i = 0; i < count; i++) {
        size_t place = 0;
        while (place < EDITION_PLACES && !str_eq(place_names[place], names[i]))
            place++;
        if (place == EDITION_PLACES)
            return expected_value(loader, node, "a list of front and issue");
        sponsorship->at[place] = true;
    }
    return STATUS_OK;
}

static bool read_day(struct arena *arena, struct str text, int64_t *day) {
    int64_t time;
    if (!time_parse(ARENA_JOIN(arena, str_trim(text), STR("T00:00:00Z")), &time))
        return false;
    *day = day_of(time);
    return true;
}

/* "2026-11-23" or "2026-11-23..2026-11-27". */
static bool read_days(struct arena *arena, struct str text, struct edition_days *days) {
    size_t dots = str_find(text, STR(".."));
    struct str to = dots == SIZE_MAX ? text : str_skip(text, dots + 2);
    return read_day(arena, str_take(text, dots), &days->from) && read_day(arena, to, &days->to) &&
           days->from <= days->to && days->to - days->from < SPONSORSHIP_DAYS_MOST;
}

static int compare_days(const void *a, const void *b) {
    const struct edition_days *left = a;
    const struct edition_days *right = b;
    return (left->from > right->from) - (left->from < right->from);
}

static enum status read_schedule(struct edition_loader *loader, const struct yaml_node *node,
                                 struct edition_sponsorship *sponsorship) {
    struct str *texts = NULL;
    size_t count = 0;
    enum status status = read_texts(loader, node, &texts, &count);
    if (status != STATUS_OK)
        return status;
    struct edition_days *days = arena_array(loader->arena, count, struct edition_days);
    if (days == NULL)
        return arena_status(loader->arena, loader->error);
    const struct yaml_node *item = node->first;
    for (size_t i = 0; i < count; i++, item = item->next)
        if (!read_days(loader->arena, texts[i], &days[i]))
            return expected_value(loader, item,
                                  "a day like 2026-11-23, or days like 2026-11-23..2026-11-27, a "
                                  "year at most");
    qsort(days, count, sizeof *days, compare_days);
    for (size_t i = 1; i < count; i++)
        if (days[i].from <= days[i - 1].to)
            return expected_value(loader, node, "each day once");
    sponsorship->days = days;
    sponsorship->day_count = count;
    return STATUS_OK;
}

static enum status read_message(struct edition_loader *loader, const struct yaml_node *node,
                                struct edition_message *message) {
    enum status status = STATUS_OK;
    if (node->kind == YAML_KIND_SCALAR)
        status = read_text(loader, node, &message->title);
    else if (node->kind == YAML_KIND_LIST)
        return expected_value(loader, node, "a message: a title, or title, text and webUrl");
    for (const struct yaml_node *value = node->first; value != NULL && status == STATUS_OK;
         value = value->next) {
        if (str_eq(value->key, message_keys[0]))
            status = read_text(loader, value, &message->title);
        else if (str_eq(value->key, message_keys[1]))
            status = read_text(loader, value, &message->text);
        else if (str_eq(value->key, message_keys[2]))
            status = read_url(loader, value, &message->url);
        else
            status = unknown_key(loader, value, message_keys, 3);
    }
    if (status == STATUS_OK && str_empty(message->title))
        return expected_value(loader, node, "a message with a title");
    return status;
}

static enum status read_messages(struct edition_loader *loader, const struct yaml_node *node,
                                 struct edition_sponsorship *sponsorship) {
    if (node->kind != YAML_KIND_LIST || node->count > EDITION_LIST_MOST)
        return expected_value(loader, node, "a list of messages");
    sponsorship->messages = arena_array(loader->arena, node->count, struct edition_message);
    if (sponsorship->messages == NULL)
        return arena_status(loader->arena, loader->error);
    for (const struct yaml_node *item = node->first; item != NULL; item = item->next) {
        enum status status =
            read_message(loader, item, &sponsorship->messages[sponsorship->message_count]);
        if (status != STATUS_OK)
            return status;
        sponsorship->message_count++;
    }
    return STATUS_OK;
}

static enum status sponsorship_value(struct edition_loader *loader, const struct yaml_node *node,
                                     struct edition_sponsorship *sponsorship, struct str *url) {
    size_t key = 0;
    while (key < SPONSORSHIP_KEYS && !str_eq(sponsorship_keys[key], node->key))
        key++;
    switch (key) {
    case SPONSORSHIP_SPONSOR:
        return read_text(loader, node, &sponsorship->sponsor);
    case SPONSORSHIP_URL:
        return read_url(loader, node, url);
    case SPONSORSHIP_PLACEMENT:
        return read_places(loader, node, sponsorship);
    case SPONSORSHIP_SCHEDULE:
        return read_schedule(loader, node, sponsorship);
    case SPONSORSHIP_MESSAGES:
        return read_messages(loader, node, sponsorship);
    default:
        return unknown_key(loader, node, sponsorship_keys, SPONSORSHIP_KEYS);
    }
}

/* What a sponsorship must have; each message gets an address. */
static enum status complete(struct edition_loader *loader, const struct yaml_node *root,
                            struct edition_sponsorship *sponsorship, struct str url) {
    if (str_empty(sponsorship->sponsor))
        return error_set_at(loader->error, STATUS_CONFIG, root->at,
                            "a sponsorship needs a sponsor");
    if (sponsorship->message_count == 0)
        return error_set_at(loader->error, STATUS_CONFIG, root->at, "a sponsorship needs messages");
    for (size_t i = 0; i < sponsorship->message_count; i++) {
        struct edition_message *message = &sponsorship->messages[i];
        if (str_absent(message->url))
            message->url = url;
        if (str_absent(message->url))
            return error_set_at(loader->error, STATUS_CONFIG, root->at,
                                "a sponsorship needs a webUrl, or one for each message");
    }
    return STATUS_OK;
}

enum status sponsorship_read(struct edition_loader *loader, const struct edition_file *file,
                             struct edition_sponsorship *sponsorship) {
    struct yaml_node *root;
    struct str url = STR_NONE;
    enum status status = read_front_matter(loader, file, "a sponsorship", &root);
    for (size_t i = 0; i < EDITION_PLACES; i++)
        sponsorship->at[i] = true;
    for (const struct yaml_node *node = status == STATUS_OK ? root->first : NULL;
         node != NULL && status == STATUS_OK; node = node->next)
        status = sponsorship_value(loader, node, sponsorship, &url);
    if (status == STATUS_OK)
        status = complete(loader, root, sponsorship, url);
    if (status != STATUS_OK)
        return status;
    struct str name = str_skip(file->path, str_find_last_byte(file->path, '/') + 1);
    sponsorship->name = str_take(name, str_find_last_byte(name, '.'));
    for (size_t i = 0; i < sponsorship->message_count; i++)
        id_make(arena_format(loader->arena, "%.*s %zu", STR_ARG(file->path), i),
                sponsorship->messages[i].id);
    return arena_status(loader->arena, loader->error);
}

/* The first of `days` on which the sponsorship has the place, too; INT64_MAX for none. */
static int64_t first_common(const struct edition_sponsorship *sponsorship, int place,
                            const struct edition_days *days) {
    for (size_t i = 0; sponsorship->at[place] && i < sponsorship->day_count; i++) {
        const struct edition_days *taken = &sponsorship->days[i];
        if (taken->from <= days->to && days->from <= taken->to)
            return taken->from > days->from ? taken->from : days->from;
    }
    return INT64_MAX;
}

static enum status check_pair(struct edition_loader *loader,
                              const struct edition_sponsorship *earlier,
                              const struct edition_sponsorship *later) {
    char text[TIME_TEXT];
    for (int place = 0; place < EDITION_PLACES; place++)
        for (size_t i = 0; later->at[place] && i < later->day_count; i++) {
            int64_t day = first_common(earlier, place, &later->days[i]);
            if (day != INT64_MAX)
                return error_set(loader->error, STATUS_CONFIG,
                                 "_sponsorships/: %.*s and %.*s both have the %.*s of %s",
                                 STR_ARG(earlier->name), STR_ARG(later->name),
                                 STR_ARG(place_names[place]), day_format(day * DAY_SECONDS, text));
        }
    return STATUS_OK;
}

enum status sponsorships_check(struct edition_loader *loader) {
    const struct edition *edition = loader->edition;
    enum status status = STATUS_OK;
    for (size_t i = 1; status == STATUS_OK && i < edition->sponsorship_count; i++)
        for (size_t k = 0; status == STATUS_OK && k < i; k++)
            status = check_pair(loader, &edition->sponsorships[k], &edition->sponsorships[i]);
    return status;
}

const struct edition_sponsorship *edition_sponsor(const struct edition *edition,
                                                  enum edition_place place, int64_t day,
                                                  const struct edition_message **message) {
    for (size_t i = 0; i < edition->sponsorship_count; i++) {
        const struct edition_sponsorship *sponsorship = &edition->sponsorships[i];
        int64_t before = 0; /* booked days before this one */
        for (size_t k = 0; sponsorship->at[place] && k < sponsorship->day_count; k++) {
            const struct edition_days *days = &sponsorship->days[k];
            if (day >= days->from && day <= days->to) {
                size_t turn = (size_t)(before + day - days->from) % sponsorship->message_count;
                *message = &sponsorship->messages[turn];
                return sponsorship;
            }
            before += days->to - days->from + 1;
        }
    }
    return NULL;
}
