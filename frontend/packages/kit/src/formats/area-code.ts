/**
 * Beginnings (without the leading 0, [..]: any of these digits) of the numbers whose area code is not four digits long,
 * 0 included: Japan's numbering plan, as phone libraries print it. No beginning is the start of another.
 */
const AREAS: Record<2 | 3 | 5, string> = {
  2:
    '3 420 429[0234569] 470[019] 471 6[123456789]',
  3:
    '11 154[018] 155[017] 177 188 19[69] 223[01456789] 22[127] 23[01269] 24[59] 250[01] 254[01] 255[01234569] 256[01] ' +
    '257[0156789] 258[01] 25917 25999 25[123] 262 264[016789] 278[0189] 27[1235] 283[0134] 289[012345] 28[16] 2917 ' +
    '293[0156789] 29[028] 422[01] 428[01456] 429[178] 42[134567] 43[0123457] 46[248] 475[019] 479[019] 47[2347] ' +
    '48[123456789] 492 499[013579] 4[45] 52 5396[456789] 5397[01235689] 539[0123458] 53[045] 54[012369] 55[29] 58[02389] ' +
    '598[019] 599[019] 59[0123] 60 72[02346789] 734 76[0249] 77[57] 794[0123459] 795[01569] 796[0167] 79[23] 7[58] ' +
    '824[01239] 8292[123456789] 8294[123] 829[0169] 82[1258] 832 8360 8376[678] 837[01789] 838[01] 8396[0136] ' +
    '839[012345789] 849 851[01] 8636[2345789] 8655[23] 865[012389] 8669[178] 866[01] 8672[23468] 8673[78] 868[019] ' +
    '8699[01456789] 869[0145] 86[0124] 87[0123468] 88[68] 89[019] 92[123456789] 93[123456789] 94[15] 95[138] 96[123] ' +
    '97[156] 98[189] 991[01456789] 99331 9934[357] 994[0178] 99[289]',
  5:
    '1267 137[247] 139[278] 145[67] 1466 1547 1558 1564 158[67] 163[245] 1648 165[4568] 499[2468] 5769 5979[234569] 7468 ' +
    '838[789] 8396[245789] 8477 851[23456789] 9802 991[23] 9969',
};

const LENGTHS: ReadonlyMap<string, number> = new Map(
  Object.entries(AREAS).flatMap(([length, list]) => list.split(' ').flatMap((entry) => spread(entry).map((start): [string, number] => [start, Number(length)]))),
);

function spread(entry: string): string[] {
  const [head = '', tails] = entry.split('[');
  return tails === undefined ? [head] : [...tails.slice(0, -1)].map((digit) => head + digit);
}

/** Digits of the area code, with its 0, of a Japanese number on the land line network (ten digits from 0). */
export function areaLength(digits: string): number {
  for (let end = 2; end <= 6; end++) {
    const length = LENGTHS.get(digits.slice(1, end));
    if (length !== undefined) return length;
  }
  return 4;
}
