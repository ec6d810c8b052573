/** Callers of every dialect at providers of every dialect, over HTTP. */
package io.keywell.crossing;
