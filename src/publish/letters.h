/* What pages and letters say of subscribing, inside publish/ and for the rooms above. */
#ifndef PUBLISH_LETTERS_H
#define PUBLISH_LETTERS_H

#include "edition/edition.h"
#include "template/value.h"

/* Whether readers of letters reach a server: mail.service says where, or there is the search page.
 */
bool letters_served(const struct edition *edition);
/* Whether readers can subscribe: there is a newsletter, a server, and who takes letters. */
bool letters_taken(const struct edition *edition);
/* What a subscriber agrees to, in the edition's language. */
struct str letters_consent(const struct edition *edition, struct arena *arena);
/* The edition's lists as `lists`: {"id","name","when","chosen"}, the second being the id with its
 * topic. All of them, or those alone whose ids stand in `chosen`, parted by spaces. */
void letters_put_lists(const struct edition *edition, struct arena *arena, struct str chosen,
                       bool all, struct template_value *map);

/* What stands in the form already. */
struct letters_form {
    struct str address, lists; /* absent */
    struct str problem;        /* why it was not taken; absent */
};
/* The form as `subscribe` (docs/templates.md). */
void letters_put_form(const struct edition *edition, struct arena *arena,
                      const struct letters_form *form, struct template_value *map);
/* The same on pages that may lie elsewhere than the server: nothing where nobody can subscribe, and
 * a link where the form would have to go to another site. */
void letters_put_box(const struct edition *edition, struct arena *arena,
                     struct template_value *map);

#endif
