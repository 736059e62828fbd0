#include "replay/archive.h"

#include "date/date.h"
#include "edition/opml.h"

enum { RECORD_MEMORY = 64 << 20 };

static enum status add_item(struct arena *arena, const struct edition *edition,
                            struct archive_item item, const struct observation *seen,
                            struct archive *archive, struct error *error) {
    enum status status = article_keys(arena, edition, seen, item.keys, &item.key_count, error);
    if (status != STATUS_OK)
        return status;
    if (archive->count == ARCHIVE_ITEMS_MOST)
        return error_set(error, STATUS_LIMIT, "an archive of more than %d articles",
                         ARCHIVE_ITEMS_MOST);
    if (arena_grow(arena, &archive->items, &archive->capacity, archive->count + 1,
                   sizeof *archive->items) != STATUS_OK)
        return arena_status(arena, error);
    archive->items[archive->count++] = item;
    return STATUS_OK;
}

/* Midnight of the day that a record's file name begins with; TIME_NONE when it does not. */
static int64_t day_of_name(struct str name) {
    char stamp[TIME_TEXT];
    int64_t time;
    struct str file = str_skip(name, str_find_last_byte(name, '/') + 1);
    snprintf(stamp, sizeof stamp, "%.10sT00:00:00Z", file.n >= 10 ? file.p : "");
    return time_parse(str_from(stamp), &time) ? time : TIME_NONE;
}

/* The item of a record that was read into another arena. */
static enum status take_record(struct arena *arena, const struct edition *edition, struct str name,
                               const struct record *record, struct archive *archive,
                               struct error *error) {
    const struct archive_item item = {
        .address = arena_copy(arena, str_first_of(record->web_url, record->original_url)),
        .title = arena_copy(arena, record->title),
        .domain = arena_copy(arena, record->provider.domain),
        .time = record->published_time != TIME_NONE ? record->published_time : day_of_name(name),
        /* An edition that noted neither showed all of them. */
        .led = record->has_published ? record->published : !record->has_heat || record->heat >= 0,
    };
    const struct observation seen = {
        .link = arena_copy(arena, str_first_of(record->original_url, record->web_url)),
        .canonical = item.address,
        .amp = arena_copy(arena, record->amp_url),
        .guid = name,
        .title = item.title,
    };
    if (item.time == TIME_NONE)
        archive->unreadable++;
    if (item.time == TIME_NONE || record->removed)
        return STATUS_OK;
    enum status status = add_item(arena, edition, item, &seen, archive, error);
    if (status != STATUS_INVALID)
        return status;
    archive->unreadable++; /* its address is none */
    return STATUS_OK;
}

enum status archive_add_record(struct arena *arena, const struct edition *edition, struct str name,
                               struct str bytes, struct archive *archive, struct error *error) {
    struct record record;
    struct arena own;
    arena_init(&own, RECORD_MEMORY);
    enum status status = record_read(&own, bytes, &record, error);
    if (status == STATUS_OK)
        status = take_record(arena, edition, name, &record, archive, error);
    else if (status != STATUS_MEMORY) {
        archive->unreadable++;
        status = STATUS_OK;
    }
    arena_release(&own);
    return status == STATUS_OK ? arena_status(arena, error) : status;
}

static bool is_address(struct str word) {
    return str_starts_case(word, STR("http://")) || str_starts_case(word, STR("https://"));
}

/* The next column of a line, and what is behind it. */
static struct str next_column(struct str *rest, bool tabs) {
    size_t end = 0;
    *rest = str_trim(*rest);
    while (end < rest->n && rest->p[end] != '\t' && (tabs || rest->p[end] != ' '))
        end++;
    struct str column = str_trim(str_take(*rest, end));
    *rest = str_trim(str_skip(*rest, end));
    return column;
}

static enum status add_line(struct arena *arena, const struct edition *edition, struct str line,
                            size_t number, struct archive *archive, struct error *error) {
    struct archive_item item = {.led = true};
    bool tabs = str_find_byte(line, '\t') != SIZE_MAX;
    struct str first = next_column(&line, tabs), second = next_column(&line, tabs);
    item.address = is_address(first) ? first : second;
    struct str date = is_address(first) ? second : first;
    bool dated = date_parse(date, &item.time, NULL) == STATUS_OK;
    if (line.n > 0)
        item.title = line;
    item.domain = url_domain(arena, item.address);
    const struct observation seen = {.link = item.address, .title = str_first_of(line, STR("?"))};
    enum status status = is_address(item.address) && dated
                             ? add_item(arena, edition, item, &seen, archive, error)
                             : STATUS_INVALID;
    return status != STATUS_INVALID
               ? status
               : error_set_at(error, STATUS_INVALID, (struct position){.line = number},
                              "expected an address and a date like 2022-06-30");
}

enum status archive_add_list(struct arena *arena, const struct edition *edition, struct str text,
                             struct archive *archive, struct error *error) {
    struct str rest = arena_copy(arena, text);
    struct str line;
    enum status status = arena_status(arena, error);
    for (size_t number = 1; status == STATUS_OK && str_next(&rest, '\n', &line); number++) {
        line = str_trim(line);
        if (line.n > 0 && line.p[0] != '#')
            status = add_line(arena, edition, line, number, archive, error);
    }
    return status;
}

enum status archive_add_sources(struct arena *arena, struct str bytes, struct archive *archive,
                                struct error *error) {
    struct str kept = arena_copy(arena, bytes);
    return str_absent(kept)
               ? arena_status(arena, error)
               : opml_read(arena, kept, NULL, &archive->sources, &archive->source_count, error);
}
