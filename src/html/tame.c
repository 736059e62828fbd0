#include "html/tame.h"

/* What an element's name means to the stack of open elements (HTML Standard, 13.2.4.2). */
enum kind {
    VOID = 1,       /* never open */
    SPECIAL = 2,    /* ends the search of an ordinary element's end tag */
    SCOPE = 4,      /* ends the search of any end tag but a table's parts' */
    FORMATTING = 8, /* its end tag takes out itself alone */
    CLOSES = 16,    /* its start tag ends an open one of its own name */
    CELL = 32,      /* lives directly in a table */
    DROPPED = 64,   /* left out with its content, which is raw text */
    FOREIGN = 128,  /* svg, math: left out up to its end tag, or to an element that breaks out */
};

struct name {
    const char *name;
    unsigned kind;
};

static const struct name names[] = {
    /* in byte order */
    {"a", FORMATTING | CLOSES},
    {"address", SPECIAL},
    {"applet", SPECIAL | SCOPE},
    {"area", VOID},
    {"article", SPECIAL},
    {"aside", SPECIAL},
    {"b", FORMATTING},
    {"base", VOID},
    {"basefont", VOID},
    {"bgsound", VOID},
    {"big", FORMATTING},
    {"blockquote", SPECIAL},
    {"body", VOID},
    {"br", VOID},
    {"button", SPECIAL},
    {"caption", SPECIAL | SCOPE | CELL},
    {"center", SPECIAL},
    {"code", FORMATTING},
    {"col", VOID},
    {"colgroup", VOID},
    {"dd", SPECIAL | CLOSES},
    {"details", SPECIAL},
    {"dir", SPECIAL},
    {"div", SPECIAL},
    {"dl", SPECIAL},
    {"dt", SPECIAL | CLOSES},
    {"em", FORMATTING},
    {"embed", VOID},
    {"fieldset", SPECIAL},
    {"figcaption", SPECIAL},
    {"figure", SPECIAL},
    {"font", FORMATTING},
    {"footer", SPECIAL},
    {"form", SPECIAL | FORMATTING},
    {"frame", VOID},
    {"frameset", VOID},
    {"h", SPECIAL | CLOSES}, /* all six, see find_name */
    {"head", VOID},
    {"header", SPECIAL},
    {"hgroup", SPECIAL},
    {"hr", VOID},
    {"html", VOID},
    {"i", FORMATTING},
    {"iframe", DROPPED},
    {"image", VOID},
    {"img", VOID},
    {"input", VOID},
    {"keygen", VOID},
    {"li", SPECIAL | CLOSES},
    {"link", VOID},
    {"listing", SPECIAL},
    {"main", SPECIAL},
    {"marquee", SPECIAL | SCOPE},
    {"math", FOREIGN},
    {"menu", SPECIAL},
    {"meta", VOID},
    {"nav", SPECIAL},
    {"nobr", FORMATTING | CLOSES},
    {"noembed", DROPPED},
    {"noframes", DROPPED},
    {"object", SPECIAL | SCOPE},
    {"ol", SPECIAL},
    {"p", SPECIAL | CLOSES},
    {"param", VOID},
    {"plaintext", VOID},
    {"pre", SPECIAL},
    {"s", FORMATTING},
    {"script", DROPPED},
    {"section", SPECIAL},
    {"select", SPECIAL},
    {"small", FORMATTING},
    {"source", VOID},
    {"strike", FORMATTING},
    {"strong", FORMATTING},
    {"style", DROPPED},
    {"summary", SPECIAL},
    {"svg", FOREIGN},
    {"table", SPECIAL | SCOPE},
    {"tbody", SPECIAL | CELL},
    {"td", SPECIAL | SCOPE | CELL},
    {"template", SPECIAL | SCOPE},
    {"textarea", DROPPED},
    {"tfoot", SPECIAL | CELL},
    {"th", SPECIAL | SCOPE | CELL},
    {"thead", SPECIAL | CELL},
    {"title", DROPPED},
    {"tr", SPECIAL | CELL},
    {"track", VOID},
    {"tt", FORMATTING},
    {"u", FORMATTING},
    {"ul", SPECIAL},
    {"wbr", VOID},
    {"xmp", DROPPED},
};

/* Start tags that end foreign content (HTML Standard, 13.2.6.5), the commoner ones. */
static const char *const breaking_out[] = {
    "blockquote", "body",   "br",  "center", "code",  "dd", "div", "dl",   "dt",  "em",
    "embed",      "h",      "hr",  "i",      "img",   "li", "ol",  "p",    "pre", "small",
    "span",       "strong", "sub", "sup",    "table", "u",  "ul",  "head", "b",
};

enum { NAME_MOST = 64 };

struct tag {
    struct str raw; /* from '<' to behind '>' */
    struct str name;
    char lower[NAME_MOST + 1]; /* the name in lower case, cut; "h" for h1-h6 */
    const char *interned;      /* names[].name, or NULL */
    unsigned kind;
    bool end;
};

struct open {
    uint64_t key; /* of the name */
    const char *name;
    unsigned kind;
};

struct tamer {
    struct str s;
    size_t at;
    struct buf *out;
    struct open open[HTML_DEPTH_MOST];
    size_t depth, omitted, nodes, foreign;
    bool unended[sizeof names / sizeof names[0]]; /* no end tag of it is to come any more */
};

static const struct name *find_name(const char *name) {
    size_t low = 0, high = sizeof names / sizeof names[0];
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(name, names[middle].name);
        if (order == 0)
            return &names[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static void name_tag(struct tag *tag) {
    size_t n = tag->name.n < NAME_MOST ? tag->name.n : NAME_MOST;
    for (size_t i = 0; i < n; i++)
        tag->lower[i] = ascii_lower(tag->name.p[i]);
    tag->lower[n] = '\0';
    if (n == 2 && tag->lower[0] == 'h' && tag->lower[1] >= '1' && tag->lower[1] <= '6')
        tag->lower[1] = '\0';
    const struct name *known = find_name(tag->lower);
    tag->interned = known != NULL ? known->name : NULL;
    tag->kind = known != NULL ? known->kind : 0;
}

/* FNV-1a: names are told apart only to count, a collision costs nothing but exactness. */
static uint64_t key_of(const char *name) {
    uint64_t key = 0xcbf29ce484222325u;
    for (; *name != '\0'; name++)
        key = (key ^ (unsigned char)*name) * 0x100000001b3u;
    return key;
}

/* One attribute from s[at]; gives its end. The standard's tokenizer, 13.2.5.32 to 39. */
static size_t attribute_end(struct str s, size_t at) {
    at++; /* the first character is always part of the name, '=' too */
    while (at < s.n && !ascii_is_space(s.p[at]) && s.p[at] != '/' && s.p[at] != '>' &&
           s.p[at] != '=')
        at++;
    size_t end = at;
    while (at < s.n && ascii_is_space(s.p[at]))
        at++;
    if (at >= s.n || s.p[at] != '=')
        return end;
    at++;
    while (at < s.n && ascii_is_space(s.p[at]))
        at++;
    if (at < s.n && (s.p[at] == '"' || s.p[at] == '\'')) {
        size_t close = str_find_byte(str_skip(s, at + 1), s.p[at]);
        return close == SIZE_MAX ? s.n : at + 1 + close + 1;
    }
    while (at < s.n && !ascii_is_space(s.p[at]) && s.p[at] != '>')
        at++;
    return at;
}

/* Copies the tag at t->at, attributes capped. False when the input ends within it. */
static bool read_tag(struct tamer *t, struct tag *tag) {
    struct str s = t->s;
    size_t start = t->at, at = start + 1;
    tag->end = s.p[at] == '/';
    at += tag->end;
    size_t name = at;
    while (at < s.n && !ascii_is_space(s.p[at]) && s.p[at] != '/' && s.p[at] != '>')
        at++;
    tag->name = str_of(s.p + name, at - name);
    while (at < s.n && s.p[at] != '>') {
        if (ascii_is_space(s.p[at]) || s.p[at] == '/')
            at++;
        else
            at = attribute_end(s, at);
    }
    if (at >= s.n)
        return false;
    tag->raw = str_of(s.p + start, at + 1 - start);
    t->at = at + 1;
    name_tag(tag);
    return true;
}

static void write_tag(struct tamer *t, const struct tag *tag) {
    if (tag->end) {
        BUF_ADD(t->out, "</");
        buf_add(t->out, tag->name);
        buf_add_byte(t->out, '>');
        return;
    }
    struct str s = tag->raw;
    size_t at = 1 + tag->name.n;
    buf_add(t->out, str_take(s, at));
    for (size_t count = 0; at < s.n - 1;) {
        if (ascii_is_space(s.p[at]) || s.p[at] == '/') {
            at++;
            continue;
        }
        size_t end = attribute_end(str_take(s, s.n - 1), at);
        if (count++ < HTML_ATTRIBUTES_MOST) {
            buf_add_byte(t->out, ' ');
            buf_add(t->out, str_of(s.p + at, end - at));
        }
        at = end;
    }
    buf_add_byte(t->out, '>');
}

/* Copies with every '<' replaced. */
static void write_escaped(struct buf *out, struct str s, struct str instead) {
    while (s.n > 0) {
        size_t plain = str_find_byte(s, '<');
        buf_add(out, str_take(s, plain));
        if (plain < s.n)
            buf_add(out, instead);
        s = plain < s.n ? str_skip(s, plain + 1) : STR_NONE;
    }
}

/* The raw text from t->at to the end tag of `tag`, past which t->at is moved. */
static struct str raw_text(struct tamer *t, const struct tag *tag) {
    struct str rest = str_skip(t->s, t->at);
    for (size_t at = 0; at < rest.n;) {
        size_t step = str_find(str_skip(rest, at), STR("</"));
        if (step == SIZE_MAX)
            break;
        at += step;
        struct str name = str_of(rest.p + at + 2, rest.n - at - 2);
        if (str_starts_case(name, tag->name) && name.n > tag->name.n &&
            (ascii_is_space(name.p[tag->name.n]) || name.p[tag->name.n] == '/' ||
             name.p[tag->name.n] == '>')) {
            size_t close = str_find_byte(name, '>');
            t->at += at + 2 + (close == SIZE_MAX ? name.n : close + 1);
            return str_take(rest, at);
        }
        at += 2;
    }
    t->unended[find_name(tag->lower) - names] = true;
    t->at = t->s.n;
    return rest;
}

/* An element whose content is no markup. Only titles, JSON-LD and the tag of a frame stay. */
static void drop_element(struct tamer *t, const struct tag *tag) {
    size_t start = t->at;
    bool code = strcmp(tag->lower, "script") == 0 || strcmp(tag->lower, "style") == 0;
    bool *unended = &t->unended[find_name(tag->lower) - names];
    struct str text = *unended && !code ? STR_NONE : raw_text(t, tag);
    if (*unended && !code) { /* a frame that was never closed costs itself, not the rest */
        t->at = start;
        return;
    }
    bool title = strcmp(tag->lower, "title") == 0;
    bool data =
        strcmp(tag->lower, "script") == 0 && str_find_case(tag->raw, STR("ld+json")) != SIZE_MAX;
    if (!title && !data && strcmp(tag->lower, "iframe") != 0)
        return;
    write_tag(t, tag);
    if (title)
        write_escaped(t->out, text, STR("&lt;"));
    if (data) /* inside a JSON string the two mean the same; outside there is no '<' */
        write_escaped(t->out, text, STR("\\u003c"));
    BUF_ADD(t->out, "</");
    buf_add(t->out, tag->name);
    buf_add_byte(t->out, '>');
    t->nodes += 2;
}

static void take_out(struct tamer *t, size_t k) {
    memmove(&t->open[k], &t->open[k + 1], (t->depth - k - 1) * sizeof t->open[0]);
    t->depth--;
}

static bool is_named(const struct open *open, const char *name) {
    return open->name != NULL && strcmp(open->name, name) == 0;
}

/* Where the end tag's element is on the stack; SIZE_MAX when the standard would ignore the tag. */
static size_t find_open(const struct tamer *t, uint64_t key, unsigned kind, const char *name) {
    bool of_table = (kind & CELL) != 0 || (name != NULL && strcmp(name, "table") == 0);
    for (size_t k = t->depth; k-- > 0;) {
        const struct open *open = &t->open[k];
        if (open->key == key)
            return k;
        bool wall = of_table ? is_named(open, "table") || is_named(open, "template")
                    : (kind & (SPECIAL | FORMATTING)) != 0 ? (open->kind & SCOPE) != 0
                                                           : (open->kind & SPECIAL) != 0;
        if (wall)
            break;
    }
    return SIZE_MAX;
}

/* What a start tag ends before it opens: a paragraph the one before, a cell its neighbour. False
 * for a table's part outside of tables, which the standard ignores. */
static bool make_room(struct tamer *t, const struct tag *tag, uint64_t key) {
    if ((tag->kind & CELL) != 0) {
        size_t table = t->depth;
        while (table > 0 && !is_named(&t->open[table - 1], "table") &&
               ((t->open[table - 1].kind & SCOPE) == 0 || (t->open[table - 1].kind & CELL) != 0))
            table--;
        if (table == 0 || !is_named(&t->open[table - 1], "table"))
            return false;
        bool cell = (tag->kind & SCOPE) != 0;
        t->depth = table; /* rows and bodies are implied; one entry for a cell will do */
        return cell;
    }
    if ((tag->kind & CLOSES) == 0)
        return true;
    size_t k = find_open(t, key, tag->kind, tag->interned);
    if (k != SIZE_MAX && (tag->kind & FORMATTING) == 0 && k + 1 == t->depth)
        t->depth = k;
    else if (k != SIZE_MAX)
        take_out(t, k);
    return true;
}

static void start_tag(struct tamer *t, const struct tag *tag) {
    uint64_t key = key_of(tag->lower);
    bool counted = (tag->kind & VOID) == 0 && make_room(t, tag, key);
    if (strcmp(tag->lower, "plaintext") == 0 || t->nodes >= HTML_NODES_MOST)
        return;
    if (counted && t->depth >= HTML_DEPTH_MOST) {
        t->omitted += (tag->kind & CLOSES) == 0;
        return;
    }
    if (counted)
        t->open[t->depth++] = (struct open){.key = key, .name = tag->interned, .kind = tag->kind};
    t->nodes++;
    write_tag(t, tag);
}

static void end_tag(struct tamer *t, const struct tag *tag) {
    if ((tag->kind & (DROPPED | FOREIGN)) != 0)
        return;
    if ((tag->kind & (VOID | CLOSES | CELL)) == 0 && t->omitted > 0) {
        t->omitted--;
        return;
    }
    uint64_t key = key_of(tag->lower);
    size_t k = find_open(t, key, tag->kind, tag->interned);
    if (k != SIZE_MAX && (tag->kind & FORMATTING) != 0)
        take_out(t, k);
    else if (k != SIZE_MAX)
        t->depth = k;
    if (t->nodes >= HTML_NODES_MOST)
        return;
    t->nodes++; /* </p> and </br> make elements of their own */
    write_tag(t, tag);
}

static bool breaks_out(const struct tag *tag) {
    for (size_t i = 0; i < sizeof breaking_out / sizeof breaking_out[0]; i++)
        if (strcmp(tag->lower, breaking_out[i]) == 0)
            return !tag->end;
    return false;
}

static void element(struct tamer *t) {
    struct tag tag;
    if (!read_tag(t, &tag)) {
        t->at = t->s.n;
        return;
    }
    if (t->foreign > 0 && breaks_out(&tag))
        t->foreign = 0;
    bool empty = tag.raw.p[tag.raw.n - 2] == '/';
    if ((tag.kind & FOREIGN) != 0 && tag.end && t->foreign > 0)
        t->foreign--;
    else if ((tag.kind & FOREIGN) != 0 && !tag.end && !empty)
        t->foreign++;
    if (t->foreign > 0 || (tag.kind & FOREIGN) != 0)
        return;
    if (tag.end)
        end_tag(t, &tag);
    else if ((tag.kind & DROPPED) != 0)
        drop_element(t, &tag);
    else
        start_tag(t, &tag);
}

/* Behind the comment that starts at s[at] (13.2.5.43 to 51). */
static size_t comment_end(struct str s, size_t at) {
    struct str rest = str_skip(s, at + 4);
    if (str_starts(rest, STR(">")))
        return at + 5;
    if (str_starts(rest, STR("->")))
        return at + 6;
    for (size_t k = 0; k < rest.n;) {
        size_t step = str_find(str_skip(rest, k), STR("--"));
        if (step == SIZE_MAX)
            break;
        k += step;
        struct str tail = str_skip(rest, k);
        if (str_starts(tail, STR("-->")))
            return at + 4 + k + 3;
        if (str_starts(tail, STR("--!>")))
            return at + 4 + k + 4;
        k++;
    }
    return s.n;
}

/* "<!", "<?" and "</" that begin no tag: comments of a kind, and the doctype. */
static void declaration(struct tamer *t) {
    struct str rest = str_skip(t->s, t->at);
    size_t end = str_find_byte(rest, '>');
    end = end == SIZE_MAX ? rest.n : end + 1;
    if (str_starts(rest, STR("<!--")))
        end = comment_end(t->s, t->at) - t->at;
    else if (str_starts_case(rest, STR("<!doctype")) && t->nodes == 0)
        buf_add(t->out, str_take(rest, end));
    t->at += end;
}

void html_tame(struct str html, struct buf *out) {
    struct tamer tamer = {.s = html, .out = out};
    struct tamer *t = &tamer;
    while (t->at < html.n && out->status == STATUS_OK) {
        struct str rest = str_skip(html, t->at);
        size_t plain = str_find_byte(rest, '<');
        struct str text = str_take(rest, plain);
        if (t->foreign == 0)
            buf_add(out, text);
        t->at += text.n;
        if (t->at >= html.n)
            break;
        char next = t->at + 1 < html.n ? html.p[t->at + 1] : '\0';
        char after = t->at + 2 < html.n ? html.p[t->at + 2] : '\0';
        if (ascii_is_alpha(next) || (next == '/' && ascii_is_alpha(after))) {
            element(t);
        } else if (next == '!' || next == '?' || (next == '/' && after != '\0')) {
            declaration(t);
        } else {
            BUF_ADD(out, "&lt;");
            t->at++;
        }
    }
}
