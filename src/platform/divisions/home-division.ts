/** The Home division that every organization has: what names no division belongs to it (C5). */
export const HOME_DIVISION_ID = '7a1f0c52-6e0b-4b1e-9a52-0f6f2b1c9d10';
