/* What is read as a date must be read as the same moment again from its own form, and the short way
 * of usual forms must give what the general rules give. */
#include "date/date.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    int64_t time, again;
    char text[TIME_TEXT];
    struct error error;
    if (date_parse(str_of((const char *)data, size), &time, &error) != STATUS_OK)
        return 0;
    if (date_parse_any(str_of((const char *)data, size), &again, NULL) != STATUS_OK ||
        again != time)
        abort();
    int64_t year = civil_from_time(time).year;
    if (year < 0 || year > 10000)
        abort();
    if (year >= 1 && year <= 9999 &&
        (date_parse(str_from(time_format(time, text)), &again, NULL) != STATUS_OK || again != time))
        abort();
    return 0;
}
