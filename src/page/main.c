/* The main text: the deepest element that still holds most of the page's running text. Running
 * text is what stands in blocks of some length of which links are a small part. */
#include "page/collect.h"

#include "base/utf8.h"
#include "html/sanitize.h"

enum {
    NODES_MOST = 500 * 1000,
    PARAGRAPH_LEAST = 40, /* bytes of a block before it counts as running text */
    LINKS_MOST = 400,     /* thousandths of a block that may stand in links */
    KEEP_SHARE = 750,     /* thousandths of the running text that a step down has to keep */
    TEXT_MOST = 1024 * 1024,
    HTML_MOST = 4 * 1024 * 1024,
};

/* What is known of an element, in document order. */
struct weight {
    struct html_node *node;
    size_t parent;      /* index; 0 is its own */
    size_t text, links; /* bytes directly in this block, and of these in links */
    size_t running;     /* of the running text below */
    bool block;
    bool doubtful; /* its class or id says that it is beside the text */
    bool skipped;
};

struct scale {
    struct weight *weights;
    size_t count, capacity;
};

static bool one_of(struct str name, const char *const *list) {
    for (; *list != NULL; list++)
        if (str_eq_case(name, str_from(*list)))
            return true;
    return false;
}

static const char *const block_names[] = {
    "p",  "div",   "section",    "article", "main",   "td",      "th", "li",
    "dd", "dt",    "blockquote", "pre",     "h1",     "h2",      "h3", "h4",
    "h5", "h6",    "figcaption", "body",    "ul",     "ol",      "dl", "table",
    "tr", "tbody", "figure",     "center",  "header", "details", NULL};

/* Parts of a page that are about it, not of it. */
static const char *const side_names[] = {
    "nav",    "aside",    "footer",   "form", "script", "style", "iframe", "button",
    "select", "noscript", "template", "head", "dialog", "menu",  "title",  NULL};

/* The same by the words of class and id. */
static const char *const side_words[] = {"comment",
                                         "comments",
                                         "share",
                                         "sharing",
                                         "social",
                                         "related",
                                         "recommended",
                                         "recommendations",
                                         "promo",
                                         "sidebar",
                                         "newsletter",
                                         "subscribe",
                                         "subscription",
                                         "cookie",
                                         "cookies",
                                         "consent",
                                         "nav",
                                         "navigation",
                                         "navbar",
                                         "menu",
                                         "footer",
                                         "breadcrumb",
                                         "breadcrumbs",
                                         "advert",
                                         "ad",
                                         "ads",
                                         "advertisement",
                                         "advertising",
                                         "sponsored",
                                         "popup",
                                         "modal",
                                         "banner",
                                         "tags",
                                         "pagination",
                                         "pager",
                                         "login",
                                         "signup",
                                         "widget",
                                         "toolbar",
                                         "hidden",
                                         "respond",
                                         "masthead",
                                         NULL};

static bool has_side_word(struct str value) {
    size_t i = 0;
    while (i < value.n) {
        while (i < value.n && !ascii_is_alnum(value.p[i]))
            i++;
        size_t start = i;
        while (i < value.n && ascii_is_alnum(value.p[i]))
            i++;
        if (i > start && one_of(str_of(value.p + start, i - start), side_words))
            return true;
    }
    return false;
}

static bool is_side(const struct html_node *node) {
    return one_of(node->name, side_names) || !str_absent(html_attribute(node, STR("hidden"))) ||
           str_eq_case(html_attribute(node, STR("aria-hidden")), STR("true")) ||
           str_find_case(html_attribute(node, STR("style")), STR("display:none")) != SIZE_MAX;
}

static bool is_doubtful(const struct html_node *node) {
    if (str_eq(node->name, STR("article")) || str_eq(node->name, STR("main")))
        return false;
    return has_side_word(html_attribute(node, STR("class"))) ||
           has_side_word(html_attribute(node, STR("id")));
}

static bool add(struct scale *scale, struct arena *arena, struct weight weight) {
    if (scale->count >= NODES_MOST || arena_grow(arena, &scale->weights, &scale->capacity,
                                                 scale->count + 1, sizeof weight) != STATUS_OK)
        return false;
    scale->weights[scale->count++] = weight;
    return true;
}

static size_t visible(struct str text) {
    size_t count = 0;
    bool space = true;
    for (size_t i = 0; i < text.n; i++) {
        bool now = ascii_is_space(text.p[i]);
        count += !now || !space;
        space = now;
    }
    return count;
}

/* The nearest block at or above `at` gets the text. */
static void add_text(struct scale *scale, size_t at, size_t length) {
    bool link = false;
    while (at > 0 && !scale->weights[at].block) {
        link = link || html_is(scale->weights[at].node, STR("a"));
        at = scale->weights[at].parent;
    }
    scale->weights[at].text += length;
    scale->weights[at].links += link ? length : 0;
}

/* One entry an element below `body`; elements beside the text are left out with all below. */
static bool weigh(struct scale *scale, struct page_collector *collector) {
    struct html_node *body = collector->document.body, *node = body;
    struct arena *scratch = collector->scratch;
    size_t parent = 0;
    if (!add(scale, scratch, (struct weight){.node = body, .block = true}))
        return false;
    for (struct html_node *next = html_next(body, body); next != NULL;) {
        while (scale->weights[parent].node != next->parent)
            parent = scale->weights[parent].parent;
        node = next;
        if (node->kind == HTML_TEXT)
            add_text(scale, parent, visible(node->text));
        bool side = node->kind == HTML_ELEMENT && is_side(node);
        if (node->kind == HTML_ELEMENT) {
            struct weight weight = {.node = node,
                                    .parent = parent,
                                    .block = one_of(node->name, block_names),
                                    .doubtful = !side && is_doubtful(node),
                                    .skipped = side};
            if (!add(scale, scratch, weight))
                return false;
            parent = side ? parent : scale->count - 1;
        }
        next = side ? html_next_outside(node, body) : html_next(node, body);
    }
    return true;
}

static bool is_running(const struct weight *weight) {
    return weight->text >= PARAGRAPH_LEAST && weight->links * 1000 <= weight->text * LINKS_MOST;
}

/* Children come behind their parents: from the end, every sum is done before it is used. */
static void sum_up(struct scale *scale) {
    for (size_t i = 0; i < scale->count; i++)
        scale->weights[i].running = 0;
    for (size_t i = scale->count; i-- > 0;) {
        struct weight *weight = &scale->weights[i];
        if (weight->skipped)
            weight->running = 0;
        else if (is_running(weight))
            weight->running += weight->text - weight->links;
        if (i > 0)
            scale->weights[weight->parent].running += weight->running;
    }
}

/* What is beside the text by its name alone, unless most of the text is in it. */
static void skip_doubtful(struct scale *scale) {
    sum_up(scale);
    size_t whole = scale->weights[0].running;
    for (size_t i = 1; i < scale->count; i++) {
        struct weight *weight = &scale->weights[i];
        weight->skipped = weight->skipped || scale->weights[weight->parent].skipped ||
                          (weight->doubtful && weight->running * 2 < whole);
    }
    sum_up(scale);
}

/* Down from the body, as long as one child keeps nearly all of the running text. Blocks with text
 * of their own are where it ends: they are the text. In document order the children of the chosen
 * come later, so one pass does. */
static size_t choose(const struct scale *scale) {
    size_t chosen = 0;
    for (size_t i = 1; i < scale->count; i++) {
        const struct weight *weight = &scale->weights[i];
        size_t whole = scale->weights[chosen].running;
        if (weight->parent == chosen && whole > 0 && weight->running * 1000 >= whole * KEEP_SHARE &&
            !is_running(&scale->weights[chosen]) && !html_is(weight->node, STR("p")) &&
            !html_is(weight->node, STR("li")))
            chosen = i;
    }
    return chosen;
}

/* A page that marks its article's body is believed when the text is there. */
static size_t marked(const struct scale *scale) {
    for (size_t i = 0; i < scale->count; i++) {
        struct str property = html_attribute(scale->weights[i].node, STR("itemprop"));
        if (str_find_case(property, STR("articleBody")) != SIZE_MAX &&
            scale->weights[i].running * 2 >= scale->weights[0].running &&
            scale->weights[i].running > 0)
            return i;
    }
    return SIZE_MAX;
}

static void unlink_node(struct html_node *node) {
    struct html_node *parent = node->parent;
    if (node->previous != NULL)
        node->previous->next = node->next;
    else
        parent->first = node->next;
    if (node->next != NULL)
        node->next->previous = node->previous;
    else
        parent->last = node->previous;
    node->parent = node->previous = node->next = NULL;
}

/* Takes out what stands beside the text: side elements and blocks that are little but links. */
static void prune(struct scale *scale, size_t chosen) {
    for (size_t i = chosen + 1; i < scale->count; i++) {
        struct weight *weight = &scale->weights[i];
        bool links = weight->block && weight->running == 0 && weight->text > 0 &&
                     weight->links * 1000 > weight->text * LINKS_MOST;
        if ((weight->skipped || links) && weight->node->parent != NULL)
            unlink_node(weight->node);
    }
}

/* Lines become paragraphs. */
static struct str paragraphs(struct page_collector *collector, const struct html_node *node) {
    struct buf lines, text;
    buf_init(&lines, 2 * TEXT_MOST);
    buf_init(&text, 4 * TEXT_MOST);
    html_text(node, &lines);
    lines.status = STATUS_OK; /* at the cap the rest is left out */
    struct str rest = buf_str(&lines), line;
    while (str_next(&rest, '\n', &line)) {
        if (text.n > 0)
            BUF_ADD(&text, "\n\n");
        buf_add(&text, line);
    }
    struct str clean = utf8_clean_copy(collector->arena, buf_str(&text), UTF8_TEXT, TEXT_MOST);
    buf_release(&lines);
    buf_release(&text);
    return clean;
}

static size_t count_words(struct str text) {
    size_t words = 0;
    bool inside = false;
    for (size_t i = 0; i < text.n; i++) {
        bool now = !ascii_is_space(text.p[i]);
        words += now && !inside;
        inside = now;
    }
    return words;
}

enum status page_read_main(struct page_collector *collector, struct error *error) {
    struct scale scale = {0};
    struct page *page = collector->page;
    struct buf html;
    if (!weigh(&scale, collector))
        return error_set(error, STATUS_LIMIT, "the page has too many elements");
    skip_doubtful(&scale);
    size_t chosen = marked(&scale);
    page->from[PAGE_TEXT] = chosen != SIZE_MAX ? "itemprop=articleBody" : "most running text";
    if (chosen == SIZE_MAX)
        chosen = choose(&scale);
    if (scale.weights[0].running == 0) {
        page->from[PAGE_TEXT] = NULL;
        return STATUS_OK;
    }
    prune(&scale, chosen);
    const struct html_node *node = scale.weights[chosen].node;
    page->text = paragraphs(collector, node);
    page->words = count_words(page->text);
    buf_init(&html, HTML_MOST);
    enum status status =
        html_sanitize_node(collector->scratch, node, collector->base, &html, error);
    if (status == STATUS_OK)
        page->html = arena_copy(collector->arena, buf_str(&html));
    buf_release(&html);
    return status == STATUS_LIMIT ? STATUS_OK : status;
}
