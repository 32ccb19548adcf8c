/** Numbering plan of Viet Nam out of libphonenumber-js 1.13.16 (MIT), written by scripts/vn-metadata.mjs; do not edit. */
import type { MetadataJson } from 'libphonenumber-js/core'

// prettier-ignore
export const metadata = {"version":4,"country_calling_codes":{"84":["VN"]},"countries":{"VN":["84","00","[12]\\d{9}|[135-9]\\d{8}|[16]\\d{6,7}|7\\d{6}",[7,8,9,10],[["(\\d{4})(\\d{4,6})","$1 $2",["1(?:2[02]|[89])"],0,1],["(\\d{2})(\\d{3})(\\d{2})(\\d{2})","$1 $2 $3 $4",["1[26]|6"],"0$1",1],["(\\d{3})(\\d{3})(\\d{3})","$1 $2 $3",["[1357-9]"],"0$1",1],["(\\d{2})(\\d{4})(\\d{4})","$1 $2 $3",["2[48]"],"0$1",1],["(\\d{3})(\\d{4})(\\d{3})","$1 $2 $3",["2"],"0$1",1]],"0"]},"nonGeographic":{}} as unknown as MetadataJson
