package app

import "errors"

// ErrNoWebView is what the error of Ready wraps on a computer without WebView2.
var ErrNoWebView = errors.New("WebView2")
