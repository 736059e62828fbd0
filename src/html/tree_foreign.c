/* SVG and MathML: 13.2.6.5. */
#include "html/tree.h"

/* The standard's spelling of names, which the tokenizer has made lower case; in byte order of
 * those. */
static const struct str svg_tags[] = {
    STR_INIT("altGlyph"),
    STR_INIT("altGlyphDef"),
    STR_INIT("altGlyphItem"),
    STR_INIT("animateColor"),
    STR_INIT("animateMotion"),
    STR_INIT("animateTransform"),
    STR_INIT("clipPath"),
    STR_INIT("feBlend"),
    STR_INIT("feColorMatrix"),
    STR_INIT("feComponentTransfer"),
    STR_INIT("feComposite"),
    STR_INIT("feConvolveMatrix"),
    STR_INIT("feDiffuseLighting"),
    STR_INIT("feDisplacementMap"),
    STR_INIT("feDistantLight"),
    STR_INIT("feDropShadow"),
    STR_INIT("feFlood"),
    STR_INIT("feFuncA"),
    STR_INIT("feFuncB"),
    STR_INIT("feFuncG"),
    STR_INIT("feFuncR"),
    STR_INIT("feGaussianBlur"),
    STR_INIT("feImage"),
    STR_INIT("feMerge"),
    STR_INIT("feMergeNode"),
    STR_INIT("feMorphology"),
    STR_INIT("feOffset"),
    STR_INIT("fePointLight"),
    STR_INIT("feSpecularLighting"),
    STR_INIT("feSpotLight"),
    STR_INIT("feTile"),
    STR_INIT("feTurbulence"),
    STR_INIT("foreignObject"),
    STR_INIT("glyphRef"),
    STR_INIT("linearGradient"),
    STR_INIT("radialGradient"),
    STR_INIT("textPath"),
};

static const struct str svg_attributes[] = {
    STR_INIT("attributeName"),
    STR_INIT("attributeType"),
    STR_INIT("baseFrequency"),
    STR_INIT("baseProfile"),
    STR_INIT("calcMode"),
    STR_INIT("clipPathUnits"),
    STR_INIT("diffuseConstant"),
    STR_INIT("edgeMode"),
    STR_INIT("filterUnits"),
    STR_INIT("glyphRef"),
    STR_INIT("gradientTransform"),
    STR_INIT("gradientUnits"),
    STR_INIT("kernelMatrix"),
    STR_INIT("kernelUnitLength"),
    STR_INIT("keyPoints"),
    STR_INIT("keySplines"),
    STR_INIT("keyTimes"),
    STR_INIT("lengthAdjust"),
    STR_INIT("limitingConeAngle"),
    STR_INIT("markerHeight"),
    STR_INIT("markerUnits"),
    STR_INIT("markerWidth"),
    STR_INIT("maskContentUnits"),
    STR_INIT("maskUnits"),
    STR_INIT("numOctaves"),
    STR_INIT("pathLength"),
    STR_INIT("patternContentUnits"),
    STR_INIT("patternTransform"),
    STR_INIT("patternUnits"),
    STR_INIT("pointsAtX"),
    STR_INIT("pointsAtY"),
    STR_INIT("pointsAtZ"),
    STR_INIT("preserveAlpha"),
    STR_INIT("preserveAspectRatio"),
    STR_INIT("primitiveUnits"),
    STR_INIT("refX"),
    STR_INIT("refY"),
    STR_INIT("repeatCount"),
    STR_INIT("repeatDur"),
    STR_INIT("requiredExtensions"),
    STR_INIT("requiredFeatures"),
    STR_INIT("specularConstant"),
    STR_INIT("specularExponent"),
    STR_INIT("spreadMethod"),
    STR_INIT("startOffset"),
    STR_INIT("stdDeviation"),
    STR_INIT("stitchTiles"),
    STR_INIT("surfaceScale"),
    STR_INIT("systemLanguage"),
    STR_INIT("tableValues"),
    STR_INIT("targetX"),
    STR_INIT("targetY"),
    STR_INIT("textLength"),
    STR_INIT("viewBox"),
    STR_INIT("viewTarget"),
    STR_INIT("xChannelSelector"),
    STR_INIT("yChannelSelector"),
    STR_INIT("zoomAndPan"),
};

/* <0, 0, >0 by bytes; `proper` as if it were lower case, as `name` is. */
static int compare_lower(struct str name, struct str proper) {
    for (size_t i = 0; i < name.n && i < proper.n; i++) {
        int difference = (unsigned char)name.p[i] - (unsigned char)ascii_lower(proper.p[i]);
        if (difference != 0)
            return difference;
    }
    return name.n < proper.n ? -1 : name.n > proper.n;
}

static struct str spelled(struct str name, const struct str *list, size_t count) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare_lower(name, list[middle]);
        if (order == 0)
            return list[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return name;
}

static struct str attribute_spelled(struct str name, enum html_space space) {
    if (space == HTML_SPACE_SVG)
        return spelled(name, svg_attributes, sizeof svg_attributes / sizeof svg_attributes[0]);
    return str_eq(name, STR("definitionurl")) ? STR("definitionURL") : name;
}

void html_insert_foreign(struct html_builder *b, struct html_token *token, enum html_space space) {
    if (space == HTML_SPACE_SVG)
        token->name = spelled(token->name, svg_tags, sizeof svg_tags / sizeof svg_tags[0]);
    struct html_node *node = html_new_foreign(b, token, space);
    for (size_t i = 0; i < node->attribute_count; i++)
        node->attributes[i].name = attribute_spelled(node->attributes[i].name, space);
    html_place(b, NULL, node);
    if (!token->self_closing)
        html_push(b, node);
}

bool html_use_foreign(const struct html_builder *b, const struct html_token *token) {
    const struct html_open *open = html_adjusted(b);
    if (open->node->space == HTML_SPACE_HTML || token->kind == HTML_TOKEN_END_OF_FILE)
        return false;
    bool start = token->kind == HTML_TOKEN_START, text = token->kind == HTML_TOKEN_TEXT;
    if ((open->points & HTML_POINT_MATH_TEXT) != 0 &&
        (text || (start && token->tag != HTML_TAG_MGLYPH && token->tag != HTML_TAG_MALIGNMARK)))
        return false;
    if ((open->points & HTML_POINT_ANNOTATION) != 0 && start && token->tag == HTML_TAG_SVG)
        return false;
    return (open->points & HTML_POINT_HTML) == 0 || !(start || text);
}

static void add_text(struct html_builder *b, struct html_token *token) {
    if (b->frameset_ok) {
        struct str solid = html_text_without_nul(b, token, STR_NONE);
        if (!html_only_space(solid))
            b->frameset_ok = false;
    }
    html_insert_text(b, html_text_without_nul(b, token, STR("\xEF\xBF\xBD")));
}

/* Whether the token has no place in foreign content, so that it ends it. */
static bool breaks_out(const struct html_token *token) {
    if (token->kind == HTML_TOKEN_END)
        return token->tag == HTML_TAG_BR || token->tag == HTML_TAG_P;
    if ((html_tag_traits[token->tag] & HTML_BREAKOUT) != 0)
        return true;
    if (token->tag != HTML_TAG_FONT)
        return false;
    for (size_t i = 0; i < token->attribute_count; i++) {
        struct str name = token->attributes[i].name;
        if (str_eq(name, STR("color")) || str_eq(name, STR("face")) || str_eq(name, STR("size")))
            return true;
    }
    return false;
}

static bool break_out(struct html_builder *b, struct html_token *token) {
    while (b->depth > 1 && html_current(b)->node->space != HTML_SPACE_HTML &&
           (html_current(b)->points & (HTML_POINT_MATH_TEXT | HTML_POINT_HTML)) == 0)
        html_pop(b);
    return html_apply_mode(b, token);
}

static bool end(struct html_builder *b, struct html_token *token) {
    for (size_t i = b->depth; i-- > 1;) {
        const struct html_node *node = b->open[i].node;
        if (node->space == HTML_SPACE_HTML)
            return html_apply_mode(b, token);
        if (compare_lower(token->name, html_name(node)) == 0) {
            html_pop_to(b, i);
            return false;
        }
    }
    return false;
}

bool html_in_foreign(struct html_builder *b, struct html_token *token) {
    switch (token->kind) {
    case HTML_TOKEN_TEXT:
        add_text(b, token);
        return false;
    case HTML_TOKEN_COMMENT:
        html_insert_comment(b, NULL, token->text);
        return false;
    case HTML_TOKEN_DOCTYPE:
    case HTML_TOKEN_END_OF_FILE:
        return false;
    case HTML_TOKEN_START:
        if (breaks_out(token))
            return break_out(b, token);
        if (b->depth < HTML_OPEN_MOST)
            html_insert_foreign(b, token, html_adjusted(b)->node->space);
        else
            html_insert_unopened(b, token, html_adjusted(b)->node->space);
        return false;
    case HTML_TOKEN_END:
        if (b->unopened[token->tag] > 0) {
            b->unopened[token->tag]--;
            b->unopened_count--;
            return false;
        }
        return breaks_out(token) ? break_out(b, token) : end(b, token);
    }
    return false;
}
