/* An article as a Markdown file: reading and writing (spec/record-format.md, which is the source of
 * every rule here).
 *
 * Reading any well-formed record and writing it again gives the same bytes. A record's views borrow
 * from the arena it was read into. */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/status.h"
#include "base/str.h"

enum { RECORD_BYTES_MOST = 1024 * 1024, RECORD_RELATED_MOST = 1000, RECORD_DEPTH_MOST = 8 };

struct record_image {
    struct str url;
    int64_t width, height; /* -1: not stated */
    bool cached;
    struct str title, attribution; /* absent when not stated */
};

struct record_provider {
    struct str name, domain;
    struct record_image *images;
    size_t image_count;
};

struct record_related {
    struct str title, excerpt;
    int64_t published; /* publishedDateTime */
    struct str web_url, amp_url, cdn_amp_url, type;
    struct record_provider provider;
    int64_t quality;
    bool has_quality;
    struct record_image *images;
    size_t image_count;
};

/* Absent views (p == NULL) and counts of 0 are keys that are not there. */
struct record {
    struct str category, title, excerpt;
    int64_t published_time; /* publishedDateTime; TIME_NONE when missing */
    struct str original_url, web_url, amp_url, cdn_amp_url, type;
    int64_t quality, heat;
    bool has_quality, has_heat;
    bool removed;
    bool published, has_published;
    struct str featured_content;
    struct record_provider provider;
    struct str *topics;
    size_t topic_count;
    struct record_image *images;
    size_t image_count;
    struct record_related *related;
    size_t related_count;
    struct str secured;
    struct str
        unknown;     /* unknown top-level keys with their values, as they were written, LF ends */
    struct str body; /* behind the front matter, without the line ends at its end */
};

/* Reads a file's bytes. INVALID and LIMIT carry line and column and say what was expected. Only
 * invalid UTF-8 and NUL are refused; no clean-up is done to texts. */
enum status record_read(struct arena *arena, struct str bytes, struct record *record,
                        struct error *error);

/* Appends the canonical bytes. */
void record_write(const struct record *record, struct buf *out);

/* Appends the record as one JSON object (absent values left out; times RFC 3339). */
struct json;
void record_json(const struct record *record, struct json *json);
/* Its members alone, of the keys that a record may have, into an object that is open. */
void record_json_members(const struct record *record, struct json *json);

/* "_news/2022-06-30-slug.md": the stored name for a new record of `title` accepted on the day of
 * `accepted`. `attempt` 1 gives the plain name, 2, 3, … the suffixed ones. */
void record_path(struct str title, int64_t accepted, unsigned attempt, struct buf *out);
/* Whether `path` reads like a record's: _news/YYYY-MM-DD-….md, no other '/', no leading dot. */
bool record_path_valid(struct str path);

#endif
