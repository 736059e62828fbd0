#include "cli/pipe.h"

#include "base/utf8.h"
#include "feed/feed.h"
#include "url/url.h"

enum { ARENA_MOST = 256 * 1024 * 1024, LANGUAGE_MOST = 35 };

/* What came with the document. */
struct origin {
    struct str url, content_type, content_location, content_language;
};

static void write_person(struct json *out, struct feed_person person) {
    if (str_empty(person.name) && str_empty(person.email))
        return;
    json_key(out, "author");
    json_begin_object(out);
    json_field_text(out, "name", person.name);
    json_field_text(out, "email", person.email);
    json_end_object(out);
}

static void write_feed(struct json *out, const struct feed *feed, struct str language) {
    json_key(out, "feed");
    json_begin_object(out);
    json_field_str(out, "title", feed->title);
    json_field_text(out, "link", feed->link);
    json_field_text(out, "id", feed->id);
    json_field_str(out, "description", feed->description);
    json_field_text(out, "language", str_first_of(feed->language, language));
    json_field_str(out, "rights", feed->rights);
    json_field_text(out, "generator", feed->generator);
    json_field_time(out, "updated", feed->updated);
    json_field_time(out, "published", feed->published);
    write_person(out, feed->author);
    if (!str_empty(feed->image_url)) {
        json_key(out, "image");
        json_begin_object(out);
        json_field_str(out, "url", feed->image_url);
        json_end_object(out);
    }
    if (feed->ttl >= 0)
        json_field_int(out, "ttl", feed->ttl);
    json_field_text(out, "hub", feed->hub);
    json_end_object(out);
}

static void write_enclosures(struct json *out, const struct feed_entry *entry) {
    if (entry->enclosure_count == 0)
        return;
    json_key(out, "enclosures");
    json_begin_array(out);
    for (size_t i = 0; i < entry->enclosure_count; i++) {
        const struct feed_enclosure *enclosure = &entry->enclosures[i];
        json_begin_object(out);
        json_field_text(out, "url", enclosure->url);
        json_field_text(out, "type", enclosure->type);
        if (enclosure->length >= 0)
            json_field_int(out, "length", enclosure->length);
        json_end_object(out);
    }
    json_end_array(out);
}

static void write_images(struct json *out, const struct feed_entry *entry) {
    if (entry->image_count == 0)
        return;
    json_key(out, "images");
    json_begin_array(out);
    for (size_t i = 0; i < entry->image_count; i++) {
        const struct feed_image *image = &entry->images[i];
        json_begin_object(out);
        json_field_text(out, "url", image->url);
        if (image->width > 0)
            json_field_int(out, "width", image->width);
        if (image->height > 0)
            json_field_int(out, "height", image->height);
        json_end_object(out);
    }
    json_end_array(out);
}

static void write_entry(struct json *out, const struct feed_entry *entry) {
    json_begin_object(out);
    json_field_str(out, "title", entry->title);
    json_field_text(out, "link", entry->link);
    json_field_text(out, "id", entry->id);
    json_field_str(out, "summary", entry->summary);
    json_field_str(out, "content", entry->content);
    json_field_time(out, "published", entry->published);
    json_field_time(out, "updated", entry->updated);
    write_person(out, entry->author);
    if (entry->category_count > 0) {
        json_key(out, "categories");
        json_begin_array(out);
        for (size_t i = 0; i < entry->category_count; i++)
            json_str(out, entry->categories[i]);
        json_end_array(out);
    }
    write_enclosures(out, entry);
    write_images(out, entry);
    json_end_object(out);
}

enum { FLUSH_ABOVE = 64 * 1024 };

/* What is written goes out piece by piece to `invocation`, which is NULL where it must not yet. */
static enum status write_answer(struct invocation *invocation, struct json *out,
                                const struct feed *feed, const struct origin *origin) {
    enum status status = STATUS_OK;
    json_field_str(out, "format", str_from(feed->format));
    write_feed(out, feed, origin->content_language);
    json_key(out, "entries");
    json_begin_array(out);
    for (size_t i = 0; status == STATUS_OK && i < feed->entry_count; i++) {
        write_entry(out, &feed->entries[i]);
        if (invocation != NULL && out->out->n > FLUSH_ABOVE)
            status = cli_flush(invocation);
    }
    json_end_array(out);
    if (feed->warning_count == 0)
        return status;
    json_key(out, "warnings");
    json_begin_array(out);
    for (size_t i = 0; i < feed->warning_count; i++)
        json_str(out, feed->warnings[i]);
    json_end_array(out);
    return status;
}

static void take_header(struct origin *origin, struct str name, struct str value) {
    value = str_trim(value);
    if (str_eq_case(name, STR("content-type")))
        origin->content_type = value;
    else if (str_eq_case(name, STR("content-location")))
        origin->content_location = value;
    else if (str_eq_case(name, STR("content-language")))
        origin->content_language = value;
}

static enum status answer_document(struct invocation *invocation, struct str document,
                                   struct origin *origin, struct json *out, struct error *error) {
    struct arena arena;
    struct feed feed;
    struct str base = STR_NONE;
    arena_init(&arena, ARENA_MOST);
    /* RFC 9110, 8.7: what the content says its address is goes before where it was asked for. */
    if (!str_empty(origin->content_location) &&
        url_resolve(&arena, origin->content_location, origin->url, &base, NULL) == STATUS_OK)
        origin->url = base;
    enum status status =
        feed_parse(&arena, document, origin->url, origin->content_type, &feed, error);
    /* The one text here that is not the feed's. */
    origin->content_language =
        utf8_clean_copy(&arena, origin->content_language, UTF8_LINE, LANGUAGE_MOST);
    if (status == STATUS_OK)
        status = write_answer(invocation, out, &feed, origin);
    arena_release(&arena);
    return status;
}

static enum status answer(void *state, const struct json_value *line, struct json *out,
                          struct error *error) {
    struct buf *holder = state;
    struct str document;
    struct origin origin = {.url = json_get_str(line, "url")};
    enum status status = pipe_document(line, "text", FEED_BYTES_MOST, holder, &document, error);
    if (status != STATUS_OK)
        return status;
    for (const struct json_value *header = json_first(json_get_object(line, "headers"));
         header != NULL; header = header->next)
        take_header(&origin, header->key, json_as_str(header));
    out->flags |= JSON_WELL_FORMED;
    return answer_document(NULL, document, &origin, out, error);
}

static enum status run_one(struct invocation *invocation, struct str document) {
    struct origin origin = {.url = option_value(invocation, "url")};
    struct str header;
    for (size_t k = 0; !str_absent(header = option_nth(invocation, "header", k)); k++) {
        size_t colon = str_find_byte(header, ':');
        if (colon == SIZE_MAX)
            return error_set(&invocation->error, STATUS_USAGE,
                             "--header takes 'Name: value', not '%.*s'", STR_ARG(header));
        take_header(&origin, str_trim(str_take(header, colon)), str_skip(header, colon + 1));
    }
    struct json out;
    pipe_begin(&out, &invocation->out, NULL);
    out.flags |= JSON_WELL_FORMED; /* as feed.h says of its texts */
    return pipe_end(invocation, &out,
                    answer_document(invocation, document, &origin, &out, &invocation->error));
}

static enum status run(struct invocation *invocation) {
    return pipe_documents(invocation, FEED_BYTES_MOST, run_one, answer);
}

const struct command command_feed_parse = {
    .name = "feed parse",
    .arguments = "[FILE]",
    .summary = "read a feed and print it as JSON",
    .help = "Reads RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, CDF or JSON Feed, well-formed or not, "
            "from FILE or standard input, and prints one JSON object: the feed, its entries and "
            "what was found wrong with it. Links are absolute, HTML is sanitised, titles are plain "
            "text.\n\n"
            "With --jsonl each line is an object with \"id\", \"path\" or \"text\", \"url\" and "
            "\"headers\", and gets an answer line with the same id.",
    .group = GROUP_PIPE,
    .least = 0,
    .most = 1,
    .options = {{.name = "url", .value = "BASE", .help = "the feed's address, base of its links"},
                {.name = "header",
                 .value = "'Name: value'",
                 .help = "a header of the response it came with",
                 .many = true},
                {.name = "jsonl", .help = "read JSON lines, answer with JSON lines"}},
    .exits = {{EXIT_DATA, "the file is not there, or no feed"},
              {EXIT_PERMISSION, "a file may not be read"}},
    .run = run,
};
