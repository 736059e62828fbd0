/* Tables: 13.2.6.4.9 to 13.2.6.4.15. */
#include "html/tree.h"

static const uint8_t table_context[] = {HTML_TAG_TABLE, HTML_TAG_OTHER};
static const uint8_t body_context[] = {HTML_TAG_TBODY, HTML_TAG_TFOOT, HTML_TAG_THEAD,
                                       HTML_TAG_OTHER};
static const uint8_t row_context[] = {HTML_TAG_TR, HTML_TAG_OTHER};

static bool in_table_scope(const struct html_builder *b, enum html_tag tag) {
    return html_in_scope(b, tag, HTML_TABLE_SCOPE);
}

static bool is_start(const struct html_token *token, enum html_tag tag) {
    return token->kind == HTML_TOKEN_START && token->tag == tag;
}

static bool is_end(const struct html_token *token, enum html_tag tag) {
    return token->kind == HTML_TOKEN_END && token->tag == tag;
}

static bool is_section(enum html_tag tag) {
    return tag == HTML_TAG_TBODY || tag == HTML_TAG_TFOOT || tag == HTML_TAG_THEAD;
}

static bool is_cell(enum html_tag tag) {
    return tag == HTML_TAG_TD || tag == HTML_TAG_TH;
}

static bool is_column(enum html_tag tag) {
    return tag == HTML_TAG_COL || tag == HTML_TAG_COLGROUP;
}

/* Parts of a table as its rules list them: caption, columns, sections, cells and rows. */
static bool is_part(enum html_tag tag) {
    return tag == HTML_TAG_CAPTION || is_column(tag) || is_section(tag) || is_cell(tag) ||
           tag == HTML_TAG_TR;
}

/* What no table's rule has to do with when it ends. */
static bool is_outer(enum html_tag tag) {
    return tag == HTML_TAG_BODY || tag == HTML_TAG_HTML || is_column(tag) ||
           tag == HTML_TAG_CAPTION;
}

static bool use_body(struct html_builder *b, struct html_token *token) {
    b->foster = true;
    bool again = html_in_body(b, token);
    b->foster = false;
    return again;
}

static bool end_table(struct html_builder *b) {
    if (!in_table_scope(b, HTML_TAG_TABLE))
        return false;
    html_pop_through(b, HTML_TAG_TABLE);
    html_reset_mode(b);
    return true;
}

/* A part of a table whose parents are implied where they are missing. */
static bool start_part(struct html_builder *b, struct html_token *token) {
    html_clear_to(b, table_context);
    if (token->tag == HTML_TAG_CAPTION) {
        html_format_marker(b);
        html_insert(b, token);
        b->mode = HTML_IN_CAPTION;
    } else if (token->tag == HTML_TAG_COLGROUP) {
        html_insert(b, token);
        b->mode = HTML_IN_COLUMN_GROUP;
    } else if (token->tag == HTML_TAG_COL) {
        html_insert_named(b, HTML_TAG_COLGROUP);
        return html_go_on(b, HTML_IN_COLUMN_GROUP);
    } else if (is_section(token->tag)) {
        html_insert(b, token);
        b->mode = HTML_IN_TABLE_BODY;
    } else {
        html_insert_named(b, HTML_TAG_TBODY);
        return html_go_on(b, HTML_IN_TABLE_BODY);
    }
    return false;
}

static bool is_hidden_input(const struct html_token *token) {
    for (size_t i = 0; i < token->attribute_count; i++)
        if (str_eq(token->attributes[i].name, STR("type")))
            return str_eq_case(token->attributes[i].value, STR("hidden"));
    return false;
}

static bool start_in_table(struct html_builder *b, struct html_token *token) {
    if (is_part(token->tag))
        return start_part(b, token);
    switch (token->tag) {
    case HTML_TAG_TABLE:
        return end_table(b);
    case HTML_TAG_STYLE:
    case HTML_TAG_SCRIPT:
    case HTML_TAG_TEMPLATE:
        return html_in_head(b, token);
    case HTML_TAG_INPUT:
        if (!is_hidden_input(token))
            return use_body(b, token);
        html_insert_void(b, token);
        return false;
    case HTML_TAG_FORM:
        if (b->form == NULL && !html_template_open(b)) {
            b->form = html_insert(b, token);
            html_pop(b);
        }
        return false;
    default:
        return use_body(b, token);
    }
}

static bool end_in_table(struct html_builder *b, struct html_token *token) {
    if (token->tag == HTML_TAG_TABLE) {
        end_table(b);
        return false;
    }
    if (token->tag == HTML_TAG_TEMPLATE)
        return html_in_head(b, token);
    return is_part(token->tag) || is_outer(token->tag) ? false : use_body(b, token);
}

static bool takes_text(const struct html_open *open) {
    return open->tag == HTML_TAG_TABLE || open->tag == HTML_TAG_TEMPLATE ||
           open->tag == HTML_TAG_TR || is_section(open->tag);
}

bool html_in_table(struct html_builder *b, struct html_token *token) {
    switch (token->kind) {
    case HTML_TOKEN_TEXT:
        if (!takes_text(html_current(b)))
            return use_body(b, token);
        b->pending = STR_NONE;
        buf_clear(&b->pending_pieces);
        b->pending_solid = false;
        b->original = b->mode;
        return html_go_on(b, HTML_IN_TABLE_TEXT);
    case HTML_TOKEN_COMMENT:
        html_insert_comment(b, NULL, token->text);
        return false;
    case HTML_TOKEN_DOCTYPE:
        return false;
    case HTML_TOKEN_START:
        return start_in_table(b, token);
    case HTML_TOKEN_END:
        return end_in_table(b, token);
    case HTML_TOKEN_END_OF_FILE:
        return html_in_body(b, token);
    }
    return false;
}

static void keep_pending(struct html_builder *b, struct str text) {
    b->pending_solid = b->pending_solid || !html_only_space(text);
    if (str_absent(b->pending) && b->pending_pieces.n == 0) {
        b->pending = text;
        return;
    }
    buf_add(&b->pending_pieces, b->pending);
    buf_add(&b->pending_pieces, text);
    b->pending = STR_NONE;
}

/* Text of a table is known as a whole now: solid text goes before the table. */
static void flush_pending(struct html_builder *b) {
    struct html_token token = {.kind = HTML_TOKEN_TEXT, .text = b->pending};
    if (b->pending_pieces.n > 0)
        token.text = arena_copy(b->arena, buf_str(&b->pending_pieces));
    html_check_room(b->arena, &b->pending_pieces);
    if (b->pending_solid)
        use_body(b, &token);
    else
        html_insert_text(b, token.text);
}

bool html_in_table_text(struct html_builder *b, struct html_token *token) {
    if (token->kind == HTML_TOKEN_TEXT) {
        struct str text = html_text_without_nul(b, token, STR_NONE);
        if (text.n > 0)
            keep_pending(b, text);
        return false;
    }
    flush_pending(b);
    return html_go_on(b, b->original);
}

static bool end_caption(struct html_builder *b) {
    if (!in_table_scope(b, HTML_TAG_CAPTION))
        return false;
    html_close_implied(b, HTML_TAG_OTHER);
    html_pop_through(b, HTML_TAG_CAPTION);
    html_format_clear(b);
    b->mode = HTML_IN_TABLE;
    return true;
}

bool html_in_caption(struct html_builder *b, struct html_token *token) {
    if (is_end(token, HTML_TAG_CAPTION)) {
        end_caption(b);
        return false;
    }
    if ((token->kind == HTML_TOKEN_START && is_part(token->tag)) || is_end(token, HTML_TAG_TABLE))
        return end_caption(b);
    if (token->kind == HTML_TOKEN_END && (is_part(token->tag) || is_outer(token->tag)))
        return false;
    return html_in_body(b, token);
}

static bool leave_columns(struct html_builder *b) {
    if (!html_current_is(b, HTML_TAG_COLGROUP))
        return false;
    html_pop(b);
    return html_go_on(b, HTML_IN_TABLE);
}

bool html_in_column_group(struct html_builder *b, struct html_token *token) {
    switch (token->kind) {
    case HTML_TOKEN_TEXT:
        if (!html_current_is(b, HTML_TAG_COLGROUP)) {
            html_insert_spaces(b, token->text);
            return false;
        }
        html_insert_text(b, html_take_space(token));
        return token->text.n > 0 && leave_columns(b);
    case HTML_TOKEN_COMMENT:
        html_insert_comment(b, NULL, token->text);
        return false;
    case HTML_TOKEN_DOCTYPE:
        return false;
    case HTML_TOKEN_END_OF_FILE:
        return html_in_body(b, token);
    case HTML_TOKEN_START:
    case HTML_TOKEN_END:
        break;
    }
    if (token->tag == HTML_TAG_TEMPLATE)
        return html_in_head(b, token);
    if (is_start(token, HTML_TAG_HTML))
        return html_in_body(b, token);
    if (is_start(token, HTML_TAG_COL))
        html_insert_void(b, token);
    if (token->tag == HTML_TAG_COL)
        return false;
    bool left = leave_columns(b);
    return left && !is_end(token, HTML_TAG_COLGROUP);
}

static bool section_in_scope(const struct html_builder *b) {
    return in_table_scope(b, HTML_TAG_TBODY) || in_table_scope(b, HTML_TAG_THEAD) ||
           in_table_scope(b, HTML_TAG_TFOOT);
}

static bool leave_section(struct html_builder *b) {
    html_clear_to(b, body_context);
    html_pop(b);
    return html_go_on(b, HTML_IN_TABLE);
}

bool html_in_table_body(struct html_builder *b, struct html_token *token) {
    bool start = token->kind == HTML_TOKEN_START, end = token->kind == HTML_TOKEN_END;
    if (start && token->tag == HTML_TAG_TR) {
        html_clear_to(b, body_context);
        html_insert(b, token);
        b->mode = HTML_IN_ROW;
        return false;
    }
    if (start && is_cell(token->tag)) {
        html_clear_to(b, body_context);
        html_insert_named(b, HTML_TAG_TR);
        return html_go_on(b, HTML_IN_ROW);
    }
    if (end && is_section(token->tag)) {
        if (in_table_scope(b, token->tag))
            leave_section(b);
        return false;
    }
    if ((start && is_part(token->tag)) || (end && token->tag == HTML_TAG_TABLE))
        return section_in_scope(b) && leave_section(b);
    if (end && (is_part(token->tag) || is_outer(token->tag)))
        return false;
    return html_in_table(b, token);
}

static bool leave_row(struct html_builder *b) {
    if (!in_table_scope(b, HTML_TAG_TR))
        return false;
    html_clear_to(b, row_context);
    html_pop(b);
    return html_go_on(b, HTML_IN_TABLE_BODY);
}

bool html_in_row(struct html_builder *b, struct html_token *token) {
    bool start = token->kind == HTML_TOKEN_START, end = token->kind == HTML_TOKEN_END;
    if (start && is_cell(token->tag)) {
        html_clear_to(b, row_context);
        html_insert(b, token);
        b->mode = HTML_IN_CELL;
        html_format_marker(b);
        return false;
    }
    if (end && token->tag == HTML_TAG_TR) {
        leave_row(b);
        return false;
    }
    if ((start && is_part(token->tag)) || (end && token->tag == HTML_TAG_TABLE))
        return leave_row(b);
    if (end && is_section(token->tag))
        return in_table_scope(b, token->tag) && leave_row(b);
    if (end && (is_cell(token->tag) || is_outer(token->tag)))
        return false;
    return html_in_table(b, token);
}

static bool leave_cell(struct html_builder *b) {
    html_close_implied(b, HTML_TAG_OTHER);
    while (b->depth > 1 && !is_cell((enum html_tag)html_current(b)->tag))
        html_pop(b);
    if (b->depth > 1)
        html_pop(b);
    html_format_clear(b);
    return html_go_on(b, HTML_IN_ROW);
}

bool html_in_cell(struct html_builder *b, struct html_token *token) {
    bool start = token->kind == HTML_TOKEN_START, end = token->kind == HTML_TOKEN_END;
    if (end && is_cell(token->tag)) {
        if (!in_table_scope(b, token->tag))
            return false;
        html_close_implied(b, HTML_TAG_OTHER);
        html_pop_through(b, token->tag);
        html_format_clear(b);
        b->mode = HTML_IN_ROW;
        return false;
    }
    if (start && is_part(token->tag))
        return (in_table_scope(b, HTML_TAG_TD) || in_table_scope(b, HTML_TAG_TH)) && leave_cell(b);
    if (end && is_outer(token->tag))
        return false;
    if (end &&
        (token->tag == HTML_TAG_TABLE || token->tag == HTML_TAG_TR || is_section(token->tag)))
        return in_table_scope(b, token->tag) && leave_cell(b);
    return html_in_body(b, token);
}
