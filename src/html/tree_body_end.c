/* End tags in <body>: 13.2.6.4.7. */
#include "html/tree.h"

#define RULE(name) static bool name(struct html_builder *b, struct html_token *token)

/* Any other end tag. */
RULE(end_other) {
    for (size_t i = b->depth; i-- > 0;) {
        const struct html_open *open = &b->open[i];
        bool same = open->tag == token->tag && open->node->space == HTML_SPACE_HTML &&
                    (token->tag != HTML_TAG_OTHER || str_eq(html_name(open->node), token->name));
        if (same) {
            while (b->depth > i + 1 && (html_current(b)->traits & HTML_IMPLIED_END) != 0)
                html_pop(b);
            html_pop_to(b, i);
            return false;
        }
        if ((open->traits & HTML_SPECIAL) != 0)
            return false;
    }
    return false;
}

bool html_adopt_or_end(struct html_builder *b, struct html_token *token) {
    return html_adopt(b, token->tag) ? false : end_other(b, token);
}

/* </body> leaves the body open: what follows may belong to it. */
RULE(end_body) {
    if (!html_in_scope(b, HTML_TAG_BODY, HTML_SCOPE))
        return false;
    b->mode = HTML_AFTER_BODY;
    return token->tag == HTML_TAG_HTML;
}

RULE(end_block) {
    if (!html_in_scope(b, token->tag, HTML_SCOPE))
        return false;
    html_close_implied(b, HTML_TAG_OTHER);
    html_pop_through(b, token->tag);
    return false;
}

RULE(end_form) {
    if (html_template_open(b))
        return end_block(b, token);
    struct html_node *form = b->form;
    b->form = NULL;
    if (form == NULL || !form->open)
        return false;
    size_t index = html_find_open(b, form);
    for (size_t i = index + 1; i < b->depth; i++)
        if ((b->open[i].traits & HTML_SCOPE) != 0)
            return false;
    html_close_implied(b, HTML_TAG_OTHER);
    html_remove_open(b, index);
    return false;
}

RULE(end_p) {
    (void)token;
    if (!html_in_scope(b, HTML_TAG_P, HTML_BUTTON_SCOPE))
        html_insert_named(b, HTML_TAG_P);
    html_close_p(b);
    return false;
}

RULE(end_item) {
    unsigned barrier = token->tag == HTML_TAG_LI ? HTML_LIST_SCOPE : HTML_SCOPE;
    if (!html_in_scope(b, token->tag, barrier))
        return false;
    html_close_implied(b, token->tag);
    html_pop_through(b, token->tag);
    return false;
}

static bool heading_in_scope(const struct html_builder *b) {
    for (size_t i = b->depth; i-- > 0;) {
        if ((b->open[i].traits & HTML_HEADING) != 0)
            return true;
        if ((b->open[i].traits & HTML_SCOPE) != 0)
            return false;
    }
    return false;
}

/* Any heading's end ends any heading. */
RULE(end_heading) {
    (void)token;
    if (!heading_in_scope(b))
        return false;
    html_close_implied(b, HTML_TAG_OTHER);
    while ((html_current(b)->traits & HTML_HEADING) == 0)
        html_pop(b);
    html_pop(b);
    return false;
}

RULE(end_object) {
    if (!html_in_scope(b, token->tag, HTML_SCOPE))
        return false;
    end_block(b, token);
    html_format_clear(b);
    return false;
}

RULE(end_br) {
    (void)token;
    html_reconstruct(b);
    html_place(b, NULL, html_new_named(b, HTML_TAG_BR));
    b->frameset_ok = false;
    return false;
}

#define ON(tag, rule) [HTML_TAG_##tag] = rule

static html_rule *const end_rules[HTML_TAGS] = {
    ON(TEMPLATE, html_in_head),
    ON(BODY, end_body),
    ON(HTML, end_body),
    ON(ADDRESS, end_block),
    ON(ARTICLE, end_block),
    ON(ASIDE, end_block),
    ON(BLOCKQUOTE, end_block),
    ON(BUTTON, end_block),
    ON(CENTER, end_block),
    ON(DETAILS, end_block),
    ON(DIALOG, end_block),
    ON(DIR, end_block),
    ON(DIV, end_block),
    ON(DL, end_block),
    ON(FIELDSET, end_block),
    ON(FIGCAPTION, end_block),
    ON(FIGURE, end_block),
    ON(FOOTER, end_block),
    ON(HEADER, end_block),
    ON(HGROUP, end_block),
    ON(LISTING, end_block),
    ON(MAIN, end_block),
    ON(MENU, end_block),
    ON(NAV, end_block),
    ON(OL, end_block),
    ON(PRE, end_block),
    ON(SEARCH, end_block),
    ON(SECTION, end_block),
    ON(SELECT, end_block),
    ON(SUMMARY, end_block),
    ON(UL, end_block),
    ON(FORM, end_form),
    ON(P, end_p),
    ON(LI, end_item),
    ON(DD, end_item),
    ON(DT, end_item),
    ON(H1, end_heading),
    ON(H2, end_heading),
    ON(H3, end_heading),
    ON(H4, end_heading),
    ON(H5, end_heading),
    ON(H6, end_heading),
    ON(A, html_adopt_or_end),
    ON(B, html_adopt_or_end),
    ON(BIG, html_adopt_or_end),
    ON(CODE, html_adopt_or_end),
    ON(EM, html_adopt_or_end),
    ON(FONT, html_adopt_or_end),
    ON(I, html_adopt_or_end),
    ON(NOBR, html_adopt_or_end),
    ON(S, html_adopt_or_end),
    ON(SMALL, html_adopt_or_end),
    ON(STRIKE, html_adopt_or_end),
    ON(STRONG, html_adopt_or_end),
    ON(TT, html_adopt_or_end),
    ON(U, html_adopt_or_end),
    ON(APPLET, end_object),
    ON(MARQUEE, end_object),
    ON(OBJECT, end_object),
    ON(BR, end_br),
};

html_rule *html_body_end_rule(enum html_tag tag) {
    return end_rules[tag] != NULL ? end_rules[tag] : end_other;
}
