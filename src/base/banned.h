/* Functions that write without knowing how much room there is, keep hidden state, or depend on the
 * locale: using one is a compile error. The build includes this file before every other. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok strtok_r gets
#pragma GCC poison atoi atol atoll atof strtod setlocale localtime gmtime mktime rand srand
#undef isalpha
#undef isdigit
#undef isalnum
#undef isspace
#undef isupper
#undef islower
#undef ispunct
#undef toupper
#undef tolower
#pragma GCC poison isalpha isdigit isalnum isspace isupper islower ispunct toupper tolower

#endif
