/* What a feed's elements and attributes say, filed. */
#include "feed/reader.h"

static int64_t get_number(const struct xml_event *tag, struct str name) {
    uint64_t value;
    struct str text = str_trim(xml_attribute(tag, name));
    return str_to_u64(text, &value) && value < INT64_MAX ? (int64_t)value : -1;
}

void feed_offer_link(struct feed_reader *r, struct str text, int rank) {
    struct feed_raw *raw = feed_target(r);
    if (!str_absent(raw->link.text) && rank >= raw->link.rank)
        return;
    struct str absolute = feed_build_link(r->builder, text, feed_top(r)->base);
    if (!str_absent(absolute))
        raw->link = (struct feed_value){.text = absolute, .rank = rank};
}

static void image_link(struct feed_reader *r, struct str link, int rank) {
    if (r->entry_depth > 0)
        feed_build_image(r->builder, &r->entry, link, feed_top(r)->base, 0, 0);
    else if (link.n > 0)
        feed_raw_set(&r->feed, FIELD_IMAGE_URL,
                     (struct feed_value){.text = arena_copy(&r->feed_arena, link),
                                         .base = feed_top(r)->base,
                                         .rank = rank});
}

/* Links that only a feed has: where it is, who tells of its news, where what is older lies. */
static void feed_link(struct feed_reader *r, struct str rel, struct str link) {
    struct feed_raw *raw = &r->feed;
    bool archive = str_eq_case(rel, STR("prev-archive"));
    struct str url = feed_build_link(r->builder, link, feed_top(r)->base);
    if (str_eq_case(rel, STR("hub")) && str_absent(raw->hub))
        raw->hub = url;
    else if (str_eq_case(rel, STR("self")) && str_absent(raw->self))
        raw->self = url;
    else if (str_eq_case(rel, STR("image")))
        image_link(r, link, 5);
    else if (archive ? !raw->archived : str_eq_case(rel, STR("next")) && str_absent(raw->older)) {
        raw->older = url;
        raw->archived = archive;
    }
}

/* RFC 4287, 4.2.7; alternates in HTML first. */
void feed_atom_link(struct feed_reader *r, const struct xml_event *tag) {
    struct str link = xml_attribute(tag, STR("href")),
               rel = str_trim(xml_attribute(tag, STR("rel")));
    struct str type = xml_attribute(tag, STR("type"));
    struct feed_raw *raw = feed_target(r);
    if (feed_top(r)->place == PLACE_SOURCE) {
        if (str_absent(raw->source_url) && (rel.n == 0 || str_eq(rel, STR("alternate"))))
            raw->source_url = feed_build_link(r->builder, link, feed_top(r)->base);
        return;
    }
    if (rel.n == 0 || str_eq_case(rel, STR("alternate")))
        feed_offer_link(r, link,
                        type.n == 0 || str_starts_case(type, STR("text/html")) ||
                                str_starts_case(type, STR("application/xhtml"))
                            ? 1
                            : 5);
    else if (str_eq_case(rel, STR("enclosure")) && r->entry_depth > 0)
        feed_build_enclosure(r->builder, raw, link, feed_top(r)->base, type,
                             get_number(tag, STR("length")));
    else if (r->entry_depth == 0)
        feed_link(r, rel, link);
    else if (str_eq_case(rel, STR("image")))
        image_link(r, link, 5);
}

static void media_content(struct feed_reader *r, const struct xml_event *tag) {
    struct str link = xml_attribute(tag, STR("url")), type = xml_attribute(tag, STR("type"));
    struct str medium = xml_attribute(tag, STR("medium"));
    struct feed_raw *raw = feed_target(r);
    if (str_eq(medium, STR("image")) || str_starts_case(type, STR("image/")))
        feed_build_image(r->builder, raw, link, feed_top(r)->base, get_number(tag, STR("width")),
                         get_number(tag, STR("height")));
    else
        feed_build_enclosure(r->builder, raw, link, feed_top(r)->base, type,
                             get_number(tag, STR("filesize")));
}

void feed_read_attributes(struct feed_reader *r, const struct feed_name *name,
                          const struct xml_event *tag) {
    struct feed_raw *raw = feed_target(r);
    struct str base = feed_top(r)->base;
    struct str url = xml_attribute(tag, STR("url"));
    switch ((int)name->field) {
    case FIELD_ATOM_LINK:
        feed_atom_link(r, tag);
        break;
    case FIELD_ENCLOSURE:
        feed_build_enclosure(r->builder, raw, url, base, xml_attribute(tag, STR("type")),
                             get_number(tag, STR("length")));
        break;
    case FIELD_MEDIA_CONTENT:
        media_content(r, tag);
        break;
    case FIELD_MEDIA_THUMBNAIL:
        feed_build_image(r->builder, raw, url, base, get_number(tag, STR("width")),
                         get_number(tag, STR("height")));
        break;
    case FIELD_MEDIA_PLAYER:
        if (str_absent(raw->player))
            raw->player = feed_build_link(r->builder, url, base);
        break;
    case FIELD_IMAGE_HREF:
        image_link(r, str_first_of(xml_attribute(tag, STR("href")), url), name->rank);
        break;
    case FIELD_TEXT_CATEGORY:
        feed_build_category(r->builder, raw, xml_attribute(tag, STR("text")));
        break;
    case FIELD_ATOM_CATEGORY: {
        struct str label = xml_attribute(tag, STR("label"));
        feed_build_category(r->builder, raw, str_first_of(label, xml_attribute(tag, STR("term"))));
        break;
    }
    default:
        break;
    }
}

void feed_set_text(struct feed_reader *r, enum feed_field field, struct str text, int rank) {
    struct feed_value value = {
        .text = arena_copy(feed_pending(r), text), .base = feed_top(r)->base, .rank = rank};
    feed_raw_set(feed_target(r), field, value);
}

/* RFC 4287, 4.2.4: "name", version and address as one line. */
void feed_note_generator(struct feed_reader *r, const struct xml_event *tag) {
    r->generator_tail = STR_NONE;
    struct str version = xml_attribute(tag, STR("version"));
    struct str address =
        str_first_of(xml_attribute(tag, STR("uri")), xml_attribute(tag, STR("url")));
    if (version.n + address.n > 0 && version.n + address.n < 300)
        r->generator_tail =
            arena_format(&r->feed_arena, "%s%.*s%s%.*s", version.n > 0 ? " v" : "",
                         STR_ARG(version), address.n > 0 ? " " : "", STR_ARG(address));
}

void feed_keep(struct feed_reader *r, const struct feed_name *name, struct feed_value value) {
    struct feed_raw *raw = feed_target(r);
    struct feed_frame *frame = feed_top(r);
    if (frame->place == PLACE_SOURCE) {
        if (name->field == FIELD_TITLE && str_absent(raw->source_title))
            raw->source_title = value.text;
        return;
    }
    switch ((int)name->field) {
    case FIELD_LINK:
        feed_offer_link(r, value.text, name->rank);
        break;
    case FIELD_CATEGORY:
        feed_build_category(r->builder, raw, value.text);
        break;
    case FIELD_HOUR:
    case FIELD_DAY:
        feed_build_skip(raw, name->field, value.text);
        break;
    case FIELD_NAME:
        if (str_empty(str_trim(raw->person.name)))
            raw->person.name = value.text;
        break;
    case FIELD_EMAIL:
        if (str_empty(str_trim(raw->person.email)))
            raw->person.email = value.text;
        break;
    case FIELD_IMAGE_URL:
        if (r->entry_depth > 0) {
            feed_build_image(r->builder, raw, value.text, value.base, 0, 0);
            break;
        }
        feed_raw_set(raw, name->field, value);
        break;
    case FIELD_PUBLISHED:
        feed_raw_set(raw, name->field, value);
        if (name->space == SPACE_DC) { /* "a point in the lifecycle", whichever */
            value.rank += 10;
            feed_raw_set(raw, FIELD_UPDATED, value);
        }
        break;
    default:
        feed_raw_set(raw, name->field, value);
    }
}
