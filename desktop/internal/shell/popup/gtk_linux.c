#include "gtk_linux.h"

#include <gdk/gdkx.h>
#include <math.h>
#include <string.h>

#include "_cgo_export.h"

#define MARGIN 12
#define RAISE_AGAIN_US 500000

static gboolean called(gpointer call) {
	popupCalled((uintptr_t)call);
	return G_SOURCE_REMOVE;
}

void yobirin_popup_post(uintptr_t call) {
	g_idle_add_full(G_PRIORITY_HIGH, called, (gpointer)call, NULL);
}

static gboolean on_draw(GtkWidget *widget, cairo_t *cr, gpointer popup) {
	(void)widget;
	popupDraw((uintptr_t)popup, cr);
	return TRUE;
}

static gboolean on_button(GtkWidget *widget, GdkEventButton *event, gpointer popup) {
	(void)widget;
	if (event->button == 1 && event->type == GDK_BUTTON_PRESS)
		popupMouse((uintptr_t)popup, 0, event->x, event->y);
	if (event->button == 1 && event->type == GDK_BUTTON_RELEASE)
		popupMouse((uintptr_t)popup, 1, event->x, event->y);
	return TRUE;
}

static gboolean on_motion(GtkWidget *widget, GdkEventMotion *event, gpointer popup) {
	(void)widget;
	popupMouse((uintptr_t)popup, 2, event->x, event->y);
	return TRUE;
}

static gboolean on_leave(GtkWidget *widget, GdkEventCrossing *event, gpointer popup) {
	(void)widget;
	(void)event;
	popupMouse((uintptr_t)popup, 3, 0, 0);
	return TRUE;
}

// A window manager does not stack this window: when another came above, it
// raises itself, but never in a race with a window that does the same.
static gboolean on_visibility(GtkWidget *widget, GdkEventVisibility *event, gpointer last) {
	gint64 now = g_get_monotonic_time();
	if (event->state != GDK_VISIBILITY_UNOBSCURED && now - *(gint64 *)last > RAISE_AGAIN_US) {
		*(gint64 *)last = now;
		gdk_window_raise(gtk_widget_get_window(widget));
	}
	return FALSE;
}

static gboolean on_delete(GtkWidget *widget, GdkEvent *event, gpointer popup) {
	(void)widget;
	(void)event;
	(void)popup;
	return TRUE;
}

GtkWidget *yobirin_popup_new(uintptr_t popup) {
	GdkDisplay *display = gdk_display_get_default();
	if (display == NULL || !GDK_IS_X11_DISPLAY(display))
		return NULL;
	// GTK_WINDOW_POPUP is without a window manager: it is on every desktop and
	// nobody gives it the keyboard, not even for a click.
	GtkWidget *window = gtk_window_new(GTK_WINDOW_POPUP);
	gtk_window_set_accept_focus(GTK_WINDOW(window), FALSE);
	gtk_window_set_focus_on_map(GTK_WINDOW(window), FALSE);
	gtk_window_set_type_hint(GTK_WINDOW(window), GDK_WINDOW_TYPE_HINT_NOTIFICATION);
	gtk_window_set_keep_above(GTK_WINDOW(window), TRUE);
	gtk_window_set_resizable(GTK_WINDOW(window), FALSE);
	gtk_window_set_title(GTK_WINDOW(window), "Yobirin");
	gtk_widget_set_app_paintable(window, TRUE);
	gtk_widget_add_events(window, GDK_BUTTON_PRESS_MASK | GDK_BUTTON_RELEASE_MASK | GDK_POINTER_MOTION_MASK |
		GDK_LEAVE_NOTIFY_MASK | GDK_VISIBILITY_NOTIFY_MASK);
	gint64 *raised = g_new0(gint64, 1);
	g_object_set_data_full(G_OBJECT(window), "yobirin-raised", raised, g_free);
	g_signal_connect(window, "draw", G_CALLBACK(on_draw), (gpointer)popup);
	g_signal_connect(window, "button-press-event", G_CALLBACK(on_button), (gpointer)popup);
	g_signal_connect(window, "button-release-event", G_CALLBACK(on_button), (gpointer)popup);
	g_signal_connect(window, "motion-notify-event", G_CALLBACK(on_motion), (gpointer)popup);
	g_signal_connect(window, "leave-notify-event", G_CALLBACK(on_leave), (gpointer)popup);
	g_signal_connect(window, "visibility-notify-event", G_CALLBACK(on_visibility), raised);
	g_signal_connect(window, "delete-event", G_CALLBACK(on_delete), NULL);
	return window;
}

void yobirin_popup_place(GtkWidget *window, int width, int height) {
	GdkRectangle area;
	gboolean shown = gtk_widget_get_visible(window);
	GdkDisplay *display = gtk_widget_get_display(window);
	GdkMonitor *monitor = NULL;
	int x = 0, y = 0;
	if (shown) {
		monitor = gdk_display_get_monitor_at_window(display, gtk_widget_get_window(window));
	} else {
		gdk_device_get_position(gdk_seat_get_pointer(gdk_display_get_default_seat(display)), NULL, &x, &y);
		monitor = gdk_display_get_monitor_at_point(display, x, y);
	}
	if (monitor == NULL)
		return;
	gdk_monitor_get_workarea(monitor, &area);
	x = area.x + area.width - width - MARGIN;
	y = area.y + area.height - height - MARGIN;
	gtk_widget_set_size_request(window, width, height);
	gtk_window_resize(GTK_WINDOW(window), width, height);
	gtk_window_move(GTK_WINDOW(window), x, y);
	if (!shown) {
		gtk_widget_show(window);
		gdk_window_raise(gtk_widget_get_window(window));
	} else {
		gdk_window_move_resize(gtk_widget_get_window(window), x, y, width, height);
	}
	gtk_widget_queue_draw(window);
}

static void set_color(cairo_t *cr, unsigned color) {
	cairo_set_source_rgb(cr, (color >> 16 & 255) / 255.0, (color >> 8 & 255) / 255.0, (color & 255) / 255.0);
}

void yobirin_popup_rectangle(cairo_t *cr, double x, double y, double w, double h, double radius, unsigned color) {
	set_color(cr, color);
	cairo_new_sub_path(cr);
	if (radius <= 0) {
		cairo_rectangle(cr, x, y, w, h);
	} else {
		cairo_arc(cr, x + w - radius, y + radius, radius, -M_PI / 2, 0);
		cairo_arc(cr, x + w - radius, y + h - radius, radius, 0, M_PI / 2);
		cairo_arc(cr, x + radius, y + h - radius, radius, M_PI / 2, M_PI);
		cairo_arc(cr, x + radius, y + radius, radius, M_PI, 3 * M_PI / 2);
		cairo_close_path(cr);
	}
	cairo_fill(cr);
}

PangoLayout *yobirin_popup_layout(cairo_t *cr, const char *text, double size, int bold) {
	PangoFontMap *map = pango_cairo_font_map_get_default();
	PangoContext *context = pango_font_map_create_context(map);
	pango_cairo_context_set_resolution(context, 96);
	// Japanese forms of the characters that Chinese shares.
	pango_context_set_language(context, pango_language_from_string("ja"));
	if (cr != NULL)
		pango_cairo_update_context(cr, context);
	PangoLayout *layout = pango_layout_new(context);
	g_object_unref(context);
	PangoFontDescription *font = pango_font_description_from_string("Noto Sans JP, Noto Sans CJK JP, IPAPGothic, sans-serif");
	pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
	pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_single_paragraph_mode(layout, TRUE);
	pango_layout_set_text(layout, text, -1);
	return layout;
}

void yobirin_popup_text(cairo_t *cr, const char *text, double size, int bold, int align,
	double x, double y, double w, double h, unsigned color) {
	int tw, th;
	PangoLayout *layout = yobirin_popup_layout(cr, text, size, bold);
	pango_layout_get_size(layout, &tw, &th);
	double width = (double)tw / PANGO_SCALE, height = (double)th / PANGO_SCALE;
	cairo_save(cr);
	cairo_rectangle(cr, x, y - 2, w, h + 4);
	cairo_clip(cr);
	set_color(cr, color);
	if (align == 1)
		x += (w - width) / 2;
	if (align == 2)
		x += w - width;
	cairo_move_to(cr, x, y + (h - height) / 2);
	pango_cairo_show_layout(cr, layout);
	cairo_restore(cr);
	g_object_unref(layout);
}

double yobirin_popup_measure(const char *text, double size, int bold) {
	int tw, th;
	PangoLayout *layout = yobirin_popup_layout(NULL, text, size, bold);
	pango_layout_get_size(layout, &tw, &th);
	g_object_unref(layout);
	return (double)tw / PANGO_SCALE;
}

int yobirin_popup_dark(void) {
	gboolean dark = FALSE;
	gchar *theme = NULL;
	GtkSettings *settings = gtk_settings_get_default();
	if (settings != NULL) {
		g_object_get(settings, "gtk-application-prefer-dark-theme", &dark, "gtk-theme-name", &theme, NULL);
		dark = dark || (theme != NULL && (g_str_has_suffix(theme, "-dark") || g_str_has_suffix(theme, "-Dark")));
		g_free(theme);
	}
	// GTK 3 does not know the desktop's own choice; it lies beside it.
	GSettingsSchemaSource *source = g_settings_schema_source_get_default();
	GSettingsSchema *schema = source == NULL ? NULL : g_settings_schema_source_lookup(source, "org.gnome.desktop.interface", TRUE);
	if (schema != NULL) {
		if (g_settings_schema_has_key(schema, "color-scheme")) {
			GSettings *desktop = g_settings_new("org.gnome.desktop.interface");
			gchar *scheme = g_settings_get_string(desktop, "color-scheme");
			dark = dark || g_strcmp0(scheme, "prefer-dark") == 0;
			g_free(scheme);
			g_object_unref(desktop);
		}
		g_settings_schema_unref(schema);
	}
	return dark;
}
