/* An article: one piece by one provider, put together from what was observed of it.
 *
 * Its id is given once, from its identity at first sight, and never computed again
 * (spec/edition.md, Ids). Views lie in the arena that the making function was given. */
#ifndef ARTICLE_ARTICLE_H
#define ARTICLE_ARTICLE_H

#include "article/observation.h"

enum { ARTICLE_KEYS_MOST = 3, ARTICLE_REVISIONS_MOST = 50 };

/* What changed at one time: article/revision.h. */
struct article_change {
    int64_t at;
    struct str title; /* the headline before; absent when it stayed */
    int64_t kept;     /* share of the text before that is left, thousandths; 1000: not much changed
                       */
    bool gone, back;  /* taken back by its outlet; there again */
};

struct article {
    char id[ID_LENGTH + 1];
    struct str title, excerpt;
    struct str byline, language; /* absent when unknown */
    struct str type;             /* "article" or "video" */
    struct str embed;            /* the player's address of a video */
    struct str original_url; /* the address it was found under; absent for imported ones without */
    struct str web_url;      /* where readers are sent; absent for videos of old records */
    struct str amp_url, cdn_amp_url;
    int64_t claimed;   /* as found; TIME_NONE */
    int64_t published; /* clamped to `seen`, fixed at first sight */
    int64_t seen;      /* first sight */
    int64_t updated;   /* time of the last revision; TIME_NONE when there is one only */
    int64_t revisions; /* 1 at first sight; stops counting at ARTICLE_REVISIONS_MOST */
    struct str provider_name, provider_domain;
    bool official;  /* brought by an official source */
    bool paywalled; /* its page said once that one must pay to read it */
    struct article_image *images;
    size_t image_count;
    char source[ID_LENGTH + 1]; /* the first that brought it; "" when none is known */
    struct str text_hash;       /* of the main text; absent when there is none */
    struct str feed, cites;     /* as in observation.h */
    struct page_rights rights;  /* as stated, by all that was observed */
    int64_t withdrawn;          /* when its outlet was seen to have taken it back; 0: it was not */
    struct article_change *changes; /* the oldest first */
    size_t change_count;
    /* What it said when it was first seen, by which its story was decided: kept once a later
     * observation says something else. */
    bool reworded;
    struct str first_title, first_excerpt, first_text_hash;
    bool removed;  /* taken down by an editor */
    bool imported; /* came as a record: keeps its texts until a decision or rescore */
};

/* The identity at first sight: the canonical address; else source and GUID; else source and a hash
 * of title and text (attacks.md E16). Appends it to `out`. */
enum status article_identity(struct arena *scratch, const struct edition *edition,
                             const struct observation *observation, struct buf *out,
                             struct error *error);
/* The keys under which the article is known, the most trustworthy first: its addresses (canonical,
 * link, AMP) as url_key writes them, each once; for an entry without any, source and GUID or words,
 * as in its identity. (An entry with an address is not known by its GUID: feeds that give all
 * entries one GUID would become a single article.) An AMP address counts on the site of the others
 * only: a page cannot claim another site's article. They lie in the arena. */
enum status article_keys(struct arena *arena, const struct edition *edition,
                         const struct observation *observation, struct str keys[ARTICLE_KEYS_MOST],
                         size_t *count, struct error *error);

/* One more key, a guess: that of the address which an AMP or mobile link stands for by its looks
 * (url_paired_key). Absent where it does not, and where a page has said its canonical address. It
 * may find the article of an observation that no key finds, and never makes two articles one. */
enum status article_guessed_key(struct arena *arena, const struct edition *edition,
                                const struct observation *observation, struct str *key,
                                struct error *error);

/* A new article from its first observation, seen at `seen`. `id` is its id. */
enum status article_make(struct arena *arena, const struct edition *edition,
                         const struct observation *observation, int64_t seen, const char *id,
                         struct article *article, struct error *error);
/* What `observation` changes of `article`; *changed says whether anything a reader sees did. The
 * time published, the id and the first source never move. */
enum status article_revise(struct arena *arena, const struct edition *edition,
                           const struct observation *observation, int64_t seen,
                           struct article *article, bool *changed, struct error *error);

/* The entry of the history for what changed at `seen`, made where there is none; NULL when the
 * arena is full. */
struct article_change *article_change_at(struct arena *arena, struct article *article,
                                         int64_t seen);

/* The licence by which the edition need not obey what the article's outlet states: `rights` of the
 * outlet's file; absent when there is none. */
struct str article_licence(const struct edition *edition, const struct article *article);
/* What is done with the article's pictures, where its rights leave it any: as the outlet's file
 * says, or the edition; nothing where pictures are off. */
enum edition_picture_policy article_picture_policy(const struct edition *edition,
                                                   const struct article *article);
/* Makes of an article what may be published of it by its rights: without excerpt or with the
 * beginning of it, without pictures; headline and link remain. Where there is a licence all stays,
 * and nothing counts as stated; but `excerpt` of the outlet's file holds in any case. Copies of
 * pictures count only where the outlet's are copied. The excerpt may lie in the arena. */
void article_obey(struct arena *arena, const struct edition *edition, struct article *article);

/* As one JSON object, and back. Same article, same bytes. What is read lies in the arena and
 * borrows nothing of the text. */
void article_write(const struct article *article, struct json *json);
enum status article_read(struct arena *arena, struct str text, struct article *article,
                         struct error *error);

#endif
