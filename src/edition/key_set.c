/* A key's text becomes its value in the edition, or is refused. */
#include "edition/parts.h"

#include "text/mailbox.h"
#include "url/network.h"
#include "yaml/scalar.h"

static bool is_line(struct str text, int64_t least, int64_t most) {
    if ((int64_t)text.n < least || (int64_t)text.n > most)
        return false;
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7F)
            return false;
    return true;
}

static bool is_endpoint(struct str text) {
    size_t colon = str_find_last_byte(text, ':');
    uint64_t port;
    return colon != SIZE_MAX && colon > 0 && is_line(text, 3, 64) &&
           str_find_byte(text, ' ') == SIZE_MAX && str_to_u64(str_skip(text, colon + 1), &port) &&
           port > 0 && port <= 65535;
}

static bool in_range(const struct edition_key *key, int64_t value) {
    return value >= key->least && value <= key->most;
}

static bool to_number(const struct edition_key *key, struct str text, int64_t *value) {
    switch (key->type) {
    case KEY_SECONDS:
        if (!value_duration(text, value) || *value % 1000 != 0)
            return false;
        *value /= 1000;
        break;
    case KEY_MILLISECONDS:
    case KEY_KEEP:
        if (!value_duration(text, value))
            return false;
        break;
    case KEY_SIZE:
        if (!value_size(text, value))
            return false;
        break;
    default:
        if (!yaml_to_int(text, value))
            return false;
        break;
    }
    return in_range(key, *value);
}

static bool to_choice(const struct edition_key *key, struct str text, unsigned *value) {
    struct str rest = str_from(key->words);
    struct str word;
    for (*value = 0; str_next(&rest, '|', &word); ++*value)
        if (str_eq(word, text))
            return true;
    return false;
}

/* "host" or "host:port"; the host may be an address, one of IPv6 in brackets. */
static bool is_server(struct str text) {
    size_t colon = str_find_last_byte(text, ':');
    bool bracket = text.n > 0 && text.p[0] == '[';
    if (bracket ? str_ends(text, STR("]")) : colon == SIZE_MAX)
        return bracket || value_host(text);
    struct str host = str_take(text, colon);
    if (bracket && !str_ends(host, STR("]")))
        return false;
    return is_endpoint(text) && (bracket || value_host(host));
}

/* Below the folder: no way out of it. */
static bool is_path(struct str text, size_t most) {
    struct str part, rest = text;
    if (text.n == 0 || !is_line(text, 1, (int64_t)most) || str_ends(text, STR("/")))
        return false;
    while (str_next(&rest, '/', &part))
        if (part.n == 0 || str_eq(part, STR(".")) || str_eq(part, STR("..")))
            return false;
    return true;
}

/* A text that may be left out. */
static bool is_optional(const struct edition_key *key, struct str text) {
    struct text_mailbox mailbox;
    switch (key->type) {
    case KEY_MAILBOX:
        return text_mailbox_read(text, &mailbox);
    case KEY_ADDRESS:
        return text_address_valid(text);
    case KEY_HOST:
        return value_host(text);
    case KEY_SERVER:
        return is_server(text);
    case KEY_PATH:
        return is_path(text, (size_t)key->most);
    case KEY_FILE:
        return is_path(str_skip(text, str_starts(text, STR("/")) ? 1 : 0), (size_t)key->most);
    case KEY_ENDPOINT:
        return is_endpoint(text);
    default:
        return is_line(text, key->least, key->most);
    }
}

/* Checks and mends a text; false when it is not of the key's type. */
static bool to_text(const struct edition_key *key, struct str *text) {
    const char *why;
    switch (key->type) {
    case KEY_IDENTIFIER:
        return value_identifier(*text, (size_t)key->most);
    case KEY_OPTIONAL_URL:
        if (str_eq(*text, STR("none"))) {
            *text = STR_NONE;
            return true;
        }
        /* fall through */
    case KEY_URL:
        while (text->n > 0 && text->p[text->n - 1] == '/')
            text->n--;
        return value_http_url(*text, &why) && str_find_byte(*text, '?') == SIZE_MAX &&
               str_find_byte(*text, '#') == SIZE_MAX;
    case KEY_LOCALE:
        return value_word(*text, "-", 35);
    case KEY_ZONE:
        return value_word(*text, "/_+-", 64) && str_find(*text, STR("//")) == SIZE_MAX;
    case KEY_STORE:
        return is_line(*text, 1, 2000) &&
               (str_starts(*text, STR("sqlite:")) || str_starts(*text, STR("postgres://")) ||
                str_starts(*text, STR("postgresql://")));
    case KEY_OPTIONAL_TEXT:
    case KEY_MAILBOX:
    case KEY_ADDRESS:
    case KEY_HOST:
    case KEY_SERVER:
    case KEY_PATH:
    case KEY_FILE:
    case KEY_ENDPOINT:
        if (str_eq(*text, STR("none")))
            *text = STR_NONE;
        return str_absent(*text) || is_optional(key, *text);
    default:
        return is_line(*text, key->least, key->most);
    }
}

static enum status set_list(struct arena *arena, const struct edition_key *key,
                            const struct str *texts, size_t count, void *to, size_t *to_count) {
    struct str *list = arena_array(arena, count, struct str);
    struct url_network network;
    if (list == NULL)
        return arena_status(arena, NULL);
    for (size_t i = 0; i < count; i++) {
        if (key->type == KEY_DOMAINS    ? !value_host(texts[i])
            : key->type == KEY_NETWORKS ? !url_network_read(texts[i], &network)
            : key->type == KEY_PHRASES  ? !is_line(str_trim(texts[i]), key->least, key->most)
                                        : !is_endpoint(texts[i]))
            return STATUS_INVALID;
        list[i] = texts[i];
    }
    memcpy(to, &list, sizeof list);
    *to_count = count;
    return STATUS_OK;
}

static enum status set_rules(struct arena *arena, const struct str *texts, size_t count, void *to) {
    struct url_rule *list = arena_array(arena, count, struct url_rule);
    if (list == NULL)
        return arena_status(arena, NULL);
    if (count > EDITION_RULES_MOST)
        return STATUS_INVALID;
    for (size_t i = 0; i < count; i++)
        if (!url_rule_read(texts[i], &list[i]))
            return STATUS_INVALID;
    const struct url_rules rules = {list, count};
    memcpy(to, &rules, sizeof rules);
    return STATUS_OK;
}

static enum status set_lists(struct arena *arena, const struct str *texts, size_t count, void *to,
                             size_t *to_count) {
    struct edition_list *lists = arena_array(arena, count, struct edition_list);
    if (lists == NULL)
        return arena_status(arena, NULL);
    if (count == 0 || count > EDITION_LISTS_MOST)
        return STATUS_INVALID;
    for (size_t i = 0; i < count; i++) {
        if (!list_read(texts[i], &lists[i]))
            return STATUS_INVALID;
        for (size_t k = 0; k < i; k++)
            if (str_eq(lists[k].id, lists[i].id))
                return STATUS_INVALID;
    }
    memcpy(to, &lists, sizeof lists);
    *to_count = count;
    return STATUS_OK;
}

static enum status set_numbers(struct arena *arena, const struct edition_key *key,
                               const struct str *texts, size_t count, char *base) {
    bool ascending = key->type == KEY_ASCENDING;
    int64_t *list = arena_array(arena, count, int64_t);
    if (list == NULL)
        return arena_status(arena, NULL);
    if (ascending && count != EDITION_SIZES)
        return STATUS_INVALID;
    for (size_t i = 0; i < count; i++)
        if (!yaml_to_int(texts[i], &list[i]) || !in_range(key, list[i]) ||
            (ascending && i > 0 && list[i] < list[i - 1]))
            return STATUS_INVALID;
    if (key->offset == KEY_NOWHERE)
        return STATUS_OK;
    if (ascending) {
        memcpy(base + key->offset, list, EDITION_SIZES * sizeof *list);
        return STATUS_OK;
    }
    memcpy(base + key->offset, &list, sizeof list);
    memcpy(base + key->count, &count, sizeof count);
    return STATUS_OK;
}

static enum status set_one(const struct edition_key *key, struct str text, char *base) {
    int64_t number;
    unsigned choice;
    bool on;
    void *to = key->offset == KEY_NOWHERE ? NULL : base + key->offset;
    switch (key->type) {
    case KEY_OFF:
        return yaml_to_bool(text, &on) && !on ? STATUS_OK : STATUS_INVALID;
    case KEY_TOPIC:
        return is_line(text, 1, 200) ? STATUS_OK : STATUS_INVALID;
    case KEY_KEEP:
        return str_eq(text, STR("forever")) || to_number(key, text, &number) ? STATUS_OK
                                                                             : STATUS_INVALID;
    case KEY_CHOICE:
        if (!to_choice(key, text, &choice))
            return STATUS_INVALID;
        memcpy(to, &choice, sizeof choice); /* enums are of an int's size here, as in every ABI */
        return STATUS_OK;
    case KEY_INTEGER:
    case KEY_SECONDS:
    case KEY_MILLISECONDS:
    case KEY_SIZE:
        if (!to_number(key, text, &number))
            return STATUS_INVALID;
        if (to != NULL)
            memcpy(to, &number, sizeof number);
        return STATUS_OK;
    default:
        if (!to_text(key, &text))
            return STATUS_INVALID;
        memcpy(to, &text, sizeof text);
        return STATUS_OK;
    }
}

enum status key_set(struct arena *arena, const struct edition_key *key, const struct str *texts,
                    size_t count, struct edition *edition) {
    char *base = (char *)edition;
    if (!key_is_list(key))
        return count == 1 ? set_one(key, texts[0], base) : STATUS_INVALID;
    if (key->type == KEY_DOMAINS || key->type == KEY_ENDPOINTS || key->type == KEY_PHRASES ||
        key->type == KEY_NETWORKS)
        return set_list(arena, key, texts, count, base + key->offset,
                        (size_t *)(void *)(base + key->count));
    if (key->type == KEY_RULES)
        return set_rules(arena, texts, count, base + key->offset);
    if (key->type == KEY_LISTS)
        return set_lists(arena, texts, count, base + key->offset,
                         (size_t *)(void *)(base + key->count));
    return set_numbers(arena, key, texts, count, base);
}

enum status key_set_default(struct arena *arena, const struct edition_key *key,
                            struct edition *edition) {
    struct str texts[16];
    size_t count = 0;
    struct str rest = str_from(key->otherwise);
    struct str part;
    if (!key_is_list(key)) {
        texts[count++] = rest;
        return key_set(arena, key, texts, count, edition);
    }
    while (count < 16 && str_next(&rest, ',', &part))
        texts[count++] = str_trim(part);
    return key_set(arena, key, texts, count, edition);
}
