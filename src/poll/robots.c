#include "poll/robots.h"

static bool in_token(char c) {
    return ascii_is_alpha(c) || c == '-' || c == '_'; /* RFC 9309, 2.2.1 */
}

struct str robots_product(struct str user_agent) {
    size_t n = 0;
    while (n < user_agent.n && in_token(user_agent.p[n]))
        n++;
    return str_take(user_agent, n);
}

/* ---- one form of percent-encoding ---- */

static bool unreserved(unsigned char c) {
    return ascii_is_alnum((char)c) || c == '-' || c == '.' || c == '_' || c == '~';
}

struct str robots_plain(struct arena *arena, struct str text, bool literally) {
    static const char digits[] = "0123456789ABCDEF";
    char *out = arena_alloc(arena, text.n * 3 + 1);
    size_t n = 0;
    if (out == NULL)
        return STR_NONE;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool escaped = c == '%' && i + 2 < text.n && ascii_hex(text.p[i + 1]) >= 0 &&
                       ascii_hex(text.p[i + 2]) >= 0;
        if (escaped) {
            c = (unsigned char)(ascii_hex(text.p[i + 1]) * 16 + ascii_hex(text.p[i + 2]));
            i += 2;
        }
        bool special = c == '*' || (c == '$' && (literally || i + 1 < text.n));
        bool encode = escaped || c == '%'
                          ? !unreserved(c)
                          : c <= ' ' || c > '~' || (special && (literally || c == '$'));
        if (encode) {
            out[n++] = '%';
            out[n++] = digits[c >> 4];
            out[n++] = digits[c & 15];
        } else {
            out[n++] = (char)c;
        }
    }
    return str_of(out, n);
}

/* ---- reading ---- */

struct reading {
    struct arena *arena;
    struct str product;
    struct robots robots[2]; /* for everybody, for us */
    size_t capacity[2];
    bool found[2];
    bool naming; /* the last line of a group was one that names programs */
    bool for_all, for_us;
    bool failed;
};

static void take_agent(struct reading *reading, struct str value) {
    if (!reading->naming)
        reading->for_all = reading->for_us = false;
    reading->naming = true;
    struct str token = robots_product(value);
    if (str_eq(value, STR("*")))
        reading->for_all = reading->found[0] = true;
    else if (token.n > 0 && str_eq_case(token, reading->product))
        reading->for_us = reading->found[1] = true;
}

static void add_rule(struct reading *reading, size_t which, struct str pattern, bool permits) {
    struct robots *robots = &reading->robots[which];
    if (arena_grow(reading->arena, &robots->rules, &reading->capacity[which], robots->count + 1,
                   sizeof *robots->rules) != STATUS_OK) {
        reading->failed = true;
        return;
    }
    robots->rules[robots->count++] = (struct robots_rule){pattern, permits};
}

static void take_rule(struct reading *reading, struct str value, bool permits) {
    reading->naming = false;
    /* An empty Disallow permits everything, which is so anyway; what does not begin like a path
     * matches none. */
    if ((!reading->for_all && !reading->for_us) || value.n == 0 ||
        (value.p[0] != '/' && value.p[0] != '*'))
        return;
    struct str pattern = robots_plain(reading->arena, value, false);
    if (str_absent(pattern)) {
        reading->failed = true;
        return;
    }
    if (reading->for_all)
        add_rule(reading, 0, pattern, permits);
    if (reading->for_us)
        add_rule(reading, 1, pattern, permits);
}

/* Not of the standard, but widely used: seconds, perhaps with a fraction. */
static void take_delay(struct reading *reading, struct str value) {
    uint64_t seconds = 0;
    int64_t thousandths = 0;
    int64_t unit = 100;
    struct str rest = value;
    struct str whole;
    reading->naming = false;
    if (!str_next(&rest, '.', &whole) || !str_to_u64(whole, &seconds))
        return;
    for (size_t i = 0; i < rest.n && unit > 0; i++, unit /= 10) {
        if (!ascii_is_digit(rest.p[i]))
            return;
        thousandths += (rest.p[i] - '0') * unit;
    }
    int64_t delay = seconds >= ROBOTS_DELAY_MOST ? ROBOTS_DELAY_MOST * 1000
                                                 : (int64_t)seconds * 1000 + thousandths;
    if (reading->for_all)
        reading->robots[0].delay = delay;
    if (reading->for_us)
        reading->robots[1].delay = delay;
}

static void take_line(struct reading *reading, struct str line) {
    size_t comment = str_find_byte(line, '#');
    line = str_trim(str_take(line, comment == SIZE_MAX ? line.n : comment));
    size_t colon = str_find_byte(line, ':');
    if (colon == SIZE_MAX)
        return;
    struct str key = str_trim(str_take(line, colon));
    struct str value = str_trim(str_skip(line, colon + 1));
    if (str_eq_case(key, STR("user-agent")))
        take_agent(reading, value);
    else if (str_eq_case(key, STR("allow")))
        take_rule(reading, value, true);
    else if (str_eq_case(key, STR("disallow")))
        take_rule(reading, value, false);
    else if (str_eq_case(key, STR("crawl-delay")))
        take_delay(reading, value);
}

enum status robots_read(struct arena *arena, struct str text, struct str product,
                        struct robots *robots, struct error *error) {
    struct reading reading = {.arena = arena, .product = product};
    if (text.n > ROBOTS_BYTES_MOST) { /* and half a line says something else than the whole */
        text = str_take(text, ROBOTS_BYTES_MOST);
        while (text.n > 0 && text.p[text.n - 1] != '\n' && text.p[text.n - 1] != '\r')
            text.n--;
    }
    if (str_starts(text, STR("\xEF\xBB\xBF")))
        text = str_skip(text, 3);
    while (text.n > 0 && !reading.failed) {
        size_t end = 0;
        while (end < text.n && text.p[end] != '\n' && text.p[end] != '\r')
            end++;
        take_line(&reading, str_take(text, end));
        text = str_skip(text, end + 1);
    }
    *robots = reading.robots[reading.found[1] ? 1 : 0];
    return arena_status(arena, error);
}

void robots_write(const struct robots *robots, struct buf *out) {
    if (robots->count == 0 && robots->delay == 0)
        return;
    BUF_ADD(out, "User-agent: *\n");
    if (robots->delay > 0)
        buf_printf(out, "Crawl-delay: %lld.%03lld\n", (long long)(robots->delay / 1000),
                   (long long)(robots->delay % 1000));
    for (size_t i = 0; i < robots->count; i++) {
        buf_add_cstr(out, robots->rules[i].permits ? "Allow: " : "Disallow: ");
        buf_add(out, robots->rules[i].pattern);
        buf_add_byte(out, '\n');
    }
}

/* ---- matching ---- */

/* A pattern is literal parts with anything between them; each part is taken where it comes first,
 * so that the time is linear in path and pattern. */
bool robots_match(struct str pattern, struct str path) {
    bool anchored = pattern.n > 0 && pattern.p[pattern.n - 1] == '$';
    struct str rest = str_take(pattern, pattern.n - anchored);
    for (bool first = true;; first = false) {
        size_t star = str_find_byte(rest, '*');
        struct str part = str_take(rest, star == SIZE_MAX ? rest.n : star);
        if (star == SIZE_MAX && anchored)
            return first ? str_eq(path, part) : str_ends(path, part);
        size_t at = first ? (str_starts(path, part) ? 0 : SIZE_MAX) : str_find(path, part);
        if (at == SIZE_MAX)
            return false;
        if (star == SIZE_MAX)
            return true;
        path = str_skip(path, at + part.n);
        rest = str_skip(rest, star + 1);
    }
}

bool robots_permits(const struct robots *robots, struct arena *arena, struct str path) {
    if (robots->count == 0 || str_eq(path, STR("/robots.txt")))
        return true;
    struct str plain = robots_plain(arena, path, true);
    bool permits = true;
    size_t longest = 0;
    if (str_absent(plain))
        return false;
    for (size_t i = 0; i < robots->count; i++) {
        const struct robots_rule *rule = &robots->rules[i];
        if (rule->pattern.n < longest || !robots_match(rule->pattern, plain))
            continue;
        permits = rule->pattern.n > longest ? rule->permits : permits || rule->permits;
        longest = rule->pattern.n;
    }
    return permits;
}
