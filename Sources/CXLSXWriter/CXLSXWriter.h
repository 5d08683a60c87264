// What tickmark uses of the system's libxlsxwriter: workbooks that are written row by row.

#ifndef CXLSXWRITER_H
#define CXLSXWRITER_H

#include <xlsxwriter.h>

#endif
