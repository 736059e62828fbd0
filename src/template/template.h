/* Mustache: text with tags in it, rendered against a tree of values.
 *
 * The language is that of the Mustache manual, mustache(5), and of its specification's core modules
 * (comments, delimiters, interpolation, inverted, partials, sections); there are no lambdas.
 *
 *     {{name}}        the value, with & < > " ' written as references of HTML
 *     {{{name}}}      the value as it is; also {{&name}}
 *     {{#name}}…{{/name}}   once for each element of a list; once for another true value
 *     {{^name}}…{{/name}}   when the value is false
 *     {{>name}}       a partial: another template, rendered here with the same values
 *     {{!…}}          a comment
 *     {{=<% %>=}}     other delimiters from here on
 *
 * A name is looked up in the innermost value first. "a.b" finds a, then b in it and nowhere else;
 * "." is the innermost value itself. What is not there renders as nothing. False are: absent, the
 * boolean false, the empty text, the empty list; numbers are true, 0 too. A line that holds nothing
 * but one tag that shows nothing goes as a whole, with its line end; the indentation of a partial
 * that stands alone is put before each of the partial's own lines.
 *
 * Compiled once; rendering takes no memory but the output's. Nothing here calls itself: depth costs
 * no stack. */
#ifndef TEMPLATE_TEMPLATE_H
#define TEMPLATE_TEMPLATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/status.h"
#include "base/str.h"
#include "template/value.h"

enum {
    TEMPLATE_BYTES_MOST = 1024 * 1024,
    TEMPLATE_SECTIONS_MOST = 64,   /* sections within sections, in one template */
    TEMPLATE_PARTIALS_MOST = 64,   /* partials within partials, while rendering */
    TEMPLATE_STEPS_MOST = 1 << 26, /* tags and texts passed in one rendering, shown or not */
};

struct template;

/* Compiles `source`, which must live as long as the template, into `arena`. INVALID carries line
 * and column of the tag that is wrong, or of a byte that is not UTF-8; LIMIT is for the caps above.
 */
enum status template_compile(struct arena *arena, struct str source, struct template **template,
                             struct error *error);

/* Templates by their names: what {{>name}} finds. Zeroed, it is an empty set. */
struct template_set {
    struct map names; /* name → index */
    struct template **templates;
    size_t capacity;
};

void template_set_init(struct template_set *set);
/* Gives back the set, not the templates (they lie in their arenas). */
void template_set_release(struct template_set *set);
/* Adds or replaces; `name` is borrowed. Fails only with MEMORY. */
enum status template_set_put(struct template_set *set, struct str name, struct template *template,
                             struct error *error);
/* NULL when there is none such. */
const struct template *template_set_find(const struct template_set *set, struct str name);

/* Appends to `out`. `partials` may be NULL; a partial that is not in it renders as nothing. LIMIT
 * says which cap was met; what was appended until then stays. */
enum status template_render(const struct template *template, const struct template_set *partials,
                            const struct template_value *values, struct buf *out,
                            struct error *error);

/* Appends `text` with & < > " ' as references of HTML, as {{name}} does. */
void template_escape(struct buf *out, struct str text);

#endif
