/** The names of what messages and certificates are made of (RFC 5280, 5652, 5035, 3161). */
export const DATA = '1.2.840.113549.1.7.1';
export const TST = '1.2.840.113549.1.9.16.1.4';

export const CONTENT_TYPE = '1.2.840.113549.1.9.3';
export const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
export const SIGNING_TIME = '1.2.840.113549.1.9.5';
export const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
export const TIMESTAMP = '1.2.840.113549.1.9.16.2.14';

export const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
export const KEY_IDENTIFIER = '2.5.29.14';
export const KEY_USAGE = '2.5.29.15';
export const BASIC_CONSTRAINTS = '2.5.29.19';
export const COMMON_NAME = '2.5.4.3';
export const ORGANISATION = '2.5.4.10';
export const SURNAME = '2.5.4.4';
export const GIVEN_NAME = '2.5.4.42';

export const RSA = '1.2.840.113549.1.1.1';
export const PSS = '1.2.840.113549.1.1.10';
export const SHA256 = '2.16.840.1.101.3.4.2.1';
