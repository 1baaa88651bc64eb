package popup

import "golang.org/x/sys/windows"

// Constants of winuser.h and wingdi.h.
const (
	wsPopup        = 0x80000000
	wsExNoActivate = 0x08000000
	wsExTopmost    = 0x00000008
	wsExToolWindow = 0x00000080

	wmPaint           = 0x000F
	wmClose           = 0x0010
	wmEraseBackground = 0x0014
	wmMouseActivate   = 0x0021
	wmMouseMove       = 0x0200
	wmLeftDown        = 0x0201
	wmLeftUp          = 0x0202
	wmMouseLeave      = 0x02A3
	wmPosted          = 0x8001

	maNoActivate   = 3
	swHide         = 0
	swpNoActivate  = 0x0010
	swpShowWindow  = 0x0040
	hwndTopmost    = ^uintptr(0)
	monitorNearest = 2
	tmeLeave       = 2
	idcArrow       = 32512

	fwNormal         = 400
	fwBold           = 700
	defaultCharset   = 1
	clearTypeQuality = 5
	srcCopy          = 0x00CC0020

	dtCenter     = 0x1
	dtRight      = 0x2
	dtVCenter    = 0x4
	dtSingleLine = 0x20
	dtNoPrefix   = 0x800

	perMonitorAwareV2 = ^uintptr(3) // -4
)

type point struct{ x, y int32 }

type rect struct{ left, top, right, bottom int32 }

type msg struct {
	hwnd    uintptr
	kind    uint32
	wparam  uintptr
	lparam  uintptr
	time    uint32
	p       point
	private uint32
}

type wndClass struct {
	size       uint32
	style      uint32
	proc       uintptr
	clsExtra   int32
	wndExtra   int32
	instance   uintptr
	icon       uintptr
	cursor     uintptr
	background uintptr
	menu       *uint16
	name       *uint16
	small      uintptr
}

type monitorInfo struct {
	size          uint32
	monitor, work rect
	flags         uint32
}

type trackMouse struct {
	size, flags uint32
	hwnd        uintptr
	hover       uint32
}

type paintStruct struct {
	dc       uintptr
	erase    int32
	area     rect
	restore  int32
	update   int32
	reserved [32]byte
}

// api are Windows' functions that the popup calls.
type api struct {
	registerClass, createWindow, defWindowProc, destroyWindow, showWindow, setWindowPos, postMessage, postQuit,
	getMessage, translateMessage, dispatchMessage, loadCursor, trackMouseEvent, getCursorPos,
	monitorFromPoint, monitorFromWindow, getMonitorInfo, dpiForMonitor, setThreadDPI,
	beginPaint, endPaint, invalidate, update, getDC, releaseDC, fillRect, drawText,
	compatibleDC, compatibleBitmap, deleteDC, deleteObject, selectObject, bitBlt, setBkMode, setTextColor,
	textExtent, textFace, createFont, createBrush, roundRegion, fillRegion *windows.LazyProc
}

func newAPI() *api {
	user, gdi, core := windows.NewLazySystemDLL("user32.dll"), windows.NewLazySystemDLL("gdi32.dll"), windows.NewLazySystemDLL("shcore.dll")
	return &api{
		registerClass: user.NewProc("RegisterClassExW"), createWindow: user.NewProc("CreateWindowExW"), defWindowProc: user.NewProc("DefWindowProcW"),
		destroyWindow: user.NewProc("DestroyWindow"), showWindow: user.NewProc("ShowWindow"), setWindowPos: user.NewProc("SetWindowPos"),
		postMessage: user.NewProc("PostMessageW"), postQuit: user.NewProc("PostQuitMessage"), getMessage: user.NewProc("GetMessageW"),
		translateMessage: user.NewProc("TranslateMessage"), dispatchMessage: user.NewProc("DispatchMessageW"), loadCursor: user.NewProc("LoadCursorW"),
		trackMouseEvent: user.NewProc("TrackMouseEvent"), getCursorPos: user.NewProc("GetCursorPos"), monitorFromPoint: user.NewProc("MonitorFromPoint"),
		monitorFromWindow: user.NewProc("MonitorFromWindow"), getMonitorInfo: user.NewProc("GetMonitorInfoW"), dpiForMonitor: core.NewProc("GetDpiForMonitor"),
		setThreadDPI: user.NewProc("SetThreadDpiAwarenessContext"), beginPaint: user.NewProc("BeginPaint"), endPaint: user.NewProc("EndPaint"),
		invalidate: user.NewProc("InvalidateRect"), update: user.NewProc("UpdateWindow"), getDC: user.NewProc("GetDC"), releaseDC: user.NewProc("ReleaseDC"),
		fillRect: user.NewProc("FillRect"), drawText: user.NewProc("DrawTextW"),

		compatibleDC: gdi.NewProc("CreateCompatibleDC"), compatibleBitmap: gdi.NewProc("CreateCompatibleBitmap"), deleteDC: gdi.NewProc("DeleteDC"),
		deleteObject: gdi.NewProc("DeleteObject"), selectObject: gdi.NewProc("SelectObject"), bitBlt: gdi.NewProc("BitBlt"), setBkMode: gdi.NewProc("SetBkMode"),
		setTextColor: gdi.NewProc("SetTextColor"), textExtent: gdi.NewProc("GetTextExtentPoint32W"), textFace: gdi.NewProc("GetTextFaceW"),
		createFont:  gdi.NewProc("CreateFontW"),
		createBrush: gdi.NewProc("CreateSolidBrush"), roundRegion: gdi.NewProc("CreateRoundRectRgn"), fillRegion: gdi.NewProc("FillRgn"),
	}
}
