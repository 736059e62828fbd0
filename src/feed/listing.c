#include "feed/listing.h"

#include "base/hash.h"
#include "base/map.h"
#include "feed/build.h"
#include "html/decode.h"
#include "html/select.h"
#include "url/url.h"

enum {
    DECODED_MOST = 4 * FEED_BYTES_MOST,
    TEXT_MOST = 1024 * 1024,
    VISITS_MOST = 20 * 1000 * 1000,
    ENOUGH = 3, /* entries that show that a guess is right */
};

enum role { ROLE_ITEM, ROLE_LINK, ROLE_TITLE, ROLE_SUMMARY, ROLE_DATE, ROLE_PICTURE, ROLES };

struct listing {
    struct feed_builder *builder;
    struct html_selector *roles[ROLES]; /* NULL: by default */
    const struct html_node *top;
    struct str base;
    struct buf text;
    struct map seen; /* links */
    uint64_t seed;   /* whoever picks addresses must not know it */
    size_t budget;   /* nodes that may still be looked at: items may lie in items */
};

static enum status parse_selectors(struct arena *arena, const struct feed_selectors *selectors,
                                   struct html_selector **roles, struct error *error) {
    const struct {
        struct str text;
        const char *name;
    } all[ROLES] = {
        [ROLE_ITEM] = {selectors->item, "select"},
        [ROLE_LINK] = {selectors->link, "selectLink"},
        [ROLE_TITLE] = {selectors->title, "selectTitle"},
        [ROLE_SUMMARY] = {selectors->summary, "selectSummary"},
        [ROLE_DATE] = {selectors->date, "selectDate"},
        [ROLE_PICTURE] = {selectors->picture, "selectPicture"},
    };
    for (size_t i = 0; i < ROLES; i++) {
        struct error why = {0};
        roles[i] = NULL;
        if (all[i].text.n == 0)
            continue;
        roles[i] = html_selector_parse(arena, all[i].text, &why);
        if (roles[i] == NULL && why.status == STATUS_MEMORY)
            return error_memory(error);
        if (roles[i] == NULL)
            return error_set(error, STATUS_INVALID, "%s: %s", all[i].name, why.message);
    }
    return STATUS_OK;
}

enum status feed_selectors_check(struct arena *arena, const struct feed_selectors *selectors,
                                 struct error *error) {
    struct html_selector *roles[ROLES];
    return parse_selectors(arena, selectors, roles, error);
}

static bool is_element(const struct html_node *node, enum html_tag tag) {
    return node->kind == HTML_ELEMENT && node->tag == (uint8_t)tag;
}

static bool is_link(const struct html_node *node) {
    return is_element(node, HTML_TAG_A) && html_attribute(node, STR("href")).n > 0;
}

static bool is_heading(const struct html_node *node) {
    return node->kind == HTML_ELEMENT && (html_tag_traits[node->tag] & HTML_HEADING) != 0;
}

static bool is_paragraph(const struct html_node *node) {
    return is_element(node, HTML_TAG_P);
}

static bool is_time(const struct html_node *node) {
    return is_element(node, HTML_TAG_TIME);
}

static bool is_picture(const struct html_node *node) {
    return is_element(node, HTML_TAG_IMG);
}

/* The first below `item`, or itself. */
static const struct html_node *first(struct listing *l, const struct html_node *item,
                                     bool (*wanted)(const struct html_node *node)) {
    for (const struct html_node *node = item; node != NULL && l->budget > 0;
         node = html_next(node, item), l->budget--)
        if (wanted(node))
            return node;
    return NULL;
}

static const struct html_node *chosen(struct listing *l, enum role role,
                                      const struct html_node *item,
                                      bool (*otherwise)(const struct html_node *node)) {
    return l->roles[role] != NULL ? html_select_next(l->roles[role], item, item)
                                  : first(l, item, otherwise);
}

static const struct html_node *find_link(struct listing *l, const struct html_node *item) {
    if (l->roles[ROLE_LINK] != NULL)
        return html_select_next(l->roles[ROLE_LINK], item, item);
    const struct html_node *heading = chosen(l, ROLE_TITLE, item, is_heading);
    const struct html_node *link = heading != NULL ? first(l, heading, is_link) : NULL;
    if (link == NULL)
        link = first(l, item, is_link);
    for (const struct html_node *above = item->parent; link == NULL && above != NULL;
         above = above->parent)
        link = is_link(above) ? above : NULL;
    return link;
}

/* The text of an element; borrowed until the next. */
static struct str text_of(struct listing *l, const struct html_node *node) {
    buf_clear(&l->text);
    if (node != NULL)
        html_text(node, &l->text);
    return buf_str(&l->text);
}

static void keep(struct listing *l, struct feed_raw *raw, enum feed_field field, struct str text) {
    struct feed_value value = {.text = arena_copy(l->builder->arena, str_trim(text)),
                               .base = l->base};
    if (value.text.n > 0)
        feed_raw_set(raw, field, value);
}

static struct str first_attribute(const struct html_node *node, const char *const *names) {
    struct str value = STR_NONE;
    for (; *names != NULL && value.n == 0; names++)
        value = str_trim(html_attribute(node, str_from(*names)));
    return value;
}

static void take_date(struct listing *l, const struct html_node *item, struct feed_raw *raw) {
    static const char *const names[] = {"datetime", "content", "data-date", NULL};
    const struct html_node *node = chosen(l, ROLE_DATE, item, is_time);
    if (node == NULL)
        return;
    struct str said = first_attribute(node, names);
    keep(l, raw, FIELD_PUBLISHED, said.n > 0 ? said : text_of(l, node));
}

static void take_picture(struct listing *l, const struct html_node *item, struct feed_raw *raw) {
    static const char *const names[] = {"data-src", "src", NULL};
    const struct html_node *node = chosen(l, ROLE_PICTURE, item, is_picture);
    if (node != NULL)
        feed_build_image(l->builder, raw, first_attribute(node, names), l->base, 0, 0);
}

/* False when memory or the entries' number is at its end. */
static bool take_item(struct listing *l, const struct html_node *item) {
    struct feed_raw raw = {0};
    const struct html_node *link = find_link(l, item);
    bool fresh = true;
    if (link == NULL)
        return true;
    raw.link.text = feed_build_link(l->builder, html_attribute(link, STR("href")), l->base);
    const struct html_node *title = chosen(l, ROLE_TITLE, item, is_heading);
    keep(l, &raw, FIELD_TITLE, text_of(l, title != NULL ? title : link));
    if (str_absent(raw.link.text) || str_absent(raw.fields[FIELD_TITLE].text))
        return true;
    if (map_ensure(&l->seen, raw.link.text, 1, &fresh) == NULL) {
        l->builder->arena->failed = l->builder->arena->starved = true;
        return false;
    }
    if (!fresh)
        return true;
    keep(l, &raw, FIELD_ID, raw.link.text);
    keep(l, &raw, FIELD_SUMMARY, text_of(l, chosen(l, ROLE_SUMMARY, item, is_paragraph)));
    take_date(l, item, &raw);
    take_picture(l, item, &raw);
    return feed_build_entry(l->builder, &raw);
}

static void take_items(struct listing *l, const struct html_selector *selector) {
    const struct html_node *item = l->top;
    while ((item = html_select_next(selector, item, l->top)) != NULL)
        if (!take_item(l, item))
            return;
}

/* What pages that list articles are made of, the clearest first. */
static enum status guess_items(struct listing *l, struct arena *arena, struct error *error) {
    static const char *const guesses[] = {"article",
                                          ".h-entry, .hentry",
                                          "[itemtype*=Article]",
                                          "main h2, main h3, [role=main] h2, [role=main] h3",
                                          "main li",
                                          "h2, h3"};
    struct feed *feed = l->builder->feed;
    for (size_t i = 0; i < sizeof guesses / sizeof guesses[0]; i++) {
        struct html_selector *selector = html_selector_parse(arena, str_from(guesses[i]), error);
        if (selector == NULL)
            return error_memory(error);
        take_items(l, selector);
        if (feed->entry_count >= ENOUGH)
            return STATUS_OK;
        feed->entry_count = 0;
        map_release(&l->seen);
        map_init(&l->seen, l->seed);
    }
    return STATUS_OK;
}

static const struct html_node *first_of(const struct html_node *top, enum html_tag tag) {
    for (const struct html_node *node = top; node != NULL; node = html_next(node, top))
        if (is_element(node, tag))
            return node;
    return NULL;
}

static void take_page(struct listing *l, const struct html_document *document) {
    struct feed_raw raw = {0};
    struct str absolute;
    const struct html_node *title = first_of(document->root, HTML_TAG_TITLE);
    const struct html_node *base = first_of(document->root, HTML_TAG_BASE);
    l->base = l->builder->base;
    if (base != NULL && url_resolve(l->builder->arena, html_attribute(base, STR("href")), l->base,
                                    &absolute, NULL) == STATUS_OK)
        l->base = absolute;
    if (title != NULL && title->first != NULL && title->first->kind == HTML_TEXT)
        keep(l, &raw, FIELD_TITLE, html_data(title->first));
    keep(l, &raw, FIELD_LANGUAGE, html_attribute(document->html, STR("lang")));
    raw.link.text = l->builder->base.n > 0 ? l->builder->base : STR_NONE;
    feed_build_feed(l->builder, &raw);
    l->top = document->root;
}

static enum status read_page(struct listing *l, struct str text, struct error *error) {
    struct arena *arena = l->builder->arena;
    struct html_document document;
    enum status status = html_parse(arena, text, &document, error);
    if (status != STATUS_OK)
        return status;
    take_page(l, &document);
    if (l->roles[ROLE_ITEM] != NULL)
        take_items(l, l->roles[ROLE_ITEM]);
    else
        status = guess_items(l, arena, error);
    if (status == STATUS_OK && arena_failed(arena))
        return arena_status(arena, error);
    if (status == STATUS_OK && l->builder->feed->entry_count == 0)
        return error_set(error, STATUS_INVALID, "nothing on the page is an item with a link%s",
                         l->roles[ROLE_ITEM] != NULL ? " by its selectors" : "; give it 'select'");
    return status != STATUS_OK ? status : buf_check(&l->text, error);
}

enum status feed_parse_listing(struct arena *arena, struct str bytes, struct str url,
                               struct str content_type, const struct feed_selectors *selectors,
                               struct feed *feed, struct error *error) {
    struct feed_builder builder;
    struct listing listing = {
        .builder = &builder, .seed = hash_fast(bytes, 0), .budget = VISITS_MOST};
    struct buf decoded;
    struct str text;
    feed_clear(feed);
    feed->format = "page";
    if (bytes.n > FEED_BYTES_MOST)
        return error_set(error, STATUS_LIMIT, "the page is longer than %d bytes", FEED_BYTES_MOST);
    buf_init(&decoded, DECODED_MOST);
    buf_init(&listing.text, TEXT_MOST + DECODED_MOST);
    map_init(&listing.seen, listing.seed);
    feed_build_begin(&builder, arena, feed, url);
    enum status status = parse_selectors(arena, selectors, listing.roles, error);
    if (status == STATUS_OK)
        status = html_decode_view(bytes, content_type, &decoded, &text, error);
    if (status == STATUS_OK)
        status = read_page(&listing, text, error);
    feed_build_end(&builder);
    map_release(&listing.seen);
    buf_release(&listing.text);
    buf_release(&decoded);
    return status;
}
