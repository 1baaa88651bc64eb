import { beforeEach, expect, test } from 'vitest';
import { Jukebox } from './jukebox';

/** An audio element that does what it is told, at the test's word. */
class Tape extends EventTarget {
  preload = '';
  src = '';
  paused = true;
  currentTime = 0;
  loads = 0;
  play(): Promise<void> {
    this.paused = false;
    this.dispatchEvent(new Event('play'));
    return Promise.resolve();
  }
  pause(): void {
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  }
  load(): void {
    this.loads++;
  }
  removeAttribute(): void {
    this.src = '';
  }
  reach(second: number): void {
    this.currentTime = second;
    this.dispatchEvent(new Event('timeupdate'));
  }
}

let tape: Tape;
let box: Jukebox;
let heard: string[];

beforeEach(() => {
  tape = new Tape();
  heard = [];
  box = new Jukebox(tape as unknown as HTMLAudioElement);
  box.urlOf = (id) => `/sound/${id}`;
  box.onHeard = (id) => heard.push(id);
});

test('one sound takes the place of another, and a second press pauses it where it is', () => {
  box.toggle('a');
  expect([tape.src, box.now]).toEqual(['/sound/a', { id: 'a', paused: false, failed: false }]);
  box.toggle('b');
  expect([tape.src, box.now.id]).toEqual(['/sound/b', 'b']);
  box.toggle('b');
  expect([tape.src, box.now.paused]).toEqual(['/sound/b', true]);
  box.toggle('b');
  expect(box.now.paused).toBe(false);
});

test('a sound is heard once, after two seconds or at the end of a shorter one', () => {
  box.toggle('a');
  tape.reach(1.9);
  expect(heard).toEqual([]);
  tape.reach(2);
  tape.reach(3);
  expect(heard).toEqual(['a']);
  box.toggle('b');
  tape.dispatchEvent(new Event('ended'));
  expect(heard).toEqual(['a', 'b']);
});

test('a sound that failed is asked for again', () => {
  box.toggle('a');
  tape.pause();
  tape.dispatchEvent(new Event('error'));
  expect(box.now).toEqual({ id: 'a', paused: true, failed: true });
  tape.src = '';
  box.toggle('a');
  expect([tape.src, box.now]).toEqual(['/sound/a', { id: 'a', paused: false, failed: false }]);
});

test('what was stopped is nobody\'s, nor is an error after it', () => {
  box.toggle('a');
  box.stop();
  tape.dispatchEvent(new Event('error'));
  expect([tape.src, tape.loads, box.now]).toEqual(['', 1, { paused: true, failed: false }]);
});
