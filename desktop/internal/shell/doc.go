// Package shell is everything of the operating system around the app: the
// tray, the popup of ringing calls, notifications, global hot keys, the one
// instance, tel: links, the start with the computer, the browser and the crash
// bundle. It is an edge: it is told effects and tells facts and commands.
//
// main calls Claim before anything else, then Prepare and OpenLog, then New.
// What is personal (names, numbers) never goes to a log here.
package shell
