#include "page/rights.h"

#include "date/date.h"
#include "poll/robots.h"

static const struct str words[] = {
#define X(name, word) STR_INIT(word),
    PAGE_RIGHT_LIST(X)
#undef X
};

/* Directives without a value that bind somebody who shows articles. */
static const struct {
    struct str word;
    unsigned said;
} flags[] = {
    {STR_INIT("noindex"), PAGE_NOINDEX},
    {STR_INIT("none"), PAGE_NOINDEX},
    {STR_INIT("nosnippet"), PAGE_NOSNIPPET},
    {STR_INIT("noimageindex"), PAGE_NOIMAGEINDEX},
    {STR_INIT("noai"), PAGE_NOAI},
    {STR_INIT("noimageai"), PAGE_NOIMAGEAI},
    {STR_INIT("all"), 0},
    {STR_INIT("index"), 0},
    {STR_INIT("follow"), 0},
    {STR_INIT("nofollow"), 0},
    {STR_INIT("noarchive"), 0},
    {STR_INIT("nocache"), 0},
    {STR_INIT("notranslate"), 0},
    {STR_INIT("indexifembedded"), 0},
};
enum { FLAGS = sizeof flags / sizeof flags[0] };

static const struct str robots_field = STR_INIT("x-robots-tag");
static const struct str reservation_field = STR_INIT("tdm-reservation");
static const struct str policy_field = STR_INIT("tdm-policy");

/* ---- gathering ---- */

void page_rights_state(struct arena *arena, struct str *stated, struct str field,
                       struct str value) {
    static const struct str *const fields[] = {&robots_field, &reservation_field, &policy_field};
    size_t k = 0;
    while (k < 3 && !str_eq_case(field, *fields[k]))
        k++;
    value = str_take(str_trim(value), PAGE_STATEMENT_MOST);
    if (k == 3 || stated->n + fields[k]->n + value.n + 3 > PAGE_STATED_MOST)
        return;
    struct buf lines;
    buf_init(&lines, PAGE_STATED_MOST);
    buf_add(&lines, *stated);
    buf_add(&lines, *fields[k]);
    BUF_ADD(&lines, ": ");
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        buf_add_byte(&lines, ascii_is_space(c) ? ' ' : c > ' ' && c <= '~' ? c : '?');
    }
    BUF_ADD(&lines, "\n");
    if (lines.status == STATUS_OK)
        *stated = arena_copy(arena, buf_str(&lines));
    else
        arena->failed = true;
    buf_release(&lines);
}

static bool is_token(char c) {
    return ascii_is_alnum(c) || c == '-' || c == '_';
}

/* The token that `text` begins with; empty where none does. */
static struct str first_token(struct str text) {
    size_t n = 0;
    while (n < text.n && is_token(text.p[n]))
        n++;
    return str_take(text, n);
}

/* Directives with a value. All names in "max-" are taken for such, also those to come. */
static bool takes_value(struct str name) {
    return str_starts_case(name, STR("max-")) || str_eq_case(name, STR("unavailable_after"));
}

static bool is_directive(struct str name) {
    for (size_t i = 0; i < FLAGS; i++)
        if (str_eq_case(flags[i].word, name))
            return true;
    return takes_value(name);
}

/* Whether a text is a list of directives, as far as its beginning tells. */
static bool is_list(struct str text) {
    struct str first = first_token(text);
    struct str behind = str_trim(str_skip(text, first.n));
    return is_directive(first) &&
           (behind.n == 0 || behind.p[0] == ',' || behind.p[0] == ':' || behind.p[0] == ';');
}

void page_rights_note(struct arena *arena, struct str *stated, struct str name,
                      struct str content) {
    name = str_trim(name);
    content = str_trim(content);
    if (str_eq_case(name, STR("robots")))
        page_rights_state(arena, stated, robots_field, content);
    else if (name.n > 0 && first_token(name).n == name.n && is_list(content))
        page_rights_state(arena, stated, robots_field, ARENA_JOIN(arena, name, STR(": "), content));
    else
        page_rights_state(arena, stated, name, content);
}

/* ---- reading ---- */

static struct str skip_between(struct str rest) {
    size_t i = 0;
    while (i < rest.n && (ascii_is_space(rest.p[i]) || rest.p[i] == ',' || rest.p[i] == ';'))
        i++;
    return str_skip(rest, i);
}

static void limit(struct page_rights *rights, int64_t characters) {
    if ((rights->said & PAGE_MAX_SNIPPET) == 0 || characters < rights->max_snippet)
        rights->max_snippet = characters;
    rights->said |= PAGE_MAX_SNIPPET;
}

static void expire(struct page_rights *rights, int64_t until) {
    if ((rights->said & PAGE_UNTIL) == 0 || until < rights->until)
        rights->until = until;
    rights->said |= PAGE_UNTIL;
}

/* The date at the beginning of `rest`, which may hold a comma behind its weekday; what is behind it
 * is returned. */
static struct str read_date(struct str rest, struct page_rights *rights) {
    struct str first = str_take(rest, str_find_byte(rest, ','));
    struct str behind = str_skip(rest, first.n + 1);
    struct str second =
        str_take(rest, first.n + 1 + str_take(behind, str_find_byte(behind, ',')).n);
    int64_t until;
    if (date_parse(str_trim(first), &until, NULL) == STATUS_OK) {
        expire(rights, until);
        return str_skip(rest, first.n);
    }
    if (date_parse(str_trim(second), &until, NULL) == STATUS_OK) {
        expire(rights, until);
        return str_skip(rest, second.n);
    }
    return str_skip(rest, first.n);
}

/* A directive's value at the beginning of `rest`; what is behind it is returned. */
static struct str read_value(struct str name, struct str rest, struct page_rights *rights) {
    if (str_eq_case(name, STR("unavailable_after")))
        return read_date(rest, rights);
    struct str value = first_token(rest);
    uint64_t characters;
    if (str_eq_case(name, STR("max-snippet")) && str_to_u64(value, &characters))
        limit(rights, characters < INT32_MAX ? (int64_t)characters : INT32_MAX);
    if (str_eq_case(name, STR("max-image-preview")) && str_eq_case(value, STR("none")))
        rights->said |= PAGE_NO_IMAGE_PREVIEW;
    return str_skip(rest, value.n);
}

/* "agent: directive, directive, other-agent: directive": a name with a colon that is no directive
 * says whom the rest is for. */
static void read_robots(struct str rest, struct str product, struct page_rights *rights) {
    bool ours = true;
    for (rest = skip_between(rest); rest.n > 0; rest = skip_between(rest)) {
        struct str name = str_starts(rest, STR("*")) ? str_take(rest, 1) : first_token(rest);
        struct page_rights ignored = {0};
        struct page_rights *to = ours ? rights : &ignored;
        if (name.n == 0) {
            rest = str_skip(rest, 1);
            continue;
        }
        rest = str_skip(rest, name.n);
        struct str behind = str_trim(rest);
        bool colon = behind.n > 0 && behind.p[0] == ':';
        if (colon)
            rest = str_trim(str_skip(behind, 1));
        if (colon && takes_value(name))
            rest = read_value(name, rest, to);
        else if (colon && !is_directive(name))
            ours = str_eq_case(name, product) || str_eq_case(name, STR("robots")) ||
                   str_eq(name, STR("*"));
        for (size_t i = 0; i < FLAGS; i++)
            if (str_eq_case(flags[i].word, name))
                to->said |= flags[i].said;
    }
}

static bool is_web_address(struct str s) {
    return str_starts_case(s, STR("http://")) || str_starts_case(s, STR("https://"));
}

struct page_rights page_rights_read(struct str lines, struct str user_agent) {
    struct page_rights rights = {0};
    struct str product = str_first_of(robots_product(user_agent), STR("Broadsheet"));
    struct str line;
    while (str_next(&lines, '\n', &line)) {
        size_t colon = str_find_byte(line, ':');
        struct str name = str_trim(str_take(line, colon));
        struct str value = str_trim(str_skip(line, colon == SIZE_MAX ? line.n : colon + 1));
        if (str_eq_case(name, robots_field))
            read_robots(value, product, &rights);
        else if (str_eq_case(name, reservation_field) && str_eq(value, STR("1")))
            rights.said |= PAGE_TDM_RESERVED;
        else if (str_eq_case(name, policy_field) && str_empty(rights.policy) &&
                 is_web_address(value))
            rights.policy = value;
    }
    if ((rights.said & PAGE_TDM_RESERVED) == 0)
        rights.policy = STR_NONE;
    return rights;
}

void page_rights_merge(struct page_rights *rights, const struct page_rights *from) {
    if ((from->said & PAGE_MAX_SNIPPET) != 0)
        limit(rights, from->max_snippet);
    if ((from->said & PAGE_UNTIL) != 0)
        expire(rights, from->until);
    rights->said |= from->said;
    rights->policy = str_first_of(rights->policy, from->policy);
}

/* ---- what follows ---- */

int64_t page_rights_excerpt(const struct page_rights *rights) {
    if ((rights->said & (PAGE_NOSNIPPET | PAGE_OUTDATED)) != 0)
        return 0;
    return (rights->said & PAGE_MAX_SNIPPET) != 0 ? rights->max_snippet : -1;
}

bool page_rights_picture(const struct page_rights *rights) {
    return (rights->said & (PAGE_NOIMAGEINDEX | PAGE_NO_IMAGE_PREVIEW | PAGE_OUTDATED)) == 0;
}

bool page_rights_listed(const struct page_rights *rights) {
    return (rights->said & (PAGE_NOINDEX | PAGE_OUTDATED)) == 0;
}

bool page_rights_text(const struct page_rights *rights) {
    return (rights->said & (PAGE_NOAI | PAGE_TDM_RESERVED)) == 0;
}

static void explain_excerpt(const struct page_rights *rights, struct buf *out) {
    int64_t most = page_rights_excerpt(rights);
    if ((rights->said & PAGE_NOSNIPPET) != 0)
        BUF_ADD(out, "no excerpt is published: it says nosnippet\n");
    else if ((rights->said & PAGE_MAX_SNIPPET) != 0 && rights->max_snippet == 0)
        BUF_ADD(out, "no excerpt is published: it says max-snippet:0\n");
    else if (most > 0)
        buf_printf(out, "its excerpt is at most %lld character%s long: it says max-snippet:%lld\n",
                   (long long)most, most == 1 ? "" : "s", (long long)most);
}

void page_rights_explain(const struct page_rights *rights, struct buf *out) {
    unsigned said = rights->said;
    char day[TIME_TEXT];
    explain_excerpt(rights, out);
    if ((said & PAGE_NOIMAGEINDEX) != 0)
        BUF_ADD(out, "no picture is published: it says noimageindex\n");
    if ((said & PAGE_NO_IMAGE_PREVIEW) != 0)
        BUF_ADD(out, "no picture is published: it says max-image-preview:none\n");
    if ((said & PAGE_NOINDEX) != 0)
        BUF_ADD(out, "it stays out of sitemaps and data for machines: it says noindex\n");
    if ((said & PAGE_NOAI) != 0)
        BUF_ADD(out, "its text is not kept: it says noai\n");
    if ((said & PAGE_NOIMAGEAI) != 0)
        BUF_ADD(out, "its pictures teach no machine, as none does here: it says noimageai\n");
    if ((said & PAGE_TDM_RESERVED) != 0) {
        BUF_ADD(out, "its text is not kept: it reserves text and data mining");
        if (!str_empty(rights->policy)) {
            BUF_ADD(out, ", terms at ");
            buf_add(out, rights->policy);
        }
        BUF_ADD(out, "\n");
    }
    if ((said & PAGE_UNTIL) != 0)
        buf_printf(out, "%s %s: it says unavailable_after\n",
                   (said & PAGE_OUTDATED) != 0
                       ? "neither excerpt nor picture is published any more since"
                       : "excerpt and picture are published until",
                   day_format(rights->until, day));
}

/* ---- as JSON ---- */

void page_rights_write(const struct page_rights *rights, const char *key, struct json *json) {
    if (rights->said == 0)
        return;
    json_key(json, key);
    json_begin_object(json);
    json_key(json, "said");
    json_begin_array(json);
    for (size_t i = 0; i < PAGE_RIGHTS; i++)
        if ((rights->said & 1U << i) != 0)
            json_str(json, words[i]);
    json_end_array(json);
    if ((rights->said & PAGE_MAX_SNIPPET) != 0)
        json_field_int(json, "maxSnippet", rights->max_snippet);
    if ((rights->said & PAGE_UNTIL) != 0)
        json_field_time(json, "until", rights->until);
    json_field_text(json, "policy", rights->policy);
    json_end_object(json);
}

struct page_rights page_rights_from(const struct json_value *object) {
    struct page_rights rights = {0};
    const struct json_value *word = json_first(json_get_array(object, "said"));
    for (; word != NULL; word = word->next)
        for (size_t k = 0; k < PAGE_RIGHTS; k++)
            if (str_eq(json_as_str(word), words[k]))
                rights.said |= 1U << k;
    rights.max_snippet = json_get_int(object, "maxSnippet", 0);
    rights.until = json_get_time(object, "until");
    if ((rights.said & PAGE_UNTIL) == 0)
        rights.until = 0;
    rights.policy = json_get_str(object, "policy");
    return rights;
}
