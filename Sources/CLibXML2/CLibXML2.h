// What tickmark uses of the system's libxml2: the SAX parser that takes a file in pieces.

#ifndef CLIBXML2_H
#define CLIBXML2_H

// Debian's libxml2 shows the system's ICU in its headers, and Foundation brings an ICU of its own
// with other declarations of the same names. Without it only the fields of encoding handlers differ,
// of which nothing here makes use.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#endif
