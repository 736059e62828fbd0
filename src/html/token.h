/* The tokenizer of the HTML Standard, 13.2.5, one token a call. Parse errors are not reported.
 *
 * Tokens are views into the input wherever they can be; what had to be changed (references, CR,
 * NUL, upper case) is written into the arena. The input is taken as UTF-8, but any bytes go
 * through. Text comes in runs as long as the markup leaves them, so that there may be several text
 * tokens in a row. Time is linear in the input; nothing recurses. */
#ifndef HTML_TOKEN_H
#define HTML_TOKEN_H

#include "base/arena.h"
#include "base/buf.h"
#include "html/dom.h"
#include "html/tag.h"

/* What the tokenizer is reading: the states that a tree builder sets. */
enum html_content {
    HTML_CONTENT_DATA,
    HTML_CONTENT_RCDATA,
    HTML_CONTENT_RAWTEXT,
    HTML_CONTENT_SCRIPT,
    HTML_CONTENT_PLAINTEXT,
    HTML_CONTENT_CDATA,
};

enum html_token_kind {
    HTML_TOKEN_END_OF_FILE,
    HTML_TOKEN_TEXT,
    HTML_TOKEN_START,
    HTML_TOKEN_END,
    HTML_TOKEN_COMMENT,
    HTML_TOKEN_DOCTYPE,
};

struct html_token {
    enum html_token_kind kind;
    enum html_tag tag;
    bool self_closing;
    bool force_quirks;
    bool nul;        /* the text holds NULs, which the tree builder has to drop or replace */
    struct str name; /* tags: lower case; doctype: absent when missing */
    struct str text; /* of text and comments */
    struct str public_id, system_id; /* of a doctype; absent when missing */
    /* Borrowed until the next token. End tags have them counted but nobody reads them. */
    struct html_attribute *attributes;
    size_t attribute_count;
};

struct html_tokenizer {
    struct arena *arena;
    struct str input;
    size_t at;
    enum html_content content;
    bool cdata;            /* set by the tree builder: <![CDATA[ opens a section here */
    struct str last_start; /* the name of the last start tag: which end tag ends its text */
    struct buf scratch;
    char *room; /* for texts that had to be changed: what is left of a piece of the arena */
    size_t room_left;
    struct html_attribute attributes[HTML_ATTRIBUTES_MOST];
    uint32_t hashes[HTML_ATTRIBUTES_MOST];
};

/* `input` and `arena` are borrowed. */
void html_tokenizer_init(struct html_tokenizer *tokenizer, struct arena *arena, struct str input);
void html_tokenizer_release(struct html_tokenizer *tokenizer);
/* Makes the arena fail when a buffer beside it has failed, for the same reason. */
void html_check_room(struct arena *arena, const struct buf *room);
/* The next token; END_OF_FILE for ever at the end. When memory fails texts come out empty, and
 * arena_failed tells. */
void html_tokenizer_next(struct html_tokenizer *tokenizer, struct html_token *token);

#endif
