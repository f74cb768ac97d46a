/** Limits of CSV files, so that no file can fill the memory. Rows beyond are rejected, files beyond are refused. */

/** The longest cell, in UTF-16 units: Excel's limit, support.microsoft.com "Excel specifications and limits". */
export const MAX_CELL_LENGTH = 32_767;
/** The longest row; what is longer is read over without being kept. */
export const MAX_ROW_LENGTH = 1_000_000;
/** The most columns of a file. */
export const MAX_COLUMNS = 1_000;
/** The largest file. */
export const MAX_FILE_BYTES = 4 * 1024 ** 3;
/** Of a row that is rejected, so much of its text is kept. */
export const MAX_KEPT_TEXT = 10_000;
/** Rows that are stored in one commit: the more, the faster, and the longer everything else waits. */
export const ROWS_A_GROUP = 2_000;
/** Bytes of the file after which a group is stored, however few rows they are. */
export const BYTES_A_GROUP = 2 * 1024 * 1024;
/** Rejected rows that are kept of an import; the others are counted. */
export const MAX_KEPT_REJECTIONS = 10_000;
