package words

import "strings"

// areas are the beginnings (without the leading 0, [..]: any of these digits)
// of the numbers whose area code is not four digits long, 0 included: Japan's
// numbering plan. The screen has the same list (kit/formats/area-code.ts).
var areas = map[int]string{
	2: "3 420 429[0234569] 470[019] 471 6[123456789]",
	3: "11 154[018] 155[017] 177 188 19[69] 223[01456789] 22[127] 23[01269] 24[59] 250[01] 254[01] " +
		"255[01234569] 256[01] 257[0156789] 258[01] 25917 25999 25[123] 262 264[016789] 278[0189] 27[1235] " +
		"283[0134] 289[012345] 28[16] 2917 293[0156789] 29[028] 422[01] 428[01456] 429[178] 42[134567] " +
		"43[0123457] 46[248] 475[019] 479[019] 47[2347] 48[123456789] 492 499[013579] 4[45] 52 5396[456789] " +
		"5397[01235689] 539[0123458] 53[045] 54[012369] 55[29] 58[02389] 598[019] 599[019] 59[0123] 60 " +
		"72[02346789] 734 76[0249] 77[57] 794[0123459] 795[01569] 796[0167] 79[23] 7[58] 824[01239] " +
		"8292[123456789] 8294[123] 829[0169] 82[1258] 832 8360 8376[678] 837[01789] 838[01] 8396[0136] " +
		"839[012345789] 849 851[01] 8636[2345789] 8655[23] 865[012389] 8669[178] 866[01] 8672[23468] 8673[78] " +
		"868[019] 8699[01456789] 869[0145] 86[0124] 87[0123468] 88[68] 89[019] 92[123456789] 93[123456789] " +
		"94[15] 95[138] 96[123] 97[156] 98[189] 991[01456789] 99331 9934[357] 994[0178] 99[289]",
	5: "1267 137[247] 139[278] 145[67] 1466 1547 1558 1564 158[67] 163[245] 1648 165[4568] 499[2468] 5769 " +
		"5979[234569] 7468 838[789] 8396[245789] 8477 851[23456789] 9802 991[23] 9969",
}

// lengths has the digits of the area code, 0 included, by the beginning.
var lengths = func() map[string]int {
	all := map[string]int{}
	for length, list := range areas {
		for _, entry := range strings.Fields(list) {
			head, tails, many := strings.Cut(strings.TrimSuffix(entry, "]"), "[")
			if !many {
				all[head] = length
			}
			for _, digit := range tails {
				all[head+string(digit)] = length
			}
		}
	}
	return all
}()

// Number groups a Japanese number as people write it: 03-1234-5678,
// 090-1234-5678, 0120-123-456. +81 becomes 0. Extensions, foreign numbers and
// what is no number of the plan stay as they are.
func Number(number string) string {
	digits := number
	if rest, ok := strings.CutPrefix(number, "+81"); ok {
		digits = "0" + rest
	}
	if len(digits) < 10 || digits[0] != '0' || strings.Trim(digits, "0123456789") != "" {
		return number
	}
	switch {
	case len(digits) == 11 && strings.HasPrefix(digits, "0800"):
		return cut(digits, 4, 7)
	case len(digits) == 11 && digits[1] >= '2' && digits[2] == '0':
		return cut(digits, 3, 7)
	case len(digits) != 10 || digits[1] == '0' || digits[2] == '0' && strings.IndexByte("25789", digits[1]) >= 0:
		return number
	}
	switch digits[1:4] {
	case "120", "180", "570", "990":
		return cut(digits, 4, 7)
	}
	return cut(digits, areaLength(digits), 6)
}

func areaLength(digits string) int {
	for end := 2; end <= 6; end++ {
		if n, ok := lengths[digits[1:end]]; ok {
			return n
		}
	}
	return 4
}

func cut(digits string, a, b int) string {
	return digits[:a] + "-" + digits[a:b] + "-" + digits[b:]
}
