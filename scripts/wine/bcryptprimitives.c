/*
 * bcryptprimitives.dll as far as Go programs need it: Go 1.24 and newer take
 * their random numbers from ProcessPrng, which Wine before 9 does not have, and
 * without it they end before main. RtlGenRandom (SystemFunction036) is the same
 * under an older name. For tests under Wine only, never shipped.
 */
#include <windows.h>

BOOLEAN WINAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length)
{
	while (length > 0) {
		ULONG part = length > 0x10000000 ? 0x10000000 : (ULONG)length;
		if (!SystemFunction036(data, part))
			return FALSE;
		data += part;
		length -= part;
	}
	return TRUE;
}
