/* What is believed of what was said. */
#include "page/collect.h"

#include "base/utf8.h"
#include "date/date.h"
#include "html/sanitize.h"
#include "url/url.h"

enum {
    TITLE_MOST = 1000,
    NAME_MOST = 300,
    EXCERPT_MOST = 2000,
    WHY_MOST = 120,
    EVIDENCE_MOST = 8, /* candidates of a field that are kept, and the one that won */
    PERSON_LEAST = 54, /* weight of a source that may win over a nickname of a better one */
    NAMED_LEAST = 62,  /* weight of a source whose names win over what systems call people */
    BODY_LEAST = 80,   /* weight of a source whose offices win over names of lesser ones */
    BESIDE_LEAST = 47, /* weight of a source whose offices win over the outlet */
    SEEN_LEAST = 66,   /* weight of a source that may add authors */
    WHOLE_LEAST = 40,  /* weight of a source that may complete a first name */
    JOINED_LEAST = 75, /* weight of a source whose candidates are several authors */
};

void page_offer(struct page_collector *collector, enum page_field field, struct str value,
                int weight, const char *from) {
    value = str_trim(value);
    weight = weight > 1 ? weight : 1;
    if (value.n == 0)
        return;
    for (size_t i = 0; i < collector->candidate_count; i++) {
        struct page_candidate *known = &collector->candidates[i];
        if (known->field == field && known->from == from && str_eq(known->value, value)) {
            known->weight = weight > known->weight ? weight : known->weight;
            return;
        }
    }
    if (collector->candidate_count < PAGE_CANDIDATES_MOST)
        collector->candidates[collector->candidate_count++] =
            (struct page_candidate){.field = field, .value = value, .from = from, .weight = weight};
}

struct str page_take_text(struct arena *arena, struct buf *text) {
    struct str copy = text->n > 0 ? arena_copy(arena, buf_str(text)) : STR_NONE;
    if (text->status == STATUS_MEMORY)
        arena->failed = arena->starved = true;
    buf_release(text);
    return copy;
}

struct page_candidate *page_next_candidate(struct page_collector *collector, enum page_field field,
                                           size_t *at) {
    struct page_candidate *last = *at == SIZE_MAX ? NULL : &collector->candidates[*at],
                          *best = NULL;
    for (size_t i = 0; i < collector->candidate_count; i++) {
        struct page_candidate *candidate = &collector->candidates[i];
        bool later = last == NULL || candidate->weight < last->weight ||
                     (candidate->weight == last->weight && candidate > last);
        if (candidate->field == field && later &&
            (best == NULL || candidate->weight > best->weight))
            best = candidate;
    }
    if (best != NULL)
        *at = (size_t)(best - collector->candidates);
    return best;
}

static void win(struct page_collector *collector, struct page_candidate *candidate) {
    candidate->won = true;
    candidate->refused = NULL;
    collector->page->from[candidate->field] = candidate->from;
}

/* A value as plain text of one line, its HTML resolved. */
static struct str line_of(struct page_collector *collector, struct str value, size_t most) {
    value = utf8_cut_bytes(value, 16 * most);
    struct buf text;
    buf_init(&text, 64 * most);
    enum status status = html_to_text(collector->scratch, value, &text, NULL);
    struct str plain = page_take_text(collector->scratch, &text);
    struct str line = status == STATUS_OK ? plain : value;
    line = utf8_clean_copy(collector->arena, line, UTF8_LINE, most);
    return line.n > 0 ? line : STR_NONE;
}

static struct str first_line(struct page_collector *collector, enum page_field field, size_t most) {
    size_t at = SIZE_MAX;
    struct page_candidate *candidate;
    while ((candidate = page_next_candidate(collector, field, &at)) != NULL) {
        struct str line = line_of(collector, candidate->value, most);
        if (line.n > 0) {
            win(collector, candidate);
            return line;
        }
    }
    return STR_NONE;
}

/* Another site's address is not believed: a page could take over its articles (attacks.md H20). */
static bool is_own(struct page_collector *collector, struct str address) {
    if (str_absent(collector->page->url))
        return true;
    struct str here = url_domain(collector->scratch, collector->page->url);
    return !str_absent(here) && str_eq(here, url_domain(collector->scratch, address));
}

/* Why an address is not taken; NULL: it is, as *absolute. */
static const char *refuse_link(struct page_collector *collector, struct str link, bool own,
                               struct str *absolute) {
    if (link.n > URL_BYTES_MOST ||
        url_resolve(collector->arena, link, collector->base, absolute, NULL) != STATUS_OK)
        return "no address";
    return own && !is_own(collector, *absolute) ? "another site" : NULL;
}

static struct str first_link(struct page_collector *collector, enum page_field field, bool own) {
    size_t at = SIZE_MAX;
    struct page_candidate *candidate;
    while ((candidate = page_next_candidate(collector, field, &at)) != NULL) {
        struct str absolute;
        candidate->refused = refuse_link(collector, candidate->value, own, &absolute);
        if (candidate->refused != NULL)
            continue;
        win(collector, candidate);
        return absolute;
    }
    return STR_NONE;
}

/* Years before the web, and those to come, are not believed. */
static bool is_plausible(int64_t time) {
    return time >= time_from_civil((struct civil){1990, 1, 1, 0, 0, 0}) &&
           time < time_from_civil((struct civil){2100, 1, 1, 0, 0, 0});
}

static int64_t first_time(struct page_collector *collector, enum page_field field) {
    size_t at = SIZE_MAX;
    struct page_candidate *candidate;
    while ((candidate = page_next_candidate(collector, field, &at)) != NULL) {
        int64_t time;
        bool date =
            candidate->value.n <= 100 && date_parse(candidate->value, &time, NULL) == STATUS_OK;
        candidate->refused = !date                 ? "no date"
                             : !is_plausible(time) ? "before 1990 or after 2099"
                                                   : NULL;
        if (candidate->refused != NULL)
            continue;
        win(collector, candidate);
        return time;
    }
    return TIME_NONE;
}

/* A title that is the outlet's name says nothing of the article: then the next one, if any. */
static struct str first_title(struct page_collector *collector, struct str host) {
    struct page *page = collector->page;
    struct str fallback = STR_NONE;
    struct page_candidate *candidate, *fallback_candidate = NULL;
    for (size_t at = SIZE_MAX;
         (candidate = page_next_candidate(collector, PAGE_TITLE, &at)) != NULL;) {
        struct str line = line_of(collector, candidate->value, TITLE_MOST);
        struct str title = page_title_without_site(line, page->site_name, host);
        if (title.n == 0)
            continue;
        if (!page_same_name(title, page->site_name)) {
            win(collector, candidate);
            return title;
        }
        candidate->refused = "the outlet";
        if (fallback.n == 0) {
            fallback = title;
            fallback_candidate = candidate;
        }
    }
    if (fallback_candidate != NULL)
        win(collector, fallback_candidate);
    return fallback;
}

/* Several candidates of one source are several authors. */
static struct str join_same(struct page_collector *collector, struct page_candidate *first,
                            struct str names) {
    struct buf joined;
    if (strncmp(first->from, "json-ld", 7) == 0) /* lists them itself */
        return arena_copy(collector->arena, names);
    buf_init(&joined, NAME_MOST);
    buf_add(&joined, names);
    for (size_t i = 0; i < collector->candidate_count; i++) {
        struct page_candidate *candidate = &collector->candidates[i];
        if (candidate <= first || candidate->field != PAGE_BYLINE ||
            candidate->from != first->from || candidate->weight != first->weight)
            continue;
        struct str more = page_names(collector->scratch, candidate->value);
        if (more.n == 0 || str_find_case(buf_str(&joined), more) != SIZE_MAX ||
            page_holds_name(more, names) || joined.n + more.n + 2 > NAME_MOST)
            continue;
        BUF_ADD(&joined, ", ");
        buf_add(&joined, more);
        candidate->won = true;
    }
    return page_take_text(collector->arena, &joined);
}

enum author { AUTHOR_NONE, AUTHOR_OUTLET, AUTHOR_BODY, AUTHOR_HANDLE, AUTHOR_PERSON };

static bool is_outlet(struct page_collector *collector, struct str names, struct str host) {
    struct str site = collector->page->site_name;
    return page_same_name(names, host) ||
           page_same_name(names, str_take(host, str_find_byte(host, '.'))) ||
           (site.n > 0 && page_holds_name(names, site) &&
            (page_same_name(names, site) || page_is_body(names) || names.n > site.n + 12));
}

static enum author author_kind(struct page_collector *collector, struct str names, struct str host,
                               const struct page_candidate *candidate) {
    int weight = candidate->weight;
    bool marked = strcmp(candidate->from, "author in the page") == 0;
    if (names.n == 0 || (!page_is_capitalized(names) && weight < JOINED_LEAST))
        return AUTHOR_NONE;
    if (is_outlet(collector, names, host))
        return AUTHOR_OUTLET;
    bool single = str_find_byte(names, ' ') == SIZE_MAX && names.n > 3;
    if (single && (weight >= JOINED_LEAST || marked)) /* a person, for all we know */
        return page_is_handle(names) && !marked ? AUTHOR_HANDLE : AUTHOR_PERSON;
    return page_is_body(names) || weight < PERSON_LEAST ? AUTHOR_BODY : AUTHOR_PERSON;
}

/* "Ada" where another source says "Ada Quayle". */
static struct str longer_name(struct page_collector *collector, struct str name) {
    if (str_find_byte(name, ' ') != SIZE_MAX)
        return name;
    for (size_t i = 0; i < collector->candidate_count; i++) {
        const struct page_candidate *candidate = &collector->candidates[i];
        if (candidate->field != PAGE_BYLINE || candidate->weight < WHOLE_LEAST)
            continue;
        struct str names = page_names(collector->scratch, candidate->value);
        if (names.n > name.n + 2 && names.n <= name.n + 30 && str_starts(names, name) &&
            names.p[name.n] == ' ' && names.p[name.n + 1] >= 'A' && names.p[name.n + 1] <= 'Z')
            return str_take(names, str_find_byte(names, ','));
    }
    return name;
}

/* Without the outlet among several names. */
static struct str without_outlet(struct page_collector *collector, struct str names,
                                 struct str host) {
    struct buf kept;
    struct str rest = names, name;
    if (str_find_byte(names, ',') == SIZE_MAX)
        return names;
    buf_init(&kept, 2 * NAME_MOST);
    while (str_next(&rest, ',', &name)) {
        name = str_trim(name);
        bool outlet =
            page_same_name(name, host) || page_same_name(name, collector->page->site_name);
        if (outlet && kept.n > 0)
            continue;
        if (kept.n > 0)
            BUF_ADD(&kept, ", ");
        buf_add(&kept, name);
    }
    struct str result = page_take_text(collector->scratch, &kept);
    return result.n > 0 ? result : names;
}

/* The names in a candidate, read once. */
static struct str names_of(struct page_collector *collector, const struct page_candidate *candidate,
                           struct str host) {
    struct str *names = &collector->names[candidate - collector->candidates];
    if (str_absent(*names)) {
        struct str line = line_of(collector, candidate->value, NAME_MOST);
        *names = without_outlet(collector, page_names(collector->scratch, line), host);
        if (str_absent(*names))
            *names = STR("");
    }
    return *names;
}

/* Two words or more for each name, and no office. */
static bool are_people(struct str names) {
    struct str name;
    while (str_next(&names, ',', &name))
        if (page_is_body(str_trim(name)))
            return false;
    return true;
}

/* Systems often know one author of the several that readers see. */
static struct str with_others(struct page_collector *collector, struct str names, struct str host) {
    size_t at = SIZE_MAX;
    struct page_candidate *candidate;
    if (!are_people(names))
        return names;
    while ((candidate = page_next_candidate(collector, PAGE_BYLINE, &at)) != NULL &&
           candidate->weight >= SEEN_LEAST) {
        struct str more = names_of(collector, candidate, host);
        if (more.n > names.n + 2 && str_starts(more, names) && more.p[names.n] == ',' &&
            page_is_capitalized(more) && are_people(more)) {
            candidate->won = true;
            return more;
        }
    }
    return names;
}

/* Whether a later candidate wins over what is the best so far: people first, then what systems call
 * them and bodies, the outlet itself only when nobody else is named. */
static bool is_better(enum author kind, int weight, enum author best, int best_weight) {
    bool sure = best == AUTHOR_HANDLE || (best == AUTHOR_BODY && best_weight >= BODY_LEAST);
    bool outlet = best == AUTHOR_OUTLET && best_weight >= BODY_LEAST && kind == AUTHOR_BODY;
    return kind > best && !(sure && weight < NAMED_LEAST) && !(outlet && weight < BESIDE_LEAST);
}

static struct str first_byline(struct page_collector *collector, struct str host) {
    enum author best = AUTHOR_NONE;
    struct str byline = STR_NONE;
    struct page_candidate *candidate, *winner = NULL;
    for (size_t at = SIZE_MAX;
         best != AUTHOR_PERSON &&
         (candidate = page_next_candidate(collector, PAGE_BYLINE, &at)) != NULL;) {
        struct str names = names_of(collector, candidate, host);
        enum author kind = author_kind(collector, names, host, candidate);
        candidate->refused = kind == AUTHOR_NONE     ? "no name"
                             : kind == AUTHOR_OUTLET ? "the outlet"
                             : kind == AUTHOR_HANDLE ? "a user's name"
                             : kind == AUTHOR_BODY   ? "no person, or not sure"
                                                     : NULL;
        if (!is_better(kind, candidate->weight, best, winner != NULL ? winner->weight : 0))
            continue;
        best = kind;
        byline = names;
        winner = candidate;
    }
    if (winner == NULL)
        return STR_NONE;
    win(collector, winner);
    byline = longer_name(collector, byline);
    if (winner->weight >= JOINED_LEAST)
        byline = join_same(collector, winner, byline);
    if (best == AUTHOR_PERSON)
        byline = with_others(collector, byline, host);
    return arena_copy(collector->arena, byline);
}

/* "en_US" as BCP 47 has it, "en-US". */
static struct str language_of(struct page_collector *collector) {
    struct str language = first_line(collector, PAGE_LANGUAGE, 35);
    for (size_t i = 0; i < language.n; i++)
        if (language.p[i] == '_')
            ((char *)(uintptr_t)language.p)[i] = '-';
    return language;
}

static int pixels(struct str text) {
    uint64_t value;
    return str_to_u64(str_trim(text), &value) && value < 100000 ? (int)value : 0;
}

static void find_image(struct page_collector *collector) {
    struct page *page = collector->page;
    page->image_url = first_link(collector, PAGE_IMAGE, false);
    const char *from = page->from[PAGE_IMAGE];
    if (from != NULL && strncmp(from, "og:image", 8) == 0) {
        page->image_width = pixels(collector->image_width);
        page->image_height = pixels(collector->image_height);
    }
}

void page_keep_evidence(struct page_collector *collector) {
    size_t count = 0;
    struct page_candidate *kept =
        arena_array(collector->arena, collector->candidate_count + 1, struct page_candidate);
    if (kept == NULL)
        return;
    for (int field = 0; field < PAGE_FIELDS; field++) {
        struct page_candidate *candidate;
        size_t at = SIZE_MAX, rank = 0;
        while ((candidate = page_next_candidate(collector, (enum page_field)field, &at)) != NULL) {
            if (rank++ >= EVIDENCE_MOST && !candidate->won)
                continue;
            kept[count] = *candidate;
            kept[count++].value =
                utf8_clean_copy(collector->arena, candidate->value, UTF8_LINE, WHY_MOST);
        }
    }
    collector->page->candidates = kept;
    collector->page->candidate_count = count;
}

void page_conclude(struct page_collector *collector) {
    struct page *page = collector->page;
    struct str host = url_host(collector->scratch, page->url);
    page->canonical_url = first_link(collector, PAGE_CANONICAL, true);
    page->amp_url = first_link(collector, PAGE_AMP, true);
    page->site_name = first_line(collector, PAGE_SITE_NAME, NAME_MOST);
    page->title = first_title(collector, host);
    page->byline = first_byline(collector, host);
    page->published = first_time(collector, PAGE_PUBLISHED);
    page->modified = first_time(collector, PAGE_MODIFIED);
    page->language = language_of(collector);
    page->excerpt = first_line(collector, PAGE_EXCERPT, EXCERPT_MOST);
    find_image(collector);
    page->paywalled = !str_absent(first_line(collector, PAGE_PAYWALLED, NAME_MOST));
}
