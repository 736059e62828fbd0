/* Text elements, templates, frames and what follows the body: 13.2.6.4.8, 13.2.6.4.16 to
 * 13.2.6.4.21. */
#include "html/tree.h"

bool html_in_text(struct html_builder *b, struct html_token *token) {
    if (token->kind == HTML_TOKEN_TEXT) {
        html_insert_text(b, token->text);
        return false;
    }
    html_pop(b);
    b->mode = b->original;
    return token->kind == HTML_TOKEN_END_OF_FILE;
}

/* The mode that content of a template asks for by its first tag. */
static enum html_mode mode_for(enum html_tag tag) {
    switch (tag) {
    case HTML_TAG_CAPTION:
    case HTML_TAG_COLGROUP:
    case HTML_TAG_TBODY:
    case HTML_TAG_TFOOT:
    case HTML_TAG_THEAD:
        return HTML_IN_TABLE;
    case HTML_TAG_COL:
        return HTML_IN_COLUMN_GROUP;
    case HTML_TAG_TR:
        return HTML_IN_TABLE_BODY;
    case HTML_TAG_TD:
    case HTML_TAG_TH:
        return HTML_IN_ROW;
    default:
        return HTML_IN_BODY;
    }
}

static bool start_in_template(struct html_builder *b, struct html_token *token) {
    switch (token->tag) {
    case HTML_TAG_BASE:
    case HTML_TAG_BASEFONT:
    case HTML_TAG_BGSOUND:
    case HTML_TAG_LINK:
    case HTML_TAG_META:
    case HTML_TAG_NOFRAMES:
    case HTML_TAG_SCRIPT:
    case HTML_TAG_STYLE:
    case HTML_TAG_TEMPLATE:
    case HTML_TAG_TITLE:
        return html_in_head(b, token);
    default:
        break;
    }
    b->templates[b->template_count - 1] = mode_for(token->tag);
    return html_go_on(b, mode_for(token->tag));
}

bool html_in_template(struct html_builder *b, struct html_token *token) {
    switch (token->kind) {
    case HTML_TOKEN_TEXT:
    case HTML_TOKEN_COMMENT:
    case HTML_TOKEN_DOCTYPE:
        return html_in_body(b, token);
    case HTML_TOKEN_START:
        return start_in_template(b, token);
    case HTML_TOKEN_END:
        return token->tag == HTML_TAG_TEMPLATE ? html_in_head(b, token) : false;
    case HTML_TOKEN_END_OF_FILE:
        break;
    }
    if (!html_template_open(b))
        return false;
    html_pop_through(b, HTML_TAG_TEMPLATE);
    html_format_clear(b);
    b->template_count--;
    html_reset_mode(b);
    return true;
}

static bool is_tag(const struct html_token *token, enum html_token_kind kind, enum html_tag tag) {
    return token->kind == kind && token->tag == tag;
}

bool html_after_body(struct html_builder *b, struct html_token *token) {
    switch (token->kind) {
    case HTML_TOKEN_TEXT:
        if (html_only_space(token->text))
            return html_in_body(b, token);
        break;
    case HTML_TOKEN_COMMENT:
        html_insert_comment(b, b->open[0].node, token->text);
        return false;
    case HTML_TOKEN_DOCTYPE:
    case HTML_TOKEN_END_OF_FILE:
        return false;
    case HTML_TOKEN_START:
        if (token->tag == HTML_TAG_HTML)
            return html_in_body(b, token);
        break;
    case HTML_TOKEN_END:
        if (token->tag != HTML_TAG_HTML)
            break;
        if (b->context.node == NULL)
            b->mode = HTML_AFTER_AFTER_BODY;
        return false;
    }
    return html_go_on(b, HTML_IN_BODY);
}

bool html_in_frameset(struct html_builder *b, struct html_token *token) {
    if (token->kind == HTML_TOKEN_TEXT) {
        html_insert_spaces(b, token->text);
    } else if (token->kind == HTML_TOKEN_COMMENT) {
        html_insert_comment(b, NULL, token->text);
    } else if (is_tag(token, HTML_TOKEN_START, HTML_TAG_HTML)) {
        return html_in_body(b, token);
    } else if (is_tag(token, HTML_TOKEN_START, HTML_TAG_FRAMESET)) {
        if (b->depth < HTML_OPEN_MOST)
            html_insert(b, token);
        else
            html_insert_unopened(b, token, HTML_SPACE_HTML);
    } else if (is_tag(token, HTML_TOKEN_END, HTML_TAG_FRAMESET)) {
        if (b->depth > 1)
            html_pop(b);
        if (b->context.node == NULL && !html_current_is(b, HTML_TAG_FRAMESET))
            b->mode = HTML_AFTER_FRAMESET;
    } else if (is_tag(token, HTML_TOKEN_START, HTML_TAG_FRAME)) {
        html_insert_void(b, token);
    } else if (is_tag(token, HTML_TOKEN_START, HTML_TAG_NOFRAMES)) {
        return html_in_head(b, token);
    }
    return false;
}

bool html_after_frameset(struct html_builder *b, struct html_token *token) {
    if (token->kind == HTML_TOKEN_TEXT)
        html_insert_spaces(b, token->text);
    else if (token->kind == HTML_TOKEN_COMMENT)
        html_insert_comment(b, NULL, token->text);
    else if (is_tag(token, HTML_TOKEN_START, HTML_TAG_HTML))
        return html_in_body(b, token);
    else if (is_tag(token, HTML_TOKEN_END, HTML_TAG_HTML))
        b->mode = HTML_AFTER_AFTER_FRAMESET;
    else if (is_tag(token, HTML_TOKEN_START, HTML_TAG_NOFRAMES))
        return html_in_head(b, token);
    return false;
}

bool html_after_after_body(struct html_builder *b, struct html_token *token) {
    if (token->kind == HTML_TOKEN_COMMENT) {
        html_insert_comment(b, b->root, token->text);
        return false;
    }
    if (token->kind == HTML_TOKEN_DOCTYPE || token->kind == HTML_TOKEN_END_OF_FILE)
        return false;
    if (is_tag(token, HTML_TOKEN_START, HTML_TAG_HTML) ||
        (token->kind == HTML_TOKEN_TEXT && html_only_space(token->text)))
        return html_in_body(b, token);
    return html_go_on(b, HTML_IN_BODY);
}

bool html_after_after_frameset(struct html_builder *b, struct html_token *token) {
    if (token->kind == HTML_TOKEN_COMMENT)
        html_insert_comment(b, b->root, token->text);
    else if (token->kind == HTML_TOKEN_TEXT)
        html_insert_spaces(b, token->text);
    else if (is_tag(token, HTML_TOKEN_START, HTML_TAG_HTML))
        return html_in_body(b, token);
    else if (is_tag(token, HTML_TOKEN_START, HTML_TAG_NOFRAMES))
        return html_in_head(b, token);
    return false;
}
