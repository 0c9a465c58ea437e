// libzip (https://libzip.org), for reading court releases that come as one archive.
#include <zip.h>
