/* For the tokenizer's files only: classes of bytes, and views made right. */
#ifndef HTML_SCAN_H
#define HTML_SCAN_H

#include "html/token.h"

enum html_byte {
    HTML_BYTE_LESS = 1 << 0,
    HTML_BYTE_AMPERSAND = 1 << 1,
    HTML_BYTE_CR = 1 << 2,
    HTML_BYTE_NUL = 1 << 3,
    HTML_BYTE_SPACE = 1 << 4,   /* tab, LF, FF, CR, space */
    HTML_BYTE_TAG_END = 1 << 5, /* '/' and '>' */
    HTML_BYTE_UPPER = 1 << 6,
    HTML_BYTE_ALPHA = 1 << 7,
};

/* Bits of enum html_byte. */
extern const uint8_t html_bytes[256];

static inline unsigned html_byte(char byte) {
    return html_bytes[(unsigned char)byte];
}

static inline void html_skip_space(struct html_tokenizer *tokenizer) {
    while (tokenizer->at < tokenizer->input.n &&
           (html_byte(tokenizer->input.p[tokenizer->at]) & HTML_BYTE_SPACE) != 0)
        tokenizer->at++;
}

/* What a view has to be freed of before it is a token's text. */
enum html_mend {
    HTML_MEND_REFERENCES = 1 << 0, /* decode character references */
    HTML_MEND_ATTRIBUTE = 1 << 1,  /* … by the rules for attributes */
    HTML_MEND_NUL = 1 << 2,        /* NUL to U+FFFD */
    HTML_MEND_LOWER = 1 << 3,      /* ASCII upper case to lower */
};

/* `raw` with what is of the classes `wanted` changed. */
struct str html_mend(struct html_tokenizer *tokenizer, struct str raw, unsigned wanted,
                     unsigned mend);
/* `raw` with CR and CR LF as LF and the changes of `mend`; itself where `seen`, the classes of the
 * bytes in it, holds nothing to change. */
static inline struct str html_mended(struct html_tokenizer *tokenizer, struct str raw,
                                     unsigned seen, unsigned mend) {
    unsigned wanted = HTML_BYTE_CR | ((mend & HTML_MEND_NUL) != 0 ? (unsigned)HTML_BYTE_NUL : 0) |
                      ((mend & HTML_MEND_REFERENCES) != 0 ? (unsigned)HTML_BYTE_AMPERSAND : 0) |
                      ((mend & HTML_MEND_LOWER) != 0 ? (unsigned)HTML_BYTE_UPPER : 0);
    return (seen & wanted) == 0 ? raw : html_mend(tokenizer, raw, wanted, mend);
}
/* The same for a caller that has not looked at the bytes. */
struct str html_mended_all(struct html_tokenizer *tokenizer, struct str raw, unsigned mend);

/* Token makers. Each stands at the byte that its comment names and moves behind what it read. */
/* '<' or "</" with a letter behind; false when the input ends before the tag does. */
bool html_read_tag(struct html_tokenizer *tokenizer, struct html_token *token);
/* "<!", "<?" or "</" with no letter behind. False when it gave no token. */
bool html_read_markup(struct html_tokenizer *tokenizer, struct html_token *token);
/* Text of RCDATA, RAWTEXT, script data, PLAINTEXT and CDATA sections; false at its end. */
bool html_read_text(struct html_tokenizer *tokenizer, struct html_token *token);

#endif
