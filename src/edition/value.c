#include "edition/parts.h"

struct unit {
    struct str name;
    int64_t factor;
};

/* Largest first, so that writing finds the largest that fits. */
static const struct unit durations[] = {
    {STR_INIT("d"), 86400000}, {STR_INIT("h"), 3600000}, {STR_INIT("m"), 60000},
    {STR_INIT("s"), 1000},     {STR_INIT("ms"), 1},
};
static const struct unit sizes[] = {
    {STR_INIT("GiB"), 1 << 30},
    {STR_INIT("MiB"), 1 << 20},
    {STR_INIT("KiB"), 1 << 10},
    {STR_INIT(""), 1},
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static bool read_unit(struct str text, const struct unit *units, size_t count, int64_t *value) {
    size_t n = 0;
    uint64_t number;
    while (n < text.n && ascii_is_digit(text.p[n]))
        n++;
    if (!str_to_u64(str_take(text, n), &number))
        return false;
    for (size_t i = 0; i < count; i++)
        if (str_eq(str_skip(text, n), units[i].name)) {
            if (number > (uint64_t)(INT64_MAX / units[i].factor))
                return false;
            *value = (int64_t)number * units[i].factor;
            return true;
        }
    return false;
}

static void add_unit(struct buf *out, int64_t value, const struct unit *units, size_t count) {
    size_t i = 0;
    while (i + 1 < count && (value == 0 || value % units[i].factor != 0))
        i++;
    buf_add_i64(out, value / units[i].factor);
    buf_add(out, units[i].name);
}

bool value_duration(struct str text, int64_t *milliseconds) {
    return read_unit(text, durations, COUNT(durations), milliseconds);
}

bool value_size(struct str text, int64_t *bytes) {
    return read_unit(text, sizes, COUNT(sizes), bytes);
}

void value_add_duration(struct buf *out, int64_t milliseconds) {
    if (milliseconds > 0 && milliseconds < 7 * INT64_C(86400000)) /* "72h" reads better than 3d */
        add_unit(out, milliseconds, durations + 1, COUNT(durations) - 1);
    else if (milliseconds == 0)
        BUF_ADD(out, "0s");
    else
        add_unit(out, milliseconds, durations, COUNT(durations));
}

void value_add_size(struct buf *out, int64_t bytes) {
    add_unit(out, bytes, sizes, COUNT(sizes));
}

bool value_word(struct str text, const char *others, size_t most) {
    if (text.n == 0 || text.n > most || !ascii_is_alnum(text.p[0]) ||
        !ascii_is_alnum(text.p[text.n - 1]))
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (!ascii_is_alnum(text.p[i]) && strchr(others, text.p[i]) == NULL)
            return false;
    return true;
}

bool value_identifier(struct str text, size_t most) {
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] >= 'A' && text.p[i] <= 'Z')
            return false;
    return value_word(text, "-", most);
}

bool value_host(struct str text) {
    if (text.n == 0 || text.n > 253 || text.p[0] == '.' || text.p[text.n - 1] == '.')
        return false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool lower = (c >= 'a' && c <= 'z') || ascii_is_digit(c) || c == '-' || c == '_';
        if (!lower && !(c == '.' && text.p[i - 1] != '.'))
            return false;
    }
    return true;
}

bool value_http_url(struct str text, const char **why) {
    size_t scheme = str_starts_case(text, STR("https://"))  ? 8
                    : str_starts_case(text, STR("http://")) ? 7
                                                            : 0;
    *why = "expected an address that starts with http:// or https://";
    if (scheme == 0)
        return false;
    *why = "an address has no spaces, controls or backslashes";
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c <= ' ' || c == 0x7F || c == '\\' || c == '"' || c == '<' || c == '>')
            return false;
    }
    size_t end = scheme;
    while (end < text.n && text.p[end] != '/' && text.p[end] != '?' && text.p[end] != '#')
        end++;
    struct str host = str_skip(str_take(text, end), scheme);
    *why = "an address with a name or password in it is refused";
    if (str_find_byte(host, '@') != SIZE_MAX)
        return false;
    *why = "an address needs a host";
    if (host.n == 0 || host.p[0] == ':')
        return false;
    *why = "an address has at most 2000 bytes";
    return text.n <= 2000;
}

enum { WORD_MOST = 64 };

static size_t edits(struct str a, struct str b) {
    size_t row[WORD_MOST + 1];
    a = str_take(a, WORD_MOST);
    b = str_take(b, WORD_MOST);
    for (size_t j = 0; j <= b.n; j++)
        row[j] = j;
    for (size_t i = 0; i < a.n; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < b.n; j++) {
            size_t change = diagonal + (ascii_lower(a.p[i]) != ascii_lower(b.p[j]));
            diagonal = row[j + 1];
            size_t least = row[j] < diagonal ? row[j] + 1 : diagonal + 1;
            row[j + 1] = change < least ? change : least;
        }
    }
    return row[b.n];
}

size_t value_nearest(struct str word, const struct str *names, size_t count, size_t *distance) {
    size_t best = 0;
    *distance = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        size_t far = edits(word, names[i]);
        if (far < *distance) {
            *distance = far;
            best = i;
        }
    }
    return best;
}

bool value_may_mean(struct str word, struct str name, size_t distance) {
    enum { SLIPS = 2, LETTERS_A_SLIP = 3 };
    size_t allowed = word.n / LETTERS_A_SLIP > SLIPS ? word.n / LETTERS_A_SLIP : SLIPS;
    return (distance <= allowed && distance < word.n) ||
           (word.n > SLIPS && (str_starts_case(name, word) || str_starts_case(word, name)));
}
