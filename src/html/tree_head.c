/* From the first byte to <body>: 13.2.6.4.1 to 13.2.6.4.6. */
#include "html/tree.h"

/* White space in front does not count here. True when nothing else is left. */
static bool drop_space(struct html_token *token) {
    if (token->kind != HTML_TOKEN_TEXT)
        return false;
    html_take_space(token);
    return token->text.n == 0;
}

static void insert_doctype(struct html_builder *b, const struct html_token *token) {
    struct html_node *node = html_new_node(b, HTML_DOCTYPE);
    struct html_attribute identifiers[] = {
        {STR("public"), str_absent(token->public_id) ? STR("") : token->public_id},
        {STR("system"), str_absent(token->system_id) ? STR("") : token->system_id},
    };
    bool none = str_absent(token->public_id) && str_absent(token->system_id);
    html_set_attributes(b, node, token->name, identifiers, none ? 0 : 2);
    html_link(b->root, NULL, node);
}

bool html_initial(struct html_builder *b, struct html_token *token) {
    if (drop_space(token))
        return false;
    if (token->kind == HTML_TOKEN_COMMENT) {
        html_insert_comment(b, b->root, token->text);
        return false;
    }
    b->mode = HTML_BEFORE_HTML;
    if (token->kind != HTML_TOKEN_DOCTYPE) {
        b->quirks = true;
        return true;
    }
    insert_doctype(b, token);
    b->quirks = html_doctype_quirks(token);
    return false;
}

/* End tags that are taken as a sign that the part before is over. */
static bool ends_part(const struct html_token *token) {
    return token->tag == HTML_TAG_HEAD || token->tag == HTML_TAG_BODY ||
           token->tag == HTML_TAG_HTML || token->tag == HTML_TAG_BR;
}

bool html_before_html(struct html_builder *b, struct html_token *token) {
    if (token->kind == HTML_TOKEN_DOCTYPE || drop_space(token) ||
        (token->kind == HTML_TOKEN_END && !ends_part(token)))
        return false;
    if (token->kind == HTML_TOKEN_COMMENT) {
        html_insert_comment(b, b->root, token->text);
        return false;
    }
    bool given = token->kind == HTML_TOKEN_START && token->tag == HTML_TAG_HTML;
    struct html_node *html = given ? html_new_element(b, token) : html_new_named(b, HTML_TAG_HTML);
    html_link(b->root, NULL, html);
    html_push(b, html);
    b->mode = HTML_BEFORE_HEAD;
    return !given;
}

bool html_before_head(struct html_builder *b, struct html_token *token) {
    if (token->kind == HTML_TOKEN_DOCTYPE || drop_space(token) ||
        (token->kind == HTML_TOKEN_END && !ends_part(token)))
        return false;
    if (token->kind == HTML_TOKEN_COMMENT) {
        html_insert_comment(b, NULL, token->text);
        return false;
    }
    if (token->kind == HTML_TOKEN_START && token->tag == HTML_TAG_HTML)
        return html_in_body(b, token);
    bool given = token->kind == HTML_TOKEN_START && token->tag == HTML_TAG_HEAD;
    b->head = given ? html_insert(b, token) : html_insert_named(b, HTML_TAG_HEAD);
    b->mode = HTML_IN_HEAD;
    return !given;
}

/* An element whose content the tokenizer reads as text. */
static bool insert_text_element(struct html_builder *b, struct html_token *token,
                                enum html_content content) {
    html_insert(b, token);
    b->tokenizer.content = content;
    b->original = b->mode;
    b->mode = HTML_IN_TEXT;
    return false;
}

static bool start_template(struct html_builder *b, struct html_token *token) {
    b->frameset_ok = false;
    if (b->depth >= HTML_OPEN_MOST)
        return html_insert_unopened(b, token, HTML_SPACE_HTML);
    html_insert(b, token);
    html_format_marker(b);
    b->mode = b->templates[b->template_count++] = HTML_IN_TEMPLATE;
    return false;
}

static bool end_template(struct html_builder *b) {
    if (!html_template_open(b))
        return false;
    html_close_implied_thoroughly(b);
    html_pop_through(b, HTML_TAG_TEMPLATE);
    html_format_clear(b);
    b->template_count--;
    html_reset_mode(b);
    return false;
}

/* False when the rule is not one for this tag. */
static bool start_in_head(struct html_builder *b, struct html_token *token) {
    switch (token->tag) {
    case HTML_TAG_BASE:
    case HTML_TAG_BASEFONT:
    case HTML_TAG_BGSOUND:
    case HTML_TAG_LINK:
    case HTML_TAG_META:
        html_insert_void(b, token);
        return true;
    case HTML_TAG_TITLE:
        insert_text_element(b, token, HTML_CONTENT_RCDATA);
        return true;
    case HTML_TAG_NOFRAMES:
    case HTML_TAG_STYLE:
        insert_text_element(b, token, HTML_CONTENT_RAWTEXT);
        return true;
    case HTML_TAG_SCRIPT:
        insert_text_element(b, token, HTML_CONTENT_SCRIPT);
        return true;
    case HTML_TAG_TEMPLATE:
        start_template(b, token);
        return true;
    case HTML_TAG_NOSCRIPT:
        html_insert(b, token);
        b->mode = HTML_IN_HEAD_NOSCRIPT;
        return true;
    default:
        return token->tag == HTML_TAG_HEAD;
    }
}

bool html_in_head(struct html_builder *b, struct html_token *token) {
    switch (token->kind) {
    case HTML_TOKEN_TEXT:
        html_insert_text(b, html_take_space(token));
        if (token->text.n == 0)
            return false;
        break;
    case HTML_TOKEN_COMMENT:
        html_insert_comment(b, NULL, token->text);
        return false;
    case HTML_TOKEN_DOCTYPE:
        return false;
    case HTML_TOKEN_START:
        if (token->tag == HTML_TAG_HTML)
            return html_in_body(b, token);
        if (start_in_head(b, token))
            return false;
        break;
    case HTML_TOKEN_END:
        if (token->tag == HTML_TAG_TEMPLATE)
            return end_template(b);
        if (!ends_part(token))
            return false;
        break;
    case HTML_TOKEN_END_OF_FILE:
        break;
    }
    html_pop(b);
    b->mode = HTML_AFTER_HEAD;
    return token->kind != HTML_TOKEN_END || token->tag != HTML_TAG_HEAD;
}

bool html_in_head_noscript(struct html_builder *b, struct html_token *token) {
    bool start = token->kind == HTML_TOKEN_START, end = token->kind == HTML_TOKEN_END;
    if (token->kind == HTML_TOKEN_DOCTYPE)
        return false;
    if (start && token->tag == HTML_TAG_HTML)
        return html_in_body(b, token);
    if (end && token->tag == HTML_TAG_NOSCRIPT) {
        html_pop(b);
        b->mode = HTML_IN_HEAD;
        return false;
    }
    if (token->kind == HTML_TOKEN_TEXT) {
        html_insert_text(b, html_take_space(token));
        if (token->text.n == 0)
            return false;
    }
    if (token->kind == HTML_TOKEN_COMMENT ||
        (start && (token->tag == HTML_TAG_BASEFONT || token->tag == HTML_TAG_BGSOUND ||
                   token->tag == HTML_TAG_LINK || token->tag == HTML_TAG_META ||
                   token->tag == HTML_TAG_NOFRAMES || token->tag == HTML_TAG_STYLE)))
        return html_in_head(b, token);
    if ((end && token->tag != HTML_TAG_BR) ||
        (start && (token->tag == HTML_TAG_HEAD || token->tag == HTML_TAG_NOSCRIPT)))
        return false;
    html_pop(b);
    return html_go_on(b, HTML_IN_HEAD);
}

/* What belongs into <head> goes there though it is closed. */
static bool return_to_head(struct html_builder *b, struct html_token *token) {
    html_push(b, b->head);
    bool again = html_in_head(b, token);
    size_t index = html_find_open(b, b->head);
    if (index != SIZE_MAX)
        html_remove_open(b, index);
    return again;
}

static bool start_after_head(struct html_builder *b, struct html_token *token, bool *again) {
    *again = false;
    switch (token->tag) {
    case HTML_TAG_HTML:
        *again = html_in_body(b, token);
        return true;
    case HTML_TAG_BODY:
        html_insert(b, token);
        b->frameset_ok = false;
        b->mode = HTML_IN_BODY;
        return true;
    case HTML_TAG_FRAMESET:
        html_insert(b, token);
        b->mode = HTML_IN_FRAMESET;
        return true;
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
        *again = return_to_head(b, token);
        return true;
    default:
        return token->tag == HTML_TAG_HEAD;
    }
}

bool html_after_head(struct html_builder *b, struct html_token *token) {
    bool again;
    switch (token->kind) {
    case HTML_TOKEN_TEXT:
        html_insert_text(b, html_take_space(token));
        if (token->text.n == 0)
            return false;
        break;
    case HTML_TOKEN_COMMENT:
        html_insert_comment(b, NULL, token->text);
        return false;
    case HTML_TOKEN_DOCTYPE:
        return false;
    case HTML_TOKEN_START:
        if (start_after_head(b, token, &again))
            return again;
        break;
    case HTML_TOKEN_END:
        if (token->tag == HTML_TAG_TEMPLATE)
            return html_in_head(b, token);
        if (!ends_part(token) || token->tag == HTML_TAG_HEAD)
            return false;
        break;
    case HTML_TOKEN_END_OF_FILE:
        break;
    }
    html_insert_named(b, HTML_TAG_BODY);
    return html_go_on(b, HTML_IN_BODY);
}
