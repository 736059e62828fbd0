#include "feed/build.h"

#include "base/utf8.h"
#include "date/date.h"
#include "html/dom.h"
#include "html/sanitize.h"
#include "url/url.h"
#include <stdio.h>

enum {
    SCRATCH_MOST = 64 * 1024 * 1024,
    NAME_MOST = 300,
    ID_MOST = 2000,
    WARNINGS_MOST = 50,
    UNKNOWN_PICTURE = 300 * 200, /* an area between thumbnails and pictures that say their size */
};

void feed_build_begin(struct feed_builder *builder, struct arena *arena, struct feed *feed,
                      struct str base) {
    *builder = (struct feed_builder){.arena = arena, .feed = feed, .base = base};
    arena_init(&builder->scratch, SCRATCH_MOST);
    buf_init(&builder->text, SCRATCH_MOST);
}

void feed_build_again(struct feed_builder *builder) {
    builder->feed->entry_count = builder->feed->warning_count = 0;
}

void feed_build_end(struct feed_builder *builder) {
    arena_release(&builder->scratch);
    buf_release(&builder->text);
}

void feed_raw_clear(struct feed_raw *raw) {
    *raw = (struct feed_raw){0};
}

void feed_raw_set(struct feed_raw *raw, enum feed_field field, struct feed_value value) {
    struct feed_value *kept = &raw->fields[field];
    bool better = str_absent(kept->text) || value.rank < kept->rank || str_empty(kept->text);
    /* A date that is said again is a correction, anything else a repetition. */
    if (field == FIELD_PUBLISHED || field == FIELD_UPDATED)
        better = better || value.rank == kept->rank;
    if (better && !(str_empty(value.text) && !str_empty(kept->text)))
        *kept = value;
}

void feed_build_warn(struct feed_builder *builder, const char *format, ...) {
    struct feed *feed = builder->feed;
    char text[300];
    if (feed->warning_count >= WARNINGS_MOST)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    struct str line = utf8_clean_copy(builder->arena, str_from(text), UTF8_LINE, sizeof text);
    if (arena_grow(builder->arena, &feed->warnings, &builder->warning_capacity,
                   feed->warning_count + 1, sizeof *feed->warnings) == STATUS_OK)
        feed->warnings[feed->warning_count++] = line;
}

/* An address that is absolute and of harmless characters is kept to the byte: it is what the
 * publisher calls the page. */
static bool is_sound_as_found(struct str link, struct str absolute) {
    if (str_eq(link, absolute))
        return false; /* nothing to choose */
    if (!str_starts(link, STR("http://")) && !str_starts(link, STR("https://")))
        return false;
    for (size_t i = 0; i < link.n; i++)
        if (!ascii_is_alnum(link.p[i]) && strchr("-._~:/?#[]@!$&()*+,;=%", link.p[i]) == NULL)
            return false;
    return true;
}

struct str feed_build_link(struct feed_builder *builder, struct str link, struct str base) {
    struct str absolute = STR_NONE;
    link = str_trim(link);
    if (link.n == 0 || link.n > URL_BYTES_MOST)
        return STR_NONE;
    if (url_resolve(builder->arena, link, base, &absolute, NULL) != STATUS_OK)
        return STR_NONE;
    return is_sound_as_found(link, absolute) ? arena_copy(builder->arena, link) : absolute;
}

/* Plain text of one line. */
static struct str to_line(struct feed_builder *builder, const struct feed_value *value,
                          size_t most) {
    struct str text = value->text;
    if (str_absent(text))
        return STR_NONE;
    text = utf8_cut_bytes(text, FEED_TEXT_MOST);
    if (value->kind == KIND_HTML) {
        arena_reset(&builder->scratch);
        buf_clear(&builder->text);
        if (html_to_text(&builder->scratch, text, &builder->text, NULL) == STATUS_OK)
            text = buf_str(&builder->text);
    }
    return utf8_clean_copy(builder->arena, text, UTF8_LINE, most);
}

static struct str text_line(struct feed_builder *builder, struct str text, size_t most) {
    return str_absent(text)
               ? STR_NONE
               : utf8_clean_copy(builder->arena, utf8_cut_bytes(text, 4 * most), UTF8_LINE, most);
}

/* Sanitised HTML. A text that grows past the cap is cut before, not after, it is made safe. */
static struct str to_html(struct feed_builder *builder, const struct feed_value *value) {
    if (str_absent(value->text))
        return STR_NONE;
    struct str text = str_trim(value->text);
    for (size_t most = FEED_TEXT_MOST; most > FEED_TEXT_MOST / 64; most /= 2) {
        arena_reset(&builder->scratch);
        text = utf8_cut_bytes(text, most);
        buf_clear(&builder->text);
        struct error error;
        enum status status =
            value->kind == KIND_HTML
                ? html_sanitize(&builder->scratch, text, value->base, &builder->text, &error)
                : html_sanitize_text(text, &builder->text, &error);
        if (status != STATUS_OK) {
            feed_build_warn(builder, "a text is left out: %s", error.message);
            return STR_NONE;
        }
        if (builder->text.n <= FEED_TEXT_MOST)
            return arena_copy(builder->arena, buf_str(&builder->text));
    }
    return STR_NONE;
}

static int64_t to_time(struct feed_builder *builder, struct str text) {
    int64_t time = TIME_NONE;
    struct str trimmed = str_trim(text);
    if (trimmed.n == 0)
        return TIME_NONE;
    if (date_parse(trimmed, &time, NULL) == STATUS_OK)
        return time;
    feed_build_warn(builder, "not a date: %.*s", STR_ARG(str_take(trimmed, 80)));
    return TIME_NONE;
}

static bool is_email(struct str s) {
    size_t at = str_find_byte(s, '@');
    if (at == SIZE_MAX || at == 0 || at + 1 >= s.n || s.n > 254)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (ascii_is_space(s.p[i]) || strchr("()<>,;:\"", s.p[i]) != NULL)
            return false;
    return true;
}

/* "me@example.org (Me)", "Me (me@example.org)", "Me <me@example.org>", either alone. */
static struct feed_person parse_person(struct str text) {
    struct feed_person person = {0};
    text = str_trim(text);
    if (str_starts_case(text, STR("mailto:")))
        text = str_skip(text, 7);
    size_t open = str_find_byte(text, '(');
    char closing = ')';
    if (open == SIZE_MAX) {
        open = str_find_byte(text, '<');
        closing = '>';
    }
    if (open == SIZE_MAX) {
        size_t space = str_find_byte(text, ' ');
        struct str first = str_take(text, space), rest = str_trim(str_skip(text, first.n));
        if (is_email(first))
            return (struct feed_person){.name = rest.n > 0 ? rest : STR_NONE, .email = first};
        person.name = text;
        return person;
    }
    struct str outer = str_trim(str_take(text, open));
    struct str inner = str_skip(text, open + 1);
    inner = str_trim(str_take(inner, str_find_byte(inner, closing)));
    bool outside = is_email(outer);
    if (!outside && !is_email(inner))
        return (struct feed_person){.name = text};
    person.email = outside ? outer : inner;
    person.name = outside ? inner : outer;
    if (person.name.n == 0)
        person.name = STR_NONE;
    return person;
}

static struct feed_person to_person(struct feed_builder *builder, const struct feed_raw *raw) {
    struct feed_person person = raw->person;
    const struct feed_value *author = &raw->fields[FIELD_AUTHOR];
    bool parts = !str_empty(str_trim(person.name)) || !str_empty(str_trim(person.email));
    if (!parts || (!str_empty(author->text) && author->rank < raw->person_rank)) {
        struct feed_value line = *author;
        line.kind = KIND_HTML; /* names come with references as often as not */
        struct str text = str_find_byte(author->text, '<') == SIZE_MAX
                              ? to_line(builder, &line, NAME_MOST)
                              : author->text;
        person = parse_person(text);
    } else if (is_email(str_trim(person.name)) && str_empty(person.email)) {
        person = (struct feed_person){.email = str_trim(person.name)};
    }
    person.name = text_line(builder, person.name, NAME_MOST);
    person.email = text_line(builder, person.email, NAME_MOST);
    return person;
}

void feed_build_category(struct feed_builder *builder, struct feed_raw *raw, struct str text) {
    struct feed_value value = {.text = text, .kind = KIND_HTML};
    if (raw->category_count >= FEED_CATEGORIES_MOST || str_trim(text).n == 0)
        return;
    struct str name = to_line(builder, &value, NAME_MOST);
    for (size_t i = 0; i < raw->category_count; i++)
        if (str_eq(raw->categories[i], name))
            return;
    if (name.n > 0 && arena_grow(builder->arena, &raw->categories, &raw->category_capacity,
                                 raw->category_count + 1, sizeof name) == STATUS_OK)
        raw->categories[raw->category_count++] = name;
}

void feed_build_image(struct feed_builder *builder, struct feed_raw *raw, struct str link,
                      struct str base, int64_t width, int64_t height) {
    if (raw->image_count >= FEED_ENCLOSURES_MOST)
        return;
    struct str url = feed_build_link(builder, link, base);
    for (size_t i = 0; i < raw->image_count; i++)
        if (str_eq(raw->images[i].url, url))
            return;
    struct feed_image image = {.url = url,
                               .width = width > 0 && width < 100000 ? (int)width : 0,
                               .height = height > 0 && height < 100000 ? (int)height : 0};
    if (!str_absent(url) && arena_grow(builder->arena, &raw->images, &raw->image_capacity,
                                       raw->image_count + 1, sizeof image) == STATUS_OK)
        raw->images[raw->image_count++] = image;
}

void feed_build_enclosure(struct feed_builder *builder, struct feed_raw *raw, struct str link,
                          struct str base, struct str type, int64_t length) {
    if (raw->enclosure_count >= FEED_ENCLOSURES_MOST)
        return;
    struct feed_enclosure enclosure = {.url = feed_build_link(builder, link, base),
                                       .type = text_line(builder, type, 100),
                                       .length = length >= 0 ? length : -1};
    for (size_t i = 0; i < raw->enclosure_count; i++)
        if (str_eq(raw->enclosures[i].url, enclosure.url))
            return;
    if (str_absent(enclosure.url))
        return;
    if (str_starts_case(type, STR("image/")))
        feed_build_image(builder, raw, link, base, 0, 0);
    if (arena_grow(builder->arena, &raw->enclosures, &raw->enclosure_capacity,
                   raw->enclosure_count + 1, sizeof enclosure) == STATUS_OK)
        raw->enclosures[raw->enclosure_count++] = enclosure;
}

static int64_t picture_rank(const struct feed_image *image) {
    return image->width > 0 && image->height > 0 ? (int64_t)image->width * image->height
           : image->width > 0                    ? (int64_t)image->width * image->width / 2
                                                 : UNKNOWN_PICTURE;
}

/* The largest first; among equals the order found. At most 16: insertion will do. */
static void sort_images(struct feed_image *images, size_t count) {
    for (size_t i = 1; i < count; i++) {
        struct feed_image image = images[i];
        size_t k = i;
        for (; k > 0 && picture_rank(&images[k - 1]) < picture_rank(&image); k--)
            images[k] = images[k - 1];
        images[k] = image;
    }
}

/* YouTube's ids (11 characters today) become the address of its player. */
static struct str player_of(struct feed_builder *builder, const struct feed_raw *raw) {
    struct str id = str_trim(raw->fields[FIELD_VIDEO_ID].text);
    for (size_t i = 0; i < id.n; i++)
        if (!ascii_is_alnum(id.p[i]) && id.p[i] != '-' && id.p[i] != '_')
            return raw->player;
    if (id.n == 0 || id.n > 32)
        return raw->player;
    return arena_format(builder->arena, "https://www.youtube.com/embed/%.*s", STR_ARG(id));
}

/* An id that is a relative address says nothing outside its feed. */
static struct str to_id(struct feed_builder *builder, const struct feed_value *value) {
    struct str id = text_line(builder, value->text, ID_MOST);
    if (!str_starts(id, STR("/")) || str_empty(value->base))
        return id;
    struct str absolute = feed_build_link(builder, id, value->base);
    return str_absent(absolute) ? id : absolute;
}

static struct str to_language(struct feed_builder *builder, const struct feed_raw *raw) {
    return text_line(builder, raw->fields[FIELD_LANGUAGE].text, 35);
}

void feed_build_expect(struct feed_builder *builder, size_t entries) {
    struct feed *feed = builder->feed;
    entries = entries < FEED_ENTRIES_MOST ? entries : FEED_ENTRIES_MOST;
    (void)arena_grow(builder->arena, &feed->entries, &builder->entry_capacity, entries,
                     sizeof *feed->entries);
}

bool feed_build_entry(struct feed_builder *builder, const struct feed_raw *raw) {
    struct feed *feed = builder->feed;
    const struct feed_value *fields = raw->fields;
    if (feed->entry_count >= FEED_ENTRIES_MOST ||
        arena_grow(builder->arena, &feed->entries, &builder->entry_capacity, feed->entry_count + 1,
                   sizeof *feed->entries) != STATUS_OK)
        return false;
    struct feed_entry *entry = &feed->entries[feed->entry_count];
    *entry = (struct feed_entry){
        .title = to_line(builder, &fields[FIELD_TITLE], FEED_TITLE_MOST),
        .link = str_first_of(raw->link.text, raw->guid_link),
        .id = to_id(builder, &fields[FIELD_ID]),
        .summary = to_html(builder, &fields[FIELD_SUMMARY]),
        .content = to_html(builder, &fields[FIELD_CONTENT]),
        .published = to_time(builder, fields[FIELD_PUBLISHED].text),
        .updated = to_time(builder, fields[FIELD_UPDATED].text),
        .published_text = text_line(builder, fields[FIELD_PUBLISHED].text, 100),
        .author = to_person(builder, raw),
        .categories = raw->categories,
        .category_count = raw->category_count,
        .enclosures = raw->enclosures,
        .enclosure_count = raw->enclosure_count,
        .images = raw->images,
        .image_count = raw->image_count,
        .source_title = text_line(builder, raw->source_title, FEED_TITLE_MOST),
        .source_url = raw->source_url,
        .video = player_of(builder, raw),
        .language = to_language(builder, raw),
    };
    sort_images(entry->images, entry->image_count);
    if (str_absent(entry->summary))
        entry->summary = entry->content;
    feed->entry_count++;
    return true;
}

/* The address of the first picture in a text of HTML. */
static struct str first_picture(struct feed_builder *builder, const struct feed_value *value) {
    struct html_document document;
    struct str text = utf8_cut_bytes(value->text, FEED_TEXT_MOST);
    arena_reset(&builder->scratch);
    if (str_find_case(text, STR("<img")) == SIZE_MAX ||
        html_parse_fragment(&builder->scratch, text, &document, NULL) != STATUS_OK)
        return STR_NONE;
    const struct html_node *node = document.body;
    while ((node = html_next(node, document.body)) != NULL)
        if (node->kind == HTML_ELEMENT && node->tag == HTML_TAG_IMG)
            return feed_build_link(builder, html_attribute(node, STR("src")), value->base);
    return STR_NONE;
}

/* RSS 2.0's ttl, else the Syndication module: so many times an hour, a day, a week … */
static int64_t to_ttl(const struct feed_value *fields) {
    static const struct {
        struct str name;
        uint64_t minutes;
    } periods[] = {{STR_INIT("hourly"), 60},
                   {STR_INIT("daily"), 1440},
                   {STR_INIT("weekly"), 10080},
                   {STR_INIT("monthly"), 43200},
                   {STR_INIT("yearly"), 525600}};
    uint64_t minutes, times = 1;
    if (str_to_u64(str_trim(fields[FIELD_TTL].text), &minutes))
        return minutes < 1000000 ? (int64_t)minutes : -1;
    struct str frequency = str_trim(fields[FIELD_FREQUENCY].text);
    if (frequency.n > 0 && (!str_to_u64(frequency, &times) || times == 0))
        return -1;
    for (size_t i = 0; i < sizeof periods / sizeof periods[0]; i++)
        if (str_eq_case(str_trim(fields[FIELD_PERIOD].text), periods[i].name))
            return (int64_t)(periods[i].minutes / times);
    return -1;
}

void feed_build_skip(struct feed_raw *raw, enum feed_field field, struct str text) {
    static const char names[] = "sunmontuewedthufrisat";
    uint64_t hour;
    text = str_trim(text);
    if (field == FIELD_HOUR && str_to_u64(text, &hour) && hour <= 24)
        raw->skip_hours |= 1U << hour % 24; /* some count from 1 */
    for (unsigned day = 0; field == FIELD_DAY && day < 7; day++)
        if (str_starts_case(text, str_of(&names[3 * day], 3)))
            raw->skip_days |= 1U << day;
}

void feed_build_feed(struct feed_builder *builder, const struct feed_raw *raw) {
    struct feed *feed = builder->feed;
    const struct feed_value *fields = raw->fields;
    feed->title = to_line(builder, &fields[FIELD_TITLE], FEED_TITLE_MOST);
    feed->link = str_first_of(raw->link.text, raw->guid_link);
    feed->id = to_id(builder, &fields[FIELD_ID]);
    feed->description = to_line(builder, &fields[FIELD_SUMMARY], FEED_TEXT_MOST);
    feed->language = to_language(builder, raw);
    feed->rights = to_line(builder, &fields[FIELD_RIGHTS], FEED_TITLE_MOST);
    feed->generator = to_line(builder, &fields[FIELD_GENERATOR], NAME_MOST);
    feed->updated = to_time(builder, fields[FIELD_UPDATED].text);
    feed->published = to_time(builder, fields[FIELD_PUBLISHED].text);
    feed->author = to_person(builder, raw);
    feed->image_url =
        feed_build_link(builder, fields[FIELD_IMAGE_URL].text, fields[FIELD_IMAGE_URL].base);
    if (str_absent(feed->image_url) && fields[FIELD_SUMMARY].kind == KIND_HTML)
        feed->image_url = first_picture(builder, &fields[FIELD_SUMMARY]);
    feed->ttl = to_ttl(fields);
    feed->skip_hours = raw->skip_hours;
    feed->skip_days = raw->skip_days;
    feed->hub = raw->hub;
    feed->self = raw->self;
    feed->older = raw->older;
}
