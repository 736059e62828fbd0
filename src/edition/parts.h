/* What the files of edition/ share. Internal to the room. */
#ifndef EDITION_PARTS_H
#define EDITION_PARTS_H

#include "edition/edition.h"
#include "edition/opml.h"
#include "yaml/yaml.h"

enum {
    EDITION_TOPICS_MOST = 2000,
    EDITION_PROVIDERS_MOST = 100000,
    EDITION_LIST_MOST = 10000,
    EDITION_RULES_MOST = 500, /* each is tried on each parameter */
    EDITION_SPONSORSHIPS_MOST = 1000,
    EDITION_LISTS_MOST = 100,
    EDITION_FILE_DEPTH = 8,
};

/* value.c: the spellings of values. Each is false for anything else. */
bool value_duration(struct str text, int64_t *milliseconds); /* 500ms 2s 10m 72h 7d */
bool value_size(struct str text, int64_t *bytes);            /* 512 64KiB 10MiB 2GiB */
void value_add_duration(struct buf *out, int64_t milliseconds);
void value_add_size(struct buf *out, int64_t bytes);
/* Whether all of `text` is a-z, A-Z, 0-9 or one of `others`, and its ends are none of them. */
bool value_word(struct str text, const char *others, size_t most);
bool value_identifier(struct str text, size_t most); /* a-z, 0-9, and '-' inside */
bool value_host(struct str text); /* a domain: a-z 0-9 - . in lower case, with no empty part */
bool value_http_url(struct str text, const char **why); /* http(s), a host, no credentials */
/* The one of `names` that is fewest edits (Levenshtein, ASCII case aside) from `word`; the earlier
 * of two. *distance tells how far. */
size_t value_nearest(struct str word, const struct str *names, size_t count, size_t *distance);
/* Whether `word` may be meant for a name at that distance: up to two edits, or one in three of its
 * letters, or one of both begins as the other (password, passwordFile). */
bool value_may_mean(struct str word, struct str name, size_t distance);

/* lists.c: "NAME every DAY at HH:MM [about TOPIC]". The topic is not looked up yet. */
bool list_read(struct str text, struct edition_list *list);
void list_write(const struct edition_list *list, struct buf *out);

/* keys.c: the keys of edition.yaml; key_set.c: their values, read. */
enum edition_key_type {
    KEY_TEXT,          /* struct str, one line */
    KEY_IDENTIFIER,    /* struct str: a-z, 0-9, - */
    KEY_URL,           /* struct str; a trailing slash is dropped */
    KEY_OPTIONAL_URL,  /* the same; `none` leaves it absent */
    KEY_LOCALE,        /* struct str */
    KEY_ZONE,          /* struct str */
    KEY_STORE,         /* struct str */
    KEY_OPTIONAL_TEXT, /* struct str; `none` leaves it absent */
    KEY_MAILBOX,       /* the same: text/mailbox.h */
    KEY_ADDRESS,       /* the same: a mailbox without a name */
    KEY_HOST,          /* the same: a domain */
    KEY_SERVER,        /* the same: host or host:port */
    KEY_PATH,          /* the same: a path below the edition's folder */
    KEY_FILE,          /* the same: a file, anywhere or below the edition's folder */
    KEY_ENDPOINT,      /* the same: address:port */
    KEY_TOPIC,         /* a topic's name, resolved when topics are read */
    KEY_INTEGER,       /* int64_t */
    KEY_SECONDS,       /* int64_t, written as a duration */
    KEY_MILLISECONDS,  /* int64_t, written as a duration */
    KEY_SIZE,          /* int64_t, bytes */
    KEY_CHOICE,        /* an enum: the place of the word in `words`, parted by '|' */
    KEY_DOMAINS,       /* struct str *, its count at `count` */
    KEY_ENDPOINTS,     /* the same: address:port */
    KEY_NETWORKS,      /* the same: url/network.h reads them */
    KEY_PHRASES,       /* the same: texts of one line */
    KEY_NUMBERS,       /* int64_t *, its count at `count` */
    KEY_ASCENDING,     /* int64_t[EDITION_SIZES] */
    KEY_RULES,         /* struct url_rules */
    KEY_LISTS,         /* struct edition_list *, its count at `count` */
    KEY_KEEP,          /* `forever` or a duration; only checked */
    KEY_OFF,           /* only `off` */
};

#define KEY_NOWHERE SIZE_MAX /* the value is checked and not kept: a later room's */

struct edition_key {
    const char *path; /* "publish.front.hours" */
    enum edition_key_type type;
    size_t offset, count; /* in struct edition */
    int64_t least, most;  /* of a number, or of each in a list; in the unit that is kept */
    const char *words;
    const char *otherwise; /* the default as text, lists parted by ", "; NULL: must be given */
    const char *help;
};

extern const struct edition_key edition_keys[];
extern const size_t edition_key_count;

const struct edition_key *edition_key_find(struct str path);
bool key_is_list(const struct edition_key *key);
/* Sets the key's place in `edition` from its texts; INVALID (no error) when one does not read as
 * its type or is out of range, else MEMORY or LIMIT. */
enum status key_set(struct arena *arena, const struct edition_key *key, const struct str *texts,
                    size_t count, struct edition *edition);
enum status key_set_default(struct arena *arena, const struct edition_key *key,
                            struct edition *edition);
/* The key's value in `edition` as it is written in edition.yaml; that of a key which is not kept
 * there is empty. */
void key_add_value(const struct edition_key *key, const struct edition *edition, struct buf *out);
/* "a whole number from 0 to 10000", for errors and the reference. */
void key_add_expected(const struct edition_key *key, struct buf *out);

/* One file each. Errors carry line and column; edition_load adds the file and makes them CONFIG. */
struct edition_loader {
    struct arena *arena;
    struct edition *edition;
    struct error *error;
    const struct yaml_node *main_topic; /* as edition.yaml says, or NULL */
    const struct yaml_node *lists;      /* mail.lists, or NULL */
};

enum status configuration_read(struct edition_loader *loader, struct str bytes);
enum status topic_read(struct edition_loader *loader, const struct edition_file *file,
                       struct edition_topic *topic);
enum status provider_read(struct edition_loader *loader, const struct edition_file *file,
                          struct edition_provider *provider);
enum status sponsorship_read(struct edition_loader *loader, const struct edition_file *file,
                             struct edition_sponsorship *sponsorship);
/* No place has two sponsors on one day. */
enum status sponsorships_check(struct edition_loader *loader);

/* The root of a file's front matter, a map; else an error that expects `what`. */
enum status read_front_matter(struct edition_loader *loader, const struct edition_file *file,
                              const char *what, struct yaml_node **root);

/* Readings that these files share (topics.c). */
enum status read_text(struct edition_loader *loader, const struct yaml_node *node,
                      struct str *text);
enum status read_texts(struct edition_loader *loader, const struct yaml_node *node,
                       struct str **texts, size_t *count);
enum status read_images(struct edition_loader *loader, const struct yaml_node *node,
                        struct edition_image **images, size_t *count);
/* Sorts the files that an edition is made of into the arena, by path; EXISTS-like CONFIG when a
 * path is there twice. */
enum status edition_sort(struct arena *arena, const struct edition_file *files, size_t count,
                         struct edition_file **sorted, size_t *known, struct error *error);

/* Errors for a key that is none of `known`. */
enum status unknown_key(struct edition_loader *loader, const struct yaml_node *node,
                        const struct str *known, size_t count);
enum status expected_value(struct edition_loader *loader, const struct yaml_node *node,
                           const char *what);
bool node_is_nothing(const struct yaml_node *node);

#endif
