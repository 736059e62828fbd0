/* XML feeds: what the reader of xml/ tells, by the place where it stands. */
#include "feed/reader.h"

#include "feed/markup.h"
#include "url/url.h"

static void finish_entry(struct feed_reader *r) {
    feed_finish_collecting(r);
    if (r->entry_depth == 0)
        return;
    if (!feed_build_entry(r->builder, &r->entry) && !r->full) {
        r->full = true;
        feed_build_warn(r->builder, "entries past the first %d are left out", FEED_ENTRIES_MOST);
    }
    r->entry_depth = 0;
    feed_raw_clear(&r->entry);
    arena_reset(&r->entry_arena);
}

static void begin_entry(struct feed_reader *r, const struct xml_event *tag) {
    finish_entry(r);
    r->entry_depth = r->depth;
    feed_top(r)->place = PLACE_ENTRY;
    /* CDF says it in attributes, RSS 1.0 repeats the link in rdf:about. */
    feed_offer_link(r, xml_attribute(tag, STR("href")), 3);
    struct str date = xml_attribute(tag, STR("lastmod"));
    if (!str_absent(date))
        feed_set_text(r, FIELD_UPDATED, date, 9);
    struct str about = xml_attribute_prefixed(tag, STR("rdf"), STR("about"));
    if (!str_absent(about)) {
        feed_set_text(r, FIELD_ID, about, 9);
        feed_offer_link(r, about, 9);
    }
}

static void begin_root(struct feed_reader *r, struct str name, enum feed_space space,
                       const struct xml_event *tag) {
    struct str version = str_trim(xml_attribute(tag, STR("version")));
    r->known_root = true;
    if (str_eq_case(name, STR("feed")))
        r->format = str_eq(version, STR("0.3")) ? "atom0.3" : "atom1.0";
    else if (str_eq_case(name, STR("rdf")))
        r->format = "rss1.0";
    else if (str_eq_case(name, STR("channel")))
        r->format = "cdf";
    else
        r->format = str_starts(version, STR("0.9")) ? "rss0.9x" : "rss2.0";
    if (space == SPACE_ATOM && str_absent(version) && str_eq_case(name, STR("feed")))
        r->format = "atom1.0";
    if (str_eq_case(name, STR("channel")))
        feed_offer_link(r, xml_attribute(tag, STR("href")), 3);
}

static void begin_container(struct feed_reader *r, const struct feed_name *name,
                            const struct xml_event *tag) {
    struct feed_frame *frame = feed_top(r);
    struct feed_raw *raw = feed_target(r);
    switch ((int)name->field) {
    case FIELD_ENTRY:
        begin_entry(r, tag);
        break;
    case FIELD_PERSON: {
        bool more = str_empty(raw->person.name) && str_empty(raw->person.email);
        frame->place = more ? PLACE_PERSON : PLACE_ELSEWHERE;
        if (more)
            raw->person_rank = name->rank;
        break;
    }
    case FIELD_IMAGE:
        frame->place = PLACE_IMAGE;
        break;
    case FIELD_SOURCE:
        frame->place = PLACE_SOURCE;
        if (!str_absent(xml_attribute(tag, STR("url"))))
            raw->source_url =
                feed_build_link(r->builder, xml_attribute(tag, STR("url")), frame->base);
        if (name->space == SPACE_RSS) { /* its text is the title */
            static const struct feed_name title = {SPACE_RSS,   "source", PLACE_SOURCE,
                                                   FIELD_TITLE, 0,        READ_PLAIN};
            feed_start_collecting(r, &title, tag);
        }
        break;
    default: /* the root, a channel, a group: its children count as its parent's */
        break;
    }
}

static bool is_text_field(enum feed_field field) {
    return field >= FIELD_TITLE && field < FIELD_COUNT;
}

static void begin_field(struct feed_reader *r, const struct feed_name *name,
                        const struct xml_event *tag) {
    struct feed_frame *frame = feed_top(r);
    frame->field = name->field;
    if (!is_text_field(name->field)) {
        if (name->field >= FIELD_COUNT) {
            feed_read_attributes(r, name, tag);
            /* which may hold a thumbnail, a category of its own */
            if (name->field != FIELD_MEDIA_CONTENT && name->field != FIELD_TEXT_CATEGORY)
                frame->place = PLACE_ELSEWHERE;
        } else {
            begin_container(r, name, tag);
        }
        return;
    }
    if (name->field == FIELD_LINK && !str_absent(xml_attribute(tag, STR("href")))) {
        feed_atom_link(r, tag);
        frame->place = PLACE_ELSEWHERE;
        return;
    }
    if (name->field == FIELD_ID && r->entry_depth > 0 && frame->place == PLACE_ENTRY &&
        str_eq(str_from(name->name), STR("guid")))
        frame->field = str_eq_case(xml_attribute(tag, STR("ispermalink")), STR("false"))
                           ? FIELD_NONE
                           : FIELD_ID;
    feed_start_collecting(r, name, tag);
    if (name->field == FIELD_GENERATOR)
        feed_note_generator(r, tag);
    if (name->field == FIELD_AUTHOR) { /* Atom's author without Atom's namespace */
        frame->place = PLACE_PERSON;
        if (str_empty(feed_target(r)->person.name))
            feed_target(r)->person_rank = name->rank;
    } else {
        frame->place = name->reading == READ_PLAIN ? frame->place : PLACE_ELSEWHERE;
    }
}

/* A guid that is an address is the link, unless it says that it is none (RSS 2.0). */
static void offer_guid(struct feed_reader *r, const struct feed_frame *frame) {
    const struct feed_collection *c = &r->collection;
    if (frame->field != FIELD_ID || r->entry_depth == 0 || c->name == NULL ||
        c->depth != r->depth || !str_eq(str_from(c->name->name), STR("guid")))
        return;
    struct str text = str_trim(feed_collected(c));
    if (str_absent(r->entry.guid_link) &&
        (str_starts_case(text, STR("http://")) || str_starts_case(text, STR("https://"))))
        r->entry.guid_link = feed_build_link(r->builder, text, STR_NONE);
}

static void push_frame(struct feed_reader *r, const struct xml_event *tag) {
    struct feed_frame *above = feed_top(r);
    struct feed_frame *frame = &r->frames[++r->depth];
    *frame = (struct feed_frame){.base = above->base, .place = above->place};
    struct str base = xml_attribute_prefixed(tag, STR("xml"), STR("base"));
    struct str absolute = STR_NONE;
    if (base.n > 0 && url_resolve(&r->feed_arena, base, above->base, &absolute, NULL) == STATUS_OK)
        frame->base = absolute;
}

static void note_language(struct feed_reader *r, const struct xml_event *tag) {
    struct str language = xml_attribute_prefixed(tag, STR("xml"), STR("lang"));
    if (!str_absent(language))
        feed_set_text(r, FIELD_LANGUAGE, language, 3);
}

/* A title that was never closed swallows what comes behind it; an element that no title holds
 * ends it. True when it did. */
static bool ends_title(struct feed_reader *r, enum feed_space space, struct str name) {
    const struct feed_collection *c = &r->collection;
    if (!r->torn || c->name == NULL || c->name->field != FIELD_TITLE)
        return false;
    enum feed_place place = r->frames[c->depth - 1].place;
    const struct feed_name *known = feed_names_find(&r->names, space, name, place);
    if (known == NULL || space == SPACE_XHTML || known->field == FIELD_TITLE)
        return false;
    r->depth--;
    feed_finish_collecting(r);
    r->depth++;
    feed_top(r)->place = place;
    return true;
}

/* What the element means that was just opened; NULL when nothing. */
static const struct feed_name *meaning(struct feed_reader *r, enum feed_space space,
                                       struct str name, bool inside_text) {
    unsigned place = r->frames[r->depth].place;
    const struct feed_name *known = NULL;
    if (!inside_text)
        known = feed_names_find(&r->names, space, name, place);
    if (known == NULL && (inside_text || r->torn) && space != SPACE_XHTML) {
        known = feed_names_find(&r->names, space, name, PLACE_FEED);
        known = known != NULL && known->field == FIELD_ENTRY ? known : NULL;
    }
    return known;
}

static void on_start(struct feed_reader *r, const struct xml_event *tag) {
    struct str name = tag->name;
    enum feed_space space = (enum feed_space)tag->space;
    push_frame(r, tag);
    (void)ends_title(r, space, name);
    bool collecting = r->collection.name != NULL;
    bool inside_text = collecting && r->collection.name->reading != READ_PLAIN;
    const struct feed_name *known = meaning(r, space, name, inside_text);
    if (known == NULL && inside_text) {
        feed_start_markup(r, tag);
        return;
    }
    if (known == NULL) {
        feed_top(r)->place = r->depth == 1 ? PLACE_FEED : PLACE_ELSEWHERE;
        return;
    }
    if (collecting) { /* it was not closed where it should have been */
        r->depth--;
        feed_finish_collecting(r);
        r->depth++;
    }
    if (r->depth == 1 && (known->field == FIELD_ROOT || known->field == FIELD_CHANNEL))
        begin_root(r, name, space, tag);
    begin_field(r, known, tag);
    if (known->field == FIELD_ROOT || known->field == FIELD_CHANNEL || known->field == FIELD_ENTRY)
        note_language(r, tag);
}

static void on_end(struct feed_reader *r, struct str name) {
    if (r->depth == 0)
        return;
    struct feed_frame *frame = feed_top(r);
    if (r->collection.name != NULL && r->depth > r->collection.depth) {
        if (r->collection.name->reading != READ_PLAIN)
            feed_markup_end(&r->collection.text, name);
    } else if (r->collection.name != NULL) {
        offer_guid(r, frame);
        frame->place = frame->place == PLACE_SOURCE ? PLACE_SOURCE : r->frames[r->depth - 1].place;
        feed_finish_collecting(r);
    }
    if (r->entry_depth == r->depth)
        finish_entry(r);
    r->depth--;
}

/* Character data inside markup is text like any other; where an XML publisher wrapped HTML into it
 * inside of a text that is to hold elements, it is HTML. */
static void on_text(struct feed_reader *r, const struct xml_event *event) {
    struct feed_collection *c = &r->collection;
    if (c->name == NULL || (c->name->reading == READ_PLAIN && r->depth != c->depth))
        return;
    if (event->kind == XML_CDATA && c->markup && c->html && r->depth == c->depth)
        buf_add(&c->text, event->text);
    else
        feed_collect_text(r, event->text, event->lasting);
}

static unsigned space_of(struct str address, struct str prefix) {
    return feed_space_find(address, prefix);
}

/* Reads the feed; stops at the first place that is not XML unless it is known to be torn. */
static void read_events(struct feed_reader *r, struct str text) {
    static const struct str entries[] = {STR_INIT("item"), STR_INIT("entry")};
    static const struct xml_habits habits = {space_of, entries, 2};
    struct xml_event event;
    xml_begin(&r->xml, text, &habits);
    while ((r->torn || r->xml.repairs == 0) && xml_next(&r->xml, &event)) {
        if (event.kind == XML_START)
            on_start(r, &event);
        else if (event.kind == XML_END)
            on_end(r, event.name);
        else
            on_text(r, &event);
    }
    finish_entry(r);
}

static enum status check_root(const struct feed_reader *r, struct error *error) {
    if (str_absent(r->xml.root))
        return error_set(error, STATUS_INVALID, "it is neither XML nor JSON, so not a feed");
    if (str_eq_case(r->xml.root, STR("html")) || str_eq_case(r->xml.doctype, STR("html")))
        return error_set(error, STATUS_INVALID, "it is an HTML page, not a feed");
    if (!r->known_root)
        return error_set(error, STATUS_INVALID, "it is XML but not a feed: it begins with <%.*s>",
                         STR_ARG(str_take(r->xml.root, 40)));
    return STATUS_OK;
}

/* How many entries there are, about: as many as fit when all are as long as the first few, which
 * begin soon. */
static size_t count_entries(struct str text) {
    struct str head = str_take(text, 64 * 1024);
    struct str start = str_find(head, STR("<item")) != SIZE_MAX ? STR("<item") : STR("<entry");
    size_t first = str_find(head, start), at = first, count = 0;
    while (at != SIZE_MAX && count < 16) {
        size_t next = str_find(str_skip(text, at + 1), start);
        if (next == SIZE_MAX)
            return count + 1;
        at += 1 + next;
        count++;
    }
    return count > 0 ? (text.n - first) / ((at - first) / count) + 1 : 0;
}

static void begin_reading(struct feed_reader *r, struct feed_builder *builder, bool torn) {
    r->builder = builder;
    r->torn = torn;
    r->depth = r->entry_depth = 0;
    r->full = r->known_root = false;
    r->format = NULL;
    r->generator_tail = STR_NONE;
    r->frames[0] = (struct feed_frame){.base = builder->base, .place = PLACE_FEED};
    feed_raw_clear(&r->feed);
    feed_raw_clear(&r->entry);
    r->collection = (struct feed_collection){0};
    arena_init(&r->feed_arena, FEED_PENDING_MOST);
    arena_init(&r->entry_arena, FEED_PENDING_MOST);
    buf_init(&r->collection.text, FEED_COLLECTED_MOST);
}

static enum status end_reading(struct feed_reader *r, struct error *error) {
    arena_release(&r->feed_arena);
    arena_release(&r->entry_arena);
    buf_release(&r->collection.text);
    return xml_end(&r->xml, error);
}

/* What is no XML is read anew from its start, as what it is: where elements were torn apart, one
 * that stands in a wrong place may mean something all the same. */
enum status feed_read_xml(struct feed_builder *builder, struct str text, struct error *error) {
    struct feed_reader *r = arena_new(builder->arena, struct feed_reader);
    if (r == NULL)
        return arena_status(builder->arena, error);
    feed_build_expect(builder, count_entries(text));
    begin_reading(r, builder, false);
    read_events(r, text);
    if (r->xml.repairs > 0) {
        enum status ended = end_reading(r, error);
        if (ended != STATUS_OK)
            return ended;
        feed_build_again(builder);
        begin_reading(r, builder, true);
        read_events(r, text);
    }
    enum status status = check_root(r, error);
    if (status == STATUS_OK) {
        builder->feed->format = r->format;
        feed_build_feed(builder, &r->feed);
        if (r->xml.repairs > 0)
            feed_build_warn(builder,
                            "not well-formed XML: mended in %zu places, first at byte %zu: %s",
                            r->xml.repairs, r->xml.first_repair, r->xml.first_problem);
    }
    enum status ended = end_reading(r, status == STATUS_OK ? error : NULL);
    return status != STATUS_OK ? status : ended;
}
