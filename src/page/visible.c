/* What readers see of headline and dates: the blocks and elements near the headline. */
#include "page/viewer.h"

#include "date/date.h"
#include "page/count.h"
#include "page/find_date.h"
#include "url/url.h"

enum {
    DATE_WORDS_MOST = 40,
    FOUND_MOST = 200, /* dates */
    TITLE_BYTES_MOST = 1000,
    HEADINGS_MOST = 300, /* that are compared with claimed titles */
    DATED_MOST = 1500,   /* blocks that are searched for dates */
    BEFORE = 8,          /* blocks around the headline that are near it */
    BEHIND = 14,
};

/* Whose names and dates are not the article's. */
static const uint64_t others =
    PAGE_BIT(PAGE_GROUP_COMMENT) | PAGE_BIT(PAGE_GROUP_RELATED) | PAGE_BIT(PAGE_GROUP_SIDE) |
    PAGE_BIT(PAGE_GROUP_FOOTER) | PAGE_BIT(PAGE_GROUP_NAV) | PAGE_BIT(PAGE_GROUP_CONSENT) |
    PAGE_BIT(PAGE_GROUP_WIDGET) | PAGE_BIT(PAGE_GROUP_TICKER) | PAGE_BIT(PAGE_GROUP_REVIEW);
static const uint32_t other_places = 1u << PAGE_IN_NAV | 1u << PAGE_IN_ASIDE |
                                     1u << PAGE_IN_FOOTER | 1u << PAGE_IN_FORM |
                                     1u << PAGE_IN_DIALOG;

static void read_words(struct str text, struct page_title_words *words) {
    struct str part;
    words->n = 0;
    for (size_t i = 0; i < text.n && words->n < PAGE_TITLE_WORDS_MOST;) {
        size_t start = i;
        while (i < text.n && (ascii_is_alnum(text.p[i]) || (unsigned char)text.p[i] >= 0x80))
            i++;
        part = str_of(text.p + start, i - start);
        if (part.n > 0)
            words->hashes[words->n++] = page_text_key(part);
        i += part.n == 0;
    }
}

/* Thousandths of the shorter one's words that the longer one has. */
static size_t likeness(const struct page_title_words *a, const struct page_title_words *b) {
    const struct page_title_words *few = a->n < b->n ? a : b, *many = a->n < b->n ? b : a;
    size_t common = 0;
    for (size_t i = 0; i < few->n; i++)
        for (size_t k = 0; k < many->n; k++)
            if (few->hashes[i] == many->hashes[k]) {
                common++;
                break;
            }
    return few->n > 0 ? common * 1000 / few->n : 0;
}

static void read_references(struct page_viewer *viewer) {
    size_t at = SIZE_MAX;
    struct page_candidate *candidate;
    while (viewer->reference_count < PAGE_TITLES_MOST &&
           (candidate = page_next_candidate(viewer->collector, PAGE_TITLE, &at)) != NULL) {
        struct str title = str_take(candidate->value, TITLE_BYTES_MOST);
        viewer->trusted += candidate->weight >= 80;
        viewer->titles[viewer->reference_count] = title;
        read_words(title, &viewer->references[viewer->reference_count++]);
    }
}

static bool begins_alike(const struct page_title_words *a, const struct page_title_words *b) {
    return a->n > 0 && b->n > 0 && a->hashes[0] == b->hashes[0];
}

/* How alike a heading is to what the page claims as its title; a word or two of many say little,
 * and what ends a title is the outlet. Beside the most trusted claims the others count less. */
static size_t claimed(const struct page_viewer *viewer, const struct page_title_words *words,
                      struct str text, bool first_heading) {
    size_t best = 0;
    for (size_t i = 0; i < viewer->reference_count; i++) {
        if (first_heading && words->n > 1 && page_is_first_part(viewer->titles[i], text))
            return 1000;
        const struct page_title_words *reference = &viewer->references[i];
        size_t alike = likeness(words, reference);
        if ((words->n < 3 && words->n * 2 < reference->n) || words->n * 4 < reference->n ||
            words->n > reference->n * 3)
            alike = 0;
        if (words->n < reference->n && !begins_alike(words, reference))
            alike = alike * 4 / 5;
        if (i > 0 && viewer->trusted)
            alike = alike * 4 / 5;
        best = alike > best ? alike : best;
    }
    return best;
}

/* Whether a trusted claim of some words stands within a longer heading: then that is the title, and
 * the heading has a kicker or a subtitle in it. */
static bool holds_claim(const struct page_viewer *viewer, const struct page_title_words *words) {
    for (size_t i = 0; i < viewer->reference_count && i < viewer->trusted; i++) {
        const struct page_title_words *reference = &viewer->references[i];
        for (size_t from = 0; reference->n > 2 && from + reference->n <= words->n; from++)
            if (words->n > reference->n && memcmp(words->hashes + from, reference->hashes,
                                                  reference->n * sizeof words->hashes[0]) == 0)
                return true;
    }
    return false;
}

/* Not the article's, unless the headline is in there as well. */
bool page_is_others(const struct page_viewer *viewer, const struct page_part *part) {
    uint64_t groups = others;
    uint32_t places = other_places;
    if (viewer->title != UINT32_MAX) {
        const struct page_blocks *blocks = viewer->blocks;
        const struct page_part *title = &blocks->parts[blocks->blocks[viewer->title].part];
        groups &= ~title->far;
        places &= ~title->places;
    }
    return (part->far & groups) != 0 || (part->places & places) != 0;
}

static bool is_site_name(struct page_viewer *viewer, struct str text) {
    size_t at = SIZE_MAX;
    struct page_candidate *candidate;
    struct str host = url_host(viewer->collector->scratch, viewer->collector->page->url);
    size_t dot = str_find_byte(host, '.');
    while ((candidate = page_next_candidate(viewer->collector, PAGE_SITE_NAME, &at)) != NULL)
        if (page_same_name(candidate->value, text))
            return true;
    return page_same_name(host, text) || page_same_name(str_take(host, dot), text);
}

/* The first heading that says the claimed title, <h1> before <h2>; else the first <h1> that is not
 * the outlet's name. */
static void find_headline(struct page_viewer *viewer) {
    const struct page_blocks *blocks = viewer->blocks;
    struct page_title_words words;
    size_t best = 0;
    int weight = 0;
    size_t headings = 0;
    viewer->title = UINT32_MAX;
    for (uint32_t i = 0; i < blocks->block_count && headings < HEADINGS_MOST; i++) {
        const struct page_part *part = &blocks->parts[blocks->blocks[i].part];
        if (part->tag < PAGE_TAG_H1 || part->tag > PAGE_TAG_H3 || blocks->blocks[i].words > 50)
            continue;
        struct str text = page_block_text(blocks, &blocks->blocks[i]);
        headings++;
        read_words(text, &words);
        size_t alike = claimed(viewer, &words, text, part->tag == PAGE_TAG_H1);
        size_t rank = alike * 2 + (part->tag == PAGE_TAG_H1 ? 500 : 0);
        bool first = alike >= (part->tag == PAGE_TAG_H1 ? 600 : 800) || part->tag == PAGE_TAG_H1;
        if (!first || rank <= best || is_site_name(viewer, text))
            continue;
        best = rank;
        viewer->title = i;
        weight = alike >= 600                   ? (holds_claim(viewer, &words) ? 76 : 94)
                 : page_is_others(viewer, part) ? 30
                                                : 60;
    }
    if (viewer->title != UINT32_MAX)
        page_offer(viewer->collector, PAGE_TITLE,
                   page_block_text(blocks, &blocks->blocks[viewer->title]), weight, "headline");
}

bool page_is_near(const struct page_viewer *viewer, uint32_t block) {
    return viewer->title != UINT32_MAX && block + BEFORE >= viewer->title &&
           block <= viewer->title + BEHIND;
}

static struct str text_of(struct page_viewer *viewer, const struct html_node *node, size_t most) {
    struct buf text;
    buf_init(&text, most);
    html_text(node, &text);
    bool whole = text.status == STATUS_OK;
    struct str copy = page_take_text(viewer->collector->scratch, &text);
    return whole ? copy : STR_NONE;
}

static bool class_holds(const struct html_node *node, struct str word) {
    return str_find_case(html_attribute(node, STR("class")), word) != SIZE_MAX;
}

static void offer_time(struct page_viewer *viewer, const struct page_point *point) {
    const struct html_node *node = point->node;
    struct str value = html_attribute(node, STR("datetime"));
    if (value.n == 0)
        page_find_date(text_of(viewer, node, 200), &value);
    struct str property = html_attribute(node, STR("itemprop"));
    bool other = page_is_others(viewer, &viewer->blocks->parts[point->part]);
    if (str_find_case(property, STR("dateModified")) != SIZE_MAX ||
        class_holds(node, STR("updated")) || class_holds(node, STR("modified"))) {
        page_offer(viewer->collector, PAGE_MODIFIED, value, other ? 20 : 60, "time class=updated");
        return;
    }
    bool said = str_find_case(property, STR("datePublished")) != SIZE_MAX ||
                class_holds(node, STR("published")) ||
                !str_absent(html_attribute(node, STR("pubdate")));
    int weight = (said ? 76 : 66) + (page_is_near(viewer, point->block) ? 6 : said ? 0 : -14);
    page_offer(viewer->collector, PAGE_PUBLISHED, value, other ? 18 : weight,
               said ? "time datePublished" : "time");
}

/* How much a date in a block is worth: where it stands and what stands beside it. */
static int date_weight(const struct page_viewer *viewer, uint32_t at) {
    const struct page_block *block = &viewer->blocks->blocks[at];
    const struct page_part *part = &viewer->blocks->parts[block->part];
    bool said = (block->phrases & PAGE_BIT(PAGE_PHRASE_PUBLISHED)) != 0;
    bool named = ((part->near | block->inner) & page_dated_groups) != 0;
    bool near = page_is_near(viewer, at);
    if (page_is_others(viewer, part))
        return 12;
    int weight = near ? 52 : 30;
    if (block->words <= 12)
        weight += 8;
    if (said || named)
        weight += 10;
    /* Right below the headline, before the text has begun. */
    if (near && at > viewer->title && at <= viewer->title + 5)
        weight += 3;
    return weight;
}

static bool says_modified(struct str text) {
    static const struct str words[] = {
        STR_INIT("updated"),         STR_INIT("modified"),          STR_INIT("aktualisiert"),
        STR_INIT("actualiza"),       STR_INIT("mis \xC3\xA0 jour"), STR_INIT("aggiornat"),
        STR_INIT("bijgewerkt"),      STR_INIT("atualizado"),        STR_INIT("changed"),
        STR_INIT("ge\xC3\xA4ndert"),
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_find_case(text, words[i]) != SIZE_MAX)
            return true;
    return false;
}

/* "17 May 2024 | Name Surname" right beside the headline. */
static void read_date_line(struct page_viewer *viewer, uint32_t at, struct str text,
                           struct str date) {
    size_t from = (size_t)(date.p - text.p) + date.n;
    struct str rest = str_skip(text, from);
    size_t sign = 0;
    while (sign < rest.n && strchr("|-/", rest.p[sign]) == NULL)
        sign++;
    if (viewer->title == UINT32_MAX || at + 3 < viewer->title || at > viewer->title + 4)
        return;
    struct str last = STR_NONE, part;
    rest = str_skip(rest, sign);
    while (str_next(&rest, '|', &part))
        if (str_trim(part).n > 0)
            last = str_trim(part);
    while (last.n > 0 && (last.p[0] == '-' || last.p[0] == '/' || last.p[0] == ' '))
        last = str_skip(last, 1);
    last = str_trim(str_take(last, str_find_byte(last, '(')));
    if (page_is_byline(last))
        page_offer(viewer->collector, PAGE_BYLINE, last, 56, "line of the date");
    else if (page_is_full_name(last) && last.n <= 60)
        page_offer(viewer->collector, PAGE_BYLINE, last, 48, "line of the date");
}

static void read_dates(struct page_viewer *viewer) {
    const struct page_blocks *blocks = viewer->blocks;
    size_t found = 0, searched = 0;
    for (uint32_t i = 0; i < blocks->block_count && found < FOUND_MOST && searched < DATED_MOST;
         i++) {
        const struct page_block *block = &blocks->blocks[i];
        if (block->digits < 5 || block->digits > 60 || block->words > DATE_WORDS_MOST)
            continue;
        struct str text = page_block_text(blocks, block), date;
        searched++;
        if (!page_find_date(text, &date))
            continue;
        found++;
        if (block->words <= 14)
            read_date_line(viewer, i, text, date);
        bool modified = says_modified(str_of(text.p, (size_t)(date.p - text.p)));
        int weight = date_weight(viewer, i);
        page_offer(viewer->collector, modified ? PAGE_MODIFIED : PAGE_PUBLISHED, date, weight,
                   "date in the text");
        if (modified) /* an article without another date was published on that day or before */
            page_offer(viewer->collector, PAGE_PUBLISHED, date, weight - 20, "date in the text");
    }
}

static bool take_number(struct str *rest, size_t least, size_t most, uint64_t *value) {
    size_t n = 0;
    while (n < rest->n && n < most && ascii_is_digit(rest->p[n]))
        n++;
    if (n < least || !str_to_u64(str_take(*rest, n), value))
        return false;
    *rest = str_skip(*rest, n);
    return true;
}

static bool take_sign(struct str *rest, char *sign) {
    if (rest->n == 0 || strchr("/-_", rest->p[0]) == NULL || (*sign != 0 && rest->p[0] != *sign))
        return false;
    *sign = rest->p[0];
    *rest = str_skip(*rest, 1);
    return true;
}

/* "2024/05/17", "17-05-2024" and their kin, with one sign between. */
static bool take_date(struct str rest, struct civil *date) {
    uint64_t first, month, last;
    char sign = 0;
    if (!take_number(&rest, 1, 4, &first) || !take_sign(&rest, &sign) ||
        !take_number(&rest, 1, 2, &month) || !take_sign(&rest, &sign) ||
        !take_number(&rest, 1, 4, &last) || (rest.n > 0 && ascii_is_digit(rest.p[0])))
        return false;
    bool forwards = first >= 1990;
    uint64_t year = forwards ? first : last, day = forwards ? last : first;
    *date = (struct civil){.year = (int)year, .month = (int)month, .day = (int)day};
    return year >= 1990 && year <= 2099 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* A date in the path of the page's address. */
static void read_address(struct page_viewer *viewer) {
    struct arena *scratch = viewer->collector->scratch;
    struct url url;
    struct civil date;
    if (viewer->collector->page->url.n == 0 ||
        url_parse(scratch, viewer->collector->page->url, STR_NONE, &url, NULL) != STATUS_OK)
        return;
    for (size_t i = 0; i + 8 <= url.pathname.n; i++) {
        struct str rest = str_skip(url.pathname, i);
        if ((i > 0 && ascii_is_digit(rest.p[-1])) || !take_date(rest, &date))
            continue;
        page_offer(
            viewer->collector, PAGE_PUBLISHED,
            arena_format(scratch, "%04d-%02d-%02d", (int)date.year, (int)date.month, (int)date.day),
            68, "address");
        return;
    }
}

void page_read_visible(struct page_collector *collector, const struct page_blocks *blocks) {
    struct page_viewer *viewer = arena_new(collector->scratch, struct page_viewer);
    if (viewer == NULL)
        return;
    viewer->collector = collector;
    viewer->blocks = blocks;
    read_references(viewer);
    find_headline(viewer);
    for (size_t i = 0; i < blocks->point_count && i < PAGE_POINTS_MOST; i++)
        if (blocks->points[i].time)
            offer_time(viewer, &blocks->points[i]);
    page_read_authors(viewer);
    read_dates(viewer);
    read_address(viewer);
}
