/* Start tags in <body>: 13.2.6.4.7. */
#include "html/tree.h"

#define RULE(name) static bool name(struct html_builder *b, struct html_token *token)

static const struct html_attribute *find_attribute(const struct html_token *token,
                                                   struct str name) {
    for (size_t i = 0; i < token->attribute_count; i++)
        if (str_eq(token->attributes[i].name, name))
            return &token->attributes[i];
    return NULL;
}

static bool in_scope(const struct html_builder *b, enum html_tag tag) {
    return html_in_scope(b, tag, HTML_SCOPE);
}

/* The content of the element just inserted is text. */
static bool read_text(struct html_builder *b, enum html_content content) {
    b->tokenizer.content = content;
    b->original = b->mode;
    b->mode = HTML_IN_TEXT;
    return false;
}

RULE(start_other) {
    html_reconstruct(b);
    html_insert(b, token);
    return false;
}

RULE(start_ignored) {
    (void)b;
    (void)token;
    return false;
}

RULE(start_html) {
    if (!html_template_open(b))
        html_merge_attributes(b, b->open[0].node, token);
    return false;
}

RULE(start_body) {
    if (b->depth == 1 || b->open[1].tag != HTML_TAG_BODY || html_template_open(b))
        return false;
    b->frameset_ok = false;
    html_merge_attributes(b, b->open[1].node, token);
    return false;
}

RULE(start_frameset) {
    if (b->depth == 1 || b->open[1].tag != HTML_TAG_BODY || !b->frameset_ok)
        return false;
    html_unlink(b->open[1].node);
    html_pop_to(b, 1);
    html_insert(b, token);
    b->mode = HTML_IN_FRAMESET;
    return false;
}

RULE(start_block) {
    html_close_p(b);
    html_insert(b, token);
    return false;
}

RULE(start_heading) {
    html_close_p(b);
    if ((html_current(b)->traits & HTML_HEADING) != 0)
        html_pop(b);
    html_insert(b, token);
    return false;
}

RULE(start_pre) {
    html_close_p(b);
    html_insert(b, token);
    b->skip_newline = true;
    b->frameset_ok = false;
    return false;
}

RULE(start_form) {
    bool within = html_template_open(b);
    if (b->form != NULL && !within)
        return false;
    html_close_p(b);
    struct html_node *form = html_insert(b, token);
    if (!within)
        b->form = form;
    return false;
}

/* Ends the item of a list that is open, unless another special element is open within it. */
static void close_item(struct html_builder *b, enum html_tag one, enum html_tag other) {
    for (size_t i = b->depth; i-- > 0;) {
        enum html_tag tag = b->open[i].tag;
        if (tag != HTML_TAG_OTHER && (tag == one || tag == other)) {
            html_close_implied(b, tag);
            html_pop_through(b, tag);
            return;
        }
        if ((b->open[i].traits & HTML_SPECIAL) != 0 && tag != HTML_TAG_ADDRESS &&
            tag != HTML_TAG_DIV && tag != HTML_TAG_P)
            return;
    }
}

RULE(start_item) {
    b->frameset_ok = false;
    if (token->tag == HTML_TAG_LI)
        close_item(b, HTML_TAG_LI, HTML_TAG_LI);
    else
        close_item(b, HTML_TAG_DD, HTML_TAG_DT);
    return start_block(b, token);
}

RULE(start_plaintext) {
    start_block(b, token);
    b->tokenizer.content = HTML_CONTENT_PLAINTEXT;
    return false;
}

RULE(start_button) {
    if (in_scope(b, HTML_TAG_BUTTON)) {
        html_close_implied(b, HTML_TAG_OTHER);
        html_pop_through(b, HTML_TAG_BUTTON);
    }
    b->frameset_ok = false;
    return start_other(b, token);
}

RULE(start_formatting) {
    html_reconstruct(b);
    html_format_push(b, html_insert(b, token));
    return false;
}

RULE(start_a) {
    struct html_node *open = html_format_find(b, HTML_TAG_A);
    if (open != NULL) {
        html_adopt_or_end(b, token);
        html_format_remove(b, open);
        if (open->open)
            html_remove_open(b, html_find_open(b, open));
    }
    return start_formatting(b, token);
}

RULE(start_nobr) {
    html_reconstruct(b);
    if (in_scope(b, HTML_TAG_NOBR))
        html_adopt_or_end(b, token);
    return start_formatting(b, token);
}

RULE(start_object) {
    start_other(b, token);
    html_format_marker(b);
    b->frameset_ok = false;
    return false;
}

RULE(start_table) {
    if (!b->quirks)
        html_close_p(b);
    html_insert(b, token);
    b->frameset_ok = false;
    b->mode = HTML_IN_TABLE;
    return false;
}

RULE(start_void) {
    html_reconstruct(b);
    html_insert_void(b, token);
    b->frameset_ok = false;
    return false;
}

RULE(start_input) {
    if (b->context.tag == HTML_TAG_SELECT)
        return false;
    if (in_scope(b, HTML_TAG_SELECT))
        html_pop_through(b, HTML_TAG_SELECT);
    html_reconstruct(b);
    html_insert_void(b, token);
    const struct html_attribute *type = find_attribute(token, STR("type"));
    if (type == NULL || !str_eq_case(type->value, STR("hidden")))
        b->frameset_ok = false;
    return false;
}

RULE(start_param) {
    html_insert_void(b, token);
    return false;
}

RULE(start_hr) {
    html_close_p(b);
    if (in_scope(b, HTML_TAG_SELECT))
        html_close_implied(b, HTML_TAG_OTHER);
    html_insert_void(b, token);
    b->frameset_ok = false;
    return false;
}

RULE(start_image) {
    token->tag = HTML_TAG_IMG;
    token->name = html_tag_name(HTML_TAG_IMG);
    return start_void(b, token);
}

RULE(start_textarea) {
    html_insert(b, token);
    b->skip_newline = true;
    b->frameset_ok = false;
    return read_text(b, HTML_CONTENT_RCDATA);
}

RULE(start_xmp) {
    html_close_p(b);
    html_reconstruct(b);
    b->frameset_ok = false;
    html_insert(b, token);
    return read_text(b, HTML_CONTENT_RAWTEXT);
}

RULE(start_iframe) {
    b->frameset_ok = b->frameset_ok && token->tag != HTML_TAG_IFRAME;
    html_insert(b, token);
    return read_text(b, HTML_CONTENT_RAWTEXT);
}

RULE(start_select) {
    if (b->context.tag == HTML_TAG_SELECT)
        return false;
    if (in_scope(b, HTML_TAG_SELECT)) {
        html_pop_through(b, HTML_TAG_SELECT);
        return false;
    }
    b->frameset_ok = false;
    return start_other(b, token);
}

RULE(start_option) {
    if (in_scope(b, HTML_TAG_SELECT))
        html_close_implied(b, token->tag == HTML_TAG_OPTION ? HTML_TAG_OPTGROUP : HTML_TAG_OTHER);
    else if (html_current_is(b, HTML_TAG_OPTION))
        html_pop(b);
    return start_other(b, token);
}

RULE(start_ruby_part) {
    bool text = token->tag == HTML_TAG_RP || token->tag == HTML_TAG_RT;
    if (in_scope(b, HTML_TAG_RUBY))
        html_close_implied(b, text ? HTML_TAG_RTC : HTML_TAG_OTHER);
    html_insert(b, token);
    return false;
}

RULE(start_foreign) {
    html_reconstruct(b);
    html_insert_foreign(b, token, token->tag == HTML_TAG_SVG ? HTML_SPACE_SVG : HTML_SPACE_MATHML);
    return false;
}

#define ON(tag, rule) [HTML_TAG_##tag] = rule

static html_rule *const start_rules[HTML_TAGS] = {
    ON(HTML, start_html),
    ON(BODY, start_body),
    ON(FRAMESET, start_frameset),
    ON(BASE, html_in_head),
    ON(BASEFONT, html_in_head),
    ON(BGSOUND, html_in_head),
    ON(LINK, html_in_head),
    ON(META, html_in_head),
    ON(NOFRAMES, html_in_head),
    ON(SCRIPT, html_in_head),
    ON(STYLE, html_in_head),
    ON(TEMPLATE, html_in_head),
    ON(TITLE, html_in_head),
    ON(ADDRESS, start_block),
    ON(ARTICLE, start_block),
    ON(ASIDE, start_block),
    ON(BLOCKQUOTE, start_block),
    ON(CENTER, start_block),
    ON(DETAILS, start_block),
    ON(DIALOG, start_block),
    ON(DIR, start_block),
    ON(DIV, start_block),
    ON(DL, start_block),
    ON(FIELDSET, start_block),
    ON(FIGCAPTION, start_block),
    ON(FIGURE, start_block),
    ON(FOOTER, start_block),
    ON(HEADER, start_block),
    ON(HGROUP, start_block),
    ON(MAIN, start_block),
    ON(MENU, start_block),
    ON(NAV, start_block),
    ON(OL, start_block),
    ON(P, start_block),
    ON(SEARCH, start_block),
    ON(SECTION, start_block),
    ON(SUMMARY, start_block),
    ON(UL, start_block),
    ON(H1, start_heading),
    ON(H2, start_heading),
    ON(H3, start_heading),
    ON(H4, start_heading),
    ON(H5, start_heading),
    ON(H6, start_heading),
    ON(PRE, start_pre),
    ON(LISTING, start_pre),
    ON(FORM, start_form),
    ON(LI, start_item),
    ON(DD, start_item),
    ON(DT, start_item),
    ON(PLAINTEXT, start_plaintext),
    ON(BUTTON, start_button),
    ON(A, start_a),
    ON(B, start_formatting),
    ON(BIG, start_formatting),
    ON(CODE, start_formatting),
    ON(EM, start_formatting),
    ON(FONT, start_formatting),
    ON(I, start_formatting),
    ON(S, start_formatting),
    ON(SMALL, start_formatting),
    ON(STRIKE, start_formatting),
    ON(STRONG, start_formatting),
    ON(TT, start_formatting),
    ON(U, start_formatting),
    ON(NOBR, start_nobr),
    ON(APPLET, start_object),
    ON(MARQUEE, start_object),
    ON(OBJECT, start_object),
    ON(TABLE, start_table),
    ON(AREA, start_void),
    ON(BR, start_void),
    ON(EMBED, start_void),
    ON(IMG, start_void),
    ON(KEYGEN, start_void),
    ON(WBR, start_void),
    ON(INPUT, start_input),
    ON(PARAM, start_param),
    ON(SOURCE, start_param),
    ON(TRACK, start_param),
    ON(HR, start_hr),
    ON(IMAGE, start_image),
    ON(TEXTAREA, start_textarea),
    ON(XMP, start_xmp),
    ON(IFRAME, start_iframe),
    ON(NOEMBED, start_iframe),
    ON(SELECT, start_select),
    ON(OPTION, start_option),
    ON(OPTGROUP, start_option),
    ON(RB, start_ruby_part),
    ON(RTC, start_ruby_part),
    ON(RP, start_ruby_part),
    ON(RT, start_ruby_part),
    ON(MATH, start_foreign),
    ON(SVG, start_foreign),
    ON(CAPTION, start_ignored),
    ON(COL, start_ignored),
    ON(COLGROUP, start_ignored),
    ON(FRAME, start_ignored),
    ON(HEAD, start_ignored),
    ON(TBODY, start_ignored),
    ON(TD, start_ignored),
    ON(TFOOT, start_ignored),
    ON(TH, start_ignored),
    ON(THEAD, start_ignored),
    ON(TR, start_ignored),
};

static bool start(struct html_builder *b, struct html_token *token) {
    html_rule *rule = start_rules[token->tag];
    if (b->depth < HTML_OPEN_MOST)
        return rule != NULL ? rule(b, token) : start_other(b, token);
    /* At the cap only what stays open for no other element's sake has its rule. */
    bool short_lived = rule == start_html || rule == start_body || rule == start_frameset ||
                       rule == start_ignored || rule == start_image || rule == html_in_head ||
                       (html_tag_traits[token->tag] & (HTML_VOID | HTML_TEXT_ONLY)) != 0;
    if (short_lived)
        return rule(b, token);
    enum html_space space = token->tag == HTML_TAG_SVG    ? HTML_SPACE_SVG
                            : token->tag == HTML_TAG_MATH ? HTML_SPACE_MATHML
                                                          : HTML_SPACE_HTML;
    return html_insert_unopened(b, token, space);
}

static void add_text(struct html_builder *b, struct html_token *token) {
    struct str text = html_text_without_nul(b, token, STR_NONE);
    if (text.n == 0)
        return;
    html_reconstruct(b);
    html_insert_text(b, text);
    if (b->frameset_ok && !html_only_space(text))
        b->frameset_ok = false;
}

bool html_in_body(struct html_builder *b, struct html_token *token) {
    switch (token->kind) {
    case HTML_TOKEN_TEXT:
        add_text(b, token);
        return false;
    case HTML_TOKEN_COMMENT:
        html_insert_comment(b, NULL, token->text);
        return false;
    case HTML_TOKEN_START:
        return start(b, token);
    case HTML_TOKEN_END:
        if (b->unopened[token->tag] > 0) {
            b->unopened[token->tag]--;
            b->unopened_count--;
            return false;
        }
        return html_body_end_rule(token->tag)(b, token);
    case HTML_TOKEN_END_OF_FILE:
        return b->template_count > 0 ? html_in_template(b, token) : false;
    case HTML_TOKEN_DOCTYPE:
        return false;
    }
    return false;
}
