// The popup's GTK window. Everything but yobirin_popup_post is called on the
// thread of GTK's main loop.
#ifndef YOBIRIN_POPUP_H
#define YOBIRIN_POPUP_H

#include <gtk/gtk.h>
#include <stdint.h>

// yobirin_popup_post has popupCalled(call) run on the main loop's thread.
void yobirin_popup_post(uintptr_t call);

// yobirin_popup_new makes the window, NULL where windows cannot be placed
// (Wayland) or GTK has no display.
GtkWidget *yobirin_popup_new(uintptr_t popup);

// yobirin_popup_place shows the window bottom right of the work area of the
// monitor with the pointer; a window that is shown keeps its lower right corner.
void yobirin_popup_place(GtkWidget *window, int width, int height);

void yobirin_popup_rectangle(cairo_t *cr, double x, double y, double w, double h, double radius, unsigned color);

// yobirin_popup_layout gives a layout of one line; cr NULL: only to measure.
PangoLayout *yobirin_popup_layout(cairo_t *cr, const char *text, double size, int bold);

// yobirin_popup_text draws a text; align: 0 left, 1 middle, 2 right.
void yobirin_popup_text(cairo_t *cr, const char *text, double size, int bold, int align,
	double x, double y, double w, double h, unsigned color);

double yobirin_popup_measure(const char *text, double size, int bold);

// yobirin_popup_dark says whether the desktop is dark.
int yobirin_popup_dark(void);

#endif
