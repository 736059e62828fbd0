#include "story/background.h"

/* From everyday knowledge of each language and of newspapers, in rough steps: what matters is that
 * a shared "the" or "company" says nothing and a shared name says much. */
const struct story_background story_backgrounds[] = {
#include "story/background/ar.def"
#include "story/background/cs.def"
#include "story/background/de.def"
#include "story/background/el.def"
#include "story/background/en.def"
#include "story/background/es.def"
#include "story/background/fr.def"
#include "story/background/hi.def"
#include "story/background/it.def"
#include "story/background/nl.def"
#include "story/background/pl.def"
#include "story/background/pt.def"
#include "story/background/ru.def"
#include "story/background/sv.def"
#include "story/background/tr.def"
#include "story/background/uk.def"
#include "story/background/zh.def"
};
const size_t story_background_count = sizeof story_backgrounds / sizeof story_backgrounds[0];
_Static_assert(sizeof story_backgrounds / sizeof story_backgrounds[0] <= STORY_BACKGROUNDS_MOST,
               "an index counts the articles of each");
